//! STS and the metadata service of the built-in cloud, asked by the program's own calls and by forged ones.

use super::{Bench, body};
use eip_unbind::api::credential_store::Lease;
use eip_unbind::api::credentials::Credentials;
use eip_unbind::api::endpoint::Endpoint;
use eip_unbind::api::message::HttpRequest;
use eip_unbind::api::sts::{self, AssumeRole, AssumeRoleWithWebIdentity};
use eip_unbind::api::{credentials::Token, metadata};
use eip_unbind::sim::{DEMO_SECRET_ID, DEMO_SECRET_KEY, IncomingRequest, Scenario};
use serde_json::Value;

const ARN: &str = "qcs::cam::uin/100000000001:roleName/oncall";

fn place() -> Endpoint {
    Endpoint::parse("http://127.0.0.1:4000").unwrap()
}

fn own() -> Credentials {
    Credentials::new(DEMO_SECRET_ID, DEMO_SECRET_KEY, None).unwrap()
}

fn wish() -> AssumeRole {
    AssumeRole {
        role_arn: ARN.into(),
        session_name: "eip-unbind-alice".into(),
        ..AssumeRole::default()
    }
}

fn short_lived() -> Bench {
    Bench::new("short-lived-role")
}

impl Bench {
    fn carry(&mut self, request: &HttpRequest) -> eip_unbind::api::message::HttpReply {
        self.cloud.answer(&IncomingRequest::from(request), self.now).into_reply().unwrap()
    }

    fn assume(&mut self, wish: &AssumeRole) -> Lease {
        let request = wish.encode(&place(), &own(), self.now);
        sts::decode_keys(&self.carry(&request)).unwrap()
    }

    /// Who holds these keys, or the code of the refusal.
    fn caller(&mut self, keys: &Credentials) -> Result<String, String> {
        let request = sts::encode_caller(&place(), keys, self.now);
        sts::decode_caller(&self.carry(&request))
            .map(|caller| format!("{} {}", caller.account_id, caller.arn))
            .map_err(|fault| fault.code)
    }

    fn code_of(&mut self, request: &IncomingRequest) -> String {
        let answer = body(self.cloud.answer(request, self.now));
        answer["Response"]["Error"]["Code"].as_str().unwrap_or("OK").to_owned()
    }
}

#[test]
fn keys_that_were_given_out_are_good_until_they_end() {
    let mut bench = short_lived();
    assert_eq!(
        bench.caller(&own()).unwrap(),
        "100000000001 qcs::cam::uin/100000000001:uin/100000000042"
    );
    let lease = bench.assume(&wish());
    assert_eq!(lease.expires_at.unwrap().as_second(), bench.now.as_second() + 70);
    let arn = "100000000001 qcs::sts::uin/100000000001:assumed-role/oncall/eip-unbind-alice";
    assert_eq!(bench.caller(&lease.credentials).unwrap(), arn);
    bench.wait(69_000);
    assert_eq!(bench.caller(&lease.credentials).unwrap(), arn);
    bench.wait(1_000);
    assert_eq!(bench.caller(&lease.credentials).unwrap_err(), "AuthFailure.TokenFailure");
    let next = bench.assume(&wish());
    assert_ne!(next.credentials.secret_id, lease.credentials.secret_id);
    bench.caller(&next.credentials).unwrap();
    let log = serde_json::to_string(bench.cloud.log()).unwrap();
    assert!(log.contains("AssumeRole") && log.contains(ARN) && !log.contains("not-real"), "{log}");
}

#[test]
fn both_generations_take_them_and_refuse_them_once_ended() {
    use eip_unbind::api::call::EncodeContext;
    use eip_unbind::api::sign::v2::SignatureMethod;
    use eip_unbind::api::{v2, v3};
    let mut bench = short_lived();
    let region = eip_unbind::domain::Region::parse("gz").unwrap();
    let endpoint = place();
    let lease = bench.assume(&wish());
    let codes = |bench: &mut Bench, nonce: u32| {
        let (credentials, at) = (&lease.credentials, bench.now);
        let context = EncodeContext {
            endpoint: &endpoint,
            credentials,
            at,
            nonce,
            signature_method: SignatureMethod::default(),
        };
        let old = v2::encode(
            &v2::describe_eip_quota::DescribeEipQuota { region: region.clone() },
            &context,
        );
        let new = v3::encode(
            &v3::describe_address_quota::DescribeAddressQuota { region: region.clone() },
            &context,
        );
        let text = |reply: eip_unbind::api::message::HttpReply| {
            serde_json::from_slice::<Value>(&reply.body).unwrap()
        };
        let (old, new) = (text(bench.carry(&old)), text(bench.carry(&new)));
        (
            old["code"].as_i64().unwrap(),
            new["Response"]["Error"]["Code"].as_str().map(str::to_owned),
        )
    };
    assert_eq!(codes(&mut bench, 1), (0, None));
    bench.wait(70_000);
    assert_eq!(codes(&mut bench, 2), (4105, Some("AuthFailure.TokenFailure".to_owned())));
}

