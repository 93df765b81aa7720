"""The vendor's Python SDK of API 3.0. Codes and fields: the vendor's pages of product vpc 2017-03-12."""

import unittest

from cloud import ADDRESS, GATEWAY, NIC, PRIVATE_IP, SERVER, CloudTest
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.region.v20220627 import models as region_models
from tencentcloud.region.v20220627.region_client import RegionClient
from tencentcloud.vpc.v20170312 import models
from tencentcloud.vpc.v20170312.vpc_client import VpcClient


class V3Test(CloudTest):
    METHOD = "POST"

    def client(self, cloud=None, *, kind=VpcClient, region=None, key=None, secret_id=None, token=None):
        cloud = cloud or self.cloud
        key = credential.Credential(secret_id or cloud.secret_id, key or cloud.secret_key, token)
        http = HttpProfile(protocol="http", endpoint=cloud.host, reqMethod=self.METHOD, reqTimeout=10)
        return kind(key, region or cloud.region, ClientProfile(httpProfile=http))

    def call(self, action, _client=None, **fields):
        """The action by its name, with a request that the SDK itself builds from these fields."""
        request = getattr(models, action + "Request")()
        request._deserialize(fields)
        return getattr(_client or self.client(), action)(request)

    def refused(self, code, action, _client=None, **fields):
        with self.assertRaises(TencentCloudSDKException) as raised:
            self.call(action, _client, **fields)
        self.assertEqual(raised.exception.get_code(), code)
        self.assertTrue(raised.exception.get_request_id(), "an error names its request")

    def addresses(self, _client=None, **fields):
        return self.call("DescribeAddresses", _client, **fields)

    def filtered(self, **filters):
        given = [{"Name": name.replace("_", "-"), "Values": values} for name, values in filters.items()]
        return [a.AddressId for a in self.addresses(Filters=given, Limit=100).AddressSet]

    def address(self, address_id=GATEWAY, _client=None):
        found = self.addresses(_client, AddressIds=[address_id])
        self.assertEqual((found.TotalCount, len(found.AddressSet)), (1, 1))
        return found.AddressSet[0]

    def reaches(self, status, client=None):
        return self.until(f"{GATEWAY} is {status}", lambda: self.address(_client=client).AddressStatus == status)

    def task_ends(self, answer, client=None):
        """How the task of a change ended; its id is a text of digits, what is asked with is a number."""
        self.assertRegex(answer.TaskId, r"^\d+$")
        seen = []

        def ended():
            task = self.call("DescribeTaskResult", client, TaskId=int(answer.TaskId))
            self.assertEqual(task.TaskId, int(answer.TaskId))
            seen.append(task.Result)
            return task.Result != "RUNNING" and task.Result

        result = self.until("the task ends", ended)
        self.assertEqual(seen[0], "RUNNING")
        return result


