//! Writes down the collective deliberation (集体讨论) and its conclusion.

use super::desk::Desk;
use crate::papers;
use crate::{Action, Actor, Cx, Error};
use domain::case::{Case, Deliberation, Participant};
use domain::record::RecordKind;
use domain::{CaseId, Date, Fen};

/// The minutes.
#[derive(Debug, Clone)]
pub struct Deliberate {
    /// When.
    pub held_on: Date,
    /// Who, with each opinion.
    pub participants: Vec<Participant>,
    /// The conclusion in words.
    pub conclusion: String,
    /// A lower fine, where the conclusion departs from the proposal.
    pub fine: Option<Fen>,
}

/// Records the deliberation.
pub async fn deliberate(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    minutes: Deliberate,
) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseDeliberate, id, revision).await?;
    let deliberation = Deliberation {
        on: minutes.held_on,
        participants: minutes.participants,
        conclusion: minutes.conclusion,
        fine: minutes.fine,
    };
    let case = desk.case.clone().deliberate(deliberation, desk.today())?;
    desk.stands().await?;
    let paper = |dossier: &papers::Dossier| Ok(vec![papers::deliberation(dossier)?]);
    desk.put_back(case, RecordKind::CaseDeliberated, paper).await
}
