//! The acts the platform cites, each with the days it is in force.

use super::{Certainty, Citation, DataError, Words, from_toml};
use crate::{Date, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// The standing of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// A law of the National People's Congress or its standing committee (法律).
    Law,
    /// A regulation of the State Council (行政法规).
    Regulation,
    /// A rule of a ministry (部门规章).
    Rule,
    /// A judicial interpretation (司法解释).
    Interpretation,
    /// A normative document (规范性文件).
    Document,
}

impl Rank {
    /// The word for people.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Law => ("法律", "law"),
            Self::Regulation => ("行政法规", "regulation"),
            Self::Rule => ("部门规章", "rule"),
            Self::Interpretation => ("司法解释", "judicial interpretation"),
            Self::Document => ("规范性文件", "document"),
        };
        Words::new(zh, en)
    }
}

/// Where an act stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its first day is still to come.
    NotYet,
    /// In force.
    InForce,
    /// Repealed, or replaced by a later version.
    Repealed,
    /// An older version whose last day is not known.
    Superseded,
    /// A sample of another province: it has never been in force here.
    Elsewhere,
}

impl Standing {
    /// Whether it answers to what was asked for; an older version of unknown end is no longer in force.
    pub fn is(self, asked: Self) -> bool {
        self == asked || asked == Self::Repealed && self == Self::Superseded
    }

    /// The word for people.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::NotYet => ("尚未施行", "not yet in force"),
            Self::InForce => ("现行有效", "in force"),
            Self::Repealed => ("已失效", "no longer in force"),
            Self::Elsewhere => ("外地规定，本地不适用", "of another province, not in force here"),
            Self::Superseded => {
                ("旧文本，失效日期待核", "older text, its last day to be confirmed")
            }
        };
        Words::new(zh, en)
    }
}

/// One act, in the version that our data cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Id used in citations, for instance `eco_code`.
    pub id: String,
    /// Full title in Chinese.
    pub zh: String,
    /// English handle.
    pub en: String,
    /// Standing.
    pub rank: Rank,
    /// First day in force, where known.
    #[serde(default)]
    pub effective_from: Option<Date>,
    /// First day no longer in force.
    #[serde(default)]
    pub effective_to: Option<Date>,
    /// Id of the act that took its place.
    #[serde(default)]
    pub replaced_by: Option<String>,
    /// Known to have been replaced, on a day that the texts read do not name.
    #[serde(default)]
    pub superseded: bool,
    /// How sure the text is.
    pub certainty: Certainty,
}

impl Act {
    /// Whether the act is in force on a day.
    pub fn in_force(&self, on: Date) -> bool {
        self.standing(on) == Standing::InForce
    }

    /// Where it stands on a day; an act whose first day is unknown counts as begun.
    pub fn standing(&self, on: Date) -> Standing {
        match (self.effective_from, self.effective_to) {
            (Some(start), _) if on < start => Standing::NotYet,
            (_, Some(end)) if end <= on => Standing::Repealed,
            _ if self.superseded => Standing::Superseded,
            _ if self.certainty == Certainty::Sample => Standing::Elsewhere,
            _ => Standing::InForce,
        }
    }

    /// The same, repealed: from `on` it is no longer in force, and `by` took its place.
    ///
    /// # Errors
    /// Where the day lies before its first day, the successor is unknown or the act itself, or it was repealed on
    /// another day.
    pub fn repealed(self, on: Date, by: Option<String>, acts: &Acts) -> Refused<Self> {
        let refused =
            |code, zh: &str, en: &str, field| Err(Refusal::new(code, zh, en).field(field));
        if self.effective_from.is_some_and(|start| on <= start) {
            let (zh, en) =
                ("废止日期应当晚于施行日期，请核对", "the repeal must lie after its first day");
            return refused("law.repeal_before_start", zh, en, "on");
        }
        if self.effective_to.is_some_and(|end| end != on) {
            let (zh, en) = (
                "该法律文件已登记在另一日期废止，请核对",
                "its repeal on another day is entered already; check the day",
            );
            return refused("law.repealed_already", zh, en, "on");
        }
        if by.as_ref().is_some_and(|next| *next == self.id || acts.get(next).is_none()) {
            let (zh, en) = (
                "替代的法律文件不在法规库中；请先录入其文本，或者留空",
                "the act that takes its place is not in the library; enter its text first or leave this empty",
            );
            return refused("law.successor_unknown", zh, en, "by");
        }
        Ok(Self { effective_to: Some(on), replaced_by: by.or(self.replaced_by), ..self })
    }

