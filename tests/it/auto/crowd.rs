//! Several reads at once while it is not yet known which API answers: none waits long for another, and it is decided once.

use super::choice::{Answer, V2_FINE, V3_FINE, lost, settings};
use eip_unbind::api::message::{HttpReply, HttpRequest};
use eip_unbind::api::{Carried, Client, Paused, Simulated};
use eip_unbind::domain::{EipQuery, Fault, Generation, Region};
use eip_unbind::runtime::clock::Clock;
use eip_unbind::runtime::connect::{Connector, Wanted};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// Who is asked: the API, and the region's short name.
type Asked = (Generation, &'static str);

/// A cloud whose answers depend on who is asked; where there is none it hangs.
#[derive(Clone)]
struct Cloud {
    answer: Rc<dyn Fn(Asked) -> Option<Answer>>,
    asked: Rc<RefCell<Vec<Asked>>>,
}

impl Cloud {
    fn new(answer: impl Fn(Asked) -> Option<Answer> + 'static) -> Self {
        Self { answer: Rc::new(answer), asked: Rc::default() }
    }

    fn count(&self, who: Asked) -> usize {
        self.asked.borrow().iter().filter(|asked| **asked == who).count()
    }

    fn connector(&self) -> Connector {
        let cloud = self.clone();
        let make = move |generation| {
            let cloud = cloud.clone();
            let world = Simulated {
                answer: Rc::new(move |request| -> Carried {
                    let who = (generation, place(&request));
                    cloud.asked.borrow_mut().push(who);
                    let cloud = cloud.clone();
                    Box::pin(async move {
                        // An answer is on its way for a moment.
                        tokio::time::sleep(Duration::from_millis(20)).await;
                        loop {
                            if let Some(answer) = (cloud.answer)(who) {
                                return answer.map(|(status, body)| HttpReply {
                                    status,
                                    date: None,
                                    body: body.as_bytes().to_vec(),
                                });
                            }
                            tokio::time::sleep(Duration::from_millis(100)).await;
                        }
                    })
                }),
                pause: Rc::new(|_| -> Paused { Box::pin(std::future::ready(())) }),
                jitter: Rc::new(|| 7),
                connect: None,
                closes: Rc::new(|| false),
            };
            Ok(Client::simulated(settings(generation), world))
        };
        Connector::new(Box::new(make), Wanted::Auto(region("gz")), None, Clock::new())
    }
}

fn region(name: &str) -> Region {
    Region::parse(name).unwrap()
}

/// The region that a request is for.
fn place(request: &HttpRequest) -> &'static str {
    let text = format!("{} {} {:?}", request.query, request.body, request.headers);
    ["gz", "sh", "bj"]
        .into_iter()
        .find(|name| {
            text.contains(region(name).as_str()) || text.contains(&format!("Region={name}"))
        })
        .unwrap()
}

async fn list(connector: &Connector, name: &str) -> Result<(), Fault> {
    let region = region(name);
    connector
        .read(async |client: &Client| {
            client.describe_eips(&region, &EipQuery::all(), 0).await.map(drop)
        })
        .await
}

/// Runs in time that passes by itself: no test waits.
fn in_no_time(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    let done =
        runtime.block_on(async { tokio::time::timeout(Duration::from_hours(1), test).await });
    assert!(done.is_ok(), "it hangs");
}

/// How long it takes, in milliseconds.
async fn took<T>(work: impl Future<Output = T>) -> (T, u128) {
    let since = tokio::time::Instant::now();
    (work.await, since.elapsed().as_millis())
}

#[test]
fn a_region_that_hangs_holds_no_other_up() {
    let cloud = Cloud::new(|(_, place)| (place != "gz").then_some(Ok((200, V2_FINE))));
    in_no_time(async {
        let connector = cloud.connector();
        let others = async {
            let (done, ms) =
                took(async { tokio::join!(list(&connector, "sh"), list(&connector, "bj")) }).await;
            assert!(done.0.is_ok() && done.1.is_ok() && ms < 3_000, "{done:?} after {ms} ms");
            took(list(&connector, "sh")).await
        };
        let ms = tokio::select! {
            biased;
            first = list(&connector, "gz") => panic!("{first:?}"),
            (done, ms) = others => { done.unwrap(); ms }
        };
        assert!(ms < 100, "it is decided: {ms} ms");
        assert_eq!(connector.choice().map(|choice| choice.generation), Some(Generation::V2));
    });
}

