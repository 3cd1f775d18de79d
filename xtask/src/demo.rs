//! `cargo xtask demo`: from a fresh clone to a running demonstration.

use crate::{process, progress::Progress, web};
use anyhow::Result;
use std::{os::unix::process::CommandExt, process::Command};

/// Builds what changed, then becomes `huanzhi demo ARGS`, in the folder the command was given in.
pub(crate) fn run(progress: &Progress, args: &[String]) -> Result<()> {
    web::ensure_built(progress)?;
    progress.say("building huanzhi (the first time takes about ten minutes on two cores)");
    process::run(&mut process::cargo(&[
        "build",
        "--package",
        "server",
        "--bin",
        "huanzhi",
    ]))?;
    progress.say("starting huanzhi demo");
    let mut huanzhi = Command::new(process::built()?.join("huanzhi"));
    huanzhi.arg("demo").args(args);
    // Takes the place of this process, so that signals reach the demonstration itself.
    Err(huanzhi.exec().into())
}
