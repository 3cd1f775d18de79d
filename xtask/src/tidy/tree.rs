//! The files of the project, and the exceptions that were granted.

use super::Complaint;
use crate::process;
use anyhow::Result;
use std::{cell::Cell, collections::BTreeMap, fs, process::Command};

/// The list of exceptions: `rule path reason`, one a line.
pub(super) const EXCEPTIONS: &str = "xtask/tidy-exceptions.txt";

/// Files by their path from the root.
#[derive(Debug, Default)]
pub(super) struct Tree(BTreeMap<String, Vec<u8>>);

impl Tree {
    /// What git tracks or would track: not what is ignored.
    pub(super) fn of_project() -> Result<Self> {
        let mut git = Command::new("git");
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let listed = process::output(git.current_dir(process::root()))?;
        let mut files = BTreeMap::new();
        for path in listed.split_terminator('\0') {
            // A file that was deleted but not yet committed is listed too.
            if let Ok(bytes) = fs::read(process::root().join(path)) {
                files.insert(path.to_owned(), bytes);
            }
        }
        Ok(Self(files))
    }

    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        Self(
            files
                .iter()
                .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
                .collect(),
        )
    }

    #[cfg(test)]
    pub(super) fn of_bytes(path: &str, bytes: &[u8]) -> Self {
        Self(BTreeMap::from([(path.to_owned(), bytes.to_vec())]))
    }

    /// All files as they are.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The files that are text: UTF-8 without a zero byte.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter_map(|(path, bytes)| Some((path, text(bytes)?)))
    }

    /// The text files with this ending.
    pub(super) fn ending(&self, ending: &'static str) -> impl Iterator<Item = (&str, &str)> {
        self.texts().filter(move |(path, _)| path.ends_with(ending))
    }

    /// One text file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        text(self.0.get(path)?)
    }

    /// Whether this is a file or a folder of the project.
    pub(super) fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.0.contains_key(path) || self.0.keys().any(|file| file.starts_with(&folder))
    }
}

fn text(bytes: &[u8]) -> Option<&str> {
    if bytes.contains(&0) { None } else { std::str::from_utf8(bytes).ok() }
}

/// What may differ from a rule, each with a reason.
#[derive(Debug, Default)]
pub(super) struct Exceptions(Vec<Exception>);

#[derive(Debug)]
struct Exception {
    line: usize,
    rule: String,
    path: String,
    reason: String,
    used: Cell<bool>,
}

impl Exceptions {
    pub(super) fn read(tree: &Tree) -> Self {
        let mut exceptions = Vec::new();
        for (index, line) in tree.text(EXCEPTIONS).unwrap_or_default().lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut words = line.splitn(3, ' ').map(str::to_owned);
            let mut word = || words.next().unwrap_or_default();
            let (rule, path, reason) = (word(), word(), word());
            exceptions.push(Exception {
                line: index + 1,
                rule,
                path,
                reason,
                used: Cell::new(false),
            });
        }
        Self(exceptions)
    }

    /// Whether this was granted.
    pub(super) fn cover(&self, complaint: &Complaint) -> bool {
        let of_it = |one: &&Exception| one.rule == complaint.rule && one.path == complaint.path;
        let found = self.0.iter().find(of_it);
        found.inspect(|one| one.used.set(true)).is_some()
    }

    /// Exceptions without a reason, and those that nothing needs any more.
    pub(super) fn unused(&self) -> Vec<Complaint> {
        let mut complaints = Vec::new();
        for one in &self.0 {
            let words = match (one.used.get(), one.reason.is_empty()) {
                (false, _) => format!(
                    "nothing breaks `{}` in {} any more; delete the line",
                    one.rule, one.path
                ),
                (true, true) => "an exception needs its reason behind the path".to_owned(),
                (true, false) => continue,
            };
            complaints.push(Complaint {
                path: EXCEPTIONS.to_owned(),
                line: one.line,
                rule: "exceptions",
                words,
            });
        }
        complaints
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn too_long(path: &str) -> Complaint {
        Complaint { path: path.to_owned(), line: 0, rule: "length", words: String::new() }
    }

    #[test]
    fn exceptions_cover_one_rule_in_one_file_and_must_be_needed() {
        let list = "# rule path reason\n\nlength a.rs a table of the standard\nlength b.rs gone\nlength c.rs\n";
        let exceptions = Exceptions::read(&Tree::of(&[(EXCEPTIONS, list)]));
        assert!(exceptions.cover(&too_long("a.rs")));
        assert!(exceptions.cover(&too_long("c.rs")));
        assert!(!exceptions.cover(&too_long("d.rs")));
        let lines: Vec<usize> =
            exceptions.unused().iter().map(|complaint| complaint.line).collect();
        assert_eq!(lines, [4, 5], "line 4 is not needed, line 5 has no reason");
    }
}
