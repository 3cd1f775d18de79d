//! Measures the archive on this machine: `cargo run --release -p archive --example measure`.
//!
//! Prints frames stored per second (each acknowledged on disk), the rate of an import of a year of hourly history, and
//! the time of a one-year query. Beside each stands the processor time it took, which other work on the machine does
//! not change. Arguments: a folder to work in, and the number of outlets with history.

use archive::{Archive, Config, ReadingQuery};
use domain::{
    Timestamp,
    reading::{DataFlag, Decimal, Factor, Frame, Measured, Mn, Reading, ReadingKind, Verdict},
};
use std::{error::Error, time::Instant};

type Outcome = Result<(), Box<dyn Error>>;

const HOUR: i64 = 3_600_000;
const YEAR_2026: i64 = 1_767_196_800_000;
const FACTORS: [&str; 8] =
    ["a21026", "a21002", "a34013", "a19001", "a01012", "a01013", "a01011", "a01014"];

fn main() -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let base = std::env::args().nth(1).map_or_else(std::env::temp_dir, Into::into);
    let dir = base.join(format!("huanzhi-measure-{}", std::process::id()));
    let outlets = std::env::args().nth(2).map_or(Ok(600), |n| n.parse())?;
    runtime.block_on(async {
        let (archive, _) = Archive::open(Config::new(&dir)).await?;
        for (appenders, frames) in [(1, 400), (64, 20_000), (1_000, 100_000), (4_000, 200_000)] {
            append(&archive, appenders, frames).await?;
        }
        append_many(&archive, 16, 200_000).await?;
        let clock = Clock::start();
        let moved = archive.persist().await?;
        clock.print("persist", moved.frames as usize, "frames");
        import(&archive, outlets).await?;
        query(&archive).await?;
        let clock = Clock::start();
        let done = archive.compact().await?;
        clock.print("compact", done.merged as usize, "files");
        query(&archive).await?;
        println!("{:?}", archive.stats());
        archive.close().await;
        Outcome::Ok(())
    })?;
    Ok(std::fs::remove_dir_all(&dir)?)
}

/// Wall and processor seconds since some moment.
struct Clock(Instant, f64);

impl Clock {
    fn start() -> Self {
        Self(Instant::now(), cpu_seconds())
    }

    fn print(&self, what: &str, count: usize, unit: &str) {
        let (wall, cpu) = (self.0.elapsed().as_secs_f64(), cpu_seconds() - self.1);
        let (rate, each) = (count as f64 / wall, cpu * 1e6 / count as f64);
        println!(
            "{what:<28}{count:>9} {unit:<8} {wall:>8.2} s {rate:>10.0}/s {each:>9.1} µs cpu each"
        );
    }
}

/// Processor time of this process (Linux: hundredths of a second).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

async fn append(archive: &Archive, appenders: usize, frames: usize) -> Outcome {
    let prepared: Vec<Vec<Frame>> = (0..appenders)
        .map(|outlet| (0..frames / appenders).map(|n| frame(outlet, n as i64)).collect())
        .collect();
    let clock = Clock::start();
    let tasks = prepared.into_iter().map(|frames| {
        let archive = archive.clone();
        tokio::spawn(async move {
            for frame in frames {
                archive.append(frame).await?;
            }
            Ok::<_, archive::Error>(())
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await??;
    }
    clock.print(&format!("append, {appenders} at once"), frames, "frames");
    Ok(())
}

async fn append_many(archive: &Archive, outlets: usize, frames: usize) -> Outcome {
    let prepared: Vec<Frame> =
        (0..frames).map(|n| frame(n % outlets, (100_000 + n) as i64)).collect();
    let clock = Clock::start();
    archive.append_many(prepared).await?;
    clock.print("append_many", frames, "frames");
    Ok(())
}

async fn import(archive: &Archive, outlets: usize) -> Outcome {
    let readings = (0..outlets).flat_map(|outlet| {
        let mn = mn(outlet);
        let factors = if outlet % 2 == 0 { 4 } else { 3 };
        (0..8_760).flat_map(move |hour| {
            let mn = mn.clone();
            let at = Timestamp::from_millis(YEAR_2026 + hour * HOUR);
            (0..factors).map(move |n| reading(mn.clone(), FACTORS[n], ReadingKind::Hour, at, hour))
        })
    });
    let clock = Clock::start();
    let done = archive.import(readings).await?;
    clock.print("import", done.readings as usize, "readings");
    Ok(())
}

async fn query(archive: &Archive) -> Outcome {
    let year = |device: usize| ReadingQuery {
        mn: mn(device),
        factor: Some(Factor::from(FACTORS[1])),
        kind: ReadingKind::Hour,
        from: Timestamp::from_millis(YEAR_2026),
        to: Timestamp::from_millis(YEAR_2026 + 8_760 * HOUR),
        limit: 10_000,
    };
    let mut times = Vec::new();
    let clock = Clock::start();
    for round in 0..40 {
        let start = Instant::now();
        let found = archive.readings(year(round)).await?.len();
        times.push(start.elapsed().as_secs_f64() * 1e3);
        assert_eq!(found, 8_760);
    }
    times.sort_by(f64::total_cmp);
    clock.print("query of one year", times.len(), "queries");
    println!("    first to last: {:.0} ms, median {:.0}, {:.0}", times[0], times[20], times[39]);
    Ok(())
}

fn mn(outlet: usize) -> Mn {
    let mn = format!("131000A8900016F{outlet:09}");
    mn.parse().unwrap_or_else(|_| unreachable!("24 digits and letters"))
}

fn frame(outlet: usize, n: i64) -> Frame {
    let mn = mn(outlet);
    let at = Timestamp::from_millis(YEAR_2026 + n * 30_000);
    let kind = ReadingKind::Realtime;
    let readings: Vec<_> = FACTORS.map(|factor| reading(mn.clone(), factor, kind, at, n)).into();
    let values: Vec<String> = readings
        .iter()
        .map(|r| format!("{}-Rtd={},{}-Flag=N", r.factor, n % 977, r.factor))
        .collect();
    let raw = format!(
        "##0400QN=20260101000000000;ST=31;CN=2011;PW=123456;MN={mn};Flag=5;CP=&&DataTime=20260101000000;{}&&1C80\r\n",
        values.join(";")
    );
    let verdict = Verdict::Accepted { findings: vec![] };
    let peer = "10.13.0.7:40112".to_owned();
    Frame {
        received_at: at,
        peer,
        mn: Some(mn),
        command: Some(2011),
        raw: raw.into(),
        verdict,
        readings,
    }
}

fn reading(mn: Mn, factor: &str, kind: ReadingKind, at: Timestamp, n: i64) -> Reading {
    let decimal = |mantissa| Decimal { mantissa, scale: 2 };
    Reading {
        mn,
        factor: factor.into(),
        kind,
        at,
        value: Measured::Valid { value: decimal(1_000 + n * 7 % 977) },
        converted: Some(decimal(1_100 + n * 7 % 977)),
        min: (kind == ReadingKind::Hour).then(|| decimal(900 + n * 7 % 977)),
        max: (kind == ReadingKind::Hour).then(|| decimal(1_300 + n * 7 % 977)),
        total: None,
        flag: DataFlag::Normal,
    }
}
