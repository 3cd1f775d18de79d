//! Power lists and responsibility lists (权力清单, 责任清单) of every body, for anybody to read, print and reuse.

use super::page::Page;
use super::{Asked, render};
use crate::extract::{Path, Query};
use crate::v1::common::territory_name;
use crate::v1::items::{CitationBody, cited};
use crate::v1::lists::ListName;
use crate::workbook::Form;
use crate::{Api, Problem};
use app::Law;
use app::lists::{self, BodyList};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::agency::AgencyKind;
use domain::calendar::Period;
use domain::item::{Item, ItemKind, ListVersion};
use domain::law::Words;
use domain::region::Level;
use serde::Serialize;

/// A body as a link.
struct Body {
    href: String,
    name: String,
    items: usize,
}

/// Bodies of one kind.
struct Group {
    title: &'static str,
    bodies: Vec<Body>,
}

/// A version as a line of the history.
struct Version {
    title: String,
    name: String,
    level: &'static str,
    place: String,
    from: String,
    to: Option<String>,
    published: Option<String>,
    filing: Option<String>,
    label: Option<String>,
}

#[derive(Template)]
#[template(path = "lists.html")]
struct ListsTemplate {
    page: Page,
    groups: Vec<Group>,
    versions: Vec<Version>,
    publication: String,
}

/// `/public/lists`: every body, and every version that was published.
pub(crate) async fn index(
    State(api): State<Api>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let page = Page::of(asked.lang.as_deref(), "/public/lists");
    let today = api.cx().now().date();
    let all = lists::bodies(api.cx(), today)?;
    let group = |title, kinds: &[AgencyKind]| {
        let of_kind = all.iter().filter(|body| kinds.contains(&body.agency.kind));
        let body = |body: &BodyList| Body {
            href: page.link(&format!("/public/lists/{}", body.agency.code)),
            name: body.agency.name.clone(),
            items: body.items.len(),
        };
        Group { title, bodies: of_kind.map(body).collect() }
    };
    let groups = vec![
        group(page.t("市级", "City"), &[AgencyKind::Bureau, AgencyKind::BureauTeam]),
        group(page.t("县（市、区）", "Counties"), &[AgencyKind::Branch]),
        group(page.t("乡镇、街道", "Towns and sub-districts"), &[AgencyKind::TownTeam]),
    ];
    let versions = lists::list_public(api.cx())?;
    let versions = versions.iter().map(|version| version_of(version, &page)).collect();
    let publication = publication(&api.cx().law(), &page);
    render(&ListsTemplate { page, groups, versions, publication })
}

fn version_of(version: &ListVersion, page: &Page) -> Version {
    let label = (!version.certainty.is_law()).then(|| words(&version.certainty.label(), page));
    let named = ListName::of(version);
    Version {
        title: page.t(&named.title, &named.title_en).to_owned(),
        name: version.version.clone(),
        level: level(version.level, page),
        place: territory_name(&version.territory),
        from: version.effective_from.to_string(),
        to: version.effective_to.map(|day| day.to_string()),
        published: version.published_on.map(|day| day.to_string()),
        filing: Some(version.filing.clone()).filter(|number| !number.is_empty()),
        label,
    }
}

/// An item as the public reads it.
struct Row {
    code: String,
    name: String,
    kind: &'static str,
    basis: Vec<CitationBody>,
    duty: Vec<CitationBody>,
    subject: String,
    label: Option<String>,
}

/// A step of the procedure with its time.
struct Step {
    name: String,
    time: String,
    basis: Vec<CitationBody>,
    label: Option<String>,
}

/// Where to complain and to whom to appeal.
struct Ways {
    address: String,
    phone: String,
    review_by: String,
    court: String,
}

#[derive(Template)]
#[template(path = "power_list.html")]
struct PowerListTemplate {
    page: Page,
    path: String,
    agency: String,
    place: String,
    version: Option<Version>,
    rows: Vec<Row>,
    steps: Vec<Step>,
    ways: Ways,
    publication: String,
}

/// `/public/lists/{agency}`: what a body may do, on what ground, how, and how to complain.
pub(crate) async fn power_list(
    State(api): State<Api>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let path = format!("/public/lists/{code}");
    let page = Page::of(asked.lang.as_deref(), &path);
    let found = lists::body(api.cx(), &code, api.cx().now().date())?;
    let law = api.cx().law();
    let office = law.offices.of(&code);
    let unset = || page.t("尚未公布", "not published yet").to_owned();
    let said = |text: String| if text.is_empty() { unset() } else { text };
    let ways = Ways {
        address: said(office.address),
        phone: said(office.phone),
        review_by: said(office.review_by),
        court: said(office.court),
    };
    let rows = found.items.iter().map(|item| row(&law, item, &page)).collect();
    let version = found.version.as_ref().map(|version| version_of(version, &page));
    let steps = steps(&law, &page);
    let publication = publication(&law, &page);
    let place = territory_name(&found.agency.territory);
    let agency = found.agency.name;
    let page_of =
        PowerListTemplate { page, path, agency, place, version, rows, steps, ways, publication };
    render(&page_of)
}

fn row(law: &Law, item: &Item, page: &Page) -> Row {
    let label = (!item.certainty.is_law()).then(|| words(&item.certainty.label(), page));
    Row {
        code: item.code.clone(),
        name: words(&item.name, page),
        kind: kind(item.kind, page),
        basis: cited(law, &item.penalty),
        duty: cited(law, &item.duty),
        subject: item.subject.clone(),
        label,
    }
}

