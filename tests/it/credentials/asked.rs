//! Credentials that must be asked for: STS and the metadata service, by sample and over a loopback socket.

use super::{ARN, CVM_ROLE, Machine, NOW, ROLE, Source, Wish, any};
use eip_unbind::api::credential_store::{CredentialStore, Lease};
use eip_unbind::api::credentials::Credentials;
use eip_unbind::api::endpoint::{Endpoint, Endpoints};
use eip_unbind::api::http::TransportSettings;
use eip_unbind::api::message::{HttpReply, HttpRequest};
use eip_unbind::api::sign::v2::SignatureMethod;
use eip_unbind::api::{Client, ClientSettings, metadata, sts};
use eip_unbind::config::credentials::Kind;
use eip_unbind::config::credentials::provider::{CredentialProvider, Sourced};
use eip_unbind::domain::{
    Delivery, EipId, Fault, FaultClass, Generation, LocalError, Moment, Mutation, Region,
    UnbindTarget,
};
use eip_unbind::runtime::clock::Clock;
use eip_unbind::runtime::connect::{Connector, Wanted};
use eip_unbind::runtime::credential_refresh::keep_fresh;
use eip_unbind::sim::IncomingRequest;
use eip_unbind::sim::verify::Tc3;
use eip_unbind::text::Lang;
use eip_unbind::text::fault::{hint, sentence};
use jiff::Timestamp;
use std::cell::RefCell;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::rc::Rc;
use std::sync::mpsc;

const KEYS: &str = include_str!("../../credentials/sts_assume_role.json");
const META: &str = include_str!("../../credentials/cvm_role_metadata.json");
const REFUSED: &str = r#"{"Response":{"Error":{"Code":"ResourceNotFound.RoleNotFound","Message":"role not exist"},"RequestId":"r"}}"#;

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

fn reply(status: u16, body: &str) -> HttpReply {
    HttpReply { status, date: None, body: body.as_bytes().to_vec() }
}

#[test]
fn the_samples_are_read() {
    for lease in [
        sts::decode_keys(&reply(200, KEYS)).unwrap(),
        metadata::decode_keys(&reply(200, META)).unwrap(),
    ] {
        assert_eq!(lease.credentials.secret_id.as_str(), "AKIDTMPexampleTMPexampleTMPexample01");
        assert!(lease.credentials.token.is_some());
        assert_eq!(lease.expires_at.unwrap().as_second(), 1_767_225_600);
    }
    let caller = sts::decode_caller(&reply(
        200,
        r#"{"Response":{"Arn":"qcs::cam::uin/1:uin/2","AccountId":"1","RequestId":"r"}}"#,
    ))
    .unwrap();
    assert_eq!((caller.account_id.as_str(), caller.arn.as_str()), ("1", "qcs::cam::uin/1:uin/2"));
}

#[test]
fn replies_that_are_no_keys_are_named_and_not_quoted() {
    let secret = r#"{"Response":{"Credentials":{"TmpSecretId":"AKIDx","TmpSecretKey":"hunter2"}"#;
    for (status, body, said) in [
        (200, secret.to_owned(), "the reply of STS makes no sense"),
        (200, format!("{secret}}}}}"), "STS gave no whole key: Token is empty"),
        (502, "<html>hunter2".to_owned(), "STS answered with HTTP 502"),
        (200, KEYS.replace("1767225600", "null"), "STS did not say when its key ends"),
        (200, REFUSED.to_owned(), "role not exist"),
    ] {
        assert_eq!(sts::decode_keys(&reply(status, &body)).unwrap_err().message, said);
    }
    for (status, body, said) in [
        (404, String::new(), "HTTP 404"),
        (500, "hunter2".to_owned(), "the metadata service answered with HTTP 500"),
        (200, "hunter2".to_owned(), "the keys from the metadata service are not JSON"),
        (
            200,
            META.replace("Success", "Failed"),
            "the metadata service gave no keys: code \"Failed\"",
        ),
        (
            200,
            META.replace("tmp-token-0003", ""),
            "the metadata service gave no whole key: Token is empty",
        ),
        (
            200,
            META.replace("ExpiredTime", "Expires"),
            "the metadata service did not say when its key ends",
        ),
    ] {
        assert_eq!(metadata::decode_keys(&reply(status, &body)).unwrap_err().message, said);
    }
    assert_eq!(metadata::decode_role(&reply(200, "web-role\n")).unwrap(), "web-role");
    assert_eq!(
        metadata::decode_role(&reply(404, "")).unwrap_err().local_error,
        Some(LocalError::NoInstanceRole)
    );
    for odd in ["", "<html>", "a/b", "a b"] {
        assert!(metadata::decode_role(&reply(200, odd)).is_err(), "{odd}");
    }
}

