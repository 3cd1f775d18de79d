//! Departures from the computed fine: 从重, 从轻, 减轻 with their grounds and limits, and the public pledge.

use super::facts::{Adjustment, Change, Facts, Pledge};
use super::ground::{Direction, Ground};
use super::range::Yuan;
use super::rules::Limits;
use super::weigh::Weighed;
use super::within::Band;
use super::{Benchmark, Exact, TraceStep};
use crate::{Fen, Refusal, Refused};

/// Departures of one computation; more is a mistake in the file.
const ADJUSTMENTS_MAX: usize = 8;

/// Departs from the computed fine within the benchmark's limits (HN arts 9, 10; GD arts 10–12), one ground after another.
pub(super) fn adjust(
    facts: &Facts,
    table: &Benchmark,
    weighed: &Weighed,
    mut amount: Exact,
    yuan: &Yuan,
    trace: &mut Vec<TraceStep>,
) -> Refused<Exact> {
    let all: Vec<&Adjustment> = facts.adjustments().collect();
    together(&all)?;
    for (index, adjustment) in all.iter().enumerate() {
        let bounds = Bound { limits: &table.rules.limits, before: &all[..index], weighed, yuan };
        let own = |refusal: Refusal| match (index, refusal.field.clone()) {
            (0, _) | (_, None) => refusal,
            (_, Some(field)) => {
                refusal.field(field.replace("adjustment", &format!("further.{}", index - 1)))
            }
        };
        amount = one(adjustment, &bounds, &amount, trace).map_err(own)?;
    }
    Ok(amount)
}

/// Several departures go one way and each has its own ground: what speaks for and against is weighed by the main one.
fn together(all: &[&Adjustment]) -> Refused<()> {
    let [first, further @ ..] = all else {
        return Ok(());
    };
    let whole = |each: &&Adjustment| {
        matches!(each.change, Change::ToMaximum | Change::UpperHalf(_) | Change::LowerHalf(_))
    };
    let refused = |code, zh, en| Err(Refusal::new(code, zh, en).field("further"));
    if further.iter().any(|each| each.change.aggravates() != first.change.aggravates()) {
        return refused(
            "discretion.adjustments_oppose",
            "从重与从轻、减轻情形并存的，按主要情形确定一个方向，其他情形列入“同时存在的情形”。",
            "Where grounds oppose each other the main one gives the direction; name the others beside it.",
        );
    }
    if !further.is_empty() && all.iter().any(whole) {
        return refused(
            "discretion.adjustment_stands_alone",
            "按最高额处罚和幅度罚款表内的从重、从轻直接确定罚款数额，不能与其他调整并用。",
            "The maximum, and a fine within a row, are named as they are; no other departure stands beside them.",
        );
    }
    let twice = |(index, each): (usize, &&Adjustment)| {
        all[..index].iter().any(|before| before.ground == each.ground)
    };
    if all.len() > ADJUSTMENTS_MAX || all.iter().enumerate().any(twice) {
        return refused(
            "discretion.ground_twice",
            "同一情形只能调整一次，一次计算最多调整八次。",
            "A ground carries one departure, and one computation at most eight.",
        );
    }
    Ok(())
}

/// What bounds a departure: the limits of the set, and those that were used up before.
struct Bound<'a> {
    limits: &'a Limits,
    before: &'a [&'a Adjustment],
    weighed: &'a Weighed,
    yuan: &'a Yuan,
}

fn one(
    adjustment: &Adjustment,
    bound: &Bound<'_>,
    amount: &Exact,
    trace: &mut Vec<TraceStep>,
) -> Refused<Exact> {
    grounded(adjustment)?;
    for ground in [adjustment.ground].iter().chain(&adjustment.also) {
        trace.push(TraceStep::ground(*ground, *ground == adjustment.ground));
    }
    if mixed(adjustment) {
        trace.push(TraceStep::mixed(adjustment.ground));
    }
    let (changed, zh, en) = changed(adjustment.change, bound, amount)?;
    let (ground, basis) = (adjustment.ground.words(), adjustment.ground.basis());
    let (reason, shown) = (adjustment.reason.trim(), changed.in_yuan());
    trace.push(TraceStep::adjustment(
        format!("{zh}：{}（{basis}）；理由：{reason}。调整为{shown}元，须经集体讨论。", ground.zh),
        format!(
            "The fine is {en}: {} ({basis}); reason: {reason}. Now {shown} yuan; needs collective deliberation.",
            ground.en
        ),
        &changed,
    ));
    Ok(changed)
}

