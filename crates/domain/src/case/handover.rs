//! A case that goes to another body (移送, 指定管辖, 收回下放): at most once by transfer and once by designation. Its file, evidence and
//! clocks go with it; its handlers are released, and it rests until the receiver has named its own.

use super::{Case, Stage, StageName};
use crate::agency::Agency;
use crate::jurisdiction::{Designation, DesignationKind, Footing, Grounds, Step, in_name_of};
use crate::officer::{CertifiedOfficer, CertifiedTeam};
use crate::region::Territory;
use crate::{AgencyId, DesignationId, OfficerId, Refusal, Refused, Timestamp};
use serde::{Deserialize, Serialize};

/// Why it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandoverKind {
    /// 移送 to the body that has the power.
    Transfer,
    /// 指定管辖 by the common superior.
    Designation,
    /// 收回下放: a town's delegation was taken back.
    Withdrawal,
}

impl From<DesignationKind> for HandoverKind {
    fn from(kind: DesignationKind) -> Self {
        match kind {
            DesignationKind::Transfer => Self::Transfer,
            DesignationKind::Withdrawal => Self::Withdrawal,
            DesignationKind::Dispute | DesignationKind::Request | DesignationKind::Order => {
                Self::Designation
            }
        }
    }
}

/// The receiver's handlers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// Who handles the case from now on.
    pub handlers: CertifiedTeam,
    /// On what the receiver's power rested that day.
    pub grounds: Box<Footing>,
    /// By whom taken.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
}

/// One handing over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Handover {
    /// Why it went.
    pub kind: HandoverKind,
    /// The transfer or designation it rests on.
    pub designation: DesignationId,
    /// Its number.
    pub number: String,
    /// Who gave it.
    pub from: AgencyId,
    /// The area of the giver; who is there still reads it.
    pub from_territory: Territory,
    /// Who has it now.
    pub to: AgencyId,
    /// The handlers who were released.
    pub released: Vec<CertifiedOfficer>,
    /// At which stage it went.
    pub stage: StageName,
    /// By whom accepted or designated.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
    /// The receiver's handlers, once named.
    pub taken: Option<Taken>,
}

impl Case {
    /// Where the act was, wherever the case is now.
    pub fn place(&self) -> &Territory {
        self.proposal().map_or(&self.territory, |proposal| &proposal.grounds.place)
    }

    /// Who handles it now; nobody between a handing over and the receiver's choice.
    pub fn handlers(&self) -> &[CertifiedOfficer] {
        match self.handovers.last() {
            Some(last) => last.taken.as_ref().map_or(&[], |taken| taken.handlers.officers()),
            None => self.proposal().map_or(&[], |proposal| proposal.handlers.officers()),
        }
    }

    /// Whether a person handles it or ever did: such a person neither examines nor reviews nor decides it.
    pub fn ever_handled_by(&self, officer: OfficerId) -> bool {
        let proposed = self.proposal().map_or(&[][..], |proposal| proposal.handlers.officers());
        let released = self.handovers.iter().flat_map(|handover| &handover.released);
        let mut all = proposed.iter().chain(self.handlers()).chain(released);
        all.any(|handler| handler.id == officer)
    }

    /// Where it was before: who is there reads it, and does nothing to it.
    pub fn readers(&self) -> Vec<Territory> {
        self.handovers.iter().map(|handover| handover.from_territory.clone()).collect()
    }

    /// The handing over whose receiver has not named its handlers yet.
    pub fn untaken(&self) -> Option<&Handover> {
        self.handovers.last().filter(|last| last.taken.is_none())
    }

    /// Whether it may still go to another body in this way.
    ///
    /// # Errors
    /// `case.decided_already` after the decision; `case.handed_over_once` where it went that way, or was designated, before.
    pub fn may_go(&self, kind: HandoverKind) -> Refused<()> {
        if self.steps().decision.is_some() {
            return Err(Refusal::new(
                "case.decided_already",
                "本案已作出决定，不再移送或者指定管辖；对决定有异议的，依法复议、诉讼或者由上级监督纠正",
                "the case is decided; it is neither transferred nor designated any more",
            ));
        }
        let before = |same: HandoverKind| self.handovers.iter().find(|it| it.kind == same);
        let designated = before(HandoverKind::Designation);
        match (designated, kind, before(HandoverKind::Transfer)) {
            // The giver has lost its power by law, whatever became of the case before.
            (_, HandoverKind::Withdrawal, _) => Ok(()),
            (Some(before), _, _) => Err(handed_over(
                before,
                "案件已由上级指定管辖并移交一次，不得再次移送或者指定；请由现管辖机构依法办理",
                "the case was designated and handed over once; the body that has it finishes it",
            )),
            (None, HandoverKind::Transfer, Some(before)) => Err(handed_over(
                before,
                "案件已移送一次，受移送机构不得再行移送；认为无管辖权的，报请共同的上级机构指定管辖",
                "the case was transferred once; the receiver asks the common superior instead",
            )),
            (None, HandoverKind::Transfer, None) | (None, HandoverKind::Designation, _) => Ok(()),
        }
    }