#[test]
fn the_metadata_service_is_the_vendors_or_this_machine() {
    assert!(metadata::Metadata::at("http://metadata.tencentyun.com/").is_ok());
    assert!(metadata::Metadata::at("http://127.0.0.1:4000").is_ok());
    for far in [
        "http://10.0.0.1",
        "https://metadata.example",
        "metadata.tencentyun.com",
        "http://metadata.tencentyun.com.example",
    ] {
        assert!(metadata::Metadata::at(far).is_err(), "{far}");
    }
    let found = Machine::new().with(Source::Env).look(any()).unwrap();
    let far = Machine::new().var("EIP_UNBIND_STS_ENDPOINT", "http://10.0.0.1");
    let error =
        CredentialProvider::new(found, &far.env(), None, TransportSettings::default(), Lang::En)
            .unwrap_err();
    assert!(
        error.to_string().starts_with("EIP_UNBIND_STS_ENDPOINT: plain http is only allowed"),
        "{error}"
    );
}

fn incoming(text: &str) -> IncomingRequest {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let first: Vec<&str> = lines.next().unwrap().split(' ').collect();
    let headers: Vec<(String, String)> = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let host = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("host"))
        .map(|(_, host)| host.clone())
        .unwrap_or_default();
    IncomingRequest {
        method: first[0].to_owned(),
        host,
        path: first[1].to_owned(),
        query: String::new(),
        headers,
        body: body.as_bytes().to_vec(),
    }
}

/// Answers so many requests in turn and tells what they were.
fn serve(answers: Vec<(u16, String)>) -> (String, mpsc::Receiver<IncomingRequest>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for (status, body) in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut text = String::new();
            let mut buffer = [0; 8192];
            loop {
                let n = stream.read(&mut buffer).unwrap();
                text.push_str(std::str::from_utf8(&buffer[..n]).unwrap());
                let Some((head, got)) = text.split_once("\r\n\r\n") else { continue };
                let length = head.lines().find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned)
                });
                if got.len() >= length.map_or(0, |l| l.parse().unwrap()) {
                    break;
                }
            }
            let head = format!(
                "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
            tell.send(incoming(&text)).unwrap();
        }
    });
    (base, told)
}

fn resolve(provider: &CredentialProvider) -> Result<Sourced, Fault> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(provider.resolve(now()))
}

fn provider(machine: &Machine, profile: Option<&str>) -> CredentialProvider {
    let found = machine.look(Wish { profile, ..any() }).unwrap();
    CredentialProvider::new(found, &machine.env(), None, TransportSettings::default(), Lang::En)
        .unwrap()
}

