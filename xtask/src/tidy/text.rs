//! Rules for every text file: encoding, line ends, white space, and nothing that only exists on one machine.

use super::{Complaint, tree::Tree};

/// Folders under which people keep their clones: a path that begins there exists on one machine only.
const HOMES: [&str; 4] = ["home", "root", "Users", "work"];
/// Hosts of package registries, written in pieces so that this file keeps its own rule. Lock files name versions and
/// digests; which mirror serves them is a matter of the machine.
const REGISTRIES: [&str; 5] = [
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("registry.", "npmjs.org"),
    concat!("registry.", "npmmirror.com"),
    concat!("pypi", ".org"),
];
/// Files that are kept byte for byte as others made them, and samples of stored formats.
const AS_THEY_CAME: [&str; 3] = ["LICENSE", "tests/data/", "data/calendar/"];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let as_it_came = |path: &str| AS_THEY_CAME.iter().any(|part| path.contains(part));
    for (path, bytes) in tree.files().filter(|(path, _)| !as_it_came(path)) {
        if !bytes.contains(&0) && std::str::from_utf8(bytes).is_err() {
            complain(&mut complaints, path, 0, "utf8", "the file is not UTF-8; convert it");
        }
    }
    for (path, text) in tree.texts().filter(|(path, _)| !as_it_came(path)) {
        check_lines(path, text, &mut complaints);
    }
    complaints
}

fn check_lines(path: &str, text: &str, complaints: &mut Vec<Complaint>) {
    if !text.is_empty() && !text.ends_with('\n') {
        complain(
            complaints,
            path,
            text.lines().count(),
            "line_end",
            "the last line has no line end; add one",
        );
    }
    for (index, line) in text.split('\n').enumerate() {
        let number = index + 1;
        if line.ends_with('\r') {
            complain(
                complaints,
                path,
                number,
                "line_end",
                "the line ends in CR LF; save the file with LF",
            );
        } else if line.ends_with([' ', '\t']) {
            complain(
                complaints,
                path,
                number,
                "white_space",
                "white space at the end of the line; remove it",
            );
        }
        if let Some(home) = HOMES.iter().find(|home| names_home(line, home)) {
            let words = format!(
                "a path under `/{home}` exists on one machine only; make it relative to the root"
            );
            complain(complaints, path, number, "machine", &words);
        }
        if let Some(host) = REGISTRIES.iter().find(|host| line.contains(**host)) {
            let words = format!("`{host}` is a matter of the machine's own settings; remove it");
            complain(complaints, path, number, "machine", &words);
        }
    }
}

/// Whether a path under this home begins in the line.
fn names_home(line: &str, home: &str) -> bool {
    line.match_indices(&format!("/{home}/")).any(|(at, found)| {
        let goes_on =
            line[at + found.len()..].starts_with(|next: char| next.is_ascii_alphanumeric());
        let begins = line[..at].ends_with([' ', '"', '\'', '`', '=', '(', ':', ',']) || at == 0;
        begins && goes_on
    })
}

fn complain(
    complaints: &mut Vec<Complaint>,
    path: &str,
    line: usize,
    rule: &'static str,
    words: &str,
) {
    complaints.push(Complaint { path: path.to_owned(), line, rule, words: words.to_owned() });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Vec<(usize, &'static str)> {
        check(&Tree::of(&[("docs/a.md", text)])).iter().map(|one| (one.line, one.rule)).collect()
    }

    #[test]
    fn good_text_passes() {
        assert_eq!(
            rules("一行 text\n\n    indented, `./features/work/WorkList.vue`, /api/v1/work/1\n"),
            []
        );
        assert_eq!(check(&Tree::of(&[("crates/a/tests/data/frame.txt", "as it came\r\n ")])), []);
    }

    #[test]
    fn each_fault_is_named_with_its_line() {
        assert_eq!(rules("a\nb"), [(2, "line_end")]);
        assert_eq!(rules("a\r\n"), [(1, "line_end")]);
        assert_eq!(rules("a\nb \n"), [(2, "white_space")]);
        let path = ["see `", "home", "me", "x.rs`\n"].join("/");
        assert_eq!(rules(&path), [(1, "machine")]);
        assert_eq!(rules(&format!("https://{}/serde\n", REGISTRIES[0])), [(1, "machine")]);
    }

    #[test]
    fn bytes_that_are_neither_text_nor_binary_are_refused() {
        let tree = Tree::of_bytes("a.txt", &[0xC0, 0xD6, b'\n']);
        assert_eq!(check(&tree).iter().map(|one| one.rule).collect::<Vec<_>>(), ["utf8"]);
        assert_eq!(check(&Tree::of_bytes("a.png", &[0xC0, 0, b' ', b'\n'])), []);
    }
}
