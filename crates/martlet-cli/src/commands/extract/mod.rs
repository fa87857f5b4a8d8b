//! `martlet extract`: a database to Parquet, through the extraction's library.

mod terminal;
mod words;

use std::collections::BTreeMap;
use std::time::Instant;

use martlet_extract::{Address, Connection, Credentials, ExtractError, Extraction, SinceState, Tls, extract};

use crate::args::{DatabaseArgs, ExtractArgs};
use crate::codes;
use crate::exit::Exit;
use crate::output;
use crate::problem::{Failed, Problem};
use terminal::Terminal;

pub fn run(args: ExtractArgs) -> Result<Exit, Failed> {
    let started = Instant::now();
    let (address, mut connection) = connect(&args.from, &args.database)?;
    let watermarks: BTreeMap<String, String> = args.watermark.into_iter().collect();
    let job = Extraction {
        address: &address,
        out: &args.out,
        tables: &args.tables,
        accept_schema_change: args.accept_schema_change,
        since: args.since_state.as_deref().map(|path| SinceState {
            path,
            look_back: args.look_back,
            watermarks: &watermarks,
        }),
    };
    let mut terminal = Terminal::new();
    let result = extract(&mut connection, &job, &mut terminal);
    terminal.finish();
    let tables = result.map_err(|error| problem(&error))?;
    output::to_stdout(|out| {
        let (mut rows, mut bytes) = (0, 0);
        for table in &tables {
            writeln!(out, "{}", words::table(table))?;
            (rows, bytes) = (rows + table.rows, bytes + table.bytes);
        }
        writeln!(
            out,
            "{} rows, {} in {} ({})",
            output::count(rows),
            output::bytes(bytes),
            args.out.display(),
            output::seconds(started.elapsed())
        )
    })
    .map_err(|error| Problem::error(codes::NOT_WRITABLE, format!("the summary could not be printed: {error}")))?;
    Ok(Exit::Fine)
}

/// An open connection to the database that an address names.
pub fn connect(address: &str, args: &DatabaseArgs) -> Result<(Address, Connection), Problem> {
    let open = || {
        let address = Address::parse(address)?;
        let tls = if args.no_tls { Tls::Never } else { Tls::OffLoopback { authority: args.tls_ca.clone() } };
        let connection = Credentials::find(args.defaults_file.as_deref())?.connect(&address, &tls)?;
        Ok((address, connection))
    };
    open().map_err(|error| problem(&error))
}

fn problem(error: &ExtractError) -> Problem {
    Problem::error(error.code(), error.to_string()).hint(error.hint())
}
