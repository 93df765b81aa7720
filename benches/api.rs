//! Signing requests and reading replies.

use eip_unbind::api::call::Call;
use eip_unbind::api::credentials::SecretKey;
use eip_unbind::api::message::HttpReply;
use eip_unbind::api::sign::tc3::Tc3Request;
use eip_unbind::api::sign::v2::{PATH, SignatureMethod, sign, string_to_sign};
use eip_unbind::api::v2::describe_eip::DescribeEip;
use eip_unbind::domain::{EipQuery, Region};
use std::fmt::Write as _;

fn page_of(rows: usize) -> HttpReply {
    let mut body =
        String::from(r#"{"code":0,"message":"","codeDesc":"Success","data":{"eipSet":["#);
    for i in 0..rows {
        let comma = if i > 0 { "," } else { "" };
        let _ = write!(
            body,
            r#"{comma}{{"eipId":"eip-{i:08x}","eipName":"gw-prod-{i}","eip":"203.0.113.{}","ispId":5,"status":2,"arrears":0,"unInstanceId":"ins-{i:08x}","createdAt":"2021-03-04 09:12:45","updatedAt":"2022-10-01 18:20:00","freeSecond":0,"type":0,"privateIpAddress":"10.20.0.{}","networkInterfaceId":"eni-{i:08x}"}}"#,
            i % 256,
            i % 256,
        );
    }
    let _ = write!(body, r#"]}},"totalCount":{rows}}}"#);
    HttpReply { status: 200, date: None, body: body.into_bytes() }
}

/// One full page: what comes between a reply and its rows on screen.
#[divan::bench]
fn decode_describe_eip_page_of_100(bencher: divan::Bencher<'_, '_>) {
    let reply = page_of(100);
    let call =
        DescribeEip::page(&Region::parse("gz").expect("the sample is sound"), &EipQuery::all(), 0);
    bencher.bench(|| call.decode(divan::black_box(&reply)).expect("the sample is sound"));
}

#[divan::bench]
fn sign_v2_hmac_sha256(bencher: divan::Bencher<'_, '_>) {
    let key = SecretKey::new("EXAMPLEexampleEXAMPLEexample0002").expect("the sample is sound");
    let params = [
        ("Action", "DescribeEip"),
        ("Nonce", "345122"),
        ("Region", "gz"),
        ("SecretId", "AKIDEXAMPLEexampleEXAMPLEexample0001"),
        ("SignatureMethod", "HmacSHA256"),
        ("Timestamp", "1700000000"),
        ("limit", "100"),
        ("offset", "0"),
    ];
    bencher.bench(|| {
        sign(
            SignatureMethod::HmacSha256,
            &key,
            &string_to_sign("GET", "eip.api.qcloud.com", PATH, divan::black_box(&params)),
        )
    });
}

#[divan::bench]
fn sign_tc3(bencher: divan::Bencher<'_, '_>) {
    let key = SecretKey::new("EXAMPLEexampleEXAMPLEexample0002").expect("the sample is sound");
    let request = Tc3Request {
        method: "POST",
        path: "/",
        query: "",
        headers: &[
            ("content-type", "application/json"),
            ("host", "vpc.tencentcloudapi.com"),
            ("x-tc-action", "DescribeAddresses"),
        ],
        payload: br#"{"Limit":100,"Offset":0}"#,
        service: "vpc",
        at: jiff::Timestamp::from_second(1_700_000_000).expect("the sample is sound"),
    };
    bencher.bench(|| divan::black_box(request).signature(&key));
}
