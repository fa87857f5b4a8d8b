//! What was built, in a few lines or as JSON.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use martlet_site::Index;
use martlet_site::catalog::Catalog;
use serde::Serialize;

use crate::output::{self, Format};
use crate::problem::{Problem, Severity};

/// The JSON of `--format json`.
#[derive(Debug, Serialize)]
pub struct Summary {
    pub site: PathBuf,
    pub project: String,
    pub snapshot: String,
    pub as_of: Option<String>,
    pub built_at: String,
    pub tables: Vec<TableSummary>,
    pub rows: u64,
    pub size_bytes: u64,
    pub metrics: u64,
    pub metrics_unavailable: u64,
    pub first_results: u64,
    pub app_files: u64,
    pub app_size_bytes: u64,
    pub seconds: f64,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Serialize)]
pub struct TableSummary {
    pub name: String,
    pub files: u64,
    pub rows: u64,
    pub size_bytes: u64,
}

impl Summary {
    pub fn new(
        site: PathBuf,
        index: &Index,
        catalog: &Catalog,
        first_results: u64,
        (app_files, app_size_bytes): (u64, u64),
        problems: Vec<Problem>,
        took: Duration,
    ) -> Self {
        let tables: Vec<TableSummary> = catalog
            .tables
            .iter()
            .map(|table| TableSummary {
                name: table.name.clone(),
                files: table.files.len() as u64,
                rows: table.rows,
                size_bytes: table.size_bytes,
            })
            .collect();
        Self {
            site,
            project: index.project.clone(),
            snapshot: index.snapshot.clone(),
            as_of: index.as_of.clone(),
            built_at: index.built_at.clone(),
            rows: tables.iter().map(|table| table.rows).sum(),
            size_bytes: tables.iter().map(|table| table.size_bytes).sum(),
            tables,
            metrics: catalog.metrics.len() as u64,
            metrics_unavailable: catalog.metrics.iter().filter(|metric| metric.unavailable.is_some()).count() as u64,
            first_results,
            app_files,
            app_size_bytes,
            seconds: (took.as_secs_f64() * 1000.0).round() / 1000.0,
            problems,
        }
    }

    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Json => {
                let text = serde_json::to_string(self)?;
                writeln!(out, "{text}")
            }
            Format::Csv => {
                writeln!(out, "table,files,rows,size_bytes")?;
                for table in &self.tables {
                    writeln!(out, "{},{},{},{}", table.name, table.files, table.rows, table.size_bytes)?;
                }
                Ok(())
            }
            Format::Table => self.write_lines(out),
        }
    }

    /// What `--format json` has in `problems`; notes are for `martlet check`.
    pub fn write_warnings(&self, out: &mut dyn Write) -> io::Result<()> {
        for problem in self.problems.iter().filter(|problem| problem.severity != Severity::Note) {
            writeln!(out, "{problem}\n")?;
        }
        Ok(())
    }

    fn write_lines(&self, out: &mut dyn Write) -> io::Result<()> {
        let took = output::seconds(Duration::from_secs_f64(self.seconds));
        writeln!(out, "{} is written to {} ({took})", self.project, self.site.display())?;
        let tables = self.tables.len();
        writeln!(
            out,
            "  tables         {tables} ({} rows, {})",
            output::count(self.rows),
            output::bytes(self.size_bytes)
        )?;
        match self.metrics_unavailable {
            0 => writeln!(out, "  metrics        {}", self.metrics)?,
            some => writeln!(out, "  metrics        {} ({some} not available)", self.metrics)?,
        }
        writeln!(out, "  first results  {}", self.first_results)?;
        match self.app_files {
            0 => writeln!(out, "  app            none")?,
            files => writeln!(out, "  app            {files} files, {}", output::bytes(self.app_size_bytes))?,
        }
        writeln!(out, "  as of          {}", self.as_of.as_deref().unwrap_or("not known"))?;
        writeln!(out, "  snapshot       {}", self.snapshot)?;
        writeln!(out, "Try it: martlet serve {}", self.site.display())
    }
}