    /// Goes to the body that accepted it or was designated; none where it is there already, or at its end.
    ///
    /// # Errors
    /// As [`Case::may_go`].
    pub fn hand_over(
        &self,
        designation: &Designation,
        from: &Agency,
        to: &Agency,
        by: OfficerId,
        at: Timestamp,
    ) -> Refused<Option<Self>> {
        if in_name_of(from) == in_name_of(to) || matches!(self.stage, Stage::NotFiled { .. }) {
            return Ok(None);
        }
        let kind = HandoverKind::from(designation.kind);
        // A transfer that its receiver referred to the superior was designated in the end.
        let kind = if designation.objection.is_some() { HandoverKind::Designation } else { kind };
        self.may_go(kind)?;
        let handover = Handover {
            kind,
            designation: designation.id,
            number: designation.number.clone(),
            from: self.agency,
            from_territory: from.territory.clone(),
            to: to.id,
            released: self.handlers().to_vec(),
            stage: self.stage.name(),
            by,
            at,
            taken: None,
        };
        let mut handovers = self.handovers.clone();
        handovers.push(handover);
        let territory = to.territory.clone();
        Ok(Some(Self { agency: to.id, territory, handovers, ..self.clone() }))
    }

    /// The receiver names its handlers, and the procedure goes on where it stood.
    ///
    /// # Errors
    /// `case.not_handed_over` where nothing waits to be taken; `case.taker_not_handler` where the taker is none of them.
    pub fn take_over(
        mut self,
        handlers: CertifiedTeam,
        grounds: Grounds,
        by: OfficerId,
        at: Timestamp,
    ) -> Refused<Self> {
        let place = self.place().clone();
        let grounds = grounds.for_step(Step::File, &self.item, self.agency, &place)?;
        if !handlers.contains(by) {
            return Err(Refusal::new(
                "case.taker_not_handler",
                "接办人须为承办人之一",
                "whoever takes the case over must be one of its handlers",
            )
            .field("handler_ids"));
        }
        match self.handovers.last_mut().filter(|last| last.taken.is_none()) {
            Some(last) => {
                last.taken = Some(Taken { handlers, grounds: Box::new(grounds), by, at });
                Ok(self)
            }
            None => Err(Refusal::new(
                "case.not_handed_over",
                "本案没有待接办的移交",
                "nothing was handed over that waits to be taken",
            )),
        }
    }

    /// Nothing is done to a case that nobody handles.
    ///
    /// # Errors
    /// `case.handlers_due` until the receiver has named its handlers.
    pub fn taken(&self) -> Refused<()> {
        match self.untaken() {
            None => Ok(()),
            Some(handover) => Err(Refusal::new(
                "case.handlers_due",
                format!("案件已移交（{}），请先由接收机构确定承办人", handover.number),
                format!("the case was handed over ({}); name its handlers first", handover.number),
            )),
        }
    }

    /// Whether its handlers may add evidence of their own: those who took it over could not take any at the inspection.
    ///
    /// # Errors
    /// `case.evidence_not_now` unless the case was taken over and is being investigated.
    pub fn may_supplement(&self) -> Refused<()> {
        let taken = self.handovers.last().is_some_and(|last| last.taken.is_some());
        if taken && matches!(self.stage, Stage::Investigating(_)) {
            return Ok(());
        }
        Err(Refusal::new(
            "case.evidence_not_now",
            "接办的案件在调查阶段可以补充证据；本机构自行检查的，请通过现场检查收集证据",
            "evidence is added to a case that was taken over, while it is investigated; else it is taken at an inspection",
        ))
    }

    /// Who handles or handled a case does not approve it (承办与审批分离).
    pub(super) fn not_a_handler(&self, officer: OfficerId) -> Refused<()> {
        if !self.ever_handled_by(officer) {
            return Ok(());
        }
        Err(Refusal::new(
            "case.handler_may_not",
            "承办人不得审查、审核或审批自己承办的案件，请由他人办理",
            "a handler of the case may not examine, review or approve it; somebody else must",
        )
        .basis("生态环境行政执法案卷评查细则（2024年版）重大问题第21项"))
    }
}

fn handed_over(before: &Handover, zh: &str, en: &str) -> Refusal {
    let number = &before.number;
    Refusal::new("case.handed_over_once", format!("{zh}（{number}）"), format!("{en} ({number})"))
        .basis("行政处罚法第二十五条")
}
