//! Working days and deadlines, for whoever wants to count along.

use crate::{Action, Actor, Cx, Error};
use domain::calendar::{Counted, CountedDay, PeriodRule};
use domain::{Date, Refusal, Timestamp};

/// At most this many days are told at once: two years.
const DAYS_MAX: i32 = 731;

/// Every day from one to another, both told.
pub fn days(cx: &Cx, actor: &Actor, from: Date, to: Date) -> Result<Vec<CountedDay>, Error> {
    cx.authorize(actor, Action::CalendarRead)?;
    let span = from.until(to).map_or(i32::MAX, |span| span.get_days());
    if !(0..DAYS_MAX).contains(&span) {
        return Err(Refusal::new(
            "calendar.range",
            format!("起止日期须先后有序，且不超过{DAYS_MAX}天"),
            format!("the first day comes before the last, and at most {DAYS_MAX} days"),
        )
        .field("to")
        .into());
    }
    Ok(cx.law().counting().span(from, to))
}

/// A deadline by its key; `excluded` are days that do not count, as those of a hearing.
pub fn deadline(
    cx: &Cx,
    actor: &Actor,
    key: &str,
    from: Timestamp,
    granted: usize,
    excluded: u16,
) -> Result<(PeriodRule, Counted), Error> {
    cx.authorize(actor, Action::CalendarRead)?;
    let law = cx.law();
    let counting = law.counting();
    Ok((counting.rule(key)?.clone(), counting.count(key, from, granted, excluded)?))
}

/// Every period of the table.
pub fn periods(cx: &Cx, actor: &Actor) -> Result<Vec<PeriodRule>, Error> {
    cx.authorize(actor, Action::CalendarRead)?;
    Ok(cx.law().periods.iter().cloned().collect())
}
