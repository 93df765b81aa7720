//! The client against answers in memory, and against a socket that misbehaves.

mod connections;
mod quoting;

use super::*;
use crate::api::credentials::Credentials;
use crate::api::message::{HttpReply, Method, TransportError};
use crate::api::proxy::{ProxyFrom, ProxySetting, ProxyUrl};
use crate::domain::{Delivery, EipId, UnbindTarget};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

const EMPTY: &str = r#"{"code":0,"message":"","data":{"eipSet":[]},"totalCount":0}"#;

fn settings(base: &str) -> ClientSettings {
    ClientSettings {
        generation: Generation::V2,
        endpoints: Endpoints::single(base).unwrap(),
        credentials: Credentials::new("AKIDEXAMPLEexample0001", "topsecret", Some("tmp-token"))
            .unwrap()
            .into(),
        transport: TransportSettings {
            read_deadline: Duration::from_millis(300),
            mutation_deadline: Duration::from_millis(300),
            ..Default::default()
        },
        requests_per_second: 0,
        clock: Rc::new(|| Moment {
            mono_ms: 0,
            wall: jiff::Timestamp::from_second(1_700_000_000).unwrap(),
        }),
        signature_method: SignatureMethod::default(),
    }
}

/// A client whose cloud gives these answers in turn, the last one for ever, and what it was sent.
fn answering(
    answers: &'static [Result<(u16, &'static str), TransportError>],
) -> (Client, Rc<RefCell<Vec<HttpRequest>>>) {
    let sent = Rc::new(RefCell::new(Vec::new()));
    let log = sent.clone();
    let client = Client::in_memory(
        settings("https://cloud.example"),
        Rc::new(move |request| {
            log.borrow_mut().push(request);
            let answer = answers[(log.borrow().len() - 1).min(answers.len() - 1)].clone();
            Box::pin(async move {
                answer.map(|(status, body)| HttpReply {
                    status,
                    date: None,
                    body: body.as_bytes().to_vec(),
                })
            })
        }),
    );
    (client, sent)
}

fn block<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn gz() -> Region {
    Region::parse("gz").unwrap()
}

fn unbind() -> Mutation {
    let target = UnbindTarget::Eip(EipId::parse("eip-4tqx81ma").unwrap());
    Mutation::Unbind { target, alloc_wan_ip: Some(false), un_bind_private_ip_with_eip: None }
}

fn nonce(request: &HttpRequest) -> String {
    let all = format!("{}{}", request.query, request.body);
    all.split('&').find_map(|pair| pair.strip_prefix("Nonce=")).unwrap().to_owned()
}

