"""The built-in cloud as a server of its own: `eip-unbind simulate SCENARIO`."""

import json
import os
import subprocess
import time
import unittest
import urllib.request

# One EIP that can be bound back to exactly where it was, by everything that may name it.
GATEWAY = "eip-9k2m4x7q"
ADDRESS = "203.0.113.77"
SERVER = "ins-1a2b3c4d"
NIC = "eni-5f6a7b8c"
PRIVATE_IP = "10.0.3.21"

# Longer than any change of the demo cloud takes; the checks themselves wait only until it is seen.
PATIENCE_S = 20


class Cloud:
    """A running cloud; `log` is what was asked of it, as it saw it."""

    def __init__(self, scenario):
        program = os.environ["EIP_UNBIND_CLIENTS_PROGRAM"]
        # No key of whoever runs this may come near a client that is tried here.
        self.process = subprocess.Popen(
            [program, "simulate", scenario],
            env={}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        said = {}
        for line in self.process.stdout:
            name, _, value = line.strip().partition("=")
            said[name] = value
            if name == "EIP_UNBIND_ENDPOINT":
                break
        else:
            raise AssertionError(f"{program} simulate {scenario} ended before it said where it listens")
        self.secret_id = said["TENCENTCLOUD_SECRET_ID"]
        self.secret_key = said["TENCENTCLOUD_SECRET_KEY"]
        self.region = said["TENCENTCLOUD_REGION"]
        self.endpoint = said["EIP_UNBIND_ENDPOINT"]
        self.host = self.endpoint.removeprefix("http://")

    def log(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.endpoint + "/sim/log", timeout=10) as reply:
            return json.load(reply)

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE_S)
        self.process.stdout.close()


class CloudTest(unittest.TestCase):
    """A test with a cloud; each of its tests has its own."""

    SCENARIO = "demo"

    def setUp(self):
        self.cloud = self.start(self.SCENARIO)

    def start(self, scenario):
        cloud = Cloud(scenario)
        self.addCleanup(cloud.stop)
        return cloud

    def until(self, what, read):
        """Reads until `read` gives something true, and returns that."""
        limit = time.monotonic() + PATIENCE_S
        while time.monotonic() < limit:
            found = read()
            if found:
                return found
            time.sleep(0.1)
        self.fail(f"not within {PATIENCE_S} s: {what}")
