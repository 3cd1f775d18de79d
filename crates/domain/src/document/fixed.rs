//! The articles that stand in the wording of documents whatever the case: one table, used by the papers and by the list
//! of what rests on an article.

/// The rights to be told and heard (行政处罚法 arts 44, 45).
pub const DEFENCE_RIGHTS: &[&str] = &["penalty_law:44", "penalty_law:45"];
/// The same with the right to a hearing (arts 63, 64).
pub const HEARING_RIGHTS: &[&str] =
    &["penalty_law:44", "penalty_law:45", "penalty_law:63", "penalty_law:64"];
/// What late payment costs (art. 72).
pub const LATE_PAYMENT: &str = "penalty_law:72.1(1)";

/// Code, title in Chinese and English, citations.
pub(crate) const FIXED_CITATIONS: &[(&str, &str, &str, &[&str])] = &[
    ("prior_notice", "行政处罚事先告知书", "prior notice", DEFENCE_RIGHTS),
    (
        "prior_notice_hearing",
        "行政处罚事先（听证）告知书",
        "prior notice with hearing",
        HEARING_RIGHTS,
    ),
    ("decision", "行政处罚决定书", "decision", &[LATE_PAYMENT]),
];
