//! Measures the telemetry half of the thread on this machine and prints a table; keeps nothing.
//!
//! `cargo bench -p server --bench telemetry`; `--quick` measures less, `--connections=5000` that many only. Clients,
//! gateway and archive share this machine, so the figures are those of the whole, not of the gateway alone. The peer
//! without disk is the same gateway over the same sockets in front of an archive that forgets: what lies between the two
//! is what durability costs.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot run has nothing to say")]

#[path = "../../src/wire/archive.rs"]
mod wire;

mod load;
mod parse;
mod query;

use app::ports::Archive;
use std::sync::Arc;

fn main() {
    // Cargo passes `--bench`; anything else is for us.
    let quick = std::env::args().any(|argument| argument == "--quick");
    println!("{:<58} {:>14} {:>12} {:>12}", "", "per second", "p50", "p99");
    let only = std::env::args()
        .find_map(|argument| argument.strip_prefix("--connections=")?.parse::<usize>().ok());
    if only.is_none() {
        parse::measure(if quick { 20_000 } else { 200_000 });
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let frames = if quick { 40_000 } else { 200_000 };
        for connections in only.map_or(vec![1, 100, 5_000], |only| vec![only]) {
            let folder = tempfile::tempdir().unwrap();
            let config = archive::Config::new(folder.path().join("archive"));
            let (archive, _) = archive::Archive::open(config).await.unwrap();
            let port: Arc<dyn Archive> = Arc::new(wire::FrameArchive(archive.clone()));
            let ours = load::measure("durably acknowledged", port, connections, frames).await;
            archive.close().await;
            let peer: Arc<dyn Archive> = Arc::new(load::Forgetful);
            let bare = load::measure("the same without disk", peer, connections, frames).await;
            println!("{:<58} {:>14.2}", "durable against without disk, ratio", ours / bare);
        }
        let usual = if quick { vec![100, 500] } else { vec![100, 5_000] };
        for connections in only.map_or(usual, |only| vec![only.max(40)]) {
            load::from_frame_to_lead(connections, 40).await;
        }
        if only.is_none() {
            query::measure().await;
        }
    });
}

/// A row of the table.
fn row(what: &str, per_second: f64, p50: Option<f64>, p99: Option<f64>) {
    let ms = |value: Option<f64>| value.map_or(String::new(), |ms| format!("{ms:.2} ms"));
    let rate = if per_second > 0.0 { format!("{per_second:.0}") } else { String::new() };
    println!("{what:<58} {rate:>14} {:>12} {:>12}", ms(p50), ms(p99));
}

/// The value below which this share of the sorted values lies.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get((last as f64 * share).round() as usize).copied()
}
