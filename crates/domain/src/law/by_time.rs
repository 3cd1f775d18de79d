//! Which law governs an act: the old one, unless the new one is lighter (从旧兼从轻).

use super::Words;
use crate::{Date, Refusal, Refused};
use jiff::civil::date;
use serde::{Deserialize, Serialize};

/// First day of the 生态环境法典 (art. 1242).
pub const CODE_IN_FORCE: Date = date(2026, 8, 15);

/// The law that judges what was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Substance {
    /// The law before the code.
    Old,
    /// The code.
    Code,
    /// The law before the code, unless the code is lighter or no longer calls the act unlawful: compare both.
    OldUnlessCodeIsLighter,
}

/// The answer, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicable {
    /// Law of the substance.
    pub substance: Substance,
    /// The day whose law governs the procedure: the day of the decision.
    pub procedure_as_of: Date,
    /// Whether legal review must look at the choice.
    pub legal_review: bool,
    /// Why.
    pub reason: Words,
}

/// Which law applies to an act done from `act_from` to `act_to` (none: still going on at the decision).
///
/// Rests on 行政处罚法第三十七条 and 生态环境法典第一千零五十七条. That an act which continues into the time of the code
/// falls under the code wholly is practice, not statute, so it is flagged for legal review.
///
/// # Errors
/// `law.dates_out_of_order` where the act ends before it begins, or the decision precedes its beginning.
pub fn law_by_time(act_from: Date, act_to: Option<Date>, decision: Date) -> Refused<Applicable> {
    let act_to = act_to.unwrap_or(decision);
    if act_to < act_from || decision < act_to {
        return Err(Refusal::new(
            "law.dates_out_of_order",
            "日期应当依次为：行为开始、行为终了、作出决定；请核对。",
            "The dates must run: act begins, act ends, decision; check them.",
        )
        .field(if act_to < act_from { "act_to" } else { "decision" }));
    }
    let (substance, legal_review, zh, en) = if act_from >= CODE_IN_FORCE {
        (
            Substance::Code,
            false,
            "违法行为发生在生态环境法典施行之后，适用法典。",
            "The act was done after the code came into force; the code applies.",
        )
    } else if act_to >= CODE_IN_FORCE {
        (
            Substance::Code,
            true,
            "违法行为持续到生态环境法典施行之后，一般适用法典；请法制审核确认。",
            "The act continued after the code came into force; the code generally applies; legal review confirms.",
        )
    } else if decision >= CODE_IN_FORCE {
        (
            Substance::OldUnlessCodeIsLighter,
            true,
            "违法行为终了于法典施行之前，适用行为时的法律；法典处罚较轻或者不认为违法的，适用法典。请比较两者。",
            "The act ended before the code: the law of its time applies, unless the code is lighter or no longer calls \
             it unlawful. Compare both.",
        )
    } else {
        (
            Substance::Old,
            false,
            "违法行为和处罚决定均在生态环境法典施行之前，适用当时的法律。",
            "Act and decision both precede the code; the law of that time applies.",
        )
    };
    Ok(Applicable {
        substance,
        procedure_as_of: decision,
        legal_review,
        reason: Words::new(zh, en),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026-03-01", Some("2026-03-02"), "2026-08-14", Substance::Old, false)]
    #[case("2026-03-01", None, "2026-08-14", Substance::Old, false)]
    #[case("2026-03-01", Some("2026-08-14"), "2026-08-15", Substance::OldUnlessCodeIsLighter, true)]
    #[case("2026-08-14", Some("2026-08-15"), "2026-09-01", Substance::Code, true)]
    #[case("2026-03-01", None, "2026-11-01", Substance::Code, true)]
    #[case("2026-08-15", Some("2026-08-15"), "2026-08-15", Substance::Code, false)]
    #[case("2026-10-01", None, "2026-11-01", Substance::Code, false)]
    fn old_law_unless_the_new_is_lighter(
        #[case] from: Date,
        #[case] to: Option<&str>,
        #[case] decision: Date,
        #[case] substance: Substance,
        #[case] legal_review: bool,
    ) {
        let answer = law_by_time(from, to.map(|to| to.parse().unwrap()), decision).unwrap();
        assert_eq!((answer.substance, answer.legal_review), (substance, legal_review));
        assert_eq!(answer.procedure_as_of, decision);
    }

    #[rstest]
    #[case("2026-03-02", Some("2026-03-01"), "2026-04-01", "act_to")]
    #[case("2026-03-01", Some("2026-05-01"), "2026-04-01", "decision")]
    #[case("2026-03-01", None, "2026-02-01", "act_to")]
    fn dates_must_run_forward(
        #[case] from: Date,
        #[case] to: Option<&str>,
        #[case] decision: Date,
        #[case] field: &str,
    ) {
        let refusal = law_by_time(from, to.map(|to| to.parse().unwrap()), decision).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            ("law.dates_out_of_order", Some(field))
        );
    }
}
