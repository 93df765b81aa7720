//! What the answers that reached the program said, field by field. They are read here a second time, by rules of their own, as what the program
//! makes of them is what is judged.

use super::steps::Step;
use super::wire::Asked;
use eip_unbind::domain::{Eip, EipStatus, Generation, Told};
use eip_unbind::unbind::PlanItem;
use serde_json::Value;
use std::net::IpAddr;

/// One field of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// It is told; an empty text says that there is none.
    Told(String),
    /// Missing, null, blank, or of another type than the documents say.
    NotTold,
}

impl Cell {
    fn text(value: &Value) -> Self {
        match value.as_str() {
            Some(text) if text.is_empty() || !text.trim().is_empty() => {
                Self::Told(text.trim().to_owned())
            }
            Some(_) | None => Self::NotTold,
        }
    }

    fn ip(value: &Value) -> Self {
        let cell = Self::text(value);
        let is_one = cell.names().is_none_or(|ip| ip.parse::<IpAddr>().is_ok());
        if is_one { cell } else { Self::NotTold }
    }

    fn number(value: &Value) -> Self {
        let told = value.as_i64().or_else(|| value.as_str()?.trim().parse().ok());
        told.map_or(Self::NotTold, |number| Self::Told(number.to_string()))
    }

    fn flag(value: &Value) -> Self {
        value.as_bool().map_or(Self::NotTold, |flag| Self::Told(flag.to_string()))
    }

    /// Whether it is told to be this.
    pub(crate) fn is(&self, text: &str) -> bool {
        matches!(self, Self::Told(told) if told == text)
    }

    /// Whether it says nothing.
    pub(crate) fn is_open(&self) -> bool {
        *self == Self::NotTold
    }

    /// Whether it names something.
    pub(crate) fn names(&self) -> Option<&str> {
        if let Self::Told(told) = self {
            Some(told.as_str()).filter(|t| !t.is_empty())
        } else {
            None
        }
    }

    /// How it was told of what a plan shows.
    fn of<T: ToString>(told: Told<T>) -> Self {
        match told {
            Told::Value(value) => Self::Told(value.to_string()),
            Told::Empty => Self::Told(String::new()),
            Told::NotTold | Told::Conflicting => Self::NotTold,
        }
    }
}

/// The row of an EIP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: Cell,
    pub(crate) address: Cell,
    /// API 2.0's number, or API 3.0's word.
    pub(crate) status: Cell,
    pub(crate) server: Cell,
    pub(crate) nic: Cell,
    pub(crate) private_ip: Cell,
    arrears: Cell,
    pub(crate) blocked: Cell,
}

impl Row {
    fn read(row: &Value, generation: Generation) -> Self {
        let (texts, flags) = match generation {
            Generation::V2 => (
                [
                    "eipId",
                    "eip",
                    "status",
                    "unInstanceId",
                    "networkInterfaceId",
                    "privateIpAddress",
                ],
                ["arrears", "blocked"],
            ),
            Generation::V3 => (
                [
                    "AddressId",
                    "AddressIp",
                    "AddressStatus",
                    "InstanceId",
                    "NetworkInterfaceId",
                    "PrivateAddressIp",
                ],
                ["IsArrears", "IsBlocked"],
            ),
        };
        let [id, address, status, server, nic, private_ip] = texts.map(|name| &row[name]);
        let [arrears, blocked] = flags.map(|name| &row[name]);
        let is_v2 = generation == Generation::V2;
        let one_or_zero = |number: Cell| match number {
            Cell::Told(number) if number == "0" => Cell::Told("false".to_owned()),
            Cell::Told(number) if number == "1" => Cell::Told("true".to_owned()),
            Cell::Told(_) | Cell::NotTold => Cell::NotTold,
        };
        let word = |status: &Value| Some(Cell::text(status)).filter(|cell| cell.names().is_some());
        Self {
            id: Cell::text(id),
            address: Cell::ip(address),
            status: if is_v2 {
                Cell::number(status)
            } else {
                word(status).unwrap_or(Cell::NotTold)
            },
            server: Cell::text(server),
            nic: Cell::text(nic),
            private_ip: Cell::ip(private_ip),
            arrears: if is_v2 { one_or_zero(Cell::number(arrears)) } else { Cell::flag(arrears) },
            blocked: Cell::flag(blocked),
        }
    }

    /// How a plan shows an EIP.
    fn shown(eip: &Eip, generation: Generation) -> Self {
        let flag = |flag: Option<bool>| flag.map_or(Cell::NotTold, |f| Cell::Told(f.to_string()));
        let status = match (&eip.status, generation) {
            (EipStatus::NotTold, _) => Cell::NotTold,
            (status, Generation::V2) => {
                status.to_v2().map_or(Cell::NotTold, |number| Cell::Told(number.to_string()))
            }
            (status, Generation::V3) => Cell::Told(status.to_v3().to_owned()),
        };
        Self {
            id: Cell::Told(eip.eip_id.to_string()),
            address: eip.eip.map_or(Cell::NotTold, |ip| Cell::Told(ip.to_string())),
            status,
            server: Cell::of(eip.server()),
            nic: Cell::of(eip.nic()),
            private_ip: Cell::of(eip.private_ip()),
            arrears: flag(eip.arrears),
            blocked: flag(eip.blocked),
        }
    }

