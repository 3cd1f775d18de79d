//! What every step on a case has in common: the case is taken up, changed by the law, and put back with its record.

use crate::discretion::{self, Answer, Question};
use crate::jurisdiction;
use crate::papers::{self, Dossier};
use crate::{Action, Actor, Cx, Error, Permit};
use domain::case::{ActTime, Case, Compared, Thresholds};
use domain::discretion::Facts;
use domain::document::Document;
use domain::jurisdiction::{Acting, Grounds, Step};
use domain::record::RecordKind;
use domain::{CaseId, Date, EvidenceId, OfficerId};
use store::Tx;

/// A case taken up for one step.
pub(super) struct Desk<'a> {
    pub(super) permit: Permit<'a>,
    pub(super) tx: Tx,
    pub(super) case: Case,
}

impl<'a> Desk<'a> {
    /// Takes a case up at the revision at which it was read, where somebody handles it.
    pub(super) async fn open(
        cx: &'a Cx,
        actor: &'a Actor,
        action: Action,
        id: CaseId,
        revision: u32,
    ) -> Result<Self, Error> {
        let desk = Self::open_untaken(cx, actor, action, id, revision).await?;
        desk.case.taken()?;
        Ok(desk)
    }

    /// The same for a case that was handed over and that nobody handles yet.
    pub(super) async fn open_untaken(
        cx: &'a Cx,
        actor: &'a Actor,
        action: Action,
        id: CaseId,
        revision: u32,
    ) -> Result<Self, Error> {
        let permit = cx.authorize(actor, action)?;
        let mut tx = permit.write().await?;
        let case = permit.on(store::cases::find(&mut tx, id).await?, "case")?;
        if case.revision != revision {
            return Err(Error::Stale("case"));
        }
        if !store::cases::vouched(&mut tx, &case).await? {
            return Err(papers::altered("case").into());
        }
        Ok(Self { permit, tx, case })
    }

    /// Who takes the step.
    pub(super) fn by(&self) -> Result<OfficerId, Error> {
        Ok(self.permit.person()?.id)
    }

    /// The day on which it is taken.
    pub(super) fn today(&self) -> Date {
        self.permit.now().date()
    }

    /// On what the body's power rests today, and that the head who acts is its head.
    pub(super) async fn grounds(&mut self, step: Step) -> Result<Grounds, Error> {
        let by = self.by()?;
        let head = store::officers::find(&mut self.tx, by).await?;
        let head = head.ok_or(Error::NotFound("officer"))?;
        let ask = jurisdiction::Case { step, case: &self.case, acting: Acting::Head(&head) };
        Box::pin(ask.grounds(&self.permit, &mut self.tx)).await
    }

    /// The amounts that open a gate.
    pub(super) fn thresholds(&self) -> Thresholds {
        self.permit.cx().law().thresholds.clone()
    }

    /// The fine for the case at hand: its item, the act as recorded, what the party's earlier cases give; and where it lies
    /// among the nearest decided cases, with the reason where that is outside.
    pub(super) async fn compute(
        &mut self,
        question: Question,
        act: ActTime,
        reason: Option<&str>,
    ) -> Result<(Answer, Option<Compared>), Error> {
        let question = Question {
            item: self.case.item.clone(),
            act_on: act.ended_by(self.today()),
            act_from: Some(act.from),
            continues: act.until.is_none(),
            party: Some(self.case.party.code.clone()),
            discovered_on: self.case.proposal().map(|proposal| proposal.found_on),
            ..question
        };
        question.facts.fit(self.case.party.kind)?;
        self.evidence_of(&question.facts).await?;
        let law = self.permit.cx().law();
        let (party, this) = (self.case.party.code.clone(), self.case.id);
        let earlier = discretion::earlier(&law, &mut self.tx, &party, Some(this)).await?;
        let answer = discretion::compute(&law, &question, self.today(), &earlier)?;
        let band = discretion::band(&law, &mut self.tx, &answer, Some(this)).await?;
        let compared = band.map(|band| Compared::with_reason(band, reason)).transpose()?;
        Ok((answer, compared))
    }

    /// The evidence that a checklist names is this case's.
    async fn evidence_of(&mut self, facts: &Facts) -> Result<(), Error> {
        let mut named: Vec<EvidenceId> = Vec::new();
        for answer in facts.conditions.values() {
            named.extend(&answer.evidence_ids);
        }
        if named.is_empty() {
            return Ok(());
        }
        let inspection = store::inspections::find(&mut self.tx, self.case.inspection).await?;
        let inspection = inspection.ok_or(Error::NotFound("inspection"))?;
        let usable = |id: &EvidenceId| {
            inspection.evidence.iter().any(|item| item.id == *id && item.withdrawn.is_none())
        };
        if named.iter().all(usable) {
            return Ok(());
        }
        Err(super::conclude::foreign_evidence().field("discretion.conditions").into())
    }

    /// The next document number of the case's agency.
    pub(super) async fn number(
        &mut self,
        kind: domain::document::NumberKind,
    ) -> Result<domain::document::DocumentNumber, Error> {
        papers::number(&self.permit, &mut self.tx, self.case.agency, kind).await
    }

    /// Puts the changed case back with its record, and the papers that the step makes.
    pub(super) async fn put_back(
        mut self,
        case: Case,
        kind: RecordKind,
        make: impl FnOnce(&Dossier) -> Result<Vec<Document>, Error>,
    ) -> Result<Case, Error> {
        let due_on = self.permit.cx().law().clock(&case).next().map(|next| next.due_on);
        let change = self.permit.change(kind);
        let case = store::cases::save(&mut self.tx, case, due_on, &change).await?;
        let dossier = Dossier::load(&self.permit, &mut self.tx, &case).await?;
        for document in make(&dossier)? {
            let subject = format!("case/{}", case.id);
            papers::keep(&self.permit, &mut self.tx, &subject, &case.territory, &document).await?;
        }
        self.permit.commit(self.tx).await?;
        Ok(case)
    }
}

/// For steps that make no paper.
pub(super) fn no_papers(_: &Dossier) -> Result<Vec<Document>, Error> {
    Ok(Vec::new())
}
