//! Competing and missing jurisdiction (管辖争议、移送、指定管辖): one transfer only, then the common superior designates.
//!
//! Rests on 行政处罚法第二十五条 and 生态环境行政处罚办法第十四条至第十六条.

use super::operation::words;
use super::superior::{above, common_superior, no_superior};
use crate::agency::{Agencies, Agency};
use crate::{AgencyId, Date, DesignationId, LeadId, OfficerId, Refusal, Refused, Timestamp};
use serde::{Deserialize, Serialize};

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DesignationKind {
    /// 管辖争议: several bodies claim it, or each says it is another's.
    Dispute,
    /// 报请指定管辖: one body asks its superior, because the matter is grave or hard for it.
    Request,
    /// 移送: a body that is not competent sends it to the one that is.
    Transfer,
    /// 提级、交办: the superior takes it, or gives it to a body below.
    Order,
    /// 收回下放: the delegation on which a town acted was taken back, and the matter goes to the body that has the power now.
    Withdrawal,
}

/// A body that claims or disclaims the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Which body.
    pub agency: AgencyId,
    /// The day on which it filed, where it has; who filed first has it (立案在先).
    pub filed_on: Option<Date>,
    /// What it says, in words.
    pub opinion: String,
}

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DesignationState {
    /// Waits for the common superior.
    Requested {
        /// Who must designate.
        superior: AgencyId,
    },
    /// Sent; the receiver has not answered.
    Transferred {
        /// To whom.
        to: AgencyId,
    },
    /// The receiver took it.
    Accepted {
        /// Who has it now.
        agency: AgencyId,
        /// By whom taken.
        by: OfficerId,
        /// When.
        at: Timestamp,
    },
    /// The superior designated.
    Designated {
        /// Who has it now.
        agency: AgencyId,
        /// Who designated.
        superior: AgencyId,
        /// The head.
        by: OfficerId,
        /// When.
        at: Timestamp,
        /// Why this body.
        reason: String,
    },
}

impl DesignationState {
    /// The name used in tables and the API.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Requested { .. } => "requested",
            Self::Transferred { .. } => "transferred",
            Self::Accepted { .. } => "accepted",
            Self::Designated { .. } => "designated",
        }
    }
}

/// Whose matter a lead is, where that was in question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Designation {
    /// Identity.
    pub id: DesignationId,
    /// Number shown to people.
    pub number: String,
    /// The lead it is about; task, inspection and case follow from it.
    pub lead: LeadId,
    /// Where the act was.
    pub place: crate::region::Territory,
    /// What was asked for first.
    pub kind: DesignationKind,
    /// The body that asked or sent.
    pub from: AgencyId,
    /// The bodies concerned.
    pub claims: Vec<Claim>,
    /// Whether it was transferred once: it cannot be again.
    pub transferred: bool,
    /// Why it was asked for or sent.
    pub reason: String,
    /// What the receiver said, where it asked for designation.
    pub objection: Option<String>,
    /// By whom begun.
    pub by: OfficerId,
    /// When begun.
    pub at: Timestamp,
    /// Where it stands.
    pub state: DesignationState,
    /// Revision of this entry.
    pub revision: u32,
}

/// What one begins with.
#[derive(Debug, Clone)]
pub struct NewDesignation {
    /// Identity, given by the sender.
    pub id: DesignationId,
    /// Number.
    pub number: String,
    /// The lead.
    pub lead: LeadId,
    /// Where the act was.
    pub place: crate::region::Territory,
    /// The body that begins it.
    pub from: AgencyId,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
}

impl NewDesignation {
    pub(super) fn begun(
        self,
        kind: DesignationKind,
        claims: Vec<Claim>,
        state: DesignationState,
    ) -> Refused<Designation> {
        let reason = words(&self.reason, "reason", 1_000)?;
        Ok(Designation {
            id: self.id,
            number: self.number,
            lead: self.lead,
            place: self.place,
            kind,
            from: self.from,
            claims,
            transferred: kind == DesignationKind::Transfer,
            reason,
            objection: None,
            by: self.by,
            at: self.at,
            state,
            revision: 0,
        })
    }
}

