//! `cargo xtask demo`: from a fresh clone to a running demonstration.

use crate::{process, progress::Progress, web};
use anyhow::Result;
use std::{env, os::unix::process::CommandExt, process::Command};

/// Where the program looks for fonts; by itself it looks below the folder it is started in.
const FONTS: &str = "HUANZHI_FONTS";

/// Builds what changed, then becomes `huanzhi demo ARGS`, in the folder the command was given in.
pub(crate) fn run(progress: &Progress, args: &[String]) -> Result<()> {
    web::ensure_built(progress)?;
    progress.say("building huanzhi (the first time takes about ten minutes on two cores)");
    process::run(&mut process::cargo(&["build", "--package", "server", "--bin", "huanzhi"]))?;
    progress.say("starting huanzhi demo");
    let mut huanzhi = Command::new(process::built()?.join("huanzhi"));
    huanzhi.arg("demo").args(args);
    if env::var_os(FONTS).is_none() {
        huanzhi.env(FONTS, web::fonts()?);
    }
    // Takes the place of this process, so that signals reach the demonstration itself.
    Err(huanzhi.exec().into())
}
