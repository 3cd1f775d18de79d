//! The trace of a calculation: each step in words that a party understands, with its exact number.

use super::{Exact, Factor, StatutoryRange};
use crate::Fen;
use crate::law::Words;
use serde::{Deserialize, Serialize};

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// What the article allows.
    Range,
    /// Where the table starts.
    Start,
    /// One circumstance.
    Factor,
    /// All circumstances together.
    Sum,
    /// The fine that follows.
    Amount,
    /// Brought back into the range.
    Clamp,
    /// Departed from.
    Adjustment,
    /// Rounded to fen.
    Rounding,
    /// Not punished.
    Exemption,
    /// The end.
    Result,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceStep {
    /// What it does.
    pub step: Step,
    /// In words.
    #[serde(flatten)]
    pub words: Words,
    /// Its number, exact: a percentage, a fraction or an amount in yuan.
    pub exact: String,
}

impl TraceStep {
    fn new(step: Step, zh: String, en: String, exact: String) -> Self {
        Self { step, words: Words { zh, en }, exact }
    }

    pub(super) fn range(range: &StatutoryRange, least: Fen, most: Fen) -> Self {
        let (place_zh, place_en) = (&range.basis.zh, &range.basis.en);
        Self::new(
            Step::Range,
            format!("{place_zh}（{}）规定的罚款幅度为{least}元至{most}元。", range.case.zh),
            format!("{place_en} ({}) allows a fine of {least} to {most} yuan.", range.case.en),
            format!("{least}–{most}"),
        )
    }

    pub(super) fn start(start: &Exact, zh: &str, en: &str) -> Self {
        let percent = start.as_percent();
        Self::new(
            Step::Start,
            format!("裁量起点为{percent}（{zh}）。"),
            format!("The start is {percent} ({en})."),
            percent,
        )
    }

    pub(super) fn factor(factor: &Factor, choice: &Words, weight: &Exact) -> Self {
        let percent = weight.as_percent();
        Self::new(
            Step::Factor,
            format!("{}：{}，计{percent}。", factor.words.zh, choice.zh),
            format!("{}: {}, counts {percent}.", factor.words.en, choice.en),
            percent,
        )
    }

    pub(super) fn sum(sum: &Exact) -> Self {
        let percent = sum.as_percent();
        Self::new(
            Step::Sum,
            format!("各裁量因素合计{percent}。"),
            format!("All circumstances together count {percent}."),
            percent,
        )
    }

    pub(super) fn amount(formula: &str, amount: &Exact) -> Self {
        Self::new(
            Step::Amount,
            format!("罚款金额＝{formula}＝{amount}元。"),
            format!("Fine = {formula} = {amount} yuan."),
            amount.to_string(),
        )
    }

    pub(super) fn clamp(amount: &Exact) -> Self {
        Self::new(
            Step::Clamp,
            format!("罚款不得超出法定幅度，调整为{amount}元。"),
            format!("A fine stays within the statutory range: {amount} yuan."),
            amount.to_string(),
        )
    }

    pub(super) fn adjustment(zh: String, en: String, amount: &Exact) -> Self {
        Self::new(Step::Adjustment, zh, en, amount.to_string())
    }

    pub(super) fn rounding(amount: Fen) -> Self {
        Self::new(
            Step::Rounding,
            format!("不足一分的部分舍去，为{amount}元。"),
            format!("Parts of a fen are dropped: {amount} yuan."),
            amount.to_string(),
        )
    }

    pub(super) fn exemption(zh: String, en: String) -> Self {
        Self::new(Step::Exemption, zh, en, "0".into())
    }

    pub(super) fn result(amount: Fen) -> Self {
        Self::new(
            Step::Result,
            format!("罚款{amount}元（人民币{}）。", amount.capitals()),
            format!("The fine is {amount} yuan."),
            amount.to_string(),
        )
    }
}
