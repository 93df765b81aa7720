//! Two rows of one EIP in one answer: what they tell differently is not known.

use super::{Eip, EipStatus, Field, Fields, Gaps};

impl Eip {
    /// Takes in a further row of the same id: what the two tell differently is not known.
    pub fn merge(&mut self, other: &Self) {
        let mut differs = self.gaps.conflicting.union(other.gaps.conflicting);
        let not_told = self.gaps.not_told.union(other.gaps.not_told);
        merge_field(Field::Eip, &mut self.eip, other.eip.as_ref(), &mut differs);
        merge_field(
            Field::UnInstanceId,
            &mut self.un_instance_id,
            other.un_instance_id.as_ref(),
            &mut differs,
        );
        merge_field(
            Field::NetworkInterfaceId,
            &mut self.network_interface_id,
            other.network_interface_id.as_ref(),
            &mut differs,
        );
        merge_field(
            Field::PrivateIpAddress,
            &mut self.private_ip_address,
            other.private_ip_address.as_ref(),
            &mut differs,
        );
        merge_field(Field::Type, &mut self.kind, other.kind.as_ref(), &mut differs);
        merge_field(Field::Arrears, &mut self.arrears, other.arrears.as_ref(), &mut differs);
        merge_field(Field::Blocked, &mut self.blocked, other.blocked.as_ref(), &mut differs);
        merge_field(
            Field::CascadeRelease,
            &mut self.cascade_release,
            other.cascade_release.as_ref(),
            &mut differs,
        );
        if self.status != other.status {
            differs.insert(Field::Status);
            self.status = EipStatus::NotTold;
        }
        self.gaps = Gaps { not_told, conflicting: differs };
    }
}

/// Two rows that differ leave no value.
fn merge_field<T: PartialEq>(
    field: Field,
    mine: &mut Option<T>,
    other: Option<&T>,
    differs: &mut Fields,
) {
    if mine.as_ref() != other {
        differs.insert(field);
        *mine = None;
    }
}