#[test]
fn a_mutation_is_sent_once_whatever_is_answered() {
    const ANSWERS: &[&[Result<(u16, &str), TransportError>]] = &[
        &[Ok((200, r#"{"code":6000,"message":"x"}"#))],
        &[Ok((200, r#"{"code":4400,"message":"x"}"#))],
        &[Ok((200, r#"{"code":4500,"message":"x"}"#))],
        &[Ok((502, "<html>"))],
        &[Ok((404, ""))],
        &[Err(TransportError::Lost(String::new()))],
        &[Err(TransportError::NotConnected(String::new()))],
    ];
    for answers in ANSWERS {
        let (client, sent) = answering(answers);
        block(client.mutate(&gz(), &unbind())).unwrap_err();
        assert_eq!(sent.borrow().len(), 1, "{answers:?}");
        assert_eq!(sent.borrow()[0].method, Method::Post);
        assert!(sent.borrow()[0].query.is_empty());
    }
}

#[test]
fn a_read_is_tried_three_times_each_with_a_nonce_of_its_own() {
    let (client, sent) = answering(&[Ok((502, "")), Ok((200, "{")), Ok((200, EMPTY))]);
    let page = block(client.describe_eips(&gz(), &EipQuery::all(), 0)).unwrap();
    assert_eq!(page.total, Some(0));
    let sent = sent.borrow();
    assert_eq!(sent.len(), 3);
    assert!(nonce(&sent[0]) != nonce(&sent[1]) && nonce(&sent[1]) != nonce(&sent[2]));
}

#[test]
fn a_read_is_not_repeated_where_it_would_fail_again() {
    let (client, sent) = answering(&[Ok((200, r#"{"code":4100,"message":"x"}"#))]);
    assert!(block(client.describe_quota(&gz())).unwrap_err().is_auth());
    assert_eq!(sent.borrow().len(), 1);
    let (client, sent) = answering(&[Ok((200, r#"{"code":4500,"message":"x"}"#))]);
    assert_eq!(block(client.describe_quota(&gz())).unwrap_err().class, FaultClass::ClockOrReplay);
    assert_eq!(sent.borrow().len(), 2, "once more, with fresh values");
    let (client, sent) = answering(const { &[Err(TransportError::NotConnected(String::new()))] });
    assert_eq!(
        block(client.single_attempt().describe_quota(&gz())).unwrap_err().class,
        FaultClass::Unreachable
    );
    assert_eq!(sent.borrow().len(), 1);
}

/// A change goes on a reading: it must not wait behind the pages of a list, nor must that reading.
#[test]
fn what_an_operator_waits_for_does_not_queue_behind_a_list() {
    let paused = Rc::new(RefCell::new(Vec::new()));
    let log = paused.clone();
    let world = Simulated {
        answer: Rc::new(|_| {
            Box::pin(async {
                Ok(HttpReply { status: 200, date: None, body: EMPTY.as_bytes().to_vec() })
            })
        }),
        pause: Rc::new(move |ms| {
            log.borrow_mut().push(ms);
            Box::pin(async {})
        }),
        jitter: Rc::new(|| 0),
        connect: None,
        closes: Rc::new(|| false),
    };
    let client = Client::simulated(
        ClientSettings { requests_per_second: 2, ..settings("https://cloud.example") },
        world,
    );
    let waited = || std::mem::take(&mut *paused.borrow_mut());
    for _ in 0..6 {
        block(client.describe_eips(&gz(), &EipQuery::all(), 0)).unwrap();
    }
    assert_eq!(waited(), [500, 1_000, 1_500, 2_000]);
    let id = EipId::parse("eip-4tqx81ma").unwrap();
    block(client.describe_eips(&gz(), &EipQuery::id(id), 0)).unwrap();
    block(client.mutate(&gz(), &unbind())).unwrap();
    assert_eq!(waited(), [0; 0]);
    block(client.describe_eips(&gz(), &EipQuery::all(), 0)).unwrap();
    assert_eq!(waited(), [3_500], "they count all the same");
}

#[test]
fn nothing_secret_shows_in_debug() {
    let (client, sent) = answering(&[Ok((200, r#"{"code":0}"#))]);
    block(client.mutate(&gz(), &unbind())).unwrap();
    let shown =
        format!("{client:?} {:?} {:?}", sent.borrow()[0], client.inner.settings.credentials);
    for secret in ["topsecret", "tmp-token", "Signature"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(sent.borrow()[0].body.contains("Token=tmp-token"));
}

/// A cloud, or a proxy before it, that quotes what it was sent: in whatever words, none of it gets into an error.
#[test]
fn what_a_reply_quotes_of_our_secrets_is_hidden() {
    for generation in [Generation::V2, Generation::V3] {
        let settings = ClientSettings { generation, ..settings("https://cloud.example") };
        let sent = Rc::new(RefCell::new(Vec::new()));
        let log = sent.clone();
        let client = Client::in_memory(
            settings,
            Rc::new(move |request| {
                let mut texts = [&request.query, &request.body]
                    .into_iter()
                    .chain(request.headers.iter().map(|(_, value)| value));
                let signed = texts
                    .find_map(|text| {
                        Some(text.split_once("Signature=")?.1.split('&').next()?.to_owned())
                    })
                    .unwrap();
                let plain =
                    percent_encoding::percent_decode_str(&signed).decode_utf8_lossy().into_owned();
                log.borrow_mut().extend([signed.clone(), plain.clone()]);
                let says =
                    format!("key topsecret of token tmp-token made {signed} or {plain} 钥匙");
                let body = match generation {
                    Generation::V2 => format!(r#"{{"code":5100,"message":"{says}"}}"#),
                    Generation::V3 => {
                        format!(
                            r#"{{"Response":{{"Error":{{"Code":"FailedOperation","Message":"{says}"}},"RequestId":"x"}}}}"#
                        )
                    }
                };
                Box::pin(async move {
                    Ok(HttpReply { status: 200, date: None, body: body.into_bytes() })
                })
            }),
        );
        let fault = block(client.mutate(&gz(), &unbind())).unwrap_err();
        for secret in sent.borrow().iter().map(String::as_str).chain(["topsecret", "tmp-token"]) {
            assert!(!fault.message.contains(secret), "{secret}: {fault:?}");
        }
        assert!(
            fault.message.starts_with("key *** of token ***") && fault.message.ends_with("钥匙"),
            "{fault:?}"
        );
    }
}

/// A socket that reads one request and answers with these bytes; keeps the connection open for a while when there are none.
fn socket(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = [0; 4096];
        let _ = stream.read(&mut buffer);
        let _ = stream.write_all(answer);
        if answer.is_empty() {
            let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
            let _ = stream.read(&mut buffer);
        }
    });
    base
}

fn outcome(answer: &'static [u8]) -> Fault {
    let client = Client::new(settings(&socket(answer))).unwrap();
    block(client.mutate(&gz(), &unbind())).unwrap_err()
}

#[test]
fn only_a_connection_never_made_proves_that_nothing_left() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = Client::new(settings(&format!("http://{closed}"))).unwrap();
    let fault = block(client.mutate(&gz(), &unbind())).unwrap_err();
    assert_eq!(
        (fault.class, fault.delivery, fault.may_have_acted),
        (FaultClass::Unreachable, Delivery::NotSent, false)
    );

    assert!(
        fault.message.contains("refused") && !fault.message.contains("error sending"),
        "{}",
        fault.message
    );

    let cut: &[&[u8]] = &[
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"code\":0",
        b"nonsense",
        b"HTTP/1.1 200 OK\r\n",
    ];
    for answer in cut {
        let fault = outcome(answer);
        assert_eq!(
            (fault.delivery, fault.may_have_acted),
            (Delivery::NoAnswer, true),
            "{}",
            String::from_utf8_lossy(answer)
        );
        assert!(
            !fault.message.contains("Signature") && !fault.message.contains("SecretId"),
            "{}",
            fault.message
        );
    }
}

#[test]
fn a_redirect_is_not_followed_and_a_flood_is_cut_off() {
    let fault = outcome(
        b"HTTP/1.1 302 Found\r\nlocation: https://example.com/\r\ncontent-length: 0\r\n\r\n",
    );
    assert_eq!(fault.message, "HTTP 302");
    let fault = outcome(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n{");
    assert_eq!(fault.message, "the reply is larger than 8388608 bytes");
}

#[test]
fn a_whole_exchange_works() {
    let body: &'static [u8] =
        b"HTTP/1.1 200 OK\r\ncontent-length: 52\r\n\r\n{\"code\":0,\"message\":\"\",\"data\":{\"requestId\":1845200}}";
    let client = Client::new(settings(&socket(body))).unwrap();
    let accepted = block(client.mutate(&gz(), &unbind())).unwrap();
    assert_eq!(accepted.request_id.unwrap().as_str(), "1845200");
}

#[test]
fn bad_transport_settings_are_named() {
    let mut bad = settings("https://cloud.example");
    bad.transport.ca_pem = Some(b"no certificate".to_vec());
    assert!(matches!(Client::new(bad), Err(SetupError::Certificate(_))));
}

#[test]
fn each_generation_has_its_own_calls() {
    let (old, sent) = answering(&[Ok((200, EMPTY))]);
    let fault = block(old.regions()).unwrap_err();
    assert_eq!(
        (fault.class, fault.delivery, sent.borrow().len()),
        (FaultClass::Local, Delivery::NotSent, 0)
    );
    assert_eq!((block(old.task_state(&gz(), 1)), sent.borrow().len()), (None, 0));
    assert_eq!((old.list_limit(), old.nic_limit()), (100, 50));

    let mut settings = settings("https://cloud.example");
    settings.generation = Generation::V3;
    let answer = r#"{"Response":{"TaskId":"7","RequestId":"x"}}"#;
    let new = Client::in_memory(
        settings,
        Rc::new(move |request| {
            assert_eq!(
                (request.base.as_str(), request.path.as_str()),
                ("https://cloud.example", "/")
            );
            Box::pin(async move {
                Ok(HttpReply { status: 200, date: None, body: answer.as_bytes().to_vec() })
            })
        }),
    );
    assert_eq!((new.list_limit(), new.nic_limit()), (100, 100));
    assert_eq!(block(new.mutate(&gz(), &unbind())).unwrap().task_id, Some(7));
}

#[test]
fn a_failed_tls_handshake_sends_nothing() {
    let plain_talk = socket(b"this is no TLS").replace("http://", "https://");
    for base in [plain_talk.as_str(), "https://127.0.0.1:1"] {
        let fault =
            block(Client::new(settings(base)).unwrap().mutate(&gz(), &unbind())).unwrap_err();
        assert_eq!(
            (fault.class, fault.may_have_acted),
            (FaultClass::Unreachable, false),
            "{base}: {}",
            fault.message
        );
    }
}

fn nobodys_proxy() -> ProxySetting {
    let url = ProxyUrl::parse("http://127.0.0.1:1").unwrap();
    let proxy = Some((url, ProxyFrom::Config));
    ProxySetting { proxy, ..ProxySetting::default() }
}

#[test]
fn this_machine_is_never_proxied() {
    let body: &'static [u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"code\":0}";
    let mut settings = settings(&socket(body));
    settings.transport.proxy = nobodys_proxy();
    block(Client::new(settings).unwrap().mutate(&gz(), &unbind())).unwrap();
}

#[test]
fn a_proxy_that_is_not_there_is_no_connection() {
    let mut settings = settings("https://cloud.example");
    settings.transport.proxy = nobodys_proxy();
    let fault = block(Client::new(settings).unwrap().mutate(&gz(), &unbind())).unwrap_err();
    assert_eq!(fault.class, FaultClass::Unreachable, "{}", fault.message);
}
