//! Puts the web app's files into the binary when `MARTLET_APP_DIR` names its built folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-env-changed=MARTLET_APP_DIR");
    let mut files = Vec::new();
    if let Some(dir) = env::var_os("MARTLET_APP_DIR").filter(|dir| !dir.is_empty()) {
        let dir = PathBuf::from(dir).canonicalize()?;
        println!("cargo::rerun-if-changed={}", dir.display());
        collect(&dir, &dir, &mut files)?;
        files.sort();
        if !files.iter().any(|(name, _)| name == "index.html") {
            return Err(format!("MARTLET_APP_DIR={} has no index.html", dir.display()).into());
        }
    }
    let mut code = String::from("pub(super) const FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in &files {
        writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())?;
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR")?).join("embedded_app.rs");
    fs::write(out, code)?;
    Ok(())
}

fn collect(root: &Path, dir: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if let Ok(relative) = path.strip_prefix(root) {
            let name: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            files.push((name.join("/"), path));
        }
    }
    Ok(())
}
