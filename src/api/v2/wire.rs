//! Bodies of API 2.0 as they are on the wire (`docs/api-v2.md` §3 to §5): every field may be missing, or spelled in another JSON type.

use crate::api::lenient::{Data, Exact, wire};
use compact_str::CompactString;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// A whole success envelope. `O` is the payload as an object, `I` an item where the payload is a list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "O: Deserialize<'de>, I: Deserialize<'de>"))]
pub struct Envelope<O, I = serde_json::Value> {
    /// 0.
    #[serde(default, deserialize_with = "crate::api::lenient::read")]
    pub(crate) code: Option<i64>,
    /// The payload.
    #[serde(default)]
    pub(crate) data: Data<O, I>,
    /// How many rows match; beside `data`, not in it.
    #[serde(default, deserialize_with = "crate::api::lenient::read")]
    pub(crate) total_count: Option<i64>,
    /// An envelope of API 3.0 on a 2.0 host.
    #[serde(default, rename = "Response")]
    pub(crate) response: Data<IgnoredAny, IgnoredAny>,
}

wire! {
    /// `data` of `DescribeEip`
    EipSet("camelCase") {
        /// The page.
        eip_set: Vec<EipItem>,
    }

    /// One EIP (`docs/api-v2.md` §4.1).
    EipItem("camelCase") {
        /// `eipId`
        eip_id: Exact<CompactString>,
        /// `eipName`, may be empty.
        eip_name: Exact<CompactString>,
        /// `eip`: the address.
        eip: Exact<CompactString>,
        /// `ispId`: the line.
        isp_id: Exact<i64>,
        /// `status`
        status: Exact<i64>,
        /// `arrears`: 1 when isolated for overdue payment.
        arrears: Exact<i64>,
        /// `unInstanceId`
        un_instance_id: Exact<CompactString>,
        /// `createdAt`, Beijing time without a zone.
        created_at: Exact<CompactString>,
        /// `type`: 0 server, 1 NAT gateway.
        r#type: Exact<i64>,
        /// `privateIpAddress`
        private_ip_address: Exact<CompactString>,
        /// `networkInterfaceId`
        network_interface_id: Exact<CompactString>,
    }

    /// `data` of `DescribeEipQuota`
    Quota("camelCase") {
        /// EIPs allowed.
        eip_num_quota: i64,
        /// EIPs held.
        current_eip_num: i64,
        /// Applications a day allowed.
        daily_apply_quota: i64,
        /// Applications used today.
        daily_apply_count: i64,
        /// Re-allocations a day allowed.
        daily_alloc_wan_ip_quota: i64,
        /// Re-allocations used today.
        daily_alloc_wan_ip_count: i64,
    }

    /// `data` of `DescribeNetworkInterfaces`, newer shape.
    NicSet("camelCase") {
        /// `totalNum`
        total_num: i64,
        /// `data.data`
        data: Vec<NicItem>,
    }

    /// One private IP of a NIC.
    PrivateIpItem("camelCase") {
        /// `privateIpAddress`
        private_ip_address: Exact<CompactString>,
        /// `primary`: primary IP of its NIC.
        primary: Exact<bool>,
        /// `description`
        description: Exact<CompactString>,
        /// `wanIp`
        wan_ip: Exact<CompactString>,
        /// `isWanIpBlocked`
        is_wan_ip_blocked: Exact<bool>,
        /// `eipId`
        eip_id: Exact<CompactString>,
    }

    /// The server that holds a NIC.
    NicInstance("camelCase") {
        /// `instanceId`, empty when unattached.
        instance_id: Exact<CompactString>,
        /// `attachTime`
        attach_time: CompactString,
    }
}

/// One NIC (`docs/api-v2.md` §5), as far as this program needs it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct NicItem {
    /// `networkInterfaceId`
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) network_interface_id: Option<Exact<CompactString>>,
    /// `eniName`
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) eni_name: Option<Exact<CompactString>>,
    /// `primary`: primary NIC of its server.
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) primary: Option<Exact<bool>>,
    /// `privateIpAddressesSet`
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) private_ip_addresses_set: Option<Vec<PrivateIpItem>>,
    /// `instanceSet`: an object on the newer page, a list on the older one.
    #[serde(skip_serializing_if = "Data::is_missing")]
    pub(crate) instance_set: Data<NicInstance, NicInstance>,
}
