//! A year of hours of one factor of one device, out of a city's history.

use crate::{quantile, row};
use app::ports::{Archive, ReadingQuery};
use domain::Timestamp;
use domain::reading::{DataFlag, Decimal, Measured, Mn, Reading, ReadingKind};
use std::time::Instant;

const DEVICES: i64 = 100;
const HOURS: i64 = 8_760;
const HOUR_MS: i64 = 3_600_000;
const FIRST_MS: i64 = 1_735_660_800_000;
const FACTORS: [&str; 3] = ["w01018", "w21003", "w01001"];

pub(crate) async fn measure() {
    let folder = tempfile::tempdir().unwrap();
    let config = archive::Config::new(folder.path().join("archive"));
    let (archive, _) = archive::Archive::open(config).await.unwrap();
    let began = Instant::now();
    let imported = archive.import((0..DEVICES).flat_map(device)).await.unwrap();
    let took = began.elapsed().as_secs_f64();
    row("readings imported", imported.readings as f64 / took, None, None);

    let port = crate::wire::FrameArchive(archive.clone());
    let mut times = Vec::new();
    for nth in 0..50 {
        let query = ReadingQuery {
            mn: mn(nth * 37 % DEVICES),
            factor: Some("w01018".into()),
            kind: ReadingKind::Hour,
            from: Timestamp::from_millis(FIRST_MS),
            to: Timestamp::from_millis(FIRST_MS + HOURS * HOUR_MS),
            limit: 20_000,
        };
        let began = Instant::now();
        let found = port.readings(query).await.unwrap();
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
        assert_eq!(found.len() as i64, HOURS);
    }
    times.sort_by(f64::total_cmp);
    let words = format!("a year of hours of one factor out of {} readings", imported.readings);
    row(&words, 0.0, quantile(&times, 0.5), quantile(&times, 0.99));
    archive.close().await;
}

fn mn(nth: i64) -> Mn {
    format!("1310990000000000{nth:08}").parse().unwrap()
}

fn device(nth: i64) -> impl Iterator<Item = Reading> + Send {
    let mn = mn(nth);
    FACTORS.into_iter().flat_map(move |factor| {
        let mn = mn.clone();
        (0..HOURS).map(move |hour| Reading {
            mn: mn.clone(),
            factor: factor.into(),
            kind: ReadingKind::Hour,
            at: Timestamp::from_millis(FIRST_MS + hour * HOUR_MS),
            value: Measured::Valid { value: Decimal { mantissa: 100 + hour * 7 % 311, scale: 1 } },
            converted: None,
            min: None,
            max: None,
            total: None,
            flag: DataFlag::Normal,
        })
    })
}
