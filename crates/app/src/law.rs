//! The law as data, loaded once, with what a site sets for itself.

use crate::Offices;
use anyhow::Context;
use domain::Refused;
use domain::calendar::{Calendar, Counting, Periods};
use domain::case::{Case, Clock, Thresholds};
use domain::citing::{Citing, Tables};
use domain::discretion::{
    BenchmarkEntry, Benchmarks, EntryState, Ranges, Succession, Successions, Violations,
};
use domain::document::CitedArticle;
use domain::item::{Clauses, Delegation, Item, ListVersion};
use domain::jurisdiction::{
    Ground, Grounds, Lists, Operation, Question, Rules, Setting, may_enforce,
};
use domain::law::{Act, Acts, ArticleNumber, Citation, EnteredText, Library};
use domain::outlet::Medium;
use domain::refusals::Refusals;
use domain::region::{Boundaries, Divisions};
use std::borrow::Cow;
use std::sync::Arc;
use store::{StoreError, Tx};

/// The law as data: what is shipped, with what the site entered laid over it. Its parts are shared, so that another value of it
/// costs little: each calculation makes one of its own for the day it is asked for.
#[derive(Debug, Clone)]
pub struct Law {
    /// Working days.
    pub calendar: Arc<Calendar>,
    /// How long each period of the procedure is.
    pub periods: Periods,
    /// Amounts that open a gate.
    pub thresholds: Thresholds,
    /// Items, and who may enforce them where.
    pub lists: Arc<Lists>,
    /// The penalty clauses of the code, as a machine read them.
    pub clauses: Arc<Clauses>,
    /// What the site sets about jurisdiction.
    pub rules: Rules,
    /// Operations that were registered, approved or not.
    pub operations: Arc<[Operation]>,
    /// The sketched lines of the counties.
    pub boundaries: Arc<Boundaries>,
    /// The tree of places.
    pub divisions: Arc<Divisions>,
    /// Which range and table serve which violation.
    pub violations: Violations,
    /// Which clause took the place of which.
    pub successions: Successions,
    /// Statutory ranges.
    pub ranges: Arc<Ranges>,
    /// Discretion tables.
    pub benchmarks: Benchmarks,
    /// Sets that the site put into force, those retired since included.
    pub entered: Arc<[BenchmarkEntry]>,
    /// Acts by name.
    pub acts: Arc<Acts>,
    /// Their texts.
    pub library: Arc<Library>,
    /// What the letters of each agency say of it.
    pub offices: Offices,
    /// The articles that the program names when it says no.
    pub refusals: Arc<Refusals>,
    /// How often the site had written its law when this was read.
    edition: i64,
}

impl Law {
    /// The law as shipped, with a site's own settings.
    pub fn shipped(thresholds: Thresholds, offices: Offices) -> anyhow::Result<Self> {
        Ok(Self {
            calendar: Arc::new(Calendar::shipped().context("calendar")?),
            periods: Periods::shipped().context("periods")?,
            thresholds,
            lists: Arc::new(Lists::shipped().context("lists of items")?),
            clauses: Arc::new(Clauses::shipped().context("penalty clauses")?),
            rules: Rules::default(),
            operations: Arc::default(),
            boundaries: Arc::new(Boundaries::shipped().context("boundaries")?),
            divisions: Arc::new(Divisions::shipped().context("divisions")?),
            violations: Violations::shipped().context("violations")?,
            successions: Successions::shipped().context("successions")?,
            ranges: Arc::new(Ranges::shipped().context("statutory ranges")?),
            benchmarks: Benchmarks::shipped().context("benchmarks")?,
            entered: Arc::default(),
            acts: Arc::new(Acts::shipped().context("acts")?),
            library: Arc::new(Library::shipped().context("library")?),
            offices,
            refusals: Arc::new(Refusals::shipped().context("refusals")?),
            edition: 0,
        })
    }

    /// How often the site had written its law when this was read.
    pub(crate) const fn edition(&self) -> i64 {
        self.edition
    }

    /// This law with everything that the site entered.
    pub(crate) async fn with_entered(&self, tx: &mut Tx) -> Result<Self, StoreError> {
        let texts = store::law::values::<EnteredText>(tx).await?;
        let (library, unreadable) = Library::clone(&self.library).with(texts);
        for text in unreadable {
            tracing::error!(text, "a text that was entered can no longer be read; it is left out");
        }
        let lists = Lists::clone(&self.lists).with_items(store::law::values::<Item>(tx).await?);
        let lists = lists.with_versions(store::law::values::<ListVersion>(tx).await?);
        let lists = lists.with_delegations(store::law::values::<Delegation>(tx).await?);
        let (benchmarks, entered) = self.benchmarks_with(tx).await?;
        let successions = store::law::values::<Succession>(tx).await?;
        Ok(Self {
            successions: self.successions.clone().with(successions),
            benchmarks,
            entered: entered.into(),
            operations: store::law::values::<Operation>(tx).await?.into(),
            lists: Arc::new(lists),
            acts: Arc::new(Acts::clone(&self.acts).with(store::law::values::<Act>(tx).await?)),
            library: Arc::new(library),
            edition: store::law::edition(tx).await?,
            ..self.clone()
        })
    }

