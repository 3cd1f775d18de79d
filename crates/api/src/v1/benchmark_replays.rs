//! `benchmark-sets/{code}/replays`: every closed case under a set, told line by line.

use super::common::territory_name;
use super::comparison::{SpreadBody, WordsBody, violation_name};
use crate::extract::Path;
use crate::officer::Officer;
use crate::{Api, Problem};
use app::benchmarks::{self, Progress};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use domain::discretion::{Changed, Sample};
use domain::region::Territory;
use futures::stream::unfold;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::convert::Infallible;
use utoipa::ToSchema;

/// Replays every closed case under a set. The answer comes line by line (NDJSON): `{done, total}` after each page of cases,
/// then `{result: …}` with a `SetReplayBody`; `{error: code}` where it broke off.
#[utoipa::path(post, path = "/api/v1/benchmark-sets/{code}/replays", operation_id = "benchmark_replay", tag = "discretion", params(("code" = String, Path)), responses((status = 200, content_type = "application/x-ndjson", body = SetReplayBody)))]
pub(crate) async fn replay(
    State(api): State<Api>,
    officer: Officer,
    Path(code): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let progress = benchmarks::replay(api.cx(), officer.actor(), &code).await?;
    let lines = unfold(Some((api, officer, progress)), |state| async move {
        let (api, officer, mut progress) = state?;
        if progress.finished {
            return Some((line(&json!({ "result": SetReplayBody::of(&api, &progress) })), None));
        }
        if progress.step(api.cx(), officer.actor()).await.is_err() {
            return Some((line(&json!({ "error": "benchmark.replay_broken" })), None));
        }
        let told = json!({ "done": progress.done, "total": progress.total });
        Some((line(&told), Some((api, officer, progress))))
    });
    let headers =
        [(header::CONTENT_TYPE, "application/x-ndjson"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, Body::from_stream(lines)))
}

fn line(value: &serde_json::Value) -> Result<Bytes, Infallible> {
    Ok(Bytes::from(format!("{value}\n")))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TallyBody {
    rise: usize,
    fall: usize,
    stay: usize,
    unplayed: usize,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct BarBody {
    before: usize,
    after: usize,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SampleBody {
    tally: TallyBody,
    /// Ten tenths of the statutory range.
    bars: Vec<BarBody>,
    /// Shares of the range: least, quartiles, greatest.
    before: SpreadBody,
    after: SpreadBody,
    sum_before_fen: i64,
    sum_after_fen: i64,
}

impl From<&Sample> for SampleBody {
    fn from(sample: &Sample) -> Self {
        let domain::discretion::Tally { rise, fall, stay, unplayed } = sample.tally;
        let figures = sample.figures();
        let count = rise + fall + stay;
        let (before, after) =
            (figures.as_ref().map(|both| &both.0), figures.as_ref().map(|both| &both.1));
        let bar = |bar: &domain::discretion::Bar| BarBody { before: bar.before, after: bar.after };
        Self {
            tally: TallyBody { rise, fall, stay, unplayed },
            bars: sample.bars.iter().map(bar).collect(),
            before: SpreadBody::of(count, before),
            after: SpreadBody::of(count, after),
            sum_before_fen: sample.sums.0.0,
            sum_after_fen: sample.sums.1.0,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ReplayPlaceBody {
    territory: String,
    name: String,
    sample: SampleBody,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ReplayViolationBody {
    code: String,
    name: WordsBody,
    sample: SampleBody,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ReplayChangedBody {
    case_id: String,
    number: String,
    violation_name: WordsBody,
    place_name: String,
    /// As it was decided.
    before_fen: i64,
    /// As the set gives it.
    after_fen: i64,
    /// Whether what was decided departed from its benchmark.
    departed: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SetReplayBody {
    /// Closed cases whose decision stands.
    cases: u64,
    /// Fines as their benchmarks gave them.
    all: SampleBody,
    /// Fines that departed from theirs; they are counted nowhere else.
    departures: SampleBody,
    violations: Vec<ReplayViolationBody>,
    counties: Vec<ReplayPlaceBody>,
    towns: Vec<ReplayPlaceBody>,
    /// Why cases could not be computed anew: `not_served`, `not_answered`, `no_fine`.
    unplayed: BTreeMap<String, usize>,
    most_changed: Vec<ReplayChangedBody>,
}

impl SetReplayBody {
    fn of(api: &Api, progress: &Progress) -> Self {
        let replay = &progress.replay;
        let places = |samples: &BTreeMap<Territory, Sample>| -> Vec<ReplayPlaceBody> {
            let place = |(place, sample): (&Territory, &Sample)| ReplayPlaceBody {
                territory: place.to_string(),
                name: territory_name(place),
                sample: sample.into(),
            };
            samples.iter().map(place).collect()
        };
        let violation = |(code, sample): (&String, &Sample)| ReplayViolationBody {
            code: code.clone(),
            name: violation_name(api, code),
            sample: sample.into(),
        };
        let changed = |case: &Changed| ReplayChangedBody {
            case_id: case.case.to_string(),
            number: case.number.clone(),
            violation_name: violation_name(api, &case.violation),
            place_name: territory_name(&case.territory),
            before_fen: case.before.0,
            after_fen: case.after.0,
            departed: case.departed,
        };
        let unplayed = replay.unplayed.iter().map(|(why, count)| (why.as_str().to_owned(), *count));
        Self {
            cases: progress.done,
            all: (&replay.all).into(),
            departures: (&replay.departures).into(),
            violations: replay.violations.iter().map(violation).collect(),
            counties: places(&replay.counties),
            towns: places(&replay.towns),
            unplayed: unplayed.collect(),
            most_changed: replay.most_changed.iter().map(changed).collect(),
        }
    }
}