#[test]
fn a_role_is_assumed_with_a_signed_call() {
    let (base, asked) = serve(vec![(200, KEYS.to_owned()), (200, REFUSED.to_owned())]);
    let machine = Machine::new()
        .file("home/.tccli/role.credential", ROLE)
        .var("EIP_UNBIND_STS_ENDPOINT", base)
        .var("SUDO_USER", "alice");
    let provider = provider(&machine, Some("role"));
    let sourced = resolve(&provider).unwrap();
    assert_eq!((sourced.kind, sourced.source.as_str()), (Kind::Temporary, "tccli:role → oncall"));
    assert_eq!(sourced.expires_at.unwrap().as_second(), NOW + 600);
    let request = asked.recv().unwrap();
    let tc3 = Tc3::parse(request.header("authorization").unwrap()).unwrap();
    assert_eq!(
        (tc3.secret_id.as_str(), tc3.service.as_str()),
        ("AKIDEXAMPLEexampleEXAMPLEexample0001", "sts")
    );
    let expected = tc3.expected("EXAMPLEexampleEXAMPLEexample0002", &NOW.to_string(), &request);
    assert_eq!(expected.as_ref(), Some(&tc3.signature));
    assert_eq!(
        (request.header("x-tc-action"), request.header("x-tc-version")),
        (Some("AssumeRole"), Some("2018-08-13"))
    );
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body, serde_json::json!({ "RoleArn": ARN, "RoleSessionName": "oncall-shift" }));
    let refused = resolve(&provider).unwrap_err();
    assert_eq!((refused.class, refused.may_have_acted), (FaultClass::Credentials, false));
    assert_eq!(refused.message, "tccli:role → oncall: role not exist");
    let (en, zh) = (sentence(Lang::En, &refused), sentence(Lang::Zh, &refused));
    assert_eq!(
        en,
        "ResourceNotFound.RoleNotFound There is no such role: nothing was sent. (tccli:role → oncall: role not exist) requestId r"
    );
    assert!(zh.starts_with("ResourceNotFound.RoleNotFound 角色不存在"), "{zh}");
    assert!(hint(Lang::En, &refused).contains("role-arn in the tccli profile"));
}

#[test]
fn a_pod_identity_is_not_signed_and_its_token_is_read_each_time() {
    let (base, asked) = serve(vec![(200, KEYS.to_owned()), (200, KEYS.to_owned())]);
    let machine = Machine::new()
        .with(Source::Tke)
        .var("EIP_UNBIND_STS_ENDPOINT", base)
        .var("SUDO_USER", "alice");
    let provider = provider(&machine, None);
    resolve(&provider).unwrap();
    std::fs::write(machine.path("token"), "second-token").unwrap();
    resolve(&provider).unwrap();
    for token in ["pod-token", "second-token"] {
        let request = asked.recv().unwrap();
        assert_eq!(
            (request.header("authorization"), request.header("x-tc-token")),
            (Some("SKIP"), None)
        );
        assert_eq!(request.header("x-tc-region"), Some("ap-guangzhou"));
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        let expected = serde_json::json!({
            "ProviderId": "cls-1", "WebIdentityToken": token, "RoleArn": ARN, "RoleSessionName": "eip-unbind-alice",
        });
        assert_eq!(body, expected);
    }
    std::fs::remove_file(machine.path("token")).unwrap();
    let error = resolve(&provider).unwrap_err().message;
    assert!(
        error.starts_with("tke: TKE_WEB_IDENTITY_TOKEN_FILE ") && error.contains("No such file"),
        "{error}"
    );
}

#[test]
fn an_instance_role_is_asked_for_its_name_and_keys() {
    let (base, asked) =
        serve(vec![(200, "web-role".to_owned()), (200, META.to_owned()), (404, String::new())]);
    let machine = Machine::new()
        .file("home/.tccli/cvm.credential", CVM_ROLE)
        .var("EIP_UNBIND_METADATA_ENDPOINT", base);
    let provider = provider(&machine, Some("cvm"));
    assert_eq!(resolve(&provider).unwrap().expires_at.unwrap().as_second(), NOW + 600);
    let folder = "/latest/meta-data/cam/security-credentials/";
    assert_eq!(
        [asked.recv().unwrap().path, asked.recv().unwrap().path],
        [folder.to_owned(), format!("{folder}web-role")]
    );
    let refused = resolve(&provider).unwrap_err();
    assert_eq!(
        (refused.class, refused.message.as_str()),
        (FaultClass::Credentials, "tccli:cvm: HTTP 404")
    );
    assert_eq!(
        hint(Lang::Zh, &refused),
        "请在云服务器控制台绑定角色，或在配置文件中用 credentials = … 选择其他来源。"
    );
}

