//! Writes a set as sheets.

use super::labels::{
    ANCHORS, CERTAINTIES, COUNTS, EXCLUSION_HEAD, ROUNDINGS, SERVE_HEAD, SET_HEAD, SET_ROWS, TIERS,
    UNKNOWNS, WINDOW_HEAD, YES, name,
};
use super::{ABOUT, EXCLUSIONS, SERVES, SET, Sheet, TABLE, WINDOWS, write_table};
use crate::discretion::{BenchmarkContent, Exact, Kind};
use crate::law::Words;

/// The sheets of a set.
pub fn sheets(content: &BenchmarkContent) -> Vec<Sheet> {
    let mut sheets = vec![about(Some(content)), set(content), windows(content)];
    sheets.extend([exclusions(content), serves(content)]);
    for (index, table) in content.set.tables.iter().enumerate() {
        let rows = write_table::rows(table);
        sheets.push(Sheet { name: format!("{TABLE}{}", index + 1), rows });
    }
    sheets
}

/// The sheets of a set that is still to be written: headings and what to write below them.
pub fn template() -> Vec<Sheet> {
    let set_rows = SET_ROWS.iter().map(|(label, help)| texts(&[label, "", "", help]));
    vec![
        about(None),
        headed(SET, &SET_HEAD, set_rows.collect()),
        headed(WINDOWS, &WINDOW_HEAD, Vec::new()),
        headed(EXCLUSIONS, &EXCLUSION_HEAD, Vec::new()),
        headed(SERVES, &SERVE_HEAD, Vec::new()),
        Sheet { name: format!("{TABLE}1"), rows: write_table::blank(Kind::Sum) },
        Sheet { name: format!("{TABLE}2"), rows: write_table::blank(Kind::Range) },
    ]
}

fn about(content: Option<&BenchmarkContent>) -> Sheet {
    const LINES: [&str; 12] = [
        "裁量基准工作簿：导出、修改、再导入，得到同一套基准。本页只供阅读，导入时不读。",
        "“基准”页：整套基准的编码、来源、取舍规则和调整上限，每项一行，B列填写内容。",
        "“回溯期”“承诺除外”页：计次的期间和公开道歉承诺的除外情形；没有的可以空着。",
        "“适用”页：每张裁量表适用于哪一违法行为、哪一法定幅度。违法行为和法定幅度使用平台的编码。",
        "“表1”“表2”……：每页一张裁量表，页的先后就是表的先后。上半部分是表的说明，下面依次是栏、因素和区间。",
        "每个选项一行；同一因素的第二行起，A至D列空着。百分值写整数或者分数（20、1/3），不带百分号。",
        "某一栏不使用该因素时，该格空着；0表示使用而不加。",
        "区间表的每一行写明各因素的选项编码（空着表示不论）和罚款原文、下限、上限；读不出幅度的只写原文。",
        "出处：每个数都要有出处。全表同一出处时在“各格出处”写“随表”，否则写“逐格”并在每格旁写明。",
        "金额单位为元；倍数写整数或者分数。基数不是固定数额时，下限和上限是基数的倍数。",
        "编码只用一次：改了因素或者选项的编码，区间各行也要相应修改。",
        "导入时先逐格核对，有一处错误就不导入，并按“表3!C7”的方式指出位置、规则和改法。",
    ];
    let mut rows: Vec<Vec<String>> = LINES.iter().map(|line| texts(&[line])).collect();
    if let Some(content) = content {
        rows.push(Vec::new());
        rows.push(texts(&["基准", &content.set.key()]));
        rows.push(texts(&["内容摘要（SHA-256）", &content.digest()]));
    }
    Sheet { name: ABOUT.to_owned(), rows }
}

