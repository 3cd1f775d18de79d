//! Everything that rests on an act at this moment, cases included: the rows of a change set.

use crate::{Error, Law};
use domain::ChangeSetId;
use domain::case::Case;
use domain::change_set::{ChangeRow, RowState};
use domain::citing::{CitedPlace, Citing, CitingKind};
use domain::law::{ArticleNumber, Words};
use std::collections::BTreeSet;
use store::Tx;

/// Rows of one change set at most; a site with more open cases must settle some first.
const ROWS_MAX: usize = 20_000;

/// What is looked for: an act, whole or in some of its articles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) act: &'a str,
    /// None means the whole act.
    pub(super) articles: Option<&'a [ArticleNumber]>,
}

impl Part<'_> {
    pub(super) fn places(self, places: Vec<CitedPlace>) -> Vec<CitedPlace> {
        let touched = |cited: &CitedPlace| {
            cited.place.act == self.act
                && self.articles.is_none_or(|changed| changed.contains(&cited.place.article))
        };
        places.into_iter().filter(touched).collect()
    }
}

/// The rows, tables first, then the open cases by item.
pub(super) async fn rows(
    tx: &mut Tx,
    law: &Law,
    part: Part<'_>,
    set: ChangeSetId,
) -> Result<Vec<ChangeRow>, Error> {
    let mut rows: Vec<ChangeRow> = Vec::new();
    for Citing { kind, code, name, places } in law.tables().citing() {
        let places = part.places(places);
        if !places.is_empty() {
            rows.push(row(set, kind, code, name, places));
        }
    }
    for item in items(law, part) {
        for case in all_of_item(tx, &item, true).await? {
            let places = part.places(law.tables().of_case(&case));
            if places.is_empty() {
                continue;
            }
            let territory = Some(case.territory.clone());
            let id = case.id.to_string();
            let found = row(set, CitingKind::Case, id, case_name(&case), places);
            rows.push(ChangeRow { territory, ..found });
            if rows.len() > ROWS_MAX {
                return Err(too_many());
            }
        }
    }
    for (position, row) in (1..).zip(&mut rows) {
        row.position = position;
    }
    Ok(rows)
}

/// Items whose cases may rest on it: those that cite it, and those of violations whose range does.
pub(super) fn items(law: &Law, part: Part<'_>) -> BTreeSet<String> {
    let mut items = BTreeSet::new();
    for Citing { kind, code, places, .. } in law.tables().citing() {
        if part.places(places).is_empty() {
            continue;
        }
        match kind {
            CitingKind::Item => {
                items.insert(code);
            }
            CitingKind::Violation => {
                items.extend(law.violations.get(&code).map(|violation| violation.item.clone()));
            }
            CitingKind::List
            | CitingKind::Range
            | CitingKind::Benchmark
            | CitingKind::Period
            | CitingKind::Document
            | CitingKind::Refusal
            | CitingKind::Case => {}
        }
    }
    items
}

/// Every case of an item, page by page.
pub(super) async fn all_of_item(tx: &mut Tx, item: &str, open: bool) -> Result<Vec<Case>, Error> {
    let mut cases: Vec<Case> = Vec::new();
    loop {
        let after = cases.last().map(|case| case.id.to_string()).unwrap_or_default();
        let page = store::cases::of_item(tx, item, &after, open).await?;
        if page.is_empty() {
            return Ok(cases);
        }
        cases.extend(page);
        if cases.len() > ROWS_MAX {
            return Err(too_many());
        }
    }
}

fn too_many() -> Error {
    domain::Refusal::new(
        "change_set.too_many",
        format!("受影响的事项超过{ROWS_MAX}项，请先办结部分案件，或者分条文录入"),
        format!("more than {ROWS_MAX} things rest on it; close some cases first, or enter it by articles"),
    )
    .into()
}

fn case_name(case: &Case) -> Words {
    let number = case.steps().filed.map(|filed| filed.number.clone());
    let number = number.unwrap_or_else(|| "待立案".to_owned());
    Words::new(format!("{number} {}", case.cause), format!("{number} {}", case.cause))
}

fn row(
    set: ChangeSetId,
    kind: CitingKind,
    code: String,
    name: Words,
    places: Vec<CitedPlace>,
) -> ChangeRow {
    ChangeRow {
        set,
        position: 0,
        kind,
        code,
        name,
        places,
        territory: None,
        state: RowState::Open,
        revision: 1,
    }
}
