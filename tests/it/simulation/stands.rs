//! A conclusion needs the field that it stands on: each word of an outcome, each request, and each claim of a review must be what some answer
//! said that was about that very EIP, whole, of one voice, and told the field (`docs/contract.md` §2, promises 6, 13 and 14).

use super::answers::{Answer, Lack, Row, Says};
use super::oracle::{Confirmed, Oracle, Rule};
use super::steps::Step;
use eip_unbind::domain::{BindTarget, InstanceId, Mutation};
use eip_unbind::unbind::{Keeps, PlanItem, RunItem, Verdict};
use std::net::IpAddr;

/// Status unbound, with a server all the same, counts when it is seen again after this.
const AGAIN_MS: u64 = 2_000;
/// A server told as empty counts, where the link is kept, when it is seen again after this.
const EMPTY_AGAIN_MS: u64 = 1_000;

impl Lack {
    /// The promise that is broken by whoever concludes from an answer that lacks this.
    fn rule(self) -> Rule {
        match self {
            Self::Field => Rule::Told,
            Self::Question => Rule::Compared,
            Self::Rows => Rule::Whole,
            Self::OneVoice => Rule::OneVoice,
        }
    }

    fn says(self) -> &'static str {
        match self {
            Self::Field => "does not tell a field that this stands on",
            Self::Question => "is about another EIP",
            Self::Rows => "is not whole",
            Self::OneVoice => "contradicts itself",
        }
    }
}

/// Which promise is broken where only an answer that lacks something says so; `None` where one says so that lacks nothing.
fn lacking(what: &str, is_said: impl Fn(Option<Lack>) -> bool) -> Option<(Rule, String)> {
    if is_said(None) {
        return None;
    }
    let lack = Lack::ALL.into_iter().find(|lack| is_said(Some(*lack)));
    Some(match lack {
        Some(lack) => (lack.rule(), format!("{what}: the answer {}", lack.says())),
        None => (Rule::Told, format!("{what}: no answer says so")),
    })
}

/// Which promise a word about an item breaks, by what the answers said.
pub(crate) fn unfounded(
    oracle: &Oracle,
    confirmed: &Confirmed,
    index: usize,
    word: Verdict,
) -> Option<(Rule, String)> {
    let (item, trace) = (&confirmed.plan.items[index], &confirmed.items[index]);
    let what = format!("{} is said to be {}", item.eip_id, word.as_str());
    let after = |since: u64, steps: &'static [Step]| {
        oracle.answers.iter().filter(move |answer| {
            answer.delivered >= since && steps.contains(&answer.step) && answer.is_of(item)
        })
    };
    const LOOKS: &[Step] = &[Step::Look, Step::Recovery];
    match word {
        Verdict::Verified => lacking(&what, |forgiven| {
            is_reached(&after(confirmed.at, LOOKS).collect::<Vec<_>>(), item, forgiven)
        }),
        Verdict::AlreadyUnbound | Verdict::AlreadyBound => lacking(&what, |forgiven| {
            let says = |answer: &Answer| answer.says(item, forgiven);
            after(confirmed.at, &[Step::Recheck]).flat_map(says).any(|says| match says {
                Says::Row(row) => is_there(&row, item, forgiven),
                Says::Absent => false,
            })
        }),
        Verdict::Drifted => lacking(&what, |forgiven| {
            quota_may_have(item)
                || oracle.nic_tells_other_block(item, confirmed.at)
                || after(confirmed.at, &[Step::Recheck]).any(|a| a.is_unlike(item, forgiven))
        }),
        // An attempt that was throttled is refused whatever came after it.
        Verdict::Refused if !trace.throttled => {
            let since = trace.sends.last().copied().unwrap_or(confirmed.at);
            lacking(&what, |forgiven| {
                after(since, LOOKS).any(|answer| is_as_before(answer, item, forgiven))
            })
        }
        Verdict::Refused
        | Verdict::NotSent
        | Verdict::StillSettling
        | Verdict::Unknown
        | Verdict::Cancelled
        | Verdict::NotRecorded => None,
    }
}

