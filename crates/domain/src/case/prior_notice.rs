//! Prior notice (事先告知), what the party says to it, the hearing, and the recheck (陈述申辩, 听证, 复核).

use super::{Case, Cleared, Stage, Thresholds, text};
use crate::calendar::{Counting, Period};
use crate::discretion::Calculation;
use crate::officer::CertifiedTeam;
use crate::{Date, Fen, OfficerId, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// How a document reached the party (民事诉讼法 arts 87–95).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceMethod {
    /// 直接送达.
    Direct,
    /// 留置送达.
    Left,
    /// 邮寄送达.
    Post,
    /// 电子送达.
    Electronic,
    /// 公告送达: counts as served when its period is over.
    Announcement,
}

/// That a document was served (送达回证).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// How.
    pub method: ServiceMethod,
    /// The day the party received it, or the day the announcement was published.
    pub on: Date,
    /// Who received it.
    pub receiver: String,
    /// Relation of the receiver to the party.
    pub relation: String,
    /// Where.
    pub place: String,
    /// Who served it.
    pub servers: CertifiedTeam,
    /// Remarks; for a document left behind, why and who witnessed it.
    pub remarks: String,
    /// The day from which an announcement counts as served; found when the receipt is checked.
    #[serde(default)]
    pub announced_until: Option<Date>,
}

impl Service {
    /// Checks the fields of the receipt of a document made on a day, and finds when an announcement counts as served (the period `service_by_notice`).
    pub fn check(self, made_on: Date, today: Date, counting: Counting<'_>) -> Refused<Self> {
        if self.on < made_on {
            return Err(Refusal::new(
                "case.service_before_document",
                format!("送达日期早于文书日期{made_on}，请更正"),
                format!("nothing is served before it was made, on {made_on}; correct the day"),
            )
            .field("served_on"));
        }
        if self.on > today {
            return Err(Refusal::new(
                "case.service_in_future",
                "送达日期不得晚于今天",
                "the day of service may not lie in the future",
            )
            .field("served_on"));
        }
        if matches!(self.method, ServiceMethod::Left | ServiceMethod::Announcement) {
            text(&self.remarks, "remarks", 1_000)?;
        }
        let receiver = text(&self.receiver, "receiver", 100)?;
        let place = text(&self.place, "place", 200)?;
        let announced_until = match (self.method, counting.length("service_by_notice")?) {
            // It counts as served on that day itself, whatever day it is: nobody has to act on it.
            (ServiceMethod::Announcement, Period::Days(days)) => {
                Some(self.on.saturating_add(jiff::Span::new().days(i64::from(days))))
            }
            _ => None,
        };
        Ok(Self { receiver, place, announced_until, ..self })
    }

    /// The day from which periods are counted.
    pub fn effective_on(&self) -> Date {
        self.announced_until.unwrap_or(self.on)
    }
}

/// The prior notice as it was made out (制作): from here on it can be printed, and served.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoticeIssued {
    /// What had to be passed before.
    pub cleared: Cleared,
    /// 文号.
    pub number: String,
    /// The fine it tells of; none where none is intended.
    pub fine: Option<Fen>,
    /// Digest of the calculation it rests on; none where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculation: Option<String>,
    /// Whether it tells of the right to a hearing.
    pub hearing_right: bool,
    /// The day it bears.
    pub on: Date,
}

/// The prior notice as the party has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriorNotice {
    /// 文号.
    pub number: String,
    /// The fine it tells of; none where none is intended.
    pub fine: Option<Fen>,
    /// Digest of the calculation it rests on; absent where there is none, and in notices of before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculation: Option<String>,
    /// Whether it tells of the right to a hearing.
    pub hearing_right: bool,
    /// The day it bears; absent in notices of before it was made out apart from its service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
    /// How it was served.
    pub service: Service,
    /// Last day to answer or to ask for a hearing (the later of the periods `defence` and `hearing_request`).
    pub answer_until: Date,
}

