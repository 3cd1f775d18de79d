//! `benchmark-sets`: the site's own benchmark sets, checked as they are typed, on their way into force, and replayed.

use super::comparison::WordsBody;
use crate::extract::{Items, Json, Path};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::benchmarks::{self, Entry, Step};
use axum::extract::State;
use domain::Date;
use domain::discretion::{
    BenchmarkContent, BenchmarkEntry, EntryState, Filing, FilingBody, Flaw, Released,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(crate) struct SetRowBody {
    code: String,
    id: String,
    version: String,
    title: WordsBody,
    certainty: String,
    /// `draft`, `checked`, `reviewed`, `activated` or `retired`.
    state: String,
    /// First and last day on which it is computed with.
    from: Option<String>,
    until: Option<String>,
    author: String,
    written_on: String,
    tables: usize,
    filings: Vec<FilingBodyOut>,
    revision: u32,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FilingBodyOut {
    /// `province` or `city_justice`.
    with: String,
    on: String,
    number: String,
}

impl From<&Filing> for FilingBodyOut {
    fn from(filing: &Filing) -> Self {
        let with = super::common::word(&filing.with);
        Self { with, on: filing.on.to_string(), number: filing.number.clone() }
    }
}

impl From<&Entry<BenchmarkEntry>> for SetRowBody {
    fn from(Entry { value, revision }: &Entry<BenchmarkEntry>) -> Self {
        let set = &value.content.set;
        let (from, until) = match &value.state {
            EntryState::Activated(Released { from, .. }) => (Some(*from), None),
            EntryState::Retired { released, until, .. } => (Some(released.from), Some(*until)),
            EntryState::Draft | EntryState::Checked { .. } | EntryState::Reviewed(_) => {
                (None, None)
            }
        };
        Self {
            code: value.code.clone(),
            id: set.id.clone(),
            version: set.version.clone(),
            title: set.title.clone().into(),
            certainty: super::common::word(&set.certainty),
            state: value.state.as_str().to_owned(),
            from: from.map(|day| day.to_string()),
            until: until.map(|day| day.to_string()),
            author: value.author.to_string(),
            written_on: value.written_on.to_string(),
            tables: set.tables.len(),
            filings: value.filings.iter().map(FilingBodyOut::from).collect(),
            revision: *revision,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FlawBody {
    code: String,
    /// `error` keeps the set from going on, `warning` does not.
    severity: String,
    table: Option<String>,
    /// `factor/option/column`, `row/3`, `column/1`, or a field of the set.
    cell: Option<String>,
    zh: String,
    en: String,
}

impl From<Flaw> for FlawBody {
    fn from(flaw: Flaw) -> Self {
        Self {
            code: flaw.code.to_owned(),
            severity: super::common::word(&flaw.severity),
            table: flaw.table,
            cell: flaw.cell,
            zh: flaw.words.zh,
            en: flaw.words.en,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SetBody {
    #[serde(flatten)]
    row: SetRowBody,
    /// The set as it is kept: `set`, `serves`, `rounding_basis`.
    #[schema(value_type = Object)]
    content: BenchmarkContent,
    flaws: Vec<FlawBody>,
    /// SHA-256 of the content, lower-case hex.
    digest: String,
}

fn set_body(entry: Entry<BenchmarkEntry>, flaws: Vec<Flaw>) -> Json<SetBody> {
    let row = SetRowBody::from(&entry);
    let (content, flaws) = (entry.value.content, super::common::all(flaws));
    Json(SetBody { row, digest: content.digest(), content, flaws })
}

/// The sets of the site, whatever their state.
#[utoipa::path(get, path = "/api/v1/benchmark-sets", tag = "discretion", responses((status = 200, body = Items<SetRowBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
) -> Result<Json<Items<SetRowBody>>, Problem> {
    let sets = benchmarks::list(api.cx(), officer.actor()).await?;
    Ok(Items::all(sets.iter().map(SetRowBody::from).collect()))
}

/// One set with everything wrong in it.
#[utoipa::path(get, path = "/api/v1/benchmark-sets/{code}", tag = "discretion", params(("code" = String, Path)), responses((status = 200, body = SetBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(code): Path<String>,
) -> Result<Json<SetBody>, Problem> {
    let (entry, flaws) = benchmarks::read(api.cx(), officer.actor(), &code).await?;
    Ok(set_body(entry, flaws))
}

/// A set at hand to begin with, by id and version, for instance `hunan-2021@2021-1`.
#[utoipa::path(get, path = "/api/v1/benchmark-sets/copies/{version}", tag = "discretion", params(("version" = String, Path)), responses((status = 200, body = Object)))]
pub(crate) async fn copy(
    State(api): State<Api>,
    officer: Officer,
    Path(version): Path<String>,
) -> Result<Json<BenchmarkContent>, Problem> {
    Ok(Json(benchmarks::copy(api.cx(), officer.actor(), &version).await?))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct SetContentBody {
    /// The set, what its tables serve, and its rule of rounding.
    #[schema(value_type = Object)]
    content: BenchmarkContent,
    /// 0 for a new set.
    #[serde(default)]
    revision: u32,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SetChecksBody {
    /// Whether the set may go on.
    passes: bool,
    flaws: Vec<FlawBody>,
}

/// Everything wrong in a set as it is typed; keeps nothing.
#[utoipa::path(post, path = "/api/v1/benchmark-sets/checks", tag = "discretion", request_body = SetContentBody, responses((status = 200, body = SetChecksBody)))]
pub(crate) async fn check(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<SetContentBody>,
) -> Result<Json<SetChecksBody>, Problem> {
    let flaws = benchmarks::check(api.cx(), officer.actor(), &asked.content)?;
    let passes = domain::discretion::passes(&flaws);
    Ok(Json(SetChecksBody { passes, flaws: super::common::all(flaws) }))
}

/// Writes a draft: a new one at revision 0, else over the revision it was read at.
#[utoipa::path(post, path = "/api/v1/benchmark-sets", tag = "discretion", request_body = SetContentBody, responses((status = 200, body = SetBody)))]
pub(crate) async fn write(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<SetContentBody>,
) -> Result<Json<SetBody>, Problem> {
    let SetContentBody { content, revision } = asked;
    let entry = benchmarks::write(api.cx(), officer.actor(), content, revision).await?;
    let flaws = benchmarks::check(api.cx(), officer.actor(), &entry.value.content)?;
    Ok(set_body(entry, flaws))
}

/// One step: `{step: check}`, `{step: review, agrees, opinion}`, `{step: activate, from}`, `{step: retire, until}`,
/// `{step: file, with, on, number}`.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "snake_case")]
pub(crate) enum SetStepBody {
    Check,
    Review {
        agrees: bool,
        opinion: String,
    },
    Activate {
        #[schema(value_type = String)]
        from: Date,
    },
    Retire {
        #[schema(value_type = String)]
        until: Date,
    },
    File {
        /// `province` or `city_justice`.
        #[schema(value_type = String)]
        with: FilingBody,
        #[schema(value_type = String)]
        on: Date,
        number: String,
    },
}

impl From<SetStepBody> for Step {
    fn from(body: SetStepBody) -> Self {
        match body {
            SetStepBody::Check => Self::Check,
            SetStepBody::Review { agrees, opinion } => Self::Review { agrees, opinion },
            SetStepBody::Activate { from } => Self::Activate { from },
            SetStepBody::Retire { until } => Self::Retire { until },
            SetStepBody::File { with, on, number } => Self::File { with, on, number },
        }
    }
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct AdvanceBody {
    revision: u32,
    #[serde(flatten)]
    step: SetStepBody,
}

/// Takes a set one step on its way.
#[utoipa::path(post, path = "/api/v1/benchmark-sets/{code}/steps", tag = "discretion", params(("code" = String, Path)), request_body = AdvanceBody, responses((status = 200, body = SetRowBody)))]
pub(crate) async fn advance(
    State(api): State<Api>,
    officer: Officer,
    Path(code): Path<String>,
    Json(AdvanceBody { revision, step }): Json<AdvanceBody>,
) -> Result<Json<SetRowBody>, Problem> {
    let (cx, actor) = (api.cx(), officer.actor());
    let entry = benchmarks::advance(cx, actor, &code, revision, step.into()).await?;
    Ok(Json(SetRowBody::from(&entry)))
}
