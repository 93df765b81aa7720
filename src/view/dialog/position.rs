//! Why the position of a target on its NIC is not known.

use crate::app::dialog::Target;
use crate::text::not_known::Why;
use crate::unbind::around::Fact;

/// The reason, where it is not known.
pub(super) fn why_not_known(target: &Target) -> Why<'_> {
    let Some(eip) = target.eip() else { return Why::NotReadYet };
    let nics = match &target.facts.nics {
        Fact::Known(nics) | Fact::Partly(nics) => Ok(nics.as_slice()),
        Fact::Failed(fault) => Err(Some(fault)),
        Fact::NotNeeded | Fact::Asked => Err(None),
    };
    Why::of_position(eip, nics)
}
