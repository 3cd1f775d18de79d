//! `lists`, `delegations`: versions of the item lists, what changes between them, and what towns were delegated.

use super::common::{all, territory_name, word};
use super::corrections::FieldChangeBody;
use super::item_table::{ImportedBody, rows};
use super::items::{CitationBody, ItemBody, cited};
use super::overlays::OverlayBody;
use crate::extract::{Items, Json, Path, Query};
use crate::officer::Officer;
use crate::workbook::Form;
use crate::{Api, Problem};
use app::{Law, lists};
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use domain::item::{Delegation, DiffLine, ListDiff, ListVersion, rows_of};
use domain::law::Certainty;
use domain::region::{Level, Territory};
use domain::{Date, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// A version by its name in words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ListName {
    pub(crate) version: String,
    /// Whose list, and since when.
    pub(crate) title: String,
    pub(crate) title_en: String,
}

impl ListName {
    pub(crate) fn of(version: &ListVersion) -> Self {
        let place = territory_name(&version.territory);
        // A list of a level that lies above its places is common to all of them.
        let common = version.territory.depth() < version.level.depth();
        let (zh, en) = match (version.level, common) {
            (Level::City, _) => (format!("{place}执法事项清单"), format!("Item list of {place}")),
            (Level::County, true) => (
                format!("{place}县级通用执法事项清单"),
                format!("Common item list of the counties of {place}"),
            ),
            (Level::Town, true) => (
                format!("{place}乡镇（街道）通用执法事项清单"),
                format!("Common item list of the towns of {place}"),
            ),
            (Level::County | Level::Town, false) => {
                (format!("{place}执法事项清单"), format!("Item list of {place}"))
            }
        };
        let from = version.effective_from;
        let sample = version.certainty == Certainty::Sample;
        let (sample_zh, sample_en) = if sample { ("样例，", "sample, ") } else { ("", "") };
        Self {
            version: version.version.clone(),
            title: format!("{zh}（{sample_zh}{from}起）"),
            title_en: format!("{en} ({sample_en}from {from})"),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ListBody {
    version: String,
    title: String,
    title_en: String,
    level: String,
    territory: String,
    territory_name: String,
    effective_from: String,
    /// First day no longer in force.
    effective_to: Option<String>,
    in_force: bool,
    certainty: String,
    label: String,
    items: usize,
    /// How many of them nobody has confirmed.
    unreviewed: usize,
    /// How many of a county's overrides no longer fit the list above.
    conflicts: usize,
    adjustment_id: Option<String>,
    published_on: Option<String>,
    /// Number of the filing with the government.
    filing: String,
}

impl ListBody {
    pub(crate) fn of(law: &Law, today: Date, version: &ListVersion) -> Self {
        let unreviewed = version.items.iter().filter(|code| law.lists.is_unreviewed(code));
        let ListName { title, title_en, .. } = ListName::of(version);
        Self {
            title,
            title_en,
            level: word(&version.level),
            territory: version.territory.to_string(),
            territory_name: territory_name(&version.territory),
            effective_from: version.effective_from.to_string(),
            effective_to: version.effective_to.map(|day| day.to_string()),
            in_force: version.in_force(today),
            certainty: word(&version.certainty),
            label: version.certainty.label().zh,
            items: version.items.len(),
            conflicts: law.lists.conflicts(version).len(),
            unreviewed: unreviewed.count(),
            adjustment_id: version.adjustment.map(|id| id.to_string()),
            published_on: version.published_on.map(|day| day.to_string()),
            filing: version.filing.clone(),
            version: version.version.clone(),
        }
    }
}

/// Versions of the lists that touch the officer's territory.
#[utoipa::path(get, path = "/api/v1/lists", tag = "lists", responses((status = 200, body = Items<ListBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
) -> Result<Json<Items<ListBody>>, Problem> {
    let found = lists::list(api.cx(), officer.actor())?;
    let (law, today) = (api.cx().law(), api.cx().now().date());
    Ok(Items::all(found.iter().map(|version| ListBody::of(&law, today, version)).collect()))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ListPageBody {
    #[serde(flatten)]
    list: ListBody,
    rows: Vec<ItemBody>,
    /// Where each row comes from, by code: `above` (the list above says the same), `refined` (it says something else) or
    /// `own` (it does not name it).
    layers: BTreeMap<String, String>,
    /// The list above: of the city, or common to the level.
    above: Option<ListName>,
    /// What contradicts the law of the lists, in words; null where nothing does.
    fault: Option<ListFault>,
    /// What a county lays over the list above it; null for a list that stands by itself.
    over: Option<OverlayBody>,
}

/// What is wrong with a list as a whole.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListFault {
    code: String,
    zh: String,
    en: String,
}

/// A version with its items.
#[utoipa::path(get, path = "/api/v1/lists/{version}", tag = "lists", params(("version" = String, Path)), responses((status = 200, body = ListPageBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(version): Path<String>,
) -> Result<Json<ListPageBody>, Problem> {
    let (version, items) = lists::read(api.cx(), officer.actor(), &version)?;
    let (law, today) = (api.cx().law(), api.cx().now().date());
    let above = law.lists.above(&version);
    let layer = |code: &String| (code.clone(), word(&law.lists.layer(&version, above, code)));
    let layers = version.items.iter().map(layer).collect();
    let fault = law.lists.check(&version, &law.acts).err();
    let fault =
        fault.map(|Refusal { code, zh, en, .. }| ListFault { code: code.to_owned(), zh, en });
    let above = above.map(ListName::of);
    let rows = items.into_iter().map(|item| ItemBody::of(&law, item)).collect();
    let over = OverlayBody::of(&law, &version);
    let list = ListBody::of(&law, today, &version);
    Ok(Json(ListPageBody { list, rows, layers, above, fault, over }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DiffQuery {
    /// The earlier version.
    from: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DiffLineBody {
    code: String,
    name: String,
    name_en: String,
    basis: Vec<CitationBody>,
    confirmed: bool,
    /// What the later version says differently.
    changes: Vec<FieldChangeBody>,
}

/// What changes.
#[derive(Serialize, ToSchema)]
pub(crate) struct DiffBody {
    added: Vec<DiffLineBody>,
    removed: Vec<DiffLineBody>,
    /// On both, but the item was corrected in between.
    changed: Vec<DiffLineBody>,
}

impl DiffBody {
    pub(crate) fn of(law: &Law, diff: &ListDiff) -> Self {
        let lines = |lines: &[DiffLine]| {
            let body = |line: &DiffLine| DiffLineBody {
                code: line.code.clone(),
                name: line.name.zh.clone(),
                name_en: line.name.en.clone(),
                basis: cited(law, &line.basis),
                confirmed: line.confirmed,
                changes: all(line.changes.clone()),
            };
            lines.iter().map(body).collect()
        };
        Self {
            added: lines(&diff.added),
            removed: lines(&diff.removed),
            changed: lines(&diff.changed),
        }
    }
}

/// What changes from another version to this one.
#[utoipa::path(get, path = "/api/v1/lists/{version}/diff", tag = "lists", params(("version" = String, Path), DiffQuery), responses((status = 200, body = DiffBody)))]
pub(crate) async fn diff(
    State(api): State<Api>,
    officer: Officer,
    Path(version): Path<String>,
    Query(query): Query<DiffQuery>,
) -> Result<Json<DiffBody>, Problem> {
    let diff = lists::compare(api.cx(), officer.actor(), &query.from, &version)?;
    Ok(Json(DiffBody::of(&api.cx().law(), &diff)))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FormatQuery {
    /// `xlsx`, `csv` or `json`.
    format: Option<String>,
}

/// A version as a file.
#[utoipa::path(get, path = "/api/v1/lists/{version}/export", tag = "lists", params(("version" = String, Path), FormatQuery), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export(
    State(api): State<Api>,
    officer: Officer,
    Path(version): Path<String>,
    Query(query): Query<FormatQuery>,
) -> Result<Response, Problem> {
    let form = Form::named(query.format.as_deref())?;
    let (version, items) = lists::read(api.cx(), officer.actor(), &version)?;
    let rows = rows_of(&items);
    let law = api.cx().law();
    let objects = items.into_iter().map(|item| ItemBody::of(&law, item)).collect();
    form.file(&version.version, &rows, objects)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DraftQuery {
    /// `city`, `county` or `town`.
    #[param(value_type = String)]
    level: Level,
    /// The place, for instance `1310/131082/`.
    #[param(value_type = String)]
    territory: Territory,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DraftBody {
    /// The codes that were read, to be sent with a proposal.
    codes: Vec<String>,
    preview: ImportedBody,
}

/// Reads a list from a workbook, the body itself; changes nothing. The codes go into a proposal.
#[utoipa::path(post, path = "/api/v1/lists/draft", tag = "lists", params(DraftQuery), request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), responses((status = 200, body = DraftBody)))]
pub(crate) async fn draft(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<DraftQuery>,
    body: Bytes,
) -> Result<Json<DraftBody>, Problem> {
    let rows = rows(body).await?;
    let DraftQuery { level, territory } = query;
    let (codes, seen) = lists::draft(api.cx(), officer.actor(), level, &territory, &rows)?;
    Ok(Json(DraftBody { codes, preview: ImportedBody::of(&api, seen) }))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DelegationBody {
    code: String,
    territory: String,
    territory_name: String,
    items: Vec<String>,
    effective_from: String,
    effective_to: Option<String>,
    /// The province's document.
    document: String,
    /// The document by which it was taken back.
    withdrawal: Option<String>,
    in_force: bool,
}

impl DelegationBody {
    pub(super) fn of(api: &Api, delegation: Delegation) -> Self {
        let today = api.cx().now().date();
        let ended = delegation.effective_to.is_some_and(|end| end <= today);
        Self {
            in_force: delegation.effective_from <= today && !ended,
            territory_name: territory_name(&delegation.territory),
            territory: delegation.territory.to_string(),
            effective_from: delegation.effective_from.to_string(),
            effective_to: delegation.effective_to.map(|day| day.to_string()),
            withdrawal: Some(delegation.withdrawal).filter(|text| !text.is_empty()),
            code: delegation.code,
            items: delegation.items,
            document: delegation.document,
        }
    }
}

/// What the province delegated to towns.
#[utoipa::path(get, path = "/api/v1/delegations", tag = "lists", responses((status = 200, body = Items<DelegationBody>)))]
pub(crate) async fn delegations(
    State(api): State<Api>,
    officer: Officer,
) -> Result<Json<Items<DelegationBody>>, Problem> {
    let found = lists::delegations(api.cx(), officer.actor())?;
    Ok(Items::all(found.into_iter().map(|one| DelegationBody::of(&api, one)).collect()))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct DelegateBody {
    code: String,
    #[schema(value_type = String)]
    territory: Territory,
    items: Vec<String>,
    #[schema(value_type = String)]
    effective_from: Date,
    document: String,
}

/// Enters a delegation of the province.
#[utoipa::path(post, path = "/api/v1/delegations", tag = "lists", request_body = DelegateBody, responses((status = 200, body = DelegationBody)))]
pub(crate) async fn delegate(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<DelegateBody>,
) -> Result<Json<DelegationBody>, Problem> {
    let DelegateBody { code, territory, items, effective_from, document } = asked;
    let delegation = Delegation {
        code,
        territory,
        items,
        effective_from,
        effective_to: None,
        document,
        withdrawal: String::new(),
    };
    let entered = lists::delegate(api.cx(), officer.actor(), delegation).await?;
    Ok(Json(DelegationBody::of(&api, entered)))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct TakeBackBody {
    /// First day no longer delegated.
    #[schema(value_type = String)]
    on: Date,
    document: String,
}

/// Enters that the province took a delegation back.
#[utoipa::path(post, path = "/api/v1/delegations/{code}/withdraw", tag = "lists", params(("code" = String, Path)), request_body = TakeBackBody, responses((status = 200, body = DelegationBody)))]
pub(crate) async fn withdraw(
    State(api): State<Api>,
    officer: Officer,
    Path(code): Path<String>,
    Json(asked): Json<TakeBackBody>,
) -> Result<Json<DelegationBody>, Problem> {
    let TakeBackBody { on, document } = asked;
    let ended = lists::withdraw_delegation(api.cx(), officer.actor(), &code, on, &document).await?;
    Ok(Json(DelegationBody::of(&api, ended)))
}
