//! Closing (结案): proposed by a handler with its ground and what proves it, approved by the head.

use super::{Case, Return, Served, Stage, text};
use crate::{Date, Fen, OfficerId, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// Why a case is closed (生态环境行政处罚办法 art. 77, known second-hand).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseGround {
    /// Corrected and paid.
    Performed,
    /// The court took the application for enforcement.
    CourtEnforces,
    /// No penalty, or nothing to perform.
    NothingToPerform,
    /// The investigation was terminated.
    Terminated,
    /// Transferred, no further penalty.
    Transferred,
    /// The decision was annulled.
    Annulled,
    /// Another ground.
    Other,
}

impl CloseGround {
    /// The ground in Chinese, as the closing report prints it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Performed => "行政处罚决定由当事人履行完毕",
            Self::CourtEnforces => "人民法院已受理强制执行申请",
            Self::NothingToPerform => "不予行政处罚或者无须执行",
            Self::Terminated => "案件终止调查",
            Self::Transferred => "案件已移送",
            Self::Annulled => "行政处罚决定被依法撤销",
            Self::Other => "其他依法应当结案的情形",
        }
    }
}

/// The payment of a fine (缴款).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The day it was received.
    pub on: Date,
    /// The fine itself, without what was added for delay.
    pub amount: Fen,
}

/// The paper by which a decision was annulled (撤销决定书, 复议决定书, 判决书).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annulment {
    /// Its number.
    pub number: String,
    /// Its day.
    pub on: Date,
}

/// A closing: what is proposed, and what proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The ground.
    pub ground: CloseGround,
    /// The payment, where a fine was performed.
    pub payment: Option<Payment>,
    /// The annulling paper, where the decision was annulled.
    pub annulment: Option<Annulment>,
    /// The reason; empty only where payment or paper tell it.
    pub reason: String,
    /// By whom proposed.
    pub by: OfficerId,
    /// When proposed.
    pub on: Date,
}

impl Case {
    /// A handler proposes to close the case.
    ///
    /// # Errors
    /// `case.not_in_this_stage`, `case.closing_proposed`, `case.not_effective`, `case.fine_to_perform`, or what is missing of
    /// payment, paper or reason.
    pub fn propose_closing(self, closing: Closing, today: Date) -> Refused<Self> {
        let served = self.served_for("报请结案", "be proposed for closing")?;
        if served.closing.is_some() {
            return Err(Refusal::new(
                "case.closing_proposed",
                "结案已报批，请等待单位负责人审批",
                "the closing is proposed and waits for the head",
            ));
        }
        let closing = closing.check(&served, today)?;
        Ok(self.at(Stage::Served(Served { closing: Some(closing), ..served })))
    }

    /// The head approves: the case is closed.
    ///
    /// # Errors
    /// `case.no_closing` where nothing was proposed; a handler does not approve the own case.
    pub fn approve_closing(self, by: OfficerId, today: Date) -> Refused<Self> {
        let (served, closing) = self.proposed_closing(by)?;
        let ground = closing.ground;
        Ok(self.at(Stage::Closed { served, ground, by, on: today }))
    }

    /// Who closed it, and when.
    pub const fn closed_by(&self) -> Option<(OfficerId, Date)> {
        match &self.stage {
            Stage::Closed { by, on, .. } => Some((*by, *on)),
            _ => None,
        }
    }

    /// The head sends the closing back, with what is to be mended.
    ///
    /// # Errors
    /// As [`Case::approve_closing`].
    pub fn refuse_closing(self, reason: &str, by: OfficerId, today: Date) -> Refused<Self> {
        let (mut served, _) = self.proposed_closing(by)?;
        let defects = vec![text(reason, "reason", 1_000)?];
        served.returns.push(Return { by, on: today, defects });
        Ok(self.at(Stage::Served(Served { closing: None, ..served })))
    }

    fn proposed_closing(&self, by: OfficerId) -> Refused<(Served, Closing)> {
        let served = self.served_for("审批结案", "be closed")?;
        self.not_a_handler(by)?;
        match served.closing.clone() {
            Some(closing) => Ok((served, closing)),
            None => Err(Refusal::new(
                "case.no_closing",
                "承办人尚未报请结案",
                "nobody has proposed to close the case",
            )),
        }
    }

