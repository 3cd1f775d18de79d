//! From a frame to a lead.

use crate::support::{Station, commands, soon};
use app::Page;
use app::leads::{self, LeadFilter};
use app::telemetry::{AskedReadings, loggers, readings};
use domain::judging::Evidence;
use domain::lead::{Finding, Lead, Standing};
use domain::reading::ReadingKind;
use protocol::hj212::Cn;

async fn all_leads(station: &Station) -> Vec<Lead> {
    let world = &station.world;
    let duty = world.as_actor(&world.people.duty_officer);
    let page = Page { after: None, size: 100 };
    let listed = leads::list(&world.cx, &duty, &LeadFilter::default(), &page).await.unwrap();
    listed.items.into_iter().map(|row| row.lead).collect()
}

fn found(lead: &Lead) -> &Finding {
    lead.exceedance().unwrap()
}

/// Waits until the record says so.
async fn told(station: &mut Station, kind: &str) {
    soon(async { while station.live.recv().await.unwrap().kind != kind {} }).await;
}

#[tokio::test]
async fn an_exceedance_is_one_lead_that_goes_on_and_ends() {
    let mut station = Station::open().await;
    let speaker = station.speaker();
    let frames = [speaker.hour(4, "71.4"), speaker.hour(3, "80.2")].concat();
    assert_eq!(commands(&station.exchange(&frames).await), [9014, 9014]);
    told(&mut station, "lead.raised").await;
    told(&mut station, "lead.revised").await;
    let [lead] = all_leads(&station).await.try_into().unwrap();
    assert_eq!((found(&lead).count, found(&lead).continuing), (2, true));
    assert_eq!(found(&lead).worst.value.to_string(), "80.2");
    station.exchange(&speaker.hour(2, "50")).await;
    told(&mut station, "lead.revised").await;
    let [lead] = all_leads(&station).await.try_into().unwrap();
    assert!(!found(&lead).continuing && found(&lead).replay());
}