/// At most this many bodies in one dispute.
const CLAIMS_MAX: usize = 8;

impl Designation {
    /// A body sends the matter to the one it holds competent. `before` is what became of the lead until now.
    ///
    /// # Errors
    /// A matter that was transferred once, or lies with a superior, is not transferred; nor is one to oneself.
    pub fn transfer(new: NewDesignation, to: &Agency, before: Option<&Self>) -> Refused<Self> {
        if let Some(before) = before {
            if before.transferred {
                return Err(transferred_once());
            }
            before.settled()?;
        }
        if to.id == new.from {
            return Err(Refusal::new(
                "designation.to_oneself",
                "不能移送给本机构，请选择有管辖权的机构",
                "a matter is not transferred to oneself; choose the competent body",
            )
            .field("to"));
        }
        let claim = Claim { agency: to.id, filed_on: None, opinion: String::new() };
        let state = DesignationState::Transferred { to: to.id };
        new.begun(DesignationKind::Transfer, vec![claim], state)
    }

    /// Bodies that do not agree ask their common superior; one that names no other asks the body above it.
    ///
    /// # Errors
    /// Where the bodies have no common superior, or one is asked already.
    pub fn dispute(
        new: NewDesignation,
        claims: Vec<Claim>,
        agencies: &Agencies,
        before: Option<&Self>,
    ) -> Refused<Self> {
        if let Some(before) = before {
            before.settled()?;
        }
        let mut bodies: Vec<AgencyId> = claims.iter().map(|claim| claim.agency).collect();
        bodies.push(new.from);
        bodies.sort();
        bodies.dedup();
        if claims.len() > CLAIMS_MAX {
            return Err(Refusal::new(
                "designation.claims",
                format!("管辖争议至多涉及{CLAIMS_MAX}个机构"),
                format!("a dispute concerns at most {CLAIMS_MAX} bodies"),
            )
            .field("claims"));
        }
        let alone = bodies.len() == 1;
        let superior = match alone {
            true => agencies.by_id(new.from).and_then(|own| agencies.by_id(own.parent?)),
            false => common_superior(agencies, &bodies),
        };
        let superior = superior.ok_or_else(no_superior)?;
        let transferred = before.is_some_and(|before| before.transferred);
        let state = DesignationState::Requested { superior: superior.id };
        let kind = if alone { DesignationKind::Request } else { DesignationKind::Dispute };
        let begun = new.begun(kind, claims, state)?;
        Ok(Self { transferred, ..begun })
    }

    /// The superior takes the matter itself, or gives it to a body below, of its own motion.
    ///
    /// # Errors
    /// As [`Designation::designate`].
    pub fn order(
        new: NewDesignation,
        to: &Agency,
        superior: &Agency,
        agencies: &Agencies,
        before: Option<&Self>,
    ) -> Refused<Self> {
        let state = DesignationState::Requested { superior: superior.id };
        let (by, at, reason) = (new.by, new.at, new.reason.clone());
        let transferred = before.is_some_and(|before| before.transferred);
        let claim = Claim { agency: to.id, filed_on: None, opinion: String::new() };
        let begun = new.begun(DesignationKind::Order, vec![claim], state)?;
        Self { transferred, ..begun }.designate(to, superior, agencies, &reason, by, at)
    }

    /// The receiver takes what was sent.
    ///
    /// # Errors
    /// Where it was not sent to that body, or is settled.
    pub fn accept(self, agency: AgencyId, by: OfficerId, at: Timestamp) -> Refused<Self> {
        match self.state {
            DesignationState::Transferred { to } if to == agency => {
                Ok(Self { state: DesignationState::Accepted { agency, by, at }, ..self })
            }
            DesignationState::Transferred { .. } => Err(self.not_yours()),
            _ => Err(self.not_now()),
        }
    }