    fn served_for(&self, step_zh: &str, step_en: &str) -> Refused<Served> {
        match &self.stage {
            Stage::Served(served) => Ok(served.clone()),
            _ => Err(self.not_now(step_zh, step_en)),
        }
    }
}

impl Closing {
    /// Keeps what proves the ground and drops what does not belong to it.
    fn check(self, served: &Served, today: Date) -> Refused<Self> {
        use CloseGround as G;
        let (effective, fine) = (served.service.effective_on(), served.decided.decision.fine);
        if self.ground != G::Annulled && today < effective {
            return Err(not_effective(effective));
        }
        let mut kept = Self { payment: None, annulment: None, ..self.clone() };
        match (self.ground, fine) {
            (G::Performed, Some(fine)) => {
                kept.payment = Some(paid(self.payment, fine, served, today)?);
            }
            (G::Annulled, _) => {
                kept.annulment = Some(annulled(self.annulment, served, today)?);
            }
            (G::NothingToPerform, Some(_)) => return Err(fine_to_perform()),
            (G::Performed | G::NothingToPerform, None) => {}
            (G::CourtEnforces | G::Terminated | G::Transferred | G::Other, _) => {
                kept.reason = text(&self.reason, "reason", 1_000)?;
            }
        }
        if kept.reason.trim().is_empty() {
            return Ok(Self { reason: String::new(), ..kept });
        }
        let reason = text(&kept.reason, "reason", 1_000)?;
        Ok(Self { reason, ..kept })
    }
}

/// The payment of the whole fine, on a day between the decision and today.
fn paid(payment: Option<Payment>, fine: Fen, served: &Served, today: Date) -> Refused<Payment> {
    let Some(payment) = payment else {
        return Err(Refusal::new(
            "case.payment_missing",
            "以“履行完毕”结案，须登记罚款缴纳的日期和金额",
            "a case closed as performed needs the day and the amount of the payment",
        )
        .field("payment"));
    };
    if payment.amount != fine {
        return Err(Refusal::new(
            "case.fine_not_paid",
            format!(
                "罚款为{fine}元，登记缴纳{}元，两者不符；未缴清的不能以“履行完毕”结案，加处罚款不计入本数",
                payment.amount
            ),
            format!(
                "the fine is {fine} yuan and {} yuan were paid; only the whole fine is performance",
                payment.amount
            ),
        )
        .basis("行政处罚法第六十六条")
        .field("payment.amount_fen"));
    }
    within(payment.on, served, today, "payment.on")?;
    Ok(payment)
}

/// The annulling paper, of a day between the decision and today.
fn annulled(paper: Option<Annulment>, served: &Served, today: Date) -> Refused<Annulment> {
    let Some(Annulment { number, on }) = paper else {
        return Err(Refusal::new(
            "case.annulment_missing",
            "以“决定被撤销”结案，须登记撤销文书的文号和日期",
            "a case closed as annulled needs the number and the day of the annulling paper",
        )
        .field("annulment"));
    };
    within(on, served, today, "annulment.on")?;
    Ok(Annulment { number: text(&number, "annulment.number", 100)?, on })
}

fn within(on: Date, served: &Served, today: Date, field: &'static str) -> Refused<()> {
    let decided = served.decided.decision.on;
    if (decided..=today).contains(&on) {
        return Ok(());
    }
    Err(Refusal::new(
        "case.closing_day_wrong",
        format!("日期须在作出决定之日（{decided}）至今天（{today}）之间，请更正"),
        format!("the day must lie between the decision ({decided}) and today ({today})"),
    )
    .field(field))
}

fn not_effective(effective: Date) -> Refusal {
    Refusal::new(
        "case.not_effective",
        format!("处罚决定自{effective}起视为送达，此前不能以该理由结案"),
        format!("the decision counts as served from {effective}; it cannot be closed so before"),
    )
    .field("ground")
}

fn fine_to_perform() -> Refusal {
    Refusal::new(
        "case.fine_to_perform",
        "本案有罚款需要履行，不能以“无需执行”结案",
        "there is a fine to perform; choose another ground",
    )
    .field("ground")
}
