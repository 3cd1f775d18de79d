//! The articles that the program itself names when it says no (`data/law/refusals.toml`): what a repeal leaves to be mended
//! in the program.

use crate::law::{Citation, DataError, from_toml};
use serde::Deserialize;

/// One basis, as refusals, gates and grounds say it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusalBasis {
    /// In words: `行政处罚法第二十五条`.
    pub basis: String,
    /// The same as citations.
    pub places: Vec<Citation>,
    /// The refusals that say so; none where only a gate or a ground of discretion does.
    #[serde(default)]
    pub codes: Vec<String>,
}

/// Every basis.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusals {
    basis: Vec<RefusalBasis>,
}

impl Refusals {
    /// The shipped table.
    ///
    /// # Errors
    /// Only when the shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        from_toml("refusals.toml", include_str!("../../../data/law/refusals.toml"))
    }

    /// Every row.
    pub fn iter(&self) -> impl Iterator<Item = &RefusalBasis> {
        self.basis.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Acts, Library, Unresolved};
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

    #[test]
    fn each_basis_is_its_places_and_each_place_stands_in_the_library() {
        let (acts, library) = (Acts::shipped().unwrap(), Library::shipped().unwrap());
        for row in Refusals::shipped().unwrap().iter() {
            let numbers: Vec<String> = row.basis.split('、').map(str::to_owned).collect();
            assert_eq!(numbers.len(), row.places.len(), "{}", row.basis);
            for (words, place) in numbers.iter().zip(&row.places) {
                assert!(words.ends_with(&place.place_zh()), "{words} is not {place}");
                assert!(acts.get(&place.act).is_some(), "{place}");
                for version in library.versions(&place.act) {
                    // Of some acts the library knows the numbers only.
                    let found = version.resolve(place).map(drop);
                    assert!(matches!(found, Ok(()) | Err(Unresolved::NumberOnly)), "{place}");
                }
            }
            // A title that people shorten beyond recognition is not found by it.
            let said = acts.said(&numbers[0]);
            assert!(said.is_none() || said.as_ref() == row.places.first(), "{}", row.basis);
        }
    }
}
