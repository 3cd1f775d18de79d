//! The law library (法规库): every version of every act with its text, and what a citation says on a day.

use super::files::FILES;
use super::read::{Division, LineFault, read_text};
use super::text::{Article, Text};
use super::{Acts, Certainty, Citation, DataError, Standing, from_toml};
use crate::Date;
use crate::law::search::Index;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, LazyLock};

const FILE: &str = "library.toml";
const SECOND: &str = "stands twice";

/// Whence the first day of a version is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectiveSource {
    /// The text states it.
    Text,
    /// It is the day of the version; the text states none of its own.
    VersionDay,
    /// Known from elsewhere.
    Outside,
}

/// What is known of one version of an act. What the text does not say is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imprint {
    /// Id of the act, as in `acts.toml`.
    pub act: String,
    /// The day of adoption or last amendment; a year or `undated` where it is not known.
    pub version: String,
    /// Title of this version.
    pub title: String,
    /// Numbered articles; 0 for a text without articles.
    pub articles: u16,
    /// The act is known to run on to this article, whose text is not on file.
    #[serde(default)]
    pub known_to: Option<u16>,
    /// Number of the order or document.
    #[serde(default)]
    pub number: Option<String>,
    /// The body that issued it.
    #[serde(default)]
    pub issuer: Option<String>,
    /// Latest day of adoption, publication or amendment named in the head of the text.
    #[serde(default)]
    pub adopted: Option<Date>,
    /// The day of commencement printed in the text.
    #[serde(default)]
    pub stated: Option<Date>,
    /// First day of this version.
    #[serde(default)]
    pub effective_from: Option<Date>,
    /// Whence that day is known.
    #[serde(default)]
    pub effective_source: Option<EffectiveSource>,
    /// Where the text comes from.
    pub source: String,
    /// How sure this text is, where it differs from the act's.
    #[serde(default)]
    pub certainty: Option<Certainty>,
}

impl Imprint {
    /// `act@version`, as files and links name it.
    pub fn key(&self) -> String {
        format!("{}@{}", self.act, self.version)
    }

    /// How its text is divided.
    pub const fn division(&self) -> Division {
        if self.articles == 0 { Division::Passages } else { Division::Articles }
    }
}

/// A text that a site entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnteredText {
    /// What names it among the entries: `act.version`.
    pub code: String,
    /// What is known of it.
    pub imprint: Imprint,
    /// The text as pasted.
    pub text: String,
}

/// One version of an act, read.
#[derive(Debug)]
pub struct Version {
    /// What is known of it.
    pub imprint: Imprint,
    /// First day of the next version, where there is one.
    pub until: Option<Date>,
    /// What it says.
    pub text: Arc<Text>,
    pub(super) index: Arc<Index>,
}

impl Version {
    fn read(imprint: Imprint, text: &str) -> Result<Self, Vec<LineFault>> {
        let text = read_text(text, imprint.division())?;
        let index = Index::of(&imprint.title, &text);
        Ok(Self { imprint, until: None, text: Arc::new(text), index: Arc::new(index) })
    }

    /// Whether this version had begun on a day and no later one had.
    fn covers(&self, on: Date) -> bool {
        self.imprint.effective_from.is_none_or(|start| start <= on)
            && self.until.is_none_or(|end| on < end)
    }

    /// How sure its text is.
    pub fn certainty(&self, acts: &Acts) -> Certainty {
        let act = acts.get(&self.imprint.act).map(|act| act.certainty);
        self.imprint.certainty.or(act).unwrap_or(Certainty::Unreviewed)
    }

    /// Where this version stands on a day, with the repeal of its act.
    pub fn standing(&self, acts: &Acts, on: Date) -> Standing {
        let act = acts.get(&self.imprint.act).map_or(Standing::InForce, |act| act.standing(on));
        match (self.imprint.effective_from, self.until) {
            (Some(start), _) if on < start => Standing::NotYet,
            (_, Some(end)) if end <= on => Standing::Repealed,
            _ => act,
        }
    }
}

/// What a citation says on a day.
#[derive(Debug, Clone)]
pub struct Resolved<'a> {
    /// The version that says it.
    pub version: &'a Arc<Version>,
    /// The whole article.
    pub article: &'a Article,
    /// The words of the place cited.
    pub words: String,
}

/// Why a citation says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unresolved {
    /// The library has no such act.
    #[error("the library has no such act")]
    NoAct,
    /// No version on file was in force that day.
    #[error("no version on file was in force that day")]
    NoVersion,
    /// The article exists, but its text is not on file.
    #[error("the article exists, but its text is not on file")]
    NumberOnly,
    /// The text has no such article, paragraph or point.
    #[error("the text has no such place")]
    NoPlace,
}

/// The library. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Library {
    /// By act in the order of the index; the versions of an act from old to new.
    versions: Vec<Arc<Version>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    text: Vec<Imprint>,
}

static SHIPPED: LazyLock<Result<Library, DataError>> =
    LazyLock::new(|| Library::parse(include_str!("../../../../data/law/library.toml"), FILES));

