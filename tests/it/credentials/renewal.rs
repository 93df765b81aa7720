//! A session of ten minutes on a role whose keys live for 70 seconds: simulated time, the program's own calls, the built-in cloud.

use eip_unbind::api::credential_store::{CredentialStore, Lease};
use eip_unbind::api::credentials::Credentials;
use eip_unbind::api::endpoint::{Endpoint, Endpoints};
use eip_unbind::api::http::TransportSettings;
use eip_unbind::api::message::{HttpReply, HttpRequest, TransportError};
use eip_unbind::api::sign::v2::SignatureMethod;
use eip_unbind::api::sts::{self, AssumeRole};
use eip_unbind::api::{Client, ClientSettings};
use eip_unbind::domain::{
    BindTarget, EipId, EipQuery, Fault, FaultClass, Generation, InstanceId, LocalError, Moment,
    Mutation, Region, UnbindTarget,
};
use eip_unbind::runtime::credential_refresh::renew;
use eip_unbind::runtime::spawn::spawn;
use eip_unbind::sim::{Cloud, DEMO_SECRET_ID, DEMO_SECRET_KEY, IncomingRequest, Scenario};
use jiff::{SignedDuration, Timestamp};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use tokio::time::Instant;

const START: i64 = 1_790_000_000;
const EIP: &str = "eip-9k2m4x7q";
/// The first half of the ten minutes speaks one API, the second the other.
const HALF_S: u64 = 300;

/// The cloud, and what is watched.
struct World {
    began: Instant,
    cloud: RefCell<Cloud>,
    /// Keys that were given out, and when they end.
    given: RefCell<Vec<(String, Timestamp)>>,
    /// Changes that are out, and that were sent.
    out: Cell<u32>,
    sent: Cell<u32>,
    /// The least that was left when a change was sent.
    least_left: Cell<i64>,
}

impl World {
    fn new() -> Rc<Self> {
        let start = Timestamp::from_second(START).unwrap();
        Rc::new(Self {
            began: Instant::now(),
            cloud: RefCell::new(Cloud::new(Scenario::embedded("short-lived-role").unwrap(), start)),
            given: RefCell::default(),
            out: Cell::new(0),
            sent: Cell::new(0),
            least_left: Cell::new(i64::MAX),
        })
    }

    fn now(&self) -> Moment {
        let mono_ms = self.began.elapsed().as_millis() as u64;
        Moment {
            mono_ms,
            wall: Timestamp::from_second(START).unwrap()
                + SignedDuration::from_millis(mono_ms as i64),
        }
    }

    /// Answers the client: a read after 50 ms, a change after 12 s.
    async fn answer(self: Rc<Self>, request: HttpRequest) -> Result<HttpReply, TransportError> {
        let incoming = IncomingRequest::from(&request);
        let all = format!(
            "{}{}{}",
            request.query,
            request.body,
            incoming.header("authorization").unwrap_or_default()
        );
        let now = self.now().wall;
        let changes_before = self.cloud.borrow().mutations().count();
        let reply = self.cloud.borrow_mut().answer(&incoming, now).into_reply().unwrap();
        let is_change = self.cloud.borrow().mutations().count() > changes_before;
        if is_change {
            let given = self.given.borrow();
            let ends = given.iter().find(|(id, _)| all.contains(id.as_str())).unwrap().1;
            self.least_left.set(self.least_left.get().min(ends.as_second() - now.as_second()));
        }
        self.out.set(self.out.get() + u32::from(is_change));
        tokio::time::sleep(Duration::from_millis(if is_change { 12_000 } else { 50 })).await;
        self.out.set(self.out.get() - u32::from(is_change));
        self.sent.set(self.sent.get() + u32::from(is_change));
        Ok(reply)
    }

    /// Assumes the role, as the program does.
    async fn assume(&self, at: Timestamp) -> Result<Lease, Fault> {
        assert_eq!(self.out.get(), 0, "never while a change is out");
        let own = Credentials::new(DEMO_SECRET_ID, DEMO_SECRET_KEY, None).unwrap();
        let arn = "qcs::cam::uin/100000000001:roleName/oncall".to_owned();
        let call = AssumeRole {
            role_arn: arn,
            session_name: "eip-unbind-alice".into(),
            ..AssumeRole::default()
        };
        let request = call.encode(&Endpoint::parse("http://127.0.0.1:4000").unwrap(), &own, at);
        let reply = self
            .cloud
            .borrow_mut()
            .answer(&IncomingRequest::from(&request), at)
            .into_reply()
            .unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        let lease = sts::decode_keys(&reply)?;
        self.given
            .borrow_mut()
            .push((lease.credentials.secret_id.as_str().to_owned(), lease.expires_at.unwrap()));
        Ok(lease)
    }
}