/// How the party answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefenceKind {
    /// In writing.
    Written,
    /// By word of mouth, written down.
    Oral,
    /// It clearly waived defence and hearing, in writing.
    Waived,
}

/// What the party said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defence {
    /// How.
    pub kind: DefenceKind,
    /// When it was received.
    pub on: Date,
    /// Its points.
    pub points: Vec<String>,
    /// Whether it brings new evidence.
    pub new_evidence: bool,
}

/// The hearing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hearing {
    /// When it was asked for.
    pub requested_on: Date,
    /// When the party was told of its time and place; absent in hearings of before it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<Date>,
    /// When it was held; none while it is to come.
    pub held_on: Option<Date>,
    /// Who presided; not an investigator of the case.
    pub host: Option<OfficerId>,
    /// Who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<String>,
    /// What was said.
    pub summary: String,
    /// Whether it brought new evidence.
    pub new_evidence: bool,
}

/// A case whose party has been told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Noticed {
    /// What had to be passed before.
    pub cleared: Cleared,
    /// The notice.
    pub notice: PriorNotice,
    /// What the party said.
    pub defences: Vec<Defence>,
    /// The hearing, where one was asked for.
    pub hearing: Option<Hearing>,
}

impl Case {
    /// Makes out the prior notice under its number, so that there is a paper to serve.
    pub fn issue_notice(
        self,
        number: String,
        thresholds: &Thresholds,
        today: Date,
    ) -> Refused<Self> {
        let Stage::NoticeDue(cleared) = self.stage.clone() else {
            return Err(self.not_now("制作事先告知书", "have its prior notice made out"));
        };
        let measure = &cleared.examined.concluded.report.measure;
        let issued = NoticeIssued {
            number,
            fine: measure.fine(),
            calculation: measure.calculation().map(Calculation::digest),
            hearing_right: thresholds.hearing(&self.party, measure).required,
            on: today,
            cleared,
        };
        Ok(self.at(Stage::NoticeIssued(issued)))
    }

    /// The prior notice was served; the party's time to answer begins.
    pub fn serve_notice(
        self,
        service: Service,
        counting: Counting<'_>,
        today: Date,
    ) -> Refused<Self> {
        let Stage::NoticeIssued(issued) = self.stage.clone() else {
            return Err(self.not_now("送达事先告知书", "be noticed"));
        };
        let service = service.check(issued.on, today, counting)?;
        let NoticeIssued { cleared, number, fine, calculation, hearing_right, on } = issued;
        let told_on = service.effective_on();
        let defence = counting.ends("defence", told_on)?.date;
        let answer_until = defence.max(counting.ends("hearing_request", told_on)?.date);
        let notice = PriorNotice {
            number,
            fine,
            calculation,
            hearing_right,
            issued_on: Some(on),
            service,
            answer_until,
        };
        let noticed = Noticed { cleared, notice, defences: Vec::new(), hearing: None };
        Ok(self.at(Stage::Noticed(noticed)))
    }

    /// The party answered, or clearly waived its rights.
    pub fn record_defence(self, defence: Defence, today: Date) -> Refused<Self> {
        let Stage::Noticed(mut noticed) = self.stage.clone() else {
            return Err(self.not_now("记录陈述申辩", "take a defence"));
        };
        if defence.on > today || defence.on < noticed.notice.service.on {
            return Err(Refusal::new(
                "case.defence_day_wrong",
                "收到日期须在告知书送达之后且不晚于今天",
                "the day of receipt lies between the service of the notice and today",
            )
            .field("received_on"));
        }
        if defence.kind != DefenceKind::Waived && defence.points.is_empty() {
            return Err(Refusal::new(
                "case.defence_points_missing",
                "请逐条记录当事人的意见",
                "write down the party's points one by one",
            )
            .field("points"));
        }
        noticed.defences.push(defence);
        Ok(self.at(Stage::Noticed(noticed)))
    }

