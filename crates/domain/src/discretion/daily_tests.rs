//! Daily penalties worked out by hand.

use super::daily::{Act, DailyFacts, Finding, Round, daily};
use crate::law::CODE_IN_FORCE;
use crate::{Date, Fen};
use jiff::civil::date;
use rstest::rstest;

fn on(month: i8, day: i8) -> Date {
    date(2026, month, day)
}

fn facts(rounds: &[(Date, Date, Finding)]) -> DailyFacts {
    let round = |&(order_served_on, recheck_on, finding): &_| Round {
        order_served_on,
        recheck_on,
        finding,
    };
    DailyFacts {
        act: Act::OverStandard,
        original_fine: Fen::from_yuan(100_000),
        decided_on: CODE_IN_FORCE,
        daily_decision_on: on(12, 1),
        rounds: rounds.iter().map(round).collect(),
    }
}

use Finding::{Continues, Corrected, Obstructed, Stopped, StoppedByMeasure};

#[rstest]
// Served 1 September, found 11 September: 2 to 11 September, ten days.
#[case(&[(on(9, 1), on(9, 11), Continues)], &[10])]
// Found the day after service: one day.
#[case(&[(on(9, 1), on(9, 2), Obstructed)], &[1])]
// Across months: 31 August to 30 September.
#[case(&[(on(8, 31), on(9, 30), Continues)], &[30])]
// A second order served the day of the first finding; the days run on: 10 + 20.
#[case(&[(on(9, 1), on(9, 11), Continues), (on(9, 11), on(10, 1), Continues)], &[30])]
// A second order served three days after the finding: those days are not counted: 10 + 17.
#[case(&[(on(9, 1), on(9, 11), Continues), (on(9, 14), on(10, 1), Continues)], &[27])]
// Corrected at the second re-check: the first ten days stay.
#[case(&[(on(9, 1), on(9, 11), Continues), (on(9, 11), on(10, 1), Corrected)], &[10])]
// Corrected, later violating again: a new cycle from the new order.
#[case(&[(on(9, 1), on(9, 11), Continues), (on(9, 11), on(10, 1), Corrected), (on(11, 1), on(11, 6), Continues)], &[10, 5])]
fn days_run_from_the_day_after_service_to_the_finding(
    #[case] rounds: &[(Date, Date, Finding)],
    #[case] expected: &[u32],
) {
    let result = daily(&facts(rounds)).unwrap();
    let days: Vec<u32> = result.cycles.iter().map(|cycle| cycle.days).collect();
    assert_eq!(days, expected);
    let all: u32 = expected.iter().sum();
    assert_eq!((result.days, result.amount), (all, Fen::from_yuan(100_000 * i64::from(all))));
    assert_eq!(result.trace.last().unwrap().exact, result.amount.to_string());
    let gap = rounds.get(1).is_some_and(|second| second.0 == on(9, 14));
    assert_eq!(result.legal_review.len(), 1 + usize::from(gap), "code and rule differ in words");
}

#[rstest]
#[case(Corrected)]
#[case(Stopped)]
#[case(StoppedByMeasure)]
fn nothing_starts_where_nobody_refused(#[case] finding: Finding) {
    let refused = daily(&facts(&[(on(9, 1), on(9, 11), finding)])).unwrap_err();
    assert_eq!(refused.code, "discretion.daily_not_refused");
}

#[test]
fn a_late_recheck_goes_to_legal_review() {
    let result = daily(&facts(&[(on(9, 1), on(10, 5), Continues)])).unwrap();
    assert_eq!((result.days, result.legal_review.len()), (34, 2));
}

#[test]
fn what_comes_before_must_be_there() {
    let good = facts(&[(on(9, 1), on(9, 11), Continues)]);
    let code = |change: fn(&mut DailyFacts)| {
        let mut facts = good.clone();
        change(&mut facts);
        daily(&facts).unwrap_err().code
    };
    assert_eq!(code(|f| f.act = Act::NotDischarge), "discretion.daily_not_discharge");
    assert_eq!(code(|f| f.original_fine = Fen(0)), "discretion.daily_no_fine");
    assert_eq!(code(|f| f.daily_decision_on = f.decided_on), "discretion.daily_before_original");
    assert_eq!(
        code(|f| f.rounds[0].recheck_on = f.rounds[0].order_served_on),
        "discretion.daily_dates"
    );
    assert_eq!(code(|f| f.rounds.clear()), "discretion.daily_dates");
    assert_eq!(code(|f| f.daily_decision_on = on(9, 10)), "discretion.daily_dates");
    assert_eq!(code(|f| f.original_fine = Fen(i64::MAX)), "discretion.daily_out_of_range");
}
