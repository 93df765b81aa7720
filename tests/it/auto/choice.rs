//! The choice itself, below HTTP: faults that no socket of this machine can make.

use eip_unbind::api::credentials::Credentials;
use eip_unbind::api::endpoint::Endpoints;
use eip_unbind::api::http::TransportSettings;
use eip_unbind::api::message::{HttpReply, TransportError};
use eip_unbind::api::sign::v2::SignatureMethod;
use eip_unbind::api::{Carried, Client, ClientSettings, Paused, Simulated};
use eip_unbind::domain::{EipQuery, Generation, LocalError, Moment, Region};
use eip_unbind::runtime::clock::Clock;
use eip_unbind::runtime::connect::{Choice, Connector, Wanted};
use eip_unbind::runtime::generation_cache::Memory;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

pub(super) type Answer = Result<(u16, &'static str), TransportError>;

pub(super) const V2_FINE: &str = r#"{"code":0,"message":"","data":{"eipSet":[],"totalCount":0}}"#;
pub(super) const V3_FINE: &str = r#"{"Response":{"AddressSet":[],"TotalCount":0,"RequestId":"r"}}"#;

fn not_connected(why: &str) -> Answer {
    Err(TransportError::NotConnected(why.to_owned()))
}

pub(super) fn lost() -> Answer {
    Err(TransportError::Lost("no whole reply within 10 s".to_owned()))
}

/// What each generation answers, always; gives the choice and how often each was asked.
fn choose(
    v2: &Answer,
    v3: &Answer,
    memory: Option<Memory>,
) -> (Option<Choice>, Result<(), String>, [usize; 2]) {
    let asked: Rc<[Cell<usize>; 2]> = Rc::default();
    let counts = Rc::clone(&asked);
    let (v2, v3) = (v2.clone(), v3.clone());
    let make = move |generation| {
        let (answer, index) =
            if generation == Generation::V2 { (v2.clone(), 0) } else { (v3.clone(), 1) };
        let counts = Rc::clone(&counts);
        let world = Simulated {
            answer: Rc::new(move |_| -> Carried {
                counts[index].set(counts[index].get() + 1);
                let reply = answer.clone().map(|(status, body)| HttpReply {
                    status,
                    date: None,
                    body: body.as_bytes().to_vec(),
                });
                Box::pin(std::future::ready(reply))
            }),
            pause: Rc::new(|_| -> Paused { Box::pin(std::future::ready(())) }),
            jitter: Rc::new(|| 7),
            connect: None,
            closes: Rc::new(|| false),
        };
        Ok(Client::simulated(settings(generation), world))
    };
    let connector = Connector::new(
        Box::new(make),
        Wanted::Auto(Region::parse("gz").unwrap()),
        memory,
        Clock::new(),
    );
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let read = runtime.block_on(connector.read(async |client: &Client| {
        client.describe_eips(&Region::parse("gz").unwrap(), &EipQuery::all(), 0).await
    }));
    (
        connector.choice().cloned(),
        read.map(drop).map_err(|fault| fault.message),
        [asked[0].get(), asked[1].get()],
    )
}

pub(super) fn settings(generation: Generation) -> ClientSettings {
    ClientSettings {
        generation,
        endpoints: Endpoints::single("https://cloud.example").unwrap(),
        credentials: Credentials::new(
            "AKIDdemoDEMOdemoDEMOdemo0042",
            "demo-secret-key-not-real-0042",
            None,
        )
        .unwrap()
        .into(),
        transport: TransportSettings::default(),
        requests_per_second: 0,
        clock: Rc::new(|| Moment {
            mono_ms: 0,
            wall: jiff::Timestamp::from_second(1_790_000_000).unwrap(),
        }),
        signature_method: SignatureMethod::default(),
    }
}

#[test]
fn no_address_no_connection_and_no_answer_to_connecting_lead_to_3_0() {
    for why in [
        "dns error: failed to lookup address information: Name or service not known",
        "tcp connect error: Connection refused (os error 111)",
        "tcp connect error: operation timed out",
    ] {
        let (choice, read, asked) = choose(&not_connected(why), &Ok((200, V3_FINE)), None);
        let choice = choice.unwrap();
        assert_eq!((choice.generation, read, asked), (Generation::V3, Ok(()), [1, 1]), "{why}");
        assert_eq!((choice.gone.unwrap().message.as_str(), choice.remembered), (why, false));
    }
}

/// A cloud that is ill is not a cloud that is gone; and what a gateway, a proxy or a sign-in page says is no answer of 2.0.
#[test]
fn only_an_answer_of_2_0_itself_decides_for_it() {
    let envelope =
        r#"{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"x"}}}"#;
    for (answer, times, decides) in [
        (Ok((200, V2_FINE)), 1, true),
        (Ok((200, r#"{"code":4100,"message":"x"}"#)), 1, true),
        (Ok((200, r#"{"code":4300,"message":"x"}"#)), 1, true),
        (Ok((200, r#"{"code":4400,"message":"x"}"#)), 4, true),
        (Ok((200, r#"{"code":6000,"message":"x"}"#)), 4, true),
        (Ok((502, "<html>")), 4, false),
        (Ok((403, "")), 4, false),
        (Ok((200, "<html>sign in</html>")), 4, false),
        (Ok((200, envelope)), 1, false),
        (Err(TransportError::Blocked(LocalError::ProxyRefused, "403".to_owned())), 4, false),
        (Err(TransportError::Blocked(LocalError::ProxyUnreachable, "x".to_owned())), 4, false),
        (Err(TransportError::Blocked(LocalError::UnknownAuthority, "x".to_owned())), 1, false),
        (lost(), 4, false),
    ] {
        let (choice, read, asked) = choose(&answer, &Ok((200, V3_FINE)), None);
        let decided = choice.map(|choice| choice.generation);
        assert_eq!((decided, asked), (decides.then_some(Generation::V2), [times, 0]), "{answer:?}");
        assert!(decides || read.is_err(), "{answer:?}");
    }
}

/// After an error that says nothing about 2.0 the next read asks again.
#[test]
fn the_next_read_decides_anew() {
    let answers = Rc::new(RefCell::new(vec![Ok((404, "")); 1]));
    for _ in 0..4 {
        answers.borrow_mut().push(Ok((502, "<html>")));
    }
    let asked = Rc::new(RefCell::new(Vec::new()));
    let (source, log) = (Rc::clone(&answers), Rc::clone(&asked));
    let make = move |generation| {
        let (source, log) = (Rc::clone(&source), Rc::clone(&log));
        let world = Simulated {
            answer: Rc::new(move |_| -> Carried {
                log.borrow_mut().push(generation);
                let answer: Answer = match generation {
                    Generation::V2 => source.borrow_mut().pop().unwrap(),
                    Generation::V3 => Ok((200, V3_FINE)),
                };
                let reply = answer.map(|(status, body)| HttpReply {
                    status,
                    date: None,
                    body: body.as_bytes().to_vec(),
                });
                Box::pin(std::future::ready(reply))
            }),
            pause: Rc::new(|_| -> Paused { Box::pin(std::future::ready(())) }),
            jitter: Rc::new(|| 7),
            connect: None,
            closes: Rc::new(|| false),
        };
        Ok(Client::simulated(settings(generation), world))
    };
    let gz = || Region::parse("gz").unwrap();
    let connector = Connector::new(Box::new(make), Wanted::Auto(gz()), None, Clock::new());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let read = || {
        let list = async |client: &Client| client.describe_eips(&gz(), &EipQuery::all(), 0).await;
        runtime.block_on(connector.read(list)).map(drop).map_err(|fault| fault.message)
    };
    assert_eq!(read(), Err("HTTP 502: <html>".to_owned()));
    assert_eq!(connector.choice(), None, "not answered yet");
    assert_eq!(read(), Ok(()));
    assert_eq!(connector.choice().map(|choice| choice.generation), Some(Generation::V3));
    let v2 = asked.borrow().iter().filter(|asked| **asked == Generation::V2).count();
    assert_eq!((v2, asked.borrow().len()), (5, 6));
}

/// Remembered only after 3.0 has answered a read with success, and forgotten when it fails.
#[test]
fn what_is_remembered() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("not yet").join("there");
    let memory = || Some(Memory::new(&folder, None, Some("https://cloud.example"), "AKID…0042"));
    let remembers = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let says = async { memory()?.says_v3(Clock::new().now().wall).await };
        runtime.block_on(says).is_some()
    };
    let gone = Ok((404, ""));
    let story = RefCell::new(Vec::new());
    let step = |v2: &Answer, v3: &Answer| {
        let (choice, read, asked) = choose(v2, v3, memory());
        let api = choice.map_or_else(|| "none".to_owned(), |choice| choice.generation.to_string());
        story.borrow_mut().push(format!(
            "{api} {} {asked:?} {}",
            if read.is_ok() { "fine" } else { "failed" },
            remembers()
        ));
    };
    step(
        &gone,
        &Ok((
            200,
            r#"{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"x"},"RequestId":"r"}}"#,
        )),
    );
    step(&gone, &not_connected("refused"));
    step(&gone, &Ok((200, V3_FINE)));
    step(&gone, &Ok((200, V3_FINE)));
    step(&Ok((200, V2_FINE)), &Ok((200, V3_FINE)));
    step(&Ok((200, V2_FINE)), &not_connected("refused"));
    step(&Ok((200, V2_FINE)), &Ok((200, V3_FINE)));
    assert_eq!(
        story.into_inner(),
        [
            "v3 failed [1, 1] false",
            "none failed [1, 3] false",
            "v3 fine [1, 1] true",
            "v3 fine [0, 1] true",
            "v3 fine [0, 1] true",
            "v2 fine [1, 3] false",
            "v2 fine [1, 0] false",
        ]
    );
}
