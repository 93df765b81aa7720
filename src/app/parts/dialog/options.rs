//! `allocWanIp` and `unBindPrivateIpWithEip` in the dialog.

use super::{Dialog, Hint, Target};
use crate::domain::NicPosition;
use crate::unbind::{ToggleUse, UnbindOptions};

impl Dialog {
    /// Which position on its NIC the one target has.
    pub(crate) fn seat(&self) -> NicPosition {
        match self.targets.as_slice() {
            [target] => target.seat(),
            _ => NicPosition::Unknown,
        }
    }

    /// Whether `allocWanIp` means something for this target.
    pub fn alloc_wan_ip_use_of(&self, target: &Target) -> ToggleUse {
        if self.purpose.binds() {
            return ToggleUse::NotForBind;
        }
        ToggleUse::of_alloc_wan_ip(target.seat(), target.facts.quota.known())
    }

    /// Whether `unBindPrivateIpWithEip` means something for this target.
    pub fn un_bind_private_ip_use_of(&self, target: &Target) -> ToggleUse {
        if self.purpose.binds() {
            return ToggleUse::NotForBind;
        }
        ToggleUse::of_un_bind_private_ip(target.seat(), &self.context.whose.api.capabilities())
    }

    /// Whether `allocWanIp` means something here: in a batch, for any of the targets.
    pub(crate) fn alloc_wan_ip_use(&self) -> ToggleUse {
        self.first_offered(|target| self.alloc_wan_ip_use_of(target))
    }

    /// Whether `unBindPrivateIpWithEip` means something here: in a batch, for any of the targets.
    pub(crate) fn un_bind_private_ip_use(&self) -> ToggleUse {
        self.first_offered(|target| self.un_bind_private_ip_use_of(target))
    }

    fn first_offered(&self, toggle: impl Fn(&Target) -> ToggleUse) -> ToggleUse {
        let mut uses = self.targets.iter().filter(|target| self.is_planned(target)).map(toggle);
        let first = uses.next().or_else(|| self.targets.first().map(|_| ToggleUse::NotForBind));
        let first = first.unwrap_or(ToggleUse::NotForBind);
        if first.is_offered() { first } else { uses.find(|u| u.is_offered()).unwrap_or(first) }
    }

    /// Whether it is an item of the plan, or could be one: of a single target it does not matter.
    pub(crate) fn is_planned(&self, target: &Target) -> bool {
        self.targets.len() == 1
            || target.eip().is_some_and(|eip| {
                self.plan
                    .items
                    .iter()
                    .any(|item| item.eip_id == eip.eip_id && item.region == eip.region)
            })
    }

    /// The toggles as they stand, of any target.
    pub fn options(&self) -> UnbindOptions {
        let mut all = self.targets.iter().map(|target| target.request.options);
        let first = all.next().unwrap_or_default();
        all.fold(first, |a, b| UnbindOptions {
            alloc_wan_ip: a.alloc_wan_ip || b.alloc_wan_ip,
            un_bind_private_ip_with_eip: a
                .un_bind_private_ip_with_eip
                .or(b.un_bind_private_ip_with_eip),
        })
    }

    /// Changes the toggles of those targets where it means something.
    fn set_options(
        &mut self,
        toggle: impl Fn(&Self, &Target) -> ToggleUse,
        change: impl Fn(&mut UnbindOptions, bool),
    ) {
        let offered: Vec<bool> =
            self.targets.iter().map(|target| toggle(self, target).is_offered()).collect();
        for (target, offered) in self.targets.iter_mut().zip(offered) {
            change(&mut target.request.options, offered);
        }
        self.hint = None;
        self.replan();
    }

    /// `w`: a new ordinary public IP for the server, or none.
    pub(crate) fn toggle_alloc_wan_ip(&mut self) {
        if self.planned.is_some() {
            self.hint = Some(Hint::AsPlanned);
            return;
        }
        let on = self.options().alloc_wan_ip;
        let toggle = self.alloc_wan_ip_use();
        if toggle.is_offered() || on {
            self.set_options(Self::alloc_wan_ip_use_of, |options, offered| {
                options.alloc_wan_ip = !on && offered;
            });
        } else {
            self.hint = Some(Hint::NotHere(toggle));
        }
    }

    /// `d`: left out (the cloud's default dissolves the link of EIP and private IP), or 0, which keeps it.
    pub(crate) fn toggle_un_bind_private_ip(&mut self) {
        if self.planned.is_some() {
            self.hint = Some(Hint::AsPlanned);
            return;
        }
        let toggle = self.un_bind_private_ip_use();
        if !toggle.is_offered() {
            self.hint = Some(Hint::NotHere(toggle));
            return;
        }
        let keeps = self.options().un_bind_private_ip_with_eip == Some(false);
        self.set_options(Self::un_bind_private_ip_use_of, |options, offered| {
            options.un_bind_private_ip_with_eip = (offered && !keeps).then_some(false);
        });
    }
}
