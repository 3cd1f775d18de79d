//! `…/export`: the lists of the desk as files for spreadsheets, filtered as on the screen.

use super::cases::CaseRowBody;
use super::common::{territory_name, word};
use super::leads::LeadRowBody;
use super::plants::EnterpriseRow;
use super::tasks;
use crate::extract::{Query, one_of};
use crate::officer::Officer;
use crate::workbook::Form;
use crate::{Api, Problem};
use app::cases::CaseFilter;
use app::leads::LeadFilter;
use app::tasks::TaskFilter;
use app::telemetry::factors;
use app::{Actor, Listed, Page};
use axum::extract::State;
use axum::response::Response;
use domain::Timestamp;
use domain::lead::Finding;
use serde::Deserialize;
use std::future::Future;
use utoipa::IntoParams;

/// What is exported: the filters of the list, and the form.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportQuery {
    /// State of leads and tasks.
    state: Option<String>,
    /// Stage of cases.
    stage: Option<String>,
    /// Part of a number or a name.
    q: Option<String>,
    /// Only the officer's own tasks or cases.
    #[serde(default)]
    mine: bool,
    /// `xlsx`, `csv` or `json`.
    format: Option<String>,
}

/// Rows of one file: what a person may still look through; whoever needs more filters, or reads the pages of the API.
const ROWS_MAX: usize = 5_000;
/// Rows read at once.
const PAGE: i64 = 200;

/// Every page of a list, up to [`ROWS_MAX`] rows.
async fn whole<T, F>(mut page_of: impl FnMut(Page) -> F) -> Result<Vec<T>, Problem>
where
    F: Future<Output = Result<Listed<T>, app::Error>>,
{
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let listed = page_of(Page { after, size: PAGE }).await?;
        rows.extend(listed.items);
        after = listed.next;
        if after.is_none() || rows.len() >= ROWS_MAX {
            rows.truncate(ROWS_MAX);
            return Ok(rows);
        }
    }
}

fn table<T>(heading: &[&str], rows: &[T], cells: impl Fn(&T) -> Vec<String>) -> Vec<Vec<String>> {
    let heading = heading.iter().map(|name| (*name).to_owned()).collect();
    std::iter::once(heading).chain(rows.iter().map(cells)).collect()
}

/// Day and time in Shanghai, as a spreadsheet sorts it.
fn moment(at: Timestamp) -> String {
    let at = at.to_shanghai();
    format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
}

/// The leads asked for as a file.
#[utoipa::path(get, path = "/api/v1/leads/export", tag = "leads", params(ExportQuery), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn leads(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let form = Form::named(query.format.as_deref())?;
    let state = one_of("state", query.state, &super::leads::LEAD_STATES)?;
    let filter = LeadFilter { state, words: query.q.unwrap_or_default() };
    let (cx, actor, filter) = (api.cx(), officer.actor(), &filter);
    let rows =
        whole(|page| async move { app::leads::list(cx, actor, filter, &page).await }).await?;
    let heading = [
        "编号",
        "状态",
        "企业",
        "排放口",
        "污染因子",
        "最高值",
        "限值",
        "单位",
        "所在区域",
        "产生时间",
    ];
    let lines = table(&heading, &rows, |row| {
        let lead = &row.lead;
        // A lead that a person made of doubts rests on no limit.
        let [factor, worst, limit, unit] =
            lead.exceedance().map_or_else(Default::default, |found| {
                let Finding { limit, worst, .. } = found;
                let factor = factors().name(&limit.factor).to_owned();
                [factor, worst.value.to_string(), limit.upper.to_string(), limit.unit.clone()]
            });
        vec![
            lead.number.clone(),
            called(&word(&lead.state), &LEAD_STATES),
            row.enterprise.name.clone(),
            row.outlet.name.clone(),
            factor,
            worst,
            limit,
            unit,
            territory_name(&lead.territory),
            moment(lead.raised_at),
        ]
    });
    form.file("leads", &lines, rows.into_iter().map(LeadRowBody::from).collect())
}