#[tokio::test]
async fn what_is_within_or_of_another_time_raises_nothing() {
    let station = Station::open().await;
    let speaker = station.speaker();
    let quiet = [
        speaker.hour(1, "50.000"),
        speaker.cod(Cn::REALTIME, speaker.now, "90"),
        speaker.cod(Cn::DAY, speaker.now.plus_millis(-86_400_000), "90"),
    ];
    assert_eq!(commands(&station.exchange(&quiet.concat()).await), [9014; 3]);
    let duty = station.world.people.duty_officer.clone();
    let world = station.close().await;
    let page = Page { after: None, size: 10 };
    let (duty, all) = (world.as_actor(&duty), LeadFilter::default());
    assert!(leads::list(&world.cx, &duty, &all, &page).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn minutes_make_the_hour_that_a_device_does_not_send() {
    let mut station = Station::open().await;
    let speaker = station.speaker();
    let start = speaker.now.hour_start().plus_millis(-2 * 3_600_000);
    let minute =
        |n: i64, value: &str| speaker.cod(Cn::MINUTE, start.plus_millis(n * 600_000), value);
    let hour: Vec<_> = (0..6).map(|n| minute(n, if n < 3 { "40" } else { "71" })).collect();
    station.exchange(&hour.concat()).await;
    // The first minutes of the next hour end it.
    station.exchange(&minute(6, "30")).await;
    told(&mut station, "lead.raised").await;
    let [lead] = all_leads(&station).await.try_into().unwrap();
    assert_eq!(
        (found(&lead).worst.value.to_string().as_str(), found(&lead).worst.at),
        ("56", start)
    );
    assert_eq!(found(&lead).worst.reading.kind, ReadingKind::Hour);
}

/// Looks for late hours all the time, so that nobody waits for it.
async fn eager() -> Station {
    let look = std::time::Duration::from_millis(5);
    let settings = app::telemetry::Settings { look, ..Default::default() };
    Station::over(std::sync::Arc::new(testkit::MemoryArchive::default()), |_| {}, settings).await
}

#[tokio::test]
async fn late_minutes_make_the_hour_be_judged_again() {
    let mut station = eager().await;
    let speaker = station.speaker();
    let start = speaker.now.hour_start().plus_millis(-3 * 3_600_000);
    let minute =
        |n: i64, value: &str| speaker.cod(Cn::MINUTE, start.plus_millis(n * 300_000), value);
    // Nine of twelve arrive in time: enough to be judged, and beyond the limit.
    let in_time: Vec<_> = (0..9).map(|n| minute(n, "60")).collect();
    station.exchange(&[in_time.concat(), minute(12, "30")].concat()).await;
    told(&mut station, "lead.raised").await;
    // The other three come after the outage, and the mean falls below the limit.
    let late: Vec<_> = (9..12).map(|n| minute(n, "10")).collect();
    assert_eq!(commands(&station.exchange(&late.concat()).await), [9014; 3]);
    told(&mut station, "lead.revised").await;
    let mut lead = all_leads(&station).await.remove(0);
    while found(&lead).corrections.last().is_none_or(|made| made.after.made_of.len() < 12) {
        told(&mut station, "lead.revised").await;
        lead = all_leads(&station).await.remove(0);
    }
    let made = found(&lead).corrections.last().unwrap();
    let mean = |evidence: &Evidence| evidence.reading.value.value().unwrap().to_string();
    assert_eq!(
        (mean(&found(&lead).periods[0].evidence()), mean(&made.after)),
        ("60".into(), "48".into())
    );
    assert_eq!((made.standing, found(&lead).withdrawn()), (Standing::Within, 1));
    assert!(found(&lead).replay() && !found(&lead).continuing);

    // Sent again, they change nothing; a lead that is gone over twice is still one.
    station.exchange(&late.concat()).await;
    let duty = station.world.people.duty_officer.clone();
    let world = station.close().await;
    let (duty, page) = (world.as_actor(&duty), Page { after: None, size: 10 });
    let all = leads::list(&world.cx, &duty, &LeadFilter::default(), &page).await.unwrap();
    assert_eq!((all.items.len(), all.items[0].lead.revision), (1, lead.revision));
}

#[tokio::test]
async fn a_late_hour_joins_the_exceedance_it_belongs_to() {
    let mut station = eager().await;
    let speaker = station.speaker();
    station.exchange(&[speaker.hour(6, "71"), speaker.hour(4, "40")].concat()).await;
    told(&mut station, "lead.raised").await;
    told(&mut station, "lead.revised").await;
    // Right after the exceedance that has ended: the same one.
    station.exchange(&speaker.hour(5, "72")).await;
    told(&mut station, "lead.revised").await;
    let [lead] = all_leads(&station).await.try_into().unwrap();
    assert_eq!((found(&lead).count, found(&lead).continuing), (2, false));
    // Long before it: another one, that has ended too.
    station.exchange(&speaker.hour(20, "73")).await;
    told(&mut station, "lead.raised").await;
    let [second, first] = all_leads(&station).await.try_into().unwrap();
    assert_eq!((first.id, found(&second).continuing), (lead.id, false));
}

#[tokio::test]
async fn late_data_that_were_acknowledged_are_judged_after_a_crash() {
    use app::telemetry::{Settings, start};
    let station = Station::open().await;
    let speaker = station.speaker();
    station.exchange(&speaker.hour(1, "40")).await;
    let (mn, archive) =
        (station.world.plant.logger.mn.clone(), std::sync::Arc::clone(&station.archive));
    let world = station.close().await;
    // An old hour reached the archive just before the platform died: it is not the latest, and nobody judged it.
    let reading = testkit::an_hour(&world, world.cx.now().plus_millis(-9 * 3_600_000), "71.4");
    let frame = domain::reading::Frame {
        received_at: world.cx.now(),
        peer: "127.0.0.1:1".to_owned(),
        mn: Some(mn),
        command: Some(2061),
        raw: b"raw".to_vec(),
        verdict: domain::reading::Verdict::Accepted { findings: Vec::new() },
        readings: vec![reading],
    };
    archive.append(frame).await.unwrap();
    for again in ["raised", "and only once"] {
        let (intake, judging) = start(&world.cx, Settings::default()).await.unwrap();
        drop(intake);
        judging.finished().await;
        let duty = world.as_actor(&world.people.duty_officer);
        let page = Page { after: None, size: 10 };
        let all = leads::list(&world.cx, &duty, &LeadFilter::default(), &page).await.unwrap();
        assert_eq!(all.items.len(), 1, "{again}");
        assert!(!found(&all.items[0].lead).continuing, "a later hour was within the limit");
    }
}

#[tokio::test]
async fn what_was_acknowledged_but_not_judged_is_judged_at_the_next_start() {
    use app::telemetry::{Content, Draft, Message, Said, Settings, start};
    let station = Station::open().await;
    let world = &station.world;
    // A frame that reached the archive just before the platform died.
    let reading = testkit::an_hour(world, world.cx.now().plus_millis(-3_600_000), "71.4");
    let message = Message {
        mn: Some(reading.mn.clone()),
        password: None,
        command: 2061,
        sent_at: None,
        findings: Vec::new(),
        unknown: Vec::new(),
        part: None,
        content: Content::Readings(vec![reading.clone()]),
    };
    let draft = Draft {
        received_at: world.cx.now(),
        peer: "127.0.0.1:1".into(),
        raw: b"raw".to_vec(),
        said: Said::Message(message),
    };
    let Said::Message(Message { content: Content::Readings(readings), .. }) = draft.said else {
        panic!("readings")
    };
    let frame = domain::reading::Frame {
        received_at: draft.received_at,
        peer: draft.peer.to_string(),
        mn: Some(reading.mn),
        command: Some(2061),
        raw: draft.raw,
        verdict: domain::reading::Verdict::Accepted { findings: Vec::new() },
        readings,
    };
    station.archive.append(frame).await.unwrap();
    let (intake, judging) = start(&world.cx, Settings::default()).await.unwrap();
    assert_eq!(all_leads(&station).await.len(), 1);
    drop(intake);
    judging.finished().await;
    let (intake, judging) = start(&world.cx, Settings::default()).await.unwrap();
    assert_eq!(all_leads(&station).await.len(), 1, "and only once");
    drop(intake);
    judging.finished().await;
}

#[tokio::test]
async fn readings_and_loggers_are_shown_within_the_territory() {
    let station = Station::open().await;
    let speaker = station.speaker();
    station.exchange(&[speaker.hour(2, "12.5"), speaker.hour(1, "13.5")].concat()).await;
    let world = &station.world;
    let asked = AskedReadings {
        mn: world.plant.logger.mn.clone(),
        factor: Some("w01018".into()),
        kind: ReadingKind::Hour,
        from: speaker.now.plus_millis(-86_400_000),
        to: speaker.now,
    };
    let duty = world.as_actor(&world.people.duty_officer);
    let page = readings(&world.cx, &duty, asked.clone()).await.unwrap();
    let values: Vec<_> = page.items.iter().filter_map(|r| r.value.value()).collect();
    assert_eq!(values.iter().map(ToString::to_string).collect::<Vec<_>>(), ["12.5", "13.5"]);
    assert_eq!(
        (page.unit.as_deref(), page.factor_name.as_deref()),
        (Some("mg/L"), Some("化学需氧量"))
    );
    assert_eq!((page.limits.len(), page.cut), (1, false));
    let stranger = world.as_actor(&world.people.of_bazhou);
    assert!(matches!(readings(&world.cx, &stranger, asked).await, Err(app::Error::NotFound(_))));

    let ten = Page { after: None, size: 10 };
    let rows = loggers(&world.cx, &duty, "", Some(true), &ten).await.unwrap().items;
    assert_eq!((rows.len(), rows[0].online, rows[0].clock_skew_ms), (1, true, Some(0)));
    assert!(loggers(&world.cx, &duty, "", Some(false), &ten).await.unwrap().items.is_empty());
    assert!(loggers(&world.cx, &stranger, "", None, &ten).await.unwrap().items.is_empty());
    world.clock.advance_ms(11 * 60_000);
    assert_eq!(loggers(&world.cx, &duty, "", Some(false), &ten).await.unwrap().items.len(), 1);
}
