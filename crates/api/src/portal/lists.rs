//! Power lists and responsibility lists (权力清单, 责任清单) of every body, for anybody to read, print and reuse.

use super::open_lists::{FIELDS, Field};
use super::page::Page;
use super::{Asked, render};
use crate::extract::{Path, Query};
use crate::v1::common::territory_name;
use crate::v1::items::{CitationBody, cited};
use crate::v1::lists::ListName;
use crate::{Api, Problem};
use app::lists::{self, BodyList};
use app::{Law, notices};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::Date;
use domain::agency::AgencyKind;
use domain::calendar::Period;
use domain::item::{Item, ItemKind, ListVersion};
use domain::law::{Citation, Words};
use domain::notice::Notice;
use domain::region::Level;

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
    flow: Vec<Stage>,
    steps: Vec<Step>,
    articles: Vec<Wording>,
    decisions: Vec<Decided>,
    fields: &'static [Field],
    ways: Ways,
    publication: String,
}

/// An article that a row rests on, in full.
struct Wording {
    anchor: String,
    cited: CitationBody,
    words: Option<String>,
}

/// A stage of the procedure as it is drawn.
struct Stage {
    name: &'static str,
    /// What the party may do, or what it depends on.
    note: &'static str,
    time: String,
}

/// A published decision.
struct Decided {
    href: String,
    number: String,
    party: String,
    on: String,
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
    let decided = notices::of_agency(api.cx(), &found.agency).await?;
    render(&PowerListTemplate {
        articles: articles(&law, &found, api.cx().now().date()),
        decisions: decided.into_iter().map(|notice| decision(notice, &page)).collect(),
        fields: &FIELDS,
        flow: flow(&law, &page),
        steps: steps(&law, &page),
        publication: publication(&law, &page),
        place: territory_name(&found.agency.territory),
        agency: found.agency.name,
        path,
        page,
        version,
        rows,
        ways,
    })
}

/// Each article that the rows rest on, once, as it reads on the first day of the list.
fn articles(law: &Law, found: &BodyList, today: Date) -> Vec<Wording> {
    let on = found.version.as_ref().map_or(today, |version| version.effective_from.max(today));
    let mut cited: Vec<&Citation> = Vec::new();
    for citation in found.items.iter().flat_map(|item| item.power(on).iter().chain(&item.duty)) {
        if !cited.contains(&citation) {
            cited.push(citation);
        }
    }
    let wording = |(citation, number): (&Citation, usize)| {
        let words = law.library.resolve(citation, on).ok().map(|found| found.words);
        let body = self::cited(law, std::slice::from_ref(citation)).into_iter().next()?;
        Some(Wording { anchor: format!("basis-{number}"), cited: body, words })
    };
    cited.into_iter().zip(1..).filter_map(wording).collect()
}

fn decision(notice: Notice, page: &Page) -> Decided {
    Decided {
        href: page.link(&format!("/public/notices/{}", notice.id)),
        number: notice.number,
        party: notice.party_name,
        on: notice.decided_on.to_string(),
    }
}

/// The way to a decision, as the ordinary procedure goes; times that are certain stand in it, the others below.
fn flow(law: &Law, page: &Page) -> Vec<Stage> {
    let t = |zh: &'static str, en: &'static str| page.language.pick(zh, en);
    let time = |key: &str| {
        // What is not certain stands in the table only, where it carries its label.
        let rule = law.periods.get(key).filter(|rule| rule.certainty.is_law());
        let value = rule.and_then(|rule| rule.value);
        value.map(|value| length(value, page)).unwrap_or_default()
    };
    let stage = |name, note, key: &str| Stage { name, note, time: time(key) };
    vec![
        stage(t("立案", "Filing"), t("发现线索后审查", "a lead is weighed"), "filing"),
        stage(
            t("调查取证", "Investigation"),
            t("两名以上执法人员，出示证件", "two officers at least, with certificates"),
            "",
        ),
        stage(
            t("案件审查", "Examination"),
            t("由调查人员以外的人审查", "by somebody who did not investigate"),
            "",
        ),
        stage(
            t("法制审核", "Legal review"),
            t(
                "未经审核或者审核不通过的，不得作出决定",
                "where the law asks for it, no decision without it",
            ),
            "legal_review",
        ),
        stage(
            t("事先告知", "Prior notice"),
            t("当事人可以陈述、申辩", "the party may be heard"),
            "defence",
        ),
        stage(
            t("听证", "Hearing"),
            t("符合条件且当事人要求的，举行听证", "where the party has the right and asks for it"),
            "hearing_request",
        ),
        stage(
            t("集体讨论", "Deliberation"),
            t("情节复杂或者重大的案件", "complex or grave cases"),
            "",
        ),
        stage(t("作出决定", "Decision"), t("自立案之日起", "counted from the filing"), "decision"),
        stage(
            t("送达", "Service"),
            t("自宣告或者作出之日起", "counted from the decision"),
            "service",
        ),
        stage(t("公示", "Publication"), t("依法公开", "as the law requires"), "publication"),
        stage(
            t("复议或者诉讼", "Review or suit"),
            t("不服决定的", "where the party disagrees"),
            "administrative_review",
        ),
    ]
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

pub(super) fn kind(kind: ItemKind, page: &Page) -> &'static str {
    match kind {
        ItemKind::Penalty => page.language.pick("行政处罚", "penalty"),
        ItemKind::Coercion => page.language.pick("行政强制", "coercion"),
        ItemKind::Inspection => page.language.pick("行政检查", "inspection"),
    }
}
