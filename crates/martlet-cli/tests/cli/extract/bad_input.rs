//! What can go wrong at the source, on the way and on the disk: a code, what to do, and the last set as it was.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::proxy::Proxy;
use super::server::{PASSWORD, READER, Server, free_port, reader_at};
use super::sets::{bytes_of, extract};
use crate::support::martlet::{Run, command, martlet, run_of};

fn refused(run: Run, code: &str, words: &str) {
    let run = run.expect_code(2);
    assert!(run.stderr.contains(&format!("code:  {code}")), "{code}: {run:?}");
    assert!(run.stderr.contains("  do:    "), "{run:?}");
    assert!(run.stderr.contains(words), "{words}: {run:?}");
}

#[test]
fn addresses_and_credentials() {
    let server = Server::start();
    let dir = server.dir();
    server.run("CREATE TABLE awkward.t (id INT PRIMARY KEY)");
    let from = server.reader_address("awkward");
    extract(dir, ["--from", &from, "--out", "out"]).expect_code(0);
    let before = bytes_of(&dir.join("out"));
    let place = format!("127.0.0.1:{}", server.port);
    let run = |args: &[&str]| extract(dir, ["--out", "out"].into_iter().chain(args.iter().copied()));
    refused(run(&["--from", "postgres://x/y"]), "MRT-X001", "write mysql://user@host:3306/database");
    let with_password = format!("mysql://{READER}:{PASSWORD}@{place}/awkward");
    refused(run(&["--from", &with_password]), "MRT-X002", "--defaults-file");
    refused(run(&["--from", &from, "--defaults-file", "none.cnf"]), "MRT-X003", "check its path");
    let nobody = format!("mysql://{READER}@127.0.0.1:{}/awkward", free_port());
    refused(run(&["--from", &nobody]), "MRT-X004", "check host, port and network");
    refused(run(&["--from", &format!("mysql://{READER}@host.invalid/awkward")]), "MRT-X004", "host.invalid");
    refused(run(&["--from", &server.reader_address("nowhere")]), "MRT-X006", "nowhere");
    refused(run(&["--from", &from, "--tables", "t,missing"]), "MRT-X007", "no table missing in awkward");

    // The variable wins over the file; without it, the file's password is taken.
    let wrong = |variable: Option<&str>, file: &str| {
        fs::write(dir.join("my.cnf"), format!("[client]\nuser={READER}\npassword={file}\n")).expect("a file");
        let mut command = command(dir, ["extract", "--from", &from, "--out", "out", "--defaults-file", "my.cnf"]);
        if let Some(password) = variable {
            command.env("MYSQL_PWD", password);
        }
        run_of(dir, &command.output().expect("the binary starts"))
    };
    for run in [wrong(Some("falsch"), PASSWORD), wrong(None, "falsch")] {
        assert!(!run.stderr.contains("falsch") && !run.stderr.contains(PASSWORD), "{run:?}");
        refused(run, "MRT-X005", "Access denied");
    }
    assert_eq!(bytes_of(&dir.join("out")), before);
    wrong(Some(PASSWORD), "falsch").expect_code(0);
    wrong(None, PASSWORD).expect_code(0);
}

#[test]
fn a_source_that_changed_between_runs() {
    let server = Server::start();
    let dir = server.dir();
    server.run(
        "CREATE TABLE awkward.t (id INT PRIMARY KEY, size ENUM('s', 'l'), name VARCHAR(9), updated_at DATETIME);\n\
         INSERT INTO awkward.t VALUES (1, 's', 'one', '2026-01-01');\n\
         CREATE TABLE awkward.u (id INT PRIMARY KEY)",
    );
    let from = server.reader_address("awkward");
    let whole = ["--from", &from, "--out", "out"];
    let since = ["--from", &from, "--out", "out", "--since-state", "state.json"];
    extract(dir, since).expect_code(0);
    let before = (bytes_of(&dir.join("out")), fs::read(dir.join("state.json")).expect("a state"));
    let both_refuse = |code: &str, words: &str| {
        refused(extract(dir, whole), code, words);
        refused(extract(dir, since), code, words);
        let after = (bytes_of(&dir.join("out")), fs::read(dir.join("state.json")).expect("a state"));
        assert!(after == before, "the last set and state stay");
    };
    server.run("ALTER TABLE awkward.t MODIFY size VARCHAR(9)");
    both_refuse("MRT-X008", "size was enum('s','l') and is varchar(9)");
    server.run("ALTER TABLE awkward.t MODIFY size ENUM('s', 'l');\nALTER TABLE awkward.t DROP COLUMN name");
    both_refuse("MRT-X008", "name is gone");
    server.run("ALTER TABLE awkward.t ADD COLUMN name VARCHAR(9) AFTER size;\nDROP TABLE awkward.u");
    both_refuse("MRT-X007", "no table u in awkward");
    extract(dir, since.into_iter().chain(["--accept-schema-change"])).expect_code(0);
    assert!(!dir.join("out/u.parquet").exists());

    for (words, watermark) in [
        ("no table nowhere", "nowhere=id"),
        ("the table has no such column", "t=changed_at"),
        ("it is neither a time, nor a date, nor a whole number", "t=name"),
    ] {
        let code = if watermark.starts_with("nowhere") { "MRT-X007" } else { "MRT-X021" };
        refused(extract(dir, since.into_iter().chain(["--watermark", watermark])), code, words);
    }
    server.run("CREATE TABLE awkward.places (id INT PRIMARY KEY, spot POINT)");
    refused(extract(dir, since), "MRT-X015", "places.spot is of type point");
    server
        .run("DROP TABLE awkward.places;\nALTER TABLE awkward.t ADD COLUMN yes BOOLEAN;\nUPDATE awkward.t SET yes = 2");
    refused(extract(dir, since), "MRT-X014", "t.yes holds 2 in the row with id = 1");
}