fn quota_may_have(item: &PlanItem) -> bool {
    matches!(item.mutation, Mutation::Unbind { alloc_wan_ip: Some(true), .. })
}

/// Whether a row shows the goal by itself.
fn is_there(row: &Row, item: &PlanItem, forgiven: Option<Lack>) -> bool {
    let open = |cell: &super::answers::Cell| forgiven == Some(Lack::Field) && cell.is_open();
    match &item.mutation {
        Mutation::Unbind { .. } => {
            row.is_off() && row.server.names().is_none() || open(&row.status) || open(&row.server)
        }
        Mutation::Bind { target, .. } => {
            let at = |cell: &super::answers::Cell, place: &str| cell.is(place) || open(cell);
            let is_placed = match target {
                BindTarget::Instance(server) => at(&row.server, server.as_str()),
                BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
                    at(&row.nic, network_interface_id.as_str())
                        && at(&row.private_ip, &private_ip_address.to_string())
                }
            };
            is_placed && (row.is_on() || open(&row.status))
        }
    }
}

/// Whether the looks show the goal: one row, or two of those that need to be seen twice.
fn is_reached(looks: &[&Answer], item: &PlanItem, forgiven: Option<Lack>) -> bool {
    let rows = |answer: &Answer| -> Vec<Row> {
        let says = answer.says(item, forgiven).into_iter();
        says.filter_map(|says| if let Says::Row(row) = says { Some(row) } else { None }).collect()
    };
    if looks.iter().any(|answer| rows(answer).iter().any(|row| is_there(row, item, forgiven))) {
        return true;
    }
    let Mutation::Unbind { un_bind_private_ip_with_eip, .. } = item.mutation else { return false };
    let keeps_link = un_bind_private_ip_with_eip == Some(false);
    let twice = |is: &dyn Fn(&Row) -> bool, apart: u64| {
        let seen: Vec<&&Answer> =
            looks.iter().filter(|answer| rows(answer).iter().any(is)).collect();
        seen.iter().any(|one| seen.iter().any(|two| two.sent >= one.delivered + apart))
    };
    twice(&|row| row.is_off() && row.server.names().is_some(), AGAIN_MS)
        || keeps_link && twice(&|row| row.server.is(""), EMPTY_AGAIN_MS)
}

/// Whether an answer shows everything where it was.
fn is_as_before(answer: &Answer, item: &PlanItem, forgiven: Option<Lack>) -> bool {
    let Mutation::Bind { .. } = item.mutation else {
        return answer.is_as_shown_but_for_flags(item, forgiven);
    };
    // Off its server with its link kept, it goes on being called bound.
    let is_linked = |row: &Row| item.before.un_instance_id.is_none() && row.server.is("");
    answer.says(item, forgiven).iter().any(|says| match says {
        Says::Row(row) if is_linked(row) => true,
        Says::Row(row) => row.is_off() || forgiven == Some(Lack::Field) && row.status.is_open(),
        Says::Absent => false,
    })
}

/// Which promise it breaks to send on this reading.
pub(crate) fn unlike_shown(item: &PlanItem, last: &Answer) -> Option<(Rule, String)> {
    let what = format!("a request for {} leaves", item.eip_id);
    if Lack::ALL.into_iter().any(|lack| last.is_as_shown(item, Some(lack))) {
        return lacking(&what, |forgiven| last.is_as_shown(item, forgiven));
    }
    let says = format!("the last reading of {} showed {:?}", item.eip_id, last.eips);
    (!last.is_as_shown(item, None)).then_some((Rule::ReadAgain, says))
}

