//! `cargo xtask bench`: the benchmark programs of the crates, built for speed, one after the other.

use crate::{
    process::{self, cargo, run},
    progress::Progress,
};
use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// Runs every benchmark of the named crates, or of all.
pub(crate) fn run_all(progress: &Progress, crates: &[String]) -> Result<()> {
    let found = benchmarks(&process::metadata()?, crates)?;
    ensure!(!found.is_empty(), "no benchmarks in these crates");
    for (package, bench) in found {
        progress.say(&format!("{package}: {bench}"));
        run(&mut cargo(&[
            "bench",
            "--quiet",
            "--package",
            &package,
            "--bench",
            &bench,
        ]))?;
    }
    Ok(())
}

/// Package and name of each bench target.
fn benchmarks(metadata: &Value, wanted: &[String]) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for package in metadata["packages"]
        .as_array()
        .context("cargo metadata lists no packages")?
    {
        let name = package["name"].as_str().unwrap_or_default();
        if !wanted.is_empty() && !wanted.iter().any(|one| one == name) {
            continue;
        }
        for target in package["targets"].as_array().into_iter().flatten() {
            if target["kind"][0] == "bench" {
                found.push((
                    name.to_owned(),
                    target["name"].as_str().unwrap_or_default().to_owned(),
                ));
            }
        }
    }
    Ok(found)
}
