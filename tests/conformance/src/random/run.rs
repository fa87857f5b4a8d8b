//! Draws requests, asks both sides, makes failing requests small.

use anyhow::{Result, anyhow};
use proptest::strategy::{Strategy as _, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;

use super::draw::{Draw, draws};
use super::judge::{Judgement, judge};
use super::request::{Request, request};
use crate::answer::Answer;
use crate::catalogue::Catalogue;
use crate::martlet;
use crate::oracle::Oracle;
use crate::project::Project;

/// Attempts to make one failing request smaller.
const SHRINKS: u32 = 200;

#[derive(Debug, Clone, Copy)]
pub struct Options {
    pub cases: u32,
    /// The same seed draws the same requests.
    pub seed: u64,
}

/// How many requests ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub same: u32,
    pub refused: u32,
    pub without_expectation: u32,
    pub wrong: u32,
}

/// A request on which the two sides differ, as small as it was made.
#[derive(Debug, Clone)]
pub struct Found {
    pub request: serde_json::Value,
    pub why: String,
    pub expected: Answer,
    pub actual: Answer,
}

/// Both sides of one project.
struct Sides<'a> {
    project: &'a Project,
    catalogue: &'a Catalogue,
    oracle: &'a mut Oracle,
}

/// Runs all cases, also after one has failed. `tell` hears of each request and its judgement; `found` of each failure.
pub fn run(
    project: &Project,
    catalogue: &Catalogue,
    oracle: &mut Oracle,
    options: Options,
    mut tell: impl FnMut(u32, &serde_json::Value, &Judgement),
    mut found: impl FnMut(&Found),
) -> Result<Tally> {
    let mut seed = [0; 32];
    for (byte, value) in seed.iter_mut().zip(options.seed.to_le_bytes()) {
        *byte = value;
    }
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let strategy = draws();
    let mut sides = Sides { project, catalogue, oracle };
    let mut tally = Tally::default();
    for case in 1..=options.cases {
        let mut tree = strategy.new_tree(&mut runner).map_err(|reason| anyhow!("nothing can be drawn: {reason}"))?;
        let (asked, judgement, ..) = sides.ask(&tree.current())?;
        tell(case, &asked.json, &judgement);
        match judgement {
            Judgement::Same => tally.same += 1,
            Judgement::BothRefuse => tally.refused += 1,
            Judgement::NoExpectation(_) => tally.without_expectation += 1,
            Judgement::Wrong(_) => {
                tally.wrong += 1;
                found(&sides.shrink(&mut tree)?);
            }
        }
    }
    Ok(tally)
}

impl Sides<'_> {
    fn ask(&mut self, draw: &Draw) -> Result<(Request, Judgement, Answer, Answer)> {
        let asked = request(self.catalogue, draw);
        self.oracle.ask(&asked.json)?;
        let named = json!({"name": "case", "request": asked.json});
        let actual =
            martlet::answers(self.project, &[named])?.remove("case").ok_or_else(|| anyhow!("martlet gave no line"))?;
        let expected = self.oracle.answer()?;
        Ok((asked.clone(), judge(&asked, &expected, &actual), expected, actual))
    }

    /// The smallest request found that still fails, whatever the failure.
    fn shrink(&mut self, tree: &mut impl ValueTree<Value = Draw>) -> Result<Found> {
        let (mut smallest, mut judgement, mut expected, mut actual) = self.ask(&tree.current())?;
        let mut attempts = 0;
        let mut goes_on = tree.simplify();
        while goes_on && attempts < SHRINKS {
            attempts += 1;
            let asked = request(self.catalogue, &tree.current());
            // Another draw of the same request fails as it did before.
            let fails = if asked.json == smallest.json {
                true
            } else {
                let answers = self.ask(&tree.current())?;
                let fails = matches!(answers.1, Judgement::Wrong(_));
                if fails {
                    (smallest, judgement, expected, actual) = answers;
                }
                fails
            };
            goes_on = if fails { tree.simplify() } else { tree.complicate() };
        }
        let why = match judgement {
            Judgement::Wrong(why) => why,
            other => format!("not the same twice: {other:?}"),
        };
        Ok(Found { request: smallest.json, why, expected, actual })
    }
}
