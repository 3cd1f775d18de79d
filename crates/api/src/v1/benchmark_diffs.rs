//! `benchmark-sets/diff`: what differs between two versions of a set, and what that does to like cases.

use super::comparison::{WordsBody, violation_name};
use crate::extract::{Json, Query};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::benchmarks;
use axum::extract::State;
use domain::discretion::{CellChange, Effect, Like, TableDiff};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SetDiffQuery {
    /// Id and version of the earlier one, `hunan-2021@2021-1`; the one in force today unless told.
    before: Option<String>,
    /// Id and version of the later one.
    after: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SetCellBody {
    /// `factor/option/1`, `column/1/start`, `row/f1=1,f2=2/1`, or a field.
    cell: String,
    name: WordsBody,
    before: Option<String>,
    after: Option<String>,
}

impl From<CellChange> for SetCellBody {
    fn from(change: CellChange) -> Self {
        let CellChange { cell, name, before, after } = change;
        Self { cell, name: name.into(), before, after }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SetTableDiffBody {
    code: String,
    title: WordsBody,
    /// `added`, `removed` or `changed`.
    kind: String,
    changes: Vec<SetCellBody>,
}

impl From<TableDiff> for SetTableDiffBody {
    fn from(table: TableDiff) -> Self {
        let kind = match (table.before, table.after) {
            (false, _) => "added",
            (true, false) => "removed",
            (true, true) => "changed",
        };
        Self {
            code: table.code,
            title: table.title.into(),
            kind: kind.to_owned(),
            changes: super::common::all(table.changes),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LikeBody {
    /// `lightest`, `middle` or `heaviest` option of each circumstance.
    weight: String,
    before_fen: Option<i64>,
    after_fen: Option<i64>,
}

impl From<Like> for LikeBody {
    fn from(like: Like) -> Self {
        let weight = ["lightest", "middle", "heaviest"].get(usize::from(like.weight));
        Self {
            weight: weight.copied().unwrap_or_default().to_owned(),
            before_fen: like.before.map(|fine| fine.0),
            after_fen: like.after.map(|fine| fine.0),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct EffectBody {
    violation: String,
    violation_name: WordsBody,
    old_law: bool,
    range: String,
    /// `ordinary` or `heavier`.
    tier: String,
    table_before: Option<String>,
    table_after: Option<String>,
    /// The amount that multiples were computed with; an example, of no case.
    base_fen: Option<i64>,
    likes: Vec<LikeBody>,
}

impl EffectBody {
    fn of(api: &Api, effect: Effect) -> Self {
        Self {
            violation_name: violation_name(api, &effect.violation),
            violation: effect.violation,
            old_law: effect.old_law,
            range: effect.range,
            tier: super::common::word(&effect.tier),
            table_before: effect.tables.0,
            table_after: effect.tables.1,
            base_fen: effect.base.map(|base| base.0),
            likes: super::common::all(effect.likes),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SetDiffBody {
    before: String,
    after: String,
    set: Vec<SetCellBody>,
    serves: Vec<SetCellBody>,
    tables: Vec<SetTableDiffBody>,
    /// What the lightest, a middle and the heaviest case of each violation cost under both; only where that differs.
    effects: Vec<EffectBody>,
}

/// What differs between two versions of a set.
#[utoipa::path(get, path = "/api/v1/benchmark-sets/diff", operation_id = "benchmark_diff", tag = "discretion", params(SetDiffQuery), responses((status = 200, body = SetDiffBody)))]
pub(crate) async fn diff(
    State(api): State<Api>,
    officer: Officer,
    Query(SetDiffQuery { before, after }): Query<SetDiffQuery>,
) -> Result<Json<SetDiffBody>, Problem> {
    let found = benchmarks::differ(api.cx(), officer.actor(), before.as_deref(), &after).await?;
    Ok(Json(SetDiffBody {
        before: found.before,
        after: found.after,
        set: super::common::all(found.diff.set),
        serves: super::common::all(found.diff.serves),
        tables: super::common::all(found.diff.tables),
        effects: found.effects.into_iter().map(|effect| EffectBody::of(&api, effect)).collect(),
    }))
}
