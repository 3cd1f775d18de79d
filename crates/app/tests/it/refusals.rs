//! The table of what the program rests on when it says no is complete: counted in the source files themselves.

use domain::refusals::Refusals;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Source files of a crate, without its tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() && entry.file_name() != "tests" {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs")
            && entry.file_name() != "tests.rs"
        {
            found.push(path);
        }
    }
}

/// An act and its articles and nothing else.
fn is_basis(words: &str) -> bool {
    let han = |sign: char| ('\u{4e00}'..='\u{9fff}').contains(&sign) || sign == '、';
    let ends = words.ends_with('条') || words.ends_with('款') || words.ends_with('项');
    let named = !words.starts_with('第') && !words.starts_with('对');
    words.contains('第') && words.contains('条') && ends && named && words.chars().all(han)
}

#[test]
fn the_table_holds_what_the_program_says_and_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for name in ["domain", "app", "api", "store"] {
        sources(&root.join(name).join("src"), &mut files);
    }
    let mut said = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
        // A doc comment is no basis.
        for line in lines.filter(|line| !line.trim_start().starts_with("//")) {
            let quoted = line.split('"').skip(1).step_by(2);
            said.extend(quoted.filter(|words| is_basis(words)).map(str::to_owned));
        }
    }
    let table = Refusals::shipped().unwrap();
    let listed: BTreeSet<String> = table.iter().map(|row| row.basis.clone()).collect();
    assert_eq!(said.difference(&listed).collect::<Vec<_>>(), Vec::<&String>::new(), "missing");
    assert_eq!(listed.difference(&said).collect::<Vec<_>>(), Vec::<&String>::new(), "unused");
}
