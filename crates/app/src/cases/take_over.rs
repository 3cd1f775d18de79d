//! The receiver of a case that was transferred or designated names its handlers (接办).

use super::desk::Desk;
use crate::jurisdiction;
use crate::{Action, Actor, Cx, Error};
use domain::case::Case;
use domain::jurisdiction::{Acting, Grounds, Setting, Step};
use domain::officer::{CertifiedTeam, Officer};
use domain::record::RecordKind;
use domain::{CaseId, OfficerId};

/// Whom the receiver names.
#[derive(Debug, Clone)]
pub struct TakeOver {
    /// Two certified officers or more, the one who sends this among them.
    pub handlers: Vec<OfficerId>,
    /// On which occasion the receiver has the case; unless told the giver's, where the receiver has the power on that, else
    /// the ordinary one.
    pub setting: Option<Setting>,
}

/// Takes the case over with these handlers; the procedure goes on where it stood, and its clocks never stopped.
pub async fn take_over(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    order: TakeOver,
) -> Result<Case, Error> {
    let mut desk = Desk::open_untaken(cx, actor, Action::CaseTakeOver, id, revision).await?;
    let officers = jurisdiction::officers_of(&mut desk.tx, &order.handlers).await?;
    let team = CertifiedTeam::form(&officers, desk.today())
        .map_err(|refusal| refusal.field("handler_ids"))?;
    let grounds = grounds(&mut desk, &officers, order.setting).await?;
    let case = desk.case.clone().take_over(team, grounds, desk.by()?, desk.permit.now())?;
    let due_on = cx.law().clock(&case).next().map(|next| next.due_on);
    let change = desk.permit.change(RecordKind::CaseAssigned);
    let case = store::cases::save_moved(&mut desk.tx, case, due_on, &change).await?;
    desk.permit.commit(desk.tx).await?;
    Ok(case)
}

/// The grounds on the occasion that was named, or on the first that holds.
async fn grounds(
    desk: &mut Desk<'_>,
    officers: &[Officer],
    named: Option<Setting>,
) -> Result<Grounds, Error> {
    let occasions = match named {
        Some(named) => vec![named],
        None => jurisdiction::occasions(&mut desk.tx, &desk.case).await?,
    };
    let mut told = Err(Error::NotFound("case"));
    for setting in occasions {
        let (step, acting) = (Step::File, Acting::Officers(officers));
        let ask = jurisdiction::Case { step, case: &desk.case, acting, setting: Some(setting) };
        told = Box::pin(ask.grounds(&desk.permit, &mut desk.tx)).await;
        if told.is_ok() {
            break;
        }
    }
    told
}
