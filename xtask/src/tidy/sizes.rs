//! How long files may be, and how each begins. The length of functions is clippy's `too_many_lines`.

use super::{Complaint, tree::Tree};

/// Ending and lines at most.
const LINES_MAX: [(&str, usize); 2] = [(".rs", 400), (".vue", 250)];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (ending, lines_max) in LINES_MAX {
        for (path, text) in tree.ending(ending) {
            let lines = text.lines().count();
            if lines > lines_max {
                let words =
                    format!("{lines} lines, {lines_max} at most; ask what two things the file is");
                complaints.push(Complaint {
                    path: path.to_owned(),
                    line: 0,
                    rule: "length",
                    words,
                });
            }
        }
    }
    for (path, text) in tree.ending(".rs") {
        if !text.starts_with("//! ") {
            let words = "the first line says what the file is: `//! …`".to_owned();
            complaints.push(Complaint {
                path: path.to_owned(),
                line: 1,
                rule: "first_line",
                words,
            });
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_and_nameless_files_are_named() {
        let long = "//! Long.\n".to_owned() + &"\n".repeat(400);
        let full = "//! Full.\n".to_owned() + &"\n".repeat(399);
        let page = "\n".repeat(251);
        let tree = Tree::of(&[
            ("crates/a/src/long.rs", &long),
            ("crates/a/src/full.rs", &full),
            ("crates/a/tests/it/main.rs", "use std::fs;\n"),
            ("web/src/App.vue", &page),
            ("docs/long.md", &long),
        ]);
        let found: Vec<_> = check(&tree).into_iter().map(|one| (one.path, one.rule)).collect();
        let expected = [
            ("crates/a/src/long.rs", "length"),
            ("web/src/App.vue", "length"),
            ("crates/a/tests/it/main.rs", "first_line"),
        ];
        assert_eq!(found, expected.map(|(path, rule)| (path.to_owned(), rule)));
    }
}
