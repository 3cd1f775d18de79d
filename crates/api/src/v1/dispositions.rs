//! `delegations/{code}`: what towns have in hand under a delegation, before it is taken back and after, and who goes on with it.

use super::common::{Named, Why, territory_name, word};
use super::lists::DelegationBody;
use crate::extract::{Json, Path, Query};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::dispositions::{self, Choose, InHand, Stand, WithdrawalPage};
use axum::extract::State;
use domain::agency::Agency;
use domain::item::{Chosen, Disposition, InFlight};
use domain::{Date, LeadId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A choice.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChosenBody {
    /// `finish` (the town) or `hand_over` (the body above).
    course: String,
    reason: String,
    by: String,
    at: i64,
}

/// What was chosen for a matter.
#[derive(Serialize, ToSchema)]
pub(crate) struct DispositionBody {
    id: String,
    chosen: ChosenBody,
    /// The choices before, oldest first.
    before: Vec<ChosenBody>,
    /// When it went over; null until then.
    carried_out_at: Option<i64>,
    /// The handing over on record.
    designation_id: Option<String>,
    revision: u32,
}

/// A matter that a town has in hand.
#[derive(Serialize, ToSchema)]
pub(crate) struct InHandBody {
    lead_id: String,
    lead_number: String,
    task_id: Option<String>,
    inspection_id: Option<String>,
    case_id: Option<String>,
    /// Number of the case, once it is filed.
    case_number: Option<String>,
    plant: String,
    item: String,
    item_name: String,
    place_name: String,
    /// `lead`, `task`, `inspecting`, `inspected`, or the stage of the case.
    stage: String,
    stage_name: String,
    handlers: Vec<String>,
    due_at: Option<i64>,
    town: Named,
    /// The body that has the power from then on; null where none has.
    heir: Option<Named>,
    /// Why the town may not finish it; null where it may.
    no_finish: Option<Why>,
    /// Why it cannot be handed over; null where it can.
    no_hand_over: Option<Why>,
    disposition: Option<DispositionBody>,
    /// Whether it can still be chosen: what is decided is carried out by who decided it.
    open: bool,
    /// Whether somebody must still choose.
    undecided: bool,
}

/// A delegation with what towns have in hand under it.
#[derive(Serialize, ToSchema)]
pub(crate) struct DelegationPageBody {
    #[serde(flatten)]
    delegation: DelegationBody,
    /// The day for which the matters are shown: that of the withdrawal, or the one asked about.
    ends_on: Option<String>,
    matters: Vec<InHandBody>,
    undecided: usize,
    /// Whether there are more than are shown.
    more: bool,
    /// `withdraw`, `choose`.
    actions: Vec<String>,
}

fn chosen(names: &Names, it: &Chosen) -> ChosenBody {
    ChosenBody {
        course: word(&it.course),
        reason: it.reason.clone(),
        by: names.0.get(&it.by).cloned().unwrap_or_default(),
        at: it.at.as_millis(),
    }
}

/// Names of those who chose.
struct Names(std::collections::BTreeMap<domain::OfficerId, String>);

fn disposition(names: &Names, it: &Disposition) -> DispositionBody {
    let out = it.carried_out.as_ref();
    DispositionBody {
        id: it.id.to_string(),
        chosen: chosen(names, &it.chosen),
        before: it.before.iter().map(|before| chosen(names, before)).collect(),
        carried_out_at: out.map(|out| out.at.as_millis()),
        designation_id: out.and_then(|out| out.designation).map(|id| id.to_string()),
        revision: it.revision,
    }
}

fn named(agency: &Agency) -> Named {
    Named { id: agency.id.to_string(), name: agency.name.clone() }
}

fn stage(stand: Stand) -> (String, String) {
    let (code, zh) = match stand {
        Stand::Lead => ("lead", "线索待派发"),
        Stand::Task => ("task", "任务已派发"),
        Stand::Inspecting => ("inspecting", "现场检查中"),
        Stand::Inspected => ("inspected", "已检查待立案"),
        Stand::Case(stage) => (stage.as_str(), stage.zh()),
    };
    (code.to_owned(), zh.to_owned())
}

fn matter(api: &Api, names: &Names, row: &InHand) -> InHandBody {
    let (stage, stage_name) = stage(row.stand);
    let case = row.matter.case.as_ref();
    let filed = case.and_then(|case| case.steps().filed.map(|filed| filed.number.clone()));
    InHandBody {
        lead_id: row.matter.lead.id.to_string(),
        lead_number: row.matter.lead.number.clone(),
        task_id: row.matter.task.as_ref().map(|task| task.id.to_string()),
        inspection_id: row.matter.inspection.as_ref().map(|it| it.id.to_string()),
        case_id: case.map(|case| case.id.to_string()),
        case_number: filed,
        plant: row.plant.clone(),
        item_name: api.cx().law().item_name(&row.item),
        item: row.item.clone(),
        place_name: territory_name(&row.place),
        stage,
        stage_name,
        handlers: row.handlers.clone(),
        due_at: row.due_at.map(Timestamp::as_millis),
        town: named(&row.town),
        heir: row.heir.as_ref().map(named),
        no_finish: row.no_finish.clone().map(Why::from),
        no_hand_over: row.no_hand_over.clone().map(Why::from),
        disposition: row.disposition.as_ref().map(|it| disposition(names, it)),
        open: row.open,
        undecided: row.undecided(),
    }
}

fn body(api: &Api, page: WithdrawalPage) -> DelegationPageBody {
    let WithdrawalPage { delegation, ends_on, matters, choosers, more, actions } = page;
    let names = Names(choosers);
    DelegationPageBody {
        delegation: DelegationBody::of(api, delegation),
        ends_on: ends_on.map(|day| day.to_string()),
        undecided: matters.iter().filter(|row| row.undecided()).count(),
        matters: matters.iter().map(|row| matter(api, &names, row)).collect(),
        more,
        actions: actions.into_iter().map(str::to_owned).collect(),
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WithdrawalQuery {
    /// A day on which it might end, to see what that would leave.
    #[param(value_type = Option<String>)]
    on: Option<Date>,
}

/// A delegation with the leads, tasks and cases that towns have in hand under it, one by one.
#[utoipa::path(get, path = "/api/v1/delegations/{code}", tag = "lists", params(("code" = String, Path), WithdrawalQuery), responses((status = 200, body = DelegationPageBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(code): Path<String>,
    Query(query): Query<WithdrawalQuery>,
) -> Result<Json<DelegationPageBody>, Problem> {
    let page = dispositions::read(api.cx(), officer.actor(), &code, query.on).await?;
    Ok(Json(body(&api, page)))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ChooseBody {
    /// Revision of the choice before; 0 for the first.
    revision: u32,
    /// `finish` or `hand_over`.
    #[schema(value_type = String)]
    course: InFlight,
    reason: String,
}

/// Chooses who goes on with a matter once the delegation has ended.
#[utoipa::path(post, path = "/api/v1/delegations/{code}/matters/{lead}", tag = "lists", params(("code" = String, Path), ("lead" = String, Path)), request_body = ChooseBody, responses((status = 200, body = DelegationPageBody)))]
pub(crate) async fn choose(
    State(api): State<Api>,
    officer: Officer,
    Path((delegation, lead)): Path<(String, LeadId)>,
    Json(asked): Json<ChooseBody>,
) -> Result<Json<DelegationPageBody>, Problem> {
    let ChooseBody { revision, course, reason } = asked;
    let order = Choose { delegation: delegation.clone(), lead, revision, course, reason };
    dispositions::choose(api.cx(), officer.actor(), order).await?;
    let page = dispositions::read(api.cx(), officer.actor(), &delegation, None).await?;
    Ok(Json(body(&api, page)))
}
