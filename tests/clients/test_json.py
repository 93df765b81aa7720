"""What the program prints with `--output json`, held against the JSON Schemas in docs/schema."""

import json
import os
import stat
import subprocess
import tempfile
import unittest

import fastjsonschema
from cloud import ADDRESS, GATEWAY, CloudTest

SCHEMAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "schema")


def schema(name):
    with open(os.path.join(SCHEMAS, name + ".json"), encoding="utf-8") as file:
        return fastjsonschema.compile(json.load(file))


class Outputs(CloudTest):
    def setUp(self):
        super().setUp()
        self.state = tempfile.TemporaryDirectory()
        self.addCleanup(self.state.cleanup)

    def run_it(self, *args, code=0, config=None):
        env = {
            "PATH": "/usr/bin:/bin", "HOME": self.state.name, "EIP_UNBIND_STATE_DIR": os.path.join(self.state.name, "state"),
            "TENCENTCLOUD_SECRET_ID": self.cloud.secret_id, "TENCENTCLOUD_SECRET_KEY": self.cloud.secret_key,
            "EIP_UNBIND_ENDPOINT": self.cloud.endpoint, "EIP_UNBIND_REGION": self.cloud.region, "EIP_UNBIND_OUTPUT": "json",
        }
        if config:
            env["EIP_UNBIND_CONFIG"] = config
        done = subprocess.run([os.environ["EIP_UNBIND_CLIENTS_PROGRAM"], *args], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, code, done.stderr)
        return json.loads(done.stdout)

    def fits(self, name, value):
        schema(name)(value)
        return value

    def test_list_and_quota_fit(self):
        for api in ("v2", "v3"):
            self.assertTrue(self.fits("list", self.run_it("list", "--api", api))["eips"])
            self.assertTrue(self.fits("quota", self.run_it("quota", "--api", api))["regions"])

    def test_an_incomplete_list_fits(self):
        self.cloud = self.start("half-down")
        value = self.fits("list", self.run_it("list", "--all-regions", code=1))
        self.assertFalse(value["complete"])

    def test_a_plan_file_and_what_before_send_gets_fit(self):
        hook = os.path.join(self.state.name, "ask")
        asked = os.path.join(self.state.name, "asked")
        with open(hook, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\ncat >"$1"\n')
        os.chmod(hook, stat.S_IRWXU)
        config = os.path.join(self.state.name, "asks.toml")
        with open(config, "w", encoding="utf-8") as file:
            file.write("[defaults]\nbefore_send = " + json.dumps([hook, asked]) + "\n")
        plan = self.fits("unbind", self.run_it("unbind", ADDRESS, "198.51.100.250", code=4))
        path = os.path.join(self.state.name, "plan.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(plan, file)
        done = self.fits("unbind", self.run_it("unbind", "--plan", path, "--confirm", plan["plan"]["token"], config=config))
        self.assertEqual([item["outcome"] for item in done["items"]], ["verified"])
        with open(asked, encoding="utf-8") as file:
            self.assertEqual(self.fits("before-send", json.load(file))["digest"], plan["plan"]["digest"])

    def test_a_plan_an_unbind_and_a_bind_fit(self):
        plan = self.fits("unbind", self.run_it("unbind", ADDRESS, code=4))
        self.assertEqual(plan["items"], [])
        done = self.fits("unbind", self.run_it("unbind", ADDRESS, "--confirm", plan["plan"]["token"], "--expect", plan["plan"]["digest"]))
        self.assertEqual([item["outcome"] for item in done["items"]], ["verified"])
        back = self.fits("unbind", self.run_it("bind", GATEWAY, code=4))
        done = self.fits("unbind", self.run_it("bind", GATEWAY, "--confirm", back["plan"]["token"]))
        self.assertEqual([item["outcome"] for item in done["items"]], ["verified"])
        history = self.fits("history", self.run_it("history"))
        self.assertEqual(len(history["runs"]), 2)

    def test_a_refused_target_fits(self):
        self.fits("unbind", self.run_it("unbind", "203.0.113.101", code=4))

    def test_doctor_fits(self):
        self.fits("doctor", self.run_it("doctor"))

    def test_what_a_hook_reads_fits(self):
        kept = os.path.join(self.state.name, "kept")
        hook = os.path.join(self.state.name, "hook")
        with open(hook, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\ncat >{kept}\n")
        os.chmod(hook, stat.S_IRWXU)
        config = os.path.join(self.state.name, "config.toml")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f'[defaults]\nafter_outcome = ["{hook}"]\n')
        self.run_it("unbind", ADDRESS, "--confirm", "77", config=config)
        with open(kept, encoding="utf-8") as file:
            self.fits("after-outcome", json.load(file))

    def test_what_does_not_fit_is_found(self):
        value = self.run_it("list")
        value["eips"][0]["status"] = "free"
        with self.assertRaises(fastjsonschema.JsonSchemaException):
            schema("list")(value)


if __name__ == "__main__":
    unittest.main()
