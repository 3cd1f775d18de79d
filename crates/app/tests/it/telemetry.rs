//! What a logger's own codes mean, where it contradicts itself, and the lead that a duty officer makes of it.

use crate::common::refused;
use app::leads::{self, OpenLead};
use app::telemetry::{
    self, Content, Draft, Intake, Judging, MapCode, Message, Said, Settings, UnmapCode, start,
};
use app::{Actor, Error, Page, tasks};
use domain::doubt::{Doubt, DoubtKind};
use domain::mapping::Mapping;
use domain::reading::{DataFlag, Decimal, Measured, Reading, ReadingKind, Verdict};
use domain::{LeadId, Timestamp};
use testkit::{Procedure, World, an_hour};

struct Line {
    world: World,
    intake: Intake,
    judging: Judging,
}

impl Line {
    async fn open() -> Self {
        let world = World::new().await;
        let (intake, judging) = start(&world.cx, Settings::default()).await.unwrap();
        Self { world, intake, judging }
    }

    fn duty(&self) -> Actor {
        self.world.as_actor(&self.world.people.duty_officer)
    }

    /// A frame with these readings; the findings it is stored with.
    async fn send(&self, readings: Vec<Reading>, unknown: &[&str]) -> Vec<String> {
        let message = Message {
            mn: Some(self.world.plant.logger.mn.clone()),
            password: Some("123456".to_owned()),
            command: 2061,
            sent_at: None,
            findings: unknown.iter().map(|_| "factor_unknown".to_owned()).collect(),
            unknown: unknown.iter().map(|code| (*code).to_owned()).collect(),
            part: None,
            content: Content::Readings(readings),
        };
        let draft = Draft {
            received_at: self.world.cx.now(),
            peer: "127.0.0.1:1".into(),
            raw: b"raw".to_vec(),
            said: Said::Message(message),
        };
        match self.intake.accept(draft).await.unwrap().verdict {
            Verdict::Accepted { findings } => findings,
            other => panic!("accepted, but it is {other:?}"),
        }
    }

    fn hour(&self, ago: i64, factor: &str, value: &str) -> Reading {
        let at = self.world.cx.now().plus_millis(-ago * 3_600_000);
        Reading { factor: factor.into(), ..an_hour(&self.world, at, value) }
    }

    fn mapping(&self, code: &str) -> MapCode {
        let mapping = Mapping {
            code: code.into(),
            factor: "w01018".into(),
            times: "1000".parse().unwrap(),
            unit: "g/L".to_owned(),
            source: "厂家来函".to_owned(),
            effective_from: self.world.cx.now().date().yesterday().unwrap(),
            effective_to: None,
        };
        let logger = &self.world.plant.logger;
        MapCode { logger: logger.id, revision: logger.revision, mapping }
    }

    /// Waits until the intake reads frames by the mapping.
    async fn heard(&self, mappings: usize) {
        let mn = &self.world.plant.logger.mn;
        while self.intake.device(mn).is_none_or(|it| it.logger.mappings.len() != mappings) {
            tokio::task::yield_now().await;
        }
    }

    async fn doubts(&self) -> Vec<Doubt> {
        let (from, to) = self.days();
        let outlet = self.world.plant.outlet.id;
        telemetry::doubts(&self.world.cx, &self.duty(), outlet, from, to).await.unwrap().doubts
    }

    fn days(&self) -> (Timestamp, Timestamp) {
        let now = self.world.cx.now();
        (now.plus_millis(-2 * 86_400_000), now)
    }

    fn order(&self, doubts: &[Doubt]) -> OpenLead {
        let (from, to) = self.days();
        OpenLead {
            id: LeadId(self.world.cx.id()),
            outlet: self.world.plant.outlet.id,
            from,
            to,
            doubts: doubts.iter().map(Doubt::key).collect(),
            reason: "小时值连续低于分钟值均值，须现场核查数采仪参数".to_owned(),
        }
    }
}

fn printed(value: Option<Decimal>) -> String {
    value.unwrap().to_string()
}

#[tokio::test]
async fn a_code_stays_unknown_until_somebody_who_may_says_what_it_means() {
    let line = Line::open().await;
    let (cx, logger) = (&line.world.cx, line.world.plant.logger.id);
    let findings = line.send(vec![line.hour(3, "d20105", "0.0714")], &["d20105"]).await;
    assert_eq!(findings, ["factor_unknown"]);
    let page = telemetry::logger(cx, &line.duty(), logger).await.unwrap();
    let [unknown] = page.unknown.as_slice() else { panic!("one unknown code") };
    assert_eq!((&*unknown.latest.factor.0, unknown.times), ("d20105", 1));
    assert_eq!(page.actions, ["map"]);

    let people = &line.world.people;
    for stranger in [&people.handler, &people.head, &people.field_officer] {
        let denied =
            telemetry::map(cx, &line.world.as_actor(stranger), line.mapping("d20105")).await;
        assert!(matches!(denied, Err(Error::Forbidden(_))), "{}", stranger.account);
    }
    let elsewhere = line.world.as_actor(&people.of_bazhou);
    assert!(telemetry::map(cx, &elsewhere, line.mapping("d20105")).await.is_err());
    let mut odd = line.mapping("d20105");
    odd.mapping.factor = "d99999".into();
    assert_eq!(refused(telemetry::map(cx, &line.duty(), odd).await), "mapping.unknown_factor");

    let mapped = telemetry::map(cx, &line.duty(), line.mapping("d20105")).await.unwrap();
    assert_eq!(mapped.revision, line.world.plant.logger.revision + 1);
    let stale = telemetry::map(cx, &line.duty(), line.mapping("d20106")).await;
    assert!(stale.is_err(), "somebody wrote in between");
    line.heard(1).await;
    let findings = line.send(vec![line.hour(2, "d20105", "0.0714")], &["d20105"]).await;
    assert_eq!(findings, ["factor_mapped: d20105 = w01018 × 1000"]);
    let page = telemetry::logger(cx, &line.duty(), logger).await.unwrap();
    assert!(page.unknown.is_empty() && page.record.iter().any(|it| it.kind == "logger.revised"));

    // What it means is judged like anything else: 71.4 mg/L is beyond 50.
    let mut live = cx.subscribe();
    let last = telemetry::readings(cx, &line.duty(), line.asked("w01018")).await.unwrap();
    assert_eq!(printed(last.items[0].value.value()), "71.4");
    let order = UnmapCode {
        logger,
        revision: mapped.revision,
        code: "d20105".into(),
        last_on: cx.now().date(),
    };
    telemetry::unmap(cx, &line.duty(), order.clone()).await.unwrap();
    while live.recv().await.unwrap().kind != "logger.revised" {}
    let again = UnmapCode { revision: order.revision + 1, ..order };
    assert_eq!(refused(telemetry::unmap(cx, &line.duty(), again).await), "mapping.not_open");
    drop(line.intake);
    line.judging.finished().await;
}

