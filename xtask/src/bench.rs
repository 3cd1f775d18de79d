//! `cargo xtask bench`: the programs of the crates that measure, built for speed, one after the other.

use crate::{
    process::{self, cargo, run},
    progress::Progress,
};
use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// A program that measures: a bench target, or an example named `measure`.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    package: String,
    /// What cargo needs to hear to run it.
    how: Vec<String>,
}

/// Runs every program of the named crates, or of all.
pub(crate) fn run_all(progress: &Progress, crates: &[String]) -> Result<()> {
    let found = programs(&process::metadata()?, crates)?;
    ensure!(!found.is_empty(), "nothing measures in these crates");
    for Program { package, how } in found {
        let how: Vec<&str> = how.iter().map(String::as_str).collect();
        progress.say(&format!("{package}: {}", how.join(" ")));
        run(cargo(&how).args(["--quiet", "--package", &package]))?;
    }
    Ok(())
}

fn programs(metadata: &Value, wanted: &[String]) -> Result<Vec<Program>> {
    let mut found = Vec::new();
    for package in metadata["packages"].as_array().context("cargo metadata lists no packages")? {
        let name = package["name"].as_str().unwrap_or_default();
        if !wanted.is_empty() && !wanted.iter().any(|one| one == name) {
            continue;
        }
        for target in package["targets"].as_array().into_iter().flatten() {
            let program = target["name"].as_str().unwrap_or_default();
            let how: &[&str] = match target["kind"][0].as_str() {
                Some("bench") => &["bench", "--bench", program],
                Some("example") if program == "measure" => {
                    &["run", "--release", "--example", program]
                }
                _ => continue,
            };
            let how = how.iter().map(|word| (*word).to_owned()).collect();
            found.push(Program { package: name.to_owned(), how });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn benches_and_examples_that_measure_are_found() {
        let metadata = json!({ "packages": [
            { "name": "archive", "targets": [
                { "name": "archive", "kind": ["lib"] },
                { "name": "measure", "kind": ["example"] },
                { "name": "pages", "kind": ["example"] },
            ] },
            { "name": "protocol", "targets": [{ "name": "frames", "kind": ["bench"] }] },
        ] });
        let said = |wanted: &[String]| -> Vec<String> {
            programs(&metadata, wanted).unwrap().iter().map(|one| one.how.join(" ")).collect()
        };
        assert_eq!(said(&[]), ["run --release --example measure", "bench --bench frames"]);
        assert_eq!(said(&["protocol".to_owned()]), ["bench --bench frames"]);
    }
}
