//! What a row says of an EIP, whichever generation it came in: values, and what was not told.

use super::lenient::{Exact, told};
use crate::domain::{EipId, Field, Gaps, InstanceId, NetworkInterfaceId, Page, PrivateIp};
use compact_str::CompactString;
use std::net::IpAddr;

type Text = Option<Exact<CompactString>>;

/// Reads the fields of one row, and keeps which of them it did not tell.
#[derive(Default)]
pub(super) struct RowReader {
    pub(super) gaps: Gaps,
}

impl RowReader {
    /// A text; where the row tells none, or not, it is empty.
    pub(super) fn text(&mut self, field: Field, value: &Text) -> CompactString {
        self.read(field, value, |text| Some(CompactString::new(text))).unwrap_or_default()
    }

    /// A server, or another thing that an EIP can be bound to.
    pub(super) fn instance(&mut self, value: &Text) -> Option<InstanceId> {
        self.read(Field::UnInstanceId, value, InstanceId::parse)
    }

    /// A NIC.
    pub(super) fn nic(&mut self, value: &Text) -> Option<NetworkInterfaceId> {
        self.read(Field::NetworkInterfaceId, value, NetworkInterfaceId::parse)
    }

    /// An address. A text that is none says nothing.
    pub(super) fn ip(&mut self, field: Field, value: &Text) -> Option<IpAddr> {
        self.read(field, value, |text| text.trim().parse().ok())
    }

    /// A value that is there or not told: it has no way of being empty.
    pub(super) fn value<T>(&mut self, field: Field, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.gaps.not_told.insert(field);
        }
        value
    }

    fn read<T>(
        &mut self,
        field: Field,
        value: &Text,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        match told(value.as_ref()) {
            Some("") => None,
            Some(text) => self.value(field, parse(text)),
            None => self.value(field, None),
        }
    }
}

/// A page of the rows that came. One without an id can't be acted on: it is left out, and counted.
pub(super) fn page<T, U>(
    rows: &[T],
    total: Option<u64>,
    limit: u64,
    to_domain: impl FnMut(&T) -> Option<U>,
) -> Page<U> {
    // Of this size at once: a list that grew would hold more than its rows, for as long as the page is held.
    let mut items = Vec::with_capacity(rows.len());
    items.extend(rows.iter().filter_map(to_domain));
    let unreadable = (rows.len() - items.len()) as u64;
    Page { items, total, unreadable, full: rows.len() as u64 >= limit }
}

/// The id of a row; without one it can't be acted on.
pub(super) fn eip_id(value: &Text) -> Option<EipId> {
    EipId::parse(told(value.as_ref())?)
}

/// Whether a text says something, be it that there is nothing.
pub(super) fn is_told(text: &str) -> bool {
    text.is_empty() || !text.trim().is_empty()
}

/// Whether the row neither names such a thing nor says that there is none.
fn is_not_told(value: &Text, is_one: impl Fn(&str) -> bool) -> bool {
    told(value.as_ref()).is_none_or(|text| !text.is_empty() && !is_one(text))
}

/// One private IP of a NIC's row.
pub(super) fn private_ip(
    address: &Text,
    primary: Option<&Exact<bool>>,
    wan_ip: &Text,
    blocked: Option<&Exact<bool>>,
    eip_id: &Text,
) -> Option<PrivateIp> {
    Some(PrivateIp {
        private_ip_address: told(address.as_ref())?.trim().parse().ok()?,
        primary: primary.map(|flag| flag.0),
        wan_ip: told(wan_ip.as_ref()).and_then(|ip| ip.trim().parse().ok()),
        is_wan_ip_blocked: blocked.map(|flag| flag.0),
        eip_id: self::eip_id(eip_id),
        wan_ip_not_told: is_not_told(wan_ip, |ip| ip.trim().parse::<IpAddr>().is_ok()),
        eip_id_not_told: is_not_told(eip_id, |_| true),
    })
}
