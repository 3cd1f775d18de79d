//! Two sets of the site, one after the other: that of the day of the act stays, unless the new one is milder (从旧兼从轻).
//!
//! 行政处罚法第三十七条 speaks of statutes and rules; that it is followed for benchmarks too is practice, so the trace says 参照.

use super::Answer;
use domain::Refused;
use domain::discretion::TraceStep;
use domain::law::Words;

/// The answer that counts, its trace saying what the other set gives.
pub(super) fn of(before: Refused<Answer>, mut now: Answer) -> Answer {
    let Ok(mut before) = before else {
        now.calculation.trace.insert(0, TraceStep::law(&not_compared(&now)));
        return now;
    };
    let (old, new) = (&before.calculation, &now.calculation);
    if (&old.version, &old.benchmark) == (&new.version, &new.benchmark) {
        return now;
    }
    let milder = new.amount() < old.amount();
    let (which_zh, which_en) = if milder {
        ("新基准处罚较轻，适用新基准", "the new one is milder and applies")
    } else {
        (
            "新基准处罚不轻于行为时的基准，适用行为时的基准",
            "the new one is not milder; that of the act applies",
        )
    };
    let step = TraceStep::law(&Words::new(
        format!(
            "裁量基准有变化，分别计算：行为时施行的“{}”为{}元，现行的“{}”为{}元；{which_zh}（参照行政处罚法第三十七条）。",
            old.version,
            old.amount(),
            new.version,
            new.amount()
        ),
        format!(
            "The benchmark changed and both were computed: {} of the day of the act {} yuan, {} in force {} yuan; {which_en} (by analogy with the penalty law, art. 37).",
            old.version,
            old.amount(),
            new.version,
            new.amount()
        ),
    ));
    let answer = if milder { &mut now } else { &mut before };
    answer.calculation.trace.insert(0, step);
    if milder { now } else { before }
}

fn not_compared(now: &Answer) -> Words {
    let version = &now.calculation.version;
    Words::new(
        format!(
            "行为时施行的裁量基准所列情形与现行的“{version}”不同，未能分别计算，按现行基准计算，请法制审核确认。"
        ),
        format!(
            "The set of the day of the act asks for other circumstances than {version}, so the two were not compared; legal review confirms."
        ),
    )
}
