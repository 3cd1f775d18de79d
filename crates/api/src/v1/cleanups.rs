//! `cleanups`: what the platform itself proposes to change in the lists.

use super::common::word;
use super::items::{CitationBody, cited};
use super::lists::ListName;
use crate::extract::{Items, Json, Query};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::adjustments;
use axum::extract::State;
use domain::adjustment::Cleanup;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CleanupQuery {
    /// Unused means without a case for so many years: 1 to 20, 3 unless told.
    years: Option<u8>,
}

/// Something to clean up, with its figures.
#[derive(Serialize, ToSchema)]
pub(crate) struct CleanupBody {
    /// `no_basis`, `overlapping` or `unused`; also the trigger of an adjustment that follows it.
    kind: String,
    list: String,
    /// The same, in words.
    list_name: Option<ListName>,
    items: Vec<String>,
    names: Vec<String>,
    basis: Vec<CitationBody>,
    cases: u32,
    last_case_on: Option<String>,
    listed_since: Option<String>,
    zh: String,
    en: String,
}

/// What the platform proposes to clean up on the lists of the officer's territory.
#[utoipa::path(get, path = "/api/v1/cleanups", tag = "adjustments", params(CleanupQuery), responses((status = 200, body = Items<CleanupBody>)))]
pub(crate) async fn cleanups(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<CleanupQuery>,
) -> Result<Json<Items<CleanupBody>>, Problem> {
    let years = query.years.unwrap_or(3);
    if !(1..=20).contains(&years) {
        let (zh, en) = ("years 为1至20", "years is 1 to 20");
        return Err(Problem::bad_request("http.query", zh, en).field("years"));
    }
    let found = adjustments::cleanups(api.cx(), officer.actor(), years).await?;
    let law = api.cx().law();
    let body = |one: Cleanup| CleanupBody {
        kind: word(&one.kind.trigger()),
        list_name: law.lists.by_name(&one.list).map(ListName::of),
        list: one.list,
        names: one.items.iter().map(|code| law.item_name(code)).collect(),
        items: one.items,
        basis: cited(&law, &one.basis),
        cases: one.cases,
        last_case_on: one.last_case_on.map(|day| day.to_string()),
        listed_since: one.listed_since.map(|day| day.to_string()),
        zh: one.words.zh,
        en: one.words.en,
    };
    Ok(Items::all(found.into_iter().map(body).collect()))
}
