//! What the tests say to each other.

use app::{Actor, Error, Person};
use domain::OfficerId;
use domain::officer::Role;
use uuid::Uuid;

/// The code of a refusal; anything else fails the test.
pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    match result {
        Err(Error::Refused(refusal)) => refusal.code,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// Somebody of the city's bureau.
pub(crate) fn of_the_city(number: u128, role: Role) -> Actor {
    let Ok(territory) = "1310/".parse() else { unreachable!("the city") };
    Actor::Person(Person {
        id: OfficerId(Uuid::from_u128(number)),
        name: "市局人员".to_owned(),
        agency: domain::AgencyId(Uuid::from_u128(1)),
        roles: vec![role],
        territory,
    })
}
