//! The same over a real socket.

use super::{GATEWAY, IncomingRequest, START, signed};
use eip_unbind::sim::{Scenario, Server};
use jiff::Timestamp;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

fn start(name: &str) -> eip_unbind::sim::Running {
    let now = Arc::new(|| Timestamp::from_second(START).unwrap());
    let spawn: eip_unbind::sim::server::Spawner = Arc::new(|task| {
        eip_unbind::runtime::spawn::spawn(task);
    });
    Server::start(Scenario::embedded(name).unwrap(), 0, now, &spawn).unwrap()
}

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test);
}

fn raw(request: &IncomingRequest) -> Vec<u8> {
    let target = if request.query.is_empty() {
        request.path.clone()
    } else {
        format!("{}?{}", request.path, request.query)
    };
    let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
    let head = format!(
        "{} {target} HTTP/1.1\r\nHost: {}\r\n{kind}Content-Length: {}\r\n\r\n",
        request.method,
        request.host,
        request.body.len()
    );
    [head.into_bytes(), request.body.clone()].concat()
}

/// Reads one response of a kept-alive connection: head and body.
async fn response(stream: &mut TcpStream) -> (String, String) {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|l| {
                l.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned)
            });
            if body.len() >= length.unwrap().parse::<usize>().unwrap() {
                return (head.to_owned(), body.to_owned());
            }
        }
        let mut chunk = [0; 4096];
        let n = stream.read(&mut chunk).await.unwrap();
        assert!(n > 0, "closed in the middle");
        bytes.extend_from_slice(&chunk[..n]);
    }
}

#[test]
fn keep_alive_log_and_events() {
    run(async {
        let cloud = start("demo");
        let host = cloud.addr.to_string();
        let mut stream = TcpStream::connect(cloud.addr).await.unwrap();
        stream
            .write_all(&raw(&signed("DescribeEip", &[("eipIds.0", GATEWAY)], START, 1, &host)))
            .await
            .unwrap();
        let (head, body) = response(&mut stream).await;
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(head.to_ascii_lowercase().contains("date: mon, 21 sep 2026"), "{head}");
        assert!(body.contains("网关-gz-07"), "{body}");
        stream
            .write_all(&raw(&signed("EipUnBindInstance", &[("eipId", GATEWAY)], START, 2, &host)))
            .await
            .unwrap();
        assert!(response(&mut stream).await.1.contains("\"code\":0"));
        let event = format!("{{\"do\":\"remove\",\"eip\":\"{GATEWAY}\"}}");
        let request = format!(
            "POST /sim/event HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{event}",
            event.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        assert!(response(&mut stream).await.0.starts_with("HTTP/1.1 200"));
        stream.write_all(b"GET /sim/log HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let log: Value = serde_json::from_str(&response(&mut stream).await.1).unwrap();
        assert_eq!(
            (&log[1]["action"], &log[1]["applied"]),
            (&"EipUnBindInstance".into(), &true.into())
        );
        cloud.stop();
        assert_eq!(stream.read(&mut [0; 1]).await.unwrap_or(0), 0, "stopping closes connections");
    });
}

#[test]
fn a_lost_reply_is_a_closed_connection() {
    run(async {
        let cloud = start("lost-reply-applied");
        let mut stream = TcpStream::connect(cloud.addr).await.unwrap();
        let request =
            signed("EipUnBindInstance", &[("eipId", GATEWAY)], START, 1, &cloud.addr.to_string());
        stream.write_all(&raw(&request)).await.unwrap();
        assert_eq!(stream.read(&mut [0; 1]).await.unwrap_or(0), 0, "not one byte comes back");
    });
}

#[test]
fn one_that_hangs_holds_up_nobody() {
    run(async {
        let cloud = start("half-down");
        let host = cloud.addr.to_string();
        let mut hanging = TcpStream::connect(cloud.addr).await.unwrap();
        hanging
            .write_all(&raw(&signed("DescribeNetworkInterfaces", &[], START, 1, &host)))
            .await
            .unwrap();
        let mut stream = TcpStream::connect(cloud.addr).await.unwrap();
        stream.write_all(&raw(&signed("DescribeEip", &[], START, 2, &host))).await.unwrap();
        assert!(response(&mut stream).await.1.contains("\"code\":0"));
        assert!(
            tokio::time::timeout(Duration::from_millis(50), hanging.read(&mut [0; 1]))
                .await
                .is_err(),
            "still nothing"
        );
    });
}
