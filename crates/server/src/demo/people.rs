//! The synthetic officers: those of every branch, and the users of the demonstration with passwords of this run.

use super::plants::person;
use super::random::Random;
use anyhow::Context as _;
use app::access::{self, Gate};
use app::{Actor, Cx};
use domain::agency::{Agencies, Agency, AgencyKind};
use domain::officer::{Certificate, Officer, Role};
use domain::{Date, OfficerId};
use jiff::{ToSpan as _, civil::date};

/// A user of the demonstration.
#[derive(Clone)]
pub(crate) struct DemoUser {
    /// The account's name.
    pub(crate) name: String,
    /// What the person may do, as named in policies; the first role where there are several.
    pub(crate) role: String,
    /// The password of this run.
    pub(crate) password: String,
    /// The person's name and body.
    pub(crate) display: String,
}

/// Accounts of the demonstration: name, roles, and whether of the city; else of the branch in 三河.
const USERS: [(&str, &[Role], bool); 16] = [
    ("duty", &[Role::DutyOfficer], false),
    ("field1", &[Role::FieldOfficer], false),
    ("field2", &[Role::FieldOfficer], false),
    ("handler1", &[Role::Handler], false),
    ("handler2", &[Role::Handler], false),
    ("examiner", &[Role::Handler], false),
    ("reviewer", &[Role::Reviewer], false),
    ("head", &[Role::Head], false),
    ("city.duty", &[Role::DutyOfficer], true),
    ("city.handler", &[Role::Handler], true),
    ("city.reviewer", &[Role::Reviewer], true),
    ("city.head", &[Role::Head], true),
    ("auditor", &[Role::Auditor], true),
    ("system.admin", &[Role::SystemAdmin], true),
    ("security.admin", &[Role::SecurityAdmin], true),
    ("city.reviewer2", &[Role::Reviewer], true),
];
/// The branch where the demonstration plays.
pub(super) const HOME: &str = "LF-131082";
const CITY: &str = "LF";
/// Officers in all.
const OFFICERS: usize = 120;
const FIRST_ID_MS: u64 = 1_704_067_200_000;

/// The officers of the city as of `today`, the users of the demonstration first.
pub(super) fn make(agencies: &Agencies, today: Date) -> Vec<Officer> {
    let mut maker = Maker { random: Random::new(120), today, officers: Vec::new() };
    for (account, roles, of_city) in USERS {
        if let Some(agency) = agencies.get(if of_city { CITY } else { HOME }) {
            maker.add(account.to_owned(), roles, agency);
        }
    }
    // One whose certificate has run out: the platform must not let him be sent.
    if let Some(home) = agencies.get(HOME) {
        maker.add("field3".to_owned(), &[Role::FieldOfficer], home);
        maker.hold_until(-20);
    }
    let is_body = |agency: &&Agency| agency.kind != AgencyKind::TownTeam;
    let bodies: Vec<_> = agencies.iter().filter(is_body).collect();
    let posts: [&[Role]; 8] = [
        &[Role::FieldOfficer],
        &[Role::FieldOfficer],
        &[Role::DutyOfficer],
        &[Role::Handler],
        &[Role::Handler],
        &[Role::Handler],
        &[Role::Reviewer],
        &[Role::Head],
    ];
    let places = posts.iter().flat_map(|roles| bodies.iter().map(move |body| (*roles, *body)));
    let left = OFFICERS.saturating_sub(maker.officers.len());
    for (nth, (roles, agency)) in places.cycle().take(left).enumerate() {
        maker.add(format!("officer{:03}", nth + 1), roles, agency);
    }
    maker.officers
}

struct Maker {
    random: Random,
    today: Date,
    officers: Vec<Officer>,
}

impl Maker {
    fn add(&mut self, account: String, roles: &[Role], agency: &Agency) {
        let serial = self.officers.len();
        let acts = roles.iter().all(|role| !role.is_administrator());
        self.officers.push(Officer {
            id: self.random.id::<OfficerId>(FIRST_ID_MS + serial as u64),
            agency: agency.id,
            account,
            name: person(&mut self.random),
            roles: roles.to_vec(),
            certificate: acts.then(|| Certificate {
                number: format!("03100{:06}", 26_000 + serial),
                valid_from: date(2023, 1, 1),
                valid_to: self.today.saturating_add(2.years()),
            }),
            earlier: Vec::new(),
            waiting: None,
            active: true,
            revision: 1,
        });
        // Some certificates run out soon: the platform should say so in time.
        if serial > USERS.len() && serial.is_multiple_of(19) {
            self.hold_until(20);
        }
    }