impl Oracle {
    /// The readings of an EIP that a run asked for since then, to send on them, and that have come; the last one first.
    pub(crate) fn rechecks<'a>(
        &'a self,
        item: &'a PlanItem,
        since: u64,
    ) -> impl Iterator<Item = &'a Answer> {
        self.answers.iter().rev().filter(move |answer| {
            answer.step == Step::Recheck && answer.sent >= since && answer.is_of(item)
        })
    }

    /// Whether some reading since then showed the item as it is shown.
    pub(crate) fn was_read_as_shown(&self, item: &PlanItem, since: u64) -> bool {
        self.answers.iter().any(|answer| {
            answer.sent >= since && answer.is_about(item) && answer.is_as_shown(item, None)
        })
    }

    /// Whether an answer about this EIP said what was not so, since then.
    pub(crate) fn was_lied_to(&self, item: &PlanItem, since: u64) -> bool {
        self.answers
            .iter()
            .any(|answer| answer.lies && answer.delivered >= since && answer.is_of(item))
    }

    /// Whether every look at this EIP since then was told what was not so: the cloud's state can't be known by any of them.
    pub(crate) fn was_told_only_lies(&self, item: &PlanItem, since: u64) -> bool {
        let looks = self.answers.iter().filter(|answer| {
            let is_look = matches!(answer.step, Step::Look | Step::Recovery);
            is_look && answer.delivered >= since && answer.is_of(item)
        });
        let mut lies = looks.map(|answer| answer.lies).peekable();
        lies.peek().is_some() && lies.all(|lies| lies)
    }

    fn nic_tells_other_block(&self, item: &PlanItem, since: u64) -> bool {
        let shown = item.before.blocked == Some(true);
        let ip = item.before.private_ip_address.map(|ip| ip.to_string()).unwrap_or_default();
        self.answers
            .iter()
            .filter(|answer| answer.step == Step::Recheck && answer.delivered >= since)
            .flat_map(|answer| &answer.nics)
            .flat_map(|nic| &nic.ips)
            .any(|seat| seat.private_ip.is(&ip) && seat.blocked.is(&(!shown).to_string()))
    }

    /// Which promise a claim of the review breaks, by what the answers said since it was opened.
    /// `all`: what the same plan takes away as well is not kept.
    pub(crate) fn unfounded_claim(
        &self,
        item: &PlanItem,
        all: &[RunItem],
        opened: u64,
    ) -> Option<(Rule, String)> {
        if matches!(item.mutation, Mutation::Bind { .. }) {
            return None;
        }
        self.unfounded_keeps(item, all, opened).or_else(|| self.unfounded_no_block(item))
    }

    fn unfounded_no_block(&self, item: &PlanItem) -> Option<(Rule, String)> {
        if item.before.blocked != Some(false) {
            return None;
        }
        let ip = item.before.private_ip_address.map(|ip| ip.to_string()).unwrap_or_default();
        let by_row = |row: &Row| row.id.is(item.eip_id.as_str()) && row.blocked.is("false");
        let said = self.answers.iter().any(|answer| {
            let seats = || answer.nics.iter().flat_map(|nic| &nic.ips);
            answer.eips.iter().any(by_row)
                || seats().any(|seat| {
                    let is_its = seat.private_ip.is(&ip) || seat.eip_id.is(item.eip_id.as_str());
                    is_its && seat.blocked.is("false")
                })
        });
        let says = format!("{} is said not to be blocked, and no answer says so", item.eip_id);
        (!said).then_some((Rule::Told, says))
    }

    fn unfounded_keeps(
        &self,
        item: &PlanItem,
        all: &[RunItem],
        opened: u64,
    ) -> Option<(Rule, String)> {
        let server = item.before.un_instance_id.as_ref()?;
        let since = || self.answers.iter().filter(move |answer| answer.sent >= opened);
        let siblings =
            || since().filter(|a| a.asked.has(server.as_str()) && a.asked.action != NICS);
        let nics = || since().filter(|a| a.asked.action == NICS);
        match &item.keeps {
            Keeps::Yes(ips) => ips.iter().find_map(|ip| {
                let what = format!("{server} is said to keep {ip}");
                let ip = ip.to_string();
                lacking(&what, |forgiven| {
                    siblings().any(|answer| is_bound_to(answer, server, &ip, forgiven))
                        || nics().any(|answer| nic_has(answer, server, &ip, forgiven))
                })
            }),
            Keeps::No => {
                let what = format!("{server} is said to lose its only public IP");
                lacking(&what, |forgiven| {
                    siblings().any(|answer| tells_no_other(answer, all, server, forgiven))
                        && nics().any(|answer| shows_no_other(answer, item, server, forgiven))
                })
            }
            Keeps::Unknown | Keeps::NoServer => None,
        }
    }
}

