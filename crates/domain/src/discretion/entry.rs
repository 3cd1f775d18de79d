//! A benchmark set on its way into force: draft → checked → legally reviewed → activated from a day → retired.

use super::{BenchmarkSet, Checked, Flaw, Ranges, Serve, Violations, check, passes};
use crate::{Date, OfficerId, Refusal, Refused};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What its author writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkContent {
    /// The set.
    pub set: BenchmarkSet,
    /// Which violations its tables serve.
    #[serde(default)]
    pub serves: Vec<Serve>,
    /// The rule of rounding in the words of the document.
    #[serde(default)]
    pub rounding_basis: String,
}

/// A set as the site keeps it. Its versions stand side by side; each is an entry of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BenchmarkEntry {
    /// `id.version` of the set; names the entry for ever.
    pub code: String,
    /// What it says.
    pub content: BenchmarkContent,
    /// Who wrote it last.
    pub author: OfficerId,
    /// When.
    pub written_on: Date,
    /// Where it stands.
    pub state: EntryState,
    /// With whom the revision was filed.
    #[serde(default)]
    pub filings: Vec<Filing>,
}

/// That a legal reviewer who did not write it agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalReview {
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub on: Date,
    /// The opinion in words.
    pub opinion: String,
}

/// That a head put it into force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// The review before it.
    pub review: LegalReview,
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub on: Date,
    /// The first day on which it is computed with.
    pub from: Date,
}

/// Where an entry stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EntryState {
    /// It may be written.
    Draft,
    /// It passed the checks and waits for the reviewer.
    Checked {
        /// When.
        on: Date,
    },
    /// It was reviewed and waits for the head.
    Reviewed(LegalReview),
    /// It is or will be computed with.
    Activated(Released),
    /// It is computed with until a day, and never after.
    Retired {
        /// How it came into force.
        released: Released,
        /// By whom.
        by: OfficerId,
        /// The last day.
        until: Date,
    },
}

impl EntryState {
    /// Its name in tables and the API.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Checked { .. } => "checked",
            Self::Reviewed(_) => "reviewed",
            Self::Activated(_) => "activated",
            Self::Retired { .. } => "retired",
        }
    }

    const fn zh(&self) -> &'static str {
        match self {
            Self::Draft => "草案",
            Self::Checked { .. } => "已校验",
            Self::Reviewed(_) => "已审核",
            Self::Activated(_) => "已启用",
            Self::Retired { .. } => "已停用",
        }
    }
}

/// With whom a revision is filed: the policy wants both after each revision (known second-hand, so it is a field and no gate).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilingBody {
    /// 省生态环境厅.
    Province,
    /// 市级司法行政部门.
    CityJustice,
}

/// That a revision was filed (备案).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// With whom.
    pub with: FilingBody,
    /// When.
    pub on: Date,
    /// Number of the letter.
    pub number: String,
    /// Who filed it.
    pub by: OfficerId,
}

/// Filings an entry may have: two bodies, with room for corrections.
const FILINGS_MAX: usize = 20;

impl BenchmarkEntry {
    /// A new draft.
    ///
    /// # Errors
    /// Where id or version are not `a-z 0-9 -` and at most 30 and 20 characters long.
    pub fn draft(content: BenchmarkContent, author: OfficerId, today: Date) -> Refused<Self> {
        let code = code_of(&content.set)?;
        let (state, filings) = (EntryState::Draft, Vec::new());
        Ok(Self { code, content, author, written_on: today, state, filings })
    }

    /// Everything wrong with it.
    pub fn flaws(&self, ranges: &Ranges, violations: &Violations) -> Vec<Flaw> {
        self.content.flaws(ranges, violations)
    }

