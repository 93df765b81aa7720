"""The vendor's old Python SDK of API 2.0, which signs with HmacSHA1 or HmacSHA256. Codes and fields: the vendor's legacy pages of EIP and VPC."""

import json
import unittest
from http.client import HTTPConnection

from cloud import ADDRESS, GATEWAY, NIC, PRIVATE_IP, SERVER, CloudTest
from QcloudApi.modules.base import Base


class PlainConnection(HTTPConnection):
    """The SDK knows HTTPS alone; on loopback there is none. It reads this one field of its own connection."""

    request_length = 0


def service(cloud, **config):
    """The SDK's client of any product, on this cloud: host, signature, parameters and answer stay its own."""
    known = {"secretId": cloud.secret_id, "secretKey": cloud.secret_key, "Region": cloud.region, "endpoint": cloud.host}
    made = Base({**known, **config})
    made.apiRequest.conn = PlainConnection(cloud.host, timeout=10)
    return made


class V2Test(CloudTest):
    SIGNED = "HmacSHA256"

    def call(self, action, params=None, cloud=None, method="GET", **config):
        config = {"SignatureMethod": self.SIGNED, "method": method, **config}
        return json.loads(service(cloud or self.cloud, **config).call(action, params or {}))

    def done(self, action, params=None, **more):
        answer = self.call(action, params, **more)
        self.assertEqual((answer["code"], answer.get("codeDesc")), (0, "Success"), answer)
        return answer

    def refused(self, code, action, params=None, **more):
        answer = self.call(action, params, **more)
        self.assertEqual(answer["code"], code, answer)
        self.assertTrue(answer["message"])
        return answer

    def eips(self, params=None, **more):
        answer = self.done("DescribeEip", params, **more)
        return answer["totalCount"], answer["data"]["eipSet"]

    def eip(self, eip_id=GATEWAY, **more):
        total, rows = self.eips({"eipIds": [eip_id]}, **more)
        self.assertEqual((total, len(rows)), (1, 1))
        return rows[0]

    def reaches(self, status, **more):
        return self.until(f"{GATEWAY} has status {status}", lambda: self.eip(**more)["status"] == status)

    def nics(self, params=None, **more):
        data = self.done("DescribeNetworkInterfaces", params, **more)["data"]
        return data["totalNum"], data["data"]


