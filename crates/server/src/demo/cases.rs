//! A history of cases: the real use cases, taken day by day by the people of the branch, with the clock set to each day.
//!
//! Nothing is written around the use cases, so the record, the papers and the public notices are those of real steps.

use super::clock::DemoClock;
use super::people::{self, HOME};
use super::rhythm::{Days, Station};
use super::stories::Step::{
    self, Begin, Close, Conclude, Decide, Dismiss, Dispatch, Examine, File, Inspect, Notice,
    Propose, Publish, Raise, Recheck, Serve,
};
use super::stories::{DAY_MS, HOUR_MS, HOURS, STORIES, Story, began, wet};
use super::texts::{ON_SITE, SIGNATURE};
use anyhow::Context as _;
use app::cases::{self, ProposeClosing, RecheckCase};
use app::inspections::{self, NewSignature};
use app::jurisdiction::Pick;
use app::leads::{self, CloseLead, Signal};
use app::{Actor, Cx, jobs, notices, tasks};
use domain::Timestamp;
use domain::agency::Agencies;
use domain::case::{Case, CloseGround, ExaminationResult, Payment};
use domain::inspection::{Inspection, SignerRole};
use domain::judging::{Judgement, judge};
use domain::lead::{Lead, Verdict};
use domain::officer::Officer;
use domain::outlet::{Limit, Outlet};
use domain::reading::{DataFlag, Reading, ReadingKind};
use domain::region::Territory;
use domain::task::Task;

/// What the stories play with.
pub(super) struct Stage<'a> {
    pub(super) cx: &'a Cx,
    pub(super) clock: &'a DemoClock,
    pub(super) agencies: &'a Agencies,
    pub(super) officers: &'a [Officer],
    pub(super) outlets: &'a [Outlet],
    pub(super) limits: &'a [Limit],
    pub(super) stations: &'a [Station],
    pub(super) days: &'a Days,
    pub(super) today: Timestamp,
}

/// How the stories went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Steps taken.
    pub(super) steps: usize,
    /// Stories that stopped before their end.
    pub(super) broken: usize,
}

/// Tells every story, day by day. A story that stops is noted and left; the others go on.
pub(super) async fn tell(stage: &Stage<'_>) -> anyhow::Result<Told> {
    let cast = Cast::of(stage)?;
    let mut plots: Vec<Plot<'_>> = Vec::new();
    for story in &STORIES {
        plots.push(Plot::new(stage, &cast, story)?);
    }
    let mut told = Told::default();
    let first = STORIES.iter().flat_map(|story| story.steps).map(|(days, _)| *days).max();
    for days_ago in (1..=first.unwrap_or(0)).rev() {
        for (nth, plot) in plots.iter_mut().enumerate() {
            let due = plot.story.steps.iter().filter(|(days, _)| *days == days_ago);
            for (turn, (_, step)) in due.enumerate() {
                if plot.broken {
                    break;
                }
                // Within a day every step has its minute, and time never runs back.
                let minute = (nth * 20 + turn * 4) as i64;
                stage
                    .clock
                    .set(began(stage.today, days_ago).plus_millis(4 * HOUR_MS + minute * 60_000));
                match plot.take(*step).await.with_context(|| format!("{step:?}")) {
                    Ok(()) => told.steps += 1,
                    Err(error) => {
                        tracing::warn!(
                            error = format!("{error:#}"),
                            plant = plot.story.plant,
                            "a story stops"
                        );
                        (plot.broken, told.broken) = (true, told.broken + 1);
                    }
                }
            }
        }
    }
    stage.clock.release();
    Ok(told)
}

/// Who acts.
pub(super) struct Cast {
    duty: (Officer, Actor),
    pub(super) field: [(Officer, Actor); 2],
    pub(super) handlers: [(Officer, Actor); 2],
    examiner: (Officer, Actor),
    head: (Officer, Actor),
}

impl Cast {
    fn of(stage: &Stage<'_>) -> anyhow::Result<Self> {
        let find = |account: &str| {
            let officer = stage.officers.iter().find(|officer| officer.account == account);
            let officer = officer.with_context(|| format!("{account} of {HOME}"))?;
            let actor = people::actor(officer, stage.agencies).context("an agency")?;
            anyhow::Ok((officer.clone(), actor))
        };
        Ok(Self {
            duty: find("duty")?,
            field: [find("field1")?, find("field2")?],
            handlers: [find("handler1")?, find("handler2")?],
            examiner: find("examiner")?,
            head: find("head")?,
        })
    }
}

/// A story on its way.
pub(super) struct Plot<'a> {
    pub(super) stage: &'a Stage<'a>,
    pub(super) cast: &'a Cast,
    pub(super) story: &'static Story,
    station: &'a Station,
    outlet: &'a Outlet,
    pub(super) limit: &'a Limit,
    pub(super) lead: Option<Lead>,
    task: Option<Task>,
    pub(super) inspection: Option<Inspection>,
    case: Option<Case>,
    broken: bool,
}