    /// The fields that say where it is, and as what.
    fn places(&self) -> [&Cell; 5] {
        [&self.address, &self.status, &self.server, &self.nic, &self.private_ip]
    }

    pub(crate) fn is_off(&self) -> bool {
        self.status.is("4") || self.status.is("UNBIND")
    }

    pub(crate) fn is_on(&self) -> bool {
        ["2", "BIND", "BIND_ENI"].iter().any(|word| self.status.is(word))
    }
}

/// The row of a NIC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Nic {
    pub(crate) id: Cell,
    pub(crate) server: Cell,
    pub(crate) ips: Vec<NicIp>,
    /// Whether its list of addresses is there.
    pub(crate) tells_ips: bool,
}

/// One private IP of a NIC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NicIp {
    pub(crate) private_ip: Cell,
    pub(crate) public_ip: Cell,
    pub(crate) eip_id: Cell,
    pub(crate) blocked: Cell,
}

impl Nic {
    fn read(row: &Value, generation: Generation) -> Self {
        let is_v2 = generation == Generation::V2;
        let holder = if is_v2 {
            &row["instanceSet"]["instanceId"]
        } else {
            &row["Attachment"]["InstanceId"]
        };
        let ips = if is_v2 { &row["privateIpAddressesSet"] } else { &row["PrivateIpAddressSet"] };
        let ip = |ip: &Value| NicIp {
            private_ip: Cell::ip(&ip[if is_v2 { "privateIpAddress" } else { "PrivateIpAddress" }]),
            public_ip: Cell::ip(&ip[if is_v2 { "wanIp" } else { "PublicIpAddress" }]),
            eip_id: Cell::text(&ip[if is_v2 { "eipId" } else { "AddressId" }]),
            blocked: Cell::flag(&ip[if is_v2 { "isWanIpBlocked" } else { "IsWanIpBlocked" }]),
        };
        Self {
            id: Cell::text(&row[if is_v2 { "networkInterfaceId" } else { "NetworkInterfaceId" }]),
            server: Cell::text(holder),
            tells_ips: ips.is_array() || ips.as_str() == Some(""),
            ips: ips.as_array().into_iter().flatten().map(ip).collect(),
        }
    }
}

/// What an answer lacks, so that nothing may be concluded from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lack {
    /// A field.
    Field,
    /// It is about another EIP.
    Question,
    /// Rows.
    Rows,
    /// Its rows of one EIP differ.
    OneVoice,
}

impl Lack {
    pub(crate) const ALL: [Self; 4] = [Self::Question, Self::OneVoice, Self::Rows, Self::Field];
}

/// What an answer says of one EIP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Says {
    Row(Row),
    /// It is whole, and the EIP is not there.
    Absent,
}

/// An answer that reached the program.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) sent: u64,
    pub(crate) delivered: u64,
    /// What it was asked for.
    pub(crate) step: Step,
    pub(crate) asked: Asked,
    /// Something else was written into it than is so.
    pub(crate) lies: bool,
    pub(crate) eips: Vec<Row>,
    pub(crate) nics: Vec<Nic>,
    /// All rows that the cloud counts are there, and each has an id.
    pub(crate) is_whole: bool,
    generation: Generation,
}

