//! How a rule says no: a stable code, the article it rests on, and words in both languages.

use serde::Serialize;

/// A refusal by law or rule. It is data for the person who was refused, not a failure of the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{code}: {en}")]
pub struct Refusal {
    /// Stable code, `<noun>.<what_is_wrong>`, for instance `case.defence_period_open`.
    pub code: &'static str,
    /// The article it rests on, for instance `行政处罚法第四十五条`; none for rules of the platform's own.
    pub basis: Option<&'static str>,
    /// The field at fault, as named in the request, where one field is.
    pub field: Option<String>,
    /// What is wrong and the way out, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// The result of asking a rule.
pub type Refused<T> = Result<T, Refusal>;

impl Refusal {
    /// A refusal with its words; say what is wrong *and* the way out.
    pub fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, basis: None, field: None, zh: zh.into(), en: en.into() }
    }

    /// Names the article the refusal rests on.
    #[must_use]
    pub fn basis(mut self, article: &'static str) -> Self {
        self.basis = Some(article);
        self
    }

    /// Names the field at fault.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}
