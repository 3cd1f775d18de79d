//! Which crate may use which: ours by the table of the house, and heavy strangers only in the room made for them.

use super::{Complaint, tree::Tree};
use anyhow::{Context, Result};
use serde_json::Value;

/// A crate, what it may use of ours, and what its tests may use besides.
const OURS: [(&str, &[&str], &[&str]); 14] = [
    ("domain", &[], &[]),
    ("protocol", &[], &[]),
    ("analysis", &[], &[]),
    ("store", &["domain"], &["testkit"]),
    ("archive", &["domain"], &[]),
    ("documents", &["domain"], &[]),
    ("app", &["domain", "analysis", "store"], &["testkit"]),
    ("gateway", &["domain", "protocol", "app"], &["testkit"]),
    ("api", &["domain", "app"], &["testkit", "store"]),
    // The checker shares no code with the writer; only its fixtures are written by the writer.
    ("verifier", &[], &["domain"]),
    ("testkit", &["domain", "protocol", "store", "app"], &[]),
    (
        "server",
        &[
            "domain",
            "protocol",
            "analysis",
            "store",
            "archive",
            "documents",
            "app",
            "gateway",
            "api",
            "verifier",
        ],
        &["testkit"],
    ),
    (
        "benches",
        &["domain", "protocol", "analysis", "store", "archive", "documents", "app", "testkit"],
        &[],
    ),
    ("xtask", &[], &[]),
];

/// Crates of others and the only rooms that may use them, tests included. A crate that does not depend on `sqlx` cannot
/// hold SQL, so this is how rooms are kept apart.
const STRANGERS: [(&str, &[&str]); 15] = [
    ("sqlx", &["store"]),
    ("datafusion", &["archive"]),
    ("arrow", &["archive"]),
    ("parquet", &["archive"]),
    ("object_store", &["archive", "server"]),
    ("typst", &["documents"]),
    ("typst-layout", &["documents"]),
    ("typst-pdf", &["documents"]),
    ("cedar-policy", &["app"]),
    ("axum", &["api", "server"]),
    ("utoipa", &["api"]),
    ("calamine", &["api"]),
    ("rust_xlsxwriter", &["api"]),
    ("zip", &["api"]),
    ("askama", &["api"]),
];
/// What the pure crates may never use: a runtime, the disk's or the network's helpers, dice.
const PURE: [&str; 3] = ["domain", "protocol", "analysis"];
const IMPURE: [&str; 6] = ["tokio", "futures", "rand", "reqwest", "tracing-subscriber", "tempfile"];

/// Compares the dependencies that cargo reports with the tables.
pub(super) fn check(metadata: &Value) -> Result<Vec<Complaint>> {
    let mut complaints = Vec::new();
    for package in metadata["packages"].as_array().context("cargo metadata lists no packages")? {
        let user = package["name"].as_str().unwrap_or_default();
        let Some((_, ours, for_tests)) = OURS.iter().find(|(name, ..)| *name == user) else {
            complaints.push(complaint(
                user,
                "is not in the table of crates; a new crate needs a decision record",
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            let in_tests = dependency["kind"] == "dev";
            if OURS.iter().any(|(name, ..)| *name == used) {
                let allowed = ours.contains(&used) || in_tests && for_tests.contains(&used);
                if !allowed {
                    complaints.push(complaint(
                        user,
                        &format!("may not use `{used}`; see ARCHITECTURE.md for the way"),
                    ));
                }
            } else if let Some((_, rooms)) = STRANGERS.iter().find(|(name, _)| *name == used) {
                if !rooms.contains(&user) {
                    complaints.push(complaint(
                        user,
                        &format!("may not use `{used}`; only {} may", rooms.join(", ")),
                    ));
                }
            } else if PURE.contains(&user) && IMPURE.contains(&used) && !in_tests {
                complaints.push(complaint(
                    user,
                    &format!("is pure and may not use `{used}`; take it as an argument"),
                ));
            }
        }
    }
    Ok(complaints)
}

/// A crate's own `clippy.toml` replaces the root's, so it must repeat the bans.
pub(super) fn check_bans(tree: &Tree) -> Vec<Complaint> {
    let bans = |text: &str| -> Vec<String> {
        let ban = |line: &str| Some(line.split_once("path = \"")?.1.split_once('"')?.0.to_owned());
        text.lines().filter_map(ban).collect()
    };
    let root = bans(tree.text("clippy.toml").unwrap_or_default());
    let mut complaints = Vec::new();
    for (path, text) in tree.ending("/clippy.toml") {
        let own = bans(text);
        for missing in root.iter().filter(|ban| !own.contains(ban)) {
            let words = format!(
                "replaces the root's clippy.toml but does not repeat its ban of `{missing}`; copy it"
            );
            complaints.push(Complaint { path: path.to_owned(), line: 0, rule: "bans", words });
        }
    }
    complaints
}

fn complaint(user: &str, words: &str) -> Complaint {
    let folder = if user == "xtask" { user.to_owned() } else { format!("crates/{user}") };
    Complaint {
        path: format!("{folder}/Cargo.toml"),
        line: 0,
        rule: "edges",
        words: words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn complaints(user: &str, used: &str, kind: &Value) -> usize {
        let dependency = json!({ "name": used, "kind": kind });
        check(&json!({ "packages": [{ "name": user, "dependencies": [dependency] }] }))
            .unwrap()
            .len()
    }

    #[test]
    fn edges_of_the_table_pass_and_all_others_fail() {
        for (user, used) in
            [("app", "store"), ("gateway", "protocol"), ("server", "archive"), ("store", "sqlx")]
        {
            assert_eq!(complaints(user, used, &Value::Null), 0, "{user} → {used}");
        }
        for (user, used) in [
            ("domain", "store"),
            ("api", "store"),
            ("gateway", "archive"),
            ("verifier", "domain"),
            ("app", "sqlx"),
            ("app", "testkit"),
            ("domain", "tokio"),
            ("newcomer", "serde"),
        ] {
            assert_eq!(complaints(user, used, &Value::Null), 1, "{user} → {used}");
        }
    }

    #[test]
    fn tests_may_use_what_only_tests_may() {
        assert_eq!(complaints("app", "testkit", &json!("dev")), 0);
        assert_eq!(complaints("verifier", "domain", &json!("dev")), 0);
        assert_eq!(complaints("domain", "testkit", &json!("dev")), 1);
        assert_eq!(complaints("api", "sqlx", &json!("dev")), 1);
    }

    #[test]
    fn bans_must_be_repeated() {
        let root = "{ path = \"std::env::set_var\", reason = \"x\" },\n{ path = \"a::b\", reason = \"x\" },";
        let own = "{ path = \"a::b\", reason = \"y\" },";
        let tree = Tree::of(&[("clippy.toml", root), ("crates/domain/clippy.toml", own)]);
        let found = check_bans(&tree);
        assert_eq!(found.len(), 1);
        assert!(found[0].words.contains("std::env::set_var"));
    }
}