impl Answer {
    /// Reads the body of an answer; nothing, if it lists neither EIPs nor NICs.
    pub(crate) fn read(
        body: &[u8],
        generation: Generation,
        asked: &Asked,
        (sent, delivered, step): (u64, u64, Step),
        lies: bool,
    ) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let (of_eips, rows, total) = match (generation, asked.action.as_str()) {
            (Generation::V2, "DescribeEip") => (true, &body["data"]["eipSet"], &body["totalCount"]),
            (Generation::V2, "DescribeNetworkInterfaces") => {
                (false, &body["data"]["data"], &body["data"]["totalNum"])
            }
            (Generation::V3, "DescribeAddresses") => {
                (true, &body["Response"]["AddressSet"], &body["Response"]["TotalCount"])
            }
            (Generation::V3, "DescribeNetworkInterfaces") => {
                (false, &body["Response"]["NetworkInterfaceSet"], &body["Response"]["TotalCount"])
            }
            (_, _) => return None,
        };
        let (mut eips, mut nics) = (vec![], vec![]);
        for row in rows.as_array()? {
            if of_eips {
                eips.push(Row::read(row, generation));
            } else {
                nics.push(Nic::read(row, generation));
            }
        }
        let ids = eips.iter().map(|row| &row.id).chain(nics.iter().map(|nic| &nic.id));
        let mut have_ids = true;
        ids.for_each(|id| have_ids &= id.names().is_some());
        let rows = (eips.len() + nics.len()) as i64;
        let counted = match Cell::number(total) {
            Cell::Told(total) => total.parse().is_ok_and(|total: i64| total <= rows),
            // No page of this world is a full one.
            Cell::NotTold => true,
        };
        let (asked, is_whole) = (asked.clone(), have_ids && counted);
        Some(Self { sent, delivered, step, asked, lies, eips, nics, is_whole, generation })
    }

    /// Whether this EIP was asked for, by its id.
    pub(crate) fn is_of(&self, item: &PlanItem) -> bool {
        self.asked.has(item.eip_id.as_str())
    }

    /// Whether this EIP was asked for, by its id or by where it is shown to be.
    pub(crate) fn is_about(&self, item: &PlanItem) -> bool {
        let before = &item.before;
        let pair = before.network_interface_id.as_ref().zip(before.private_ip_address);
        self.is_of(item)
            || pair.is_some_and(|(nic, ip)| {
                self.asked.has(nic.as_str()) && self.asked.has(&ip.to_string())
            })
    }

    /// What it says of the EIP of an item, as far as that can be told of an answer that lacks nothing but this.
    pub(crate) fn says(&self, item: &PlanItem, forgiven: Option<Lack>) -> Vec<Says> {
        let lacks = |lack: Lack| forgiven != Some(lack);
        let id = item.eip_id.as_str();
        let mut own: Vec<&Row> = self.eips.iter().filter(|row| row.id.is(id)).collect();
        if own.is_empty() && !lacks(Lack::Question) {
            own = self.eips.iter().collect();
        }
        if !self.is_whole && lacks(Lack::Rows) {
            return vec![];
        }
        if own.is_empty() {
            let is_empty = self.eips.is_empty() || !lacks(Lack::Rows);
            return if is_empty { vec![Says::Absent] } else { vec![] };
        }
        let unlike = own.iter().any(|row| {
            let pairs = row.places().into_iter().zip(own[0].places());
            let mut differ = false;
            pairs.for_each(|(one, other)| differ |= one != other);
            differ
        });
        if unlike && lacks(Lack::OneVoice) {
            return vec![];
        }
        let address = item.eip.map(|ip| ip.to_string());
        let is_other = |row: &Row| {
            row.address.names().is_some_and(|told| address.as_deref().is_some_and(|a| a != told))
        };
        let fits = own.into_iter().filter(|row| !is_other(row) || !lacks(Lack::Question));
        fits.map(|row| Says::Row(row.clone())).collect()
    }

    /// Whether it says that the item is as it is shown; with a forgiven field, whatever it does not tell fits.
    pub(crate) fn is_as_shown(&self, item: &PlanItem, forgiven: Option<Lack>) -> bool {
        self.says(item, forgiven).iter().any(|says| match says {
            Says::Absent => false,
            Says::Row(row) => self.differing(row, item, forgiven).next().is_none(),
        })
    }

    /// Whether it tells a field otherwise than it is shown.
    pub(crate) fn is_unlike(&self, item: &PlanItem, forgiven: Option<Lack>) -> bool {
        let shown = Row::shown(&item.before, self.generation);
        self.says(item, forgiven).iter().any(|says| match says {
            Says::Absent => true,
            Says::Row(row) => {
                let open = forgiven == Some(Lack::Field);
                let told = |(now, shown): (&Cell, &Cell)| now != shown && (open || !now.is_open());
                row.places().into_iter().zip(shown.places()).any(told)
                    || flag_differs(&row.arrears, &shown.arrears)
                    || flag_differs(&row.blocked, &shown.blocked)
            }
        })
    }

    /// The same, but for what an unbind does not change.
    pub(crate) fn is_as_shown_but_for_flags(
        &self,
        item: &PlanItem,
        forgiven: Option<Lack>,
    ) -> bool {
        let shown = Row::shown(&item.before, self.generation);
        let open = forgiven == Some(Lack::Field);
        self.says(item, forgiven).iter().any(|says| match says {
            Says::Absent => false,
            Says::Row(row) => {
                let mut pairs = row.places().into_iter().zip(shown.places()).skip(1);
                // What was not told before says nothing afterwards either.
                pairs.all(|(now, then)| now == then || then.is_open() || open && now.is_open())
            }
        })
    }

    fn differing<'a>(
        &self,
        row: &'a Row,
        item: &PlanItem,
        forgiven: Option<Lack>,
    ) -> impl Iterator<Item = &'a Cell> {
        let shown = Row::shown(&item.before, self.generation);
        let open = forgiven == Some(Lack::Field);
        let places: Vec<&Cell> = row
            .places()
            .into_iter()
            .zip(shown.places())
            .filter(|(now, shown)| now != shown && !(open && now.is_open()))
            .map(|(now, _)| now)
            .collect();
        // That there are no arrears may be learnt; that there are none any more must be told.
        let unknown = shown.arrears.is_open() && !row.arrears.is("true");
        let arrears = !unknown && row.arrears != shown.arrears && !(open && row.arrears.is_open());
        places.into_iter().chain(arrears.then_some(&row.arrears))
    }
}

/// Whether a flag is told otherwise; that one is learnt to be off is no change.
fn flag_differs(now: &Cell, shown: &Cell) -> bool {
    !now.is_open() && now.is("true") != shown.is("true")
}
