//! Draws requests, asks both sides, makes failing requests small.

use anyhow::{Result, anyhow};
use proptest::strategy::{Strategy as _, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;

use super::draw::{Draw, draws};
use super::judge::{Judgement, judge, judge_expected};
use super::request::{Request, request};
use crate::answer::Answer;
use crate::catalogue::Catalogue;
use crate::martlet;
use crate::oracle::Oracle;
use crate::project::Project;

/// How many requests one process of `martlet` answers.
const BATCH: u32 = 50;
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
    pub too_large: u32,
    pub wrong: u32,
}

impl Tally {
    pub fn plus(self, other: Self) -> Self {
        Self {
            same: self.same + other.same,
            refused: self.refused + other.refused,
            without_expectation: self.without_expectation + other.without_expectation,
            too_large: self.too_large + other.too_large,
            wrong: self.wrong + other.wrong,
        }
    }
}

/// A request on which the two sides differ, as small as it was made.
#[derive(Debug, Clone)]
pub struct Found {
    pub request: serde_json::Value,
    pub why: String,
    pub expected: Answer,
    pub actual: Option<Answer>,
}

/// A request and what came of it; Martlet is not asked what cannot be compared.
struct Asked {
    request: Request,
    judgement: Judgement,
    expected: Answer,
    actual: Option<Answer>,
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
    let mut case = 0;
    while case < options.cases {
        let mut trees = Vec::new();
        for _ in 0..BATCH.min(options.cases - case) {
            trees.push(strategy.new_tree(&mut runner).map_err(|reason| anyhow!("nothing can be drawn: {reason}"))?);
        }
        let draws: Vec<Draw> = trees.iter().map(ValueTree::current).collect();
        for (mut tree, asked) in trees.into_iter().zip(sides.ask_all(&draws)?) {
            case += 1;
            let Asked { request, judgement, .. } = asked;
            tell(case, &request.json, &judgement);
            match judgement {
                Judgement::Same => tally.same += 1,
                Judgement::BothRefuse => tally.refused += 1,
                Judgement::NoExpectation(_) => tally.without_expectation += 1,
                Judgement::TooLarge(_) => tally.too_large += 1,
                Judgement::Wrong(_) => {
                    tally.wrong += 1;
                    found(&sides.shrink(&mut tree)?);
                }
            }
        }
    }
    Ok(tally)
}

impl Sides<'_> {
    fn ask(&mut self, draw: &Draw) -> Result<Asked> {
        self.ask_all(std::slice::from_ref(draw))?.pop().ok_or_else(|| anyhow!("nothing was asked"))
    }

    /// Asks MetricFlow, and then Martlet once for all that can be compared.
    fn ask_all(&mut self, draws: &[Draw]) -> Result<Vec<Asked>> {
        let mut asked = Vec::new();
        let mut named = Vec::new();
        for (at, draw) in draws.iter().enumerate() {
            let request = request(self.catalogue, draw);
            let expected = self.oracle.ask(&request.json)?;
            let known = judge_expected(&expected);
            if known.is_none() {
                named.push(json!({"name": at.to_string(), "request": request.json}));
            }
            asked.push((request, expected, known));
        }
        let mut answers = martlet::answers(self.project, &named)?;
        let mut judged = Vec::new();
        for (at, (request, expected, known)) in asked.into_iter().enumerate() {
            if let Some(judgement) = known {
                judged.push(Asked { request, judgement, expected, actual: None });
                continue;
            }
            let actual = answers.remove(&at.to_string()).ok_or_else(|| anyhow!("martlet gave no line"))?;
            judged.push(Asked {
                judgement: judge(&request, &expected, &actual),
                request,
                expected,
                actual: Some(actual),
            });
        }
        Ok(judged)
    }

    /// The smallest request found that still fails, whatever the failure.
    fn shrink(&mut self, tree: &mut impl ValueTree<Value = Draw>) -> Result<Found> {
        let mut smallest = self.ask(&tree.current())?;
        let mut attempts = 0;
        let mut goes_on = tree.simplify();
        while goes_on && attempts < SHRINKS {
            attempts += 1;
            let asked = request(self.catalogue, &tree.current());
            // Another draw of the same request fails as it did before.
            let fails = if asked.json == smallest.request.json {
                true
            } else {
                let smaller = self.ask(&tree.current())?;
                let fails = matches!(smaller.judgement, Judgement::Wrong(_));
                if fails {
                    smallest = smaller;
                }
                fails
            };
            goes_on = if fails { tree.simplify() } else { tree.complicate() };
        }
        let why = match smallest.judgement {
            Judgement::Wrong(why) => why,
            other => format!("not the same twice: {other:?}"),
        };
        Ok(Found { request: smallest.request.json, why, expected: smallest.expected, actual: smallest.actual })
    }
}
