//! Examination of a concluded case by somebody who does not handle it (案件审查).

use super::desk::Desk;
use crate::papers;
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::{Case, Examination, ExaminationResult};
use domain::record::RecordKind;

/// What the examiner says.
#[derive(Debug, Clone)]
pub struct Examine {
    /// The result.
    pub result: ExaminationResult,
    /// The opinion in words.
    pub opinion: String,
    /// Answers against the count of the party's cases that are approved, by factor.
    pub approves: Vec<String>,
}

/// Examines the case.
pub async fn examine(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    examine: Examine,
) -> Result<Case, Error> {
    let desk = Desk::open(cx, actor, Action::CaseExamine, id, revision).await?;
    let Examine { result, opinion, approves } = examine;
    let examination = Examination { result, opinion, approves, by: desk.by()?, on: desk.today() };
    let case = desk.case.clone().examine(examination.clone(), &desk.thresholds())?;
    let paper =
        |dossier: &papers::Dossier| Ok(vec![papers::case_examination(dossier, &examination)?]);
    desk.put_back(case, RecordKind::CaseExamined, paper).await
}
