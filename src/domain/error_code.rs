//! Codes that the table does not list: judged by their last part, which is what the vendor's modules agree on (`DesOperation.MutexTaskRunning`
//! and `OperationDenied.MutexTaskRunning` say the same).

use super::error_table::{ErrorRow, V2, V3};

fn row(code: &str) -> Option<&'static ErrorRow> {
    V3.iter().find(|row| row.code == code)
}

/// Whether the table lists the code, or the part of it before the first dot.
pub(super) fn is_listed(code: &str) -> bool {
    let first = code.split('.').next().unwrap_or_default();
    V2.iter().chain(V3).any(|row| !row.code.is_empty() && (row.code == code || row.code == first))
}

/// What a last part says whatever stands before it: wait, have it lifted, pay.
const STRONG: &[(&[&str], &str)] = &[
    (
        &["mutex", "busy", "taskrunning", "inprogress", "processing"],
        "OperationDenied.MutexTaskRunning",
    ),
    (&["blocked", "attacked", "isolatedbyddos"], "InvalidAddressId.Blocked"),
    (&["arrear", "balanceinsufficient", "insufficientbalance"], "OperationDenied.AddressInArrears"),
];

/// What a last part says where nothing is known of the first.
const WEAK: &[(&[&str], &str)] = &[
    (&["requestlimit", "toomanyrequest", "ratelimit", "throttl"], "RequestLimitExceeded"),
    (&["quota", "limitexceeded", "overlimit"], "LimitExceeded"),
    (&["notfound", "notexist"], "ResourceNotFound"),
    (&["unauthorized", "nopermission", "permissiondenied", "forbidden"], "UnauthorizedOperation"),
    (&["signature", "tokenfailure", "secretid"], "AuthFailure"),
    (
        &["statusnotpermit", "invalidstate", "addressstate", "statenot"],
        "InvalidAddressIdStatus.NotPermit",
    ),
    (&["malformed", "invalidparam", "missingparam"], "InvalidParameterValue"),
    (&["notsupport", "unsupported"], "UnsupportedOperation"),
    (&["offline", "deprecated"], "ActionOffline"),
    (&["internalerror", "servererror"], "InternalError"),
];

fn said(table: &[(&[&str], &str)], last: &str) -> Option<&'static ErrorRow> {
    let (_, code) = table.iter().find(|(words, _)| words.iter().any(|word| last.contains(word)))?;
    row(code)
}

/// The row of a code that is not listed as a whole.
pub(super) fn judged(code: &str) -> Option<&'static ErrorRow> {
    let (first, last) = (code.split('.').next()?, code.rsplit('.').next()?);
    let last = last.to_ascii_lowercase();
    said(STRONG, &last).or_else(|| row(first)).or_else(|| {
        let same = |row: &&ErrorRow| {
            row.code.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case(&last))
        };
        V3.iter().find(same).or_else(|| said(WEAK, &last))
    })
}

/// The name that API 2.0 gives beside a number that no document lists: `codeDesc`, which is kept in the message.
pub(super) fn described(message: &str) -> Option<&str> {
    let in_brackets = message.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let name = in_brackets.map_or(message, |(_, name)| name).trim();
    let is_name = name.len() > 3
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::domain::FaultClass;
    use crate::domain::error_table::{UNKNOWN, lookup_v2, lookup_v3, named_v2};

    /// The codes of the product in the vendor's SDK (`tests/clients/codes` compares the list with PyPI).
    const VENDOR: &str = include_str!("../../tests/vectors/vpc_error_codes.txt");

    #[test]
    fn every_code_of_the_vendors_sdk_is_judged() {
        let unknown: Vec<&str> =
            VENDOR.lines().filter(|code| *lookup_v3(code) == UNKNOWN).collect();
        assert_eq!(unknown, [] as [&str; 0]);
        assert!(VENDOR.lines().count() > 500);
    }

    #[test]
    fn the_last_part_decides_where_the_first_is_new() {
        let same = |code: &str, listed: &str| assert_eq!(lookup_v3(code).code, listed, "{code}");
        same("DesOperation.MutexTaskRunning", "OperationDenied.MutexTaskRunning");
        same("UnsupportedOperation.NatGatewayIsBusy", "OperationDenied.MutexTaskRunning");
        same("InvalidAddressIdState.InArrears", "OperationDenied.AddressInArrears");
        same("New.AddressBlocked", "InvalidAddressId.Blocked");
        same("InvalidParameterValue.AddressAttacked", "InvalidAddressId.Blocked");
        same("New.TagQuotaExceeded", "LimitExceeded");
        same("RequestLimitExceeded.UinLimitExceeded", "RequestLimitExceeded");
        same("InvalidVpcId.NotFound", "InvalidAddressId.NotFound");
        same("UnsupportedOperation.Anything", "UnsupportedOperation");
        assert_eq!(lookup_v3("Brand.New"), &UNKNOWN);
    }

    #[test]
    fn a_number_is_judged_by_the_name_beside_it() {
        let judged = named_v2(9006, "task is running (DesOperation.MutexTaskRunning)");
        assert_eq!(judged.code, "OperationDenied.MutexTaskRunning");
        assert_eq!(named_v2(9006, "InvalidAddressId.Blocked").code, "InvalidAddressId.Blocked");
        assert_eq!(named_v2(9006, "something happened (see above)"), &UNKNOWN);
        assert_eq!(named_v2(5100, "x (New.Blocked)"), lookup_v2(5100), "a listed number is itself");
    }

    #[test]
    fn what_is_not_listed_may_have_acted_whatever_its_name() {
        let fault = |code: &str| lookup_v3(code).fault(code, "", None);
        assert!(fault("New.AddressInArrears").may_have_acted);
        assert!(!fault("OperationDenied.AddressInArrears").may_have_acted);
        assert!(named_v2(9006, "New.Blocked").fault("9006", "New.Blocked", None).may_have_acted);
        assert_eq!(fault("New.AddressInArrears").class, FaultClass::OperationFailed);
    }
}
