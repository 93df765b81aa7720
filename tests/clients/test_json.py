"""What the program prints with `--output json`, held against the JSON Schemas in docs/schema."""

import json
import os
import re
import stat
import subprocess
import tempfile
import unittest

import fastjsonschema
import schemas
from cloud import ADDRESS, GATEWAY, CloudTest

# Nothing listens there.
NOWHERE = "http://127.0.0.1:9"
# Commands that have nothing to say as JSON.
WITHOUT_JSON = {"simulate", "completions", "man", "help"}


class Outputs(CloudTest):
    def setUp(self):
        super().setUp()
        self.state = tempfile.TemporaryDirectory()
        self.addCleanup(self.state.cleanup)

    def run_it(self, *args, code=0, **how):
        return json.loads(self.said(*args, code=code, **how)[0])

    def said(self, *args, code=0, config=None, given=None):
        """What it writes to standard output and to standard error; `given`: variables of its own, `None` where one is to be missing."""
        env = {
            "PATH": "/usr/bin:/bin", "HOME": self.state.name, "EIP_UNBIND_STATE_DIR": os.path.join(self.state.name, "state"),
            "TENCENTCLOUD_SECRET_ID": self.cloud.secret_id, "TENCENTCLOUD_SECRET_KEY": self.cloud.secret_key,
            "EIP_UNBIND_ENDPOINT": self.cloud.endpoint, "EIP_UNBIND_REGION": self.cloud.region, "EIP_UNBIND_OUTPUT": "json", "LC_ALL": "C",
        }
        if config:
            env["EIP_UNBIND_CONFIG"] = config
        env.update(given or {})
        env = {name: value for name, value in env.items() if value is not None}
        done = subprocess.run([os.environ["EIP_UNBIND_CLIENTS_PROGRAM"], *args], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        if code is not None:
            self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout, done.stderr

    def fits(self, name, value):
        schemas.check(name, value)
        self.assertEqual(schemas.unnamed(name, value), [], "printed, and not in the schema")
        return value

    def hook(self, kind):
        """A config file with a hook, and where that keeps what it read."""
        hook, kept, config = (os.path.join(self.state.name, f"{kind}{part}") for part in ("", ".read", ".toml"))
        with open(hook, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\ncat >"$1"\n')
        os.chmod(hook, stat.S_IRWXU)
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"[defaults]\n{kind} = " + json.dumps([hook, kept]) + "\n")
        return config, kept

    def test_every_command_and_every_schema_is_on_the_page(self):
        page, _ = self.said("help")
        commands = re.findall(r"^  ([a-z]+) ", page.partition("Commands:\n")[2].partition("\n\n")[0], re.MULTILINE)
        self.assertIn("history", commands)
        told = schemas.on_the_page()
        self.assertEqual(set(commands) - WITHOUT_JSON - set(told), set())
        self.assertEqual(set(told.values()), schemas.names())

    def test_list_and_quota_fit(self):
        for api in ("v2", "v3"):
            self.assertTrue(self.fits("list", self.run_it("list", "--api", api))["eips"])
            self.assertTrue(self.fits("quota", self.run_it("quota", "--api", api))["regions"])

    def test_an_incomplete_list_fits(self):
        self.cloud = self.start("half-down")
        value = self.fits("list", self.run_it("list", "--all-regions", code=1))
        self.assertFalse(value["complete"])

    def test_a_plan_file_and_what_before_send_gets_fit(self):
        config, asked = self.hook("before_send")
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
        self.fits("history", self.run_it("history", history["runs"][0]["runId"]))
        intact = self.fits("verify", self.run_it("history", "--verify"))
        self.assertTrue(intact["intact"])
        self.assertTrue(self.fits("verify", self.run_it("history", "--expect-head", intact["head"]))["expectedHeadFound"])
        self.assertFalse(self.fits("verify", self.run_it("history", "--expect-head", "0" * 64, code=1))["expectedHeadFound"])
        with open(os.path.join(self.state.name, "state", "journal.jsonl"), "r+b") as file:
            lines = file.read().replace(b"verified", b"unknown!", 1)
            file.seek(0)
            file.write(lines)
        self.assertFalse(self.fits("verify", self.run_it("history", "--verify", code=1))["intact"])

    def test_what_a_row_does_not_tell_fits(self):
        self.cloud = self.start("fields-missing")
        config, kept = self.hook("after_outcome")
        done = self.fits("unbind", self.run_it("unbind", ADDRESS, "--confirm", "77", "--wait", "3", config=config, code=6))
        self.assertEqual(done["items"][0]["after"]["notTold"], ["unInstanceId"])
        self.fits("history", self.run_it("history"))
        with open(kept, encoding="utf-8") as file:
            self.assertEqual(self.fits("after-outcome", json.load(file))["after"], done["items"][0]["after"])

    def test_a_refused_target_fits(self):
        self.fits("unbind", self.run_it("unbind", "203.0.113.101", code=4))

    def test_doctor_fits(self):
        self.fits("doctor", self.run_it("doctor"))
        self.cloud = self.start("no-permission")
        self.fits("doctor", self.run_it("doctor", code=None))

    def test_config_fits(self):
        config, _ = self.hook("after_outcome")
        values = self.fits("config", self.run_it("config", config=config))["values"]
        self.assertIn(self.cloud.region, [value for row in values if row["key"] == "regions" for value in row["value"]])

    def test_where_no_api_answers_none_is_named(self):
        for named in (None, "v2", "v3"):
            given = {"EIP_UNBIND_ENDPOINT": NOWHERE, "EIP_UNBIND_API": named}
            for args, name, code in (
                (["list"], "list", 1), (["quota"], "quota", 1), (["unbind", ADDRESS], "unbind", 5), (["bind", ADDRESS], "unbind", 5),
            ):
                with self.subTest(args=args, api=named):
                    self.assertEqual(self.fits(name, self.run_it(*args, code=code, given=given))["api"], named)

    def test_a_plan_of_the_other_api_is_not_refused_for_it_where_none_answers(self):
        plan = self.run_it("unbind", ADDRESS, "--api", "v3", code=4)
        path = os.path.join(self.state.name, "plan.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(plan, file)
        self.cloud.stop()
        none = self.fits("unbind", self.run_it("unbind", "--plan", path, "--confirm", plan["plan"]["token"], code=5))
        self.assertEqual((none["api"], none["plan"]["refusals"][0]["code"]), (None, "unreadable"))
        # Handed on in its turn, it is a plan of nothing, and not a file that is no plan.
        with open(path, "w", encoding="utf-8") as file:
            json.dump(none, file)
        self.assertIn("nothing of this plan could be sent", self.said("unbind", "--plan", path, code=2)[1])

    def test_where_nothing_could_be_asked_there_is_no_document(self):
        no_region, half = {"EIP_UNBIND_REGION": None}, {"TENCENTCLOUD_SECRET_KEY": None}
        several = os.path.join(self.state.name, "several.toml")
        with open(several, "w", encoding="utf-8") as file:
            file.write('[defaults]\nsearch_profiles = ["one", "two"]\n[profiles.one]\ncredentials = "env"\n[profiles.two]\ncredentials = "env"\n')
        for args, given, code in (
            (["list"], no_region, 2), (["quota"], no_region, 2), (["list", "--region", "nowhere"], {}, 2), (["unbind"], {}, 2),
            (["config", "--region", "nowhere"], {}, 2), (["history", "--since", "whenever"], {}, 2),
            (["unbind", "--plan", several], {}, 2), (["list", "--no-such-option"], {}, 2),
            (["list"], half, 3), (["quota"], half, 3), (["unbind", ADDRESS], half, 3), (["bind", ADDRESS], half, 3),
            (["unbind", ADDRESS], {"EIP_UNBIND_CONFIG": several}, 4),
            (["history", "NO-SUCH-RUN"], {}, 1), (["history"], {"EIP_UNBIND_STATE_DIR": several}, 1),
        ):
            with self.subTest(args=args, given=given):
                out, why = self.said(*args, code=code, given=given)
                self.assertEqual(out, "")
                self.assertNotEqual(why, "")

    def test_these_always_have_a_document(self):
        half = {"TENCENTCLOUD_SECRET_KEY": None}
        self.fits("doctor", self.run_it("doctor", "--region", "nowhere", code=2))
        self.fits("doctor", self.run_it("doctor", code=3, given=half))
        self.fits("config", self.run_it("config", code=3, given=half))
        self.cloud = self.start("auth-failed")
        for args, name in ((["list"], "list"), (["quota"], "quota"), (["unbind", ADDRESS], "unbind")):
            self.fits(name, self.run_it(*args, code=3))

    def test_what_a_hook_reads_fits(self):
        config, kept = self.hook("after_outcome")
        self.run_it("unbind", ADDRESS, "--confirm", "77", config=config)
        with open(kept, encoding="utf-8") as file:
            self.fits("after-outcome", json.load(file))

    def test_what_does_not_fit_is_found(self):
        value = self.run_it("list")
        value["eips"][0]["status"] = "free"
        with self.assertRaises(fastjsonschema.JsonSchemaException):
            schemas.check("list", value)

    def test_what_a_schema_does_not_name_is_found(self):
        value = self.run_it("list")
        value["eips"][0]["colour"], value["errors"] = "red", [{"region": 1}]
        self.assertEqual(schemas.unnamed("list", value), ["list.errors[].region", "list.eips[].colour"])


if __name__ == "__main__":
    unittest.main()
