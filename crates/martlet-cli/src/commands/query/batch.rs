//! `--requests`: many requests, one JSON line each, in the order of the file.
//!
//! `{"name","columns":[{"name","type"}],"rows":[[..]],"sql"}` or `{"name","error":{"code","message","hint","problems"}}`.
//! With `--streams`, answers are also written as the Arrow IPC streams that the browser's worker sends.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::time::Instant;

use martlet_engine::QueryOutput;
use martlet_semantic::{MetricRequest, UNREADABLE_REQUEST};
use serde::Deserialize;
use serde_json::Value;

use super::not_printed;
use crate::args::QueryArgs;
use crate::codes;
use crate::data::{self, Session, engine_problem};
use crate::exit::Exit;
use crate::output::{self, JsonText};
use crate::problem::{Failed, Problem};

/// One element of the file. The request stays raw, so that a wrong one fails alone.
#[derive(Debug, Deserialize)]
struct Named {
    name: String,
    request: Value,
}

pub fn run(file: &Path, session: &Session, args: &QueryArgs) -> Result<Exit, Failed> {
    let requests = read(file)?;
    let runtime = data::runtime()?;
    let printed = output::to_stdout(|out| {
        for (at, named) in requests.iter().enumerate() {
            let line = runtime.block_on(answer(at, named, session, args))?;
            writeln!(out, "{line}")?;
        }
        Ok(())
    });
    printed.map_err(|error| not_printed(&error))?;
    Ok(Exit::Fine)
}

fn read(file: &Path) -> Result<Vec<Named>, Problem> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin()
            .read_to_end(&mut bytes)
            .map_err(|error| Problem::error(codes::NOT_READABLE, format!("standard input cannot be read: {error}")))?;
        bytes
    } else {
        data::read(file)?
    };
    serde_json::from_slice(&bytes).map_err(|error| {
        Problem::error(codes::REQUESTS_NOT_READABLE, format!("not an array of named requests: {error}"))
            .at(file)
            .line(Some(error.line()).filter(|line| *line > 0))
            .hint(r#"write [{"name": "…", "request": {"metrics": ["…"], "group_by": ["…"]}}, …]"#)
    })
}

async fn answer(at: usize, named: &Named, session: &Session, args: &QueryArgs) -> io::Result<String> {
    let mut line = JsonText::default();
    line.raw("{\"name\":").value(&named.name)?.raw(",");
    match outcome(named, session, args).await {
        Ok(Outcome::Answer { answer, stream }) => {
            line.answer_fields(&answer)?;
            if let (Some(dir), Some(stream)) = (&args.streams, stream) {
                fs::write(dir.join(format!("{at:04}.arrow")), stream)?;
            }
            if let Some(runs) = args.timings {
                let (compile_ms, run_ms) = times(named, session, runs).await;
                line.raw(&format!(",\"compile_ms\":{compile_ms:.3},\"run_ms\":{run_ms:.3}"));
            }
        }
        Ok(Outcome::Sql(sql)) => {
            line.raw("\"sql\":").value(&sql)?;
        }
        Err(problems) => {
            line.raw("\"error\":").value(&error(&problems))?;
        }
    }
    line.raw("}");
    Ok(line.finish())
}

/// Milliseconds of the fastest of `runs` runs, for benchmarks.
async fn times(named: &Named, session: &Session, runs: u32) -> (f64, f64) {
    let mut fastest = (f64::INFINITY, f64::INFINITY);
    for _ in 0..runs {
        let started = Instant::now();
        let Ok(request) = MetricRequest::deserialize(&named.request) else { break };
        let Ok(sql) = session.compile(&request) else { break };
        let compiled = Instant::now();
        if session.output(&sql).await.is_err() {
            break;
        }
        fastest.0 = fastest.0.min((compiled - started).as_secs_f64() * 1e3);
        fastest.1 = fastest.1.min(compiled.elapsed().as_secs_f64() * 1e3);
    }
    fastest
}

enum Outcome {
    Answer { answer: output::Answer, stream: Option<Vec<u8>> },
    Sql(String),
}

async fn outcome(named: &Named, session: &Session, args: &QueryArgs) -> Result<Outcome, Vec<Problem>> {
    let request: MetricRequest = MetricRequest::deserialize(&named.request)
        .map_err(|error| vec![Problem::error(UNREADABLE_REQUEST, format!("the request cannot be read: {error}"))])?;
    let sql = session.compile(&request)?;
    if args.explain {
        return Ok(Outcome::Sql(sql));
    }
    let failed = |problem: Problem| vec![problem.sql(&sql)];
    let output = session.output_of(&request, &sql).await.map_err(failed)?;
    let stream = args.streams.as_ref().map(|_| output.to_ipc());
    let stream = stream.transpose().map_err(|error| failed(engine_problem(&error)))?;
    let QueryOutput { schema, batches, .. } = output;
    Ok(Outcome::Answer { answer: output::Answer { schema, batches, sql }, stream })
}

/// The first problem gives the code; messages and hints of all come along, and each problem with its own code.
fn error(problems: &[Problem]) -> Value {
    let lines = |texts: Vec<&str>| texts.join("\n");
    let mut error = serde_json::json!({
        "code": problems.first().map_or("", |problem| &problem.code),
        "message": lines(problems.iter().map(|problem| problem.message.as_str()).collect()),
        "hint": null,
        "problems": problems,
    });
    let hints: Vec<&str> = problems.iter().filter_map(|problem| problem.hint.as_deref()).collect();
    if !hints.is_empty() {
        error["hint"] = lines(hints).into();
    }
    if let Some(sql) = problems.iter().find_map(|problem| problem.sql.as_deref()) {
        error["sql"] = sql.into();
    }
    error
}
