//! How much one peer, and all of them together, may ask for at once.

use crate::officer::Peer;
use crate::{Api, Problem};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Token buckets by peer.
#[derive(Debug)]
pub(crate) struct Limiter {
    rate: f64,
    burst: f64,
    buckets: Mutex<HashMap<String, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Timestamp,
}

impl Limiter {
    /// Peers remembered at most. Full buckets say nothing and go first.
    const PEERS_MAX: usize = 20_000;

    pub(crate) fn new(rate: u32, burst: u32) -> Self {
        let (rate, burst) = (f64::from(rate.max(1)), f64::from(burst.max(1)));
        Self { rate, burst, buckets: Mutex::default() }
    }

    /// Takes a token, or says after how many seconds there is one.
    fn take(&self, peer: &str, now: Timestamp) -> Result<(), u32> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= Self::PEERS_MAX && !buckets.contains_key(peer) {
            buckets.retain(|_, bucket| self.filled(*bucket, now) < self.burst);
            if buckets.len() >= Self::PEERS_MAX {
                return Err(1);
            }
        }
        let bucket = buckets.get(peer).copied().unwrap_or(Bucket { tokens: self.burst, at: now });
        let tokens = self.filled(bucket, now);
        if tokens < 1.0 {
            return Err(((1.0 - tokens) / self.rate).ceil() as u32);
        }
        buckets.insert(peer.to_owned(), Bucket { tokens: tokens - 1.0, at: now });
        Ok(())
    }

    fn filled(&self, bucket: Bucket, now: Timestamp) -> f64 {
        let passed = (now.as_millis() - bucket.at.as_millis()).max(0) as f64 / 1_000.0;
        (bucket.tokens + passed * self.rate).min(self.burst)
    }
}

/// One peer does not crowd out the others, all together do not crowd out the machine, and nothing takes for ever.
pub(crate) async fn limit(
    State(api): State<Api>,
    peer: Peer,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    if path == "/healthz" || path == "/metrics" {
        return next.run(request).await;
    }
    if let Err(seconds) = api.0.limiter.take(&peer.key(), api.cx().now()) {
        return too_many().retry_after(seconds).into_response();
    }
    let Ok(_place) = api.0.places.try_acquire() else {
        return busy().retry_after(2).into_response();
    };
    let uploads = path.ends_with("/evidence")
        || path.ends_with("/enclosures")
        || path.starts_with("/api/v1/uploads/");
    let time = if uploads { api.config().upload_timeout } else { api.config().timeout };
    match tokio::time::timeout(time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => slow().into_response(),
    }
}

fn too_many() -> Problem {
    let (zh, en) = ("请求过于频繁，请稍后再试", "too many requests; try again later");
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "http.too_many", zh, en)
}

pub(crate) fn busy() -> Problem {
    let (zh, en) = ("系统繁忙，请稍后再试", "the platform is busy; try again in a moment");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "http.busy", zh, en)
}

fn slow() -> Problem {
    let (zh, en) = ("处理超时，请稍后再试", "the request took too long; try again later");
    Problem::new(StatusCode::GATEWAY_TIMEOUT, "http.timeout", zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limiter = Limiter::new(2, 3);
        let at = Timestamp::from_millis;
        for _ in 0..3 {
            assert_eq!(limiter.take("a", at(0)), Ok(()));
        }
        assert_eq!(limiter.take("a", at(0)), Err(1));
        assert_eq!(limiter.take("b", at(0)), Ok(()), "another peer has its own");
        assert_eq!(limiter.take("a", at(499)), Err(1));
        assert_eq!(limiter.take("a", at(500)), Ok(()));
        assert_eq!(limiter.take("a", at(500)), Err(1));
    }

    #[test]
    fn the_map_is_bounded_and_full_buckets_make_room() {
        let limiter = Limiter::new(1, 2);
        let at = Timestamp::from_millis;
        for n in 0..Limiter::PEERS_MAX {
            assert_eq!(limiter.take(&n.to_string(), at(0)), Ok(()));
        }
        assert_eq!(limiter.take("one more", at(0)), Err(1));
        assert_eq!(limiter.take("one more", at(1_000)), Ok(()));
        assert_eq!(limiter.buckets.lock().unwrap().len(), 1);
    }
}
