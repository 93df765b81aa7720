//! A cloud whose every reply a test writes by hand: by action and by how many calls of it there were. It checks nothing and holds nothing, so
//! that it can say what no real cloud should.

use super::cli::{Done, ID, KEY, call};
use crate::tty::term::{Start, now};
use eip_unbind::sim::verify;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// By the name of its own generation.
    pub(crate) action: String,
    /// How many of this action there were, this one included.
    pub(crate) nth: usize,
    /// The action's own parameters.
    pub(crate) params: BTreeMap<String, String>,
    pub(crate) at: Instant,
}

impl Call {
    pub(crate) fn changes(&self) -> bool {
        ["EipUnBindInstance", "EipBindInstance", "DisassociateAddress", "AssociateAddress"]
            .contains(&self.action.as_str())
    }
}

/// A reply.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    body: String,
    after_ms: u64,
    closes: bool,
    hangs_up: bool,
}

impl Reply {
    pub(crate) fn json(body: &Value) -> Self {
        Self { body: body.to_string(), after_ms: 0, closes: false, hangs_up: false }
    }

    /// API 2.0's list of EIPs; the total is that of the rows.
    pub(crate) fn eips(rows: &[Value]) -> Self {
        Self::eips_of(rows, rows.len())
    }

    pub(crate) fn eips_of(rows: &[Value], total: usize) -> Self {
        let data = json!({ "eipSet": rows });
        Self::json(&json!({ "code": 0, "message": "", "data": data, "totalCount": total }))
    }

    /// API 3.0's.
    pub(crate) fn addresses(rows: &[Value]) -> Self {
        Self::v3(json!({ "TotalCount": rows.len(), "AddressSet": rows }))
    }

    pub(crate) fn v3(mut response: Value) -> Self {
        response["RequestId"] = json!("9f2c4a10-7d3e-4b58-8c61-000000000001");
        Self::json(&json!({ "Response": response }))
    }

    /// API 2.0's error.
    pub(crate) fn code(code: i64, message: &str) -> Self {
        Self::json(&json!({ "code": code, "message": message, "requestId": "r-77" }))
    }

    /// The connection ends without it.
    pub(crate) fn hang_up() -> Self {
        Self { hangs_up: true, ..Self::json(&Value::Null) }
    }

    pub(crate) fn after(self, ms: u64) -> Self {
        Self { after_ms: ms, ..self }
    }

    /// The connection is closed after it.
    pub(crate) fn closing(self) -> Self {
        Self { closes: true, ..self }
    }
}

/// An EIP of API 2.0, bound; `fields` stand over that, and a null takes a field away.
pub(crate) fn eip(fields: Value) -> Value {
    over(
        json!({
            "eipId": "eip-9k2m4x7q", "eipName": "gw", "eip": "203.0.113.77", "ispId": 5, "status": 2, "arrears": 0,
            "unInstanceId": "ins-1a2b3c4d", "createdAt": "2021-03-04 09:12:45", "updatedAt": "2022-10-01 18:20:00",
            "freeSecond": 0, "type": 0, "privateIpAddress": "10.0.3.21", "networkInterfaceId": "eni-5f6a7b8c",
        }),
        fields,
    )
}

/// The same once it is off.
pub(crate) fn unbound(fields: Value) -> Value {
    let off = json!({ "status": 4, "unInstanceId": "", "privateIpAddress": "", "networkInterfaceId": "" });
    over(eip(off), fields)
}

/// An EIP of API 3.0, bound.
pub(crate) fn address(fields: Value) -> Value {
    over(
        json!({
            "AddressId": "eip-9k2m4x7q", "AddressName": "gw", "AddressStatus": "BIND", "AddressIp": "203.0.113.77",
            "InstanceId": "ins-1a2b3c4d", "CreatedTime": "2021-03-04T01:12:45Z", "NetworkInterfaceId": "eni-5f6a7b8c",
            "PrivateAddressIp": "10.0.3.21", "IsArrears": false, "IsBlocked": false, "IsEipDirectConnection": false,
            "AddressType": "EIP", "CascadeRelease": false, "InternetServiceProvider": "BGP", "InstanceType": "CVM",
        }),
        fields,
    )
}

/// A field that is not to be there.
pub(crate) const GONE: &str = "(gone)";

fn over(mut row: Value, fields: Value) -> Value {
    let Value::Object(fields) = fields else { return row };
    for (name, value) in fields {
        if value == GONE {
            row.as_object_mut().unwrap().remove(&name);
        } else {
            row[name] = value;
        }
    }
    row
}

/// The NIC of that EIP.
pub(crate) fn nics() -> Reply {
    let ip = json!({ "privateIpAddress": "10.0.3.21", "primary": true, "wanIp": "203.0.113.77", "isWanIpBlocked": false, "eipId": "eip-9k2m4x7q" });
    let nic = json!({
        "vpcId": "vpc-1", "networkInterfaceId": "eni-5f6a7b8c", "eniName": "main", "primary": true,
        "privateIpAddressesSet": [ip], "instanceSet": { "instanceId": "ins-1a2b3c4d" },
    });
    Reply::json(&json!({ "code": 0, "message": "", "data": { "totalNum": 1, "data": [nic] } }))
}

