//! Enforcement operations (执法行动): registered, approved by a head, with dates, an area and members. Only through one of
//! them do audit, cross and roving enforcement give the city its power.

use crate::agency::Agency;
use crate::item::Occasion;
use crate::region::{Level, Territory};
use crate::{AgencyId, Date, OfficerId, Refusal, Refused, Timestamp};
use serde::{Deserialize, Serialize};

/// What sort of operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationKind {
    /// 稽查: the city looks at how enforcement is done.
    Audit,
    /// 交叉执法: officers of one county in another.
    CrossEnforcement,
    /// 巡回执法: the city's officers go round.
    Patrol,
    /// 专项行动: moves no power between levels; its members may help the body that has it.
    Campaign,
}

impl OperationKind {
    /// The occasion of what is found in it.
    pub const fn occasion(self) -> Occasion {
        match self {
            Self::Audit => Occasion::Audit,
            Self::CrossEnforcement => Occasion::CrossEnforcement,
            Self::Patrol => Occasion::Patrol,
            Self::Campaign => Occasion::Campaign,
        }
    }

    /// Whether what is found in it is the city's.
    pub const fn is_the_citys(self) -> bool {
        !matches!(self, Self::Campaign)
    }

    /// Its Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Audit => "稽查",
            Self::CrossEnforcement => "交叉执法",
            Self::Patrol => "巡回执法",
            Self::Campaign => "专项行动",
        }
    }
}

/// What is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Name as in the plan (方案).
    pub name: String,
    /// What sort.
    pub kind: OperationKind,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Where: each of these places and all below.
    pub area: Vec<Territory>,
    /// Bodies all of whose officers are members.
    pub agencies: Vec<AgencyId>,
    /// Further members by person.
    pub officers: Vec<OfficerId>,
    /// The document it rests on (方案文号), or why it is held.
    pub basis: String,
}

/// That a head approved it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
}

/// That it ended before its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Its last day in fact.
    pub on: Date,
    /// By whom.
    pub by: OfficerId,
    /// Why.
    pub reason: String,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// What names it, for instance `op-2026-0003`.
    pub code: String,
    /// What was registered.
    pub plan: Plan,
    /// The body that holds it; what a city's operation finds is filed by this body.
    pub organiser: AgencyId,
    /// By whom registered.
    pub registered_by: OfficerId,
    /// When registered.
    pub registered_at: Timestamp,
    /// The approval; without it the operation gives no power.
    pub approval: Option<Approval>,
    /// That it was ended early.
    pub ended: Option<Ended>,
}

/// At most this many days, places and members: beyond that it is no operation but an allocation of powers.
const DAYS_MAX: i32 = 366;
const AREAS_MAX: usize = 60;
const MEMBERS_MAX: usize = 500;

impl Operation {
    /// Registers an operation; it waits for a head.
    ///
    /// # Errors
    /// Refuses an unnamed one, days that run backwards, no area, an area beyond the organiser's, no member, and an audit,
    /// cross or roving operation that is not the city's.
    pub fn register(
        code: String,
        plan: Plan,
        organiser: &Agency,
        by: OfficerId,
        at: Timestamp,
    ) -> Refused<Self> {
        plan.check(organiser)?;
        Ok(Self {
            code,
            plan,
            organiser: organiser.id,
            registered_by: by,
            registered_at: at,
            approval: None,
            ended: None,
        })
    }

    /// A head approves it. Who registered it does not approve it.
    ///
    /// # Errors
    /// Where it is approved or ended already, or the approver registered it.
    pub fn approve(self, by: OfficerId, at: Timestamp) -> Refused<Self> {
        if by == self.registered_by {
            return Err(Refusal::new(
                "operation.own",
                "登记人不得批准自己登记的执法行动，请由其他负责人批准",
                "who registered the operation may not approve it; another head must",
            ));
        }
        if self.approval.is_some() || self.ended.is_some() {
            return Err(self.not_now());
        }
        Ok(Self { approval: Some(Approval { by, at }), ..self })
    }

