//! The binary `huanzhi`: configuration, wiring, and one subcommand for each thing an operator does.

mod commands;
mod config;
mod demo;
mod logging;
mod privacy;
mod serve;
mod site;
mod wire;

use clap::{Parser, Subcommand};
use commands::{backup, first, restore, verify};
use config::Config;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::runtime::Builder;

/// 环执: eco-environment law enforcement, from the signal to the public notice.
#[derive(Parser)]
#[command(version, about, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve a site.
    Serve(ConfigFile),
    /// Check a configuration and say what it means.
    CheckConfig(ConfigFile),
    /// Print a configuration with every setting, its default and what it does.
    SampleConfig,
    /// Check the whole record and every stored file with the independent checker; changes nothing.
    Verify(ConfigFile),
    /// Copy a site into an empty folder; the server may go on running.
    Backup(backup::Backup),
    /// Put a backup into an empty site, with either database.
    Restore(restore::Restore),
    /// Run a throw-away site with simulated devices.
    Demo(commands::demo::Demo),
}

/// Which configuration.
#[derive(clap::Args)]
struct ConfigFile {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

impl ConfigFile {
    fn read(&self) -> anyhow::Result<Config> {
        Config::read(&self.config)
    }
}

/// Stack of each worker. The policy engine refuses to decide where little of it is left, and a refusal must never depend
/// on how deep in a request it was asked for.
const STACK_BYTES: usize = 8 << 20;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = Builder::new_multi_thread().enable_all().thread_stack_size(STACK_BYTES).build();
    let done = runtime
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(run(arguments.command)));
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("huanzhi: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(file) => first::serve(&file.read()?).await?,
        Command::CheckConfig(file) => first::check(&file.read()?)?,
        Command::SampleConfig => print!("{}", config::SAMPLE),
        Command::Verify(file) => return verify::verify(&file.read()?).await,
        Command::Backup(arguments) => backup::backup(&arguments).await?,
        Command::Restore(arguments) => restore::restore(&arguments).await?,
        Command::Demo(arguments) => commands::demo::demo(arguments).await?,
    }
    Ok(ExitCode::SUCCESS)
}
