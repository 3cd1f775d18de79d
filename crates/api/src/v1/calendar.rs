//! `calendar`, `periods`, `deadline`: working days, the table of time limits, and one of them counted day by day.

use super::common::word;
use crate::extract::{Items, Json, Query};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::calendar;
use axum::extract::State;
use domain::calendar::{CountedDay, Period, PeriodRule, Tally};
use domain::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Serialize, ToSchema)]
pub(crate) struct DayBody {
    date: String,
    /// Monday is 1.
    weekday: i8,
    /// `workday`, `worked_weekend`, `weekend` or `holiday`.
    kind: String,
    /// The holiday it is off, or worked, for.
    holiday: Option<String>,
    /// `start`, `counted`, `skipped`, `rolled` or `latest`.
    tally: String,
    /// Which counted day it is, from 1.
    nth: Option<u16>,
    /// The notice of the State Council for it is not out yet.
    provisional: bool,
}

impl From<CountedDay> for DayBody {
    fn from(day: CountedDay) -> Self {
        let (tally, nth) = match day.tally {
            Tally::Start => ("start", None),
            Tally::Counted(nth) => ("counted", Some(nth)),
            Tally::Skipped => ("skipped", None),
            Tally::Rolled => ("rolled", None),
            Tally::Latest => ("latest", None),
        };
        Self {
            date: day.date.to_string(),
            weekday: day.date.weekday().to_monday_one_offset(),
            kind: word(&day.kind),
            holiday: day.holiday,
            tally: tally.to_owned(),
            nth,
            provisional: day.provisional,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CalendarBody {
    items: Vec<DayBody>,
    workdays: usize,
    provisional: bool,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CalendarQuery {
    /// First day.
    from: String,
    /// Last day.
    to: String,
}

/// Every day of a span: worked or off, and why.
#[utoipa::path(get, path = "/api/v1/calendar", tag = "calendar", params(CalendarQuery), responses((status = 200, body = CalendarBody)))]
pub(crate) async fn days(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<CalendarQuery>,
) -> Result<Json<CalendarBody>, Problem> {
    let (from, to) = (day(&query.from, "from")?, day(&query.to, "to")?);
    let days = calendar::days(api.cx(), officer.actor(), from, to)?;
    let workdays = days.iter().filter(|day| matches!(day.tally, Tally::Counted(_))).count();
    let provisional = days.iter().any(|day| day.provisional);
    Ok(Json(CalendarBody {
        items: days.into_iter().map(DayBody::from).collect(),
        workdays,
        provisional,
    }))
}

fn day(text: &str, field: &'static str) -> Result<Date, Problem> {
    text.parse().map_err(|_| {
        let (zh, en) = ("日期格式为 YYYY-MM-DD", "a date reads YYYY-MM-DD");
        Problem::bad_request("http.query", zh, en).field(field)
    })
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LengthBody {
    /// `working_days`, `days`, `months` or `hours`.
    unit: String,
    count: u16,
}

impl From<Period> for LengthBody {
    fn from(period: Period) -> Self {
        let (unit, count) = match period {
            Period::WorkingDays(count) => ("working_days", count),
            Period::Days(count) => ("days", count),
            Period::Months(count) => ("months", count),
            Period::Hours(count) => ("hours", count),
        };
        Self { unit: unit.to_owned(), count }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ExtensionBody {
    length: LengthBody,
    needs: String,
    needs_en: String,
    certainty: String,
    certainty_label: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PeriodBody {
    key: String,
    name: String,
    name_en: String,
    /// None where it runs until an event or is a rate.
    length: Option<LengthBody>,
    /// `after` or `before` the event.
    direction: String,
    starts: String,
    starts_en: String,
    extensions: Vec<ExtensionBody>,
    basis: Vec<String>,
    certainty: String,
    certainty_label: String,
    is_law: bool,
    configurable: bool,
    note: Option<String>,
    note_en: Option<String>,
}

impl PeriodBody {
    fn of(api: &Api, rule: PeriodRule) -> Self {
        let law = api.cx().law();
        let basis = rule.basis.iter().filter_map(|cite| law.acts.words(cite)).map(|words| words.zh);
        let extension = |more: domain::calendar::Extension| ExtensionBody {
            length: more.value.into(),
            needs: more.needs.zh,
            needs_en: more.needs.en,
            certainty: word(&more.certainty),
            certainty_label: more.certainty.label().zh,
        };
        let (note, note_en) = rule.note.map(|note| (note.zh, note.en)).unzip();
        Self {
            basis: basis.collect(),
            key: rule.key,
            name: rule.name.zh,
            name_en: rule.name.en,
            length: rule.value.map(LengthBody::from),
            direction: word(&rule.direction),
            starts: rule.starts.zh,
            starts_en: rule.starts.en,
            extensions: rule.extensions.into_iter().map(extension).collect(),
            certainty: word(&rule.certainty),
            certainty_label: rule.certainty.label().zh,
            is_law: rule.certainty.is_law(),
            configurable: rule.configurable,
            note,
            note_en,
        }
    }
}

/// The table of time limits with source and certainty.
#[utoipa::path(get, path = "/api/v1/periods", tag = "calendar", responses((status = 200, body = Items<PeriodBody>)))]
pub(crate) async fn periods(
    State(api): State<Api>,
    officer: Officer,
) -> Result<Json<Items<PeriodBody>>, Problem> {
    let rules = calendar::periods(api.cx(), officer.actor())?;
    Ok(Items::all(rules.into_iter().map(|rule| PeriodBody::of(&api, rule)).collect()))
}

/// Days that may be left out of a count; no case rests longer.
const EXCLUDED_DAYS_MAX: u16 = 366;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeadlineQuery {
    /// The key of a period, for instance `defence`.
    key: String,
    /// The day of the event; `YYYY-MM-DD`, or with its hour `YYYY-MM-DDTHH:MM` where hours count.
    from: String,
    /// How many prolongations were granted.
    granted: Option<usize>,
    /// Days that do not count towards a period in natural days, as those of a hearing.
    excluded: Option<u16>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CountBody {
    period: PeriodBody,
    from_on: String,
    /// The last day on which the act is in time.
    due_on: String,
    /// The first instant that is too late, milliseconds UTC.
    ends_at: i64,
    provisional: bool,
    granted: usize,
    days: Vec<DayBody>,
}

/// A deadline, counted day by day.
#[utoipa::path(get, path = "/api/v1/deadline", tag = "calendar", params(DeadlineQuery), responses((status = 200, body = CountBody)))]
pub(crate) async fn deadline(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<DeadlineQuery>,
) -> Result<Json<CountBody>, Problem> {
    let start = match Timestamp::of_shanghai(&query.from) {
        Some(at) => at,
        None => Timestamp::start_of(day(&query.from, "from")?),
    };
    let granted = query.granted.unwrap_or(0).min(8);
    let excluded = query.excluded.unwrap_or(0).min(EXCLUDED_DAYS_MAX);
    let (rule, counted) =
        calendar::deadline(api.cx(), officer.actor(), &query.key, start, granted, excluded)?;
    Ok(Json(CountBody {
        granted: granted.min(rule.extensions.len()),
        period: PeriodBody::of(&api, rule),
        from_on: start.date().to_string(),
        due_on: counted.deadline.date.to_string(),
        ends_at: counted.deadline.ends.as_millis(),
        provisional: counted.deadline.provisional,
        days: counted.days.into_iter().map(DayBody::from).collect(),
    }))
}
