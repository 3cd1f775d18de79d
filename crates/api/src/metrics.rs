//! Numbers of the HTTP layer, in Prometheus text. A registry of its own: three families need no library.

use crate::officer::Peer;
use crate::{Api, Problem};
use axum::extract::State;
use axum::http::{Method, header};
use axum::response::IntoResponse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the buckets of the time a request takes, seconds.
const BUCKETS: [f64; 8] = [0.005, 0.02, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0];

#[derive(Debug, Default)]
pub(crate) struct Metrics {
    under_way: AtomicI64,
    // Keys are routes of the table, methods and statuses, so their number has a bound.
    requests: Mutex<BTreeMap<(String, &'static str, u16), Requests>>,
}

#[derive(Debug, Default, Clone)]
struct Requests {
    count: u64,
    seconds: f64,
    within: [u64; BUCKETS.len()],
}

/// Counts a request as under way for as long as it lives, also when it is dropped half-way.
pub(crate) struct UnderWay<'a>(&'a AtomicI64);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    pub(crate) fn begin(&self) -> UnderWay<'_> {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        UnderWay(&self.under_way)
    }

    pub(crate) fn done(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let method = match *method {
            Method::GET => "GET",
            Method::POST => "POST",
            Method::PUT => "PUT",
            Method::DELETE => "DELETE",
            _ => "other",
        };
        let seconds = took.as_secs_f64();
        let mut all = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let these = all.entry((route.to_owned(), method, status)).or_default();
        these.count += 1;
        these.seconds += seconds;
        for (within, bound) in these.within.iter_mut().zip(BUCKETS) {
            *within += u64::from(seconds <= bound);
        }
    }

    /// The text; writing to a `String` never fails.
    fn text(&self) -> String {
        let mut out = String::from("# TYPE huanzhi_http_under_way gauge\n");
        let _ = writeln!(out, "huanzhi_http_under_way {}", self.under_way.load(Ordering::Relaxed));
        out.push_str("# TYPE huanzhi_http_seconds histogram\n");
        let all = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for ((route, method, status), these) in &all {
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
            for (within, bound) in these.within.iter().zip(BUCKETS) {
                let _ = writeln!(
                    out,
                    "huanzhi_http_seconds_bucket{{{labels},le=\"{bound}\"}} {within}"
                );
            }
            let Requests { count, seconds, .. } = these;
            let _ = writeln!(out, "huanzhi_http_seconds_bucket{{{labels},le=\"+Inf\"}} {count}");
            let _ = writeln!(out, "huanzhi_http_seconds_sum{{{labels}}} {seconds}");
            let _ = writeln!(out, "huanzhi_http_seconds_count{{{labels}}} {count}");
        }
        out
    }
}

/// `/metrics`: for this machine only, unless the site says otherwise.
pub(crate) async fn metrics(
    State(api): State<Api>,
    Peer(peer): Peer,
) -> Result<impl IntoResponse, Problem> {
    if !api.config().metrics_public && !peer.to_canonical().is_loopback() {
        return Err(Problem::not_found());
    }
    let streams = api.config().live_streams.saturating_sub(api.0.streams.available_permits());
    let live = format!("# TYPE huanzhi_live_streams gauge\nhuanzhi_live_streams {streams}\n");
    let text = api.0.metrics.text() + &live + &api.0.vitals.numbers();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up() {
        let metrics = Metrics::default();
        let begun = metrics.begin();
        for ms in [1, 40, 20_000] {
            metrics.done(&Method::GET, "/a", 200, Duration::from_millis(ms));
        }
        let text = metrics.text();
        assert!(text.contains("huanzhi_http_under_way 1\n"));
        let line = |le: &str| format!("{{route=\"/a\",method=\"GET\",status=\"200\",le=\"{le}\"}}");
        for (le, count) in [("0.005", 1), ("0.05", 2), ("10", 2), ("+Inf", 3)] {
            assert!(
                text.contains(&format!("huanzhi_http_seconds_bucket{} {count}\n", line(le))),
                "{le}\n{text}"
            );
        }
        drop(begun);
        assert!(metrics.text().contains("huanzhi_http_under_way 0\n"));
    }
}
