//! A mutation and the connection that it goes over.

use super::*;
use crate::domain::LocalError;

/// A simulated cloud where a connection takes so long, and what was done there, in order.
fn far_away(connect_ms: u64) -> (Client, Rc<RefCell<Vec<String>>>) {
    let done = Rc::new(RefCell::new(Vec::new()));
    let (answers, connects) = (done.clone(), done.clone());
    let world = Simulated {
        answer: Rc::new(move |request| {
            answers.borrow_mut().push(request.method.as_str().to_owned());
            Box::pin(async {
                Ok(HttpReply { status: 200, date: None, body: EMPTY.as_bytes().to_vec() })
            })
        }),
        // Whoever waits longer than the others is passed over.
        pause: Rc::new(|ms| Box::pin(tokio::time::sleep(Duration::from_millis(ms)))),
        jitter: Rc::new(|| 0),
        closes: Rc::new(|| false),
        connect: Some(Rc::new(move |_| {
            connects.borrow_mut().push("connect".to_owned());
            Box::pin(tokio::time::sleep(Duration::from_millis(connect_ms)))
        })),
    };
    (Client::simulated(settings("https://cloud.example"), world), done)
}

fn paused<F: Future>(future: F) -> F::Output {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().start_paused(true).build().unwrap().block_on(future)
}

#[test]
fn a_mutation_without_a_connection_in_time_does_not_leave() {
    let (client, done) = far_away(4_500);
    let fault = paused(client.not_after(1_000).mutate(&gz(), &unbind())).unwrap_err();
    assert_eq!(
        (fault.delivery, fault.local_error, fault.may_have_acted),
        (Delivery::NotSent, Some(LocalError::ReadingTooOld), false)
    );
    assert_eq!(*done.borrow(), ["connect"]);
    // Nor when the time is over already, whatever connections there are.
    let fault = paused(client.not_after(0).mutate(&gz(), &unbind())).unwrap_err();
    assert_eq!(fault.local_error, Some(LocalError::ReadingTooOld));
    assert_eq!(*done.borrow(), ["connect"]);
}

#[test]
fn a_connection_made_before_the_reading_is_the_mutations() {
    let (client, done) = far_away(4_500);
    paused(async {
        client.prepare(&gz()).await;
        client.prepare(&gz()).await;
        client.describe_eips(&gz(), &EipQuery::all(), 0).await.unwrap();
        client.not_after(1_000).mutate(&gz(), &unbind()).await.unwrap();
    });
    assert_eq!(*done.borrow(), ["connect", "connect", "GET", "POST"], "one of its own, one");
}
