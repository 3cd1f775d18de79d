//! What the tests say to each other.

use app::Error;

/// The code of a refusal; anything else fails the test.
pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    match result {
        Err(Error::Refused(refusal)) => refusal.code,
        other => panic!("expected a refusal, got {other:?}"),
    }
}