/// What either generation answers to what a test does not care about.
pub(crate) fn usual(call: &Call) -> Reply {
    match call.action.as_str() {
        "DescribeEipQuota" => Reply::json(&json!({ "code": 0, "message": "", "data": {
            "eipNumQuota": 20, "currentEipNum": 3, "dailyApplyQuota": 40, "dailyApplyCount": 0,
            "dailyAllocWanIpQuota": 10, "dailyAllocWanIpCount": 2,
        } })),
        "DescribeAddressQuota" => Reply::v3(json!({ "QuotaSet": [] })),
        "DescribeNetworkAccountType" => Reply::v3(json!({ "NetworkAccountType": "LEGACY" })),
        "DescribeNetworkInterfaces" if call.params.contains_key("v3") => {
            Reply::v3(json!({ "TotalCount": 0, "NetworkInterfaceSet": [] }))
        }
        "DescribeNetworkInterfaces" => nics(),
        "EipUnBindInstance" | "EipBindInstance" => {
            Reply::json(&json!({ "code": 0, "message": "", "data": { "requestId": 184_520_077 } }))
        }
        "DisassociateAddress" | "AssociateAddress" => Reply::v3(json!({ "TaskId": "77" })),
        "DescribeTaskResult" => Reply::v3(json!({ "TaskId": 77, "Result": "SUCCESS" })),
        _ => Reply::code(6100, "no such action"),
    }
}

/// The server, and a home folder for whoever works on it.
pub(crate) struct Replies {
    addr: SocketAddr,
    calls: Receiver<Call>,
    pub(crate) home: TempDir,
}

impl Replies {
    /// Serves what `answer` writes, one request after the other.
    pub(crate) fn start(mut answer: impl FnMut(&Call) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        let (ask, asked) = channel::<(Call, Sender<Reply>)>();
        let (tell, calls) = channel();
        std::thread::spawn(move || {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            while let Ok((mut call, reply)) = asked.recv() {
                let count = counts.entry(call.action.clone()).or_default();
                *count += 1;
                call.nth = *count;
                let _ = tell.send(call.clone());
                let _ = reply.send(answer(&call));
            }
        });
        std::thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                let ask = ask.clone();
                std::thread::spawn(move || serve(stream, &ask));
            }
        });
        Self { addr, calls, home: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Every request so far that was not taken before.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.try_iter().collect()
    }

    /// Those of them that change something.
    pub(crate) fn changes(&self) -> Vec<Call> {
        self.calls().into_iter().filter(Call::changes).collect()
    }

    /// A subcommand on it.
    pub(crate) fn call(&self, args: &[&str]) -> Done {
        let (home, endpoint) = (self.home.path().to_str().unwrap(), self.endpoint());
        let env = Self::env(home, &endpoint);
        call(&env, args)
    }

    /// The screen on it.
    pub(crate) fn screen(&self, args: &[&str]) -> Start {
        let (home, endpoint) = (self.home.path().to_str().unwrap(), self.endpoint());
        Self::env(home, &endpoint)
            .iter()
            .fold(Start::new(args), |start, (name, value)| start.env(name, value))
    }

    pub(crate) fn env<'a>(home: &'a str, endpoint: &'a str) -> [(&'static str, &'a str); 6] {
        [
            ("TENCENTCLOUD_SECRET_ID", ID),
            ("TENCENTCLOUD_SECRET_KEY", KEY),
            ("TENCENTCLOUD_REGION", "gz"),
            ("EIP_UNBIND_ENDPOINT", endpoint),
            ("EIP_UNBIND_STATE_DIR", home),
            ("HOME", home),
        ]
    }
}

/// Serves a connection until either side ends it.
fn serve(mut stream: TcpStream, ask: &Sender<(Call, Sender<Reply>)>) -> Option<()> {
    loop {
        let call = read(&mut stream)?;
        let (reply, replied) = channel();
        ask.send((call, reply)).ok()?;
        let reply = replied.recv().ok()?;
        if reply.after_ms > 0 {
            std::thread::park_timeout(Duration::from_millis(reply.after_ms));
        }
        if reply.hangs_up {
            return None;
        }
        let connection = if reply.closes { "Connection: close\r\n" } else { "" };
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{connection}Content-Length: {}\r\n\r\n",
            reply.body.len()
        );
        stream.write_all(&[head.as_bytes(), reply.body.as_bytes()].concat()).ok()?;
        if reply.closes {
            return None;
        }
    }
}

fn read(stream: &mut TcpStream) -> Option<Call> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 16_384];
    let head = loop {
        match stream.read(&mut chunk).ok()? {
            0 => return None,
            count => bytes.extend_from_slice(&chunk[..count]),
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let at = now();
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let header = |name: &str| {
        text.lines().find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let length = header("content-length").map_or(0, |value| value.parse().unwrap());
    while bytes.len() < head + length {
        match stream.read(&mut chunk).ok()? {
            0 => return None,
            count => bytes.extend_from_slice(&chunk[..count]),
        }
    }
    let body = String::from_utf8_lossy(&bytes[head..]).into_owned();
    if let Some(action) = header("x-tc-action") {
        let fields: BTreeMap<String, Value> = serde_json::from_str(&body).unwrap_or_default();
        let plain = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut params: BTreeMap<String, String> =
            fields.into_iter().map(|(name, value)| (name, plain(value))).collect();
        params.insert("v3".to_owned(), "1".to_owned());
        return Some(Call { action, nth: 0, params, at });
    }
    let query = text.split_whitespace().nth(1)?.split_once('?').map_or("", |(_, query)| query);
    let pairs = verify::pairs(if body.is_empty() { query } else { &body }).ok()?;
    let mut params: BTreeMap<String, String> = pairs.into_iter().collect();
    let action = params.remove("Action").unwrap_or_default();
    Some(Call { action, nth: 0, params, at })
}
