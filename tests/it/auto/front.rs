//! A door in front of a cloud, on a port of its own: it counts, leads elsewhere when told to, and is shut after so many requests.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};

/// How the door is shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shut {
    /// Nobody listens any more.
    Refused,
    /// Somebody listens, and knows nothing of the API.
    NotFound,
}

/// The door.
pub(super) struct Front {
    addr: SocketAddr,
    leads_to: Arc<AtomicU16>,
    let_in: Arc<AtomicUsize>,
    turned_away: Arc<AtomicUsize>,
}

impl Front {
    /// A door to the cloud at this endpoint; after so many requests it is shut this way.
    pub(super) fn start(endpoint: &str, shut: Option<(usize, Shut)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        let front = Self {
            addr,
            leads_to: Arc::default(),
            let_in: Arc::default(),
            turned_away: Arc::default(),
        };
        front.lead_to(endpoint);
        let (leads_to, let_in, turned_away) =
            (front.leads_to.clone(), front.let_in.clone(), front.turned_away.clone());
        std::thread::spawn(move || {
            // One after the other: a request that is let in is counted before the next is looked at.
            loop {
                let open = shut.is_none_or(|(after, _)| let_in.load(Ordering::SeqCst) < after);
                if !open && shut.is_some_and(|(_, how)| how == Shut::Refused) {
                    return;
                }
                let Ok((client, _)) = listener.accept() else { return };
                let count = if open { &let_in } else { &turned_away };
                count.fetch_add(1, Ordering::SeqCst);
                let cloud = SocketAddr::from(([127, 0, 0, 1], leads_to.load(Ordering::SeqCst)));
                let _ = pass(client, open.then_some(cloud));
            }
        });
        front
    }

    pub(super) fn endpoint(&self) -> String {
        format!("http://{}", self.addr)
    }

    pub(super) fn lead_to(&self, endpoint: &str) {
        let (_, port) = endpoint.rsplit_once(':').unwrap();
        self.leads_to.store(port.parse().unwrap(), Ordering::SeqCst);
    }

    /// Requests that came through, and those that did not.
    pub(super) fn counted(&self) -> (usize, usize) {
        (self.let_in.load(Ordering::SeqCst), self.turned_away.load(Ordering::SeqCst))
    }
}

/// Carries one request and its reply, then hangs up.
fn pass(mut client: TcpStream, cloud: Option<SocketAddr>) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut chunk = [0; 16_384];
    let head = loop {
        match client.read(&mut chunk)? {
            0 => return Ok(()),
            count => request.extend_from_slice(&chunk[..count]),
        }
        if let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&request[..head]).to_ascii_lowercase();
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .map_or(0, |value| value.trim().parse().unwrap());
    while request.len() < head + length {
        match client.read(&mut chunk)? {
            0 => return Ok(()),
            count => request.extend_from_slice(&chunk[..count]),
        }
    }
    let Some(cloud) = cloud else {
        return client.write_all(
            b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        );
    };
    let mut behind = TcpStream::connect(cloud)?;
    let line = request.windows(2).position(|two| two == b"\r\n").map_or(0, |at| at + 2);
    behind.write_all(&[&request[..line], b"Connection: close\r\n", &request[line..]].concat())?;
    let mut reply = Vec::new();
    behind.read_to_end(&mut reply)?;
    client.write_all(&reply)
}
