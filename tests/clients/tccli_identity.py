"""Which identity a tccli profile is: tccli's own answer beside this program's."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = os.environ["EIP_UNBIND_CLIENTS_PROGRAM"]
ARN = "qcs::cam::uin/100000000001:roleName/oncall"
KEYS = {"secretId": "AKIDtccliTCCLItccli0002", "secretKey": "tccli-secret"}
ENV_KEYS = {
    "TENCENTCLOUD_SECRET_ID": "AKIDenvENVenvENVenv0001",
    "TENCENTCLOUD_SECRET_KEY": "env-secret",
}
CONFIGURE = {
    "_sys_param": {"region": "ap-guangzhou", "output": "json", "arrayCount": 10, "warning": "off"},
    "vpc": {"endpoint": "vpc.tencentcloudapi.com", "version": "2017-03-12"},
}

# Runs inside a process of its own, as tccli looks at the home folder and the environment when it is loaded.
ASK_TCCLI = """
import json, sys
from tccli.services.vpc import vpc_client as client

class Chosen(Exception):
    pass

def choose(kind):
    def made(*args, **kwargs):
        raise Chosen(json.dumps([kind] + [a for a in args if isinstance(a, str) or a is None]))
    return made

client.credential.Credential = choose("keys")
client.credential.STSAssumeRoleCredential = choose("role")
client.credential.CVMRoleCredential = choose("instance")
class Tke:
    def get_credentials(self):
        raise Chosen(json.dumps(["tke"]))
client.credential.DefaultTkeOIDCRoleArnProvider = Tke
names = ["secretId", "secretKey", "token", "role_arn", "role_session_name", "region", "endpoint", "service_version",
         "filter", "timeout", "output", "https_proxy", "waiter", "language", "request_client"]
given = dict.fromkeys(names)
given["use_cvm_role"] = False
given["profile"] = sys.argv[1] if len(sys.argv) > 1 else None
try:
    client.doDescribeAddresses({}, given)
except Chosen as chosen:
    print(str(chosen))
except Exception as error:
    print(json.dumps(["stops", type(error).__name__]))
"""


def tccli(home, env, profile):
    args = [sys.executable, "-W", "ignore", "-c", ASK_TCCLI] + ([profile] if profile else [])
    out = subprocess.run(args, env={"HOME": home, **env}, capture_output=True, text=True)
    answer = json.loads(out.stdout.strip().splitlines()[-1])
    if answer[0] == "keys":
        return f"keys {answer[1]}" if answer[1] and answer[1] != "None" else "stops"
    if answer[0] == "role":
        return f"role {answer[3]} as {answer[4]} by {answer[1]}" if answer[1] else "stops"
    return answer[0]


def ours(home, env, profile):
    args = [PROGRAM, "--endpoint", "http://127.0.0.1:1", "--api", "v3", "doctor", "--output", "json", "--region", "gz"]
    args += ["--profile", profile] if profile else []
    out = subprocess.run(args, env={"HOME": home, **env}, capture_output=True, text=True)
    checks = json.loads(out.stdout)["checks"]
    winner = next(check for check in checks if check["check"] == "winner")
    if winner["state"] != "ok":
        return "stops"
    source, key = winner["facts"]["source"], winner["facts"]["key"]
    if "→" in source:
        return f"role {source.split('→')[1].strip()} by {key}"
    return f"keys {key}" if key != "…" else "instance"


def same(theirs, mine):
    """Masked keys and short role names against whole ones."""
    def ends(masked, whole):
        head, tail = masked.split("…")
        return whole.startswith(head) and whole.endswith(tail)

    if theirs.startswith("keys ") and mine.startswith("keys "):
        return ends(mine[5:], theirs[5:])
    if theirs.startswith("role ") and mine.startswith("role "):
        name, key = mine[5:].split(" by ")
        return f"/{name} as " in theirs and ends(key, theirs.rsplit(" by ", 1)[1])
    return theirs == mine


# name, credential file or None, environment, --profile, the documented difference if there is one
ROLE = {"role-arn": ARN, "role-session-name": "shift"}
CASES = [
    ("keys", KEYS, {}, None, None),
    ("keys, profile named", KEYS, {}, "ops", None),
    ("keys and token", {**KEYS, "token": "t"}, {}, None, None),
    ("type default", {**KEYS, "type": "default"}, {}, None, None),
    ("role with keys", {**KEYS, **ROLE}, {}, None, None),
    ("role without a session name", {**KEYS, "role-arn": ARN}, {}, None, None),
    ("session name without a role", {**KEYS, "role-session-name": "shift"}, {}, None, None),
    ("role without keys", ROLE, {}, None, None),
    ("cvm-role", {"type": "cvm-role"}, {}, None, None),
    ("cvm-role beside a role", {"type": "cvm-role", **ROLE}, {}, None, None),
    ("nothing in it", {}, {}, None, None),
    ("keys of the environment", KEYS, ENV_KEYS, None, None),
    ("profile named beside keys of the environment", KEYS, ENV_KEYS, "ops", None),
    ("TCCLI_PROFILE", KEYS, {"TCCLI_PROFILE": "ops"}, None, None),
    ("TCCLI_PROFILE beside keys of the environment", KEYS, {"TCCLI_PROFILE": "ops", **ENV_KEYS}, None, None),
    ("role of the environment", KEYS, {"TENCENTCLOUD_ROLE_ARN": ARN, "TENCENTCLOUD_ROLE_SESSION_NAME": "s"}, None, None),
    ("role of the environment without a session name", KEYS, {"TENCENTCLOUD_ROLE_ARN": ARN}, None, None),
    ("profile named beside a role of the environment", KEYS,
     {"TENCENTCLOUD_ROLE_ARN": ARN, "TENCENTCLOUD_ROLE_SESSION_NAME": "s"}, "ops", None),
    ("half a pair in the environment", KEYS, {"TENCENTCLOUD_SECRET_ID": "AKIDenvENVenvENVenv0001"}, None,
     "half a pair stops here; tccli goes on with the file"),
    ("no file", None, {}, None, None),
    ("named and missing", None, {"TCCLI_PROFILE": "ops"}, None, None),
]


def main():
    bad = 0
    for name, credential, env, profile, differs in CASES:
        with tempfile.TemporaryDirectory() as home:
            folder = pathlib.Path(home, ".tccli")
            folder.mkdir(mode=0o700)
            used = profile or env.get("TCCLI_PROFILE", "default")
            for each in {used, "default"}:
                (folder / f"{each}.configure").write_text(json.dumps(CONFIGURE))
            if credential is not None:
                (folder / f"{used}.credential").write_text(json.dumps(credential))
            theirs, mine = tccli(home, env, profile), ours(home, env, profile)
        fits = same(theirs, mine)
        bad += not (fits or differs)
        word = "same" if fits else f"DIFFERS ({differs or 'not documented'})"
        print(f"{word:8} {name}: tccli {theirs}; here {mine}")
    print(f"{len(CASES)} cases, {bad} undocumented differences")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
