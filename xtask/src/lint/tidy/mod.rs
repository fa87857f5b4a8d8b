//! What no other lint knows: the direction of dependencies, what each wasm links, the shape of
//! files, and the list of error codes.

mod codes;
mod direction;
mod files;
mod links;
mod packages;

use anyhow::{Result, bail};

use crate::places::Places;
use crate::report::Outcome;

pub fn check(places: &Places) -> Result<Outcome> {
    let packages = packages::read(places)?;
    let mut problems = direction::check(places, &packages)?;
    problems.extend(links::check(places)?);
    problems.extend(files::check(places)?);
    problems.extend(codes::check(places)?);
    for problem in &problems {
        println!("   {problem}");
    }
    if !problems.is_empty() {
        bail!("{} problems", problems.len());
    }
    Ok(Outcome::Done)
}
