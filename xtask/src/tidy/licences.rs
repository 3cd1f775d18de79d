//! Every crate that is linked may be linked: no copyleft without another choice, no crate without a licence.

use super::Complaint;
use serde_json::Value;

/// Families whose terms would reach the whole program.
const REACHING: [&str; 3] = ["GPL", "SSPL", "EUPL"];

/// Looks at the packages that cargo resolved, tests and build tools included.
pub(super) fn check(metadata: &Value) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let words = match package["license"].as_str() {
            None if package["license_file"].is_null() => "states no licence".to_owned(),
            Some(licence) if !allows(licence) => format!("is under {licence}"),
            _ => continue,
        };
        let words = format!("`{name}` {words}; choose another crate");
        complaints.push(Complaint {
            path: "Cargo.lock".to_owned(),
            line: 0,
            rule: "licences",
            words,
        });
    }
    complaints
}

/// Whether each part that must be kept (`AND`) offers a choice (`OR`, `/`) that does not reach further.
fn allows(licence: &str) -> bool {
    let plain = licence.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" AND ").all(|part| {
        part.split(" OR ").any(|choice| !REACHING.iter().any(|family| choice.contains(family)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_choice_is_enough_and_a_must_is_not() {
        for fine in [
            "MIT",
            "MIT/Apache-2.0",
            "MIT OR LGPL-2.1-or-later",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
        ] {
            assert!(allows(fine), "{fine}");
        }
        for reaching in
            ["AGPL-3.0-only", "MIT AND GPL-2.0-only", "LGPL-3.0-or-later", "GPL-2.0 OR AGPL-3.0"]
        {
            assert!(!allows(reaching), "{reaching}");
        }
    }

    #[test]
    fn crates_without_a_licence_are_named() {
        let package = |name, licence: Value, file: Value| json!({ "name": name, "license": licence, "license_file": file });
        let packages = json!({ "packages": [
            package("fine", json!("MIT"), Value::Null),
            package("filed", Value::Null, json!("LICENSE")),
            package("none", Value::Null, Value::Null),
        ] });
        let found = check(&packages);
        assert_eq!(found.len(), 1);
        assert!(found[0].words.contains("`none`"));
    }
}
