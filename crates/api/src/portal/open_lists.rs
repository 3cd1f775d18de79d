//! Power and responsibility lists as open data: CSV, JSON and workbook, with every field documented.

use super::lists::kind;
use super::page::Page;
use crate::extract::Path;
use crate::v1::common::word;
use crate::v1::items::{CitationBody, cited};
use crate::v1::lists::ListName;
use crate::workbook::Form;
use crate::{Api, Problem};
use app::{Law, lists};
use axum::extract::State;
use axum::response::Response;
use domain::item::{Department, Item, ListVersion};
use serde::Serialize;

/// A field as it is documented.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) heading: &'static str,
    pub(super) holds: &'static str,
}

/// The fields, for the page that documents them.
pub(super) fn fields(page: &Page) -> Vec<Field> {
    let field = |(name, heading, en)| Field { name, heading, holds: page.language.pick("", en) };
    FIELDS.into_iter().map(field).collect()
}

/// Each field of the open data: its name in JSON, its heading in tables, and what it holds.
const FIELDS: [(&str, &str, &str); 23] = [
    ("agency", "实施机构", "the body"),
    ("list", "清单版本", "name of the list version"),
    ("list_title", "清单名称", "the same in words"),
    ("level", "清单层级", "`city`, `county` or `town`"),
    ("territory", "适用区域", "path of the place, city/county/town codes"),
    ("effective_from", "生效日期", "first day in force, YYYY-MM-DD"),
    ("published_on", "公布日期", "day of publication; empty for a sample"),
    ("list_certainty", "清单性质", "`official`, `sample` …; in tables the label"),
    ("filing", "备案文号", "number of the filing with the government"),
    ("code", "编码", "code of the item"),
    ("name", "事项名称", "name"),
    ("name_en", "英文译名", "English name, a translation without legal force"),
    ("kind", "职权类型", "`penalty`, `coercion` or `inspection`"),
    ("basis", "职权依据代码", "articles that give the power, as citations"),
    ("basis_words", "职权依据", "the same in words"),
    ("duty", "义务条款代码", "articles whose breach is penalised"),
    ("duty_words", "义务条款", "the same in words"),
    ("subject", "法定实施主体", "the body that the article names"),
    ("department", "实施主体类别", "`ecology`, `designated` or another department"),
    ("first_responsible", "第一责任层级", "`city`, `county` or `town`"),
    ("ranges", "法定幅度", "ids of the statutory ranges"),
    ("certainty", "文本性质", "how sure the row is"),
    ("confirmed", "复核状态", "whether a person has confirmed it"),
];

/// A row of the open data.
#[derive(Serialize)]
struct OpenRow {
    agency: String,
    list: String,
    list_title: String,
    level: String,
    territory: String,
    effective_from: String,
    published_on: Option<String>,
    list_certainty: String,
    filing: String,
    code: String,
    name: String,
    name_en: String,
    kind: String,
    basis: Vec<String>,
    basis_words: Vec<String>,
    duty: Vec<String>,
    duty_words: Vec<String>,
    subject: String,
    department: String,
    first_responsible: String,
    ranges: Vec<String>,
    certainty: String,
    confirmed: bool,
}

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
    let mut rows = vec![FIELDS.map(|field| field.1.to_owned()).to_vec()];
    let mut objects = Vec::new();
    if let Some(version) = &found.version {
        for item in &found.items {
            let row = open_row(&law, &found.agency.name, version, item);
            rows.push(cells(&row, version, item, &page));
            objects.push(row);
        }
    }
    form.file(&format!("power-{}", code.to_lowercase()), &rows, objects)
}

/// The same row as cells, in the order of [`FIELDS`].
fn cells(row: &OpenRow, version: &ListVersion, item: &Item, page: &Page) -> Vec<String> {
    vec![
        row.agency.clone(),
        row.list.clone(),
        row.list_title.clone(),
        row.level.clone(),
        row.territory.clone(),
        row.effective_from.clone(),
        row.published_on.clone().unwrap_or_default(),
        version.certainty.label().zh,
        row.filing.clone(),
        row.code.clone(),
        row.name.clone(),
        row.name_en.clone(),
        kind(item.kind, page).to_owned(),
        row.basis.join("；"),
        row.basis_words.join("；"),
        row.duty.join("；"),
        row.duty_words.join("；"),
        row.subject.clone(),
        row.department.clone(),
        row.first_responsible.clone(),
        row.ranges.join("；"),
        item.certainty.label().zh,
        if row.confirmed { "已复核" } else { "未复核" }.to_owned(),
    ]
}

fn open_row(law: &Law, agency: &str, version: &ListVersion, item: &Item) -> OpenRow {
    let (basis, duty) = (cited(law, &item.penalty), cited(law, &item.duty));
    let codes = |all: &[CitationBody]| all.iter().map(|one| one.citation.clone()).collect();
    let words = |all: &[CitationBody]| all.iter().map(|one| one.zh.clone()).collect();
    OpenRow {
        agency: agency.to_owned(),
        list: version.version.clone(),
        list_title: ListName::of(version).title,
        level: word(&version.level),
        territory: version.territory.to_string(),
        effective_from: version.effective_from.to_string(),
        published_on: version.published_on.map(|day| day.to_string()),
        list_certainty: word(&version.certainty),
        filing: version.filing.clone(),
        code: item.code.clone(),
        name: item.name.zh.clone(),
        name_en: item.name.en.clone(),
        kind: word(&item.kind),
        basis: codes(&basis),
        basis_words: words(&basis),
        duty: codes(&duty),
        duty_words: words(&duty),
        subject: item.subject.clone(),
        department: match &item.department {
            Department::Ecology => "ecology".to_owned(),
            Department::Designated => "designated".to_owned(),
            Department::Other(name) => name.clone(),
        },
        first_responsible: word(&item.first_responsible),
        ranges: item.ranges.clone(),
        certainty: word(&item.certainty),
        confirmed: item.review.is_confirmed(),
    }
}
