//! Examination by another person (案件审查) and legal review (法制审核).

use super::{Case, Concluded, Gate, Rechecked, Stage, Thresholds, text};
use crate::{Date, OfficerId, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// What the examiner says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum ExaminationResult {
    /// The case may go on.
    Pass,
    /// It goes back for completion.
    Return {
        /// What is to be mended.
        defects: Vec<String>,
    },
}

/// The examination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Examination {
    /// The result.
    pub result: ExaminationResult,
    /// The opinion in words.
    pub opinion: String,
    /// Answers against the count of the party's cases that the examiner approves, by factor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approves: Vec<String>,
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub on: Date,
}

/// A concluded case that passed examination.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Examined {
    /// The concluded case.
    pub concluded: Concluded,
    /// The examination it passed.
    pub examination: Examination,
}

/// The seven things a legal review looks at (生态环境行政处罚办法 art. 50).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewChecks {
    /// 主体与权限.
    pub subject: bool,
    /// 执法人员资格.
    pub qualification: bool,
    /// 程序.
    pub procedure: bool,
    /// 事实与证据.
    pub facts: bool,
    /// 法律适用与裁量.
    pub law: bool,
    /// 文书.
    pub documents: bool,
    /// 是否涉嫌犯罪 was considered.
    pub crime: bool,
}

impl ReviewChecks {
    const fn all(self) -> bool {
        self.subject
            && self.qualification
            && self.procedure
            && self.facts
            && self.law
            && self.documents
            && self.crime
    }
}

/// What the reviewer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewResult {
    /// 同意.
    Agree,
    /// 退回补充完善.
    Return,
    /// 不同意.
    Disagree,
}

/// A legal review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The result.
    pub result: ReviewResult,
    /// The opinion in words.
    pub opinion: String,
    /// What was looked at and found in order.
    pub checks: ReviewChecks,
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub on: Date,
}

/// A case that passed all it must pass before the party is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cleared {
    /// The examined case.
    pub examined: Examined,
    /// The legal review, where it was required.
    pub review: Option<Review>,
}

impl Case {
    /// Somebody who does not handle the case examines it (生态环境行政处罚办法 art. 38).
    pub fn examine(self, examination: Examination, thresholds: &Thresholds) -> Refused<Self> {
        let Stage::UnderExamination(concluded) = self.stage.clone() else {
            return Err(self.not_now("审查", "be examined"));
        };
        self.not_a_handler(examination.by)?;
        let opinion = text(&examination.opinion, "opinion", 5_000)?;
        let examination = Examination { opinion, ..examination };
        match &examination.result {
            ExaminationResult::Return { defects } => {
                let defects = named(defects)?;
                let (by, on) = (examination.by, examination.on);
                let back = concluded.investigation.returned(by, on, defects);
                Ok(self.at(Stage::Investigating(back)))
            }
            ExaminationResult::Pass => {
                approved(&concluded, &examination.approves)?;
                let review = thresholds.review(&self.party, &concluded);
                let examined = Examined { concluded, examination };
                Ok(self.at(after_examination(examined, &review)))
            }
        }
    }

    /// A legal reviewer who does not handle the case reviews it, before the notice or again before the decision.
    pub fn review(self, review: Review, thresholds: &Thresholds) -> Refused<Self> {
        if !matches!(self.stage, Stage::LegalReview(_) | Stage::SecondReview(_)) {
            return Err(self.not_now("法制审核", "be reviewed"));
        }
        self.not_a_handler(review.by)?;
        let opinion = text(&review.opinion, "opinion", 5_000)?;
        let review = Review { opinion, ..review };
        let agreed = review.result == ReviewResult::Agree;
        if agreed && !review.checks.all() {
            return Err(Refusal::new(
                "case.review_incomplete",
                "同意前须逐项审核：主体、资格、程序、事实证据、法律适用与裁量、文书、是否涉嫌犯罪",
                "to agree, each of the seven points must have been looked at and found in order",
            )
            .basis("生态环境行政处罚办法第五十条")
            .field("checks"));
        }
        let (by, on, defects) = (review.by, review.on, vec![review.opinion.clone()]);
        let next = match self.stage.clone() {
            Stage::LegalReview(examined) if agreed => {
                Stage::NoticeDue(Cleared { examined, review: Some(review) })
            }
            Stage::LegalReview(examined) => {
                Stage::Investigating(examined.concluded.investigation.returned(by, on, defects))
            }
            Stage::SecondReview(rechecked) if agreed => {
                Rechecked { second_review: Some(review), ..rechecked }.settle(thresholds)
            }
            Stage::SecondReview(rechecked) => {
                Stage::Investigating(rechecked.noticed.returned(by, on, defects))
            }
            _ => return Err(self.not_now("法制审核", "be reviewed")),
        };
        Ok(self.at(next))
    }
}

/// What the handlers answered against the count is approved one by one by somebody else, or the case does not pass.
fn approved(concluded: &Concluded, approves: &[String]) -> Refused<()> {
    let computed = concluded.report.measure.calculation();
    let deviations = computed.map_or(&[][..], |computed| &computed.deviations);
    let open: Vec<&str> =
        deviations.iter().filter(|id| !approves.contains(id)).map(String::as_str).collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        "case.deviation_not_approved",
        format!("承办人未按案件统计结果认定（{}），须由审查人员逐项批准，不同意的请退回", open.join("、")),
        format!(
            "the handlers answered against the count of the cases ({}); approve each, or send the case back",
            open.join(", ")
        ),
    )
    .field("approves"))
}

fn after_examination(examined: Examined, review: &Gate) -> Stage {
    if review.required {
        Stage::LegalReview(examined)
    } else {
        Stage::NoticeDue(Cleared { examined, review: None })
    }
}

fn named(defects: &[String]) -> Refused<Vec<String>> {
    if defects.is_empty() {
        return Err(Refusal::new(
            "case.defects_missing",
            "退回时须列明需要补充的问题",
            "list what must be mended when sending a case back",
        )
        .basis("生态环境行政处罚办法第四十条")
        .field("defects"));
    }
    defects.iter().take(50).map(|defect| text(defect, "defects", 1_000)).collect()
}