    /// The party asks for a hearing in time (行政处罚法 arts 63, 64).
    pub fn request_hearing(self, requested_on: Date, today: Date) -> Refused<Self> {
        let Stage::Noticed(mut noticed) = self.stage.clone() else {
            return Err(self.not_now("受理听证申请", "take a request for a hearing"));
        };
        if !noticed.notice.hearing_right {
            return Err(Refusal::new(
                "case.no_hearing_right",
                "本案拟处罚不属于应当告知听证权利的情形，可记录为陈述申辩",
                "this penalty gives no right to a hearing; record the request as a defence",
            )
            .basis("行政处罚法第六十三条"));
        }
        let told_on = noticed.notice.service.on;
        if requested_on < told_on
            || requested_on > noticed.notice.answer_until
            || requested_on > today
        {
            return Err(Refusal::new(
                "case.hearing_request_late",
                format!(
                    "听证申请须在告知书送达之日{told_on}至{}之间提出，且不晚于今天",
                    noticed.notice.answer_until
                ),
                format!(
                    "a hearing is asked for between the service on {told_on} and {}, not after today",
                    noticed.notice.answer_until
                ),
            )
            .basis("行政处罚法第六十四条")
            .field("requested_on"));
        }
        let summary = String::new();
        noticed.hearing = Some(Hearing { requested_on, summary, ..Hearing::default() });
        Ok(self.at(Stage::Hearing(noticed)))
    }

    /// The hearing was held by somebody who did not investigate, and the party knew of it in time.
    pub fn hold_hearing(self, held: Hearing, counting: Counting<'_>, today: Date) -> Refused<Self> {
        let Stage::Hearing(mut noticed) = self.stage.clone() else {
            return Err(self.not_now("举行听证", "be heard"));
        };
        if held.host.is_none_or(|host| self.ever_handled_by(host)) {
            return Err(Refusal::new(
                "case.hearing_host_wrong",
                "听证由非本案调查人员主持，请指定其他主持人",
                "a hearing is presided over by somebody who did not investigate the case",
            )
            .basis("行政处罚法第六十四条")
            .field("host"));
        }
        let requested_on = noticed.hearing.as_ref().map_or(today, |hearing| hearing.requested_on);
        let told = held.notified_on.unwrap_or(requested_on);
        if told < requested_on || held.held_on.is_none_or(|on| on > today || on < told) {
            return Err(Refusal::new(
                "case.hearing_day_wrong",
                "听证通知须在申请之后，听证在通知之后且不晚于今天",
                "the party is told after its request, and heard after it was told, not after today",
            )
            .field("held_on"));
        }
        // So many working days before the hearing, the day of the hearing itself not counted.
        let least = counting.ends("hearing_notice", told)?.date;
        if held.held_on.is_some_and(|on| on <= least) {
            return Err(Refusal::new(
                "case.hearing_notice_short",
                format!("听证须在举行七个工作日前通知当事人；{told}通知的，最早于{least}之后举行"),
                format!(
                    "the party is told seven working days before; told on {told}, it is heard after {least}"
                ),
            )
            .basis("行政处罚法第六十四条")
            .field("held_on"));
        }
        let summary = text(&held.summary, "summary", 10_000)?;
        noticed.hearing = Some(Hearing { requested_on, summary, ..held });
        Ok(self.at(Stage::Recheck(noticed)))
    }

    /// The period is over, or every right was clearly waived: the recheck may begin.
    pub fn end_answer_period(self, today: Date) -> Refused<Self> {
        let Stage::Noticed(noticed) = self.stage.clone() else {
            return Err(self.not_now("进入复核", "be rechecked"));
        };
        let waived = noticed.defences.iter().any(|defence| defence.kind == DefenceKind::Waived);
        if today <= noticed.notice.answer_until && !waived {
            return Err(Refusal::new(
                "case.defence_period_open",
                format!(
                    "陈述申辩、听证期限至{}届满，期限内不得作出决定",
                    noticed.notice.answer_until
                ),
                format!("the party may answer until {}; wait for it", noticed.notice.answer_until),
            )
            .basis("行政处罚法第四十五条、第六十四条"));
        }
        Ok(self.at(Stage::Recheck(noticed)))
    }
}
