//! Migrations come in pairs and never change after a release.

use super::{Complaint, tree::Tree};
use crate::process;
use anyhow::Result;
use std::process::Command;

const FOLDER: &str = "crates/store/migrations";
const ENGINES: [&str; 2] = ["sqlite", "postgres"];
/// What went out with a release: `git hash-object` of the file, then its path from `FOLDER`.
const RELEASED: &str = "crates/store/migrations/released.txt";

pub(super) fn check(tree: &Tree, blob_id: impl Fn(&str) -> Result<String>) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let mut complain = |path: String, line, words: String| {
        complaints.push(Complaint { path, line, rule: "migrations", words });
    };
    for (own, other) in [(ENGINES[0], ENGINES[1]), (ENGINES[1], ENGINES[0])] {
        let prefix = format!("{FOLDER}/{own}/");
        for (path, name) in
            tree.ending(".sql").filter_map(|(path, _)| Some((path, path.strip_prefix(&prefix)?)))
        {
            let twin = format!("{FOLDER}/{other}/{name}");
            if !tree.has(&twin) {
                complain(
                    path.to_owned(),
                    0,
                    format!("has no twin {twin}; write it in the same change"),
                );
            }
            if !is_numbered(name) {
                complain(path.to_owned(), 0, "is not named NNNN_name.sql".to_owned());
            }
        }
    }
    for (index, line) in tree.text(RELEASED).unwrap_or_default().lines().enumerate() {
        let Some((released, name)) = line.split_once(' ').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let path = format!("{FOLDER}/{name}");
        if !blob_id(&path).is_ok_and(|now| now == released) {
            let words = format!(
                "{path} was released and is not what it was; restore it and add a new migration"
            );
            complain(RELEASED.to_owned(), index + 1, words);
        }
    }
    complaints
}

/// The name git gives to the content of a file.
pub(super) fn blob_id(path: &str) -> Result<String> {
    let mut git = Command::new("git");
    let printed = process::output(git.args(["hash-object", path]).current_dir(process::root()))?;
    Ok(printed.trim().to_owned())
}

fn is_numbered(name: &str) -> bool {
    let number = name.split_once('_').map(|(number, _)| number);
    number
        .is_some_and(|number| number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(files: &[&str], released: &str) -> Vec<(String, usize)> {
        let mut all: Vec<(String, &str)> =
            files.iter().map(|name| (format!("{FOLDER}/{name}"), "")).collect();
        all.push((RELEASED.to_owned(), released));
        let borrowed: Vec<(&str, &str)> =
            all.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let found = check(&Tree::of(&borrowed), |_| Ok("aaaa".to_owned()));
        found
            .into_iter()
            .map(|one| (one.path.trim_start_matches(FOLDER).to_owned(), one.line))
            .collect()
    }

    #[test]
    fn pairs_pass_and_singles_fail() {
        assert_eq!(lines(&["sqlite/0001_a.sql", "postgres/0001_a.sql"], ""), []);
        assert_eq!(lines(&["sqlite/0001_a.sql"], ""), [("/sqlite/0001_a.sql".to_owned(), 0)]);
        let renamed = lines(&["sqlite/0001_a.sql", "postgres/0001_b.sql"], "");
        assert_eq!(renamed.len(), 2);
        assert_eq!(lines(&["sqlite/1_a.sql", "postgres/1_a.sql"], "").len(), 2);
    }

    #[test]
    fn what_was_released_stays() {
        let files = ["sqlite/0001_a.sql", "postgres/0001_a.sql"];
        assert_eq!(lines(&files, "# 0.1.0\naaaa sqlite/0001_a.sql\n"), []);
        assert_eq!(
            lines(&files, "# 0.1.0\nbbbb sqlite/0001_a.sql\n"),
            [("/released.txt".to_owned(), 2)]
        );
    }
}