    /// Writes it anew; what was checked and reviewed is so no longer.
    ///
    /// # Errors
    /// When it is in force, or the content is of another set or version.
    pub fn write(self, content: BenchmarkContent, author: OfficerId, today: Date) -> Refused<Self> {
        match self.state {
            EntryState::Draft | EntryState::Checked { .. } | EntryState::Reviewed(_) => {}
            EntryState::Activated(_) | EntryState::Retired { .. } => {
                return Err(
                    self.not_now("修改；请另存为新版本", "be changed; save it as a new version")
                );
            }
        }
        if code_of(&content.set)? != self.code {
            return Err(Refusal::new(
                "benchmark.other_version",
                "不能更改基准的编码和版本；请另存为新版本",
                "id and version of a set cannot be changed; save it as a new version",
            )
            .field("content.set.version"));
        }
        Ok(Self { content, author, written_on: today, state: EntryState::Draft, ..self })
    }

    /// Passes the checks.
    ///
    /// # Errors
    /// `benchmark.faulty` while something is wrong.
    pub fn check(self, ranges: &Ranges, violations: &Violations, today: Date) -> Refused<Self> {
        let EntryState::Draft = self.state else {
            return Err(self.not_now("校验", "be checked"));
        };
        self.sound(ranges, violations)?;
        Ok(Self { state: EntryState::Checked { on: today }, ..self })
    }

    /// A legal reviewer agrees, or sends it back.
    ///
    /// # Errors
    /// `benchmark.reviewed_by_author` for whoever wrote it.
    pub fn review(self, agrees: bool, review: LegalReview) -> Refused<Self> {
        let EntryState::Checked { .. } = self.state else {
            return Err(self.not_now("法制审核", "be reviewed"));
        };
        if review.by == self.author {
            return Err(Refusal::new(
                "benchmark.reviewed_by_author",
                "起草人不得审核自己起草的裁量基准，请由其他法制审核人员审核",
                "whoever wrote a set may not review it; another reviewer must",
            ));
        }
        if review.opinion.trim().is_empty() {
            return Err(Refusal::new(
                "benchmark.opinion_missing",
                "请填写审核意见",
                "write the opinion of the review",
            )
            .field("opinion"));
        }
        let state = if agrees { EntryState::Reviewed(review) } else { EntryState::Draft };
        Ok(Self { state, ..self })
    }

    /// A head puts it into force from a day on. It is checked once more, against the law as it is today.
    ///
    /// # Errors
    /// `benchmark.faulty` where it is wrong by now, `benchmark.from_past` for a day before today.
    pub fn activate(
        self,
        by: OfficerId,
        from: Date,
        today: Date,
        ranges: &Ranges,
        violations: &Violations,
    ) -> Refused<Self> {
        let EntryState::Reviewed(review) = self.state.clone() else {
            return Err(self.not_now("启用", "be activated"));
        };
        self.sound(ranges, violations)?;
        if from < today {
            return Err(Refusal::new(
                "benchmark.from_past",
                "启用日期不得早于今天；已作出的决定不因新基准改变",
                "a set is activated from today on at the earliest; decisions made keep theirs",
            )
            .field("from"));
        }
        let released = Released { review, by, on: today, from };
        Ok(Self { state: EntryState::Activated(released), ..self })
    }

    /// A head ends it with a day. Yesterday ends it at once: what is computed from now on no longer uses it, and what was computed
    /// with it and is not decided yet must be computed anew.
    ///
    /// # Errors
    /// `benchmark.until_past` for a day before yesterday.
    pub fn retire(self, by: OfficerId, until: Date, today: Date) -> Refused<Self> {
        let EntryState::Activated(released) = self.state.clone() else {
            return Err(self.not_now("停用", "be retired"));
        };
        if until.saturating_add(jiff::Span::new().days(1)) < today {
            return Err(Refusal::new(
                "benchmark.until_past",
                "最后适用日不得早于昨天；填昨天即刻停用",
                "the last day is yesterday at the earliest, which ends the set at once",
            )
            .field("until"));
        }
        Ok(Self { state: EntryState::Retired { released, by, until }, ..self })
    }

