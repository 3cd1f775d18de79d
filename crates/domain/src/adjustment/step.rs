//! The steps of an adjustment. Each consumes the stage before it; none can be left out.

use super::cleanup::figures;
use super::paper::{Announcement, LINE_MAX, Publication, Sent, TEXT_MAX, text};
use super::{Adjustment, LegalReview, Signed, Stage, StageName, Trigger, Use};
use crate::enclosure::{self, Enclosure};
use crate::item::{Item, ListDiff, ListVersion, Overlay, Wording};
use crate::jurisdiction::Lists;
use crate::law::{Acts, Certainty, Citation};
use crate::region::{Level, Territory};
use crate::{AdjustmentId, ChangeSetId, Date, Refusal, Refused};

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of an adjustment")]
pub struct Proposal {
    pub id: AdjustmentId,
    pub title: String,
    pub trigger: Trigger,
    pub reason: String,
    pub basis: Vec<Citation>,
    pub document: String,
    pub papers: Vec<Enclosure>,
    pub change_set: Option<ChangeSetId>,
    pub level: Level,
    pub territory: Territory,
    pub sample: bool,
    pub items: Vec<String>,
    pub refinements: Vec<Wording>,
}

/// What a proposal is weighed by.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The lists as they are.
    pub lists: &'a Lists,
    /// The acts.
    pub acts: &'a Acts,
    /// How often items were used within the territory.
    pub uses: &'a [Use],
}

/// What a reviewer finds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of a legal review")]
pub struct Finding {
    pub agreed: bool,
    pub opinion: String,
    pub document: String,
    pub papers: Vec<Enclosure>,
}

/// What publication makes of an adjustment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The adjustment, at its end.
    pub adjustment: Adjustment,
    /// The version to be entered.
    pub version: ListVersion,
}

impl Proposal {
    /// Begins the adjustment. The diff is computed against the newest version of the same list, else against the common
    /// list that the bodies work by today.
    ///
    /// # Errors
    /// `adjustment.text` for a missing or too long text, `adjustment.basis` where a change of the law is the reason and
    /// is not named, `enclosure.missing`, `adjustment.no_change`, and what [`Lists::check`] refuses.
    pub fn propose(self, facts: &Facts<'_>, by: Signed) -> Refused<Adjustment> {
        text("title", &self.title, LINE_MAX)?;
        text("reason", &self.reason, TEXT_MAX)?;
        text("document", &self.document, LINE_MAX)?;
        if self.trigger.is_of_law() && self.basis.is_empty() && self.change_set.is_none() {
            return Err(Refusal::new(
                "adjustment.basis",
                "因法律立改废释提出的调整，请引用有关条文，或者从清理清单提出。",
                "An adjustment that follows a change of the law cites it, or begins from its change set.",
            )
            .field("basis"));
        }
        enclosure::needed(&self.papers)?;
        let adjustment = Adjustment {
            id: self.id,
            title: self.title,
            trigger: self.trigger,
            reason: self.reason,
            basis: self.basis,
            document: self.document,
            papers: self.papers,
            change_set: self.change_set,
            level: self.level,
            territory: self.territory,
            sample: self.sample,
            base: None,
            items: self.items,
            refinements: self.refinements,
            diff: ListDiff::default(),
            figures: Vec::new(),
            proposed: by,
            reviews: Vec::new(),
            stage: Stage::Proposed,
            revision: 0,
        };
        adjustment.drawn_up(facts)
    }
}

impl Adjustment {
    /// Computes base, diff and figures anew and checks the draft.
    fn drawn_up(mut self, facts: &Facts<'_>) -> Refused<Self> {
        let Facts { lists, acts, .. } = *facts;
        self.items.sort();
        self.items.dedup();
        let today = self.proposed.at.date();
        let base = base_of(lists, self.level, &self.territory, today);
        let mut draft = self.draft(first_day(base, today), String::new());
        Wording::check(&self.refinements, &self.items)?;
        if !self.refinements.is_empty() && !self.is_a_countys() {
            return Err(no_refinement());
        }
        lists.check(&draft, acts)?;
        draft.snapshot = self.in_own_words(lists, lists.above(&draft));
        let diff = ListDiff::between(base, &draft, lists.items());
        if diff.is_empty() {
            return Err(Refusal::new(
                "adjustment.no_change",
                "拟调整的清单与现行清单相同，没有需要调整的内容。",
                "The proposed list equals the one in force; there is nothing to adjust.",
            )
            .field("items"));
        }
        let gone = || diff.removed.iter().map(|line| line.code.as_str());
        let figures = base.map(|base| figures(facts, base, gone(), today)).unwrap_or_default();
        let base = base.map(|base| base.version.clone());
        Ok(Self { base, figures, diff, ..self })
    }