    /// The last officer's certificate holds so many days more.
    fn hold_until(&mut self, days: i64) {
        if let Some(certificate) = self.officers.last_mut().and_then(|o| o.certificate.as_mut()) {
            certificate.valid_to = self.today.saturating_add(days.days());
        }
    }
}

/// The officer with this account as somebody who has logged in.
pub(super) fn actor(officer: &Officer, agencies: &Agencies) -> Option<Actor> {
    let agency = agencies.by_id(officer.agency)?;
    Some(Actor::Person(app::Person {
        id: officer.id,
        name: officer.name.clone(),
        agency: agency.id,
        roles: officer.roles.clone(),
        territory: agency.territory.clone(),
    }))
}

/// The legal reviewers of the city: what one proposes, another confirms.
///
/// # Errors
/// Where the city has fewer than two.
pub(super) fn city_reviewers(
    officers: &[Officer],
    agencies: &Agencies,
) -> anyhow::Result<(Actor, Actor)> {
    let of_city = |officer: &&Officer| {
        officer.roles.contains(&Role::Reviewer)
            && agencies.by_id(officer.agency).is_some_and(|agency| agency.code == CITY)
    };
    let mut found = officers.iter().filter(of_city).filter_map(|one| actor(one, agencies));
    let first = found.next().context("a reviewer of the city")?;
    Ok((first, found.next().context("a second reviewer of the city")?))
}

/// Gives the users of the demonstration their passwords.
pub(super) async fn give_passwords(
    cx: &Cx,
    gate: &Gate,
    officers: &[Officer],
    agencies: &Agencies,
) -> anyhow::Result<Vec<DemoUser>> {
    const SETUP: Actor = Actor::Service("setup");
    let mut users = Vec::with_capacity(USERS.len());
    for officer in officers.iter().take(USERS.len()) {
        let password = password();
        let token = access::renew_activation(cx, gate, &SETUP, officer.id).await?;
        let token = token.context("a token")?;
        access::activate(cx, gate, &token, &password, "demo").await?;
        let body = agencies.by_id(officer.agency).map_or("", |agency| agency.name.as_str());
        users.push(DemoUser {
            name: officer.account.clone(),
            role: officer.roles.first().map_or("", |role| role.as_str()).to_owned(),
            password,
            display: format!("{}（{body}）", officer.name),
        });
    }
    Ok(users)
}

/// 15 characters that are not mixed up when read aloud, some 87 bits: a password for one run.
fn password() -> String {
    const LETTERS: &[u8; 57] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ234567892";
    let bytes = rand::random::<[u8; 15]>();
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_120_officers_and_every_branch_can_send_two() {
        let agencies = Agencies::shipped().unwrap();
        let today = date(2026, 11, 23);
        let officers = make(&agencies, today);
        assert_eq!(officers.len(), OFFICERS);
        let accounts: BTreeSet<_> = officers.iter().map(|officer| &officer.account).collect();
        assert_eq!(accounts.len(), OFFICERS);
        for branch in agencies.iter().filter(|agency| agency.kind == AgencyKind::Branch) {
            let fit = officers.iter().filter(|officer| {
                officer.agency == branch.id
                    && officer.roles.contains(&Role::FieldOfficer)
                    && officer.certified(today).is_ok()
            });
            assert!(fit.count() >= 2, "{}", branch.name);
        }
        let expired = officers.iter().filter(|officer| {
            officer.certificate.as_ref().is_some_and(|held| !held.holds_on(today))
        });
        assert_eq!(expired.count(), 1);
    }

    #[test]
    fn every_role_has_a_user() {
        for role in Role::ALL {
            assert!(USERS.iter().any(|(_, roles, _)| roles.contains(&role)), "{}", role.as_str());
        }
    }
}
