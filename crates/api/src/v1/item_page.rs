//! `items/{code}`: one item beside its articles, confirmed or corrected by people.

use super::common::{RecordLineBody, all, word};
use super::corrections::CorrectionBody;
use super::items::{CitationBody, ItemBody, cited};
use super::lists::ListName;
use crate::extract::{Json, Path, Query};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::items::{self, CitedText, Revise};
use axum::extract::State;
use domain::item::{Clause, Department, Duty, DutyCandidate, Fine, ItemKind, Revision, Sum};
use domain::law::{Citation, Words};
use domain::region::Level;
use domain::{CorrectionId, Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Serialize, ToSchema)]
pub(crate) struct ClauseBody {
    article: u16,
    para: u8,
    /// The text, from the working copy.
    text: String,
    href: String,
    /// What the words of the clause name as fines, read by a machine.
    fines: Vec<FineBody>,
    /// What the machine is known to read wrongly: look with care.
    doubts: Vec<ItemDoubtBody>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ItemDoubtBody {
    code: String,
    zh: String,
    en: String,
}

/// One fine of a clause.
#[derive(Serialize, ToSchema)]
pub(crate) struct FineBody {
    /// The clause and its number in the order of the text, for instance `eco_code:1087.1#1`.
    id: String,
    /// `yuan`, `times` or `per_cent`.
    kind: String,
    zh: String,
    en: String,
    /// `unit`, `individual`, `party` (whoever it is) or `staff` (responsible persons), as far as the words say.
    subject: String,
    /// The condition in the words of the clause; empty for the ordinary case.
    when: String,
}

impl From<Fine> for FineBody {
    fn from(fine: Fine) -> Self {
        let Words { zh, en } = fine.sum.words();
        let kind = match fine.sum {
            Sum::Yuan { .. } => "yuan",
            Sum::Times { .. } => "times",
            Sum::PerCent { .. } => "per_cent",
        };
        let subject = word(&fine.subject);
        Self { id: fine.id, kind: kind.to_owned(), zh, en, subject, when: fine.when }
    }
}

impl From<Clause> for ClauseBody {
    fn from(clause: Clause) -> Self {
        let doubts = clause.doubts().into_iter().map(|doubt| {
            let Words { zh, en } = doubt.words();
            ItemDoubtBody { code: word(&doubt), zh, en }
        });
        Self {
            doubts: doubts.collect(),
            href: format!("/public/law/eco_code/{}", clause.article),
            article: clause.article,
            para: clause.para,
            fines: clause.fines().into_iter().map(FineBody::from).collect(),
            text: clause.text,
        }
    }
}

/// An article in full.
#[derive(Serialize, ToSchema)]
pub(crate) struct CitedTextBody {
    cited: CitationBody,
    /// Its words on that day; null where the library has no text of it.
    words: Option<String>,
    on: String,
}

/// A paragraph that may be the duty. A suggestion, until a reviewer picks it.
#[derive(Serialize, ToSchema)]
pub(crate) struct DutyCandidateBody {
    cited: CitationBody,
    words: String,
    /// Whether the clause names the article itself; else it is the likest by its words.
    named: bool,
    /// Likeness in per cent.
    likeness: u8,
}

/// A violation of the discretion tables.
#[derive(Serialize, ToSchema)]
pub(crate) struct NamedViolation {
    code: String,
    zh: String,
    en: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ItemPageBody {
    item: ItemBody,
    /// To be sent back with a change; 0 where nobody changed it yet.
    revision: u32,
    /// The articles it cites, in full.
    articles: Vec<CitedTextBody>,
    clauses: Vec<ClauseBody>,
    candidates: Vec<DutyCandidateBody>,
    /// List versions in force today that it is on.
    lists: Vec<ListName>,
    /// What of the discretion tables leads to it.
    violations: Vec<NamedViolation>,
    /// Cases ever, in the officer's territory.
    cases: u32,
    last_case_on: Option<String>,
    corrections: Vec<CorrectionBody>,
    record: Vec<RecordLineBody>,
    actions: Vec<&'static str>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ItemDayQuery {
    /// The day whose texts are shown; today unless told.
    #[param(value_type = Option<String>)]
    on: Option<Date>,
}

/// One item beside the text of its articles.
#[utoipa::path(get, path = "/api/v1/items/{code}", tag = "items", operation_id = "item_read", params(("code" = String, Path), ItemDayQuery), responses((status = 200, body = ItemPageBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(code): Path<String>,
    Query(query): Query<ItemDayQuery>,
) -> Result<Json<ItemPageBody>, Problem> {
    Ok(Json(page_of(&api, &officer, &code, query.on).await?))
}

async fn page_of(
    api: &Api,
    officer: &Officer,
    code: &str,
    on: Option<Date>,
) -> Result<ItemPageBody, Problem> {
    let found = items::read(api.cx(), officer.actor(), code, on).await?;
    let law = api.cx().law();
    let one = |citation: &Citation| cited(&law, std::slice::from_ref(citation)).remove(0);
    let article = |text: &CitedText| CitedTextBody {
        cited: one(&text.citation),
        words: text.words.clone(),
        on: text.on.to_string(),
    };
    let candidate = |found: &DutyCandidate| DutyCandidateBody {
        cited: one(&found.citation),
        words: found.words.clone(),
        named: found.named,
        likeness: found.likeness,
    };
    let violation =
        |(code, words): (String, Words)| NamedViolation { code, zh: words.zh, en: words.en };
    Ok(ItemPageBody {
        item: ItemBody::of(&law, found.item),
        revision: found.revision,
        articles: found.articles.iter().map(article).collect(),
        clauses: all(found.clauses),
        candidates: found.candidates.iter().map(candidate).collect(),
        lists: found.lists.iter().map(ListName::of).collect(),
        violations: found.violations.into_iter().map(violation).collect(),
        cases: found.used.total,
        last_case_on: found.used.last_on.map(|day| day.to_string()),
        corrections: found
            .corrections
            .into_iter()
            .map(|one| CorrectionBody::of(one, officer))
            .collect(),
        record: all(found.record),
        actions: found.actions,
    })
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ConfirmBody {
    revision: u32,
    /// What was compared, or should be known.
    #[serde(default)]
    note: String,
    /// Where the item names no duty yet: the articles that lay it down.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    duty: Vec<Citation>,
    /// Where it names none: that the clause states the duty itself.
    #[serde(default)]
    duty_in_clause: bool,
}

/// Confirms an item after comparing it with its article, and says which duty it penalises.
#[utoipa::path(post, path = "/api/v1/items/{code}/confirm", tag = "items", params(("code" = String, Path)), request_body = ConfirmBody, responses((status = 200, body = ItemPageBody)))]
pub(crate) async fn confirm(
    State(api): State<Api>,
    officer: Officer,
    Path(code): Path<String>,
    Json(asked): Json<ConfirmBody>,
) -> Result<Json<ItemPageBody>, Problem> {
    let duty = match (asked.duty_in_clause, asked.duty.is_empty()) {
        (true, true) => Duty::InClause,
        (false, true) => Duty::AsItStands,
        (false, false) => Duty::Articles(asked.duty),
        (true, false) => {
            let (zh, en) = (
                "请在所选条文和“本条自身规定义务”中二选一",
                "either articles or the clause itself",
            );
            return Err(Problem::bad_request("http.json", zh, en).field("duty"));
        }
    };
    let (cx, actor) = (api.cx(), officer.actor());
    items::confirm(cx, actor, &code, asked.revision, asked.note, duty).await?;
    Ok(Json(page_of(&api, &officer, &code, None).await?))
}

/// The content of an item.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReviseBody {
    /// UUIDv7 of the client's making.
    #[schema(value_type = String)]
    id: CorrectionId,
    revision: u32,
    /// Why, for whoever confirms it.
    why: String,
    name: String,
    name_en: String,
    /// `penalty`, `coercion` or `inspection`.
    #[schema(value_type = String)]
    kind: ItemKind,
    /// Citations such as `eco_code:1086.1(2)`.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    duty: Vec<Citation>,
    #[schema(value_type = Vec<String>)]
    penalty: Vec<Citation>,
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    penalty_before: Vec<Citation>,
    /// `city`, `county` or `town`.
    #[schema(value_type = String)]
    first_responsible: Level,
    /// `ecology`, `designated`, or the name of another department.
    department: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    ranges: Vec<String>,
}

/// Enters a correction of an item, or a new one; it counts once another reviewer has confirmed it.
#[utoipa::path(post, path = "/api/v1/items/{code}/revise", tag = "items", params(("code" = String, Path)), request_body = ReviseBody, responses((status = 200, body = CorrectionBody)))]
pub(crate) async fn revise(
    State(api): State<Api>,
    officer: Officer,
    Path(code): Path<String>,
    Json(asked): Json<ReviseBody>,
) -> Result<Json<CorrectionBody>, Problem> {
    let department = match asked.department.trim() {
        "ecology" => Department::Ecology,
        "designated" => Department::Designated,
        "" => {
            let (zh, en) = ("请填写实施主体", "name the department");
            return Err(Problem::bad_request("http.json", zh, en).field("department"));
        }
        name => Department::Other(name.to_owned()),
    };
    let content = Revision {
        name: Words::new(asked.name.trim(), asked.name_en.trim()),
        kind: asked.kind,
        duty: asked.duty,
        penalty: asked.penalty,
        penalty_before: asked.penalty_before,
        first_responsible: asked.first_responsible,
        department,
        subject: asked.subject.trim().to_owned(),
        ranges: asked.ranges,
    };
    let entered = Revise { id: asked.id, revision: asked.revision, content, why: asked.why };
    let correction = items::revise(api.cx(), officer.actor(), &code, entered).await?;
    Ok(Json(CorrectionBody::of(correction, &officer)))
}