fn changed(
    change: Change,
    bound: &Bound<'_>,
    amount: &Exact,
) -> Refused<(Exact, &'static str, &'static str)> {
    let Bound { limits, weighed, yuan, .. } = bound;
    let least = yuan.minimum.clone().unwrap_or_else(Exact::zero);
    let of_maximum = |share: &Option<Exact>| share.as_ref().map(|share| share * &yuan.maximum);
    let by_hand = |by| match &weighed.band {
        None => Ok(by),
        Some(_) => Err(half_of_a_row()),
    };
    let within = |by, limit| bound.within(change, by, limit);
    Ok(match change {
        Change::ToMaximum => (yuan.maximum.clone(), "按法定最高罚款处罚", "raised to the maximum"),
        Change::Aggravate(by) => {
            let by = within(by_hand(by)?, of_maximum(&limits.aggravate_of_maximum))?;
            ((amount + &by).min(yuan.maximum.clone()), "从重处罚", "aggravated")
        }
        Change::Lighten(by) => {
            let by = within(by_hand(by)?, of_maximum(&limits.lighten_of_maximum))?;
            // What was mitigated below the minimum before stays there.
            let floor = least.min(amount.clone());
            ((amount - &by).max(floor), "从轻处罚", "lightened")
        }
        Change::Mitigate(by) => {
            if yuan.minimum.is_none() {
                return Err(Refusal::new(
                    "discretion.no_minimum_to_mitigate",
                    "该条款没有规定最低罚款，请选择从轻处罚。",
                    "The article names no minimum; choose to lighten instead.",
                )
                .field("adjustment.change"));
            }
            let limit = limits.mitigate_of_minimum.as_ref().map(|share| share * &least);
            let by = within(by, limit)?;
            ((amount - &by).max(Exact::zero()), "减轻处罚", "mitigated, also below the minimum")
        }
        Change::UpperHalf(to) => {
            let band = weighed.band.as_ref().ok_or_else(no_row)?;
            (upper(band, to)?.clamp(least, yuan.maximum.clone()), "从重处罚", "aggravated")
        }
        Change::LowerHalf(to) => {
            let band = weighed.band.as_ref().ok_or_else(no_row)?;
            (lower(band, to)?.clamp(least, yuan.maximum.clone()), "从轻处罚", "lightened")
        }
    })
}

/// 从重处罚不得低于平均值.
fn upper(band: &Band, to: Option<Fen>) -> Refused<Exact> {
    match (to.map(Exact::from), &band.heavier) {
        (Some(to), _) if to >= band.ordinary && to <= band.most => Ok(to),
        (None, Some(fixed)) => Ok(fixed.clone()),
        _ => Err(outside(&band.ordinary, &band.most)),
    }
}

/// 从轻处罚应当低于平均值.
fn lower(band: &Band, to: Option<Fen>) -> Refused<Exact> {
    match (to.map(Exact::from), &band.lighter) {
        (Some(to), _) if to >= band.least && to < band.ordinary => Ok(to),
        (None, Some(fixed)) => Ok(fixed.clone()),
        _ => Err(outside(&band.least, &band.ordinary)),
    }
}

fn outside(from: &Exact, to: &Exact) -> Refusal {
    let (from, to) = (from.in_yuan(), to.in_yuan());
    Refusal::new(
        "discretion.outside_half",
        format!("请在{from}元至{to}元之间确定罚款：从重不得低于平均值，从轻应当低于平均值。"),
        format!(
            "Name a fine from {from} to {to} yuan: heavier is not below the middle, lighter is below it."
        ),
    )
    .field("adjustment.change")
}

fn half_of_a_row() -> Refusal {
    Refusal::new(
        "discretion.row_has_halves",
        "幅度罚款表的从重、从轻在所在档次的幅度内确定，请给出罚款数额。",
        "In a range table heavier and lighter lie within the row; name the fine.",
    )
    .field("adjustment.change")
}

fn no_row() -> Refusal {
    Refusal::new(
        "discretion.table_has_no_rows",
        "该裁量表不是幅度罚款表，请填写增加或者减少的金额。",
        "The table is no range table; name the amount to add or take off.",
    )
    .field("adjustment.change")
}

fn mixed(adjustment: &Adjustment) -> bool {
    adjustment.also.iter().any(|also| also.direction() != adjustment.ground.direction())
}