const NICS: &str = "DescribeNetworkInterfaces";

/// Whether an answer says that an EIP with this address is bound to this server.
fn is_bound_to(answer: &Answer, server: &InstanceId, ip: &str, forgiven: Option<Lack>) -> bool {
    let open = |cell: &super::answers::Cell| forgiven == Some(Lack::Field) && cell.is_open();
    let fits = |row: &&Row| {
        row.address.is(ip)
            && (row.is_on() || open(&row.status))
            && (row.server.is(server.as_str()) || open(&row.server))
    };
    let unlike = |row: &Row| {
        answer.eips.iter().any(|other| {
            other.id == row.id && (other.status != row.status || other.server != row.server)
        })
    };
    answer.eips.iter().filter(fits).any(|row| forgiven == Some(Lack::OneVoice) || !unlike(row))
}

/// Whether an answer shows this address on a NIC of the server, as its own.
fn nic_has(answer: &Answer, server: &InstanceId, ip: &str, forgiven: Option<Lack>) -> bool {
    let open = |cell: &super::answers::Cell| forgiven == Some(Lack::Field) && cell.is_open();
    answer.nics.iter().any(|nic| {
        (nic.server.is(server.as_str()) || open(&nic.server))
            && nic
                .ips
                .iter()
                .any(|seat| seat.public_ip.is(ip) && (!seat.eip_id.is_open() || open(&seat.eip_id)))
    })
}

/// Whether a whole answer has no other EIP that may be bound to this server.
fn tells_no_other(
    answer: &Answer,
    all: &[RunItem],
    server: &InstanceId,
    forgiven: Option<Lack>,
) -> bool {
    let (rows, field) = (forgiven == Some(Lack::Rows), forgiven == Some(Lack::Field));
    (answer.is_whole || rows)
        && answer.eips.iter().all(|row| {
            let is_open = row.status.is_open() || row.server.is_open();
            all.iter().any(|item| row.id.is(item.plan.eip_id.as_str()))
                || if is_open { field } else { !row.is_on() || !row.server.is(server.as_str()) }
        })
}

/// Whether a whole answer shows no other public IP on the NICs of this server.
fn shows_no_other(
    answer: &Answer,
    item: &PlanItem,
    server: &InstanceId,
    forgiven: Option<Lack>,
) -> bool {
    let (rows, field) = (forgiven == Some(Lack::Rows), forgiven == Some(Lack::Field));
    let nic = item.before.network_interface_id.as_ref().map_or("", |id| id.as_str());
    let is_about_it = answer.nics.is_empty() || answer.nics.iter().any(|row| row.id.is(nic));
    if !is_about_it && forgiven != Some(Lack::Question) {
        return false;
    }
    let own = item.eip.map(|ip: IpAddr| ip.to_string()).unwrap_or_default();
    (answer.is_whole || rows)
        && answer.nics.iter().all(|nic| {
            let is_other = nic.server.names().is_some_and(|holder| holder != server.as_str());
            is_other
                || (nic.tells_ips || field)
                    && nic.ips.iter().all(|seat| {
                        let none = seat.public_ip.is("") || seat.public_ip.is(&own);
                        // The address of an EIP that is only linked to the NIC is no address of the server.
                        none || seat.eip_id.names().is_some() || field && seat.public_ip.is_open()
                    })
        })
}
