//! Every fault is counted with its reason, kept where there are bytes to keep, and never answered.

use crate::support::{Station, commands};
use app::ports::FrameStanding;
use app::telemetry::{AskedFrames, Rate, Settings, frames, unknown_loggers};
use app::{Error, Page};
use domain::Timestamp;
use domain::outlet::Logger;
use domain::reading::{FrameFault, Measured, Verdict};
use protocol::hj212::{Cn, CrcKind, CrcRule, Profile, Version};
use std::sync::Arc;
use testkit::MemoryArchive;

fn sealed(segment: &str) -> Vec<u8> {
    let crc = CrcKind::Hj212.of(segment.as_bytes());
    format!("##{:04}{segment}{crc:04X}\r\n", segment.len()).into_bytes()
}

#[tokio::test]
async fn bytes_that_are_no_message() {
    let station = Station::open().await;
    let good = station.speaker().hour(1, "12.5");
    let mut broken = good.clone();
    let digit = broken.len() - 10;
    broken[digit] ^= 1;
    let cases: [(&[u8], FrameFault); 4] = [
        (b"GET / HTTP/1.1\r\n\r\n", FrameFault::Garbage),
        (&good[..40], FrameFault::Incomplete),
        (&broken, FrameFault::BadCrc),
        (&sealed("QN=20260916090000000;ST=32;PW=1;MN=1;Flag=5;CP=&&&&"), FrameFault::BadGrammar),
    ];
    for (bytes, fault) in cases {
        assert!(station.exchange(bytes).await.is_empty(), "{fault:?}");
        assert_eq!(station.faults(fault), 1, "{fault:?}");
    }
    let kept = station.stored().await;
    let faults: Vec<_> = kept.iter().map(|one| one.frame.verdict.clone()).collect();
    let rejected = |fault| Verdict::Rejected { fault };
    assert_eq!(faults, [rejected(FrameFault::BadCrc), rejected(FrameFault::BadGrammar)]);
    assert_eq!(kept[0].frame.mn.as_ref(), Some(&station.world.plant.logger.mn), "whom it names");
    assert!(kept.iter().all(|one| one.frame.readings.is_empty()));
}

#[tokio::test]
async fn a_good_frame_behind_bad_bytes_is_found() {
    let station = Station::open().await;
    let good = station.speaker().hour(1, "12.5");
    let mixed = [b"##0099 is no frame ".as_slice(), &good[..30], &good].concat();
    assert_eq!(commands(&station.exchange(&mixed).await), [9014]);
}

#[tokio::test]
async fn messages_that_are_not_believed() {
    let station = Station::open().await;
    let mut speaker = station.speaker();
    let future = speaker.cod(Cn::REALTIME, speaker.now.plus_millis(11 * 60_000), "1");
    assert!(station.exchange(&future).await.is_empty());
    assert_eq!(station.faults(FrameFault::FutureDataTime), 1);
    let almost = speaker.cod(Cn::REALTIME, speaker.now.plus_millis(9 * 60_000), "1");
    assert_eq!(commands(&station.exchange(&almost).await), [9014]);

    let mn = speaker.mn.clone();
    let untimed =
        format!("QN=20260916090000000;ST=32;CN=2011;PW=1;MN={mn};Flag=5;CP=&&w01018-Rtd=1&&");
    assert!(station.exchange(&sealed(&untimed)).await.is_empty());
    assert_eq!(station.faults(FrameFault::BadDataTime), 1);

    let absurd = speaker.hour(2, "999999");
    assert_eq!(commands(&station.exchange(&absurd).await), [9014], "kept, but not believed");
    assert_eq!(station.faults(FrameFault::FactorOutOfRange), 1);
    let kept = station.stored().await;
    let last = &kept.last().unwrap().frame;
    assert!(matches!(last.readings[0].value, Measured::Invalid { .. }));

    speaker.mn = "NOBODY00000000000000001".to_owned();
    assert!(station.exchange(&speaker.hour(1, "12.5")).await.is_empty());
    let kept = station.stored().await;
    let quarantined = Verdict::Quarantined { fault: FrameFault::UnknownDevice };
    assert_eq!(kept.last().unwrap().frame.verdict, quarantined);
    let beat = station.world.cx.pulse().of(&station.world.plant.logger.mn).unwrap();
    let today = beat.faults_on(station.world.cx.now().date());
    assert_eq!(today.len(), 3, "{today:?}");
}

