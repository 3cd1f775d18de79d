//! What is asked beside area, level and list: the designation, the operation, who filed first, and who acts.

use super::designation::DesignationState;
use super::operation::Operation;
use super::setting::{Acted, Acting, Step};
use super::{Asked, in_name_of};
use crate::agency::AgencyKind;
use crate::item::Occasion;
use crate::law::{CODE_IN_FORCE, Words};
use crate::officer::Officer;
use crate::{AgencyId, Refusal, Refused};

impl Asked<'_> {
    /// What a transfer or designation says; words where it gave the matter to this body whatever its level and area.
    pub(super) fn given_by_designation(&self) -> Refused<Option<Words>> {
        let Some(designation) = self.question.designation else {
            return match self.question.setting.occasion {
                Occasion::TakenOver => Err(self.no_designation()),
                _ => Ok(None),
            };
        };
        let own = self.question.agency.id;
        let here = |agency: AgencyId| agency == own || agency == in_name_of(self.question.agency);
        let number = &designation.number;
        let for_good = matches!(self.question.step, Step::File | Step::Decide | Step::Ask);
        match &designation.state {
            DesignationState::Requested { superior } if for_good => Err(self.elsewhere(
                "jurisdiction.disputed",
                format!("管辖争议（{number}）尚未指定，指定前不得立案或者作出决定"),
                format!("whose matter it is ({number}) is still open; nothing is filed or decided"),
                *superior,
            )),
            DesignationState::Transferred { to } if here(*to) && for_good => Err(self.elsewhere(
                "jurisdiction.not_accepted",
                format!("移送（{number}）尚未接收，请先接收或者报请指定管辖"),
                format!(
                    "the transfer ({number}) is not accepted yet; accept it or ask the superior"
                ),
                *to,
            )),
            DesignationState::Transferred { to }
            | DesignationState::Accepted { agency: to, .. }
                if designation.from == own =>
            {
                Err(self.elsewhere(
                    "jurisdiction.transferred_away",
                    format!("本案已移送（{number}）"),
                    format!("the matter was transferred ({number})"),
                    *to,
                ))
            }
            DesignationState::Requested { .. }
            | DesignationState::Transferred { .. }
            | DesignationState::Accepted { .. } => Ok(None),
            DesignationState::Designated { agency, .. } if here(*agency) => Ok(Some(Words::new(
                format!("上级指定本机构管辖（{number}）"),
                format!("the superior designated this body ({number})"),
            ))),
            DesignationState::Designated { agency, .. } => Err(self.elsewhere(
                "jurisdiction.designated_elsewhere",
                format!("上级已指定其他机构管辖（{number}）"),
                format!("the superior designated another body ({number})"),
                *agency,
            )),
        }
    }

    /// The operation that the occasion needs: registered, of that kind, approved, running, and there.
    pub(super) fn operation(&self) -> Refused<()> {
        let setting = &self.question.setting;
        let Some(operation) = self.question.operation else {
            let needed = matches!(
                setting.occasion,
                Occasion::Audit
                    | Occasion::CrossEnforcement
                    | Occasion::Patrol
                    | Occasion::Campaign
            );
            return match needed || setting.operation.is_some() {
                true => Err(operation_fault(
                    "jurisdiction.operation_missing",
                    "稽查、交叉执法、巡回执法和专项行动须先登记并经批准，请选择已登记的执法行动"
                        .into(),
                    "audit, cross, roving and campaign enforcement need a registered operation"
                        .into(),
                )),
                false => Ok(()),
            };
        };
        let name = &operation.plan.name;
        if operation.plan.kind.occasion() != setting.occasion {
            return Err(operation_fault(
                "jurisdiction.operation_of_another_kind",
                format!("执法行动“{name}”登记的类型是{}，与执法情形不符", operation.plan.kind.zh()),
                format!("operation `{name}` is of another kind than the occasion"),
            ));
        }
        if operation.approval.is_none() {
            return Err(operation_fault(
                "jurisdiction.operation_not_approved",
                format!("执法行动“{name}”尚未经负责人批准"),
                format!("operation `{name}` is not approved by a head yet"),
            ));
        }
        let day = self.question.found_on.unwrap_or(self.question.on);
        if !operation.runs_on(day) {
            let (from, to) = (operation.plan.from, operation.last_day());
            return Err(operation_fault(
                "jurisdiction.operation_not_running",
                format!("执法行动“{name}”的期间为{from}至{to}，{day}不在其内"),
                format!("operation `{name}` runs from {from} to {to}; {day} is no day of it"),
            ));
        }
        if !operation.covers(self.question.place) {
            return Err(operation_fault(
                "jurisdiction.operation_elsewhere",
                format!("该地点不在执法行动“{name}”登记的区域内"),
                format!("the place lies outside the area of operation `{name}`"),
            ));
        }
        Ok(())
    }

    /// Who filed first has the matter (立案在先), unless the superior designated.
    pub(super) fn first_to_file(&self) -> Refused<()> {
        let Some(rival) = self.question.rival.as_ref() else {
            return Ok(());
        };
        let designated = self
            .question
            .designation
            .is_some_and(|it| matches!(it.state, DesignationState::Designated { .. }));
        let first = self.question.filed_at.is_none_or(|own| rival.filed_at < own);
        if designated || !first {
            return Ok(());
        }
        let (name, day) = (&rival.name, rival.filed_at);
        Err(Refusal::new(
            "jurisdiction.filed_first",
            format!("{name}已于{day}就同一违法行为立案，由最先立案的机构管辖；请将线索和证据移交该机构，有争议的，报请共同的上级机构指定管辖。"),
            format!("{name} filed the same matter at {day}; who filed first has it: hand over what you have, or ask the common superior to designate."),
        )
        .basis("行政处罚法第二十五条")
        .field("agency"))
    }

    /// Who acts: of the body or a member of the operation, and certified that day where they enforce.
    pub(super) fn who(&self) -> Refused<()> {
        match self.question.acting {
            Acting::Body => Ok(()),
            Acting::Head(head) if self.belongs(head) => Ok(()),
            Acting::Head(head) => Err(self.stranger(head)),
            Acting::Officers(officers) => {
                for officer in officers {
                    officer.certified(self.question.on).map_err(|why| why.field("officer"))?;
                    self.is_sent(officer)?;
                }
                Ok(())
            }
        }
    }

    /// Whoever acted held a certificate on each day of it; what was done without one cannot carry a decision.
    pub(super) fn acted(&self) -> Refused<()> {
        for acted in &self.question.acted {
            if !acted.officer.held_certificate_on(acted.on) {
                return Err(without_certificate(acted));
            }
        }
        Ok(())
    }

    fn is_sent(&self, officer: &Officer) -> Refused<()> {
        let own = self.belongs(officer);
        let Some(operation) = self.question.operation else {
            return if own { Ok(()) } else { Err(self.stranger(officer)) };
        };
        let member = operation.has_member(officer.id, officer.agency);
        // Once something was found, the body's own handlers go on with it.
        let later = self.question.found_on.is_some();
        if member || (own && (later || !operation.plan.kind.is_the_citys())) {
            return Ok(());
        }
        Err(self.not_member(officer, operation))
    }

    /// Of the body, or of the bureau and its team, which are one; before the code the branches act in the bureau's name.
    fn belongs(&self, officer: &Officer) -> bool {
        let body = in_name_of(self.question.agency);
        if officer.agency == self.question.agency.id || officer.agency == body {
            return true;
        }
        let Some(own) = self.lists.agencies().by_id(officer.agency) else {
            return false;
        };
        let branch_before = own.kind == AgencyKind::Branch && self.question.on < CODE_IN_FORCE;
        (own.kind == AgencyKind::BureauTeam || branch_before) && own.parent == Some(body)
    }

    fn stranger(&self, officer: &Officer) -> Refusal {
        let (name, body) = (&officer.name, &self.question.agency.name);
        Refusal::new(
            "jurisdiction.officer_of_another_body",
            format!("{name}不是{body}的执法人员，也不是执法行动登记的参加人员，请另派人员"),
            format!("{name} is neither of {body} nor a registered member of an operation"),
        )
        .basis("行政处罚法第四十二条")
        .field("officer")
    }

    fn not_member(&self, officer: &Officer, operation: &Operation) -> Refusal {
        let (name, of) = (&officer.name, &operation.plan.name);
        Refusal::new(
            "jurisdiction.officer_not_member",
            format!("{name}未登记为执法行动“{of}”的参加人员，请另派人员或先变更登记"),
            format!("{name} is no registered member of operation `{of}`"),
        )
        .field("officer")
    }

    fn no_designation(&self) -> Refusal {
        Refusal::new(
            "jurisdiction.no_designation",
            "提级、指定管辖须有上级机构的指定，请先由上级登记指定管辖",
            "a matter is taken over or designated only by a recorded designation of the superior",
        )
        .basis("行政处罚法第二十五条")
        .field("occasion")
    }

    fn elsewhere(&self, code: &'static str, zh: String, en: String, body: AgencyId) -> Refusal {
        let name = self.lists.agencies().by_id(body).map_or("", |body| body.name.as_str());
        Refusal::new(code, format!("{zh}；{name}。"), format!("{en}; {name}."))
            .basis("行政处罚法第二十五条")
            .field("agency")
    }
}

fn without_certificate(acted: &Acted) -> Refusal {
    let Acted { officer, on, what } = acted;
    let (name, zh, en) = (&officer.name, &what.zh, &what.en);
    Refusal::new(
        "jurisdiction.acted_without_certificate",
        format!(
            "{name}于{on}{zh}时没有有效的行政执法证件，所办事项不得作为决定的依据；请由两名以上持证人员重新办理后再作决定，证件登记有误的先更正登记"
        ),
        format!(
            "{name} held no valid certificate on {on}, when they {en}; let certified officers do it again, or correct the register of certificates"
        ),
    )
    .basis("行政处罚法第四十二条")
    .field("officer")
}

fn operation_fault(code: &'static str, zh: String, en: String) -> Refusal {
    Refusal::new(code, zh, en).field("operation")
}