fn set(content: &BenchmarkContent) -> Sheet {
    let BenchmarkContent { set, rounding_basis, .. } = content;
    let rules = &set.rules;
    let (within, pledge) = (rules.within_range.as_ref(), rules.pledge.as_ref());
    let one = |text: String| (text, String::new());
    let number = |value: Option<&Exact>| one(value.map(Exact::to_string).unwrap_or_default());
    let maybe = |words: Option<&Words>| words.map(both).unwrap_or_default();
    let day = |day: Option<crate::Date>| one(day.map(|day| day.to_string()).unwrap_or_default());
    let values: [(String, String); SET_ROWS.len()] = [
        one(set.id.clone()),
        one(set.version.clone()),
        both(&set.title),
        both(&set.source),
        one(name(&set.certainty, CERTAINTIES)),
        both(&set.label),
        day(set.effective_from),
        day(set.effective_to),
        one(name(&rules.rounding, ROUNDINGS)),
        one(rounding_basis.clone()),
        one(name(&rules.unknown, UNKNOWNS)),
        one(name(&rules.wording.at_least_includes, YES)),
        one(name(&rules.wording.up_to_includes, YES)),
        number(rules.limits.aggravate_of_maximum.as_ref()),
        number(rules.limits.lighten_of_maximum.as_ref()),
        number(rules.limits.mitigate_of_minimum.as_ref()),
        maybe(rules.limits.basis.as_ref()),
        number(within.map(|rule| &rule.lighter_of_maximum)),
        number(within.map(|rule| &rule.ordinary_of_maximum)),
        number(within.map(|rule| &rule.ordinary_of_minimum)),
        number(within.map(|rule| &rule.heavier_of_minimum)),
        maybe(within.map(|rule| &rule.basis)),
        number(pledge.map(|rule| &rule.least)),
        number(pledge.map(|rule| &rule.most)),
        maybe(pledge.map(|rule| &rule.basis)),
    ];
    let row = |((label, help), (zh, en)): (&(&str, &str), (String, String))| {
        vec![(*label).to_owned(), zh, en, (*help).to_owned()]
    };
    headed(SET, &SET_HEAD, SET_ROWS.iter().zip(values).map(row).collect())
}

fn windows(content: &BenchmarkContent) -> Sheet {
    let rows = content.set.rules.windows.iter().map(|window| {
        let (basis, basis_en) = both(&window.basis);
        vec![
            window.id.clone(),
            name(&window.counts, COUNTS),
            window.years.to_string(),
            name(&window.from, ANCHORS),
            name(&window.includes_anchor, YES),
            name(&window.includes_this, YES),
            name(&window.each_act, YES),
            basis,
            basis_en,
        ]
    });
    headed(WINDOWS, &WINDOW_HEAD, rows.collect())
}

fn exclusions(content: &BenchmarkContent) -> Sheet {
    let rule = content.set.rules.pledge.iter();
    let rows = rule.flat_map(|rule| &rule.exclusions).map(|exclusion| {
        let (zh, en) = both(&exclusion.words);
        vec![exclusion.id.clone(), zh, en]
    });
    headed(EXCLUSIONS, &EXCLUSION_HEAD, rows.collect())
}

fn serves(content: &BenchmarkContent) -> Sheet {
    let rows = content.serves.iter().map(|serve| {
        let (why, why_en) = both(&serve.route.why);
        vec![
            serve.violation.clone(),
            name(&serve.old_law, YES),
            serve.route.range.clone(),
            name(&serve.route.tier, TIERS),
            serve.route.table.clone(),
            why,
            why_en,
            serve.route.clause.as_ref().map(ToString::to_string).unwrap_or_default(),
        ]
    });
    headed(SERVES, &SERVE_HEAD, rows.collect())
}

fn headed(name: &str, head: &[&str], rows: Vec<Vec<String>>) -> Sheet {
    let mut all = vec![texts(head)];
    all.extend(rows);
    Sheet { name: name.to_owned(), rows: all }
}

/// Chinese and English; a cell of English that would only repeat the Chinese stays empty.
pub(super) fn both(words: &Words) -> (String, String) {
    let en = if words.en == words.zh { String::new() } else { words.en.clone() };
    (words.zh.clone(), en)
}

pub(super) fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}
