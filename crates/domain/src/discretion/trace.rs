//! The trace of a calculation: each step in words that a party understands, with its exact number.

use super::rules::{PledgeRule, Rounding, WithinRange};
use super::{Choice, Counted, Earlier, Exact, Factor, Ground, StatutoryRange, Succession};
use crate::Fen;
use crate::law::Words;
use crate::time::date_zh;
use serde::{Deserialize, Serialize};

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Which law, by the time of the act.
    Law,
    /// What minimum and maximum are multiples of, and how it was found.
    Base,
    /// What the article allows.
    Range,
    /// Where the table starts.
    Start,
    /// One circumstance.
    Factor,
    /// What the cases of the party give for a circumstance.
    Count,
    /// Another choice than the one counted, and why.
    Deviation,
    /// All circumstances together.
    Sum,
    /// A share brought to a bound of the table.
    Bound,
    /// The row of a range table.
    Row,
    /// The fine that follows.
    Amount,
    /// Brought back into the range.
    Clamp,
    /// Brought back to what the party was told.
    Told,
    /// A circumstance that speaks for or against a departure.
    Ground,
    /// Departed from.
    Adjustment,
    /// Lowered by a public pledge.
    Pledge,
    /// Rounded to fen.
    Rounding,
    /// One condition of not punishing.
    Condition,
    /// Not punished.
    Exemption,
    /// Several norms broken by one act: the higher fine.
    Higher,
    /// Days of a daily penalty.
    Daily,
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

    /// Which law applies and why.
    pub fn law(reason: &Words) -> Self {
        Self::new(Step::Law, reason.zh.clone(), reason.en.clone(), String::new())
    }

    pub(super) fn base(range: &StatutoryRange, amount: Fen, found: Option<&str>) -> Self {
        let Words { zh, en } = range.base.words();
        let found = found.map(str::trim).filter(|found| !found.is_empty());
        let (how_zh, how_en) = found.map_or_else(Default::default, |found| {
            (format!("（认定依据：{found}）"), format!(" (found by: {found})"))
        });
        let counted = range.counted_base(amount);
        let floor = counted != Exact::from(amount);
        let shown = counted.in_yuan();
        let (floor_zh, floor_en) = if floor {
            (format!("，不足部分按{shown}元计算"), format!(", counted as {shown} yuan"))
        } else {
            Default::default()
        };
        Self::new(
            Step::Base,
            format!("计罚基数：{zh}{amount}元{how_zh}{floor_zh}。"),
            format!("Base: {en} {amount} yuan{how_en}{floor_en}."),
            counted.to_string(),
        )
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

    pub(super) fn circumstance(factor: &Factor, choice: &Choice) -> Self {
        Self::new(
            Step::Factor,
            format!("{}：{}。", factor.words.zh, choice.words.zh),
            format!("{}: {}.", factor.words.en, choice.words.en),
            choice.id.clone(),
        )
    }

    pub(super) fn unknown(factor: &Factor) -> Self {
        Self::new(
            Step::Deviation,
            format!("“{}”确实无法查明，按最低档次计算。", factor.words.zh),
            format!("\"{}\" cannot be found out and counts as the lightest.", factor.words.en),
            String::new(),
        )
    }

    pub(super) fn counted(factor: &Factor, counted: &Counted) -> Self {
        let zh = listed(counted, "、", |row| {
            let label = if row.confirmed() { "" } else { "，待法制审核确认" };
            format!("（按{}由{}承继计入{label}）", row.old.place_zh(), row.new.place_zh())
        });
        let en = listed(counted, ", ", |row| {
            let label = if row.confirmed() { "" } else { ", to be confirmed by legal review" };
            format!(" (the clause was succeeded: {} by {}{label})", row.old, row.new)
        });
        let zh = zh.unwrap_or_else(|| "无在先案件".to_owned());
        let en = en.unwrap_or_else(|| "no earlier case".to_owned());
        let (this_zh, this_en) = if counted.includes_this {
            ("（含本次）", " (this one included)")
        } else {
            ("", "")
        };
        let Counted { from, to, count, .. } = counted;
        let (from_zh, to_zh) = (date_zh(*from), date_zh(*to));
        Self::new(
            Step::Count,
            format!(
                "“{}”的统计：{from_zh}至{to_zh}共{count}次{this_zh}，依据：{zh}（{}）。",
                factor.words.zh, counted.basis.zh
            ),
            format!(
                "Count for \"{}\": {count} from {from} to {to}{this_en}; rests on: {en} ({}).",
                factor.words.en, counted.basis.en
            ),
            count.to_string(),
        )
    }

    pub(super) fn deviation(factor: &Factor, choice: &Choice, reason: &str) -> Self {
        Self::new(
            Step::Deviation,
            format!(
                "“{}”未按统计结果，选择“{}”；理由：{reason}。",
                factor.words.zh, choice.words.zh
            ),
            format!(
                "\"{}\" departs from the count: \"{}\"; reason: {reason}.",
                factor.words.en, choice.words.en
            ),
            choice.id.clone(),
        )
    }

    /// What the party's cases say about a first offence.
    pub(super) fn earlier(counted: &Counted) -> Self {
        let cases: Vec<&str> = counted.cases.iter().map(|case| case.number.as_str()).collect();
        let (zh, en) = match cases.as_slice() {
            [] => ("没有在先违法案件".to_owned(), "there is no earlier case".to_owned()),
            some => (
                format!("在先违法案件：{}", some.join("、")),
                format!("earlier cases: {}", some.join(", ")),
            ),
        };
        Self::new(
            Step::Count,
            format!("是否初次违法，按案件统计：{zh}（{}）。", counted.basis.zh),
            format!("First offence, counted from the cases: {en} ({}).", counted.basis.en),
            counted.count.to_string(),
        )
    }

    pub(super) fn still_first(reason: &str) -> Self {
        Self::new(
            Step::Deviation,
            format!("未按统计结果，认定为初次违法；理由：{reason}。"),
            format!("Found to be a first offence against the count; reason: {reason}."),
            String::new(),
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

    pub(super) fn bound(total: &Exact, bound: &Exact) -> Self {
        let (total, bound) = (total.as_percent(), bound.as_percent());
        Self::new(
            Step::Bound,
            format!("裁量百分值总和为{total}，按裁量表规定按{bound}计算。"),
            format!("The shares add up to {total}; the table counts them as {bound}."),
            bound,
        )
    }

    pub(super) fn row(
        least: &Exact,
        most: Option<&Exact>,
        ordinary: &Exact,
        rule: &WithinRange,
    ) -> Self {
        let exact = ordinary.to_string();
        let (nought, ordinary) = (least.is_zero(), ordinary.in_yuan());
        let (least, most) = (least.in_yuan(), most.map(Exact::in_yuan));
        let (zh, en) = match most {
            Some(most) if nought => (format!("{most}元以下"), format!("up to {most} yuan")),
            Some(most) => (format!("{least}元至{most}元"), format!("{least} to {most} yuan")),
            None => (format!("{least}元以上"), format!("{least} yuan or more")),
        };
        Self::new(
            Step::Row,
            format!("对应档次的罚款幅度为{zh}；一般处罚按{ordinary}元（{}）。", rule.basis.zh),
            format!(
                "The row allows {en}; an ordinary fine is {ordinary} yuan ({}).",
                rule.basis.en
            ),
            exact,
        )
    }

    pub(super) fn amount(formula: &str, amount: &Exact) -> Self {
        Self::new(
            Step::Amount,
            format!("罚款金额＝{formula}＝{}元。", amount.in_yuan()),
            format!("Fine = {formula} = {} yuan.", amount.in_yuan()),
            amount.to_string(),
        )
    }

    pub(super) fn clamp(amount: &Exact) -> Self {
        Self::new(
            Step::Clamp,
            format!("罚款不得超出法定幅度，调整为{}元。", amount.in_yuan()),
            format!("A fine stays within the statutory range: {} yuan.", amount.in_yuan()),
            amount.to_string(),
        )
    }

    pub(super) fn told(amount: Fen, told: Fen) -> Self {
        Self::new(
            Step::Told,
            format!(
                "按现行规则计算为{amount}元，高于事先告知的{told}元；告知后没有新的事实、证据，不得加重，仍按告知的数额（行政处罚法第三十七条、第四十五条）。"
            ),
            format!(
                "The rules in force give {amount} yuan, more than the {told} yuan of the prior notice; without new facts it never becomes heavier."
            ),
            told.to_string(),
        )
    }

    pub(super) fn ground(ground: Ground, main: bool) -> Self {
        let Words { zh, en } = ground.words();
        let (way_zh, way_en) = if ground.aggravates() {
            ("从重情形", "aggravating")
        } else {
            ("从轻、减轻情形", "mitigating")
        };
        let (main_zh, main_en) =
            if main { ("（主要情节）", ", the main one") } else { ("", "") };
        Self::new(
            Step::Ground,
            format!("{way_zh}{main_zh}：{zh}（{}）。", ground.basis()),
            format!("{en} ({way_en}{main_en}; {}).", ground.basis()),
            String::new(),
        )
    }

    pub(super) fn mixed(main: Ground) -> Self {
        let Words { zh, en } = main.words();
        Self::new(
            Step::Ground,
            format!("既有从重情形又有从轻、减轻情形，综合衡量，按主要情节“{zh}”处理。"),
            format!("Grounds speak both ways; weighed together, the main one decides: {en}."),
            String::new(),
        )
    }

    pub(super) fn pledge(rule: &PledgeRule, percent: &Exact, amount: &Exact) -> Self {
        let shown = amount.in_yuan();
        Self::new(
            Step::Pledge,
            format!(
                "公开道歉并作出守法承诺，降低{percent}%（{}），且不低于法定最低罚款，为{shown}元。",
                rule.basis.zh
            ),
            format!(
                "Public apology and pledge: {percent} % off ({}), not below the minimum: {shown} yuan.",
                rule.basis.en
            ),
            amount.to_string(),
        )
    }

    pub(super) fn adjustment(zh: String, en: String, amount: &Exact) -> Self {
        Self::new(Step::Adjustment, zh, en, amount.to_string())
    }

    pub(super) fn rounding(amount: Fen, rounding: Rounding) -> Self {
        let (zh, en) = match rounding {
            Rounding::Fen => ("一分", "a fen"),
            Rounding::Yuan => ("一元", "a yuan"),
        };
        Self::new(
            Step::Rounding,
            format!("不足{zh}的部分舍去，为{amount}元。"),
            format!("Parts of {en} are dropped: {amount} yuan."),
            amount.to_string(),
        )
    }

    pub(super) fn condition(zh: String, en: String) -> Self {
        Self::new(Step::Condition, zh, en, String::new())
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

    pub(super) fn higher(zh: String, en: String, amount: Fen) -> Self {
        Self::new(Step::Higher, zh, en, amount.to_string())
    }

    pub(super) const fn daily(zh: String, en: String, exact: String) -> Self {
        Self { step: Step::Daily, words: Words { zh, en }, exact }
    }
}

/// The cases of a count, each with what it counts by where it was under another clause; none where there are none.
fn listed(counted: &Counted, comma: &str, by: impl Fn(&Succession) -> String) -> Option<String> {
    let name = |case: &Earlier| {
        format!("{}{}", case.number, case.succession.as_ref().map(&by).unwrap_or_default())
    };
    let cases: Vec<String> = counted.cases.iter().map(name).collect();
    (!cases.is_empty()).then(|| cases.join(comma))
}
