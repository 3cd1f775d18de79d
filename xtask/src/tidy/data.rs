//! Every file of data is named, with its source, in the README of its folder.

use super::{Complaint, tree::Tree};

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (path, _) in
        tree.files().filter(|(path, _)| path.starts_with("data/") || path.contains("/data/"))
    {
        let Some((folder, name)) = path.rsplit_once('/') else {
            continue;
        };
        // Samples of tests are explained by the tests beside them.
        if path.contains("/tests/") || name == "README.md" {
            continue;
        }
        let readme = format!("{folder}/README.md");
        if !tree.text(&readme).is_some_and(|text| mentions(text, name)) {
            let words = format!(
                "is not named in {readme}; write there what it is, its source and its licence"
            );
            complaints.push(Complaint { path: path.to_owned(), line: 0, rule: "sources", words });
        }
    }
    complaints
}

/// Whether the text has the name in backticks, by itself or within a range: `` `2018.json` … `2027.json` ``.
fn mentions(text: &str, name: &str) -> bool {
    if text.contains(&format!("`{name}`")) {
        return true;
    }
    text.split("` … `").zip(text.split("` … `").skip(1)).any(|(before, after)| {
        let first = before.rsplit('`').next().unwrap_or_default();
        let last = after.split('`').next().unwrap_or_default();
        first.len() == name.len() && last.len() == name.len() && first <= name && name <= last
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_without_a_source_are_named() {
        let readme = "`2018.json` … `2027.json`: off-days. `LICENSE`: MIT.";
        let tree = Tree::of(&[
            ("data/calendar/README.md", readme),
            ("data/calendar/LICENSE", ""),
            ("data/calendar/2018.json", ""),
            ("data/calendar/2023.json", ""),
            ("data/calendar/2028.json", ""),
            ("data/calendar/notes.json", ""),
            ("crates/a/data/codes.csv", ""),
            ("crates/a/tests/data/sample.bin", ""),
        ]);
        let found: Vec<String> = check(&tree).into_iter().map(|one| one.path).collect();
        assert_eq!(
            found,
            ["crates/a/data/codes.csv", "data/calendar/2028.json", "data/calendar/notes.json"]
        );
    }
}