class Reading(V3Test):
    def test_every_page_and_every_row_once(self):
        whole = self.addresses(Limit=100)
        self.assertEqual((whole.TotalCount, len(whole.AddressSet)), (32, 32))
        self.assertTrue(whole.RequestId)
        self.assertEqual(len(self.addresses().AddressSet), 20, "the default limit")
        paged = [a.AddressId for offset in range(0, 40, 10) for a in self.addresses(Offset=offset, Limit=10).AddressSet]
        self.assertEqual(paged, [a.AddressId for a in whole.AddressSet])
        self.assertEqual(len(set(paged)), 32)

    def test_a_row_in_full(self):
        row = self.address()
        self.assertEqual(
            (row.AddressIp, row.AddressStatus, row.InstanceId, row.InstanceType, row.NetworkInterfaceId, row.PrivateAddressIp),
            (ADDRESS, "BIND", SERVER, "CVM", NIC, PRIVATE_IP),
        )
        self.assertEqual((row.AddressName, row.AddressType, row.InternetServiceProvider), ("网关-gz-07", "EIP", "BGP"))
        self.assertEqual((row.IsArrears, row.IsBlocked, row.CascadeRelease, row.IsEipDirectConnection), (False, False, False, False))
        self.assertRegex(row.CreatedTime, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        free = self.address("eip-3e4r5t6y")
        self.assertEqual((free.AddressStatus, free.InstanceId, free.NetworkInterfaceId, free.PrivateAddressIp), ("UNBIND", None, None, None))
        self.assertTrue(self.address("eip-1q2w3e4r").IsBlocked)
        self.assertTrue(self.address("eip-4r5t6y7u").IsArrears)
        self.assertTrue(self.address("eip-2c4s6c8d").CascadeRelease)
        self.assertEqual(self.address("eip-6d5t4c3h").AddressStatus, "BIND_ENI")

    def test_filters(self):
        for wanted, filters in [
            ([GATEWAY], {"address_id": [GATEWAY]}),
            ([GATEWAY], {"address_ip": [ADDRESS]}),
            ([GATEWAY], {"address_name": ["网关-gz-07"]}),
            ([], {"address_name": ["网关"]}),
            ([GATEWAY], {"instance_id": [SERVER]}),
            ([GATEWAY], {"network_interface_id": [NIC], "private_ip_address": [PRIVATE_IP]}),
            ([], {"network_interface_id": [NIC], "private_ip_address": ["10.0.3.22"]}),
            (["eip-4r5t6y7u"], {"is_arrears": ["TRUE"]}),
            (["eip-6d5t4c3h"], {"address_status": ["BIND_ENI"]}),
            (["eip-8m9n0b1v", "eip-8m9n0b2w"], {"instance_type": ["NAT"]}),
            (["eip-0c9l8a7s"], {"address_isp": ["CTCC"]}),
            ([GATEWAY], {"address_isp": ["BGP"], "address_ip": [ADDRESS]}),
            ([GATEWAY], {"address_type": ["EIP"], "address_id": [GATEWAY]}),
            ([], {"address_type": ["WanIP"]}),
            ([], {"tag_key": ["team"]}),
        ]:
            with self.subTest(filters):
                self.assertEqual(sorted(self.filtered(**filters)), sorted(wanted))

    def test_refused_filters_and_pages(self):
        self.refused("InvalidParameter.InvalidFilter", "DescribeAddresses", Filters=[{"Name": "colour", "Values": ["red"]}])
        self.refused("InvalidParameterValue.AddressIdMalformed", "DescribeAddresses", AddressIds=[ADDRESS])
        self.refused("InvalidParameterValue.LimitExceeded", "DescribeAddresses", Limit=101)
        names = [{"Name": "address-ip", "Values": [ADDRESS]}] * 11
        self.refused("LimitExceeded.NumberOfFilters", "DescribeAddresses", Filters=names)
        both = [{"Name": "address-id", "Values": [GATEWAY]}]
        self.refused("InvalidParameter", "DescribeAddresses", AddressIds=[GATEWAY], Filters=both)

    def test_quota(self):
        entries = {q.QuotaId: (q.QuotaCurrent, q.QuotaLimit) for q in self.call("DescribeAddressQuota").QuotaSet}
        wanted = {"TOTAL_EIP_QUOTA": (32, 400), "DAILY_EIP_APPLY": (3, 40), "DAILY_PUBLIC_IP_ASSIGN": (2, 10)}
        self.assertEqual({name: entries.get(name) for name in wanted}, wanted)

    def test_network_interfaces(self):
        def nics(**fields):
            return self.call("DescribeNetworkInterfaces", **fields)

        def filtered(**filters):
            given = [{"Name": name.replace("__", ".").replace("_", "-"), "Values": v} for name, v in filters.items()]
            return sorted(n.NetworkInterfaceId for n in nics(Filters=given, Limit=100).NetworkInterfaceSet)

        one = nics(NetworkInterfaceIds=[NIC])
        self.assertEqual(one.TotalCount, 1)
        nic = one.NetworkInterfaceSet[0]
        self.assertEqual((nic.NetworkInterfaceId, nic.Primary, nic.Attachment.InstanceId), (NIC, True, SERVER))
        ip = nic.PrivateIpAddressSet[0]
        self.assertEqual((ip.PrivateIpAddress, ip.Primary, ip.PublicIpAddress, ip.AddressId), (PRIVATE_IP, True, ADDRESS, GATEWAY))
        loose = nics(NetworkInterfaceIds=["eni-6k6d6t6n"]).NetworkInterfaceSet[0]
        self.assertIsNone(loose.Attachment)
        of_server = ["eni-3p7y1m5v", "eni-4q8z2n6x"]
        self.assertEqual(filtered(attachment__instance_id=["ins-6p5a4y3i"]), of_server)
        self.assertEqual(filtered(attachment__instance_id=["ins-6p5a4y3i"], is_primary=["true"]), ["eni-4q8z2n6x"])
        self.assertEqual(filtered(public_address_ip=[ADDRESS]), [NIC])
        self.assertEqual(filtered(address_ip=[".3.21"]), [NIC], "one value: the end of an address")
        self.assertEqual(filtered(address_ip=[".3.21"], ip_exact_match=["TRUE"]), [])
        self.assertEqual(filtered(address_ip=[PRIVATE_IP], ip_exact_match=["TRUE"]), [NIC])
        self.assertIn(NIC, filtered(vpc_id=[nic.VpcId], subnet_id=[nic.SubnetId]))
        self.assertEqual(filtered(subnet_id=["subnet-nosuch00"]), [])
        whole = nics(Limit=100)
        paged = [n.NetworkInterfaceId for o in range(0, whole.TotalCount, 7) for n in nics(Offset=o, Limit=7).NetworkInterfaceSet]
        self.assertEqual(paged, [n.NetworkInterfaceId for n in whole.NetworkInterfaceSet])
        named = [{"Name": "is-primary", "Values": ["true"]}]
        self.refused("InvalidParameter.Coexist", "DescribeNetworkInterfaces", NetworkInterfaceIds=[NIC], Filters=named)
        colour = [{"Name": "colour", "Values": ["red"]}]
        self.refused("InvalidParameter.FilterInvalidKey", "DescribeNetworkInterfaces", Filters=colour)
        self.refused("ResourceNotFound", "DescribeNetworkInterfaces", NetworkInterfaceIds=["eni-nosuch00"])

    def test_account_and_regions(self):
        self.assertEqual(self.call("DescribeNetworkAccountType").NetworkAccountType, "LEGACY")
        request = region_models.DescribeRegionsRequest()
        request.Product = "vpc"
        regions = self.client(kind=RegionClient).DescribeRegions(request)
        self.assertEqual(regions.TotalCount, len(regions.RegionSet))
        states = {r.Region: r.RegionState for r in regions.RegionSet}
        self.assertEqual((states["ap-guangzhou"], states["ap-hongkong"]), ("AVAILABLE", "AVAILABLE"))
        self.assertTrue(all(r.RegionName for r in regions.RegionSet))


class ReadingByGet(Reading):
    """All of the above with everything in the query string."""

    METHOD = "GET"


class Changing(V3Test):
    def test_off_and_back(self):
        accepted = self.call("DisassociateAddress", AddressId=GATEWAY)
        self.refused("OperationDenied.MutexTaskRunning", "DisassociateAddress", AddressId=GATEWAY)
        self.assertEqual(self.task_ends(accepted), "SUCCESS")
        free = self.address()
        self.assertEqual((free.AddressStatus, free.InstanceId, free.NetworkInterfaceId, free.PrivateAddressIp), ("UNBIND", None, None, None))
        self.refused("UnsupportedOperation.AddressStatusNotPermit", "DisassociateAddress", AddressId=GATEWAY)
        back = self.call("AssociateAddress", AddressId=GATEWAY, NetworkInterfaceId=NIC, PrivateIpAddress=PRIVATE_IP)
        self.assertEqual(self.task_ends(back), "SUCCESS")
        bound = self.address()
        self.assertEqual((bound.AddressStatus, bound.InstanceId, bound.NetworkInterfaceId, bound.PrivateAddressIp), ("BIND", SERVER, NIC, PRIVATE_IP))
        changes = [(e["action"], e["applied"]) for e in self.cloud.log() if e["action"] in ("DisassociateAddress", "AssociateAddress")]
        off, on = "DisassociateAddress", "AssociateAddress"
        self.assertEqual(changes, [(off, True), (off, False), (off, False), (on, True)])

    def test_back_by_the_server_alone(self):
        self.call("DisassociateAddress", AddressId=GATEWAY)
        self.reaches("UNBIND")
        self.call("AssociateAddress", AddressId=GATEWAY, InstanceId=SERVER)
        self.reaches("BIND")
        self.assertEqual(self.address().NetworkInterfaceId, NIC)

    def test_a_new_ordinary_address_is_in_the_way_of_binding_back(self):
        accepted = self.call("DisassociateAddress", AddressId=GATEWAY, ReallocateNormalPublicIp=True)
        self.assertEqual(self.task_ends(accepted), "SUCCESS")
        assigned = [q.QuotaCurrent for q in self.call("DescribeAddressQuota").QuotaSet if q.QuotaId == "DAILY_PUBLIC_IP_ASSIGN"]
        self.assertEqual(assigned, [3])
        nic = self.call("DescribeNetworkInterfaces", NetworkInterfaceIds=[NIC]).NetworkInterfaceSet[0]
        self.assertTrue(nic.PrivateIpAddressSet[0].PublicIpAddress)
        seat = {"NetworkInterfaceId": NIC, "PrivateIpAddress": PRIVATE_IP}
        self.refused("InvalidParameterValue.InstanceHasWanIP", "AssociateAddress", AddressId=GATEWAY, **seat)

    def test_refused_changes(self):
        for address, code in [
            ("eip-nosuch00", "InvalidAddressId.NotFound"),
            ("not-an-id", "InvalidParameterValue.AddressIdMalformed"),
            ("eip-8m9n0b1v", "InvalidParameterValue.ResourceNotSupport"),
            ("eip-3e4r5t6y", "UnsupportedOperation.AddressStatusNotPermit"),
            ("eip-4r5t6y7u", "OperationDenied.AddressInArrears"),
        ]:
            with self.subTest(address):
                self.refused(code, "DisassociateAddress", AddressId=address)
        only_main = "InvalidParameterValue.OnlySupportedForMasterNetworkCard"
        self.refused(only_main, "DisassociateAddress", AddressId="eip-7w1r5k7m", ReallocateNormalPublicIp=True)
        self.refused("MissingParameter", "DisassociateAddress")
        self.refused("InvalidAddressIdStatus.NotPermit", "AssociateAddress", AddressId=GATEWAY, InstanceId=SERVER)
        seat = {"NetworkInterfaceId": NIC, "PrivateIpAddress": PRIVATE_IP}
        self.refused("InvalidPrivateIpAddress.AlreadyBindEip", "AssociateAddress", AddressId="eip-3e4r5t6y", **seat)
        self.refused("InvalidParameterConflict", "AssociateAddress", AddressId="eip-3e4r5t6y", InstanceId=SERVER, **seat)
        self.assertEqual([e for e in self.cloud.log() if e["applied"]], [])

    def test_an_address_of_another_region_is_not_here(self):
        shanghai = self.client(region="ap-shanghai")
        self.refused("InvalidAddressId.NotFound", "DisassociateAddress", shanghai, AddressId=GATEWAY)
        self.assertEqual(self.addresses(shanghai, AddressIds=[GATEWAY]).TotalCount, 0)


class Access(V3Test):
    def test_keys(self):
        self.refused("AuthFailure.SignatureFailure", "DescribeAddresses", self.client(key="not-the-key"))
        self.refused("AuthFailure.SecretIdNotFound", "DescribeAddresses", self.client(secret_id="AKIDnosuchNOSUCHnosuch0000"))
        self.refused("AuthFailure.TokenFailure", "DescribeAddresses", self.client(token="not-a-token"))
        self.refused("AuthFailure.SignatureFailure", "DisassociateAddress", self.client(key="not-the-key"), AddressId=GATEWAY)
        self.assertEqual(self.address().AddressStatus, "BIND")

    def test_regions(self):
        for region in ["ap-nowhere", "gz", "ap-shanghai-fsi"]:
            with self.subTest(region):
                self.refused("UnsupportedRegion", "DescribeAddresses", self.client(region=region))

    def test_a_key_with_less_rights(self):
        client = self.client(self.start("no-permission"))
        self.assertEqual(self.address(_client=client).AddressStatus, "BIND")
        self.refused("AuthFailure.UnauthorizedOperation", "DisassociateAddress", client, AddressId=GATEWAY)

    def test_a_clock_that_is_off(self):
        self.refused("AuthFailure.SignatureExpire", "DescribeAddresses", self.client(self.start("clock-off")))


class AccessByGet(Access):
    METHOD = "GET"


class Scenarios(V3Test):
    def on(self, scenario):
        return self.client(self.start(scenario))

    def test_no_task_is_named(self):
        client = self.on("v3-no-task")
        self.assertIsNone(self.call("DisassociateAddress", client, AddressId=GATEWAY).TaskId)
        self.reaches("UNBIND", client)

    def test_the_old_id_of_the_quota(self):
        ids = [q.QuotaId for q in self.call("DescribeAddressQuota", self.on("v3-old-quota-id")).QuotaSet]
        self.assertIn("DAILY_EIP_ASSIGN", ids)
        self.assertNotIn("DAILY_PUBLIC_IP_ASSIGN", ids)

    def test_a_task_fails_and_the_address_is_free(self):
        client = self.on("v3-task-failed")
        accepted = self.call("DisassociateAddress", client, AddressId=GATEWAY)
        self.assertEqual(self.task_ends(accepted, client), "FAILED")
        self.assertEqual(self.address(_client=client).AddressStatus, "UNBIND")

    def test_a_standard_account(self):
        client = self.on("v3-standard-account")
        self.assertEqual(self.call("DescribeNetworkAccountType", client).NetworkAccountType, "STANDARD")
        self.refused("UnsupportedOperation", "DisassociateAddress", client, AddressId=GATEWAY, ReallocateNormalPublicIp=True)
        self.assertEqual(self.address(_client=client).AddressStatus, "BIND")

    def test_the_assignments_of_the_day_are_used_up(self):
        client = self.on("quota-used-up")
        code = "AddressQuotaLimitExceeded.DailyAllocate"
        self.refused(code, "DisassociateAddress", client, AddressId=GATEWAY, ReallocateNormalPublicIp=True)

    def test_throttled(self):
        client = self.on("throttled")
        self.refused("RequestLimitExceeded", "DisassociateAddress", client, AddressId=GATEWAY)
        self.call("DisassociateAddress", client, AddressId=GATEWAY)

    def test_an_error_that_acted_all_the_same(self):
        client = self.on("internal-error")
        self.refused("InternalError", "DisassociateAddress", client, AddressId=GATEWAY)
        self.reaches("UNBIND", client)


if __name__ == "__main__":
    unittest.main()