impl Library {
    /// The library shipped in `data/law/texts`, read once.
    ///
    /// # Errors
    /// Only when a shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        SHIPPED.clone()
    }

    /// Reads an index with its texts, each named `act@version`.
    ///
    /// # Errors
    /// Where the index is wrong, a file is missing, or a text cannot be read.
    pub fn parse(index: &str, files: &[(&str, &str)]) -> Result<Self, DataError> {
        let table: Table = from_toml(FILE, index)?;
        let mut versions = Vec::new();
        for imprint in table.text {
            let key = imprint.key();
            let fault = |what: &str| DataError::new(FILE, format!("`{key}` {what}"));
            let file = files.iter().find(|(name, _)| *name == key);
            let (_, text) = file.ok_or_else(|| fault("has no file"))?;
            let version =
                Version::read(imprint, text).map_err(|faults| {
                    fault(&faults.first().map_or_else(String::new, |fault| {
                        format!("line {}: {}", fault.line, fault.en)
                    }))
                })?;
            if versions.iter().any(|known: &Version| known.imprint.key() == key) {
                return Err(fault(SECOND));
            }
            versions.push(version);
        }
        Ok(Self::of(versions))
    }

    fn of(versions: Vec<Version>) -> Self {
        let mut library = Self { versions: versions.into_iter().map(Arc::new).collect() };
        library.order();
        library
    }

    /// Sorts each act's versions from old to new and ends each where the next begins.
    fn order(&mut self) {
        let mut acts: Vec<String> = Vec::new();
        for version in &self.versions {
            if !acts.contains(&version.imprint.act) {
                acts.push(version.imprint.act.clone());
            }
        }
        let place = |version: &Version| acts.iter().position(|act| *act == version.imprint.act);
        self.versions.sort_by_key(|version| (place(version), version.imprint.effective_from));
        let starts: Vec<_> = self
            .versions
            .iter()
            .map(|version| (version.imprint.act.clone(), version.imprint.effective_from))
            .collect();
        for (index, version) in self.versions.iter_mut().enumerate() {
            let next = starts.get(index + 1).filter(|(act, _)| *act == version.imprint.act);
            let until = next.and_then(|(_, start)| *start);
            if version.until != until {
                let Version { imprint, text, index, .. } = version.as_ref();
                *version = Arc::new(Version {
                    imprint: imprint.clone(),
                    until,
                    text: Arc::clone(text),
                    index: Arc::clone(index),
                });
            }
        }
    }

    /// The same, with the texts that a site entered; one of the same act and version takes the place of ours. A text
    /// that cannot be read any more is left out and named.
    #[must_use]
    pub fn with(mut self, entered: impl IntoIterator<Item = EnteredText>) -> (Self, Vec<String>) {
        let mut unreadable = Vec::new();
        for EnteredText { code, imprint, text } in entered {
            let Ok(version) = Version::read(imprint, &text) else {
                unreadable.push(code);
                continue;
            };
            let key = version.imprint.key();
            self.versions.retain(|known| known.imprint.key() != key);
            self.versions.push(Arc::new(version));
        }
        self.order();
        (self, unreadable)
    }

    /// Every version, by act, from old to new.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Version>> {
        self.versions.iter()
    }

    /// The versions of an act, from old to new.
    pub fn versions(&self, act: &str) -> impl DoubleEndedIterator<Item = &Arc<Version>> {
        self.versions.iter().filter(move |version| version.imprint.act == act)
    }

    /// One version of an act.
    pub fn version(&self, act: &str, version: &str) -> Option<&Arc<Version>> {
        self.versions(act).find(|known| known.imprint.version == version)
    }

    /// The version of an act that was in force on a day. The repeal of the act does not matter: an act of that time is
    /// still judged by it.
    pub fn as_of(&self, act: &str, on: Date) -> Option<&Arc<Version>> {
        self.versions(act).rev().find(|version| version.covers(on))
    }

    /// What a citation says in the version of a day.
    ///
    /// # Errors
    /// Which part of the way is missing.
    pub fn resolve(&self, citation: &Citation, on: Date) -> Result<Resolved<'_>, Unresolved> {
        self.versions(&citation.act).next().ok_or(Unresolved::NoAct)?;
        let version = self.as_of(&citation.act, on).ok_or(Unresolved::NoVersion)?;
        version.resolve(citation)
    }
}

impl Version {
    /// What a citation of this act says in this version.
    ///
    /// # Errors
    /// `NumberOnly` or `NoPlace`.
    pub fn resolve<'a>(
        self: &'a Arc<Self>,
        citation: &Citation,
    ) -> Result<Resolved<'a>, Unresolved> {
        let number = citation.article;
        let Some(article) = self.text.article(number) else {
            let known = self.imprint.known_to.is_some_and(|last| number.number <= last);
            return Err(if known { Unresolved::NumberOnly } else { Unresolved::NoPlace });
        };
        let words = article.at(citation).ok_or(Unresolved::NoPlace)?;
        Ok(Resolved { version: self, article, words })
    }
}