impl<'a> Plot<'a> {
    fn new(stage: &'a Stage<'a>, cast: &'a Cast, story: &'static Story) -> anyhow::Result<Self> {
        let index = wet(stage.stations).nth(story.plant).context("a plant with process water")?;
        let station = stage.stations.get(index).context("its station")?;
        let outlet = stage.outlets.get(index).context("its outlet")?;
        let factor = station.watches.first().map_or("", |watch| watch.factor);
        let speaks = |limit: &&Limit| limit.outlet == outlet.id && *limit.factor.0 == *factor;
        let limit = stage.limits.iter().find(speaks).context("its limit")?;
        Ok(Self {
            stage,
            cast,
            story,
            station,
            outlet,
            limit,
            lead: None,
            task: None,
            inspection: None,
            case: None,
            broken: false,
        })
    }

    async fn take(&mut self, step: Step) -> anyhow::Result<()> {
        match step {
            Raise => self.raise().await,
            Dismiss => self.dismiss().await,
            Dispatch => self.dispatch().await,
            Begin => self.begin().await,
            Inspect => self.inspect().await,
            Propose => self.propose().await,
            Publish => self.publish().await,
            File | Conclude | Examine | Notice | Recheck | Decide | Serve | Close => {
                let case = self.case.take().context("a case")?;
                self.case = Some(self.step(case, step).await?);
                Ok(())
            }
        }
    }

    /// Telemetry finds the hours beyond the limit, and the first one within it again.
    async fn raise(&mut self) -> anyhow::Result<()> {
        const TELEMETRY: Actor = Actor::Service("telemetry");
        let now = self.stage.cx.now();
        let from = began(self.stage.today, self.story.steps.first().map_or(0, |(days, _)| *days));
        let hour = |n: i64| {
            let at = from.plus_millis(n * HOUR_MS);
            self.station.reading(0, ReadingKind::Hour, at, self.stage.days)
        };
        anyhow::ensure!(from < now, "an hour that lies in the future");
        let counts = |reading: &Reading| reading.flag == DataFlag::Normal;
        for reading in (0..HOURS).filter_map(hour).filter(counts) {
            let signal = Signal::in_time(reading);
            let raised = leads::raise(self.stage.cx, &TELEMETRY, self.outlet, self.limit, signal);
            self.lead = raised.await?;
        }
        let within =
            |reading: &Reading| judge(self.limit, &reading.clone().into()) == Judgement::Within;
        let ended = (HOURS..HOURS + 48).filter_map(hour).find(within).map(Signal::in_time);
        let ended = ended.context("the exceedance of the story does not end")?;
        let ended = leads::raise(self.stage.cx, &TELEMETRY, self.outlet, self.limit, ended);
        self.lead = ended.await?;
        self.lead.as_ref().map(drop).context("the hours of the exceedance were all marked")
    }

    async fn dismiss(&mut self) -> anyhow::Result<()> {
        let lead = self.lead.take().context("a lead")?;
        let order = CloseLead {
            lead: lead.id,
            revision: lead.revision,
            verdict: Verdict::FalseAlarm,
            reason: "经电话核实和比对监测，系试剂更换期间数据异常，企业已补报运维标记。".to_owned(),
        };
        self.lead = Some(leads::close(self.stage.cx, &self.cast.duty.1, order).await?);
        Ok(())
    }

    async fn dispatch(&mut self) -> anyhow::Result<()> {
        let lead = self.lead.as_ref().context("a lead")?;
        let order = tasks::Dispatch {
            id: self.stage.cx.id(),
            lead: lead.id,
            officers: self.cast.field.iter().map(|(officer, _)| officer.id).collect(),
            due_at: self.stage.cx.now().plus_millis(3 * DAY_MS),
            instruction: "到现场核实废水超标情况，检查治理设施运行和在线监测设备。".to_owned(),
            sending: tasks::Sending { boundary: boundary(&lead.territory), ..Default::default() },
        };
        self.task = Some(tasks::dispatch(self.stage.cx, &self.cast.duty.1, order).await?);
        Ok(())
    }

    async fn begin(&mut self) -> anyhow::Result<()> {
        let task = self.task.take().context("a task")?;
        let (cx, actor) = (self.stage.cx, &self.cast.field[0].1);
        let task = tasks::accept(cx, actor, task.id, task.revision).await?;
        self.inspection = Some(inspections::begin(cx, actor, cx.id(), task.id).await?);
        Ok(())
    }

