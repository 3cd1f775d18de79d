//! Runs other programs, and finds what they need: the root of the project, the folder of built programs.

use crate::counts::Counts;
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::{
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The folder with the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    let own =
        env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&own).parent().map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// Cargo, at the root, without what `cargo run` told this program about itself: build scripts that look at it would
/// build again.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root());
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Where cargo puts what it builds with the `dev` profile.
pub(crate) fn built() -> Result<PathBuf> {
    let metadata = metadata()?;
    let target =
        metadata["target_directory"].as_str().context("cargo metadata names no target folder")?;
    Ok(Path::new(target).join("debug"))
}

/// What cargo knows of the workspace's own packages.
pub(crate) fn metadata() -> Result<Value> {
    cargo_metadata(&["--no-deps"])
}

/// What cargo knows of all packages, those of others included.
pub(crate) fn resolved() -> Result<Value> {
    cargo_metadata(&[])
}

fn cargo_metadata(more: &[&str]) -> Result<Value> {
    let text = output(cargo(&["metadata", "--format-version", "1"]).args(more))?;
    Ok(serde_json::from_str(&text)?)
}

/// A program by name, or one line that says which is missing and what it is for.
pub(crate) fn tool(name: &str, what_for: &str) -> Result<Command> {
    ensure!(find(name).is_some(), "`{name}` is not installed; it is needed {what_for}");
    Ok(Command::new(name))
}

/// Where a program lies on the search path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Runs a program to its end; its words go where ours go.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", words(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", words(command));
    }
    Ok(())
}

/// Runs a program to its end and returns what it wrote to stdout.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", words(command)))?;
    ensure!(output.status.success(), "{} ended with {}", words(command), output.status);
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a test program, passes on what it says except that single tests went well, and counts.
pub(crate) fn run_counted(command: &mut Command) -> Result<Counts> {
    // Colours would stand between the words that are counted.
    command.env("NO_COLOR", "1").stdout(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start {}", words(command)))?;
    let stdout = child.stdout.take().context("stdout was asked for")?;
    let mut counts = Counts::default();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        counts.read(&line);
        let went_well = line.starts_with("test ") && line.ends_with("... ok");
        if !went_well && !line.is_empty() {
            println!("{line}");
        }
    }
    let status = child.wait()?;
    if !status.success() {
        eprintln!("{} ended with {status}", words(command));
        counts.failed = counts.failed.max(1);
    }
    Ok(counts)
}

fn words(command: &Command) -> String {
    let mut words = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        words.push(' ');
        words.push_str(&argument.to_string_lossy());
    }
    words
}