fn client(world: &Rc<World>, credential_store: &CredentialStore, generation: Generation) -> Client {
    let (clock, carrier) = (world.clone(), world.clone());
    let settings = ClientSettings {
        generation,
        endpoints: Endpoints::single("http://127.0.0.1:4000").unwrap(),
        credentials: credential_store.clone(),
        transport: TransportSettings::default(),
        requests_per_second: 20,
        clock: Rc::new(move || clock.now()),
        signature_method: SignatureMethod::default(),
    };
    Client::in_memory(settings, Rc::new(move |request| Box::pin(carrier.clone().answer(request))))
}

/// Runs on a clock that only moves while everybody waits.
fn in_simulated_time<F: Future<Output = ()>>(session: impl FnOnce() -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async { session().await });
}

fn region() -> Region {
    Region::parse("gz").unwrap()
}

/// Takes the EIP off, and puts it back on the next time.
fn change(bound: bool) -> Mutation {
    let eip_id = EipId::parse(EIP).unwrap();
    if bound {
        return Mutation::Unbind {
            target: UnbindTarget::Eip(eip_id),
            alloc_wan_ip: None,
            un_bind_private_ip_with_eip: None,
        };
    }
    Mutation::Bind {
        eip_id,
        target: BindTarget::Instance(InstanceId::parse("ins-1a2b3c4d").unwrap()),
    }
}

#[test]
fn a_role_that_lives_70_seconds_survives_ten_minutes() {
    in_simulated_time(|| async {
        let (world, credential_store) = (World::new(), CredentialStore::pending());
        let (asked, held) = (world.clone(), credential_store.clone());
        spawn(
            async move { renew(&held, || asked.now().wall, async |at| asked.assume(at).await).await },
        );
        let mut bound = true;
        for generation in [Generation::V2, Generation::V3] {
            let client = client(&world, &credential_store, generation);
            let ends_s = HALF_S * if generation == Generation::V2 { 1 } else { 2 };
            while world.now().mono_ms < ends_s * 1_000 {
                for _ in 0..4 {
                    client.describe_eips(&region(), &EipQuery::all(), 0).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(4_300)).await;
                }
                client.mutate(&region(), &change(bound)).await.unwrap();
                bound = !bound;
            }
        }
        assert!(world.now().mono_ms >= 600_000);
        let (sent, given, least) =
            (world.sent.get(), world.given.borrow().len(), world.least_left.get());
        println!(
            "10 minutes: {given} keys of 70 s, {sent} changes, the least left when one was sent: {least} s"
        );
        assert!(sent >= 18 && least >= 60, "{sent} changes, at least {least} s left");
        assert!((9..=130).contains(&given), "{given} renewals");
        let refused = world
            .cloud
            .borrow()
            .log()
            .iter()
            .filter(|entry| !["0", "OK"].contains(&entry.answered.as_str()))
            .count();
        assert_eq!(refused, 0, "the cloud never saw keys that had ended");
    });
}

#[test]
fn without_renewal_the_same_session_ends_before_anything_is_sent() {
    in_simulated_time(|| async {
        let (world, credential_store) = (World::new(), CredentialStore::pending());
        credential_store.set(world.assume(world.now().wall).await.unwrap());
        let client = client(&world, &credential_store, Generation::V2);
        client.describe_quota(&region()).await.unwrap();
        tokio::time::sleep(Duration::from_secs(15)).await;
        client.describe_quota(&region()).await.unwrap();
        let early = client.mutate(&region(), &change(true)).await.unwrap_err();
        assert_eq!(
            (early.local_error, early.class),
            (Some(LocalError::KeysEndSoon), FaultClass::Credentials)
        );
        tokio::time::sleep(Duration::from_mins(1)).await;
        let asked = world.cloud.borrow().log().len();
        assert_eq!(
            client.describe_quota(&region()).await.unwrap_err().local_error,
            Some(LocalError::KeysEnded)
        );
        assert_eq!((world.cloud.borrow().log().len(), world.sent.get()), (asked, 0));
    });
}

#[test]
fn keys_that_can_not_be_renewed_say_why_once_they_have_ended() {
    in_simulated_time(|| async {
        let (world, credential_store) = (World::new(), CredentialStore::pending());
        let (asked, held, tries) = (world.clone(), credential_store.clone(), Rc::new(Cell::new(0)));
        let counted = tries.clone();
        let ask = async move |at: Timestamp| {
            counted.set(counted.get() + 1);
            if counted.get() == 1 {
                asked.assume(at).await
            } else {
                Err(Fault::local(FaultClass::Credentials, "run: tccli sso login"))
            }
        };
        let clock = world.clone();
        spawn(async move { renew(&held, || clock.now().wall, ask).await });
        let client = client(&world, &credential_store, Generation::V2);
        client.describe_quota(&region()).await.unwrap();
        tokio::time::sleep(Duration::from_mins(1)).await;
        client.describe_quota(&region()).await.unwrap();
        tokio::time::sleep(Duration::from_secs(15)).await;
        assert_eq!(
            client.describe_quota(&region()).await.unwrap_err().message,
            "run: tccli sso login"
        );
        assert!((6..=10).contains(&tries.get()), "every ten seconds: {}", tries.get());
    });
}