    /// Ends it; what was found until then stays found in it.
    ///
    /// # Errors
    /// Where it is over already, or no reason is given.
    pub fn end(self, on: Date, by: OfficerId, reason: &str) -> Refused<Self> {
        let reason = words(reason, "reason", 500)?;
        if self.ended.is_some() || on > self.plan.to {
            return Err(self.not_now());
        }
        Ok(Self { ended: Some(Ended { on, by, reason }), ..self })
    }

    /// Its last day in fact.
    pub fn last_day(&self) -> Date {
        self.ended.as_ref().map_or(self.plan.to, |ended| ended.on.min(self.plan.to))
    }

    /// Whether it runs on a day.
    pub fn runs_on(&self, day: Date) -> bool {
        self.approval.is_some() && (self.plan.from..=self.last_day()).contains(&day)
    }

    /// Whether a place lies in its area.
    pub fn covers(&self, place: &Territory) -> bool {
        self.plan.area.iter().any(|area| area.contains(place))
    }

    /// Whether an officer of an agency is a member.
    pub fn has_member(&self, officer: OfficerId, agency: AgencyId) -> bool {
        self.plan.officers.contains(&officer)
            || self.plan.agencies.contains(&agency)
            || self.organiser == agency
    }

    fn not_now(&self) -> Refusal {
        Refusal::new(
            "operation.not_in_this_state",
            format!("执法行动“{}”已批准或已结束，不能进行此操作；请刷新后查看", self.plan.name),
            format!("operation `{}` is approved or over already; reload it", self.plan.name),
        )
    }
}

impl Plan {
    fn check(&self, organiser: &Agency) -> Refused<()> {
        words(&self.name, "name", 100)?;
        words(&self.basis, "basis", 500)?;
        let days = self.from.until(self.to).map_or(i32::MAX, |span| span.get_days());
        if self.to < self.from || days >= DAYS_MAX {
            return Err(Refusal::new(
                "operation.days",
                format!("起止日期须先后有序，且不超过{DAYS_MAX}天"),
                format!("the first day comes before the last, and at most {DAYS_MAX} days"),
            )
            .field("to"));
        }
        if self.kind.is_the_citys() && organiser.level != Level::City {
            return Err(Refusal::new(
                "operation.city_only",
                format!("{}由市级组织，请由市生态环境局登记", self.kind.zh()),
                "audit, cross and roving enforcement are held by the city; let the bureau register",
            )
            .field("kind"));
        }
        let area = &self.area;
        let inside = area.iter().all(|place| organiser.territory.contains(place));
        if area.is_empty() || area.len() > AREAS_MAX || !inside {
            return Err(Refusal::new(
                "operation.area",
                format!("请选择1至{AREAS_MAX}个区域，且均在组织机构辖区内"),
                format!("name 1 to {AREAS_MAX} places, all within the organiser's area"),
            )
            .field("area"));
        }
        let members = self.agencies.len() + self.officers.len();
        if members == 0 || members > MEMBERS_MAX {
            return Err(Refusal::new(
                "operation.members",
                format!("请登记1至{MEMBERS_MAX}个参加机构或人员"),
                format!("name 1 to {MEMBERS_MAX} members, bodies or officers"),
            )
            .field("officers"));
        }
        Ok(())
    }
}

/// Refuses an empty or overlong text, naming its field.
pub(super) fn words(value: &str, field: &'static str, chars_max: usize) -> Refused<String> {
    let value = value.trim();
    if (1..=chars_max).contains(&value.chars().count()) {
        return Ok(value.to_owned());
    }
    Err(Refusal::new(
        "jurisdiction.words_missing",
        format!("请填写此项（1至{chars_max}字）"),
        format!("this needs 1 to {chars_max} characters"),
    )
    .field(field))
}
