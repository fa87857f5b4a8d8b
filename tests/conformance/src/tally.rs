//! How many requests were right, and which were not.
#![expect(clippy::print_stdout, reason = "its lines are what the program is run for")]

use anyhow::{Result, bail};

use crate::verdict::Verdict;

#[derive(Debug, Default)]
pub struct Tally {
    passed: usize,
    unsupported: usize,
    failed: usize,
}

impl Tally {
    /// Counts one verdict; a failure is told at once.
    pub fn count(&mut self, name: &str, verdict: Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Unsupported => self.unsupported += 1,
            Verdict::Failed(reason) => {
                self.failed += 1;
                println!("FAILED {name}: {reason}");
            }
        }
    }

    /// Tells the counts; nothing compared, or anything wrong, is an error.
    pub fn finish(self) -> Result<()> {
        let Self { passed, unsupported, failed } = self;
        println!("{passed} right, {unsupported} refused and listed as unsupported, {failed} wrong");
        println!("{passed} passed, {failed} failed, {unsupported} skipped");
        if passed + unsupported + failed == 0 {
            bail!("nothing was compared");
        }
        if failed > 0 {
            bail!("{failed} answers are not what they must be");
        }
        Ok(())
    }
}
