//! Replies that quote what they were sent.

use super::*;

/// A client with this token whose cloud answers every request with a page that quotes what it was sent, in some spelling.
fn quoting(token: &str, spell: impl Fn(&str) -> (u16, String) + 'static) -> Client {
    let settings = ClientSettings {
        credentials: Credentials::new(
            "AKIDEXAMPLEexample0001",
            "tOpS3cr3t-key/not+real",
            Some(token),
        )
        .unwrap()
        .into(),
        ..settings("https://cloud.example")
    };
    let token = token.to_owned();
    Client::in_memory(
        settings,
        Rc::new(move |request| {
            let (status, body) = spell(&format!("{}?{} {token}", request.path, request.query));
            Box::pin(async move { Ok(HttpReply { status, date: None, body: body.into_bytes() }) })
        }),
    )
}

#[test]
fn a_page_that_quotes_the_token_shows_no_part_of_it() {
    use base64::Engine as _;
    let token: String = (0..320_u32)
        .map(|n| char::from_digit((n * n * 7 + n * 3 + n / 5) % 36, 36).unwrap())
        .collect();
    type Spelling = fn(&str) -> (u16, String);
    let spellings: [Spelling; 5] = [
        |sent| (502, format!("<html><h1>Bad Gateway</h1>{sent}</html>")),
        |sent| (200, format!("{{\"code\":4104,\"message\":\"no such key: {sent}\"}}")),
        |sent| (200, sent.to_owned()),
        |sent| (502, sent.bytes().map(|byte| format!("&#{byte};")).collect()),
        |sent| (502, base64::engine::general_purpose::STANDARD.encode(sent)),
    ];
    for spell in spellings {
        for padding in [0, 40, 90, 115] {
            let padded = move |sent: &str| spell(&format!("{}{sent}", "-".repeat(padding)));
            let client = quoting(&token, padded).single_attempt();
            let read = block(client.describe_quota(&gz())).unwrap_err();
            let sent = block(client.mutate(&gz(), &unbind())).unwrap_err();
            for fault in [read, sent] {
                let shown = format!("{} {}", fault.code, fault.message);
                for part in token.as_bytes().windows(8) {
                    let part = std::str::from_utf8(part).unwrap();
                    let engine = base64::engine::general_purpose::STANDARD_NO_PAD;
                    for part in [part.to_owned(), engine.encode(part)[1..9].to_owned()] {
                        assert!(!shown.contains(&part), "{part} in {shown}");
                    }
                }
            }
        }
    }
}
