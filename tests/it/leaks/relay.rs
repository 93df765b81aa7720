//! Stands between the program and the cloud, and keeps what the program sent.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

pub(super) struct Relay {
    pub(super) endpoint: String,
    sent: Arc<Mutex<Vec<u8>>>,
}

impl Relay {
    pub(super) fn start(cloud: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let sent = Arc::new(Mutex::new(vec![]));
        let kept = Arc::clone(&sent);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(cloud) else { continue };
                let (Ok(from), Ok(to), kept) = (client.try_clone(), server.try_clone(), Arc::clone(&kept)) else { continue };
                std::thread::spawn(move || copy(from, to, Some(&kept)));
                std::thread::spawn(move || copy(server, client, None));
            }
        });
        Self { endpoint, sent }
    }

    pub(super) fn sent(&self) -> Vec<u8> {
        self.sent.lock().unwrap().clone()
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream, keep: Option<&Mutex<Vec<u8>>>) {
    let mut buffer = vec![0; 65_536];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if let Some(keep) = keep {
            keep.lock().unwrap().extend(&buffer[..count]);
        }
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