#[test]
fn a_call_that_was_altered_is_refused() {
    let mut bench = short_lived();
    let good = IncomingRequest::from(&wish().encode(&place(), &own(), bench.now));
    let bent = |change: &dyn Fn(&mut IncomingRequest)| {
        let mut request = good.clone();
        change(&mut request);
        request
    };
    let header = |request: &mut IncomingRequest, name: &str, value: &str| {
        request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        request.headers.push((name.to_owned(), value.to_owned()));
    };
    let cases = [
        (bent(&|_| {}), "OK"),
        (bent(&|r| r.body.push(b' ')), "AuthFailure.SignatureFailure"),
        (bent(&|r| r.host = "sts.example".into()), "AuthFailure.SignatureFailure"),
        (bent(&|r| header(r, "x-tc-timestamp", "1")), "AuthFailure.SignatureExpire"),
        (bent(&|r| header(r, "x-tc-token", "x")), "AuthFailure.TokenFailure"),
        (bent(&|r| header(r, "authorization", "SKIP")), "AuthFailure.InvalidAuthorization"),
        (bent(&|r| r.method = "GET".into()), "InvalidRequest"),
        (bent(&|r| r.headers.retain(|(name, _)| name != "x-tc-region")), "MissingParameter"),
    ];
    for (request, code) in cases {
        assert_eq!(bench.code_of(&request), code);
    }
}

#[test]
fn what_can_not_be_assumed_is_refused_with_the_documented_code() {
    let mut scenario = Scenario::embedded("short-lived-role").unwrap();
    scenario.identity.roles = vec![ARN.to_owned()];
    let mut bench = Bench::of(scenario);
    let cases = [
        (wish(), "OK"),
        (AssumeRole { role_arn: format!("{ARN}-2"), ..wish() }, "ResourceNotFound.RoleNotFound"),
        (AssumeRole { role_arn: "oncall".into(), ..wish() }, "InvalidParameter.ParamError"),
        (AssumeRole { session_name: "a b".into(), ..wish() }, "InvalidParameter.ParamError"),
        (AssumeRole { duration_s: Some(43_201), ..wish() }, "InvalidParameter.OverTimeError"),
    ];
    for (wish, code) in cases {
        let request = IncomingRequest::from(&wish.encode(&place(), &own(), bench.now));
        assert_eq!(bench.code_of(&request), code, "{wish:?}");
    }
}

#[test]
fn a_pods_token_gets_keys_and_stays_out_of_the_log() {
    let mut bench = short_lived();
    let call = AssumeRoleWithWebIdentity {
        provider_id: "cls-1".into(),
        token: Token::new("pod-token").unwrap(),
        role_arn: ARN.into(),
        session_name: "eip-unbind-alice".into(),
        region: "ap-guangzhou".into(),
    };
    let lease = sts::decode_keys(&bench.carry(&call.encode(&place(), bench.now))).unwrap();
    bench.caller(&lease.credentials).unwrap();
    assert!(!serde_json::to_string(bench.cloud.log()).unwrap().contains("pod-token"));
}

#[test]
fn a_server_with_a_role_is_given_keys() {
    let ask = |bench: &mut Bench, rest: &str| {
        let request = IncomingRequest {
            method: "GET".into(),
            host: "metadata.tencentyun.com".into(),
            path: format!("/latest/meta-data/cam/security-credentials/{rest}"),
            query: String::new(),
            headers: vec![],
            body: vec![],
        };
        bench.cloud.answer(&request, bench.now).into_reply().unwrap()
    };
    let mut bench = short_lived();
    let role = metadata::decode_role(&ask(&mut bench, "")).unwrap();
    let lease = metadata::decode_keys(&ask(&mut bench, &role)).unwrap();
    assert_eq!(lease.expires_at.unwrap().as_second(), bench.now.as_second() + 70);
    assert!(bench.caller(&lease.credentials).unwrap().contains("assumed-role/eip-operator/"));
    assert_eq!(
        metadata::decode_keys(&ask(&mut bench, "other")).unwrap_err().local_error,
        Some(eip_unbind::domain::LocalError::NoSuchRole)
    );
    let mut scenario = Scenario::embedded("demo").unwrap();
    scenario.identity.instance_role = None;
    let nobody = metadata::decode_role(&ask(&mut Bench::of(scenario), "")).unwrap_err();
    assert_eq!(nobody.local_error, Some(eip_unbind::domain::LocalError::NoInstanceRole));
}