#[tokio::test]
async fn a_password_is_checked_where_the_register_has_one() {
    let station = Station::open().await;
    let mut logger = station.another("131082000000000000000002", 2017, "hj212");
    logger.password = Some("654321".to_owned());
    station.register(logger).await;
    let mut speaker = station.speaker();
    speaker.mn = "131082000000000000000002".to_owned();
    assert!(station.exchange(&speaker.hour(1, "12.5")).await.is_empty());
    assert_eq!(station.faults(FrameFault::WrongPassword), 1);
    let logger = station.another("131082000000000000000004", 2017, "hj212");
    station.register(Logger { password: Some("123456".to_owned()), ..logger }).await;
    speaker.mn = "131082000000000000000004".to_owned();
    assert_eq!(commands(&station.exchange(&speaker.hour(1, "12.5")).await), [9014]);
}

#[tokio::test]
async fn a_device_is_held_to_the_check_sum_it_is_registered_with() {
    let station = Station::open().await;
    let logger = station.another("131082000000000000000003", 2017, "modbus");
    station.register(logger).await;
    let mut modbus = station.speaker();
    modbus.mn = "131082000000000000000003".to_owned();
    modbus.profile.crc = CrcRule::Exactly(CrcKind::Modbus);
    let mut wrong = station.speaker();
    wrong.profile =
        Profile { crc: CrcRule::Exactly(CrcKind::Modbus), ..Profile::strict(Version::V2017) };
    // One connection passes on the frames of two devices; each is read by its own dialect.
    let both = [station.speaker().hour(2, "12.5"), modbus.hour(2, "12.5")].concat();
    assert_eq!(commands(&station.exchange(&both).await), [9014, 9014]);
    assert_eq!(station.faults(FrameFault::Garbage), 0, "no byte of either is garbage");
    assert!(station.exchange(&wrong.hour(1, "13.5")).await.is_empty());
    assert_eq!((station.faults(FrameFault::BadCrc), station.faults(FrameFault::Garbage)), (1, 0));
}

#[tokio::test]
async fn a_device_that_is_too_fast_is_not_kept_nor_answered() {
    let settings = Settings {
        rate: Rate { burst: 3, per_second: 1 },
        stranger_rate: Rate { burst: 1, per_second: 1 },
        ..Settings::default()
    };
    let station = Station::over(Arc::new(MemoryArchive::default()), |_| {}, settings).await;
    let mut speaker = station.speaker();
    let frames: Vec<_> = (1..=5).map(|hour| speaker.hour(hour, "12.5")).collect();
    assert_eq!(commands(&station.exchange(&frames.concat()).await), [9014; 3]);
    assert_eq!((station.stored().await.len(), station.faults(FrameFault::TooFast)), (3, 2));
    speaker.mn = "NOBODY00000000000000001".to_owned();
    station.exchange(&frames_of(&speaker).concat()).await;
    assert_eq!((station.stored().await.len(), station.faults(FrameFault::TooFast)), (4, 4));
}

fn frames_of(speaker: &crate::support::Speaker) -> Vec<Vec<u8>> {
    (1..=3).map(|hour| speaker.hour(hour, "12.5")).collect()
}

#[tokio::test]
async fn strangers_are_shown_to_nobody_below_the_city() {
    let station = Station::open().await;
    let mut speaker = station.speaker();
    speaker.mn = "NOBODY00000000000000001".to_owned();
    station.exchange(&speaker.hour(1, "12.5")).await;
    assert_eq!(station.world.cx.pulse().strangers()[0].frames, 1);
    let world = &station.world;
    let duty = world.as_actor(&world.people.duty_officer);
    let refused = unknown_loggers(&world.cx, &duty).await;
    assert!(matches!(refused, Err(Error::NotFound(_) | Error::Forbidden(_))), "a county's officer");
    let asked = |mn| AskedFrames {
        mn,
        standing: FrameStanding::Any,
        from: Timestamp::from_millis(0),
        to: Timestamp::from_millis(i64::MAX),
    };
    let page = Page { after: None, size: 10 };
    let all = frames(&world.cx, &duty, asked(None), &page).await;
    assert!(matches!(all, Err(Error::NotFound(_) | Error::Forbidden(_))));
    let mut own = asked(Some(world.plant.logger.mn.clone()));
    assert!(frames(&world.cx, &duty, own.clone(), &page).await.is_ok());
    let elsewhere = world.as_actor(&world.people.of_bazhou);
    own.standing = FrameStanding::Fault(FrameFault::BadCrc);
    assert!(matches!(frames(&world.cx, &elsewhere, own, &page).await, Err(Error::NotFound(_))));
}
