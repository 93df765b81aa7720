//! Bodies of API 3.0 as they are on the wire (`docs/api-v3.md` §3, §4).

use crate::api::lenient::{Data, Exact, wire};
use compact_str::CompactString;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The envelope around a whole answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub struct Answer<T> {
    /// The one field.
    #[serde(rename = "Response")]
    pub(crate) response: Data<T, IgnoredAny>,
}

wire! {
    /// The answer to a mutation.
    AcceptedBody("PascalCase") {
        /// Digits, as a text.
        task_id: CompactString,
        /// The request id.
        request_id: CompactString,
    }

    /// `DescribeAddresses`
    AddressPage("PascalCase") {
        /// How many match; not to be trusted alone.
        total_count: i64,
        /// The page.
        address_set: Vec<Address>,
        /// Why there is none.
        error: Value,
        /// The request id.
        request_id: CompactString,
    }

    /// One address (`docs/api-v3.md` §4.1), as far as this program needs it.
    Address("PascalCase") {
        /// `AddressId`
        address_id: Exact<CompactString>,
        /// `AddressName`
        address_name: Exact<CompactString>,
        /// `AddressIp`
        address_ip: Exact<CompactString>,
        /// `AddressStatus`
        address_status: Exact<CompactString>,
        /// `InstanceId`
        instance_id: Exact<CompactString>,
        /// `InstanceType`
        instance_type: Exact<CompactString>,
        /// `NetworkInterfaceId`
        network_interface_id: Exact<CompactString>,
        /// `PrivateAddressIp`; the request field of a bind is `PrivateIpAddress`.
        private_address_ip: Exact<CompactString>,
        /// `IsArrears`
        is_arrears: Exact<bool>,
        /// `IsBlocked`
        is_blocked: Exact<bool>,
        /// `IsEipDirectConnection`
        is_eip_direct_connection: Exact<bool>,
        /// `AddressType`
        address_type: Exact<CompactString>,
        /// `CascadeRelease`: released when unbound.
        cascade_release: Exact<bool>,
        /// `InternetServiceProvider`
        internet_service_provider: Exact<CompactString>,
        /// `CreatedTime`, with a zone.
        created_time: Exact<CompactString>,
        /// `TagSet`
        tag_set: Vec<Tag>,
    }

    /// A tag of an address.
    Tag("PascalCase") {
        /// `Key`
        key: CompactString,
        /// `Value`
        value: CompactString,
    }

    /// `DescribeAddressQuota`
    QuotaPage("PascalCase") {
        /// The figures.
        quota_set: Vec<QuotaItem>,
        /// The request id.
        request_id: CompactString,
    }

    /// One figure.
    QuotaItem("PascalCase") {
        /// Which one.
        quota_id: CompactString,
        /// Used.
        quota_current: i64,
        /// Allowed.
        quota_limit: i64,
        /// The region, on newer gateways.
        quota_group: CompactString,
    }

    /// `DescribeTaskResult`
    TaskBody("PascalCase") {
        /// The task.
        task_id: i64,
        /// `RUNNING`, `SUCCESS`, `FAILED`
        result: CompactString,
        /// The request id.
        request_id: CompactString,
    }

    /// `DescribeNetworkAccountType`
    AccountBody("PascalCase") {
        /// `STANDARD` or `LEGACY`
        network_account_type: CompactString,
        /// The request id.
        request_id: CompactString,
    }

    /// `DescribeRegions`
    RegionPage("PascalCase") {
        /// How many; examples show more than the list has.
        total_count: i64,
        /// The list.
        region_set: Vec<RegionItem>,
        /// The request id.
        request_id: CompactString,
    }

    /// One region.
    RegionItem("PascalCase") {
        /// The long code.
        region: CompactString,
        /// Its name.
        region_name: CompactString,
        /// `AVAILABLE`, or something else.
        region_state: CompactString,
    }

    /// `DescribeNetworkInterfaces`
    NicPageBody("PascalCase") {
        /// How many match.
        total_count: i64,
        /// The page.
        network_interface_set: Vec<Nic>,
        /// The request id.
        request_id: CompactString,
    }

    /// One private IP of a NIC.
    NicAddress("PascalCase") {
        /// `PrivateIpAddress`
        private_ip_address: Exact<CompactString>,
        /// `Primary`: primary IP of its NIC.
        primary: Exact<bool>,
        /// `PublicIpAddress`
        public_ip_address: Exact<CompactString>,
        /// `AddressId`, may be missing.
        address_id: Exact<CompactString>,
        /// `IsWanIpBlocked`
        is_wan_ip_blocked: Exact<bool>,
    }

    /// The server that holds a NIC.
    Attachment("PascalCase") {
        /// `InstanceId`
        instance_id: Exact<CompactString>,
    }
}

/// One NIC (`docs/api-v3.md` §4.6), as far as this program needs it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Nic {
    /// `NetworkInterfaceId`
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) network_interface_id: Option<Exact<CompactString>>,
    /// `NetworkInterfaceName`
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) network_interface_name: Option<Exact<CompactString>>,
    /// `Primary`: primary NIC of its server.
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) primary: Option<Exact<bool>>,
    /// `PrivateIpAddressSet`
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) private_ip_address_set: Option<Vec<NicAddress>>,
    /// `Attachment`: null when no server holds it. `None` where there is no such field.
    #[serde(
        deserialize_with = "crate::api::lenient::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) attachment: Option<Data<Attachment>>,
}
