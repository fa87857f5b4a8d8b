//! Runs that are killed leave what was published as it was, and the next one is right.

use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::server::{PASSWORD, Server};
use super::sets::{NOTE, TABLES, assert_same, assert_whole, bytes_of, extract, json, leftovers};
use crate::support::martlet::{command, martlet};

/// Runs that must have been ended in the middle of their work.
const KILLED: usize = 10;
const ATTEMPTS_AT_MOST: usize = 200;

/// Numbers from 0 to 1, the same in every run.
struct Fractions(u64);

impl Fractions {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1_u64 << 31) as f64
    }
}

#[test]
fn killed_while_it_reads_everything() {
    let server = Server::start();
    let dir = server.dir();
    load(&server);
    let from = server.reader_address("clearvana");
    let args = ["--from", &from, "--out", "out"];
    let started = Instant::now();
    extract(dir, args).expect_code(0);
    let took = started.elapsed();
    let before = bytes_of(&dir.join("out"));
    kill_ten_times(
        &server,
        &args,
        took,
        |_| {},
        |_| {
            let after = bytes_of(&dir.join("out"));
            assert_eq!(after.len(), before.len());
            // The note has the time of its snapshot; nothing else may differ.
            for (one, other) in before.iter().zip(&after).filter(|(one, _)| !one.0.ends_with(NOTE)) {
                assert_eq!(one, other);
            }
        },
    );
    extract(dir, args).expect_code(0);
    assert_eq!(leftovers(dir), Vec::<String>::new(), "what killed runs left is gone");
}

#[test]
fn killed_while_it_reads_what_changed() {
    let server = Server::start();
    let dir = server.dir();
    load(&server);
    let from = server.reader_address("clearvana");
    let args = [
        "--from",
        &from,
        "--out",
        "out",
        "--since-state",
        "state.json",
        "--watermark",
        "usage_events=id,payments=id,invoice_items=id,fx_rates=rate_date",
    ];
    extract(dir, args).expect_code(0);
    let started = Instant::now();
    extract(dir, args).expect_code(0);
    let took = started.elapsed();
    let change = |turn: usize| {
        server.run(&format!(
            "UPDATE clearvana.customers SET company_name = 'Turn {turn}', updated_at = UTC_TIMESTAMP(6) WHERE id = {};\n\
             DELETE FROM clearvana.usage_events ORDER BY id LIMIT 1;\n\
             INSERT INTO clearvana.nps_responses (customer_id, score, responded_at) VALUES (1, 3, '2024-01-01')",
            turn % 7 + 1
        ));
    };
    kill_ten_times(&server, &args, took, change, |_| {
        assert_whole(&dir.join("out"));
        let (note, state) = (json(&dir.join("out").join(NOTE)), json(&dir.join("state.json")));
        let at = |json: &serde_json::Value| json["snapshot_at"].as_str().expect("a time").to_owned();
        assert!(at(&state) <= at(&note), "the state is never newer than the set");
    });
    let run = extract(dir, args).expect_code(0);
    assert!(run.stdout.contains("customers.parquet  read from updated_at"), "{run:?}");
    assert_eq!(leftovers(dir), Vec::<String>::new(), "what killed runs left is gone");
    extract(dir, ["--from", &from, "--out", "anew"]).expect_code(0);
    assert_same(dir, "out", "anew", &TABLES);
}

fn load(server: &Server) {
    let to = server.address("clearvana");
    martlet(server.dir(), ["demo", "load", "--to", &to, "--scale", "0.05", "--as-of", "2026-06-30"]).expect_code(0);
}

/// Ends runs at random points of the time that one takes, until ten did not come to their end.
fn kill_ten_times(server: &Server, args: &[&str], took: Duration, before: impl Fn(usize), after: impl Fn(usize)) {
    let mut fractions = Fractions(7);
    let mut killed = 0;
    for turn in 0..ATTEMPTS_AT_MOST {
        before(turn);
        let mut child = command(server.dir(), ["extract"].iter().chain(args))
            .env("MARTLET_MYSQL_PASSWORD", PASSWORD)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        sleep(took.mul_f64(fractions.next()));
        let _ = child.kill();
        let has_finished = child.wait().expect("it ends").success();
        killed += usize::from(!has_finished);
        after(turn);
        if killed == KILLED {
            return;
        }
    }
    panic!("only {killed} of {ATTEMPTS_AT_MOST} runs were killed in time");
}
