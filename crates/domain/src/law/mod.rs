//! Acts of law as data: how they are cited, how sure their text is, and which one governs an act.

mod acts;
mod article_number;
mod by_time;
mod cite;
mod files;
mod library;
mod marked;
mod order;
mod proposal;
mod read;
mod say;
mod search;
#[cfg(test)]
mod shipped;
mod text;

pub use acts::{Act, Acts, Rank, Standing};
pub use article_number::ArticleNumber;
pub use by_time::{Applicable, CODE_IN_FORCE, Substance, law_by_time};
pub use cite::Citation;
pub(crate) use cite::{articles_named, numeral};
pub use library::{EffectiveSource, EnteredText, Imprint, Library, Resolved, Unresolved, Version};
pub use marked::Piece;
pub use order::{LawOrder, NewAct, NewText, ReadText, Repeal};
pub use proposal::{BY_TWO, LawProposal, ProposalState};
pub use read::{Division, LineFault, read_text};
pub use search::{Found, FoundIn, Hit, HitAt, Query};
pub use text::{Article, Block, Heading, HeadingLevel, Paragraph, Point, Text};

use serde::{Deserialize, Serialize};

/// The same words in both languages of the platform.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese, the source language.
    pub zh: String,
    /// English, complete.
    pub en: String,
}

impl Words {
    /// Both languages at once.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// How far a rule of law in our data can be trusted. Only `Official` may be shown as law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The official text was read.
    Official,
    /// A full text from one source, not yet compared with the gazette.
    WorkingCopy,
    /// Pieced together from several places; the number may be cited, the wording may not.
    Reconstruction,
    /// Known from other documents or commentary.
    SecondHand,
    /// From memory; configuration only.
    Memory,
    /// Read by a machine; a person has yet to confirm it.
    Unreviewed,
    /// Shows a method; not in force here.
    Sample,
    /// A design decision of the platform.
    Design,
}

impl Certainty {
    /// Whether a user may be shown this as certain law.
    pub const fn is_law(self) -> bool {
        matches!(self, Self::Official)
    }

    /// The label that stands beside anything that rests on it.
    pub fn label(self) -> Words {
        let (zh, en) = match self {
            Self::Official => ("正式文本", "official text"),
            Self::WorkingCopy => {
                ("工作文本，待与公报核对", "working copy, to be compared with the gazette")
            }
            Self::Reconstruction => {
                ("重建文本，不得引用原文", "reconstructed text, wording not to be quoted")
            }
            Self::SecondHand => ("间接来源，待核实", "second-hand, to be verified"),
            Self::Memory => ("待确认的配置", "configuration to be confirmed"),
            Self::Unreviewed => ("未经人工复核", "not reviewed by a person"),
            Self::Sample => ("样例，非现行有效规定", "sample, not in force here"),
            Self::Design => ("平台设计约定", "convention of the platform"),
        };
        Words::new(zh, en)
    }
}

/// Shipped or mounted data that cannot be read. A fault of the data, not of a user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct DataError {
    /// Which file or table.
    pub file: String,
    /// What is wrong in it.
    pub reason: String,
}

impl DataError {
    /// A fault in a named file.
    pub fn new(file: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { file: file.into(), reason: reason.into() }
    }
}

/// Reads a TOML table of our data.
pub(crate) fn from_toml<T: serde::de::DeserializeOwned>(
    file: &str,
    text: &str,
) -> Result<T, DataError> {
    toml::from_str(text).map_err(|error| DataError::new(file, error.to_string()))
}

/// Reads a JSON table of our data.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(
    file: &str,
    text: &str,
) -> Result<T, DataError> {
    serde_json::from_str(text).map_err(|error| DataError::new(file, error.to_string()))
}
