//! How far a replica lags is said.

use std::thread::sleep;
use std::time::{Duration, Instant};

use super::server::Server;
use super::sets::extract;

#[test]
fn a_replica_says_how_far_it_lags_or_that_it_stands() {
    let source = Server::start_with(&["--server-id=1", "--log-bin=log"]);
    let replica = Server::start_with(&["--server-id=2"]);
    source.run(
        "CREATE USER follower IDENTIFIED BY 'follows';\n\
         GRANT REPLICATION SLAVE ON *.* TO follower;\n\
         CREATE TABLE awkward.t (id INT PRIMARY KEY)",
    );
    replica.run(
        "DROP DATABASE awkward;\n\
         DROP DATABASE clearvana;\n\
         DROP USER reader",
    );
    replica.run(&format!(
        "CHANGE MASTER TO master_host = '127.0.0.1', master_port = {}, master_user = 'follower', \
         master_password = 'follows', master_use_gtid = slave_pos;\nSTART SLAVE",
        source.port
    ));
    let dir = replica.dir();
    // A table can be seen a moment before the statement that makes it has ended.
    let made = source.ask("SELECT @@gtid_binlog_pos");
    let is_followed = replica.ask(&format!("SELECT MASTER_GTID_WAIT('{}', 60)", made.trim()));
    assert_eq!(is_followed.trim(), "0", "{}", replica.ask("SHOW SLAVE STATUS"));
    let from = replica.reader_address("awkward");
    let run = extract(dir, ["--from", &from, "--out", "out"]).expect_code(0);
    assert!(run.stderr.contains("how far it lags, is not known"), "{run:?}");
    replica.run("GRANT SLAVE MONITOR ON *.* TO reader");
    let run = extract(dir, ["--from", &from, "--out", "out"]).expect_code(0);
    assert!(run.stderr.contains("the replica is 0 s behind its source"), "{run:?}");

    replica.run("STOP SLAVE;\nCHANGE MASTER TO master_delay = 3600;\nSTART SLAVE");
    source.run("INSERT INTO awkward.t VALUES (1)");
    let lag = || {
        let run = extract(dir, ["--from", &replica.reader_address("awkward"), "--out", "out"]).expect_code(0);
        let line = run.stderr.lines().find(|line| line.contains("behind its source")).map(str::to_owned);
        line.and_then(|line| line.split(' ').find_map(|word| word.parse::<u64>().ok()))
    };
    let started = Instant::now();
    while lag().is_none_or(|seconds| seconds == 0) {
        assert!(started.elapsed() < Duration::from_secs(60), "{}", replica.ask("SHOW SLAVE STATUS"));
        sleep(Duration::from_millis(300));
    }

    replica.run("STOP SLAVE");
    let run = extract(dir, ["--from", &from, "--out", "out"]).expect_code(0);
    assert!(run.stderr.contains("the replica does not follow its source"), "{run:?}");
}
