//! Closes a case (结案): the handler proposes it with what proves it, the head approves it or sends it back.

use super::desk::{Desk, no_papers};
use crate::papers;
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::{Annulment, Case, CloseGround, Closing, Payment};
use domain::notice::NoticeState;
use domain::record::RecordKind;

/// A closing as the handler proposes it.
#[derive(Debug, Clone)]
pub struct ProposeClosing {
    /// The ground.
    pub ground: CloseGround,
    /// The payment, where a fine was performed.
    pub payment: Option<Payment>,
    /// The annulling paper, where the decision was annulled.
    pub annulment: Option<Annulment>,
    /// The reason in words.
    pub reason: String,
}

/// Proposes to close the case.
pub async fn propose_closing(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    order: ProposeClosing,
) -> Result<Case, Error> {
    let desk = Desk::open(cx, actor, Action::CaseClose, id, revision).await?;
    let ProposeClosing { ground, payment, annulment, reason } = order;
    let (by, on) = (desk.by()?, desk.today());
    let closing = Closing { ground, payment, annulment, reason, by, on };
    let case = desk.case.clone().propose_closing(closing, on)?;
    desk.put_back(case, RecordKind::CaseClosingProposed, no_papers).await
}

/// Approves the closing. The public notice of a decision that was annulled is taken down in the same step.
pub async fn approve_closing(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseApproveClosing, id, revision).await?;
    let case = desk.case.clone().approve_closing(desk.by()?, desk.today())?;
    let closing = case.steps().served.and_then(|served| served.closing.as_ref());
    if let Some(paper) = closing.and_then(|closing| closing.annulment.as_ref()) {
        Box::pin(take_down(&mut desk, paper)).await?;
    }
    let paper = |dossier: &papers::Dossier| Ok(vec![papers::closing_approval(dossier)?]);
    desk.put_back(case, RecordKind::CaseClosed, paper).await
}

/// Sends the closing back to its handler.
pub async fn refuse_closing(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    reason: &str,
) -> Result<Case, Error> {
    let desk = Desk::open(cx, actor, Action::CaseApproveClosing, id, revision).await?;
    let case = desk.case.clone().refuse_closing(reason, desk.by()?, desk.today())?;
    desk.put_back(case, RecordKind::CaseClosingReturned, no_papers).await
}

/// Takes the notice down and says why (行政处罚法 art. 48: within three working days of the annulment).
async fn take_down(desk: &mut Desk<'_>, paper: &Annulment) -> Result<(), Error> {
    let notice = store::notices::of_case(&mut desk.tx, desk.case.id).await?;
    let Some(notice) = notice.filter(|notice| notice.state == NoticeState::Published) else {
        return Ok(());
    };
    let reason = format!("原行政处罚决定已被{}撤销。", paper.number);
    let notice = notice.withdraw(&reason, &[], desk.permit.now())?;
    let change = desk.permit.change(RecordKind::NoticeWithdrawn);
    store::notices::save(&mut desk.tx, notice, &change).await?;
    Ok(())
}
