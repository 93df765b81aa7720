//! Stands between the program and the cloud, and keeps what the program sent.

use std::cell::{Cell, RefCell};
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};

pub(crate) struct Relay {
    pub(crate) endpoint: String,
    chunks: Receiver<Vec<u8>>,
    sent: RefCell<Vec<u8>>,
    accepted: Receiver<()>,
    connections: Cell<usize>,
}

impl Relay {
    pub(crate) fn start(cloud: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let (keep, chunks) = channel();
        let (tell, accepted) = channel();
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let _ = tell.send(());
                let Ok(server) = TcpStream::connect(cloud) else { continue };
                let (Ok(from), Ok(to), keep) =
                    (client.try_clone(), server.try_clone(), keep.clone())
                else {
                    continue;
                };
                std::thread::spawn(move || copy(from, to, Some(&keep)));
                std::thread::spawn(move || copy(server, client, None));
            }
        });
        Self { endpoint, chunks, sent: RefCell::default(), accepted, connections: Cell::new(0) }
    }

    /// How many connections were made so far.
    pub(crate) fn connections(&self) -> usize {
        self.connections.set(self.connections.get() + self.accepted.try_iter().count());
        self.connections.get()
    }

    pub(crate) fn sent(&self) -> Vec<u8> {
        let mut sent = self.sent.borrow_mut();
        sent.extend(self.chunks.try_iter().flatten());
        sent.clone()
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream, keep: Option<&Sender<Vec<u8>>>) {
    let mut buffer = vec![0; 65_536];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if let Some(keep) = keep {
            // Nobody listens any more once the test is over.
            let _ = keep.send(buffer[..count].to_vec());
        }
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