#[test]
fn keys_that_tccli_renewed_are_read_again() {
    let file = |id: &str, left: i64| {
        format!(
            r#"{{"type":"oauth","secretId":"{id}","secretKey":"k","token":"t","expiresAt":{}}}"#,
            NOW + left
        )
    };
    let machine = Machine::new().file("home/.tccli/default.credential", file("AKIDfirst", 100));
    let provider = provider(&machine, None);
    let machine = machine.file("home/.tccli/default.credential", file("AKIDsecond", 7_000));
    let sourced = resolve(&provider).unwrap();
    assert_eq!(
        (sourced.credentials.secret_id.as_str(), sourced.expires_at.unwrap().as_second()),
        ("AKIDsecond", NOW + 7_000)
    );
    let _gone = machine.file("home/.tccli/default.credential", file("AKIDthird", 5));
    let error = resolve(&provider).unwrap_err().message;
    assert!(
        error.contains("the keys expire in 5 s")
            && error.contains("tccli auth login --profile default"),
        "{error}"
    );
}

#[test]
fn the_caller_is_asked_with_the_token() {
    let credentials =
        Credentials::new("AKIDEXAMPLEexample0001", "topsecret", Some("tmp-token")).unwrap();
    let endpoint = Endpoint::parse(sts::Sts::URL).unwrap();
    let request = sts::encode_caller(&endpoint, &credentials, now());
    assert_eq!(
        (request.base.as_str(), request.body.as_str()),
        ("https://sts.tencentcloudapi.com", "{}")
    );
    assert!(request.headers.contains(&("x-tc-token", "tmp-token".to_owned())));
    assert!(!format!("{request:?}").contains("tmp-token"));
}

const QUOTA: &str = r#"{"code":0,"message":"","data":{"eipNumQuota":20,"currentEipNum":1}}"#;

/// A client that answers everything in memory, and the keys that it was asked with.
fn client(
    credential_store: &CredentialStore,
    clock: Rc<dyn Fn() -> Moment>,
) -> (Client, Rc<RefCell<Vec<String>>>) {
    let asked = Rc::new(RefCell::new(Vec::new()));
    let log = asked.clone();
    let settings = ClientSettings {
        generation: Generation::V2,
        endpoints: Endpoints::default(),
        credentials: credential_store.clone(),
        transport: TransportSettings::default(),
        requests_per_second: 0,
        clock,
        signature_method: SignatureMethod::default(),
    };
    let answer = move |request: HttpRequest| -> eip_unbind::api::Carried {
        let all = format!("{}{}", request.query, request.body);
        let id = all.split('&').find_map(|pair| pair.strip_prefix("SecretId=")).unwrap().to_owned();
        log.borrow_mut().push(id);
        Box::pin(async { Ok(reply(200, QUOTA)) })
    };
    (Client::in_memory(settings, Rc::new(answer)), asked)
}

fn local<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, future)
}

fn gz() -> Region {
    Region::parse("gz").unwrap()
}

fn unbind() -> Mutation {
    let target = UnbindTarget::Eip(EipId::parse("eip-4tqx81ma").unwrap());
    Mutation::Unbind { target, alloc_wan_ip: Some(false), un_bind_private_ip_with_eip: None }
}

