"""The vendor's own SDKs listing every EIP as JSON: what `benches/whole.py` measures `list` against. Runs in the environment of tests/clients.

    vendor_list.py v2|v3 HOST SECRET_ID SECRET_KEY REGION
"""

import json
import sys
from http.client import HTTPConnection

LIMIT = 100


class PlainConnection(HTTPConnection):
    """The SDK of API 2.0 knows HTTPS alone; on loopback there is none. It reads this one field of its own connection."""

    request_length = 0


def v2(host, secret_id, secret_key, region):
    from QcloudApi.modules.base import Base

    service = Base({"secretId": secret_id, "secretKey": secret_key, "Region": region, "endpoint": host, "method": "GET", "SignatureMethod": "HmacSHA256"})
    service.apiRequest.conn = PlainConnection(host, timeout=60)
    rows, total = [], 1
    while len(rows) < total:
        answer = json.loads(service.call("DescribeEip", {"limit": LIMIT, "offset": len(rows), "orderBy": "eipId", "orderType": 0}))
        total = answer["totalCount"]
        rows += answer["data"]["eipSet"]
    return rows


def v3(host, secret_id, secret_key, region):
    from tencentcloud.common import credential
    from tencentcloud.common.profile.client_profile import ClientProfile
    from tencentcloud.common.profile.http_profile import HttpProfile
    from tencentcloud.vpc.v20170312 import models
    from tencentcloud.vpc.v20170312.vpc_client import VpcClient

    http = HttpProfile(protocol="http", endpoint=host, reqMethod="POST", reqTimeout=60, keepAlive=True)
    client = VpcClient(credential.Credential(secret_id, secret_key), region, ClientProfile(httpProfile=http))
    rows, total = [], 1
    while len(rows) < total:
        request = models.DescribeAddressesRequest()
        request.Limit, request.Offset = LIMIT, len(rows)
        answer = client.DescribeAddresses(request)
        total = answer.TotalCount
        rows += [json.loads(row.to_json_string()) for row in answer.AddressSet]
    return rows


if __name__ == "__main__":
    json.dump({"v2": v2, "v3": v3}[sys.argv[1]](*sys.argv[2:]), sys.stdout, ensure_ascii=False, indent=2)
