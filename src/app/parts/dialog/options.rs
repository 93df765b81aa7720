//! `allocWanIp` and `unBindPrivateIpWithEip` in the dialog.

use super::{Dialog, Hint};
use crate::domain::NicPosition;
use crate::unbind::{ToggleUse, UnbindOptions};

impl Dialog {
    /// Sets the toggles of the one target.
    fn set_options(&mut self, change: impl Fn(&mut UnbindOptions)) {
        for target in &mut self.targets {
            change(&mut target.request.options);
        }
        self.hint = None;
        self.replan();
    }

    /// Which seat the one target has.
    pub fn seat(&self) -> NicPosition {
        match self.targets.as_slice() {
            [target] => target.seat(),
            _ => NicPosition::Unknown,
        }
    }

    /// Whether `allocWanIp` means something here.
    pub fn alloc_wan_ip_use(&self) -> ToggleUse {
        if self.purpose.binds() {
            return ToggleUse::NotForBind;
        }
        ToggleUse::of_alloc_wan_ip(self.seat(), self.targets.first().and_then(|t| t.quota.known()))
    }

    /// Whether `unBindPrivateIpWithEip` means something here.
    pub fn un_bind_private_ip_use(&self) -> ToggleUse {
        if self.purpose.binds() {
            return ToggleUse::NotForBind;
        }
        ToggleUse::of_un_bind_private_ip(self.seat(), &self.context.api.capabilities())
    }

    /// The toggles as they stand.
    pub fn options(&self) -> UnbindOptions {
        self.targets.first().map(|t| t.request.options).unwrap_or_default()
    }

    /// `w`: a new ordinary public IP for the server, or none.
    pub(crate) fn toggle_alloc_wan_ip(&mut self) {
        if self.targets.len() > 1 {
            self.hint = Some(Hint::NoTogglesInBatch);
            return;
        }
        let on = self.options().alloc_wan_ip;
        let toggle = self.alloc_wan_ip_use();
        if toggle.is_offered() || on {
            self.set_options(|options| options.alloc_wan_ip = !on);
        } else {
            self.hint = Some(Hint::NotHere(toggle));
        }
    }

    /// `d`: left out (the cloud's default dissolves the link of EIP and private IP), or 0, which keeps it.
    pub(crate) fn toggle_un_bind_private_ip(&mut self) {
        if self.targets.len() > 1 {
            self.hint = Some(Hint::NoTogglesInBatch);
            return;
        }
        let toggle = self.un_bind_private_ip_use();
        if toggle.is_offered() {
            self.set_options(|options| {
                let keeps = options.un_bind_private_ip_with_eip == Some(false);
                options.un_bind_private_ip_with_eip = if keeps { None } else { Some(false) };
            });
        } else {
            self.hint = Some(Hint::NotHere(toggle));
        }
    }
}
