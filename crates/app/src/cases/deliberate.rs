//! Writes down the collective deliberation (集体讨论) and its conclusion.

use super::desk::Desk;
use crate::papers;
use crate::{Action, Actor, Cx, Error};
use domain::case::{Case, Deliberation, Participant};
use domain::officer::Officer;
use domain::record::RecordKind;
use domain::{CaseId, Date, Fen, OfficerId};

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
    let participants = registered(&mut desk, minutes.participants).await?;
    let deliberation = Deliberation {
        on: minutes.held_on,
        participants,
        conclusion: minutes.conclusion,
        fine: minutes.fine,
    };
    let voters: Vec<OfficerId> =
        deliberation.participants.iter().filter(|it| it.votes).map(|it| it.officer).collect();
    let case = desk.case.clone().deliberate(deliberation, desk.today())?;
    desk.impartial(&voters, "participants").await?;
    desk.stands().await?;
    let paper = |dossier: &papers::Dossier| Ok(vec![papers::deliberation(dossier)?]);
    desk.put_back(case, RecordKind::CaseDeliberated, paper).await
}

/// Officers stand in the minutes under their registered names.
async fn registered(
    desk: &mut Desk<'_>,
    participants: Vec<Participant>,
) -> Result<Vec<Participant>, Error> {
    let ids: Vec<OfficerId> = participants.iter().map(|one| one.officer).collect();
    let officers = store::officers::find_all(&mut desk.tx, &ids).await?;
    let named = |(one, officer): (Participant, Option<Officer>)| match officer {
        Some(officer) => Participant { name: officer.name, ..one },
        None => one,
    };
    Ok(participants.into_iter().zip(officers).map(named).collect())
}
