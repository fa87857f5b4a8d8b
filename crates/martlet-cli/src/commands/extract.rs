//! `martlet extract`: a database to Parquet, through the extraction's library.

use std::time::Instant;

use martlet_extract::{Address, Connection, Credentials, ExtractError, Extraction, Finding, Lag, Tls, Watch, extract};

use crate::args::{DatabaseArgs, ExtractArgs};
use crate::codes;
use crate::exit::Exit;
use crate::output::{self, Progress};
use crate::problem::{Failed, Problem};

pub fn run(args: ExtractArgs) -> Result<Exit, Failed> {
    let started = Instant::now();
    let (address, mut connection) = connect(&args.from, &args.database)?;
    let progress = Progress::new(false);
    let mut watch = Terminal { progress: &progress, notes: Vec::new() };
    let job = Extraction {
        address: &address,
        out: &args.out,
        tables: &args.tables,
        accept_schema_change: args.accept_schema_change,
    };
    let result = extract(&mut connection, &job, &mut watch);
    let notes = watch.notes;
    progress.finish();
    for note in notes {
        eprintln!("{note}");
    }
    let tables = result.map_err(|error| problem(&error))?;
    output::to_stdout(|out| {
        let (mut rows, mut bytes) = (0, 0);
        for table in &tables {
            writeln!(
                out,
                "{:>14} rows  {:>10}  {}.parquet",
                output::count(table.rows),
                output::bytes(table.bytes),
                table.name
            )?;
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

struct Terminal<'a> {
    progress: &'a Progress,
    notes: Vec<String>,
}

impl Watch for Terminal<'_> {
    fn lag(&mut self, lag: &Lag) {
        match lag {
            Lag::NotAReplica => {}
            Lag::Seconds(seconds) => self.notes.push(format!("the replica is {seconds} s behind its source")),
            Lag::Unknown(reason) => self.notes.push(format!("how far this replica lags is not known: {reason}")),
        }
    }

    fn table(&mut self, name: &str, rows: u64, bytes: u64) {
        self.progress.now(format!("{name}: {} rows, {}", output::count(rows), output::bytes(bytes)));
    }

    fn found(&mut self, finding: Finding) {
        self.notes.push(match finding {
            Finding::NoDates { table, column, rows, first_key } => format!(
                "warning: {table}.{column} has a date that is none in {} rows, written as null; the first has {first_key}",
                output::count(rows)
            ),
            Finding::NotInSnapshot { table } => {
                format!("warning: {table} is not transactional; its rows may be newer than those of other tables")
            }
        });
    }
}
