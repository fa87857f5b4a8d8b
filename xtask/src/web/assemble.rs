//! Trunk's output and the engine become one folder: files named by content, no inline script, the engine's address in
//! the page.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::Profile;
use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;
use crate::stamp::content_hash;

/// Writes `<web>/app` anew.
pub fn assemble(places: &Places, profile: Profile) -> Result<Outcome> {
    let web = places.web(profile.is_release());
    let folder = places.app(profile.is_release());
    let next = web.join("app.next");
    remove(&next)?;
    copy_folder(&web.join("trunk"), &next)?;
    for entry in fs::read_dir(&next)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            without_names(places, &path, &path)?;
        }
    }
    let entry = places.root().join("web/engine/worker.js");
    let engine = add_engine(places, &entry, &web.join("engine"), &next)?;
    let page = next.join("index.html");
    let html = fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    let (html, scripts) = externalise_scripts(&html)?;
    for script in &scripts {
        fs::write(next.join(&script.name), &script.text)?;
    }
    fs::write(&page, name_engine(&html, &engine)?)?;
    remove(&folder)?;
    fs::rename(&next, &folder)?;
    Ok(Outcome::DoneWith(folder.strip_prefix(places.root()).unwrap_or(&folder).display().to_string()))
}

/// Copies the engine under names that carry their hashes, each naming the next; returns the entry script's name.
fn add_engine(places: &Places, entry: &Path, engine: &Path, into: &Path) -> Result<String> {
    let nameless = into.join("engine.wasm");
    without_names(places, &engine.join("martlet_engine_worker_bg.wasm"), &nameless)
        .context("the engine is not built")?;
    let wasm_name = format!("engine-{}.wasm", content_hash(&fs::read(&nameless)?));
    fs::rename(&nameless, into.join(&wasm_name))?;
    let glue = engine.join("martlet_engine_worker.js");
    let glue_name = add_script(&glue, "martlet_engine_worker_bg.wasm", &wasm_name, "engine-bindings", into)?;
    let snippets = engine.join("snippets");
    if snippets.is_dir() {
        copy_folder(&snippets, &into.join("snippets"))?;
    }
    add_script(entry, "martlet_engine_worker.js", &glue_name, "engine", into)
}

/// Copies a program without the names of its functions: a quarter of its bytes, which only a debugger reads.
fn without_names(places: &Places, from: &Path, to: &Path) -> Result<()> {
    run(command(places, "llvm-objcopy-22").arg("--remove-section=name").arg(from).arg(to))
}

/// Copies a script under `<stem>-<hash>.js`, with the file that it names renamed.
fn add_script(script: &Path, named: &str, renamed: &str, stem: &str, into: &Path) -> Result<String> {
    let text = fs::read_to_string(script).with_context(|| format!("cannot read {}", script.display()))?;
    if !text.contains(named) {
        bail!("{} no longer names {named}", script.display());
    }
    let text = text.replace(named, renamed);
    let name = format!("{stem}-{}.js", content_hash(text.as_bytes()));
    fs::write(into.join(&name), text)?;
    Ok(name)
}

struct Script {
    name: String,
    text: String,
}

/// Moves inline scripts into files, for hosts whose policy is `script-src 'self' 'wasm-unsafe-eval'`.
fn externalise_scripts(html: &str) -> Result<(String, Vec<Script>)> {
    let mut rest = html;
    let mut page = String::with_capacity(html.len());
    let mut scripts = Vec::new();
    while let Some(start) = rest.find("<script") {
        let (before, tail) = rest.split_at(start);
        let open_end = tail.find('>').context("a <script> tag does not end")?;
        let (open, tail) = tail.split_at(open_end + 1);
        let close = tail.find("</script>").context("a <script> has no end")?;
        let (text, tail) = tail.split_at(close);
        page.push_str(before);
        if open.contains(" src=") || open.contains("json") || text.trim().is_empty() {
            page.push_str(open);
            page.push_str(text);
        } else {
            let name = format!("boot-{}.js", content_hash(text.as_bytes()));
            page.push_str(open.trim_end_matches('>'));
            page.push_str(&format!(" src=\"./{name}\">"));
            scripts.push(Script { name, text: text.to_owned() });
        }
        page.push_str("</script>");
        rest = tail.trim_start_matches("</script>");
    }
    page.push_str(rest);
    // A nonce without a server that draws it anew allows nothing and promises much.
    Ok((page.replace(" nonce=\"{{__TRUNK_NONCE__}}\"", ""), scripts))
}

/// Tells the page where the engine is.
fn name_engine(html: &str, engine: &str) -> Result<String> {
    let meta = format!("<meta name=\"martlet-engine\" content=\"./{engine}\">");
    if let Some(start) = html.find("<meta name=\"martlet-engine\"") {
        let end = html[start..].find('>').context("the martlet-engine tag does not end")? + start + 1;
        return Ok(format!("{}{meta}{}", &html[..start], &html[end..]));
    }
    if !html.contains("</head>") {
        bail!("index.html has no head");
    }
    Ok(html.replacen("</head>", &format!("{meta}</head>"), 1))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_leave_the_page() -> Result<()> {
        let html = r#"<head><script type="module" nonce="{{__TRUNK_NONCE__}}">go()</script><script src="a.js"></script></head>"#;
        let (page, scripts) = externalise_scripts(html)?;
        assert_eq!(scripts.len(), 1);
        assert_eq!(scripts[0].text, "go()");
        assert_eq!(
            page,
            format!(
                "<head><script type=\"module\" src=\"./{}\"></script><script src=\"a.js\"></script></head>",
                scripts[0].name
            )
        );
        Ok(())
    }

    #[test]
    fn the_engine_is_named_once() -> Result<()> {
        let page = name_engine("<head></head>", "engine-1.js")?;
        assert_eq!(page, "<head><meta name=\"martlet-engine\" content=\"./engine-1.js\"></head>");
        assert_eq!(name_engine(&page, "engine-2.js")?.matches("martlet-engine").count(), 1);
        Ok(())
    }
}
