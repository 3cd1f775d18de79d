//! The three gates: hearing, legal review, deliberation (听证, 法制审核, 集体讨论), and when each is required.

use super::{Concluded, Measure, Party, PartyKind};
use crate::{Fen, Refusal};
use serde::{Deserialize, Serialize};

/// Amounts that open a gate. Local rules prevail, so they are configuration with a label, not law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// 较大数额 for organisations.
    pub large_fine_organisation: Fen,
    /// 较大数额 for individuals.
    pub large_fine_individual: Fen,
    /// From this amount on a fine is deliberated collectively.
    pub deliberation: Fen,
    /// Whether every fine of a large amount passes legal review (a bureau may narrow or widen the scope).
    pub review_large_fines: bool,
    /// Where the amounts come from and how sure that is.
    pub source: String,
}

impl Default for Thresholds {
    /// The amounts of 生态环境行政处罚办法 arts 52 and 89 as known second-hand; a site sets its own.
    fn default() -> Self {
        Self {
            large_fine_organisation: Fen::from_yuan(200_000),
            large_fine_individual: Fen::from_yuan(5_000),
            deliberation: Fen::from_yuan(500_000),
            review_large_fines: true,
            source: "生态环境行政处罚办法（2023）第五十二条、第八十九条（据转述，待核对；河北另有规定的从其规定）".into(),
        }
    }
}

/// A gate and whether the case must pass it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// `hearing`, `legal_review` or `deliberation`.
    pub code: &'static str,
    /// Name in Chinese.
    pub name: &'static str,
    /// Whether the case must pass it (or, for the hearing, has the right to it).
    pub required: bool,
    /// Why or why not.
    pub why: String,
    /// The article it rests on.
    pub basis: &'static str,
}

impl Thresholds {
    fn large(&self, party: &Party) -> Fen {
        match party.kind {
            PartyKind::Organisation => self.large_fine_organisation,
            PartyKind::Individual => self.large_fine_individual,
        }
    }

    /// Whether the party has the right to a hearing (行政处罚法 art. 63).
    pub fn hearing(&self, party: &Party, measure: &Measure) -> Gate {
        let large = self.large(party);
        let required = measure.fine().is_some_and(|fine| fine >= large);
        Gate {
            code: "hearing",
            name: "听证",
            required,
            why: format!("拟罚款{}较大数额标准{large}元", if required { "达到" } else { "未达到" }),
            basis: "行政处罚法第六十三条",
        }
    }

    /// Whether the case must pass legal review before the party is told (行政处罚法 art. 58).
    pub fn review(&self, party: &Party, concluded: &Concluded) -> Gate {
        let report = &concluded.report;
        let large = self.hearing(party, &report.measure).required && self.review_large_fines;
        let across = match &report.measure {
            Measure::Computed { law, .. } => law.legal_review,
            Measure::NoPenalty { .. } => false,
        };
        let why = match (report.complex, across, large) {
            (true, _, _) => "案情疑难复杂、涉及多个法律关系",
            (_, true, _) => "违法行为跨越新旧法律，须审核法律适用",
            (_, _, true) => "拟作出较大数额罚款，列入法制审核目录",
            _ => "不属于法制审核范围",
        };
        Gate {
            code: "legal_review",
            name: "法制审核",
            required: report.complex || across || large,
            why: why.to_owned(),
            basis: "行政处罚法第五十八条",
        }
    }

    /// Whether the head must let the case be deliberated (行政处罚法 art. 57 para. 2).
    pub fn deliberation(&self, concluded: &Concluded) -> Gate {
        let report = &concluded.report;
        let (large, departs, none) = match &report.measure {
            Measure::Computed { calculation, .. } => {
                let fine = report.measure.fine();
                let large = fine.is_some_and(|fine| fine >= self.deliberation);
                (large, calculation.requires_deliberation, fine.is_none())
            }
            Measure::NoPenalty { .. } => (false, false, true),
        };
        let why = match (report.complex, large, departs, none) {
            (true, _, _, _) => "案情疑难复杂".to_owned(),
            (_, true, _, _) => format!("拟罚款达到{}元", self.deliberation),
            (_, _, true, _) => "从重、从轻、减轻或偏离裁量基准".to_owned(),
            (_, _, _, true) => "拟不予处罚".to_owned(),
            _ => "不属于集体讨论范围".to_owned(),
        };
        Gate {
            code: "deliberation",
            name: "集体讨论",
            required: report.complex || large || departs || none,
            why,
            basis: "行政处罚法第五十七条",
        }
    }
}

/// The refusal of a fine above the one the party was told of (行政处罚法 art. 45).
pub(super) fn above_notice() -> Refusal {
    Refusal::new(
        "case.fine_above_notice",
        "罚款不得高于事先告知的数额；不得因当事人陈述申辩而加重处罚",
        "the fine may not exceed the one in the prior notice; a defence never makes it heavier",
    )
    .basis("行政处罚法第四十五条")
    .field("fine_fen")
}
