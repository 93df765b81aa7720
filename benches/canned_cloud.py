"""A cloud of many EIPs that answers from memory, in both generations: what it costs to ask is the asker's cost alone. It checks no signature.

    canned_cloud.py COUNT        prints the port it listens on, on loopback
"""

import json
import re
import socketserver
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler

COUNT = int(sys.argv[1])
PAGES = {}


def row(n):
    tail = f"{n:08x}"
    return tail, f"198.{18 + n // 65536}.{n // 256 % 256}.{n % 256}", f"10.{n // 65536}.{n // 256 % 256}.{n % 256}", f"网关-{n}" if n % 7 == 0 else f"web-prod-{n}"


def v2_row(n):
    tail, eip, private, name = row(n)
    return {
        "eipId": "eip-" + tail, "eipName": name, "eip": eip, "ispId": 5, "status": 2, "arrears": 0, "unInstanceId": "ins-" + tail, "createdAt": "2021-03-04 09:12:45",
        "updatedAt": "2022-10-01 18:20:00", "freeSecond": 0, "type": 0, "privateIpAddress": private, "networkInterfaceId": "eni-" + tail,
    }


def v3_row(n):
    tail, eip, private, name = row(n)
    return {
        "AddressId": "eip-" + tail, "AddressName": name, "AddressStatus": "BIND", "AddressIp": eip, "InstanceId": "ins-" + tail, "CreatedTime": "2021-03-04T01:12:45Z",
        "NetworkInterfaceId": "eni-" + tail, "PrivateAddressIp": private, "IsArrears": False, "IsBlocked": False, "IsEipDirectConnection": False,
        "AddressType": "EIP", "CascadeRelease": False, "InternetServiceProvider": "BGP", "InstanceType": "CVM", "TagSet": [],
    }


def page(generation, offset, limit):
    key = (generation, offset, limit)
    if key not in PAGES:
        rows = range(offset, min(offset + limit, COUNT))
        if generation == "v2":
            body = {"code": 0, "message": "", "codeDesc": "Success", "data": {"eipSet": [v2_row(n) for n in rows]}, "totalCount": COUNT}
        else:
            body = {"Response": {"TotalCount": COUNT, "AddressSet": [v3_row(n) for n in rows], "RequestId": "canned"}}
        PAGES[key] = json.dumps(body, ensure_ascii=False).encode()
    return PAGES[key]


QUOTA_V2 = json.dumps({
    "code": 0, "message": "", "codeDesc": "Success",
    "data": {"eipNumQuota": COUNT, "currentEipNum": COUNT, "dailyApplyQuota": 40, "dailyApplyCount": 0, "dailyAllocWanIpQuota": 10, "dailyAllocWanIpCount": 2},
}).encode()
QUOTA_V3 = json.dumps({"Response": {"QuotaSet": [{"QuotaId": "TOTAL_EIP_QUOTA", "QuotaCurrent": COUNT, "QuotaLimit": COUNT}], "RequestId": "canned"}}).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 20

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.by_query(urllib.parse.urlsplit(self.path).query)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        action = self.headers.get("X-TC-Action")
        if action is None:
            return self.by_query(body.decode())
        fields = json.loads(body or b"{}")
        if action == "DescribeAddresses":
            return self.answer(page("v3", fields.get("Offset", 0), fields.get("Limit", 20)))
        return self.answer(QUOTA_V3)

    def by_query(self, query):
        if "Action=DescribeEip&" not in query + "&":
            return self.answer(QUOTA_V2)
        number = {name: int(value) for name, value in re.findall(r"\b(limit|offset)=(\d+)", query)}
        return self.answer(page("v2", number.get("offset", 0), number.get("limit", 20)))

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256


for generation in ("v2", "v3"):
    for offset in range(0, COUNT, 100):
        page(generation, offset, 100)
with Server(("127.0.0.1", 0), Handler) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
