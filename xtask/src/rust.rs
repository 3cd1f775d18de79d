//! The steps that run cargo, Node's test runner and the journeys in a browser.

use crate::{
    counts::Counts,
    process::{self, cargo, root, run, run_counted, tool},
    progress::Progress,
    setup, web,
};
use anyhow::Result;
use std::path::PathBuf;

/// `cargo fmt --check`.
pub(crate) fn formatting() -> Result<Counts> {
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    Ok(Counts::ONE_CHECK)
}

/// Clippy over everything, tests included; a warning fails.
pub(crate) fn lints() -> Result<Counts> {
    run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))?;
    Ok(Counts::ONE_CHECK)
}

/// All tests of all crates, on both databases.
pub(crate) fn tests(progress: &Progress) -> Result<Counts> {
    // The legal documents are set in fonts that come with the web packages.
    web::ensure_installed(progress)?;
    setup::postgresql(progress)?;
    progress.say("building all tests");
    build_tests()?;
    progress.say("running all tests");
    run_counted(&mut cargo(&["test", "--workspace", "--no-fail-fast"]))
}

fn build_tests() -> Result<()> {
    run(&mut cargo(&["test", "--workspace", "--no-run", "--quiet"]))
}

/// The scripts that the public pages serve have no build step and no packages, so Node alone tests them.
pub(crate) fn static_scripts() -> Result<Counts> {
    let mut node = tool("node", "to test the scripts of the public pages")?;
    let tests = matching("crates/api/static", ".test.mjs")?;
    if tests.is_empty() {
        return Ok(Counts::default());
    }
    run_counted(node.args(["--test", "--test-reporter=spec"]).args(tests).current_dir(root()))
}

/// The program with the features of its dependencies as the tests have them: asking for a bench beside it makes cargo
/// count the development dependencies in, so that nothing of the step before is built a second time.
const BUILD_AS_TESTED: [&str; 7] =
    ["build", "--workspace", "--bin", "huanzhi", "--bench", "telemetry", "--quiet"];

/// Journeys through the built server in a real browser, as `web/e2e` describes them.
pub(crate) fn journeys(progress: &Progress) -> Result<Counts> {
    if !web::has_script("e2e")? {
        return Ok(Counts::default());
    }
    let chromium = setup::chromium(progress)?;
    web::ensure_built(progress)?;
    progress.say("building huanzhi");
    run(&mut cargo(&BUILD_AS_TESTED))?;
    progress.say("npm run e2e");
    let huanzhi = process::built()?.join("huanzhi");
    let mut journeys = web::npm(&["run", "--silent", "e2e"])?;
    run_counted(journeys.env("HUANZHI_BIN", huanzhi).env("CHROMIUM", chromium))
}

/// Parts of the names of tests that compare a committed file with what the code says, and write it where `UPDATE` is set.
const WRITING_TESTS: [&str; 3] = ["written_down", "committed", "golden"];

/// Lets those tests write.
pub(crate) fn generate(progress: &Progress) -> Result<()> {
    progress.say("tests that write what they compare");
    let mut tests = cargo(&["test", "--workspace", "--quiet", "--"]);
    run(tests.args(WRITING_TESTS).env("UPDATE", "1"))?;
    progress.say("done; `git diff` shows what changed");
    Ok(())
}

/// Files of one folder whose names end so, in order.
fn matching(folder: &str, ending: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root().join(folder))? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(ending) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
