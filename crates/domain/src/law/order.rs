//! What may be entered into the law library: that an act is repealed, or a text; each checked against what is there.

use super::library::{EffectiveSource, EnteredText, Imprint, Library};
use super::text::Text;
use super::{Act, Acts, ArticleNumber, Certainty, Division, LineFault, Rank, read_text};
use crate::{Date, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// Bytes of a text at most; the longest law there is has half of that.
const TEXT_BYTES_MAX: usize = 900_000;
/// Characters of a source at most.
const SOURCE_CHARS_MAX: usize = 200;

/// What somebody wants entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LawOrder {
    /// That an act is repealed.
    Repeal(Repeal),
    /// A new version of an act, or an act that the library does not have yet.
    Text(NewText),
}

impl LawOrder {
    /// Id of the act.
    pub fn act(&self) -> &str {
        match self {
            Self::Repeal(repeal) => &repeal.act,
            Self::Text(text) => &text.act,
        }
    }

    /// The name in tables and addresses.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Repeal(_) => "repeal",
            Self::Text(_) => "text",
        }
    }
}

/// That an act is repealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeal {
    /// Id of the act.
    pub act: String,
    /// First day no longer in force.
    pub on: Date,
    /// Id of the act that takes its place.
    pub by: Option<String>,
    /// Where the repeal is announced.
    pub source: String,
}

/// An act that the library does not have yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAct {
    /// Full title.
    pub zh: String,
    /// English handle.
    pub en: String,
    /// Standing.
    pub rank: Rank,
}

/// A text as somebody enters it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewText {
    /// Id of the act.
    pub act: String,
    /// What it is, where the library does not have it yet.
    pub new_act: Option<NewAct>,
    /// The day of adoption or last amendment, which names the version.
    pub version: Date,
    /// First day in force.
    pub effective_from: Date,
    /// Number of the order or document.
    pub number: Option<String>,
    /// The body that issued it.
    pub issuer: Option<String>,
    /// Where the text comes from.
    pub source: String,
    /// Whether the official text was read.
    pub official: bool,
    /// The text.
    pub text: String,
}

/// A text that was read, and what it changes.
#[derive(Debug, Clone)]
pub struct ReadText {
    /// The act it belongs to.
    pub act: Act,
    /// What cannot be read, by line; nothing can be entered as long as there is one.
    pub faults: Vec<LineFault>,
    /// How many articles it has.
    pub articles: u16,
    /// Articles that differ from the version before; all of them where there is none.
    pub changed: Vec<ArticleNumber>,
}

impl Repeal {
    /// The act as it stands with the repeal.
    ///
    /// # Errors
    /// `law.source_missing`, and what [`Act::repealed`] refuses.
    pub fn of(&self, act: Act, acts: &Acts) -> Refused<Act> {
        sourced(&self.source)?;
        act.repealed(self.on, self.by.clone(), acts)
    }
}

impl NewText {
    /// Reads it and compares it with what is there.
    ///
    /// # Errors
    /// Where the act is unknown or badly named, the text too long, the days out of order, the source missing, or a version of
    /// that day there already.
    pub fn read(&self, acts: &Acts, library: &Library) -> Refused<ReadText> {
        let act = self.act_in(acts)?;
        if self.text.len() > TEXT_BYTES_MAX {
            return Err(refused(
                "law.text_too_long",
                "文本过长，请核对粘贴的内容",
                "the text is too long; check what was pasted",
                "text",
            ));
        }
        if self.effective_from < self.version {
            return Err(refused(
                "law.effective_before_version",
                "施行日期早于通过或者修改日期，请核对",
                "it comes into force before it was adopted; check the days",
                "effective_from",
            ));
        }
        sourced(&self.source)?;
        let begins =
            |on| library.versions(&self.act).any(|one| one.imprint.effective_from == Some(on));
        if begins(self.effective_from) {
            return Err(refused(
                "law.version_exists",
                "该法律文件已有同日施行的文本",
                "a version of this act that begins on the same day is in the library already",
                "effective_from",
            ));
        }
        Ok(match read_text(&self.text, Division::Articles) {
            Err(faults) => ReadText { act, faults, articles: 0, changed: Vec::new() },
            Ok(text) => ReadText {
                act,
                faults: Vec::new(),
                articles: u16::try_from(text.articles().count()).unwrap_or(u16::MAX),
                changed: self.changed(&text, library),
            },
        })
    }

    /// The text as the library keeps it, under the title of its act.
    pub fn entered(self, title: &str, articles: u16) -> EnteredText {
        let said = |text: Option<String>| {
            text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let certainty = Some(self.certainty());
        let imprint = Imprint {
            version: self.version.to_string(),
            title: title.to_owned(),
            articles,
            known_to: None,
            number: said(self.number),
            issuer: said(self.issuer),
            adopted: Some(self.version),
            stated: None,
            effective_from: Some(self.effective_from),
            effective_source: Some(EffectiveSource::Outside),
            source: self.source.trim().to_owned(),
            certainty,
            act: self.act,
        };
        let code = format!("{}.{}", imprint.act, imprint.version);
        EnteredText { code, imprint, text: self.text }
    }

    fn act_in(&self, acts: &Acts) -> Refused<Act> {
        match (acts.get(&self.act), &self.new_act) {
            (Some(act), _) => Ok(act.clone()),
            (None, Some(new)) => self.new_act(new),
            (None, None) => Err(refused(
                "law.act_unknown",
                "法规库中没有这部法律文件；请选择已有的，或者填写新的名称和效力级别",
                "the library does not have this act; choose one, or say title and rank of a new one",
                "act",
            )),
        }
    }

    fn new_act(&self, new: &NewAct) -> Refused<Act> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        let named = (3..=40).contains(&self.act.len()) && self.act.bytes().all(plain);
        if !named || new.zh.trim().is_empty() || new.en.trim().is_empty() {
            return Err(refused(
                "law.act_unnamed",
                "请填写新法律文件的代号（3至40位小写字母、数字、下划线）、名称和英文名称",
                "a new act needs an id of 3 to 40 of a-z 0-9 _, a title and an English handle",
                "act",
            ));
        }
        Ok(Act {
            id: self.act.clone(),
            zh: new.zh.trim().to_owned(),
            en: new.en.trim().to_owned(),
            rank: new.rank,
            effective_from: Some(self.effective_from),
            effective_to: None,
            replaced_by: None,
            superseded: false,
            certainty: self.certainty(),
        })
    }

    const fn certainty(&self) -> Certainty {
        if self.official { Certainty::Official } else { Certainty::WorkingCopy }
    }

    fn changed(&self, text: &Text, library: &Library) -> Vec<ArticleNumber> {
        let before = self.effective_from.yesterday().ok();
        match before.and_then(|day| library.as_of(&self.act, day)) {
            Some(version) => text.changed_against(&version.text),
            None => text.articles().map(|article| article.number).collect(),
        }
    }
}

fn sourced(source: &str) -> Refused<()> {
    if (1..=SOURCE_CHARS_MAX).contains(&source.trim().chars().count()) {
        return Ok(());
    }
    Err(refused(
        "law.source_missing",
        "请写明来源（1至200字）",
        "say where it comes from, in 1 to 200 characters",
        "source",
    ))
}

fn refused(code: &'static str, zh: &str, en: &str, field: &str) -> Refusal {
    Refusal::new(code, zh, en).field(field)
}
