//! `martlet options`: by what metrics can be grouped together, and why not by the rest.

use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};

use super::query;
use crate::args::OptionsArgs;
use crate::data::{Session, request_problems};
use crate::exit::Exit;
use crate::output::{self, Answer};
use crate::problem::Failed;

pub fn run(args: OptionsArgs) -> Result<Exit, Failed> {
    let session = query::open(&args.source)?;
    let answer = options(&session, &args.metrics)?;
    output::to_stdout(|out| write(&answer, &args, out)).map_err(|error| query::not_printed(&error))?;
    Ok(Exit::Fine)
}

fn write(answer: &Answer, args: &OptionsArgs, out: &mut dyn Write) -> io::Result<()> {
    answer.write(args.format, out)
}

/// Columns: name, kind, grains, defined in, why it cannot be used (null when it can).
fn options(session: &Session, metrics: &[String]) -> Result<Answer, Failed> {
    let layer = session.semantic()?;
    let names: Vec<&str> = metrics.iter().map(String::as_str).collect();
    let refused = |error| Failed::input(request_problems(&error));
    let mut rows: Vec<[Option<String>; 5]> = Vec::new();
    for option in layer.group_by_items(&names).map_err(refused)? {
        let grains = (!option.grains.is_empty()).then(|| option.grains.join(" "));
        rows.push([Some(option.name), Some(option.kind.name().to_owned()), grains, option.semantic_model, None]);
    }
    for item in layer.unavailable_items(&names).map_err(refused)? {
        let kind = item.kind.name().to_owned();
        rows.push([Some(item.name), Some(kind), None, Some(item.semantic_model), Some(item.reason)]);
    }
    let titles = ["name", "kind", "grains", "semantic_model", "unavailable"];
    let columns = titles.iter().enumerate().map(|(at, title)| {
        let values: StringArray = rows.iter().map(|row| row.get(at).cloned().flatten()).collect();
        (*title, Arc::new(values) as ArrayRef, true)
    });
    let batch = RecordBatch::try_from_iter_with_nullable(columns)
        .map_err(|error| query::not_printed(&io::Error::other(error)))?;
    Ok(Answer { schema: batch.schema(), batches: vec![batch], sql: String::new() })
}
