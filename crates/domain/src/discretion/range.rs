//! Statutory ranges: what an article allows, kept apart from the benchmark and always the last word.

use super::{Benchmark, Exact};
use crate::law::{Acts, Certainty, Citation, DataError, Words, from_toml};
use crate::{Fen, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// On whom the fine falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A legal person or other organisation.
    Unit,
    /// A natural person as party.
    Individual,
    /// Whoever is the party.
    Party,
    /// The persons responsible within a unit (直接负责的主管人员和其他直接责任人员).
    Staff,
}

/// What the minimum and maximum are multiples of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// Of nothing: they are amounts in yuan.
    #[default]
    Fixed,
    /// Of the total investment of the project (总投资额).
    ProjectInvestment,
    /// Of the cost of proper disposal (所需处置费用).
    DisposalCost,
    /// Of the person's income from the unit in the last year.
    IncomeLastYear,
    /// Of the fine under the paragraph before.
    FineBefore,
    /// Of the illegal income (违法所得): what was received by the act, costs not deducted (行政处罚法第二十八条第二款).
    IllegalIncome,
    /// Of the fee charged (所收费用).
    Fee,
    /// Of the value of the goods (货值金额).
    GoodsValue,
    /// Of the direct loss of an accident (直接经济损失).
    DirectLoss,
}

impl Base {
    /// What it is called.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Fixed => ("固定数额", "fixed amount"),
            Self::ProjectInvestment => ("建设项目总投资额", "total investment of the project"),
            Self::DisposalCost => ("所需处置费用", "cost of proper disposal"),
            Self::IncomeLastYear => {
                ("上一年度从本单位取得的收入", "income from the unit in the last year")
            }
            Self::FineBefore => ("前款罚款数额", "fine under the paragraph before"),
            Self::IllegalIncome => (
                "违法所得（实施违法行为所取得的款项）",
                "illegal income (all that was received by the act)",
            ),
            Self::Fee => ("所收费用", "fee charged"),
            Self::GoodsValue => ("货值金额", "value of the goods"),
            Self::DirectLoss => ("直接经济损失", "direct loss"),
        };
        Words::new(zh, en)
    }
}

/// Which of the two ranges of an article applies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// The ordinary one.
    #[default]
    Ordinary,
    /// The heavier one, when its condition is met (情节严重, 拒不改正 …).
    Heavier,
}

/// A least and a greatest fine, in yuan or as multiples of the base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// Least; none where the article names only a maximum.
    #[serde(default)]
    pub minimum: Option<Exact>,
    /// Greatest.
    pub maximum: Exact,
}

/// The heavier range and what it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heavier {
    /// The condition, in the article's words.
    pub when: Words,
    /// Least.
    #[serde(default)]
    pub minimum: Option<Exact>,
    /// Greatest.
    pub maximum: Exact,
}

/// One row: the fine that one article allows for one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatutoryRange {
    /// Stable id: the citation, and a tag where one paragraph knows several ranges.
    pub id: String,
    /// The article; none for a range that only a table prints.
    #[serde(default)]
    pub citation: Option<Citation>,
    /// The article in full words; filled from the acts when the table is read.
    #[serde(default)]
    pub basis: Words,
    /// How sure the act's text is; filled likewise.
    #[serde(default = "unreviewed")]
    pub certainty: Certainty,
    /// The case in few words.
    pub case: Words,
    /// On whom.
    pub subject: Subject,
    /// Multiples of what.
    #[serde(default)]
    pub base: Base,
    /// Base amounts below this count as this, yuan.
    #[serde(default)]
    pub base_floor: Option<i64>,
    /// The ordinary range.
    pub ordinary: Bounds,
    /// The heavier range, where the article has one.
    #[serde(default)]
    pub heavier: Option<Heavier>,
    /// The article says "may" (可以).
    #[serde(default)]
    pub optional: bool,
}

const fn unreviewed() -> Certainty {
    Certainty::Unreviewed
}

/// A range in yuan, base applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Yuan {
    pub(super) minimum: Option<Exact>,
    pub(super) maximum: Exact,
}

impl Yuan {
    /// Whole fen within the range.
    pub(super) fn fen(&self) -> Refused<(Fen, Fen)> {
        let minimum = self.minimum.clone().unwrap_or_else(Exact::zero);
        match (minimum.ceil_to_fen(), self.maximum.floor_to_fen()) {
            (Some(least), Some(most)) if least <= most => Ok((least, most)),
            _ => Err(base_refusal()),
        }
    }
}

fn base_refusal() -> Refusal {
    Refusal::new(
        "discretion.base_out_of_range",
        "计罚基数无法计算出有效的罚款幅度，请核对基数金额。",
        "No valid range follows from the base amount; check the amount.",
    )
    .field("base_amount")
}

