//! An answer says that the data are on disk, and nothing else ever gets one.

use crate::support::{Station, commands, rest};
use app::telemetry::Settings;
use domain::outlet::{Logger, LoggerKey};
use domain::reading::{FrameFault, Verdict};
use gateway::Heartbeat;
use protocol::hj212::{Cn, Key, KeyRing, Profile, Version};
use std::sync::Arc;
use testkit::FailingArchive;
use tokio::io::AsyncWriteExt;

#[tokio::test]
async fn stored_frames_are_answered_in_their_order() {
    let station = Station::open().await;
    let speaker = station.speaker();
    let frames: Vec<_> = (1..=200).map(|hour| speaker.hour(hour, "12.5")).collect();
    let answers = station.exchange(&frames.concat()).await;
    assert_eq!(commands(&answers), [9014; 200]);
    let stored = station.stored().await;
    assert_eq!(stored.len(), 200);
    for (stored, sent) in stored.iter().zip(&frames) {
        assert_eq!(stored.frame.raw, sent[..sent.len() - 2], "the bytes as they came");
        assert_eq!(stored.frame.readings.len(), 1);
    }
    assert_eq!(station.stats().accepted, 200);
    assert!(station.stats().acks.iter().sum::<u64>() > 0);
}

#[tokio::test]
async fn bytes_may_come_one_by_one() {
    let station = Station::open().await;
    let mut socket = station.connect().await;
    socket.set_nodelay(true).unwrap();
    for byte in station.speaker().hour(1, "12.5") {
        socket.write_all(&[byte]).await.unwrap();
    }
    socket.shutdown().await.unwrap();
    assert_eq!(commands(&rest(&mut socket).await), [9014]);
}

#[tokio::test]
async fn an_archive_that_fails_is_never_answered_for() {
    let station = Station::over(Arc::new(FailingArchive), |_| {}, Settings::default()).await;
    let mut socket = station.connect().await;
    socket.write_all(&station.speaker().hour(1, "12.5")).await.unwrap();
    assert!(rest(&mut socket).await.is_empty(), "closed without a word");
}

#[tokio::test]
async fn a_repeated_frame_is_answered_but_counts_once() {
    let station = Station::open().await;
    let frame = station.speaker().hour(1, "12.5");
    // Twice in one batch, and once more when it is long stored.
    assert_eq!(
        commands(&station.exchange(&[frame.clone(), frame.clone()].concat()).await),
        [9014, 9014]
    );
    assert_eq!(commands(&station.exchange(&frame).await), [9014]);
    let stored = station.stored().await;
    assert_eq!(stored.iter().filter(|one| !one.frame.readings.is_empty()).count(), 1);
    assert_eq!(station.faults(FrameFault::Duplicate), 2);
}

#[tokio::test]
async fn a_contradiction_keeps_both_and_says_so() {
    let station = Station::open().await;
    let speaker = station.speaker();
    let both = [speaker.hour(1, "12.5"), speaker.hour(1, "60.5")].concat();
    assert_eq!(commands(&station.exchange(&both).await), [9014, 9014]);
    let stored = station.stored().await;
    assert_eq!(stored.iter().map(|one| one.frame.readings.len()).sum::<usize>(), 2);
    let Verdict::Accepted { findings } = &stored[1].frame.verdict else { panic!("both are kept") };
    assert_eq!(findings, &["contradiction"]);
    assert_eq!(station.faults(FrameFault::Contradiction), 1);
}

#[tokio::test]
async fn every_edition_is_answered_in_its_own_way() {
    let station = Station::open().await;
    for (mn, edition, version) in [
        ("88888880000001", 2005, Version::V2005),
        ("010000A8900016F000169DC0", 2025, Version::V2025),
    ] {
        let logger = station.another(mn, edition, "hj212");
        station.register(logger).await;
        let mut speaker = station.speaker();
        (speaker.mn, speaker.version) = (mn.to_owned(), version);
        speaker.profile = Profile::strict(version);
        let answers = station.exchange(&speaker.hour(1, "12.5")).await;
        assert_eq!(commands(&answers), [9014], "edition {edition}");
        let text = String::from_utf8(answers).unwrap();
        assert_eq!(text.contains("CP=&&QN="), version == Version::V2005, "{text}");
    }
}

#[tokio::test]
async fn an_encrypted_frame_is_read_with_the_key_of_the_device_it_names() {
    let station = Station::open().await;
    let (mn, old, new) = ("010000A8900016F000169DC0", [7; 16], [9; 16]);
    let logger = Logger {
        key: Some(LoggerKey::new(new)),
        previous_key: Some(LoggerKey::new(old)),
        ..station.another(mn, 2025, "hj212")
    };
    station.register(logger).await;
    let sealed = |key: [u8; 16], hours: i64| {
        let mut speaker = station.speaker();
        (speaker.mn, speaker.version) = (mn.to_owned(), Version::V2025);
        let keys = KeyRing { current: Some(Key::new(key)), previous: None };
        speaker.profile = Profile { keys, ..Profile::strict(Version::V2025) };
        speaker.hour(hours, "12.5")
    };
    let frames = [sealed(new, 1), sealed(old, 2), sealed([8; 16], 3)];
    assert!(frames.iter().all(|frame| !frame.windows(4).any(|bytes| bytes == b"12.5")));
    assert_eq!(commands(&station.exchange(&frames.concat()).await), [9014, 9014]);
    let stored = station.stored().await;
    let readings: Vec<_> = stored.iter().map(|one| one.frame.readings.len()).collect();
    assert_eq!(readings, [1, 1, 0]);
    let Verdict::Accepted { findings } = &stored[1].frame.verdict else { panic!("read") };
    assert_eq!(findings, &["sealed_with_previous_key"]);
    assert_eq!(station.faults(FrameFault::Undecipherable), 1, "a key that nobody gave it");
}

#[tokio::test]
async fn a_heartbeat_is_answered_as_configured_and_not_kept() {
    for (heartbeat, answer) in [
        (Heartbeat::Silent, vec![]),
        (Heartbeat::Notice, vec![9013]),
        (Heartbeat::Data, vec![9014]),
    ] {
        let station = Station::with(|config| config.heartbeat = heartbeat).await;
        let speaker = station.speaker();
        let beat = speaker.upload(Cn::HEARTBEAT, speaker.now, &[]).concat();
        assert_eq!(commands(&station.exchange(&beat).await), answer);
        assert!(station.stored().await.is_empty());
        assert_eq!(station.stats().heartbeats, 1);
        assert!(station.world.cx.pulse().of(&station.world.plant.logger.mn).is_some());
    }
}