    /// It was filed.
    ///
    /// # Errors
    /// Without a number, or for a day that is still to come.
    pub fn file(mut self, filing: Filing, today: Date) -> Refused<Self> {
        let number = filing.number.trim().chars().count();
        if filing.on > today || !(1..=100).contains(&number) || self.filings.len() >= FILINGS_MAX {
            return Err(Refusal::new(
                "benchmark.filing_incomplete",
                "请填写备案文号（100字以内）和不晚于今天的备案日期",
                "a filing needs its number (up to 100 characters) and a day not after today",
            )
            .field("number"));
        }
        self.filings.push(filing);
        Ok(self)
    }

    /// Since when it is computed with on a day; none where it is not.
    pub fn in_force(&self, on: Date) -> Option<Date> {
        let (released, until) = match &self.state {
            EntryState::Activated(released) => (released, None),
            EntryState::Retired { released, until, .. } => (released, Some(*until)),
            EntryState::Draft | EntryState::Checked { .. } | EntryState::Reviewed(_) => {
                return None;
            }
        };
        (released.from <= on && until.is_none_or(|until| on <= until)).then_some(released.from)
    }

    fn sound(&self, ranges: &Ranges, violations: &Violations) -> Refused<()> {
        let flaws = self.flaws(ranges, violations);
        if passes(&flaws) {
            return Ok(());
        }
        let worst = flaws.iter().find(|flaw| flaw.severity == super::Severity::Error);
        let (zh, en) = worst.map_or(("", ""), |f| (&f.words.zh, &f.words.en));
        let count = flaws.iter().filter(|f| f.severity == super::Severity::Error).count();
        Err(Refusal::new(
            "benchmark.faulty",
            format!("裁量基准有{count}处错误，不能继续；首先请改正：{zh}"),
            format!("the set has {count} errors and cannot go on; mend first: {en}"),
        ))
    }

    fn not_now(&self, zh: &str, en: &str) -> Refusal {
        let state = (self.state.zh(), self.state.as_str());
        Refusal::new(
            "benchmark.not_in_this_state",
            format!("裁量基准现为“{}”，不能{zh}", state.0),
            format!("the set is {}; it cannot {en}", state.1),
        )
    }
}

impl BenchmarkContent {
    /// A set with the violations that its tables serve by the shipped mapping: where a bureau begins its own.
    pub fn copy_of(set: &BenchmarkSet, violations: &Violations) -> Self {
        let tables = set.benchmarks().unwrap_or_default();
        let mut serves = Vec::new();
        for violation in violations.iter() {
            let (new, old) = (violation.law.iter(), violation.old_law.iter());
            for (route, old_law) in new.map(|r| (r, false)).chain(old.map(|r| (r, true))) {
                if tables.iter().any(|table| table.code == route.table) {
                    let violation = violation.code.clone();
                    serves.push(Serve { violation, old_law, route: route.clone() });
                }
            }
        }
        Self { set: set.clone(), serves, rounding_basis: String::new() }
    }

    /// SHA-256 of its canonical JSON, lower-case hex: the same set, the same digest.
    pub fn digest(&self) -> String {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        hex::encode(Sha256::digest(bytes))
    }

    /// Everything wrong with it.
    pub fn flaws(&self, ranges: &Ranges, violations: &Violations) -> Vec<Flaw> {
        let Self { set, serves, rounding_basis } = self;
        check(Checked { set, serves, rounding_basis }, ranges, violations)
    }
}

fn code_of(set: &BenchmarkSet) -> Refused<String> {
    let plain = |text: &str, most: usize| {
        (1..=most).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if plain(&set.id, 30) && plain(&set.version, 20) {
        return Ok(format!("{}.{}", set.id, set.version));
    }
    Err(Refusal::new(
        "benchmark.code",
        "基准编码和版本只能用小写字母、数字和“-”，分别不超过30和20个字符",
        "id and version of a set are made of a-z, 0-9 and -, at most 30 and 20 characters",
    )
    .field("content.set.id"))
}
