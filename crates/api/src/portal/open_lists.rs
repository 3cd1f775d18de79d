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
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
}

/// Each field of the open data: its name in JSON, its heading in tables, and what it holds.
pub(super) const FIELDS: [Field; 23] = [
    Field {
        name: "agency", heading: "实施机构", zh: "实施该事项的机构", en: "the body"
    },
    Field {
        name: "list",
        heading: "清单版本",
        zh: "清单版本的名称",
        en: "name of the list version",
    },
    Field {
        name: "list_title",
        heading: "清单名称",
        zh: "清单版本的文字名称",
        en: "the same in words",
    },
    Field {
        name: "level",
        heading: "清单层级",
        zh: "city 市级、county 县级、town 乡镇（街道）",
        en: "`city`, `county` or `town`",
    },
    Field {
        name: "territory",
        heading: "适用区域",
        zh: "区域路径，依次为市、县、乡镇代码",
        en: "path of the place, city/county/town codes",
    },
    Field {
        name: "effective_from",
        heading: "生效日期",
        zh: "生效的第一天，年-月-日",
        en: "first day in force, YYYY-MM-DD",
    },
    Field {
        name: "published_on",
        heading: "公布日期",
        zh: "公布的日期；样例清单为空",
        en: "day of publication; empty for a sample",
    },
    Field {
        name: "list_certainty",
        heading: "清单性质",
        zh: "official 正式、sample 样例等；表格中为文字",
        en: "`official`, `sample` …; in tables the label",
    },
    Field {
        name: "filing",
        heading: "备案文号",
        zh: "向本级人民政府备案的文号",
        en: "number of the filing with the government",
    },
    Field { name: "code", heading: "编码", zh: "事项的编码", en: "code of the item" },
    Field { name: "name", heading: "事项名称", zh: "事项的中文名称", en: "name" },
    Field {
        name: "name_en",
        heading: "英文译名",
        zh: "英文译名，没有法律效力",
        en: "English name, a translation without legal force",
    },
    Field {
        name: "kind",
        heading: "职权类型",
        zh: "penalty 处罚、coercion 强制、inspection 检查",
        en: "`penalty`, `coercion` or `inspection`",
    },
    Field {
        name: "basis",
        heading: "职权依据代码",
        zh: "赋予职权的条文，以引用代码表示",
        en: "articles that give the power, as citations",
    },
    Field {
        name: "basis_words",
        heading: "职权依据",
        zh: "赋予职权的条文，以文字表示",
        en: "the same in words",
    },
    Field {
        name: "duty",
        heading: "义务条款代码",
        zh: "违反即受处罚的义务条文，以引用代码表示",
        en: "articles whose breach is penalised",
    },
    Field {
        name: "duty_words",
        heading: "义务条款",
        zh: "义务条文，以文字表示",
        en: "the same in words",
    },
    Field {
        name: "subject",
        heading: "法定实施主体",
        zh: "条文写明的实施主体",
        en: "the body that the article names",
    },
    Field {
        name: "department",
        heading: "实施主体类别",
        zh: "ecology 生态环境部门、designated 由政府确定，或者其他部门名称",
        en: "`ecology`, `designated` or another department",
    },
    Field {
        name: "first_responsible",
        heading: "第一责任层级",
        zh: "city 市级、county 县级、town 乡镇（街道）",
        en: "`city`, `county` or `town`",
    },
    Field {
        name: "ranges",
        heading: "法定幅度",
        zh: "法定幅度表中的编号",
        en: "ids of the statutory ranges",
    },
    Field {
        name: "certainty",
        heading: "文本性质",
        zh: "该行内容有多可靠；表格中为文字",
        en: "how sure the row is",
    },
    Field {
        name: "confirmed",
        heading: "复核状态",
        zh: "是否经人工复核；JSON 为 true 或 false",
        en: "whether a person has confirmed it",
    },
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
    let mut rows = vec![FIELDS.iter().map(|field| field.heading.to_owned()).collect()];
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
