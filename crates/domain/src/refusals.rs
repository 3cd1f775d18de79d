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