/// The tasks asked for as a file.
#[utoipa::path(get, path = "/api/v1/tasks/export", tag = "tasks", params(ExportQuery), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn tasks(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let form = Form::named(query.format.as_deref())?;
    let state = one_of("state", query.state, &super::tasks::TASK_STATES)?;
    let filter = TaskFilter { mine: query.mine, state };
    let (cx, actor, filter) = (api.cx(), officer.actor(), &filter);
    let rows =
        whole(|page| async move { app::tasks::list(cx, actor, filter, &page).await }).await?;
    let heading =
        ["编号", "状态", "企业", "排放口", "执法事项", "执法人员", "派发时间", "办理期限"];
    let law = cx.law();
    let lines = table(&heading, &rows, |row| {
        let officers = row.task.team.officers().iter().map(|officer| officer.name.as_str());
        vec![
            row.task.number.clone(),
            called(row.task.state.as_str(), &TASK_STATES),
            row.enterprise.name.clone(),
            row.outlet.name.clone(),
            law.item_name(&row.task.item),
            officers.collect::<Vec<_>>().join("、"),
            moment(row.task.dispatched_at),
            moment(row.task.due_at),
        ]
    });
    form.file("tasks", &lines, rows.into_iter().map(|row| tasks::body(&api, row)).collect())
}

/// The cases asked for as a file.
#[utoipa::path(get, path = "/api/v1/cases/export", tag = "cases", params(ExportQuery), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn cases(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let form = Form::named(query.format.as_deref())?;
    let handler = match officer.actor() {
        Actor::Person(person) if query.mine => Some(person.id),
        Actor::Person(_) | Actor::Service(_) => None,
    };
    let filter = CaseFilter {
        stage: super::cases::stage_asked(query.stage)?,
        words: query.q.unwrap_or_default(),
        handler,
    };
    let (cx, actor, filter) = (api.cx(), officer.actor(), &filter);
    let rows =
        whole(|page| async move { app::cases::list(cx, actor, filter, &page).await }).await?;
    let heading = [
        "案号",
        "案由",
        "当事人",
        "执法事项",
        "阶段",
        "承办机构",
        "承办人",
        "立案日期",
        "下一期限",
        "罚款（元）",
    ];
    let lines = table(&heading, &rows, |row| {
        let steps = row.case.steps();
        let handlers = row.handlers().iter().map(|officer| officer.name.as_str());
        let fine = steps.decision.and_then(|decision| decision.fine);
        vec![
            steps.filed.map(|filed| filed.number.clone()).unwrap_or_default(),
            row.case.cause.clone(),
            row.case.party.name.clone(),
            row.item_name.clone(),
            row.case.stage.name().zh().to_owned(),
            row.agency_name.clone(),
            handlers.collect::<Vec<_>>().join("、"),
            steps.filed.map(|filed| filed.on.to_string()).unwrap_or_default(),
            row.due_on.map(|on| on.to_string()).unwrap_or_default(),
            fine.map(|fine| fine.to_string()).unwrap_or_default(),
        ]
    });
    form.file("cases", &lines, rows.iter().map(CaseRowBody::from).collect())
}

/// The enterprises asked for as a file.
#[utoipa::path(get, path = "/api/v1/enterprises/export", tag = "plants", params(ExportQuery), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn enterprises(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let form = Form::named(query.format.as_deref())?;
    let words = query.q.unwrap_or_default();
    let (cx, actor, words) = (api.cx(), officer.actor(), &words);
    let rows = whole(|page| async move { app::plants::enterprises(cx, actor, words, &page).await })
        .await?;
    let heading = [
        "名称",
        "统一社会信用代码",
        "所在区域",
        "地址",
        "行业",
        "法定代表人",
        "待派发线索",
        "在办案件",
    ];
    let lines = table(&heading, &rows, |row| {
        let plant = &row.enterprise;
        vec![
            plant.name.clone(),
            plant.credit_code.to_string(),
            territory_name(&plant.territory),
            plant.address.clone(),
            plant.industry.clone(),
            plant.representative.clone(),
            row.leads_open.to_string(),
            row.cases_open.to_string(),
        ]
    });
    form.file("enterprises", &lines, rows.into_iter().map(EnterpriseRow::from).collect())
}

/// States of leads, as the console calls them.
const LEAD_STATES: [(&str, &str); 3] =
    [("open", "待派发"), ("dispatched", "已派发"), ("closed", "已办结")];
/// States of tasks, as the console calls them.
const TASK_STATES: [(&str, &str); 5] = [
    ("dispatched", "待接收"),
    ("accepted", "已接收"),
    ("inspecting", "检查中"),
    ("done", "已完成"),
    ("returned", "已退回"),
];

fn called(state: &str, names: &[(&str, &str)]) -> String {
    let found = names.iter().find(|(code, _)| *code == state);
    found.map_or_else(|| state.to_owned(), |(_, zh)| (*zh).to_owned())
}