/// The further attempts of the first read are its own affair, too.
#[test]
fn a_region_that_is_ill_holds_no_other_up() {
    let ill = Rc::new(Cell::new(0));
    let cloud = Cloud::new(move |(_, place)| match (place, ill.get()) {
        ("gz", 0) => {
            ill.set(1);
            Some(lost())
        }
        ("gz", _) => None,
        _ => Some(Ok((200, V2_FINE))),
    });
    in_no_time(async {
        let connector = cloud.connector();
        let other = async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            took(list(&connector, "sh")).await
        };
        let (done, ms) = tokio::select! {
            biased;
            first = list(&connector, "gz") => panic!("{first:?}"),
            other = other => other,
        };
        assert!(done.is_ok() && ms < 100, "{done:?} after {ms} ms");
        assert_eq!(
            cloud.count((Generation::V3, "sh")),
            0,
            "a read that was lost says nothing about the API"
        );
    });
}

#[test]
fn what_is_gone_at_once_is_asked_once_even_where_3_0_hangs() {
    let cloud = Cloud::new(|who| match who {
        (Generation::V2, _) => Some(Ok((404, ""))),
        (Generation::V3, "gz") => None,
        (Generation::V3, _) => Some(Ok((200, V3_FINE))),
    });
    in_no_time(async {
        let connector = cloud.connector();
        let others = async { tokio::join!(list(&connector, "sh"), list(&connector, "bj")) };
        let ((done, ms), v2) = tokio::select! {
            biased;
            first = list(&connector, "gz") => panic!("{first:?}"),
            others = took(others) => (others, ["gz", "sh", "bj"].map(|place| cloud.count((Generation::V2, place)))),
        };
        assert!(done.0.is_ok() && done.1.is_ok() && ms < 3_000, "{done:?} after {ms} ms");
        assert_eq!(v2, [1, 0, 0], "one failed request, not one more");
        let choice = connector.choice().unwrap();
        assert_eq!(
            (choice.generation, choice.gone.as_ref().map(|fault| fault.code.as_str())),
            (Generation::V3, Some("404"))
        );
    });
}

/// Whoever still waits for 2.0 when it is known to be gone waits no longer.
#[test]
fn what_is_found_out_calls_the_others_back() {
    let known = Rc::new(Cell::new(false));
    let knows = Rc::clone(&known);
    let cloud = Cloud::new(move |who| match who {
        (Generation::V2, "gz") => knows.get().then_some(Ok((404, ""))),
        (Generation::V2, _) => None,
        (Generation::V3, _) => Some(Ok((200, V3_FINE))),
    });
    in_no_time(async {
        let connector = cloud.connector();
        let then = async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            known.set(true);
        };
        let both =
            async { tokio::join!(biased; list(&connector, "gz"), list(&connector, "sh"), then) };
        let ((first, second, ()), ms) = took(both).await;
        assert!(
            first.is_ok() && second.is_ok() && ms < 5_500,
            "{first:?} {second:?} after {ms} ms"
        );
        assert_eq!(
            [(Generation::V2, "sh"), (Generation::V3, "sh")].map(|who| cloud.count(who)),
            [1, 1]
        );
    });
}

/// A late answer of the other API is not mixed into the session: what is read comes from the one that was chosen.
#[test]
fn it_is_decided_once() {
    let cloud = Cloud::new(|_| None);
    let open = Rc::new(Cell::new(false));
    let cloud = Cloud {
        answer: {
            let open = Rc::clone(&open);
            Rc::new(move |who| match who {
                (Generation::V2, "gz") => open.get().then_some(Ok((200, V2_FINE))),
                (Generation::V2, _) => Some(Ok((404, ""))),
                (Generation::V3, _) => Some(Ok((200, V3_FINE))),
            })
        },
        ..cloud
    };
    in_no_time(async {
        let connector = cloud.connector();
        let second = async {
            let done = list(&connector, "sh").await;
            assert_eq!(connector.choice().map(|choice| choice.generation), Some(Generation::V3));
            open.set(true);
            done
        };
        let (first, second) = tokio::join!(biased; list(&connector, "gz"), second);
        assert!(first.is_ok() && second.is_ok());
        assert_eq!(connector.choice().map(|choice| choice.generation), Some(Generation::V3));
        assert_eq!(
            [(Generation::V2, "gz"), (Generation::V3, "gz")].map(|who| cloud.count(who)),
            [1, 1],
            "read again where it was decided"
        );
    });
}
