//! `successions`: which clause took the place of which, and what a reviewer found of it.

use super::common::word;
use crate::extract::{Items, Json, Path};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::Law;
use app::successions::{self, Entry, ReviewSuccession};
use axum::extract::State;
use domain::discretion::Succession;
use domain::law::Citation;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A clause in an act, as a document cites it.
#[derive(Serialize, ToSchema)]
pub(crate) struct SucceededClause {
    /// For instance `water_law:83(2)`.
    citation: String,
    zh: String,
    en: String,
}

/// One clause in the place of another.
#[derive(Serialize, ToSchema)]
pub(crate) struct SuccessionBody {
    code: String,
    old: SucceededClause,
    new: SucceededClause,
    about: String,
    about_en: String,
    source: String,
    source_en: String,
    /// `unreviewed` until a reviewer confirms the row.
    certainty: String,
    /// `open`, `confirmed` or `rejected`; a rejected row no longer counts.
    state: &'static str,
    reason: Option<String>,
    reviewed_by: Option<String>,
    reviewed_on: Option<String>,
    revision: u32,
}

fn clause(law: &Law, citation: &Citation) -> SucceededClause {
    let act = law.acts.get(&citation.act);
    let (zh, en) = act.map_or((citation.act.clone(), citation.act.clone()), |act| {
        (act.zh.clone(), act.en.clone())
    });
    SucceededClause {
        citation: citation.to_string(),
        zh: format!("{zh}{}", citation.place_zh()),
        en: format!("{en} {}", citation.place_en()),
    }
}

fn body(law: &Law, Entry { value: row, revision }: Entry<Succession>) -> SuccessionBody {
    let review = row.review.as_ref();
    SuccessionBody {
        old: clause(law, &row.old),
        new: clause(law, &row.new),
        state: match review {
            None => "open",
            Some(review) if review.holds => "confirmed",
            Some(_) => "rejected",
        },
        certainty: word(&row.certainty),
        reason: review.map(|review| review.reason.clone()),
        reviewed_by: review.map(|review| review.by.to_string()),
        reviewed_on: review.map(|review| review.on.to_string()),
        code: row.code,
        about: row.about.zh,
        about_en: row.about.en,
        source: row.source.zh,
        source_en: row.source.en,
        revision,
    }
}

/// Which clauses took the place of which.
#[utoipa::path(get, path = "/api/v1/successions", tag = "discretion", operation_id = "successions", responses((status = 200, body = Items<SuccessionBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
) -> Result<Json<Items<SuccessionBody>>, Problem> {
    let rows = successions::list(api.cx(), officer.actor()).await?;
    let law = api.cx().law();
    Ok(Items::all(rows.into_iter().map(|entry| body(&law, entry)).collect()))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ReviewSuccessionBody {
    revision: u32,
    /// Whether the one clause is the other's successor.
    holds: bool,
    reason: String,
}

/// Confirms a row, or says that it does not hold.
#[utoipa::path(post, path = "/api/v1/successions/{code}/review", tag = "discretion", operation_id = "review_succession", params(("code" = String, Path)), request_body = ReviewSuccessionBody, responses((status = 200, body = SuccessionBody)))]
pub(crate) async fn review(
    State(api): State<Api>,
    officer: Officer,
    Path(code): Path<String>,
    Json(asked): Json<ReviewSuccessionBody>,
) -> Result<Json<SuccessionBody>, Problem> {
    let ReviewSuccessionBody { revision, holds, reason } = asked;
    let found = ReviewSuccession { holds, reason };
    let entry = successions::review(api.cx(), officer.actor(), &code, revision, found).await?;
    Ok(Json(body(&api.cx().law(), entry)))
}
