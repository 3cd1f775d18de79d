//! How the parts below the HTTP layer are: for `/healthz` and `/metrics`.

use api::Vitals;
use app::Cx;
use app::telemetry::{ACK_BUCKETS_MS, Stats};
use std::fmt::Write as _;

/// The archive's and the gateway's own figures.
pub(crate) struct Pulse {
    pub(crate) archive: archive::Archive,
    pub(crate) cx: Cx,
}

impl Vitals for Pulse {
    fn ailments(&self) -> Vec<String> {
        let broken = self.archive.stats().broken;
        broken
            .then(|| "archive: its log is broken and takes no more frames".to_owned())
            .into_iter()
            .collect()
    }

    fn numbers(&self) -> String {
        let mut text = String::new();
        let mut add = |name: &str, kind: &str, value: u64| {
            // Writing to a `String` never fails.
            let _ = writeln!(text, "# TYPE huanzhi_{name} {kind}\nhuanzhi_{name} {value}");
        };
        let archive = self.archive.stats();
        add("archive_wal_bytes", "gauge", archive.wal_bytes);
        add("archive_wal_frames", "gauge", archive.wal_frames);
        add("archive_queued", "gauge", archive.queued);
        add("archive_files", "gauge", archive.files);
        add("archive_bytes", "gauge", archive.file_bytes);
        add("archive_rows", "gauge", archive.rows);
        let frames = self.cx.pulse().counters().snapshot();
        add("frames_accepted_total", "counter", frames.accepted);
        add("frames_quarantined_total", "counter", frames.quarantined);
        add("frames_rejected_total", "counter", frames.rejected);
        add("gateway_bytes_total", "counter", frames.bytes);
        add("gateway_connections", "gauge", frames.open);
        add("gateway_turned_away_total", "counter", frames.turned_away);
        add("readings_judged_total", "counter", frames.judged);
        add("readings_unjudged_total", "counter", frames.unjudged);
        text.push_str(&acknowledgements(&frames));
        text.push_str("# TYPE huanzhi_frame_faults_total counter\n");
        for (fault, count) in frames.faults {
            let _ = writeln!(
                text,
                "huanzhi_frame_faults_total{{fault=\"{}\"}} {count}",
                fault.as_str()
            );
        }
        text
    }
}

/// The time from the last byte of frames that came together to their acknowledgement, as a histogram in seconds.
fn acknowledgements(frames: &Stats) -> String {
    const NAME: &str = "huanzhi_frame_ack_seconds";
    let mut text = format!("# TYPE {NAME} histogram\n");
    let mut within = 0;
    let bounds = ACK_BUCKETS_MS.map(|ms| format!("{}", ms as f64 / 1_000.0));
    for (count, bound) in frames.acks.iter().zip(bounds.iter().map(String::as_str).chain(["+Inf"]))
    {
        within += count;
        // Writing to a `String` never fails.
        let _ = writeln!(text, "{NAME}_bucket{{le=\"{bound}\"}} {within}");
    }
    let seconds = frames.ack_micros as f64 / 1_000_000.0;
    let _ = writeln!(text, "{NAME}_sum {seconds}\n{NAME}_count {within}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::telemetry::Counters;
    use std::time::Duration;

    #[test]
    fn acknowledgements_add_up_from_bucket_to_bucket() {
        let counters = Counters::default();
        for ms in [0, 4, 4, 700, 20_000] {
            counters.acked(Duration::from_millis(ms));
        }
        let text = acknowledgements(&counters.snapshot());
        for line in [
            "huanzhi_frame_ack_seconds_bucket{le=\"0.001\"} 1",
            "huanzhi_frame_ack_seconds_bucket{le=\"0.005\"} 3",
            "huanzhi_frame_ack_seconds_bucket{le=\"1\"} 4",
            "huanzhi_frame_ack_seconds_bucket{le=\"+Inf\"} 5",
            "huanzhi_frame_ack_seconds_sum 20.708",
            "huanzhi_frame_ack_seconds_count 5",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
    }
}
