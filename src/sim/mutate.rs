//! The two mutations: what is refused, and what an accepted one sets going.

use super::action::{Bind, Call, Place, Target, Unbind};
use super::change::Course;
use super::outcome::{EipRow, Outcome, Refusal};
use super::world::{Step, World};
use crate::domain::{EipStatus, InstanceKind, Region};
use jiff::{SignedDuration, Timestamp};

impl World {
    pub(super) fn unbind(
        &mut self,
        region: &Region,
        unbind: &Unbind,
        now: Timestamp,
        course: Course,
    ) -> Result<Outcome, Refusal> {
        let at = self.target(region, &unbind.target)?;
        let row = &self.eips[at];
        may_unbind(row)?;
        let keep = unbind.keep_tie
            && self
                .nics
                .iter()
                .any(|n| n.id == row.nic && !n.primary && n.ips[0].ip == row.private_ip);
        let eip = row.id.clone();
        if unbind.alloc_wan_ip {
            self.take_from_quota(region, at)?;
        }
        let ends = match course {
            Course::Settles => Some(later(now, self.settle.unbound_after_ms)),
            Course::NeverSettles | Course::NeverLeaves => None,
        };
        if course != Course::NeverLeaves {
            self.eips[at].busy = true;
            self.push(
                later(now, self.settle.unbinding_after_ms),
                Step::Unbinding { eip: eip.clone() },
            );
        }
        if let Some(ends) = ends {
            self.push(ends, Step::Unbound { eip, alloc: unbind.alloc_wan_ip, keep });
        }
        // A task that fails ends, even where nothing is ever done.
        let gives_up = (course == Course::NeverLeaves && self.tasks_fail)
            .then(|| later(now, self.settle.unbound_after_ms));
        Ok(self.accept(ends.or(gives_up)))
    }

    fn take_from_quota(&mut self, region: &Region, at: usize) -> Result<(), Refusal> {
        let row = &self.eips[at];
        let is_main_seat = row.nic.is_empty()
            || self.nics.iter().any(|n| {
                n.id == row.nic
                    && n.primary
                    && n.ips[0].ip == row.private_ip
                    && !n.instance.is_empty()
            });
        if !is_main_seat {
            return Err(Refusal::new(
                5100,
                "InvalidParameterValue.OnlySupportedForMasterNetworkCard",
                format!(
                    "allocWanIp is only supported for the primary IP of the primary NIC, not for {} on {}",
                    row.private_ip, row.nic
                ),
            ));
        }
        if self.standard_account {
            let message =
                "allocWanIp is not supported for accounts of the standard type (标准账户)";
            return Err(Refusal::new(5100, "UnsupportedOperation", message));
        }
        let mut spec = self.quota_spec(region);
        if spec.daily_alloc_used >= spec.daily_alloc {
            let message = format!(
                "dailyAllocWanIpQuota of {region} is used up today ({}/{}) 超过每日分配普通公网IP配额",
                spec.daily_alloc_used, spec.daily_alloc
            );
            return Err(Refusal::new(5100, "AddressQuotaLimitExceeded.DailyAllocate", message));
        }
        spec.daily_alloc_used += 1;
        self.quotas.insert(region.clone(), spec);
        Ok(())
    }

    /// The one EIP that a call is about, by id or address.
    pub(super) fn target_of(&self, region: &Region, call: &Call) -> Option<String> {
        match call {
            Call::Unbind(unbind) => {
                self.target(region, &unbind.target).ok().map(|at| self.eips[at].id.clone())
            }
            Call::Bind(bind) => Some(bind.eip.clone()),
            Call::Eips(filter) => match (filter.ids.as_slice(), filter.addresses.as_slice()) {
                ([one], []) | ([], [one]) => Some(one.clone()),
                (_, _) => None,
            },
            Call::Quota | Call::Nics(_) | Call::Task(_) | Call::Regions | Call::AccountType => None,
        }
    }

    fn target(&self, region: &Region, target: &Target) -> Result<usize, Refusal> {
        match target {
            Target::Eip(id) => {
                self.eips.iter().position(|e| e.id == *id && e.region == *region).ok_or_else(|| {
                    Refusal::by_code(5000).saying(format!("eip {id} does not exist in {region}"))
                })
            }
            Target::NicPosition { nic, private_ip } => self
                .eips
                .iter()
                .position(|e| {
                    e.region == *region
                        && e.nic == *nic
                        && e.private_ip == *private_ip
                        && e.is_seated()
                })
                .ok_or_else(|| {
                    Refusal::by_code(5000)
                        .saying(format!("no eip on {nic} {private_ip} in {region}"))
                }),
        }
    }

