//! The server, asked over a plain socket.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::support::martlet::command;
use crate::support::{Shop, martlet};

/// Ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(dir: &Path, args: &[&str]) -> Self {
        let mut child = command(dir, [&["serve", "site", "--quiet"], args].concat())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("the address");
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str, headers: &str) -> Response {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n").expect("it reads");
        let mut all = Vec::new();
        stream.read_to_end(&mut all).expect("it answers");
        let end = all.windows(4).position(|window| window == b"\r\n\r\n").expect("headers end");
        let head = String::from_utf8(all[..end].to_vec()).expect("text").to_lowercase();
        Response { head, body: all[end + 4..].to_vec() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Response {
    /// Lower case.
    head: String,
    body: Vec<u8>,
}

impl Response {
    fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// A site with a small app.
fn site() -> Shop {
    let shop = Shop::new();
    let app = shop.dir().join("app");
    fs::create_dir(&app).expect("a folder");
    fs::write(app.join("index.html"), "<!doctype html><title>Shop</title>").expect("a file");
    fs::write(
        app.join("app-0123456789abcdef.js"),
        "export const words = 'words words words words words words';".repeat(9),
    )
    .expect("a file");
    fs::write(app.join("engine-0123456789abcdef.wasm"), [b"\0asm".as_slice(), &[0; 2000]].concat()).expect("a file");
    fs::write(app.join("engine-0123456789abcdef.wasm.br"), b"as brotli").expect("a file");
    martlet(shop.dir(), ["build", "--project", "dbt", "--out", "site", "--app", "app"]).expect_code(0);
    shop
}

fn mart(shop: &Shop) -> (String, Vec<u8>) {
    let folder = shop.dir().join("site/data/marts/fact_orders");
    let path = fs::read_dir(folder).expect("a folder").next().expect("a file").expect("an entry").path();
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    (format!("/data/marts/fact_orders/{name}"), fs::read(path).expect("a file"))
}

#[test]
fn files_come_as_a_static_host_would_send_them() {
    let shop = site();
    let server = Server::start(shop.dir(), &["--port", "0"]);

    let page = server.get("/", "");
    assert_eq!(page.status(), "200");
    assert_eq!(page.header("content-type"), Some("text/html"));
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval'"), "{policy}");
    assert!(policy.starts_with("default-src 'self'"), "{policy}");

    let index = server.get("/data/index.json", "");
    assert_eq!(index.header("content-type"), Some("application/json"));
    assert_eq!(index.header("cache-control"), Some("no-cache"));
    let tag = index.header("etag").expect("a tag").to_owned();
    assert_eq!(server.get("/data/index.json", &format!("If-None-Match: {tag}\r\n")).status(), "304");

    let script = server.get("/app-0123456789abcdef.js", "Accept-Encoding: gzip\r\n");
    assert_eq!(script.header("content-type"), Some("text/javascript"));
    assert_eq!(script.header("content-encoding"), Some("gzip"));
    assert!(script.header("cache-control").is_some_and(|value| value.contains("immutable")));

    assert_eq!(server.get("/nothing.js", "").status(), "404");
    assert_eq!(server.get("/../dbt/target/manifest.json", "").status(), "404");
    assert_eq!(server.get("/%2e%2e/dbt/target/manifest.json", "").status(), "404");
}

#[test]
fn a_compressed_neighbour_is_sent_to_those_who_take_it() {
    let shop = site();
    let server = Server::start(shop.dir(), &["--port", "0"]);
    let packed = server.get("/engine-0123456789abcdef.wasm", "Accept-Encoding: br\r\n");
    assert_eq!(packed.header("content-type"), Some("application/wasm"));
    assert_eq!(packed.header("content-encoding"), Some("br"));
    assert_eq!(packed.body, b"as brotli");
    let plain = server.get("/engine-0123456789abcdef.wasm", "");
    assert_eq!(plain.header("content-encoding"), None);
    assert_eq!(plain.body.len(), 2004);
}

#[test]
fn parquet_comes_in_ranges_and_never_compressed() {
    let shop = site();
    let (path, content) = mart(&shop);
    let server = Server::start(shop.dir(), &["--port", "0"]);
    let whole = server.get(&path, "Accept-Encoding: br, gzip\r\n");
    assert_eq!(whole.status(), "200");
    assert_eq!(whole.header("content-type"), Some("application/vnd.apache.parquet"));
    assert_eq!(whole.header("content-encoding"), None);
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    assert_eq!(whole.body, content);
    let part = server.get(&path, "Range: bytes=4-99\r\nAccept-Encoding: br, gzip\r\n");
    assert_eq!(part.status(), "206");
    assert_eq!(part.header("content-range"), Some(format!("bytes 4-99/{}", content.len()).as_str()));
    assert_eq!(part.header("content-encoding"), None);
    assert_eq!(part.body, &content[4..100]);
    let beyond = server.get(&path, &format!("Range: bytes={}-\r\n", content.len() + 1));
    assert_eq!(beyond.status(), "416");
}

#[test]
fn a_taken_port_makes_way_for_the_next() {
    let shop = site();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("its address").port();
    let server = Server::start(shop.dir(), &["--port", &port.to_string()]);
    assert_ne!(server.address, format!("127.0.0.1:{port}"));
    assert_eq!(server.get("/", "").status(), "200");
}

#[test]
fn an_interrupt_ends_it_well() {
    let shop = site();
    let mut server = Server::start(shop.dir(), &["--port", "0"]);
    assert_eq!(server.get("/", "").status(), "200");
    let told = Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().expect("kill is there");
    assert!(told.success());
    let ended = server.child.wait().expect("it ends");
    assert_eq!(ended.code(), Some(0));
}

#[test]
fn what_is_no_site_is_not_served() {
    let shop = Shop::new();
    for (place, code) in [("dbt", "MRT-C030"), ("nowhere", "MRT-C001")] {
        let run = martlet(shop.dir(), ["serve", place]).expect_code(2);
        assert!(run.stderr.contains(code), "{}", run.stderr);
    }
}
