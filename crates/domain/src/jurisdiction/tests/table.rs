//! The table of questions in `questions.toml`, one by one.

use super::super::*;
use super::LISTS;
use crate::item::Occasion;
use crate::officer::{Certificate, Officer, Role};
use crate::{OfficerId, Timestamp};
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    places: BTreeMap<String, String>,
    officers: BTreeMap<String, Person>,
    operations: BTreeMap<String, Held>,
    question: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    agency: String,
    until: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    kind: OperationKind,
    organiser: String,
    from: Date,
    to: Date,
    area: Vec<String>,
    members: Vec<String>,
    approved: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    why: String,
    item: String,
    place: String,
    agency: String,
    officer: Option<String>,
    head: Option<String>,
    on: Date,
    occasion: Option<Occasion>,
    operation: Option<String>,
    step: Option<Step>,
    filed: Option<Date>,
    found: Option<Date>,
    answer: String,
    may: Option<String>,
    list: Option<String>,
    certainty: Option<Certainty>,
}

impl Table {
    fn officer(&self, name: &str) -> Officer {
        let place = self.officers.keys().position(|known| known == name).unwrap();
        let person = &self.officers[name];
        Officer {
            id: OfficerId(Uuid::from_u128(place as u128 + 1)),
            agency: LISTS.agencies().get(&person.agency).unwrap().id,
            account: name.to_owned(),
            name: name.to_owned(),
            roles: vec![Role::FieldOfficer],
            certificate: Some(Certificate {
                number: name.to_owned(),
                valid_from: Date::constant(2020, 1, 1),
                valid_to: person.until,
            }),
            earlier: Vec::new(),
            waiting: None,
            active: true,
            revision: 1,
        }
    }

    fn operation(&self, name: &str) -> Operation {
        let held = &self.operations[name];
        let organiser = LISTS.agencies().get(&held.organiser).unwrap();
        let at = Timestamp::start_of(held.from);
        let plan = Plan {
            name: name.to_owned(),
            kind: held.kind,
            from: held.from,
            to: held.to,
            area: held.area.iter().map(|place| self.places[place].parse().unwrap()).collect(),
            agencies: Vec::new(),
            officers: held.members.iter().map(|name| self.officer(name).id).collect(),
            basis: "方案".to_owned(),
        };
        let (by, head) = (OfficerId(Uuid::from_u128(90)), OfficerId(Uuid::from_u128(91)));
        let operation = Operation::register(name.to_owned(), plan, organiser, by, at).unwrap();
        if held.approved { operation.approve(head, at).unwrap() } else { operation }
    }

    fn check(&self, row: &Row) {
        let place = self.places[&row.place].parse().unwrap();
        let operation = row.operation.as_deref().map(|name| self.operation(name));
        let kind = operation.as_ref().map(|operation| operation.plan.kind.occasion());
        let officers: Vec<Officer> = row.officer.iter().map(|name| self.officer(name)).collect();
        let head = row.head.as_deref().map(|name| self.officer(name));
        let acting = match (&head, officers.is_empty()) {
            (Some(head), _) => Acting::Head(head),
            (None, false) => Acting::Officers(&officers),
            (None, true) => Acting::Body,
        };
        let agency = LISTS.agencies().get(&row.agency).unwrap();
        let question = Question {
            acting,
            step: row.step.unwrap_or(Step::Ask),
            setting: Setting {
                occasion: row.occasion.or(kind).unwrap_or_default(),
                operation: row.operation.clone(),
            },
            operation: operation.as_ref(),
            filed_on: row.filed,
            found_on: row.found,
            ..Question::about(&row.item, &place, agency, row.on)
        };
        let answer = explain(&LISTS, &Rules::default(), &question);
        let why = &row.why;
        match &answer.result {
            Ok(grounds) => {
                assert_eq!(row.answer, "yes", "{why}: {grounds:?}");
                assert!(grounds.basis.len() >= 2, "{why}: the item's article and the body's");
                assert!(!grounds.certainty.is_law(), "{why}: no sample list is law");
                if let Some(list) = &row.list {
                    assert_eq!(&grounds.list, list, "{why}");
                }
                if let Some(certainty) = row.certainty {
                    assert_eq!(grounds.certainty, certainty, "{why}");
                }
                assert_eq!((grounds.on, grounds.step), (row.on, question.step), "{why}");
            }
            Err(refusal) => {
                let code = refusal.code.trim_start_matches("jurisdiction.");
                assert_eq!(code, row.answer, "{why}: {}", refusal.zh);
                assert!(!refusal.en.is_empty() && refusal.field.is_some(), "{why}");
            }
        }
        if let Some(may) = &row.may {
            let body = answer.may.and_then(|id| LISTS.agencies().by_id(id));
            assert_eq!(body.map(|body| &body.code), Some(may), "{why}");
        }
    }
}

#[test]
fn every_question_of_the_table_has_its_answer() {
    let table: Table = toml::from_str(include_str!("../questions.toml")).unwrap();
    assert!(table.question.len() >= 60, "{}", table.question.len());
    let on = |day: &str| table.question.iter().filter(|row| row.on.to_string() == day).count();
    assert!(on("2026-08-14") >= 5 && on("2026-08-15") >= 5);
    for row in &table.question {
        table.check(row);
    }
    let answers: std::collections::BTreeSet<_> =
        table.question.iter().map(|row| row.answer.as_str()).collect();
    assert!(answers.len() >= 15, "{answers:?}");
}
