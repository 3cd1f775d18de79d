//! The hearing (听证): asked for by the party, held by somebody who did not investigate.

use super::desk::{Desk, no_papers};
use crate::{Action, Actor, Cx, Error};
use domain::case::{Case, Hearing};
use domain::record::RecordKind;
use domain::{CaseId, Date, OfficerId};

/// The hearing as it was held.
#[derive(Debug, Clone)]
pub struct HoldHearing {
    /// When the party was told of its time and place; the day of its request where that is not said.
    pub notified_on: Option<Date>,
    /// When it was held.
    pub held_on: Date,
    /// Who presided.
    pub host: OfficerId,
    /// Who took part.
    pub participants: Vec<String>,
    /// What was said.
    pub summary: String,
    /// Whether it brought new evidence.
    pub new_evidence: bool,
}

/// The party asks for a hearing.
pub async fn request_hearing(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    requested_on: Date,
) -> Result<Case, Error> {
    let desk = Desk::open(cx, actor, Action::CaseRequestHearing, id, revision).await?;
    let case = desk.case.clone().request_hearing(requested_on, desk.today())?;
    desk.put_back(case, RecordKind::CaseRevised, no_papers).await
}

/// The hearing was held.
pub async fn hold_hearing(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    held: HoldHearing,
) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseHoldHearing, id, revision).await?;
    let host = held.host;
    let hearing = Hearing {
        requested_on: held.held_on,
        notified_on: held.notified_on,
        held_on: Some(held.held_on),
        host: Some(host),
        participants: held.participants,
        summary: held.summary,
        new_evidence: held.new_evidence,
    };
    let law = cx.law();
    let case = desk.case.clone().hold_hearing(hearing, law.counting(), desk.today())?;
    desk.impartial(&[host], "host").await?;
    desk.put_back(case, RecordKind::CaseHeard, no_papers).await
}