    pub(super) fn bind(
        &mut self,
        region: &Region,
        bind: &Bind,
        now: Timestamp,
        course: Course,
    ) -> Result<Outcome, Refusal> {
        let at = self.target(region, &Target::Eip(bind.eip.clone()))?;
        may_bind(&self.eips[at])?;
        let (instance, nic, private_ip) = self.seat(region, &bind.place)?;
        let taken = self.eips.iter().any(|e| {
            e.id != bind.eip
                && e.is_seated()
                && if nic.is_empty() {
                    e.instance == instance
                } else {
                    e.nic == nic && e.private_ip == private_ip
                }
        });
        if taken {
            let message = format!("the target {instance} {nic} {private_ip} already has an eip");
            return Err(Refusal::new(5100, "InvalidPrivateIpAddress.AlreadyBindEip", message));
        }
        let ordinary = self
            .nics
            .iter_mut()
            .filter(|n| n.id == nic)
            .flat_map(|n| &mut n.ips)
            .find(|ip| ip.ip == private_ip && !ip.wan_ip.is_empty());
        if let Some(ordinary) = ordinary {
            if !bind.release_ordinary {
                let message = format!(
                    "{private_ip} has the ordinary public IP {}; return it first",
                    ordinary.wan_ip
                );
                return Err(Refusal::new(5100, "InvalidParameterValue.InstanceHasWanIP", message));
            }
            ordinary.wan_ip.clear();
        }
        let ends = (course != Course::NeverLeaves).then(|| later(now, self.settle.bound_after_ms));
        if let Some(ends) = ends {
            let row = &mut self.eips[at];
            (row.instance, row.nic, row.private_ip) = (instance, nic, private_ip);
            (row.status, row.busy, row.updated, row.free_since) =
                (EipStatus::Binding, true, now, None);
            self.push(ends, Step::Bound { eip: bind.eip.clone() });
        }
        Ok(self.accept(ends))
    }

    /// Server, NIC and private IP of a place; the NIC is empty for a classic-network server.
    fn seat(&self, region: &Region, place: &Place) -> Result<(String, String, String), Refusal> {
        let here = || self.nics.iter().filter(|n| n.region == *region);
        match place {
            Place::NicPosition { nic, private_ip } => here()
                .find(|n| n.id == *nic && n.ips.iter().any(|ip| ip.ip == *private_ip))
                .map(|n| (n.instance.clone(), n.id.clone(), private_ip.clone()))
                .ok_or_else(|| {
                    Refusal::new(
                        5000,
                        "InvalidNetworkInterfaceId.NotFound",
                        format!("no private IP {private_ip} on {nic}"),
                    )
                }),
            Place::Instance(instance) => {
                if let Some(nic) = here().find(|n| n.primary && n.instance == *instance) {
                    return Ok((instance.clone(), nic.id.clone(), nic.ips[0].ip.clone()));
                }
                if let Some(private_ip) = self.classic.get(instance) {
                    return Ok((instance.clone(), String::new(), private_ip.clone()));
                }
                Err(Refusal::new(
                    5000,
                    "InvalidInstanceId.NotFound",
                    format!("instance {instance} does not exist in {region}"),
                ))
            }
        }
    }
}

fn later(now: Timestamp, ms: u64) -> Timestamp {
    now + SignedDuration::from_millis(ms as i64)
}

fn may_unbind(row: &EipRow) -> Result<(), Refusal> {
    let id = &row.id;
    let refuse = |v3: &str, message: String| Err(Refusal::new(5100, v3, message));
    if row.kind == InstanceKind::Nat || row.instance.starts_with("nat-") {
        return refuse(
            "InvalidParameterValue.ResourceNotSupport",
            format!("{id} is bound to the NAT gateway {}: use its own action", row.instance),
        );
    }
    if row.kind == InstanceKind::Havip {
        return refuse(
            "InvalidParameterValue.ResourceNotSupport",
            format!("{id} is bound to the HAVIP {}: use its own action", row.instance),
        );
    }
    if row.arrears {
        return refuse(
            "OperationDenied.AddressInArrears",
            format!("{id} is isolated for arrears 欠费隔离"),
        );
    }
    if !row.status.is_bound() {
        let number = row.status.to_v2().unwrap_or(-1);
        return refuse(
            "UnsupportedOperation.AddressStatusNotPermit",
            format!("{id} is {} (status {number}), not bound", row.status),
        );
    }
    if row.busy {
        return refuse(
            "OperationDenied.MutexTaskRunning",
            format!("another task is running on {id}"),
        );
    }
    Ok(())
}

fn may_bind(row: &EipRow) -> Result<(), Refusal> {
    let id = &row.id;
    if row.arrears {
        return Err(Refusal::new(
            5100,
            "OperationDenied.AddressInArrears",
            format!("{id} is isolated for arrears 欠费隔离"),
        ));
    }
    if row.blocked {
        return Err(Refusal::new(
            5100,
            "InvalidAddressId.Blocked",
            format!("{id} is blocked 封堵"),
        ));
    }
    if row.busy || !matches!(row.status, EipStatus::Unbound | EipStatus::BoundToDetachedNic) {
        let message = format!("{id} is {}, not unbound", row.status);
        return Err(Refusal::new(5100, "InvalidAddressIdStatus.NotPermit", message));
    }
    Ok(())
}
