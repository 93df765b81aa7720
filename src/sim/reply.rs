//! From what came of a call to the answer that goes out, as far as a fault lets it through.

use super::fault::FaultKind;
use super::message::{Answer, AnswerKind, LogEntry};
use super::outcome::{Outcome, Refusal};
use super::{v2, v3};
use jiff::Timestamp;
use serde_json::Value;

/// The generation that a request came through.
#[derive(Debug, Clone, Copy)]
pub(super) enum Front {
    V2,
    V3(v3::Context),
}

const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center><hr><center>stgw</center></body>\r\n</html>\r\n";
const LOGIN_PAGE: &str = "<!doctype html><html><body><h1>Network sign-in</h1><p>Please sign in to use this network.</p></body></html>";

pub(super) fn html(status: u16, body: &str) -> AnswerKind {
    AnswerKind::Reply { status, content_type: "text/html", body: body.to_owned() }
}

pub(super) fn json_text(body: String) -> AnswerKind {
    AnswerKind::Reply { status: 200, content_type: "application/json", body }
}

pub(super) fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The code for the log, and the body.
pub(super) fn write(
    front: Front,
    result: &Result<Outcome, Refusal>,
    now: Timestamp,
) -> (String, Value) {
    match (front, result) {
        (Front::V2, Ok(outcome)) => ("0".to_owned(), v2::body(outcome, now)),
        (Front::V2, Err(refusal)) => (refusal.v2.to_string(), v2::refusal(refusal)),
        (Front::V3(request), Ok(outcome)) => ("OK".to_owned(), v3::body(outcome, request)),
        (Front::V3(request), Err(refusal)) => (refusal.v3.clone(), v3::refusal(refusal, request)),
    }
}

pub(super) fn at_once(status: u16, body: &Value, now: Timestamp) -> Answer {
    let kind =
        AnswerKind::Reply { status, content_type: "application/json", body: body.to_string() };
    Answer { after_ms: 0, date: http_date(now), closes: false, kind }
}

/// Turns a result into an answer, as far as the fault lets it through.
pub(super) fn spoil(
    front: Front,
    fault: Option<FaultKind>,
    mut result: Result<Outcome, Refusal>,
    entry: &mut LogEntry,
    (now, number): (Timestamp, usize),
) -> AnswerKind {
    let mut as_word = |word: &str, kind: AnswerKind| {
        word.clone_into(&mut entry.answered);
        kind
    };
    match fault {
        Some(FaultKind::Rows(rows)) => {
            let (code, mut body) = write(front, &result, now);
            rows.write(&mut body, number);
            return as_word(&code, json_text(body.to_string()));
        }
        Some(FaultKind::Hang { .. }) => return as_word("hang", AnswerKind::Hang),
        Some(FaultKind::Drop { .. }) => return as_word("close", AnswerKind::Close),
        Some(FaultKind::BadGateway { .. }) => return as_word("html", html(502, BAD_GATEWAY)),
        Some(FaultKind::Html200 { .. }) => return as_word("html", html(200, LOGIN_PAGE)),
        Some(FaultKind::CutJson { .. }) => {
            let whole = write(front, &result, now).1.to_string();
            let half =
                (0..=whole.len() / 2).rev().find(|i| whole.is_char_boundary(*i)).unwrap_or(0);
            return as_word("cut", json_text(whole[..half].to_owned()));
        }
        Some(FaultKind::Error { code, code_v3, message, .. }) => {
            let usual = Refusal::by_code(code);
            result = Err(Refusal {
                v2: code,
                v3: code_v3.unwrap_or(usual.v3),
                message: message.unwrap_or(usual.message),
            });
        }
        Some(FaultKind::WrongTotal(by)) => {
            if let Ok(Outcome::Eips { total, .. } | Outcome::Nics { total, .. }) = &mut result {
                *total += by;
            }
        }
        Some(
            FaultKind::Delay(_)
            | FaultKind::NeverSettles
            | FaultKind::NeverLeaves
            | FaultKind::PageShift
            | FaultKind::PageGap,
        )
        | None => {}
    }
    let (code, body) = write(front, &result, now);
    entry.answered = code;
    json_text(body.to_string())
}
