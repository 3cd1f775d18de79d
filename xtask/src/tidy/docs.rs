//! Documents name only what exists, and the index of decisions is whole.

use super::{Complaint, tree::Tree};

/// Where a path of the project begins. Other words in backticks are not taken for paths.
const BEGINNINGS: [&str; 7] = [".ci/", "crates/", "data/", "docs/", "policies/", "web/", "xtask/"];
/// Written by builds, so never tracked.
const BUILT: [&str; 2] = ["web/dist", "web/node_modules"];
const INDEX: &str = "docs/adr/README.md";

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (path, text) in
        tree.ending(".md").filter(|(path, _)| !path.contains('/') || path.starts_with("docs/"))
    {
        for (index, line) in text.lines().enumerate() {
            let quoted = paths(line).map(str::to_owned);
            for named in quoted.chain(links(path, line)).filter(|named| !exists(tree, named)) {
                let words = format!("`{named}` does not exist; name what does, or leave it out");
                let path = path.to_owned();
                complaints.push(Complaint { path, line: index + 1, rule: "paths", words });
            }
        }
    }
    let listed = tree.text(INDEX).unwrap_or_default();
    for (path, _) in tree.ending(".md") {
        let Some(name) = path.strip_prefix("docs/adr/").filter(|name| *name != "README.md") else {
            continue;
        };
        if !listed.contains(&format!("({name})")) {
            let words = format!("is not listed in {INDEX}; add a line with a link to it");
            complaints.push(Complaint { path: path.to_owned(), line: 0, rule: "adr_index", words });
        }
    }
    complaints
}

/// What stands in backticks and begins like a path of the project.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    let quoted = line.split('`').skip(1).step_by(2);
    quoted.filter(|text| {
        BEGINNINGS.iter().any(|beginning| text.starts_with(beginning)) && !text.contains(' ')
    })
}

/// Where the links of a line lead within the project, from its root.
fn links(page: &str, line: &str) -> Vec<String> {
    let mut targets = Vec::new();
    for rest in line.split("](").skip(1) {
        let target = rest.split([')', '#']).next().unwrap_or_default();
        if target.is_empty() || target.contains("://") {
            continue;
        }
        let mut folders: Vec<&str> = page.split('/').collect();
        folders.pop();
        for part in target.split('/') {
            match part {
                ".." => drop(folders.pop()),
                "." => {}
                name => folders.push(name),
            }
        }
        targets.push(folders.join("/"));
    }
    targets
}

/// Looks a path up; `{a,b}` means both, and what follows a `*`, `<` or `…` is left to the reader.
fn exists(tree: &Tree, path: &str) -> bool {
    if let Some((before, rest)) = path.split_once('{') {
        let Some((choices, after)) = rest.split_once('}') else {
            return false;
        };
        return choices
            .split(',')
            .all(|choice| exists(tree, &format!("{before}{}{after}", choice.trim())));
    }
    let fixed = path.split(['*', '<', '…']).next().unwrap_or(path);
    let fixed =
        if fixed == path { path } else { fixed.rsplit_once('/').map_or("", |(folder, _)| folder) };
    // `file.rs:12` and `file.rs::name` point into the file.
    let file = fixed.split(':').next().unwrap_or(fixed);
    BUILT.iter().any(|built| file.starts_with(built)) || tree.has(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(page: &str) -> Vec<usize> {
        let tree = Tree::of(&[
            ("docs/page.md", page),
            ("crates/a/src/x.rs", ""),
            ("crates/a/src/y.rs", ""),
        ]);
        check(&tree).iter().map(|one| one.line).collect()
    }

    #[test]
    fn paths_that_exist_pass() {
        let page = "`crates/a/src/x.rs`, `crates/a/`, `crates/a`, `crates/a/src/{x,y}.rs`, `crates/*/src`,\n\
                    `crates/a/src/x.rs:7`, `web/dist`, `crates/a/src/<noun>.rs`, `either/or`, `cargo test`\n";
        assert_eq!(lines(page), Vec::<usize>::new());
    }

    #[test]
    fn paths_that_do_not_exist_fail() {
        assert_eq!(
            lines("fine\n`crates/b`\n`crates/a/src/{x,z}.rs`\n`docs/none.md`\n`crates/a/srcs/*`\n"),
            [2, 3, 4, 5]
        );
    }

    #[test]
    fn links_lead_somewhere() {
        assert_eq!(
            lines(
                "[a](page.md), [b](../crates/a/src/x.rs#L1), [c](#here), [d](https://example.org/x)\n"
            ),
            Vec::<usize>::new()
        );
        assert_eq!(lines("[a](../page.md)\n[b](crates/a/src/x.rs)\n"), [1, 2]);
    }

    #[test]
    fn decisions_are_listed() {
        let index = "- [0001 Records](0001-records.md)\n";
        let tree = Tree::of(&[
            (INDEX, index),
            ("docs/adr/0001-records.md", ""),
            ("docs/adr/0002-other.md", ""),
        ]);
        let found: Vec<String> = check(&tree).into_iter().map(|one| one.path).collect();
        assert_eq!(found, ["docs/adr/0002-other.md"]);
    }
}