impl Line {
    fn asked(&self, factor: &str) -> telemetry::AskedReadings {
        let (from, to) = self.days();
        let mn = self.world.plant.logger.mn.clone();
        telemetry::AskedReadings {
            mn,
            factor: Some(factor.into()),
            kind: ReadingKind::Hour,
            from,
            to,
        }
    }

    /// An hour of minutes at 60, and the 41.4 that the device makes of them.
    async fn prettied(&self) {
        let start = self.hour(5, "w01018", "41.4");
        for nth in 0..6 {
            let at = start.at.plus_millis(nth * 600_000);
            let value = Measured::Valid { value: "60".parse().unwrap() };
            self.send(vec![Reading { kind: ReadingKind::Minute, at, value, ..start.clone() }], &[])
                .await;
        }
        self.send(vec![start], &[]).await;
    }
}

#[tokio::test]
async fn a_device_that_contradicts_itself_is_shown_and_a_person_may_make_a_lead_of_it() {
    let line = Line::open().await;
    line.prettied().await;
    // The same hour sent again with another value, and one marked normal without a value.
    line.send(vec![line.hour(5, "w01018", "39.9")], &[]).await;
    let empty =
        Reading { value: Measured::Missing, flag: DataFlag::Normal, ..line.hour(4, "w01018", "1") };
    line.send(vec![empty], &[]).await;
    let doubts = line.doubts().await;
    let kinds: Vec<_> = doubts.iter().map(|doubt| doubt.kind).collect();
    use DoubtKind::{HourAgainstMinutes, MarkWithoutValue, Repeated};
    assert_eq!(kinds, [MarkWithoutValue, HourAgainstMinutes, Repeated]);
    assert_eq!(
        (printed(doubts[1].said), printed(doubts[1].expected)),
        ("41.4".into(), "60".into())
    );
    assert_eq!(
        (printed(doubts[2].said), printed(doubts[2].expected)),
        ("39.9".into(), "41.4".into())
    );
    assert_eq!(doubts[1].evidence.made_of.len(), 6, "the minutes are part of the evidence");

    let (cx, people) = (&line.world.cx, &line.world.people);
    let field = line.world.as_actor(&people.field_officer);
    let denied = leads::open(cx, &field, line.order(&doubts[1..2])).await;
    assert!(matches!(denied, Err(Error::Forbidden(_))));
    let open = async |order: OpenLead| refused(leads::open(cx, &line.duty(), order).await);
    assert_eq!(
        open(OpenLead { reason: " ".into(), ..line.order(&doubts) }).await,
        "lead.reason_missing"
    );
    assert_eq!(open(line.order(&[])).await, "lead.doubts");
    let gone = Doubt { at: doubts[1].at.plus_millis(1), ..doubts[1].clone() };
    assert_eq!(open(line.order(&[gone])).await, "lead.doubts_gone");
    let long = OpenLead { from: Timestamp::from_millis(0), ..line.order(&doubts) };
    assert_eq!(open(long).await, "doubt.span");

    let order = line.order(&doubts[1..2]);
    let lead = leads::open(cx, &line.duty(), order.clone()).await.unwrap();
    assert_eq!(leads::open(cx, &line.duty(), order).await.unwrap().id, lead.id, "sent twice, once");
    assert_eq!(lead.item.as_deref(), Some("eco-1088"));
    let page = leads::read(cx, &line.duty(), lead.id).await.unwrap();
    assert_eq!(page.actions, ["dispatch", "close"], "there is no judgement to replay");
    assert_eq!(refused(leads::replay(cx, &line.duty(), lead.id).await), "lead.no_rule");
    let task = Procedure(&line.world).task(&lead).await;
    let shown = tasks::read(cx, &line.duty(), task.id).await.unwrap();
    assert_eq!(shown.lead.title("总排口", "化学需氧量"), "总排口化学需氧量数据疑点");
    let all = leads::LeadFilter::default();
    let page = Page { after: None, size: 10 };
    assert_eq!(leads::list(cx, &line.duty(), &all, &page).await.unwrap().items.len(), 1);
    drop(line.intake);
    line.judging.finished().await;
}

#[tokio::test]
async fn the_map_knows_how_bad_the_worst_open_lead_is() {
    let world = World::new().await;
    Procedure(&world).lead().await;
    let duty = world.as_actor(&world.people.duty_officer);
    let points = app::plants::map(&world.cx, &duty).await.unwrap();
    let [point] = points.as_slice() else { panic!("one plant") };
    assert_eq!((point.leads_open, point.worst_ratio), (1, Some(1.428)));
}
