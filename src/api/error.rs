//! From a reply that is no success to a [`Fault`]. What the codes mean stands in [`crate::domain::error_table`].

use super::message::{HttpReply, TransportError};
use super::secrets::Secrets;
use crate::domain::{Fault, FaultClass, LocalError};

/// Longest part of a reply that is quoted in a message.
const EXCERPT: usize = 120;
/// How much of a reply is searched for secrets before it is quoted: errors of the cloud are short, and of a page only the beginning is shown.
const HIDDEN: usize = 256 << 10;

/// The fault for a reply that never arrived whole.
pub(crate) fn transport_fault(error: &TransportError) -> Fault {
    match error {
        TransportError::NotConnected(why) => Fault::local(FaultClass::Unreachable, why.clone()),
        TransportError::Blocked(local_error, why) => {
            Fault::before_sending(*local_error, why.clone())
        }
        TransportError::TooLate => Fault::before_sending(
            LocalError::ReadingTooOld,
            "no connection within 1 s of the reading",
        ),
        TransportError::Lost(why) => Fault::no_answer(why.clone()),
    }
}

/// The fault for a reply that can't be trusted: what was wrong with it, and how it began.
pub(crate) fn untrusted(why: &str, reply: &HttpReply) -> Fault {
    let excerpt = excerpt(&reply.body);
    Fault::no_answer(if excerpt.is_empty() { why.to_owned() } else { format!("{why}: {excerpt}") })
}

/// The body, if the status lets it be trusted: API errors come with 200 (`docs/api-v2.md` §1, `docs/api-v3.md` §3).
pub(crate) fn trusted_body(reply: &HttpReply) -> Result<&str, Fault> {
    if reply.status != 200 {
        let fault = untrusted(&format!("HTTP {}", reply.status), reply);
        return Err(match reply.status {
            // The host is there, the API is not: what a retired host says. A mutation is judged by reading all the same.
            404 | 410 => Fault {
                class: FaultClass::Maintenance,
                read_retry: crate::domain::fault::ReadRetry::Never,
                code: reply.status.to_string(),
                ..fault
            },
            _ => fault,
        });
    }
    match reply.body.iter().find(|b| !b.is_ascii_whitespace()) {
        None => Err(untrusted("the reply is empty", reply)),
        // Checked once for all: of its many short texts, each would be.
        Some(b'{') => std::str::from_utf8(&reply.body)
            .map_err(|error| senseless(error.error_len().is_none(), reply)),
        Some(_) => Err(untrusted("the reply is not JSON", reply)),
    }
}

/// The fault for a body that does not parse.
pub(crate) fn unreadable(error: &serde_json::Error, reply: &HttpReply) -> Fault {
    senseless(error.is_eof(), reply)
}

fn senseless(is_cut_off: bool, reply: &HttpReply) -> Fault {
    untrusted(if is_cut_off { "the reply was cut off" } else { "the reply makes no sense" }, reply)
}

/// How a reply began, on one line, without anything secret that a proxy may have echoed.
fn excerpt(body: &[u8]) -> String {
    let head = &body[..body.len().min(4 * EXCERPT)];
    let text = redacted(&String::from_utf8_lossy(head));
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = line.chars().take(EXCERPT).collect();
    if short.len() < line.len() || head.len() < body.len() {
        short.push('…');
    }
    short
}

/// The text with the values of `Signature=` and `Token=` hidden: error pages like to repeat the whole URL.
pub fn redacted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(end) = ["Signature=", "Token="]
        .iter()
        .filter_map(|name| rest.find(name).map(|at| at + name.len()))
        .min()
    {
        out.push_str(&rest[..end]);
        out.push_str("***");
        let value = &rest[end..];
        rest = &value[value
            .find(|c: char| c.is_whitespace() || "&;,\"'<>".contains(c))
            .unwrap_or(value.len())..];
    }
    out.push_str(rest);
    out
}

/// A fault without what must never be shown, whatever of the reply it quotes.
pub(super) fn without_secrets(fault: Fault, secrets: &Secrets) -> Fault {
    Fault { code: secrets.hide(&fault.code), message: secrets.hide(&fault.message), ..fault }
}

/// A reply that is to be quoted: without what must never be shown, before anything of it is cut. `None` where it holds nothing of that.
pub(super) fn hidden_reply(reply: &HttpReply, secrets: &Secrets) -> Option<HttpReply> {
    let head = &reply.body[..reply.body.len().min(HIDDEN)];
    let text = String::from_utf8_lossy(head);
    let shown = secrets.hide(&text);
    (shown != text).then(|| {
        // A character may stand across the cut: what is left of it must not make the reply senseless.
        let rest = String::from_utf8_lossy(&reply.body[head.len()..]);
        HttpReply { body: format!("{shown}{rest}").into_bytes(), ..reply.clone() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Delivery;

    fn reply(status: u16, body: &str) -> HttpReply {
        HttpReply { status, date: None, body: body.as_bytes().to_vec() }
    }

    #[test]
    fn a_bad_reply_says_what_came() {
        let fault = trusted_body(&reply(502, "<html>\n  <b>Bad   Gateway</b>")).unwrap_err();
        assert_eq!(
            (fault.delivery, fault.message.as_str()),
            (Delivery::NoAnswer, "HTTP 502: <html> <b>Bad Gateway</b>")
        );
        assert_eq!(trusted_body(&reply(200, " \n")).unwrap_err().message, "the reply is empty");
        assert!(trusted_body(&reply(200, "[0]")).is_err(), "a list is no envelope");
        let bytes = |body: &[u8]| HttpReply { body: body.to_vec(), ..reply(200, "") };
        let said = |body| trusted_body(&bytes(body)).unwrap_err().message;
        assert!(said(b"{\"a\":\"\xd5\xfd\"}").starts_with("the reply makes no sense"), "GBK");
        assert!(said(b"{\"a\":\"\xe6\xad").starts_with("the reply was cut off"));
        let long = trusted_body(&reply(200, &"救火".repeat(500))).unwrap_err().message;
        assert!(long.chars().count() < 160 && long.ends_with('…'), "{long}");
    }

    #[test]
    fn a_retired_host_is_told_from_a_broken_one() {
        for status in [404, 410] {
            let fault = trusted_body(&reply(status, "gone")).unwrap_err();
            assert_eq!(
                (fault.class, fault.code, fault.may_have_acted),
                (FaultClass::Maintenance, status.to_string(), true)
            );
        }
        assert_eq!(trusted_body(&reply(503, "")).unwrap_err().class, FaultClass::Internal);
    }

    #[test]
    fn an_echoed_signature_is_hidden() {
        let echoed =
            "GET /v2/index.php?Action=X&Signature=abc%2Fd&Token=t0k&a=1 <b>Signature=zzz</b>";
        let shown = redacted(echoed);
        assert_eq!(
            shown,
            "GET /v2/index.php?Action=X&Signature=***&Token=***&a=1 <b>Signature=***</b>"
        );
    }
}
