//! Off loopback the connection is encrypted, to a server whose certificate is trusted.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::server::{READER, Server};
use super::sets::{bytes_of, extract};

/// Reaches this machine, and is not a loopback address by name.
const HOST: &str = "0.0.0.0";

/// An authority, and a certificate that it signed.
struct Certificates {
    dir: TempDir,
}

impl Certificates {
    fn new(host: &str) -> Self {
        let this = Self { dir: TempDir::new().expect("a folder") };
        let authority = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=authority"];
        this.request(authority.into_iter());
        let name = format!("subjectAltName=IP:{host}");
        let server = ["-keyout", "server.key", "-out", "server.pem", "-subj", "/CN=server", "-addext", &name];
        let signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-addext", "basicConstraints=critical,CA:FALSE"];
        this.request(server.into_iter().chain(signed));
        this
    }

    fn request<'a>(&self, arguments: impl Iterator<Item = &'a str>) {
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "2"])
            .args(arguments)
            .current_dir(self.dir.path())
            .output()
            .expect("openssl is there; `cargo xtask setup` installs it");
        assert!(made.status.success(), "{made:?}");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn option(&self, option: &str, name: &str) -> String {
        format!("--{option}={}", self.path(name).display())
    }
}

fn server_with(certificates: &Certificates) -> Server {
    Server::start_with(&[
        &certificates.option("ssl-cert", "server.pem"),
        &certificates.option("ssl-key", "server.key"),
        "--bind-address=0.0.0.0",
    ])
}

fn refused(dir: &Path, from: &str, more: &[&str], code: &str) -> String {
    let arguments = ["--from", from, "--out", "out"].into_iter().chain(more.iter().copied());
    let run = extract(dir, arguments).expect_code(2);
    assert!(run.stderr.contains(&format!("code:  {code}")), "{code}: {run:?}");
    run.stderr
}

#[test]
fn a_connection_off_loopback_is_encrypted_and_its_certificate_checked() {
    let certificates = Certificates::new(HOST);
    let server = server_with(&certificates);
    let dir = server.dir();
    server.run(&format!(
        "CREATE TABLE awkward.t (id INT PRIMARY KEY);\nINSERT INTO awkward.t VALUES (1);\nALTER USER {READER} REQUIRE SSL"
    ));
    let from = format!("mysql://{READER}@{HOST}:{}/awkward", server.port);
    let authority = certificates.path("ca.pem").display().to_string();
    extract(dir, ["--from", &from, "--out", "out", "--tls-ca", &authority]).expect_code(0);
    let before = bytes_of(&dir.join("out"));

    let unknown = refused(dir, &from, &[], "MRT-X026");
    assert!(unknown.contains("--tls-ca"), "{unknown}");
    let other = Certificates::new(HOST);
    refused(dir, &from, &["--tls-ca", &other.path("ca.pem").display().to_string()], "MRT-X026");
    refused(dir, &from, &["--tls-ca", "none.pem"], "MRT-X003");
    // The server insists on what was switched off.
    refused(dir, &from, &["--no-tls"], "MRT-X005");
    assert_eq!(bytes_of(&dir.join("out")), before);
}

#[test]
fn a_certificate_for_another_host_is_refused() {
    let certificates = Certificates::new("192.0.2.9");
    let server = server_with(&certificates);
    let from = format!("mysql://{READER}@{HOST}:{}/awkward", server.port);
    let authority = certificates.path("ca.pem").display().to_string();
    refused(server.dir(), &from, &["--tls-ca", &authority], "MRT-X026");
}

#[test]
fn a_server_without_tls_is_refused_unless_asked() {
    let server = Server::start_with(&["--skip-ssl", "--bind-address=0.0.0.0"]);
    server.run("CREATE TABLE awkward.t (id INT PRIMARY KEY)");
    let from = format!("mysql://{READER}@{HOST}:{}/awkward", server.port);
    let none = refused(server.dir(), &from, &[], "MRT-X026");
    assert!(none.contains("--no-tls"), "{none}");
    extract(server.dir(), ["--from", &from, "--out", "out", "--no-tls"]).expect_code(0);
}
