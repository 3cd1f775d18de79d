//! The only error type that screens and devices ever see from us.

use crate::Action;
use domain::Refusal;
use store::StoreError;

/// Why a use case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The law or a rule says no.
    #[error("refused: {0}")]
    Refused(Box<Refusal>),
    /// Not this person, or not there.
    #[error("forbidden: {}", .0.as_str())]
    Forbidden(Action),
    /// There is no such thing (or none this person may know of).
    #[error("no such {0}")]
    NotFound(&'static str),
    /// Somebody else changed it first; fetch it again.
    #[error("{0} was changed by somebody else")]
    Stale(&'static str),
    /// Our fault.
    #[error("broken: {0:#}")]
    Broken(#[from] anyhow::Error),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale(noun) => Self::Stale(noun),
            other => Self::Broken(anyhow::Error::new(other)),
        }
    }
}
