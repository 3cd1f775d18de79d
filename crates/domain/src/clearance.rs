//! Clearance (公示核对): a person has read a decision as it will be published, marked what the rules cannot know, and answers
//! for it. Nothing is published without one.

use crate::document::Document;
use crate::notice::{Notice, NoticeState};
use crate::region::Territory;
use crate::{CaseId, OfficerId, Refusal, Refused, Timestamp};
use serde::{Deserialize, Serialize};

/// That a person has read a decision as it will be published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clearance {
    /// The case.
    pub case: CaseId,
    /// Where.
    pub territory: Territory,
    /// Words hidden beyond the rules.
    pub words: Vec<String>,
    /// The redacted decision, exactly as it was read; this and nothing else is published.
    pub document: Document,
    /// Who read it.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
}

impl Clearance {
    /// Whether it still counts beside the latest notice of its case: a withdrawal ends it, and what is read anew follows.
    pub fn counts(&self, notice: Option<&Notice>) -> bool {
        match notice.map(|notice| &notice.state) {
            Some(NoticeState::Withdrawn { at, .. }) => self.at > *at,
            Some(NoticeState::Published) | None => true,
        }
    }
}

/// Words that a reader may mark, at most.
const WORDS_MAX: usize = 100;
/// Characters of a marked word: a single one would be found everywhere.
const WORD_CHARS: std::ops::RangeInclusive<usize> = 2..=50;

/// The public version of a decision: by rule, and without the words that the reader marked. A word that is not there to be
/// hidden is refused, so that nobody believes to have hidden what stands there.
pub fn redacted(original: &Document, file: &[Document], words: &[String]) -> Refused<Document> {
    if words.len() > WORDS_MAX {
        let zh = format!("最多标记{WORDS_MAX}处");
        let en = format!("at most {WORDS_MAX} words are marked");
        return Err(Refusal::new("clearance.too_many_words", zh, en).field("words"));
    }
    let by_rule = original.redact_among(file);
    for word in words {
        if !WORD_CHARS.contains(&word.chars().count()) {
            let zh = format!("“{word}”须为2至50个字");
            let en = format!("“{word}” must have 2 to 50 characters");
            return Err(Refusal::new("clearance.word_length", zh, en).field("words"));
        }
        if original.redact_further(file, std::slice::from_ref(word)) == by_rule {
            let zh = format!("公示文本中没有可以隐去的“{word}”；当事人名称和信用代码依法公开");
            let en = format!("there is no “{word}” to hide; the party's name and code are public");
            return Err(Refusal::new("clearance.word_absent", zh, en).field("words"));
        }
    }
    Ok(original.redact_further(file, words))
}