class Reading(V2Test):
    def test_every_page_and_every_row_once(self):
        order = {"orderBy": "eipId", "orderType": 0}
        total, rows = self.eips({"limit": 100, **order})
        self.assertEqual((total, len(rows)), (32, 32))
        ids = [row["eipId"] for row in rows]
        self.assertEqual(ids, sorted(set(ids)))
        self.assertEqual(len(self.eips()[1]), 20, "the default limit")
        paged = [row["eipId"] for at in range(0, 40, 10) for row in self.eips({"offset": at, "limit": 10, **order})[1]]
        self.assertEqual(paged, ids)
        self.assertEqual([row["eipId"] for row in self.eips({"limit": 100, "orderBy": "eipId"})[1]], ids[::-1], "descending by default")
        by_post = self.eips({"limit": 100, **order}, method="POST")[1]
        self.assertEqual([row["eipId"] for row in by_post], ids)

    def test_a_row_in_full(self):
        row = self.eip()
        wanted = {
            "eip": ADDRESS, "eipName": "网关-gz-07", "ispId": 5, "status": 2, "type": 0, "arrears": 0,
            "unInstanceId": SERVER, "networkInterfaceId": NIC, "privateIpAddress": PRIVATE_IP, "freeSecond": 0,
        }
        self.assertEqual({name: row[name] for name in wanted}, wanted)
        self.assertRegex(row["createdAt"], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
        free = self.eip("eip-3e4r5t6y")
        self.assertEqual((free["status"], free["unInstanceId"], free["networkInterfaceId"], free["privateIpAddress"]), (4, "", "", ""))
        self.assertGreater(free["freeSecond"], 0)
        self.assertEqual((self.eip("eip-8m9n0b1v")["type"], self.eip("eip-4r5t6y7u")["arrears"]), (1, 1))

    def test_filters(self):
        def found(**filters):
            return sorted(row["eipId"] for row in self.eips({"limit": 100, **filters})[1])

        # More than ten of a list: `eipIds.10` is signed before `eipIds.2`.
        many = [row["eipId"] for row in self.eips({"limit": 12})[1]]
        self.assertEqual(found(eipIds=many), sorted(many))
        for wanted, filters in [
            ([GATEWAY], {"eips": [ADDRESS]}),
            ([GATEWAY], {"unInstanceIds": [SERVER]}),
            ([GATEWAY], {"networkInterfaceIds": [NIC]}),
            ([GATEWAY], {"privateIpAddress": PRIVATE_IP}),
            ([GATEWAY], {"searchKey": "网关"}),
            ([], {"searchKey": "a b&c=d+e%20"}),
            ([], {"searchKey": "@x"}),
            (["eip-6z7x8c9v"], {"status": [3]}),
            (["eip-1b2i3n4d", "eip-6z7x8c9v"], {"status": [1, 3]}),
            (["eip-8m9n0b1v", "eip-8m9n0b2w"], {"type": 1}),
            ([], {"eips": [ADDRESS], "type": 1}),
        ]:
            with self.subTest(filters):
                self.assertEqual(found(**filters), wanted)

    def test_refused_parameters(self):
        for params in [{"limit": 101}, {"orderBy": "colour"}, {"colour": "red"}, {"type": 3}, {"searchKey": ""}]:
            with self.subTest(params):
                self.assertEqual(self.refused(4000, "DescribeEip", params)["codeDesc"], "InvalidParameter")
        self.refused(6100, "DescribeAddresses")

    def test_quota(self):
        wanted = {
            "eipNumQuota": 400, "currentEipNum": 32, "dailyApplyQuota": 40, "dailyApplyCount": 3,
            "dailyAllocWanIpQuota": 10, "dailyAllocWanIpCount": 2,
        }
        self.assertEqual(self.done("DescribeEipQuota")["data"], wanted)

    def test_network_interfaces(self):
        total, rows = self.nics({"networkInterfaceId": NIC})
        self.assertEqual((total, len(rows)), (1, 1))
        nic, ip = rows[0], rows[0]["privateIpAddressesSet"][0]
        self.assertEqual((nic["primary"], nic["instanceSet"]["instanceId"]), (True, SERVER))
        self.assertEqual((ip["privateIpAddress"], ip["primary"], ip["wanIp"], ip["eipId"]), (PRIVATE_IP, True, ADDRESS, GATEWAY))
        self.assertEqual(self.nics({"networkInterfaceId": "eni-6k6d6t6n"})[1][0]["instanceSet"], {"instanceId": "", "attachTime": ""})
        blocked = self.nics({"networkInterfaceId": "eni-1f2e3d4c"})[1][0]["privateIpAddressesSet"][0]
        self.assertTrue(blocked["isWanIpBlocked"])
        of_server = [n["networkInterfaceId"] for n in self.nics({"instanceId": "ins-6p5a4y3i"})[1]]
        self.assertEqual(sorted(of_server), ["eni-3p7y1m5v", "eni-4q8z2n6x"])
        self.assertEqual([n["eniName"] for n in self.nics({"eniName": "第二"})[1]], ["支付-第二网卡"])
        self.assertEqual(self.nics({"eniDescription": "no such words"})[0], 0)
        self.assertEqual(self.nics({"vpcId": "vpc-nosuch00"})[0], 0)
        self.refused(5000, "DescribeNetworkInterfaces", {"networkInterfaceId": "eni-nosuch00"})
        self.refused(4000, "DescribeNetworkInterfaces", {"limit": 51})

    def test_the_order_of_network_interfaces(self):
        def names(**order):
            return [n["eniName"] for n in self.nics({"limit": 50, **order})[1]]

        rising, falling = names(orderField="eniName", orderDirection="asc"), names(orderField="eniName", orderDirection="desc")
        self.assertEqual(rising, sorted(names()))
        self.assertEqual(falling, rising[::-1])
        self.assertEqual(names(orderField="eniName"), falling, "descending by default")
        self.assertEqual(sorted(names(orderField="createTime", orderDirection="asc")), rising)
        self.assertEqual(names(orderField="createTime", orderDirection="desc"), names(), "the default order")
        self.refused(4000, "DescribeNetworkInterfaces", {"orderField": "colour"})
        self.refused(4000, "DescribeNetworkInterfaces", {"orderDirection": "up"})
        everything = [n["networkInterfaceId"] for n in self.nics({"limit": 50})[1]]
        paged = [n["networkInterfaceId"] for at in range(0, len(everything), 7) for n in self.nics({"offset": at, "limit": 7})[1]]
        self.assertEqual(paged, everything)

    def test_regions(self):
        known = [region["region"] for region in self.done("DescribeRegions")["regionSet"]]
        self.assertIn("ap-guangzhou", known)


class ReadingBySha1(Reading):
    SIGNED = "HmacSHA1"


class Changing(V2Test):
    METHOD = "POST"

    def change(self, action, params, **more):
        return self.done(action, params, method=self.METHOD, **more)

    def test_off_and_back(self):
        accepted = self.change("EipUnBindInstance", {"eipId": GATEWAY, "allocWanIp": 0})
        self.assertIsInstance(accepted["data"]["requestId"], int)
        self.refused(5100, "EipUnBindInstance", {"eipId": GATEWAY}, method=self.METHOD)
        self.reaches(4)
        free = self.eip()
        self.assertEqual((free["unInstanceId"], free["networkInterfaceId"], free["privateIpAddress"]), ("", "", ""))
        self.refused(5100, "EipUnBindInstance", {"eipId": GATEWAY}, method=self.METHOD)
        self.change("EipBindInstance", {"eipId": GATEWAY, "networkInterfaceId": NIC, "privateIpAddress": PRIVATE_IP})
        self.reaches(2)
        bound = self.eip()
        self.assertEqual((bound["unInstanceId"], bound["networkInterfaceId"], bound["privateIpAddress"]), (SERVER, NIC, PRIVATE_IP))
        changes = [(e["action"], e["applied"]) for e in self.cloud.log() if "BindInstance" in e["action"]]
        off, on = "EipUnBindInstance", "EipBindInstance"
        self.assertEqual(changes, [(off, True), (off, False), (off, False), (on, True)])

    def test_by_nic_and_private_ip_and_back_by_server(self):
        self.change("EipUnBindInstance", {"networkInterfaceId": NIC, "privateIpAddress": PRIVATE_IP, "allocWanIp": 1})
        self.reaches(4)
        self.assertEqual(self.done("DescribeEipQuota")["data"]["dailyAllocWanIpCount"], 3)
        given = self.nics({"networkInterfaceId": NIC})[1][0]["privateIpAddressesSet"][0]
        self.assertTrue(given["wanIp"] and given["wanIp"] != ADDRESS and not given["eipId"], given)
        # API 2.0 releases the ordinary address by itself.
        self.change("EipBindInstance", {"eipId": GATEWAY, "unInstanceId": SERVER})
        self.reaches(2)
        self.assertEqual(self.nics({"networkInterfaceId": NIC})[1][0]["privateIpAddressesSet"][0]["wanIp"], ADDRESS)

    def test_the_tie_may_be_kept(self):
        self.change("EipUnBindInstance", {"eipId": "eip-7w1r5k7m", "unBindPrivateIpWithEip": 0})
        row = self.until("the server is gone", lambda: [r for r in [self.eip("eip-7w1r5k7m")] if not r["unInstanceId"]])[0]
        self.assertEqual((row["networkInterfaceId"], row["privateIpAddress"]), ("eni-3p7y1m5v", "10.0.9.65"))

    def test_refused_changes(self):
        seat = {"networkInterfaceId": NIC, "privateIpAddress": PRIVATE_IP}
        for code, params in [
            (4000, {}),
            (4000, {"networkInterfaceId": NIC}),
            (4000, {"eipId": GATEWAY, **seat}),
            (4000, {"eipId": GATEWAY, "allocWanIp": 2}),
            (5000, {"eipId": "eip-nosuch00"}),
            (5100, {"eipId": "eip-8m9n0b1v"}),
            (5100, {"eipId": "eip-4r5t6y7u"}),
            (5100, {"eipId": "eip-3e4r5t6y"}),
        ]:
            with self.subTest(params):
                self.refused(code, "EipUnBindInstance", params, method=self.METHOD)
        self.refused(5000, "EipUnBindInstance", {"eipId": GATEWAY}, method=self.METHOD, Region="sh")
        self.refused(5100, "EipBindInstance", {"eipId": "eip-3e4r5t6y", **seat}, method=self.METHOD)
        self.assertEqual([e for e in self.cloud.log() if e["applied"]], [])


class ChangingByGetWithSha1(Changing):
    METHOD = "GET"
    SIGNED = "HmacSHA1"


class Access(V2Test):
    def test_keys(self):
        self.refused(4100, "DescribeEip", secretKey="not-the-key")
        self.refused(4104, "DescribeEip", secretId="AKIDnosuchNOSUCHnosuch0000")
        self.refused(4105, "DescribeEip", Token="not-a-token")
        self.refused(4100, "EipUnBindInstance", {"eipId": GATEWAY}, method="POST", secretKey="not-the-key")
        self.assertEqual(self.eip()["status"], 2)

    def test_regions(self):
        for region in ["gz", "ap-guangzhou"]:
            self.assertEqual(self.eips(Region=region)[0], 32)
        self.assertEqual(self.eips(Region="sh")[0], 6)
        self.assertEqual(self.refused(4300, "DescribeEip", Region="shjr")["codeDesc"], "RequestForbidden")
        self.refused(4000, "DescribeEip", Region="nowhere")
        self.refused(4000, "DescribeEip", Region="")

    def test_a_request_counts_once(self):
        fixed = {"Nonce": 77}
        self.done("DescribeEip", fixed)
        answers = {self.call("DescribeEip", fixed)["code"] for _ in range(3)}
        self.assertIn(4500, answers, "the same nonce within a second")

    def test_a_clock_that_is_off(self):
        self.refused(4500, "DescribeEip", cloud=self.start("clock-off"))

    def test_a_key_with_less_rights(self):
        self.refused(4101, "EipUnBindInstance", {"eipId": GATEWAY}, cloud=self.start("no-permission"), method="POST")


class AccessBySha1(Access):
    SIGNED = "HmacSHA1"


class Scenarios(V2Test):
    def test_retired(self):
        for scenario, code in [("v2-retired-6100", 6100), ("v2-retired-6200", 6200)]:
            with self.subTest(scenario):
                self.refused(code, "DescribeEip", cloud=self.start(scenario))

    def test_throttled(self):
        cloud = self.start("throttled")
        self.refused(4400, "EipUnBindInstance", {"eipId": GATEWAY}, cloud=cloud, method="POST")
        self.done("EipUnBindInstance", {"eipId": GATEWAY}, cloud=cloud, method="POST")

    def test_an_error_that_acted_all_the_same(self):
        cloud = self.start("internal-error")
        self.refused(6000, "EipUnBindInstance", {"eipId": GATEWAY}, cloud=cloud, method="POST")
        self.reaches(4, cloud=cloud)


if __name__ == "__main__":
    unittest.main()