#[test]
fn folders_and_state_files_that_are_not_this_ones() {
    let server = Server::start();
    let other = Server::start();
    let dir = server.dir();
    for each in [&server, &other] {
        each.run("CREATE TABLE awkward.t (id INT PRIMARY KEY, updated_at DATETIME)");
        each.run("CREATE TABLE clearvana.t (id INT PRIMARY KEY, updated_at DATETIME)");
    }
    let proxy = Proxy::to(server.port);
    let from = reader_at(proxy.port, "awkward");
    let since = ["--from", &from, "--out", "out", "--since-state", "state.json"];
    extract(dir, since).expect_code(0);
    let before = (bytes_of(&dir.join("out")), fs::read(dir.join("state.json")).expect("a state"));
    let neighbour = reader_at(proxy.port, "clearvana");
    refused(extract(dir, ["--from", &neighbour, "--out", "out"]), "MRT-X019", "/clearvana");
    let run = extract(dir, ["--from", &neighbour, "--out", "new", "--since-state", "state.json"]);
    refused(run, "MRT-X019", "state.json is of an extraction from mysql://127.0.0.1");
    assert!(!dir.join("new").exists());
    // The same address, and behind it another server, as where a tunnel leads elsewhere.
    proxy.lead_to(other.port);
    refused(extract(dir, since), "MRT-X019", "(server ");
    proxy.lead_to(server.port);

    // The reader's clock, whom the server tells another time.
    server.run("SET GLOBAL init_connect = 'SET timestamp = UNIX_TIMESTAMP() - 86400'");
    refused(extract(dir, since), "MRT-X020", "the database's clock went back");
    refused(extract(dir, ["--from", &from, "--out", "out"]), "MRT-X020", "was an older backup restored");
    server.run("SET GLOBAL init_connect = ''");

    fs::write(dir.join("broken.json"), "{").expect("a file");
    let broken = ["--from", &from, "--out", "out", "--since-state", "broken.json"];
    refused(extract(dir, broken), "MRT-X018", "broken.json");
    fs::write(dir.join("broken.json"), "{\"version\": 99}").expect("a file");
    refused(extract(dir, broken), "MRT-X018", "its version is 99");
    let nowhere = ["--from", &from, "--out", "out", "--since-state", "nowhere/state.json"];
    refused(extract(dir, nowhere), "MRT-X011", "nowhere");
    let inside = ["--from", &from, "--out", "out", "--since-state", "out/state.json"];
    refused(extract(dir, inside), "MRT-X025", "name a file beside --out");
    fs::create_dir(dir.join("mine")).expect("a folder");
    fs::write(dir.join("mine/notes.txt"), "mine").expect("a file");
    refused(extract(dir, ["--from", &from, "--out", "mine"]), "MRT-X012", "mine");
    let after = (bytes_of(&dir.join("out")), fs::read(dir.join("state.json")).expect("a state"));
    assert!(after == before, "the last set and state stay");
    extract(dir, since).expect_code(0);
}

/// The reader's connection, once the server has noticed that former ones have ended.
fn only_connection(server: &Server) -> String {
    let started = Instant::now();
    loop {
        let ids = server.ask(&format!("SELECT id FROM information_schema.processlist WHERE user = '{READER}'"));
        if let [id] = ids.split_whitespace().collect::<Vec<_>>().as_slice() {
            return (*id).to_owned();
        }
        assert!(started.elapsed() < Duration::from_secs(60), "{ids}");
        sleep(Duration::from_millis(50));
    }
}