    /// Legal review. Whoever proposed an adjustment does not review it.
    ///
    /// # Errors
    /// `adjustment.stage`, `adjustment.own_review`, `adjustment.text`, `enclosure.missing`.
    pub fn review(mut self, finding: Finding, by: Signed) -> Refused<Self> {
        self.at(StageName::Proposed, "legal review")?;
        if by.by == self.proposed.by {
            return Err(Refusal::new(
                "adjustment.own_review",
                "提出人不得审核自己提出的调整，请由其他法制审核人员审核。",
                "Whoever proposed it may not review it; another reviewer must.",
            ));
        }
        let Finding { agreed, opinion, document, papers } = finding;
        text("opinion", &opinion, TEXT_MAX)?;
        text("document", &document, LINE_MAX)?;
        enclosure::needed(&papers)?;
        self.reviews.push(LegalReview { signed: by, agreed, opinion, document, papers });
        let stage = if agreed { Stage::Reviewed } else { Stage::Returned };
        Ok(Self { stage, ..self })
    }

    /// The proposer mends what was returned, with a new paper where there is one; it then waits for review again.
    ///
    /// # Errors
    /// `adjustment.stage`, `adjustment.not_proposer`, and what [`Proposal::propose`] refuses.
    pub fn revise(
        mut self,
        items: Vec<String>,
        reason: String,
        papers: Vec<Enclosure>,
        facts: &Facts<'_>,
        by: Signed,
    ) -> Refused<Self> {
        self.at(StageName::Returned, "revision")?;
        if by.by != self.proposed.by {
            return Err(Refusal::new(
                "adjustment.not_proposer",
                "退回的调整由原提出人修改。",
                "What was returned is revised by whoever proposed it.",
            ));
        }
        text("reason", &reason, TEXT_MAX)?;
        self.papers.extend(papers);
        enclosure::needed(&self.papers)?;
        Self { items, reason, proposed: by, stage: Stage::Proposed, ..self }.drawn_up(facts)
    }

    /// Files it with the government.
    ///
    /// # Errors
    /// `adjustment.stage`, `adjustment.text`, `adjustment.day`, `enclosure.missing`.
    pub fn file(self, filing: Sent) -> Refused<Self> {
        self.at(StageName::Reviewed, "filing")?;
        let reviewed = self.reviews.last().map_or(self.proposed.at, |review| review.signed.at);
        filing.check(reviewed.date())?;
        Ok(Self { stage: Stage::Filed { filing }, ..self })
    }

    /// Copies it to the justice department.
    ///
    /// # Errors
    /// As [`Adjustment::file`].
    pub fn copy(self, copying: Sent) -> Refused<Self> {
        self.at(StageName::Filed, "the copy to justice")?;
        let Stage::Filed { filing } = self.stage else { return Err(out_of_order("copy")) };
        copying.check(filing.on)?;
        Ok(Self { stage: Stage::Copied { filing, copying }, ..self })
    }

    /// Publishes it, and makes the version.
    ///
    /// # Errors
    /// `adjustment.stage`, `adjustment.text`, `adjustment.day`, `adjustment.base_changed` where another version was
    /// published in between, and what [`Lists::check_publication`] refuses: above all unreviewed items.
    pub fn publish(
        self,
        Announcement { place, effective_from, papers }: Announcement,
        lists: &Lists,
        acts: &Acts,
        by: Signed,
    ) -> Refused<Published> {
        self.at(StageName::Copied, "publication")?;
        text("place", &place, LINE_MAX)?;
        enclosure::needed(&papers)?;
        let on = by.at.date();
        let base = base_of(lists, self.level, &self.territory, on);
        if base.map(|base| &base.version) != self.base.as_ref() {
            return Err(Refusal::new(
                "adjustment.base_changed",
                "提出之后已有新的清单版本，本次调整的对照基础已变，请撤回后重新提出。",
                "Another version was published since; withdraw this and propose it anew.",
            ));
        }
        let first = first_day(base.filter(|base| base.territory == self.territory), on);
        if effective_from < first {
            return Err(Refusal::new(
                "adjustment.day",
                format!("生效日期不得早于{first}（公布之日，且晚于现行版本的生效日）。"),
                format!("It cannot take effect before {first}."),
            )
            .field("effective_from"));
        }
        let name = version_name(self.level, &self.territory, effective_from);
        let mut version = self.draft(effective_from, name.clone());
        lists.check_publication(&version, acts)?;
        let own = self.in_own_words(lists, lists.above(&version));
        let known = |code: &String| {
            let own = own.iter().find(|item| item.code == *code);
            own.or_else(|| lists.items().get(code)).cloned()
        };
        version.snapshot = version.items.iter().filter_map(known).collect::<Vec<Item>>();
        if let Some(above) = lists.above(&version).filter(|_| self.is_a_countys()) {
            let (listed, words) = (&self.items, &self.refinements);
            version.over = Some(Overlay::between(above, listed, words, lists.items()));
        }
        version.published_on = Some(on);
        let Stage::Copied { filing, copying } = self.stage else {
            return Err(out_of_order("publication"));
        };
        version.filing.clone_from(&filing.number);
        let publication =
            Publication { signed: by, place, on, effective_from, version: name, papers };
        let stage = Stage::Published { filing, copying, publication };
        Ok(Published { adjustment: Self { stage, ..self }, version })
    }

