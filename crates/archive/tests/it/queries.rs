//! Bulk history, and that a question about one outlet reads little.

use crate::make::*;
use archive::ReadingQuery;
use domain::reading::Reading;

/// A year of hours: one outlet in thousands of rows, so that files have several row groups.
fn history(devices: usize) -> impl Iterator<Item = Reading> + Send + 'static {
    (0..devices).flat_map(|device| {
        let mn = mn(device);
        (0..8_760).flat_map(move |hours| {
            let mn = mn.clone();
            ["a21002", "a21026", "a34013"].map(move |factor| {
                reading(&mn, factor, at(hours), &format!("{}.{}", hours % 400, device))
            })
        })
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_of_one_outlet_reads_few_row_groups() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    let imported = archive.import(history(70)).await.unwrap();
    assert_eq!(imported.readings, 70 * 8_760 * 3);
    assert_eq!(archive.stats().rows, imported.readings);
    let query = ReadingQuery { to: at(8_760), ..hours_of(42, Some("a21026")) };
    let year = archive.readings(query.clone()).await.unwrap();
    assert_eq!(year.len(), 8_760);
    assert!(year.is_sorted_by(|a, b| a.at < b.at));
    assert_eq!(year[2_001].value.value(), Some(decimal("1.42")));
    let stats = archive.stats();
    // Thirteen months begin or end in the year; the series may lie across the border of two groups.
    assert!((13..=20).contains(&stats.row_groups_read), "{stats:?}");
    assert!(stats.row_groups_pruned >= 13, "{stats:?}");
    let month = ReadingQuery { from: at(24 * 10), to: at(24 * 20), ..query };
    archive.readings(month).await.unwrap();
    let more = archive.stats().row_groups_read - stats.row_groups_read;
    assert!((1..=4).contains(&more), "{more}");
    archive.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_and_frames_answer_together() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    let old = (0..48).map(|hours| reading(&mn(1), "a21026", at(hours), &hours.to_string()));
    archive.import(old.collect::<Vec<_>>()).await.unwrap();
    archive.append(hour(1, 48, &[("a21026", "48")])).await.unwrap();
    archive.persist().await.unwrap();
    archive.append(hour(1, 49, &[("a21026", "49")])).await.unwrap();
    let all = archive.readings(hours_of(1, None)).await.unwrap();
    assert_eq!(values(&all), (0..50).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(values(&archive.latest(&mn(1)).await), ["49"]);
    archive.close().await;
    let archive = open(dir.path()).await;
    assert_eq!(archive.readings(hours_of(1, None)).await.unwrap(), all);
    assert_eq!(values(&archive.latest(&mn(1)).await), ["49"]);
    archive.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_fails_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    let mut bad = reading(&mn(1), "a21026", at(1), "1");
    bad.total = Some(domain::reading::Decimal { mantissa: 1, scale: 19 });
    let refused = archive.import(vec![reading(&mn(1), "a21026", at(0), "1"), bad]).await;
    assert!(matches!(refused, Err(archive::Error::Malformed(_))));
    assert_eq!(archive.readings(hours_of(1, None)).await.unwrap(), []);
    assert_eq!(archive.stats().files, 0);
    archive.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn finished_months_become_one_file() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    for part in 0..3 {
        let days = (0..40)
            .map(move |day| reading(&mn(part), "a21026", at(day * 24), &format!("{part}.{day}")));
        archive.import(days.collect::<Vec<_>>()).await.unwrap();
    }
    let before = archive.readings(hours_of(1, None)).await.unwrap();
    assert_eq!(archive.stats().files, 9);
    let done = archive.compact().await.unwrap();
    // November and December are over; January still grows.
    assert_eq!((done.merged, done.files), (6, 2));
    assert_eq!(archive.stats().files, 5);
    assert_eq!(archive.stats().rows, 120);
    assert_eq!(archive.readings(hours_of(1, None)).await.unwrap(), before);
    assert_eq!(before.len(), 40);
    archive.close().await;
}
