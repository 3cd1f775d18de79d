//! What a device says too early, too late, twice or in between.

use crate::support::{Station, commands, soon};
use app::Page;
use app::leads::{self, LeadFilter};
use app::telemetry::Settings;
use domain::lead::{Finding, Lead};
use domain::reading::{FrameFault, Verdict};
use protocol::hj212::Cn;
use std::sync::Arc;
use std::time::Duration;
use testkit::{MemoryArchive, World};

const HOUR_MS: i64 = 3_600_000;

async fn station() -> Station {
    let settings = Settings { look: Duration::from_millis(5), ..Settings::default() };
    Station::over(Arc::new(MemoryArchive::default()), |_| {}, settings).await
}

/// The leads once everything is judged.
async fn leads(station: Station) -> Vec<Lead> {
    let duty = station.world.people.duty_officer.clone();
    let world: World = station.close().await;
    let (duty, page) = (world.as_actor(&duty), Page { after: None, size: 10 });
    let all = leads::list(&world.cx, &duty, &LeadFilter::default(), &page).await.unwrap();
    all.items.into_iter().map(|row| row.lead).collect()
}

fn found(lead: &Lead) -> &Finding {
    lead.exceedance().unwrap()
}

#[tokio::test]
async fn an_hour_that_is_not_over_is_kept_but_no_reading_and_the_right_one_counts() {
    let station = station().await;
    let mut speaker = station.speaker();
    // Nine o'clock sharp: hour, day and ten minutes that only begin. High or low, none of them is believed.
    let (now, today) = (speaker.now, domain::Timestamp::start_of(speaker.now.date()));
    let early = [
        speaker.cod(Cn::HOUR, now, "10"),
        speaker.cod(Cn::HOUR, now, "900"),
        speaker.cod(Cn::DAY, today, "900"),
        speaker.cod(Cn::MINUTE, now.plus_millis(2 * 60_000), "900"),
    ];
    let answers = station.exchange(&early.concat()).await;
    assert_eq!(commands(&answers), [9014; 4], "kept, and not asked for again");
    assert_eq!(station.faults(FrameFault::PeriodNotOver), 4);
    let fault = FrameFault::PeriodNotOver;
    for stored in station.stored().await {
        assert_eq!(stored.frame.verdict, Verdict::Quarantined { fault });
        assert!(stored.frame.readings.is_empty() && !stored.frame.raw.is_empty());
    }
    station.world.clock.advance_ms(HOUR_MS);
    speaker.now = station.world.cx.now();
    assert_eq!(commands(&station.exchange(&speaker.hour(1, "67.2")).await), [9014]);
    assert_eq!(station.faults(FrameFault::Contradiction), 0);
    let [lead] = leads(station).await.try_into().unwrap();
    assert_eq!(found(&lead).worst.value.to_string(), "67.2");
}

#[tokio::test]
async fn a_correction_beyond_the_limit_raises_a_lead_beside_what_was_said_first() {
    let mut station = station().await;
    let speaker = station.speaker();
    station.exchange(&[speaker.hour(2, "10"), speaker.hour(2, "67.2")].concat()).await;
    soon(async { while station.live.recv().await.unwrap().kind != "lead.raised" {} }).await;
    // The hour judged again from the archive, where the first still counts, takes nothing back.
    let minute = speaker.cod(Cn::MINUTE, speaker.now.plus_millis(-2 * HOUR_MS), "10");
    station.exchange(&minute).await;
    station.exchange(&speaker.hour(2, "20")).await;
    let [lead] = leads(station).await.try_into().unwrap();
    let finding = found(&lead);
    let first = finding.worst.first.as_ref().unwrap().value.value().unwrap();
    assert_eq!((finding.worst.value.to_string(), first.to_string()), ("67.2".into(), "10".into()));
    assert!(finding.corrections.is_empty() && finding.withdrawn() == 0 && finding.replay());
}

#[tokio::test]
async fn a_lower_correction_never_takes_back_what_was_said_first() {
    let station = station().await;
    let speaker = station.speaker();
    station.exchange(&[speaker.hour(2, "67.2"), speaker.hour(2, "10")].concat()).await;
    let [lead] = leads(station).await.try_into().unwrap();
    assert_eq!(
        (found(&lead).worst.value.to_string(), found(&lead).withdrawn()),
        ("67.2".into(), 0)
    );
}

#[tokio::test]
async fn what_lies_too_far_back_is_quarantined_and_what_is_filled_in_says_so() {
    let station = station().await;
    let speaker = station.speaker();
    let old = [
        speaker.hour(91 * 24, "900"),
        speaker.cod(Cn::HOUR, domain::Timestamp::from_millis(0), "900"),
    ];
    assert_eq!(commands(&station.exchange(&old.concat()).await), [9014; 2]);
    assert_eq!(station.faults(FrameFault::PastDataTime), 2);
    assert!(station.stored().await.iter().all(|stored| stored.frame.readings.is_empty()));

    station.exchange(&[speaker.hour(30, "71"), speaker.hour(1, "72")].concat()).await;
    assert_eq!(station.faults(FrameFault::FilledIn), 1);
    let [lead] = leads(station).await.try_into().unwrap();
    let late: Vec<_> =
        found(&lead).periods.iter().map(|period| period.filled_in_at.is_some()).collect();
    assert_eq!(late, [true, false]);
}

#[tokio::test]
async fn a_minute_in_between_does_not_keep_an_hour_from_being_judged() {
    let station = station().await;
    let speaker = station.speaker();
    let start = speaker.now.plus_millis(-2 * HOUR_MS);
    let minute =
        |n: i64, value: &str| speaker.cod(Cn::MINUTE, start.plus_millis(n * 60_000), value);
    let hour: Vec<_> = (0..6).map(|n| minute(n * 10, "90")).collect();
    station.exchange(&[hour.concat(), minute(1, "0"), minute(60, "30")].concat()).await;
    let [lead] = leads(station).await.try_into().unwrap();
    let worst = &found(&lead).worst;
    assert_eq!((worst.value.to_string().as_str(), worst.made_of.len()), ("90", 6));
}