#[test]
fn connections_that_end_half_way() {
    let server = Server::start();
    let dir = server.dir();
    server.run(
        "CREATE TABLE awkward.t (id INT PRIMARY KEY, words VARCHAR(200), updated_at DATETIME) \
         SELECT seq AS id, REPEAT('word ', 30) AS words, '2026-01-01' AS updated_at FROM seq_1_to_40000",
    );
    let proxy = Proxy::to(server.port);
    let from = reader_at(proxy.port, "awkward");
    let whole = ["--from", &from, "--out", "out"];
    let since = ["--from", &from, "--out", "out", "--since-state", "state.json"];
    extract(dir, since).expect_code(0);
    let before = (bytes_of(&dir.join("out")), fs::read(dir.join("state.json")).expect("a state"));

    for args in [&whole[..], &since[..]] {
        proxy.cut_after(1 << 20);
        refused(extract(dir, args.iter().copied()), "MRT-X009", "while t was read");
        proxy.stop_after(1 << 20);
        let child = command(dir, ["extract"].iter().chain(args))
            .env("MARTLET_MYSQL_PASSWORD", PASSWORD)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        proxy.wait_until_stopped();
        // A second run into the same folder is refused while the first one works.
        refused(extract(dir, ["--from", &server.reader_address("awkward"), "--out", "out"]), "MRT-X023", "is running");
        server.run(&format!("KILL {}", only_connection(&server)));
        proxy.open();
        refused(run_of(dir, &child.wait_with_output().expect("it ends")), "MRT-X009", "run it again");
    }
    let after = (bytes_of(&dir.join("out")), fs::read(dir.join("state.json")).expect("a state"));
    assert!(after == before, "the last set and state stay");
    extract(dir, since).expect_code(0);

    // A file of the last set that was damaged since; its end, which says what it holds, is as it was.
    let path = dir.join("out/t.parquet");
    let mut damaged = fs::read(&path).expect("a file");
    damaged[100..300].fill(0xff);
    fs::write(&path, &damaged).expect("a file");
    refused(extract(dir, since), "MRT-X024", "t.parquet, of the last extraction, cannot be read");
    fs::rename(dir.join("state.json"), dir.join("aside.json")).expect("a file");
    extract(dir, since).expect_code(0);
}

#[test]
fn a_table_that_is_altered_meanwhile() {
    let server = Server::start();
    let dir = server.dir();
    server.run(
        "CREATE TABLE awkward.a (id INT PRIMARY KEY, words VARCHAR(200)) \
         SELECT seq AS id, REPEAT('word ', 30) AS words FROM seq_1_to_20000;\n\
         CREATE TABLE awkward.b (id INT PRIMARY KEY);\n\
         INSERT INTO awkward.b VALUES (1)",
    );
    let proxy = Proxy::to(server.port);
    proxy.stop_after(1 << 20);
    let child = command(dir, ["extract", "--from", &reader_at(proxy.port, "awkward"), "--out", "out"])
        .env("MARTLET_MYSQL_PASSWORD", PASSWORD)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    proxy.wait_until_stopped();
    server.run("ALTER TABLE awkward.b ADD COLUMN more INT, ALGORITHM = COPY");
    proxy.open();
    refused(run_of(dir, &child.wait_with_output().expect("it ends")), "MRT-X022", "b was altered");
    assert!(!dir.join("out").exists());
}

#[test]
fn a_disk_without_room() {
    let server = Server::start();
    let dir = server.dir();
    server.run(
        "CREATE TABLE awkward.t (id INT PRIMARY KEY, noise VARBINARY(1000), updated_at DATETIME) \
         SELECT seq AS id, RANDOM_BYTES(1000) AS noise, '2026-01-01' AS updated_at FROM seq_1_to_300",
    );
    fs::create_dir(dir.join("small")).expect("a folder");
    let martlet_extract = format!(
        "{} extract --from {} --out small/out --since-state small/state.json",
        env!("CARGO_BIN_EXE_martlet"),
        server.address("awkward")
    );
    // A file system of one megabyte, seen by this process alone.
    let script = format!(
        "set -e; mount -t tmpfs -o size=1m none small; {martlet_extract}; cp -r small before; \
         mariadb --no-defaults -uroot -h127.0.0.1 -P{} awkward -e \"INSERT INTO awkward.t SELECT seq, RANDOM_BYTES(1000), \
         '2026-01-02' FROM seq_301_to_1000\"; \
         for more in '' '--watermark t=none'; do code=0; {martlet_extract} $more || code=$?; echo ended with $code; \
         diff -r before small && echo the last set stays; done",
        server.port
    );
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
        .current_dir(dir)
        .env("NO_COLOR", "1")
        .output()
        .expect("`unshare` gives a file system of its own; it is in Debian's util-linux");
    let run = run_of(dir, &output).expect_code(0);
    assert_eq!(run.stderr.matches("MRT-X010").count(), 2, "{run:?}");
    assert_eq!(run.stderr.matches("make room and run it again").count(), 2, "{run:?}");
    assert_eq!(run.stdout.matches("ended with 2").count(), 2, "{run:?}");
    assert_eq!(run.stdout.matches("the last set stays").count(), 2, "{run:?}");
    martlet(dir, ["extract", "--from", &server.address("awkward"), "--out", "roomy"]).expect_code(0);
}