/// The periods that a citizen meets on the way to a decision.
const PROCEDURE: [&str; 8] = [
    "filing",
    "defence",
    "hearing_request",
    "legal_review",
    "decision",
    "service",
    "publication",
    "administrative_review",
];

fn steps(law: &Law, page: &Page) -> Vec<Step> {
    let known = PROCEDURE.iter().filter_map(|key| law.periods.get(key));
    let step = |rule: &domain::calendar::PeriodRule| Step {
        name: words(&rule.name, page),
        time: rule.value.map(|value| length(value, page)).unwrap_or_default(),
        basis: cited(law, &rule.basis),
        label: (!rule.certainty.is_law()).then(|| words(&rule.certainty.label(), page)),
    };
    known.map(step).collect()
}

fn length(period: Period, page: &Page) -> String {
    let (count, zh, en) = match period {
        Period::WorkingDays(count) => (count, "个工作日", "working days"),
        Period::Days(count) => (count, "日", "days"),
        Period::Months(count) => (count, "个月", "months"),
        Period::Hours(count) => (count, "小时", "hours"),
    };
    page.t(&format!("{count}{zh}"), &format!("{count} {en}")).to_owned()
}

/// Within which time a list is published: the length is data.
fn publication(law: &Law, page: &Page) -> String {
    let rule = law.periods.get("list_publication");
    rule.and_then(|rule| rule.value).map(|value| length(value, page)).unwrap_or_default()
}

fn words(words: &Words, page: &Page) -> String {
    page.t(&words.zh, &words.en).to_owned()
}

fn level(level: Level, page: &Page) -> &'static str {
    match level {
        Level::City => page.language.pick("市级", "city"),
        Level::County => page.language.pick("县级", "county"),
        Level::Town => page.language.pick("乡镇", "town"),
    }
}

fn kind(kind: ItemKind, page: &Page) -> &'static str {
    match kind {
        ItemKind::Penalty => page.language.pick("行政处罚", "penalty"),
        ItemKind::Coercion => page.language.pick("行政强制", "coercion"),
        ItemKind::Inspection => page.language.pick("行政检查", "inspection"),
    }
}

/// A row of the open data.
#[derive(Serialize)]
struct OpenRow {
    agency: String,
    list: String,
    effective_from: String,
    published_on: Option<String>,
    list_certainty: String,
    code: String,
    name: String,
    name_en: String,
    kind: String,
    basis: Vec<String>,
    duty: Vec<String>,
    subject: String,
    certainty: String,
    confirmed: bool,
}

const OPEN_HEADINGS: [&str; 12] = [
    "实施机构",
    "清单版本",
    "生效日期",
    "清单性质",
    "编码",
    "事项名称",
    "职权类型",
    "职权依据",
    "责任依据",
    "法定实施主体",
    "文本性质",
    "复核状态",
];

/// `/public/lists/{agency}/power.{csv,json,xlsx}`: the same as open data.
pub(crate) async fn open_data(
    State(api): State<Api>,
    Path((code, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let form = match file.strip_prefix("power.") {
        Some(end @ ("csv" | "json" | "xlsx")) => Form::named(Some(end))?,
        _ => return Err(Problem::not_found()),
    };
    let found = lists::body(api.cx(), &code, api.cx().now().date())?;
    let law = api.cx().law();
    let page = Page::plain(crate::language::Language::Zh);
    let mut rows = vec![OPEN_HEADINGS.map(str::to_owned).to_vec()];
    let mut objects = Vec::new();
    if let Some(version) = &found.version {
        for item in &found.items {
            rows.push(cells(&law, &found.agency.name, version, item, &page));
            objects.push(open_row(&law, &found.agency.name, version, item));
        }
    }
    form.file(&format!("power-{}", code.to_lowercase()), &rows, objects)
}

fn cells(law: &Law, agency: &str, version: &ListVersion, item: &Item, page: &Page) -> Vec<String> {
    let zh =
        |all: Vec<CitationBody>| all.into_iter().map(|one| one.zh).collect::<Vec<_>>().join("；");
    vec![
        agency.to_owned(),
        version.version.clone(),
        version.effective_from.to_string(),
        version.certainty.label().zh,
        item.code.clone(),
        item.name.zh.clone(),
        kind(item.kind, page).to_owned(),
        zh(cited(law, &item.penalty)),
        zh(cited(law, &item.duty)),
        item.subject.clone(),
        item.certainty.label().zh,
        if item.review.is_confirmed() { "已复核" } else { "未复核" }.to_owned(),
    ]
}

fn open_row(law: &Law, agency: &str, version: &ListVersion, item: &Item) -> OpenRow {
    let citations = |all: Vec<CitationBody>| all.into_iter().map(|one| one.citation).collect();
    OpenRow {
        agency: agency.to_owned(),
        list: version.version.clone(),
        effective_from: version.effective_from.to_string(),
        published_on: version.published_on.map(|day| day.to_string()),
        list_certainty: crate::v1::common::word(&version.certainty),
        code: item.code.clone(),
        name: item.name.zh.clone(),
        name_en: item.name.en.clone(),
        kind: crate::v1::common::word(&item.kind),
        basis: citations(cited(law, &item.penalty)),
        duty: citations(cited(law, &item.duty)),
        subject: item.subject.clone(),
        certainty: crate::v1::common::word(&item.certainty),
        confirmed: item.review.is_confirmed(),
    }
}
