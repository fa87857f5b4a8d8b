//! A road to a server that can lead elsewhere, stop, or break.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU64, Ordering};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// Nothing is held back.
const ALL: u64 = u64::MAX;

#[derive(Debug)]
struct Road {
    to: AtomicU16,
    /// So many bytes of a connection's answers pass.
    limit: AtomicU64,
    /// Whether the connection is cut there; else it waits for another limit.
    is_cutting: AtomicBool,
    is_waiting: AtomicBool,
}

#[derive(Debug)]
pub struct Proxy {
    pub port: u16,
    road: Arc<Road>,
}

impl Proxy {
    pub fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let road = Arc::new(Road {
            to: AtomicU16::new(server),
            limit: AtomicU64::new(ALL),
            is_cutting: AtomicBool::new(false),
            is_waiting: AtomicBool::new(false),
        });
        let roads = Arc::clone(&road);
        spawn(move || {
            for client in listener.incoming().flatten() {
                let road = Arc::clone(&roads);
                let Ok(server) = TcpStream::connect(("127.0.0.1", road.to.load(Ordering::SeqCst))) else { continue };
                let (from, to) = (client.try_clone().expect("a socket"), server.try_clone().expect("a socket"));
                spawn(move || copy(from, to, None));
                spawn(move || copy(server, client, Some(&road)));
            }
        });
        Self { port, road }
    }

    /// Connections from now on go to another server.
    pub fn lead_to(&self, server: u16) {
        self.road.to.store(server, Ordering::SeqCst);
    }

    /// Cuts each connection after so many bytes of answers.
    pub fn cut_after(&self, bytes: u64) {
        self.road.is_cutting.store(true, Ordering::SeqCst);
        self.road.limit.store(bytes, Ordering::SeqCst);
    }

    /// Holds each connection's answers back after so many bytes.
    pub fn stop_after(&self, bytes: u64) {
        self.road.is_cutting.store(false, Ordering::SeqCst);
        self.road.limit.store(bytes, Ordering::SeqCst);
    }

    pub fn wait_until_stopped(&self) {
        let started = Instant::now();
        while !self.road.is_waiting.load(Ordering::SeqCst) {
            assert!(started.elapsed() < Duration::from_secs(60), "nobody reads so far");
            sleep(Duration::from_millis(5));
        }
    }

    pub fn open(&self) {
        self.road.is_cutting.store(false, Ordering::SeqCst);
        self.road.limit.store(ALL, Ordering::SeqCst);
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream, road: Option<&Road>) {
    let mut buffer = vec![0; 1 << 14];
    let mut passed = 0;
    while let Ok(read) = from.read(&mut buffer) {
        if read == 0 {
            break;
        }
        passed += read as u64;
        if let Some(road) = road {
            while passed > road.limit.load(Ordering::SeqCst) && !road.is_cutting.load(Ordering::SeqCst) {
                road.is_waiting.store(true, Ordering::SeqCst);
                sleep(Duration::from_millis(5));
            }
            road.is_waiting.store(false, Ordering::SeqCst);
            if passed > road.limit.load(Ordering::SeqCst) {
                break;
            }
        }
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
