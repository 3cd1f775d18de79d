//! `cargo xtask test`: everything the continuous integration checks, cheap things first.

use crate::{counts::Counts, progress::Progress, rust, tidy, web};
use anyhow::Result;
use clap::{Args, ValueEnum};

/// Which steps to run.
#[derive(Debug, Args)]
pub(crate) struct Choice {
    /// Only these steps.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Step>,
    /// All steps but these.
    #[arg(long, value_enum, value_delimiter = ',')]
    skip: Vec<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// The formatting of Rust.
    Fmt,
    /// The rules of the house.
    Tidy,
    /// Lints of all Rust targets.
    Clippy,
    /// Lint, types, unit tests, build and size of the web part.
    Web,
    /// Unit, integration and documentation tests of all crates.
    Rust,
    /// Tests of the scripts that the public pages serve.
    Static,
    /// Journeys through the built server in Chromium.
    E2e,
}

impl Choice {
    fn takes(&self, step: Step) -> bool {
        (self.only.is_empty() || self.only.contains(&step)) && !self.skip.contains(&step)
    }
}

/// Runs the chosen steps to the last one, even when one fails, and prints last the line that the integration reads.
pub(crate) fn run(progress: &Progress, choice: &Choice) -> Counts {
    let mut table = String::new();
    let mut sum = Counts::default();
    for step in Step::value_variants().iter().filter(|step| choice.takes(**step)) {
        let began = progress.seconds();
        progress.say(&format!("── {} ──", step.name()));
        let counts = step.run(progress).unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Counts { passed: 0, failed: 1 }
        });
        let seconds = progress.seconds() - began;
        let (name, Counts { passed, failed }) = (step.name(), counts);
        table.push_str(&format!("{name:<8}{seconds:>9.1} s{passed:>7} passed{failed:>5} failed\n"));
        sum += counts;
    }
    print!("\n{table}{:<8}{:>9.1} s\n", "in all", progress.seconds());
    println!("{} passed, {} failed", sum.passed, sum.failed);
    sum
}

impl Step {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    fn run(self, progress: &Progress) -> Result<Counts> {
        match self {
            Self::Fmt => rust::formatting(),
            Self::Tidy => tidy::run(),
            Self::Clippy => rust::lints(),
            Self::Web => web::check(progress),
            Self::Rust => rust::tests(progress),
            Self::Static => rust::static_scripts(),
            Self::E2e => rust::journeys(progress),
        }
    }
}
