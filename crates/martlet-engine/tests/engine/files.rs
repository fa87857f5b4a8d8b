//! Files on disk: the conformance of byte sources, and tables that cannot be opened.

use std::{path::PathBuf, sync::Arc};

use crate::cases::fixture::parquet;
use arrow::{array::Int32Array, record_batch::RecordBatch};
use bytes::Bytes;
use martlet_engine::{
    Engine, EngineError, FolderSource, Limits, MemorySource, RunOptions, TableFiles, footer_bytes, source::conformance,
};
use martlet_site::catalog::DataFile;

#[tokio::test]
async fn every_source_keeps_its_promises() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.bin"), conformance::content()).expect("a file");
    let source = FolderSource::new(folder.path());
    assert_eq!(conformance::check(&source, "a.bin", "b.bin").await, Ok(()));

    let mut source = MemorySource::default();
    source.insert("a.bin", conformance::content());
    assert_eq!(conformance::check(&source, "a.bin", "b.bin").await, Ok(()));
}

#[tokio::test]
async fn a_folder_of_parquet_is_a_table() {
    let folder = Folder::new();
    folder.write("t/b.parquet", &numbers("n", 3..6));
    folder.write("t/a.parquet", &numbers("n", 0..3));
    folder.write("t/more/c.parquet", &numbers("n", 6..10));
    std::fs::write(folder.path("t/readme.txt"), "not data").expect("a file");
    let table = TableFiles::from_parquet("t", &[folder.path("t")]).expect("three files");
    assert_eq!(table.row_count(), 10);
    let engine = Engine::open(vec![table], Arc::new(FolderSource::absolute()), Limits::default()).expect("it opens");
    let output = engine.run("select n from t", RunOptions::default()).await.expect("it runs");
    assert_eq!(output.row_count(), 10);
}

#[tokio::test]
async fn footers_travel_without_their_file() {
    let folder = Folder::new();
    folder.write("a.parquet", &numbers("n", 0..100));
    let footer = footer_bytes(&folder.path("a.parquet")).expect("a footer");
    let size_bytes = std::fs::metadata(folder.path("a.parquet")).expect("a file").len();
    let file = DataFile { path: "a.parquet".to_owned(), size_bytes, rows: 100, sha256: String::new() };
    let table = TableFiles::new("t", vec![(file, footer)]).expect("one file");
    let engine =
        Engine::open(vec![table], Arc::new(FolderSource::new(folder.root())), Limits::default()).expect("it opens");
    let output = engine.run("select sum(n) s from t where n < 50", RunOptions::default()).await.expect("it runs");
    assert_eq!(output.batches[0].column(0).as_ref(), &arrow::array::Int64Array::from(vec![1225]));
}

#[test]
fn files_that_are_not_parquet_are_named() {
    let folder = Folder::new();
    let whole = parquet(&numbers("n", 0..1000));
    for (name, content) in [
        ("empty.parquet", Vec::new()),
        ("text.parquet", b"this is no parquet file".to_vec()),
        ("cut.parquet", whole[..whole.len() / 2].to_vec()),
        ("cut_footer.parquet", whole[..whole.len() - 10].to_vec()),
    ] {
        folder.write_bytes(name, &content);
        let error = TableFiles::from_parquet("t", &[folder.path(name)]).expect_err(name);
        assert_eq!(error.code(), "MRT-E030", "{error}");
        assert!(error.to_string().contains(name), "{error}");
    }
    let missing = TableFiles::from_parquet("t", &[folder.path("missing.parquet")]);
    assert_eq!(missing.err().map(|error| error.code()), Some("MRT-E020"));
    std::fs::create_dir(folder.path("no_files")).expect("a folder");
    let none = TableFiles::from_parquet("t", &[folder.path("no_files")]);
    assert_eq!(none.err(), Some(EngineError::NoFiles { table: "t".to_owned() }));
}

#[test]
fn files_of_one_table_must_agree() {
    let folder = Folder::new();
    folder.write("t/a.parquet", &numbers("n", 0..3));
    folder.write("t/b.parquet", &numbers("m", 0..3));
    let error = TableFiles::from_parquet("t", &[folder.path("t")]).expect_err("they differ");
    assert_eq!(error.code(), "MRT-E031");
    assert!(error.to_string().contains("b.parquet") && error.to_string().contains("`n`"), "{error}");
}

#[tokio::test]
async fn a_file_that_vanishes_or_changes_is_named() {
    let folder = Folder::new();
    folder.write("a.parquet", &numbers("n", 0..1000));
    let table = TableFiles::from_parquet("t", &[folder.path("a.parquet")]).expect("one file");
    let engine = Engine::open(vec![table], Arc::new(FolderSource::absolute()), Limits::default()).expect("it opens");
    folder.write("a.parquet", &numbers("n", 0..999_999));
    let error = engine.run("select sum(n) from t", RunOptions::default()).await.expect_err("it changed");
    assert_eq!(error.code(), "MRT-E025", "{error}");
    std::fs::remove_file(folder.path("a.parquet")).expect("it was there");
    let error = engine.run("select sum(n) from t", RunOptions::default()).await.expect_err("it is gone");
    assert_eq!(error.code(), "MRT-E020", "{error}");
    assert!(error.to_string().contains("a.parquet"), "{error}");
}

fn numbers(name: &str, range: std::ops::Range<i32>) -> RecordBatch {
    RecordBatch::try_from_iter([(name, Arc::new(range.collect::<Int32Array>()) as _)]).expect("one column")
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn root(&self) -> PathBuf {
        self.0.path().to_owned()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, batch: &RecordBatch) {
        let content: Bytes = parquet(batch);
        self.write_bytes(name, &content);
    }

    fn write_bytes(&self, name: &str, content: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }
}
