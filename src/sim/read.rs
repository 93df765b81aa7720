//! The listings: filters, order and pages.

use super::action::{EipFilter, NicFilter, NicOrder, Order};
use super::outcome::{EipRow, NicRow, Outcome, Refusal};
use super::world::World;
use crate::domain::Region;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

impl World {
    pub(super) fn list_eips(&self, region: &Region, filter: &EipFilter) -> Outcome {
        let mut rows: Vec<&EipRow> =
            self.eips.iter().filter(|row| row.region == *region && matches(row, filter)).collect();
        let by = |a: &&EipRow, b: &&EipRow| {
            let order = compare(a, b, filter.order);
            // Ties fall by id, so that pages of one reading never overlap by themselves.
            (if filter.ascending { order } else { order.reverse() }).then_with(|| a.id.cmp(&b.id))
        };
        let total = rows.len() as i64;
        let page = page_of(&mut rows, filter.offset, filter.limit, by);
        Outcome::Eips { rows: page.iter().map(|row| (*row).clone()).collect(), total }
    }

    pub(super) fn list_nics(
        &self,
        region: &Region,
        filter: &NicFilter,
    ) -> Result<Outcome, Refusal> {
        let here = || self.nics.iter().filter(|nic| nic.region == *region);
        if let Some(id) = filter.ids.iter().find(|id| !here().any(|nic| nic.id == **id)) {
            let message = format!("(InvalidNetworkInterface.NotFound) {id}");
            return Err(Refusal::new(5000, "ResourceNotFound", message));
        }
        let on_public: HashSet<&str> = if filter.public_ips.is_empty() {
            HashSet::new()
        } else {
            self.eips
                .iter()
                .filter(|e| e.is_seated() && filter.public_ips.contains(&e.address))
                .map(|e| e.nic.as_str())
                .collect()
        };
        let has_public = |nic: &NicRow| {
            on_public.contains(nic.id.as_str())
                || nic.ips.iter().any(|ip| filter.public_ips.contains(&ip.wan_ip))
        };
        let mut rows: Vec<&NicRow> = here()
            .filter(|nic| any(&filter.ids, &nic.id))
            .filter(|nic| any(&filter.instances, &nic.instance))
            .filter(|nic| filter.vpc.as_ref().is_none_or(|v| nic.vpc == *v))
            .filter(|nic| filter.subnet.as_ref().is_none_or(|s| nic.subnet() == *s))
            .filter(|nic| {
                filter.name_part.as_ref().is_none_or(|part| nic.name.contains(part.as_str()))
            })
            // None here has a description.
            .filter(|_| filter.description_part.is_none())
            .filter(|nic| filter.public_ips.is_empty() || has_public(nic))
            .filter(|nic| {
                filter.private_ips.is_empty()
                    || nic.ips.iter().any(|row| filter.private_ips.contains(&row.ip))
            })
            .filter(|nic| {
                filter
                    .private_ip_end
                    .as_ref()
                    .is_none_or(|end| nic.ips.iter().any(|row| row.ip.ends_with(end.as_str())))
            })
            .filter(|nic| filter.primary.is_none_or(|primary| nic.primary == primary))
            .collect();
        if filter.order == NicOrder::EniName {
            let by = |a: &&NicRow, b: &&NicRow| a.name.cmp(&b.name);
            // Ties, and NICs by age (all of one age), stay as they are in the table, so that pages never overlap.
            rows.sort_by(|a, b| if filter.ascending { by(a, b) } else { by(b, a) });
        }
        let total = rows.len() as i64;
        let seated: HashMap<(&str, &str), &EipRow> = self
            .eips
            .iter()
            .filter(|e| e.is_seated())
            .map(|e| ((e.nic.as_str(), e.private_ip.as_str()), e))
            .collect();
        let mut rows: Vec<NicRow> =
            rows.into_iter().skip(filter.offset).take(filter.limit).cloned().collect();
        for nic in &mut rows {
            for ip in &mut nic.ips {
                if let Some(eip) = seated.get(&(nic.id.as_str(), ip.ip.as_str())) {
                    ip.eip.clone_from(&eip.id);
                    ip.wan_ip.clone_from(&eip.address);
                    ip.blocked = eip.blocked;
                }
            }
        }
        Ok(Outcome::Nics { rows, total })
    }
}

/// The rows of one page in order, without putting all the others in order too: of ten thousand rows that was most of a page's work.
fn page_of<T>(
    rows: &mut [T],
    offset: usize,
    limit: usize,
    by: impl Fn(&T, &T) -> Ordering,
) -> &[T] {
    let (start, end) = (offset.min(rows.len()), offset.saturating_add(limit).min(rows.len()));
    if end < rows.len() {
        rows.select_nth_unstable_by(end, &by);
    }
    let rows = &mut rows[..end];
    if 0 < start && start < end {
        rows.select_nth_unstable_by(start, &by);
    }
    let page = &mut rows[start..];
    page.sort_unstable_by(by);
    page
}

fn any(wanted: &[String], value: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|w| w == value)
}

fn matches(row: &EipRow, filter: &EipFilter) -> bool {
    any(&filter.ids, &row.id)
        && any(&filter.addresses, &row.address)
        && any(&filter.instances, &row.instance)
        && any(&filter.nics, &row.nic)
        && filter.private_ip.as_ref().is_none_or(|ip| row.private_ip == *ip)
        && filter.name_part.as_ref().is_none_or(|part| row.name.contains(part.as_str()))
        && filter.name.as_ref().is_none_or(|name| row.name == *name)
        && (filter.statuses.is_empty() || filter.statuses.contains(&row.status))
        && (filter.kinds.is_empty() || filter.kinds.contains(&row.kind))
        && filter.arrears.is_none_or(|arrears| row.arrears == arrears)
        && any(&filter.lines, row.line())
}

fn compare(a: &EipRow, b: &EipRow, order: Order) -> Ordering {
    match order {
        Order::CreatedAt => a.created.cmp(&b.created),
        Order::EipId => a.id.cmp(&b.id),
        Order::Eip => a.address.cmp(&b.address),
        Order::IspId => a.isp.cmp(&b.isp),
        Order::Status => a.status.to_v2().cmp(&b.status.to_v2()),
        Order::UnInstanceId => a.instance.cmp(&b.instance),
        Order::Arrears => a.arrears.cmp(&b.arrears),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_the_same_part_of_the_whole_order() {
        let mixed: Vec<u32> = (0..97).map(|n| n * 61 % 97).collect();
        for (offset, limit) in [
            (0, 10),
            (10, 10),
            (90, 10),
            (0, 97),
            (0, 200),
            (96, 1),
            (97, 5),
            (500, 5),
            (5, 0),
            (0, 0),
        ] {
            let whole: Vec<u32> = (0..97).skip(offset).take(limit).collect();
            assert_eq!(
                page_of(&mut mixed.clone(), offset, limit, Ord::cmp),
                whole,
                "{offset} {limit}"
            );
        }
    }
}
