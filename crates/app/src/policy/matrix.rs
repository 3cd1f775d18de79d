//! The permission matrix, role × action, written out so that a change of the policies is a change that a reviewer sees.

use super::{Action, Policies};
use crate::permit::{Actor, Person, Thing};
use domain::officer::Role;
use domain::region::Territory;
use domain::{AgencyId, OfficerId};
use uuid::Uuid;

const HOME: &str = "1310/131082/";
const ELSEWHERE: &str = "1310/131081/";
const WRITTEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/generated/permissions.md");

fn actor(role: Role) -> Actor {
    Actor::Person(Person {
        id: OfficerId(Uuid::from_u128(1)),
        name: "某人".to_owned(),
        agency: AgencyId(Uuid::nil()),
        roles: vec![role],
        territory: HOME.parse().expect("a territory"),
    })
}

fn thing(place: &str, given: bool) -> Thing {
    let territory: Territory = place.parse().expect("a territory");
    let people = if given { vec![OfficerId(Uuid::from_u128(1))] } else { Vec::new() };
    Thing { people, ..Thing::at("any", Some(territory)) }
}

/// What a role may do: with anything at home, only with what was given to it, or nothing.
fn mark(policies: &Policies, role: Role, action: Action) -> &'static str {
    let actor = actor(role);
    let may = |place, given| policies.allow(&actor, action, &thing(place, given));
    match (may(HOME, false), may(HOME, true), may(ELSEWHERE, false)) {
        (true, _, true) => "everywhere",
        (true, _, false) => "territory",
        (false, true, _) => "given",
        (false, false, _) => "",
    }
}

#[test]
fn the_matrix_is_written_down() {
    let policies = Policies::shipped().expect("the policies");
    let names: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    let mut text = "# Who may do what\n\nWritten by a test from `policies/`; `UPDATE=1 cargo test -p app matrix` renews it. \
        `territory`: anything at and below the own agency's place. `given`: only what the person was sent to or handles. \
        `everywhere`: wherever it is. Empty: refused.\n\n"
        .to_owned();
    text.push_str(&format!("| action | {} |\n", names.join(" | ")));
    text.push_str(&format!("|---|{}\n", "---|".repeat(names.len())));
    for action in Action::ALL {
        let marks: Vec<&str> =
            Role::ALL.iter().map(|role| mark(&policies, *role, *action)).collect();
        text.push_str(&format!("| `{}` | {} |\n", action.as_str(), marks.join(" | ")));
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(WRITTEN, &text).expect("the matrix is written");
    }
    let written = std::fs::read_to_string(WRITTEN).unwrap_or_default();
    assert_eq!(written, text, "docs/generated/permissions.md is stale; see its first lines");
}

#[test]
fn nobody_who_enforces_reaches_beyond_the_own_territory() {
    let policies = Policies::shipped().expect("the policies");
    for role in Role::ALL.into_iter().filter(|role| !role.is_administrator()) {
        // One's own account has no place.
        for action in Action::ALL.iter().filter(|action| **action != Action::AccountOwn) {
            let reaches = policies.allow(&actor(role), *action, &thing(ELSEWHERE, false));
            assert!(!reaches, "{} may {} in another county", role.as_str(), action.as_str());
        }
    }
}

#[test]
fn administrators_take_no_part_in_enforcement() {
    let policies = Policies::shipped().expect("the policies");
    let enforcement =
        ["lead.", "task.", "inspection.", "evidence.", "case.", "document.", "notice."];
    for role in Role::ALL.into_iter().filter(|role| role.is_administrator()) {
        for action in Action::ALL {
            let concerned = enforcement.iter().any(|noun| action.as_str().starts_with(noun));
            let may = policies.allow(&actor(role), *action, &thing(HOME, true));
            assert!(!(concerned && may), "{} may {}", role.as_str(), action.as_str());
        }
    }
}

#[test]
fn a_policy_that_names_what_does_not_exist_is_not_loaded() {
    let unknown = r#"permit (principal, action == Action::"case.forget", resource);"#;
    assert!(Policies::parse(unknown).is_err());
    let misspelt = r"permit (principal, action, resource) when { resource.peple.isEmpty() };";
    assert!(Policies::parse(misspelt).is_err());
}
