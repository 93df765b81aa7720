//! The row of the error table for a code or a fault. A code that the table does not list is judged by its last part, which is what the
//! vendor's modules agree on (`DesOperation.MutexTaskRunning` and `OperationDenied.MutexTaskRunning` say the same).

use super::FaultClass::{Credentials, Maintenance, Unreachable};
use super::RequestId;
use super::error_table::{
    ErrorRow, GONE, NO_ANSWER, NO_CREDENTIALS, STOPPED_HERE, STS, UNKNOWN, UNREACHABLE, V2, V3,
};
use super::fault::{Delivery, Fault};

fn row(code: &str) -> Option<&'static ErrorRow> {
    V3.iter().find(|row| row.code == code)
}

/// Whether the table lists the code, or the part of it before the first dot.
fn is_listed(code: &str) -> bool {
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
fn judged(code: &str) -> Option<&'static ErrorRow> {
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
fn described(message: &str) -> Option<&str> {
    let in_brackets = message.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let name = in_brackets.map_or(message, |(_, name)| name).trim();
    let is_name = name.len() > 3
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    is_name.then_some(name)
}

/// The row for a code of API 2.0.
pub fn lookup_v2(code: i64) -> &'static ErrorRow {
    V2.iter().find(|row| row.code.parse() == Ok(code)).unwrap_or(&UNKNOWN)
}

/// The row for a code of API 2.0 that may be known only by the name that stands in its message.
pub(crate) fn named_v2(code: i64, message: &str) -> &'static ErrorRow {
    let row = lookup_v2(code);
    let named = || described(message).map(lookup_v3).filter(|row| **row != UNKNOWN);
    if *row == UNKNOWN { named().unwrap_or(row) } else { row }
}

/// The row for a code of API 3.0: by its full text, else by the part before the first dot (`docs/api-v3.md` §3); a last part that says
/// what to wait for, to lift or to pay goes before that, and decides where the first part is new.
pub(crate) fn lookup_v3(code: &str) -> &'static ErrorRow {
    let exact = V3.iter().find(|row| row.code == code);
    exact.or_else(|| judged(code)).unwrap_or(&UNKNOWN)
}

/// The row for a code with which STS gave no keys.
pub(crate) fn lookup_sts(code: &str) -> &'static ErrorRow {
    let of_sts = |code: &str| STS.iter().find(|row| row.code == code);
    let of_both = || Some(lookup_v3(code)).filter(|row| **row != UNKNOWN);
    of_sts(code)
        .or_else(|| of_sts(code.split('.').next()?))
        .or_else(of_both)
        .unwrap_or(&NO_CREDENTIALS)
}

/// The row that explains a fault.
pub fn explain(fault: &Fault) -> &'static ErrorRow {
    if let Some(local_error) = fault.local_error {
        return local_error.row();
    }
    match (fault.delivery, fault.class) {
        (Delivery::NotSent, Unreachable) => &UNREACHABLE,
        (Delivery::NotSent, Credentials) if fault.code.is_empty() => &NO_CREDENTIALS,
        (Delivery::NotSent, Credentials) => lookup_sts(&fault.code),
        (Delivery::NotSent, _) => &STOPPED_HERE,
        (Delivery::NoAnswer, Maintenance) => &GONE,
        (Delivery::NoAnswer, _) => &NO_ANSWER,
        (Delivery::Answered, _) => {
            let number = fault.code.parse();
            number.map_or_else(|_| lookup_v3(&fault.code), |code| named_v2(code, &fault.message))
        }
    }
}

impl ErrorRow {
    /// The fault that an answer with this row's meaning is.
    pub fn fault(
        &self,
        code: impl Into<String>,
        message: impl Into<String>,
        request_id: Option<RequestId>,
    ) -> Fault {
        let code = code.into();
        // A code that no document lists proves nothing, whatever its name says.
        let may_have_acted =
            self.may_have_acted || (self.class != Credentials && !is_listed(&code));
        Fault {
            class: self.class,
            delivery: Delivery::Answered,
            may_have_acted,
            read_retry: self.read_retry,
            code,
            message: message.into(),
            request_id,
            local_error: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FaultClass::{
        self, BadRequest, ClockOrReplay, Local, NotFound, OperationFailed, Throttled,
    };

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

    #[test]
    fn no_code_stands_twice_and_every_row_speaks_both_languages() {
        for (i, row) in V2.iter().chain(V3).enumerate() {
            assert!(
                V2.iter().chain(V3).skip(i + 1).all(|other| other.code != row.code),
                "{}",
                row.code
            );
            for text in [row.en, row.zh, row.hint_en, row.hint_zh] {
                assert!(!text.is_empty(), "{}", row.code);
            }
            assert!(
                row.zh.chars().any(|c| c > '\u{2e7f}')
                    && ![row.en, row.hint_en].concat().chars().any(|c| c > '\u{2e7f}'),
                "{}",
                row.code
            );
        }
    }

    #[test]
    fn a_code_is_found_whole_first_then_by_its_first_part() {
        assert_eq!(lookup_v3("InvalidParameterValue.AddressNotFound").class, NotFound);
        assert_eq!(lookup_v3("InvalidParameterValue.SomethingNew").class, BadRequest);
        assert_eq!(lookup_v3("RequestLimitExceeded.UinLimitExceeded").class, Throttled);
        assert_eq!(lookup_v3("LimitExceeded.ActionLimited").class, Throttled);
        assert_eq!(lookup_v3("LimitExceeded.NumberOfFilters").class, OperationFailed);
        assert_eq!(lookup_v3("InvalidRequest.ReplayAttack").class, ClockOrReplay);
        assert!(lookup_v3("FailedOperation.Anything").may_have_acted);
        assert!(!lookup_v3("OperationDenied.AddressInArrears").may_have_acted);
        assert!(lookup_v3("OperationDenied.MutexTaskRunning").may_have_acted);
    }

    #[test]
    fn an_unlisted_code_may_have_acted() {
        assert_eq!(lookup_v2(9006), &UNKNOWN);
        assert_eq!(lookup_v3("Brand.New"), &UNKNOWN);
        assert_eq!(lookup_v3(""), &UNKNOWN);
        let row = (UNKNOWN.class, UNKNOWN.may_have_acted);
        assert_eq!(row, (OperationFailed, true));
    }

    #[test]
    fn every_fault_is_explained() {
        assert_eq!(explain(&lookup_v2(5100).fault("5100", "", None)).code, "5100");
        assert_eq!(
            explain(&lookup_v3("ActionOffline").fault("ActionOffline", "", None)).code,
            "ActionOffline"
        );
        assert_eq!(explain(&Fault::no_answer("cut")), &NO_ANSWER);
        assert_eq!(explain(&Fault { class: Maintenance, ..Fault::no_answer("404") }), &GONE);
        assert_eq!(explain(&Fault::local(Unreachable, "dns")), &UNREACHABLE);
        assert_eq!(explain(&Fault::local(Credentials, "none")), &NO_CREDENTIALS);
        assert_eq!(explain(&Fault::local(Local, "read-only")), &STOPPED_HERE);
    }
}
