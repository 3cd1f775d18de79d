//! What every step on a case has in common: the case is taken up, changed by the law, and put back with its record.

use super::standing;
use crate::discretion::{self, Answer, Question};
use crate::jurisdiction;
use crate::papers::{self, Dossier};
use crate::{Action, Actor, Cx, Error, Permit};
use domain::case::{ActTime, Case, Compared, Thresholds, rules_changed};
use domain::discretion::Facts;
use domain::document::Document;
use domain::jurisdiction::{Acting, Grounds, Step};
use domain::officer::Officer;
use domain::record::RecordKind;
use domain::{CaseId, Date, EvidenceId, OfficerId, Refusal};
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
        let acting = Acting::Head(&head);
        let ask = jurisdiction::Case { step, case: &self.case, acting, setting: None };
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
        question.facts.fit(self.case.party.kind)?;
        self.evidence_of(&question.facts).await?;
        let law = self.permit.cx().law();
        let (today, this) = (self.today(), self.case.id);
        // On the heap: a step holds the whole case already, and whoever asks for permission needs room on the stack.
        let asked = standing::answer(&law, &mut self.tx, &self.case, question, act, today);
        let mut answer = Box::pin(asked).await??;
        if let Some(told) = self.case.told_for(&answer.premises.question) {
            answer.calculation = answer.calculation.not_above(told);
        }
        let band = Box::pin(discretion::band(&law, &mut self.tx, &answer, Some(this))).await?;
        let compared = band.map(|band| Compared::with_reason(band, reason)).transpose()?;
        Ok((answer, compared))
    }

    /// Refuses a step that would bind the party by rules that are no longer those to apply.
    pub(super) async fn stands(&mut self) -> Result<(), Error> {
        let (law, today) = (self.permit.cx().law(), self.today());
        let changes = Box::pin(standing::changes(&law, &mut self.tx, &self.case, today)).await?;
        if changes.is_empty() { Ok(()) } else { Err(rules_changed(&changes).into()) }
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

    /// People who preside or vote: officers of this body in service, none of whom inspected.
    pub(super) async fn impartial(
        &mut self,
        ids: &[OfficerId],
        field: &'static str,
    ) -> Result<(), Error> {
        let found = store::officers::find_all(&mut self.tx, ids).await?;
        let own = |officer: &Officer| officer.active && officer.agency == self.case.agency;
        let people: Option<Vec<Officer>> = found.into_iter().map(|it| it.filter(own)).collect();
        let Some(people) = people else {
            return Err(Refusal::new(
                "case.person_unknown",
                "主持人和参加表决的人员须为本机关在岗人员，请从名单中选择",
                "whoever presides or votes is an officer of this body in service; choose from the list",
            )
            .field(field)
            .into());
        };
        let inspection = store::inspections::find(&mut self.tx, self.case.inspection).await?;
        let inspection = inspection.ok_or(Error::NotFound("inspection"))?;
        if people.iter().any(|officer| inspection.team.contains(officer.id)) {
            return Err(Refusal::new(
                "case.inspector_not_impartial",
                "参加本案现场检查的人员可以汇报，不得主持听证或者参与表决",
                "whoever inspected may report, but neither presides nor votes",
            )
            .basis("生态环境行政执法案卷评查细则（2024年版）重大问题第18项")
            .field(field)
            .into());
        }
        Ok(())
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