impl StatutoryRange {
    /// The range that a table prints beside its own weights, where it does: for clauses that are not entered as ranges.
    pub fn printed(table: &Benchmark) -> Option<Self> {
        let printed = table.range.as_ref()?;
        let clauses = &table.clauses;
        Some(Self {
            id: format!("printed:{}", table.code),
            citation: None,
            basis: Words::new(clauses, clauses),
            certainty: Certainty::Unreviewed,
            case: table.title.clone(),
            subject: table.subject,
            base: printed.base,
            base_floor: None,
            ordinary: printed.bounds()?,
            heavier: None,
            optional: false,
        })
    }

    /// The bounds of a tier, as printed.
    ///
    /// # Errors
    /// `discretion.no_heavier_range` where the article has none.
    pub fn bounds(&self, tier: Tier) -> Refused<Bounds> {
        match (tier, &self.heavier) {
            (Tier::Ordinary, _) => Ok(self.ordinary.clone()),
            (Tier::Heavier, Some(heavier)) => {
                Ok(Bounds { minimum: heavier.minimum.clone(), maximum: heavier.maximum.clone() })
            }
            (Tier::Heavier, None) => Err(Refusal::new(
                "discretion.no_heavier_range",
                format!("{}没有规定加重的罚款幅度，请选择一般幅度。", self.basis.zh),
                format!("{} has no heavier range; choose the ordinary one.", self.basis.en),
            )
            .field("tier")),
        }
    }

    /// The base as it counts, in yuan: never below its floor.
    pub(super) fn counted_base(&self, amount: Fen) -> Exact {
        amount.max(Fen::from_yuan(self.base_floor.unwrap_or(0))).into()
    }

    /// The bounds in yuan. A base that is not fixed needs its amount.
    pub(super) fn in_yuan(&self, tier: Tier, base: Option<Fen>) -> Refused<Yuan> {
        let bounds = self.bounds(tier)?;
        if self.base == Base::Fixed {
            return Ok(Yuan { minimum: bounds.minimum, maximum: bounds.maximum });
        }
        let Some(amount) = base.filter(|amount| amount.0 > 0) else {
            let Words { zh, en } = self.base.words();
            return Err(Refusal::new(
                "discretion.base_missing",
                format!("请填写{zh}，罚款按其倍数计算。"),
                format!("Enter the {en}; the fine is a multiple of it."),
            )
            .field("base_amount"));
        };
        let amount = self.counted_base(amount);
        Ok(Yuan {
            minimum: bounds.minimum.map(|multiple| &multiple * &amount),
            maximum: &bounds.maximum * &amount,
        })
    }
}

/// The table of ranges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranges {
    #[serde(rename = "range")]
    rows: Vec<StatutoryRange>,
}

impl Ranges {
    /// The table shipped in `data/law/statutory_ranges.toml`.
    ///
    /// # Errors
    /// Only when the shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        let text = include_str!("../../../../data/law/statutory_ranges.toml");
        Self::parse(text, &Acts::shipped()?)
    }

    /// Reads a table.
    ///
    /// # Errors
    /// Where the TOML is wrong, an id stands twice, an act is unknown, or a minimum is not below its positive maximum.
    pub fn parse(text: &str, acts: &Acts) -> Result<Self, DataError> {
        let mut table: Self = from_toml("statutory_ranges.toml", text)?;
        for (index, row) in table.rows.iter().enumerate() {
            let fault =
                |what| DataError::new("statutory_ranges.toml", format!("`{}` {what}", row.id));
            if table.rows[..index].iter().any(|earlier| earlier.id == row.id) {
                return Err(fault("stands twice"));
            }
            let heavier = row.heavier.as_ref().map(|h| (h.minimum.as_ref(), &h.maximum));
            let ordinary = (row.ordinary.minimum.as_ref(), &row.ordinary.maximum);
            for (minimum, maximum) in heavier.into_iter().chain([ordinary]) {
                let zero = Exact::zero();
                if *maximum <= zero || minimum.is_some_and(|min| *min <= zero || min >= maximum) {
                    return Err(fault("needs 0 < minimum < maximum"));
                }
            }
        }
        for row in &mut table.rows {
            let cited = row.citation.as_ref();
            let act = cited.and_then(|citation| acts.get(&citation.act));
            let basis = cited.and_then(|citation| acts.words(citation));
            let (Some(act), Some(basis)) = (act, basis) else {
                let reason = format!("`{}` cites an unknown act", row.id);
                return Err(DataError::new("statutory_ranges.toml", reason));
            };
            (row.certainty, row.basis) = (act.certainty, basis);
        }
        Ok(table)
    }

    /// The row of an id.
    pub fn get(&self, id: &str) -> Option<&StatutoryRange> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// Every row, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &StatutoryRange> {
        self.rows.iter()
    }
}
