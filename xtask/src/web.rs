//! The web part: installed and built only when its sources changed, checked as its own scripts say.

use crate::{
    counts::Counts,
    process::{self, root, run, run_counted, tool},
    progress::Progress,
};
use anyhow::{Context, Result, ensure};
use std::{
    env,
    ffi::OsString,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

/// The oldest Node that all pinned packages run on.
const NODE_MIN: (u32, u32) = (20, 19);
/// What decides which packages are installed.
const LOCKED: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];
/// What the build writes or others fetched: not its sources.
const NOT_SOURCES: [&str; 4] = ["node_modules", "dist", "test-results", "coverage"];

/// Makes `web/dist` what the sources say.
pub(crate) fn ensure_built(progress: &Progress) -> Result<()> {
    ensure_installed(progress)?;
    let web = root().join("web");
    let mut sources = Vec::new();
    collect(&web, &mut sources)?;
    sources.sort();
    when_changed(&web.join("dist/.stamp"), &sources, || {
        progress.say("npm run build");
        run(&mut npm(&["run", "--silent", "build", "--", "--logLevel", "warn"])?)
    })
}

/// Makes `web/node_modules` what the lock file says.
pub(crate) fn ensure_installed(progress: &Progress) -> Result<()> {
    let web = root().join("web");
    let locked = LOCKED.map(|name| web.join(name));
    when_changed(&web.join("node_modules/.stamp"), &locked, || {
        check_node()?;
        progress.say("npm ci");
        run(&mut npm(&["ci", "--no-progress", "--loglevel=error"])?)
    })
}

/// Everything that `web/package.json` offers to check with, each script a step of its own.
pub(crate) fn check(progress: &Progress) -> Result<Counts> {
    ensure_installed(progress)?;
    let mut counts = Counts::default();
    for script in ["lint", "types"] {
        progress.say(&format!("npm run {script}"));
        counts += one_check(run(&mut npm(&["run", "--silent", script])?));
    }
    progress.say("npm test");
    counts += run_counted(&mut npm(&["test", "--silent"])?)?;
    counts += one_check(ensure_built(progress));
    if has_script("size")? {
        progress.say("npm run size");
        counts += one_check(run(&mut npm(&["run", "--silent", "size"])?));
    }
    Ok(counts)
}

/// The folders of the fonts that the lock file pins, as a search path.
pub(crate) fn fonts() -> Result<OsString> {
    let packages = root().join("web/node_modules/@expo-google-fonts");
    Ok(env::join_paths(["noto-serif-sc", "noto-sans-sc"].map(|name| packages.join(name)))?)
}

/// A script of `web/package.json`, run in `web`.
pub(crate) fn npm(args: &[&str]) -> Result<Command> {
    let mut npm = tool("npm", "to build the web part; it comes with Node.js")?;
    npm.args(args).current_dir(root().join("web"));
    Ok(npm)
}

/// Whether `web/package.json` has a script of that name.
pub(crate) fn has_script(name: &str) -> Result<bool> {
    let text = fs::read_to_string(root().join("web/package.json"))?;
    let package: serde_json::Value = serde_json::from_str(&text)?;
    Ok(package["scripts"][name].is_string())
}

fn one_check(done: Result<()>) -> Counts {
    match done {
        Ok(()) => Counts::ONE_CHECK,
        Err(error) => {
            eprintln!("error: {error:#}");
            Counts { passed: 0, failed: 1 }
        }
    }
}

fn check_node() -> Result<()> {
    let (major, minor) = NODE_MIN;
    let what_for = format!("to build the web part, version {major}.{minor} or newer");
    let version = process::output(tool("node", &what_for)?.arg("--version"))?;
    let new_enough = parse_version(&version).is_some_and(|version| version >= NODE_MIN);
    ensure!(
        new_enough,
        "Node.js {} is too old; version {major}.{minor} or newer is needed",
        version.trim()
    );
    Ok(())
}

/// Major and minor of `v20.20.2`.
fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Does `work` unless the stamp says that it was done with these very files.
fn when_changed(stamp: &Path, files: &[PathBuf], work: impl FnOnce() -> Result<()>) -> Result<()> {
    let now = fingerprint(files)?;
    if fs::read_to_string(stamp).is_ok_and(|before| before == now) {
        return Ok(());
    }
    work()?;
    fs::write(stamp, now).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Names and contents in one number. It need not outlive the toolchain: at worst something is built once more.
fn fingerprint(files: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        content.hash(&mut hasher);
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if entry.file_type()?.is_file() {
            files.push(entry.path());
        } else if !NOT_SOURCES.iter().any(|other| name == *other) {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(parse_version("v20.20.2\n"), Some((20, 20)));
        assert!(parse_version("v9.99.0").is_some_and(|old| old < NODE_MIN));
        assert_eq!(parse_version("nonsense"), None);
    }

    #[test]
    fn work_is_done_once_for_the_same_files_and_again_after_a_failure() {
        let folder = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (stamp, file) = (folder.join("stamp"), folder.join("file"));
        let done = Cell::new(0);
        let work = || {
            done.set(done.get() + 1);
            Ok(())
        };
        for (content, expected) in [("a", 1), ("a", 1), ("b", 2)] {
            fs::write(&file, content).unwrap();
            when_changed(&stamp, std::slice::from_ref(&file), work).unwrap();
            assert_eq!(done.get(), expected);
        }
        fs::write(&file, "c").unwrap();
        assert!(
            when_changed(&stamp, std::slice::from_ref(&file), || anyhow::bail!("broken")).is_err()
        );
        when_changed(&stamp, std::slice::from_ref(&file), work).unwrap();
        assert_eq!(done.get(), 3);
        fs::remove_dir_all(&folder).unwrap();
    }
}
