//! Live events: what changed, for screens to fetch again. They say that, never what.

use domain::Timestamp;
use domain::region::Territory;

/// Something changed.
#[derive(Debug, Clone)]
pub struct LiveEvent {
    /// Record kind, for instance `lead.raised`.
    pub kind: &'static str,
    /// `noun/id`.
    pub subject: String,
    /// Where; none concerns everybody.
    pub territory: Option<Territory>,
    /// When.
    pub at: Timestamp,
}

impl LiveEvent {
    /// The noun of the subject, which is also the name of the event.
    pub fn noun(&self) -> &str {
        self.subject.split_once('/').map_or("", |(noun, _)| noun)
    }

    /// The id of the subject.
    pub fn id(&self) -> &str {
        self.subject.split_once('/').map_or("", |(_, id)| id)
    }
}

impl From<store::Changed> for LiveEvent {
    fn from(changed: store::Changed) -> Self {
        let store::Changed { kind, subject, territory, at, .. } = changed;
        Self { kind: kind.as_str(), subject, territory, at }
    }
}