    /// Withdraws it before publication.
    ///
    /// # Errors
    /// `adjustment.stage` once it is published or withdrawn, `adjustment.text`.
    pub fn withdraw(self, reason: String, by: Signed) -> Refused<Self> {
        let from = self.stage.name();
        if matches!(from, StageName::Published | StageName::Withdrawn) {
            return Err(self.not_now("withdrawal"));
        }
        text("reason", &reason, TEXT_MAX)?;
        Ok(Self { stage: Stage::Withdrawn { from, signed: by, reason }, ..self })
    }

    /// Whether it is the list of one county, which lies over the one above it.
    fn is_a_countys(&self) -> bool {
        self.level == Level::County && self.territory.depth() == Level::County.depth()
    }

    /// The refined items, in the county's words where it has some.
    fn in_own_words(&self, lists: &Lists, above: Option<&ListVersion>) -> Vec<Item> {
        let known = |code: &str| match above.filter(|above| above.names(code)) {
            Some(above) => above.item(code, lists.items()),
            None => lists.items().get(code),
        };
        let refined = self.refinements.iter();
        refined.filter_map(|words| known(&words.code).map(|item| words.apply(item))).collect()
    }

    fn draft(&self, effective_from: Date, version: String) -> ListVersion {
        ListVersion {
            version,
            level: self.level,
            territory: self.territory.clone(),
            effective_from,
            effective_to: None,
            certainty: if self.sample { Certainty::Sample } else { Certainty::Official },
            items: self.items.clone(),
            snapshot: Vec::new(),
            adjustment: Some(self.id),
            published_on: None,
            filing: String::new(),
            over: None,
        }
    }

    fn at(&self, stage: StageName, step: &str) -> Refused<()> {
        if self.stage.name() == stage { Ok(()) } else { Err(self.not_now(step)) }
    }

    fn not_now(&self, step: &str) -> Refusal {
        let name = self.stage.name();
        Refusal::new(
            "adjustment.stage",
            format!("当前状态为“{}”，不能进行这一步；请刷新后按顺序办理。", name.zh()),
            format!("It is {}, which is not the time for {step}; go step by step.", name.as_str()),
        )
    }
}

/// The newest version of the same list, or the common list that these bodies work by.
fn base_of<'a>(
    lists: &'a Lists,
    level: Level,
    territory: &Territory,
    on: Date,
) -> Option<&'a ListVersion> {
    // What only the list above has in store is no version of one's own yet.
    let own = |version: &&ListVersion| {
        let continued = version.over.as_ref().is_some_and(|over| over.continues.is_some());
        let same = version.level == level && version.territory == *territory;
        same && (!continued || version.effective_from <= on)
    };
    let newest = lists.versions().iter().filter(own).max_by_key(|version| version.effective_from);
    newest.or_else(|| lists.in_force(level, territory, on))
}

/// The first day that a version after `base` may take effect: not in the past, and after the one before.
fn first_day(base: Option<&ListVersion>, today: Date) -> Date {
    let after = base.and_then(|base| base.effective_from.tomorrow().ok());
    after.map_or(today, |after| after.max(today))
}

fn no_refinement() -> Refusal {
    Refusal::new(
        "adjustment.refinement",
        "只有县（市、区）自己的清单可以细化上级清单的事项；上级清单的内容请通过事项更正修改。",
        "Only a county refines the list above it; the content of other lists is corrected item by item.",
    )
    .field("refinements")
}

fn version_name(level: Level, territory: &Territory, from: Date) -> String {
    let level = match level {
        Level::City => "city",
        Level::County => "county",
        Level::Town => "town",
    };
    format!("{level}-{}-{from}", territory.code().to_ascii_lowercase())
}

fn out_of_order(step: &str) -> Refusal {
    Refusal::new(
        "adjustment.stage",
        "步骤不符合顺序，请刷新后办理。",
        format!("Not the time for {step}; fetch it again."),
    )
}
