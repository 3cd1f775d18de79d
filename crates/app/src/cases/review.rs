//! Legal review (法制审核), before the notice or once more before the decision.

use super::desk::Desk;
use crate::papers;
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::{Case, Review, ReviewChecks, ReviewResult};
use domain::record::RecordKind;

/// What the reviewer says.
#[derive(Debug, Clone)]
pub struct ReviewCase {
    /// The result.
    pub result: ReviewResult,
    /// The opinion in words.
    pub opinion: String,
    /// What was looked at and found in order.
    pub checks: ReviewChecks,
}

/// Reviews the case.
pub async fn review(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    review: ReviewCase,
) -> Result<Case, Error> {
    let desk = Desk::open(cx, actor, Action::CaseReview, id, revision).await?;
    let ReviewCase { result, opinion, checks } = review;
    let review = Review { result, opinion, checks, by: desk.by()?, on: desk.today() };
    let case = desk.case.clone().review(review.clone(), &desk.thresholds())?;
    let paper = |dossier: &papers::Dossier| Ok(vec![papers::legal_review(dossier, &review)?]);
    desk.put_back(case, RecordKind::CaseLegallyReviewed, paper).await
}
