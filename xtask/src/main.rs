//! The automation of the project: one command for each chore. `cargo xtask --help` lists them.

mod bench;
mod counts;
mod demo;
mod process;
mod progress;
mod rust;
mod setup;
mod test;
mod tidy;
mod web;

use clap::{Parser, Subcommand};
use counts::Counts;
use progress::Progress;
use std::process::ExitCode;

/// The chores of Huanzhi. Everything they need beyond Rust, Node and npm they fetch or name.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Builds web and server where they changed, then runs `huanzhi demo ARGS`.
    Demo {
        /// Handed to the demo, after `--`.
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Everything the continuous integration checks.
    Test(test::Choice),
    /// Installs and builds the web part where it changed.
    Web,
    /// The rules of the house that no compiler knows.
    Tidy,
    /// Writes generated files anew: samples, the permission matrix, the description of the API.
    Gen,
    /// Runs the benchmarks of all crates, or of those named.
    Bench {
        /// Crates to measure; all that have benchmarks if none is named.
        crates: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().chore) {
        Ok(Counts { failed: 0, .. }) => ExitCode::SUCCESS,
        // What failed has said so.
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> anyhow::Result<Counts> {
    let progress = Progress::begin();
    match chore {
        Chore::Test(choice) => return Ok(test::run(&progress, &choice)),
        Chore::Tidy => return tidy::run(),
        Chore::Demo { args } => demo::run(&progress, &args)?,
        Chore::Web => web::ensure_built(&progress)?,
        Chore::Gen => rust::generate(&progress)?,
        Chore::Bench { crates } => bench::run_all(&progress, &crates)?,
    }
    Ok(Counts::default())
}