    /// The receiver holds it is not competent either: it may not send it on, but asks the common superior.
    ///
    /// # Errors
    /// Where it was not sent to that body, is settled, or no reason is given.
    pub fn refer(self, agency: AgencyId, reason: &str, agencies: &Agencies) -> Refused<Self> {
        let objection = Some(words(reason, "reason", 1_000)?);
        match self.state {
            DesignationState::Transferred { to } if to == agency => {
                let superior =
                    common_superior(agencies, &[self.from, to]).ok_or_else(no_superior)?;
                let state = DesignationState::Requested { superior: superior.id };
                Ok(Self { state, objection, ..self })
            }
            DesignationState::Transferred { .. } => Err(self.not_yours()),
            _ => Err(self.not_now()),
        }
    }

    /// The common superior designates itself or a body below it.
    ///
    /// # Errors
    /// Where another body is the superior, the designated body does not stand below it, or no reason is given.
    pub fn designate(
        self,
        to: &Agency,
        superior: &Agency,
        agencies: &Agencies,
        reason: &str,
        by: OfficerId,
        at: Timestamp,
    ) -> Refused<Self> {
        let reason = words(reason, "reason", 1_000)?;
        let DesignationState::Requested { superior: asked } = self.state else {
            return Err(self.not_now());
        };
        if asked != superior.id {
            let name = agencies.by_id(asked).map_or("", |body| body.name.as_str());
            return Err(Refusal::new(
                "designation.not_the_superior",
                format!("由共同的上级机构指定管辖：{name}"),
                format!("the common superior designates: {name}"),
            )
            .basis("行政处罚法第二十五条"));
        }
        if !above(agencies, superior.id, to.id) {
            return Err(Refusal::new(
                "designation.not_below",
                "只能指定本机构或者下级机构管辖",
                "only the superior itself or a body below it can be designated",
            )
            .basis("行政处罚法第二十五条")
            .field("agency"));
        }
        let first = self.claims.iter().filter(|claim| claim.filed_on.is_some());
        let first = first.min_by_key(|claim| claim.filed_on).map(|claim| claim.agency);
        if first.is_some_and(|first| first != to.id) && reason.chars().count() < 10 {
            return Err(Refusal::new(
                "designation.not_the_first",
                "已有机构立案在先；指定其他机构须具体说明理由（不少于10字）",
                "a body filed first; to designate another, say in detail why (10 characters or more)",
            )
            .basis("行政处罚法第二十五条")
            .field("reason"));
        }
        let state =
            DesignationState::Designated { agency: to.id, superior: superior.id, by, at, reason };
        Ok(Self { state, ..self })
    }

    /// The body that has the matter by transfer or designation.
    pub fn holder(&self) -> Option<AgencyId> {
        match self.state {
            DesignationState::Accepted { agency, .. }
            | DesignationState::Designated { agency, .. } => Some(agency),
            DesignationState::Requested { .. } | DesignationState::Transferred { .. } => None,
        }
    }

    /// Every body that is concerned, each once.
    pub fn bodies(&self) -> Vec<AgencyId> {
        let mut bodies: Vec<_> = self.claims.iter().map(|claim| claim.agency).collect();
        bodies.push(self.from);
        bodies.extend(self.holder());
        if let DesignationState::Requested { superior }
        | DesignationState::Designated { superior, .. } = self.state
        {
            bodies.push(superior);
        }
        bodies.sort();
        bodies.dedup();
        bodies
    }

    fn settled(&self) -> Refused<()> {
        match self.holder() {
            Some(_) => Ok(()),
            None => Err(self.not_now()),
        }
    }

    fn not_yours(&self) -> Refusal {
        Refusal::new(
            "designation.not_yours",
            format!("{}移送给了其他机构，只有接收机构可以处理", self.number),
            format!("{} was sent to another body; only that body can answer", self.number),
        )
    }

    fn not_now(&self) -> Refusal {
        let state = self.state.as_str();
        Refusal::new(
            "designation.not_in_this_state",
            format!("管辖事项{}当前状态不允许此操作（{state}），请刷新后查看", self.number),
            format!("{} is {state}, which does not allow this; reload it", self.number),
        )
    }
}

fn transferred_once() -> Refusal {
    Refusal::new(
        "designation.transferred_once",
        "本案已移送一次，受移送机构不得再行移送；认为无管辖权的，报请共同的上级机构指定管辖",
        "the matter was transferred once; the receiver may not send it on but asks the common superior",
    )
    .basis("生态环境行政处罚办法第十六条")
}