fn grounded(adjustment: &Adjustment) -> Refused<()> {
    let mut all = adjustment.also.iter().chain([&adjustment.ground]);
    if all.any(|ground| ground.direction() == Direction::Neither) {
        return Err(Refusal::new(
            "discretion.hardship_is_no_ground",
            "确有经济困难不是从轻、减轻的情形；可以依当事人申请，批准延期或者分期缴纳罚款。",
            "Economic hardship is no ground for a lower fine; deferral or instalments can be granted on application.",
        )
        .basis(Ground::EconomicHardship.basis())
        .field("adjustment.ground"));
    }
    let up = adjustment.change.aggravates();
    let grave = adjustment.ground == Ground::GraveEmergency;
    if up != adjustment.ground.aggravates() || (adjustment.change == Change::ToMaximum && !grave) {
        return Err(Refusal::new(
            "discretion.ground_does_not_carry",
            "所选情形不能支持这一调整：从重须有从重情形，从轻、减轻须有法定从轻、减轻情形；按最高额处罚须造成重大突发环境事件或者重大社会影响。",
            "The ground does not carry this change: heavier needs an aggravating ground, lighter a mitigating one, the \
             maximum a major emergency or major social impact.",
        )
        .basis("生态环境法典第一千零五十六条")
        .field("adjustment.ground"));
    }
    if adjustment.reason.trim().is_empty() {
        return Err(Refusal::new(
            "discretion.reason_missing",
            "调整罚款必须说明理由。",
            "A departure from the computed fine needs its reason in words.",
        )
        .field("adjustment.reason"));
    }
    Ok(())
}

impl Bound<'_> {
    /// The amount of a change; with those of the same kind before it, it stays within the limit.
    fn within(&self, change: Change, by: Fen, limit: Option<Exact>) -> Refused<Exact> {
        let by = Exact::from(by);
        let mut together = by.clone();
        for before in self.before {
            let alike = std::mem::discriminant(&before.change) == std::mem::discriminant(&change);
            if let (true, Some(used)) = (alike, before.change.by()) {
                together = &together + &Exact::from(used);
            }
        }
        if by > Exact::zero() && limit.as_ref().is_none_or(|limit| together <= *limit) {
            return Ok(by);
        }
        let (zh, en) = limit.map_or_else(Default::default, |limit| {
            let limit = limit.in_yuan();
            (
                format!("，同类调整合计不超过{limit}元"),
                format!(" and, with others of its kind, at most {limit} yuan"),
            )
        });
        Err(Refusal::new(
            "discretion.adjustment_too_far",
            format!("调整金额应当大于零{zh}。"),
            format!("The change must be above zero{en}."),
        )
        .field("adjustment.change"))
    }
}

/// Takes the pledged share off, never below the statutory minimum (GD art. 14).
pub(super) fn pledge(
    promise: &Pledge,
    facts: &Facts,
    table: &Benchmark,
    amount: &Exact,
    yuan: &Yuan,
    trace: &mut Vec<TraceStep>,
) -> Refused<Exact> {
    let refused = |zh: String, en: String, field: &str| {
        Refusal::new("discretion.pledge", zh, en).field(field)
    };
    let Some(rule) = &table.rules.pledge else {
        let zh = "本套裁量基准没有公开道歉承诺从轻制度。".to_owned();
        return Err(refused(zh, "The set knows no public pledge.".to_owned(), "pledge"));
    };
    if promise.percent < rule.least || promise.percent > rule.most {
        let (least, most) = (&rule.least, &rule.most);
        let zh = format!("公开道歉承诺应当按罚款标准的{least}%—{most}%降低。");
        let en = format!("A pledge takes {least} to {most} % off.");
        return Err(refused(zh, en, "pledge.percent"));
    }
    for exclusion in &rule.exclusions {
        if promise.excluded.get(&exclusion.id) != Some(&false) {
            let zh = format!("不适用公开道歉承诺的情形“{}”存在或者没有查明。", exclusion.words.zh);
            let en = format!("\"{}\" is there or was not checked.", exclusion.words.en);
            return Err(refused(zh, en, &format!("pledge.excluded.{}", exclusion.id)));
        }
    }
    let emergency =
        |a: &Adjustment| a.also.iter().chain([&a.ground]).any(|g| *g == Ground::EmergencyMeasures);
    let least = yuan.minimum.clone().unwrap_or_else(Exact::zero);
    if facts.adjustments().any(emergency) || *amount <= least || least == yuan.maximum {
        let zh = "突发事件期间从重处罚、定额罚款或者已按法定最低额罚款的，不适用公开道歉承诺。"
            .to_owned();
        let en =
            "No pledge in emergencies, for fixed fines, or at the statutory minimum.".to_owned();
        return Err(refused(zh, en, "pledge"));
    }
    let kept = &Exact::one() - &Exact::percent(&promise.percent);
    let changed = (amount * &kept).max(least);
    trace.push(TraceStep::pledge(rule, &promise.percent, &changed));
    Ok(changed)
}