    /// Writes, photographs, signs and submits.
    async fn inspect(&mut self) -> anyhow::Result<()> {
        let draft = self.inspection.take().context("an inspection")?;
        let (cx, actor) = (self.stage.cx, &self.cast.field[0].1);
        let record = self.record(&draft);
        let draft = inspections::write(cx, actor, draft.id, draft.revision, record).await?;
        inspections::add_evidence(cx, actor, draft.id, self.photo()).await?;
        let [first, second] = self.cast.field.each_ref().map(|(officer, _)| officer);
        let signers = [
            (SignerRole::Inspected, ON_SITE, None),
            (SignerRole::Inspector, first.name.as_str(), Some(first.id)),
            (SignerRole::Inspector, second.name.as_str(), Some(second.id)),
            (SignerRole::Recorder, second.name.as_str(), Some(second.id)),
        ];
        let mut signed = draft;
        for (role, name, officer) in signers {
            let signature = NewSignature {
                role,
                name: name.to_owned(),
                officer,
                signed_at: cx.now(),
                image: Some(SIGNATURE.to_vec()),
                refused: None,
            };
            signed = inspections::sign(cx, actor, signed.id, signature).await?;
        }
        self.inspection = Some(inspections::submit(cx, actor, signed.id, signed.revision).await?);
        Ok(())
    }

    async fn propose(&mut self) -> anyhow::Result<()> {
        let inspection = self.inspection.as_ref().context("an inspection")?;
        let order = cases::Propose {
            id: self.stage.cx.id(),
            inspection: inspection.id,
            item: inspection.item.clone(),
            cause: "涉嫌超过水污染物排放标准排放水污染物案".to_owned(),
            summary:
                "在线监测和现场检查发现，该单位总排口化学需氧量小时均值超过排污许可证载明的限值。"
                    .to_owned(),
            handlers: self.cast.handlers.iter().map(|(officer, _)| officer.id).collect(),
            act_on: None,
            harmful: false,
        };
        self.case = Some(cases::propose(self.stage.cx, &self.cast.handlers[0].1, order).await?);
        Ok(())
    }

    async fn step(&self, case: Case, step: Step) -> anyhow::Result<Case> {
        let (cx, cast) = (self.stage.cx, self.cast);
        let (id, revision) = (case.id, case.revision);
        let (handler, head) = (&cast.handlers[0].1, &cast.head.1);
        let today = cx.now().date();
        let case = match step {
            File => cases::approve_filing(cx, head, id, revision).await,
            Conclude => {
                let report = self.report(&case)?;
                cases::conclude(cx, handler, id, revision, report).await
            }
            Examine => {
                let opinion = "事实清楚，证据确凿，程序合法，同意调查报告的意见。".to_owned();
                let computed = case.steps().report.and_then(|report| report.measure.calculation());
                let approves = computed.map(|made| made.deviations.clone()).unwrap_or_default();
                let pass = cases::Examine { result: ExaminationResult::Pass, opinion, approves };
                cases::examine(cx, &cast.examiner.1, id, revision, pass).await
            }
            Notice => {
                let case = cases::issue_notice(cx, handler, id, revision).await?;
                let service = self.service(today);
                cases::serve_notice(cx, handler, id, case.revision, service).await
            }
            Recheck => {
                let opinion = "当事人逾期未提出陈述申辩，维持拟作出的处罚决定。".to_owned();
                let order = RecheckCase {
                    points: Vec::new(),
                    opinion,
                    anew: None,
                    act: None,
                    band_reason: None,
                };
                cases::recheck(cx, handler, id, revision, order).await
            }
            Decide => cases::decide(cx, head, id, revision).await,
            Serve => cases::serve_decision(cx, handler, id, revision, self.service(today)).await,
            Close => {
                let fine = case.steps().decision.and_then(|decision| decision.fine);
                let order = ProposeClosing {
                    ground: CloseGround::Performed,
                    payment: fine.map(|amount| Payment { on: today, amount }),
                    annulment: None,
                    reason: "经现场复查，违法行为已改正。".to_owned(),
                };
                let case = cases::propose_closing(cx, handler, id, revision, order).await?;
                cases::approve_closing(cx, head, id, case.revision).await
            }
            Raise | Dismiss | Dispatch | Begin | Inspect | Propose | Publish => Ok(case),
        };
        Ok(case?)
    }

    /// Orders the publication, and does what is deferred while it is still that day.
    async fn publish(&mut self) -> anyhow::Result<()> {
        let case = self.case.as_ref().context("a case")?;
        let (cx, handler) = (self.stage.cx, &self.cast.handlers[0].1);
        let sha256 = notices::read_before(cx, handler, case.id, &[]).await?.sha256;
        let read = notices::Read { words: Vec::new(), sha256 };
        notices::publish(cx, handler, case.id, case.revision, read).await?;
        let ran = jobs::run_due(self.stage.cx, 500).await?;
        anyhow::ensure!(ran.failed == 0, "{} jobs failed", ran.failed);
        Ok(())
    }
}

/// What the duty officer says of a plant that lies near a line on the map.
fn boundary(territory: &Territory) -> Option<Pick> {
    let county = territory.segments().nth(1)?.to_owned();
    let reason = "按排污许可证载明的生产经营场所地址确定，并经属地乡镇核实。".to_owned();
    Some(Pick { county, reason })
}