#[test]
fn nothing_is_changed_with_less_than_a_minute_left() {
    let credential_store = CredentialStore::pending();
    let (client, asked) = client(&credential_store, Rc::new(|| Moment { mono_ms: 0, wall: now() }));
    let expires = |left: i64| Some(Timestamp::from_second(NOW + left).unwrap());
    let set = |id: &str, left| {
        credential_store.set(Lease {
            credentials: Credentials::new(id, "k", None).unwrap(),
            expires_at: expires(left),
        })
    };
    set("AKIDfirst", 59);
    let fault = local(client.mutate(&gz(), &unbind())).unwrap_err();
    assert_eq!(
        (fault.class, fault.delivery, asked.borrow().len()),
        (FaultClass::Credentials, Delivery::NotSent, 0)
    );
    local(client.describe_quota(&gz())).unwrap();
    set("AKIDsecond", 60);
    local(client.mutate(&gz(), &unbind())).unwrap();
    assert_eq!(*asked.borrow(), ["AKIDfirst", "AKIDsecond"]);
}

#[test]
fn a_reading_waits_for_the_first_keys_which_come_in_the_background() {
    let far = KEYS.replace("1767225600", "4102444800");
    let (base, _asked) = serve(vec![(200, far)]);
    let machine = Machine::new()
        .file("home/.tccli/role.credential", ROLE)
        .var("EIP_UNBIND_STS_ENDPOINT", base);
    let provider = Rc::new(provider(&machine, Some("role")));
    let (credential_store, clock) = (provider.credential_store(), Clock::new());
    let (client, asked) = client(&credential_store, Rc::new(move || clock.now()));
    local(async {
        let _renewal = keep_fresh(provider.clone(), credential_store.clone(), clock);
        client.describe_quota(&gz()).await.unwrap();
    });
    assert_eq!(*asked.borrow(), ["AKIDTMPexampleTMPexampleTMPexample01"]);
    assert_eq!(credential_store.expires_at().unwrap().as_second(), 4_102_444_800);
}

#[test]
fn keys_are_renewed_for_as_long_as_somebody_uses_them() {
    let far = KEYS.replace("1767225600", "4102444800");
    let (base, _asked) = serve(vec![(200, far)]);
    let machine = Machine::new()
        .file("home/.tccli/role.credential", ROLE)
        .var("EIP_UNBIND_STS_ENDPOINT", base);
    let provider = Rc::new(provider(&machine, Some("role")));
    let (credential_store, clock) = (provider.credential_store(), Clock::new());
    let (client, _asked) = client(&credential_store, Rc::new(move || clock.now()));
    local(async {
        let renewal = keep_fresh(provider.clone(), credential_store.clone(), clock);
        let same = client.clone();
        let connector = Connector::new(
            Box::new(move |_| Ok(same.clone())),
            Wanted::Only(Generation::V2),
            None,
            clock,
        );
        let connector = connector.with_keys(Some(renewal));
        connector.read(async |client: &Client| client.describe_quota(&gz()).await).await.unwrap();
        assert_eq!(
            Rc::strong_count(&provider),
            2,
            "whoever renews waits for the keys to end, in seventy years"
        );
        drop(connector);
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        assert_eq!(Rc::strong_count(&provider), 1, "nobody is left to renew them for");
    });
}

#[test]
fn without_keys_a_reading_says_why() {
    let (base, _asked) = serve(vec![(200, REFUSED.to_owned())]);
    let machine = Machine::new()
        .file("home/.tccli/role.credential", ROLE)
        .var("EIP_UNBIND_STS_ENDPOINT", base);
    let provider = Rc::new(provider(&machine, Some("role")));
    let (credential_store, clock) = (provider.credential_store(), Clock::new());
    let (client, asked) = client(&credential_store, Rc::new(move || clock.now()));
    let fault = local(async {
        let _renewal = keep_fresh(provider.clone(), credential_store.clone(), clock);
        client.describe_quota(&gz()).await.unwrap_err()
    });
    assert_eq!(
        (fault.code.as_str(), fault.message.as_str()),
        ("ResourceNotFound.RoleNotFound", "tccli:role → oncall: role not exist")
    );
    assert!(asked.borrow().is_empty());
}