    /// The tables at hand with those of every set that came into force, behind the shipped ones.
    async fn benchmarks_with(
        &self,
        tx: &mut Tx,
    ) -> Result<(Benchmarks, Vec<BenchmarkEntry>), StoreError> {
        let mut entered: Vec<BenchmarkEntry> = Vec::new();
        let mut benchmarks = self.benchmarks.clone();
        for value in store::law::values::<BenchmarkEntry>(tx).await? {
            if !matches!(value.state, EntryState::Activated(_) | EntryState::Retired { .. }) {
                continue;
            }
            match benchmarks.clone().with(value.content.set.clone()) {
                Ok(with) => {
                    benchmarks = with;
                    entered.push(value);
                }
                Err(error) => tracing::error!(%error, "a benchmark set is left out"),
            }
        }
        Ok((benchmarks, entered))
    }

    /// Id and version of the site's set that leads on a day.
    pub(crate) fn leading(&self, day: domain::Date) -> Option<String> {
        let since =
            |entry: &&BenchmarkEntry| entry.in_force(day).map(|from| (from, entry.code.clone()));
        let last = self.entered.iter().filter(|entry| since(entry).is_some()).max_by_key(since);
        last.map(|entry| entry.content.set.key())
    }

    /// The law with the benchmark sets that are in force on a day before all others; of several the one in force last leads.
    pub(crate) fn as_of(&self, day: domain::Date) -> Cow<'_, Self> {
        let since = |entry: &BenchmarkEntry| entry.in_force(day);
        let mut active: Vec<_> =
            self.entered.iter().filter_map(|entry| Some((since(entry)?, entry))).collect();
        if active.is_empty() {
            return Cow::Borrowed(self);
        }
        active.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.code.cmp(&other.1.code)));
        let mut law = self.clone();
        for (_, entry) in active {
            let content = &entry.content;
            law.benchmarks = law.benchmarks.led_by(&content.set.key());
            law.violations = law.violations.with_serves(&content.serves);
        }
        Cow::Owned(law)
    }

    /// Whether a body and whoever acts for it may enforce; else why not, and who may.
    pub fn may_enforce(&self, question: &Question<'_>) -> Refused<Grounds> {
        may_enforce(&self.lists, &self.rules, question)
    }

    /// The registered operation that a setting names.
    pub fn operation(&self, setting: &Setting) -> Option<&Operation> {
        let code = setting.operation.as_deref()?;
        self.operations.iter().find(|operation| operation.code == code)
    }

    /// Where points lie.
    pub fn ground(&self) -> Ground<'_> {
        Ground {
            boundaries: &self.boundaries,
            divisions: &self.divisions,
            tolerance_m: self.rules.boundary_tolerance_m,
        }
    }

    /// How deadlines are counted.
    pub fn counting(&self) -> Counting<'_> {
        Counting { calendar: &self.calendar, periods: &self.periods }
    }

    /// The tables that cite articles.
    pub fn tables(&self) -> Tables<'_> {
        Tables {
            items: self.lists.items(),
            lists: self.lists.versions(),
            ranges: &self.ranges,
            violations: &self.violations,
            benchmarks: &self.benchmarks,
            periods: &self.periods,
            refusals: &self.refusals,
        }
    }

    /// What rests on an act, or on one article of it; cases stand in the store.
    pub fn citing(&self, act: &str, article: Option<ArticleNumber>) -> Vec<Citing> {
        self.tables().citing().into_iter().filter_map(|thing| thing.within(act, article)).collect()
    }

    /// The periods that run in a case.
    pub fn clock(&self, case: &Case) -> Clock {
        case.clock(&self.calendar, &self.periods, &self.acts)
    }

    /// The items.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.lists.items().iter()
    }

    /// An item by code.
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.lists.items().get(code)
    }

    /// The Chinese name of an item; its code where it is unknown.
    pub fn item_name(&self, code: &str) -> String {
        self.item(code).map_or_else(|| code.to_owned(), |item| item.name.zh.clone())
    }

    /// The item that an exceedance at an outlet points to.
    pub fn exceedance_item(&self, medium: Medium) -> Option<&str> {
        let violation = match medium {
            Medium::Water => "water_over_standard",
            Medium::Gas => "air_over_standard",
        };
        self.violations.get(violation).map(|violation| violation.item.as_str())
    }

    /// The item that doubts about a device's data point to.
    pub fn falsified_data_item(&self) -> Option<&str> {
        self.violations.get("monitoring_falsified").map(|violation| violation.item.as_str())
    }

    /// An article as a document cites it.
    pub fn cited(&self, citation: &Citation) -> CitedArticle {
        let act = self.acts.get(&citation.act);
        let act = act.map_or_else(|| citation.act.clone(), |act| act.zh.clone());
        CitedArticle { act, place: citation.clone(), text: None }
    }
}
