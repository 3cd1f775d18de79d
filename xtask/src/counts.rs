//! How many tests passed and failed, read from what test programs print.

use std::ops::AddAssign;

/// Tests of a step or of the whole run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Went well.
    pub(crate) passed: u64,
    /// Did not.
    pub(crate) failed: u64,
}

impl Counts {
    /// A check that is one test: formatting, a build.
    pub(crate) const ONE_CHECK: Self = Self { passed: 1, failed: 0 };

    /// Takes in one line of cargo, Vitest or `node --test`; other lines say nothing.
    pub(crate) fn read(&mut self, line: &str) {
        *self += of_line(line.trim());
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.passed += more.passed;
        self.failed += more.failed;
    }
}

fn of_line(line: &str) -> Counts {
    // cargo: test result: ok. 12 passed; 0 failed; 0 ignored; …
    if let Some((_, result)) =
        line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". "))
    {
        return words(result.split("; "));
    }
    // Vitest: Tests  1 failed | 34 passed (35)
    if let Some(result) = line.strip_prefix("Tests  ") {
        return words(result.split(" | "));
    }
    // node --test: # pass 12 (tap), ℹ pass 12 (spec)
    let node = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "));
    let number = |text: &str| text.parse().unwrap_or(0);
    match node.and_then(|rest| rest.split_once(' ')) {
        Some(("pass", count)) => Counts { passed: number(count), failed: 0 },
        Some(("fail", count)) => Counts { passed: 0, failed: number(count) },
        _ => Counts::default(),
    }
}

/// Reads `12 passed`, `1 failed (13)` and the like.
fn words<'a>(parts: impl Iterator<Item = &'a str>) -> Counts {
    let mut counts = Counts::default();
    for part in parts {
        let mut words = part.split_whitespace();
        let count = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
        match words.next() {
            Some("passed") => counts.passed += count,
            Some("failed") => counts.failed += count,
            _ => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Counts {
        let mut counts = Counts::default();
        text.lines().for_each(|line| counts.read(line));
        counts
    }

    #[test]
    fn every_runner_is_understood() {
        let cargo = "running 2 tests\n\
            test result: FAILED. 12 passed; 1 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.01s\n\
            test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(read(cargo), Counts { passed: 17, failed: 1 });
        let vitest =
            " Test Files  9 passed (9)\n      Tests  2 failed | 87 passed | 1 skipped (90)\n";
        assert_eq!(read(vitest), Counts { passed: 87, failed: 2 });
        assert_eq!(read("      Tests  87 passed (87)"), Counts { passed: 87, failed: 0 });
        assert_eq!(read("# tests 13\n# pass 12\n# fail 1"), Counts { passed: 12, failed: 1 });
        assert_eq!(read("ℹ pass 12\nℹ fail 0"), Counts { passed: 12, failed: 0 });
    }

    #[test]
    fn what_only_looks_alike_counts_nothing() {
        assert_eq!(
            read("12 passed\ntest passed ... ok\n# passing 3\nTests are fun"),
            Counts::default()
        );
    }
}