    /// The title as people say it, without the name of the state.
    pub fn short(&self) -> &str {
        self.zh.strip_prefix("中华人民共和国").unwrap_or(&self.zh)
    }
}

/// All acts, by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acts {
    #[serde(rename = "act")]
    acts: Vec<Act>,
}

impl Acts {
    /// The acts shipped in `data/law/acts.toml`.
    ///
    /// # Errors
    /// Only when the shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        Self::parse(include_str!("../../../../data/law/acts.toml"))
    }

    /// Reads a table of acts.
    ///
    /// # Errors
    /// Where the TOML is wrong, an id stands twice, or a successor is unknown.
    pub fn parse(text: &str) -> Result<Self, DataError> {
        let table: Self = from_toml("acts.toml", text)?;
        for (index, act) in table.acts.iter().enumerate() {
            if table.acts[..index].iter().any(|earlier| earlier.id == act.id) {
                return Err(DataError::new("acts.toml", format!("`{}` stands twice", act.id)));
            }
            if let Some(next) = act.replaced_by.as_deref().filter(|next| table.get(next).is_none())
            {
                return Err(DataError::new("acts.toml", format!("`{next}` is unknown")));
            }
        }
        Ok(table)
    }

    /// The act of an id.
    pub fn get(&self, id: &str) -> Option<&Act> {
        self.acts.iter().find(|act| act.id == id)
    }

    /// Every act, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Act> {
        self.acts.iter()
    }

    /// The same, with what a site entered: an act of the same id takes the place of ours.
    #[must_use]
    pub fn with(mut self, entered: impl IntoIterator<Item = Act>) -> Self {
        for act in entered {
            match self.acts.iter_mut().find(|known| known.id == act.id) {
                Some(known) => *known = act,
                None => self.acts.push(act),
            }
        }
        self
    }

    /// A citation in full words, for instance `《中华人民共和国行政处罚法》第三十三条`.
    pub fn words(&self, citation: &Citation) -> Option<Words> {
        let act = self.get(&citation.act)?;
        let zh = format!("《{}》{}", act.zh, citation.place_zh());
        Some(Words { zh, en: format!("{}, {}", act.en, citation.place_en()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::CODE_IN_FORCE;
    use jiff::civil::date;

    #[test]
    fn the_code_repealed_ten_laws_on_the_day_it_came_into_force() {
        let acts = Acts::shipped().unwrap();
        let code = acts.get("eco_code").unwrap();
        assert_eq!(code.effective_from, Some(CODE_IN_FORCE));
        let repealed: Vec<_> =
            acts.iter().filter(|act| act.replaced_by.as_deref() == Some("eco_code")).collect();
        assert_eq!(repealed.len(), 10, "生态环境法典第一千二百四十二条");
        for act in repealed {
            assert_eq!(act.effective_to, Some(CODE_IN_FORCE), "{}", act.id);
            assert!(act.in_force(date(2026, 8, 14)) && !act.in_force(CODE_IN_FORCE), "{}", act.id);
        }
        assert!(acts.get("penalty_law").unwrap().in_force(date(2026, 11, 1)));
    }

    #[test]
    fn a_citation_is_spelt_out() {
        let acts = Acts::shipped().unwrap();
        let words = acts.words(&"penalty_law:33.1".parse().unwrap()).unwrap();
        assert_eq!(words.zh, "《中华人民共和国行政处罚法》第三十三条第一款");
        assert_eq!(words.en, "Administrative Penalty Law, art. 33 para. 1");
        assert_eq!(acts.words(&"no_such:1".parse().unwrap()), None);
    }

    #[test]
    fn a_damaged_table_is_named() {
        let error = Acts::parse("[[act]]\nid = 1").unwrap_err();
        assert_eq!(error.file, "acts.toml");
    }
}
