//! What may stand only in certain rooms of the house, or nowhere.

use super::{Complaint, tree::Tree};

/// Words that are at home somewhere, in lines that are not comments.
struct Word {
    rule: &'static str,
    words: &'static [&'static str],
    /// Where the rule holds.
    holds: fn(&str) -> bool,
    way_out: &'static str,
}

/// The one rule that holds only for code of tests, wherever it stands.
const SLEEPING: &str = "sleeping_tests";

const WORDS: [Word; 4] = [
    Word {
        rule: "transactions",
        words: &["store.write()", "store().write()", "store.read()", "store().read()"],
        holds: |path| {
            !["crates/app/", "crates/store/"].iter().any(|room| path.starts_with(room))
                && !is_test(path)
        },
        way_out: "only use cases begin transactions; call one, or add one in crates/app",
    },
    Word {
        rule: "status_codes",
        words: &["StatusCode::"],
        holds: |path| !path.starts_with("crates/api/"),
        way_out: "HTTP words stop at crates/api; return an `app::Error`",
    },
    Word {
        rule: "ignored_tests",
        words: &["#[ignore"],
        holds: |_| true,
        way_out: "a test runs or is deleted; assert what happens today and say why it is wrong",
    },
    Word {
        rule: SLEEPING,
        words: &["time::sleep(", "thread::sleep("],
        holds: |_| true,
        way_out: "advance the clock or wait for the event",
    },
];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    // The rules themselves name what they forbid.
    for (path, text) in tree.ending(".rs").filter(|(path, _)| !path.starts_with("xtask/src/tidy/"))
    {
        for word in WORDS.iter().filter(|word| (word.holds)(path)) {
            let from = if word.rule == SLEEPING { tests_begin(path, text) } else { 0 };
            for (line, found) in find(text, word.words).filter(|(line, _)| *line > from) {
                let words = format!("`{found}`: {}", word.way_out);
                complaints.push(Complaint { path: path.to_owned(), line, rule: word.rule, words });
            }
        }
    }
    complaints
}

/// Integration tests, test modules in files of their own, and the test kit.
fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.starts_with("crates/testkit/")
}

/// The line behind which a file is code of tests.
fn tests_begin(path: &str, text: &str) -> usize {
    if is_test(path) {
        return 0;
    }
    text.lines().position(|line| line.trim() == "#[cfg(test)]").unwrap_or(usize::MAX)
}

fn find<'a>(text: &'a str, words: &'a [&str]) -> impl Iterator<Item = (usize, &'a str)> {
    let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.filter_map(|(index, line)| {
        Some((index + 1, *words.iter().find(|word| line.contains(**word))?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<(usize, &'static str)> {
        check(&Tree::of(&[(path, text)])).iter().map(|one| (one.line, one.rule)).collect()
    }

    #[test]
    fn words_are_allowed_at_home_and_refused_elsewhere() {
        let begins = "//! x\nlet tx = cx.store().write().await?;\n";
        assert_eq!(rules("crates/api/src/a.rs", begins), [(2, "transactions")]);
        assert_eq!(rules("crates/app/src/permit.rs", begins), []);
        assert_eq!(rules("crates/api/tests/it/a.rs", begins), []);

        let status = "//! x\nErr(StatusCode::CONFLICT)\n";
        assert_eq!(rules("crates/app/src/a.rs", status), [(2, "status_codes")]);
        assert_eq!(rules("crates/api/src/error.rs", status), []);
    }

    #[test]
    fn tests_neither_sleep_nor_rest() {
        let sleeps = "//! x\n// never thread::sleep(…)\ntokio::time::sleep(SECOND).await;\n";
        assert_eq!(rules("crates/a/tests/it/a.rs", sleeps), [(3, "sleeping_tests")]);
        assert_eq!(rules("crates/a/src/a.rs", sleeps), []);
        let unit = "//! x\ntime::sleep(PAUSE).await;\n#[cfg(test)]\nmod tests {\n    time::sleep(PAUSE).await;\n";
        assert_eq!(rules("crates/a/src/a.rs", unit), [(5, "sleeping_tests")]);
        assert_eq!(
            rules("crates/a/src/a.rs", "//! x\n    #[ignore = \"slow\"]\n"),
            [(2, "ignored_tests")]
        );
    }
}
