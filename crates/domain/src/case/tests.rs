//! Whatever officers try, in whatever order: no decision without its gates, no fine above the notice, no heavier notice by
//! defence.

use super::*;
use crate::calendar::{Calendar, Counting, Periods};
use crate::discretion::{Calculation, Outcome};
use crate::jurisdiction::{Grounds, Step};
use crate::law::{Certainty, Words, law_by_time};
use crate::officer::{Certificate, CertifiedTeam, Officer, Role};
use crate::{Date, EvidenceId, Fen, OfficerId, Refused};
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

mod told;

const HANDLERS: [u128; 2] = [1, 2];

fn officer(number: u128) -> Officer {
    Officer {
        id: OfficerId(Uuid::from_u128(number)),
        agency: AgencyId(Uuid::nil()),
        account: format!("o{number}"),
        name: format!("人{number}"),
        roles: vec![Role::Handler],
        certificate: Some(Certificate {
            number: number.to_string(),
            valid_from: date(2020, 1, 1),
            valid_to: date(2030, 12, 31),
        }),
        earlier: Vec::new(),
        waiting: None,
        active: true,
        revision: 1,
    }
}

fn handlers() -> CertifiedTeam {
    CertifiedTeam::form(&HANDLERS.map(officer), date(2026, 9, 1)).unwrap()
}

fn calculation(fine: Fen, departs: bool) -> Calculation {
    Calculation {
        outcome: Outcome::Fine { amount: fine },
        range: (Fen::from_yuan(100_000), Fen::from_yuan(1_000_000)),
        range_id: "test".to_owned(),
        range_certainty: Certainty::Design,
        benchmark: "test".to_owned(),
        version: "1".to_owned(),
        certainty: Certainty::Design,
        label: Words::new("", ""),
        before_departure: None,
        requires_deliberation: departs,
        deviations: Vec::new(),
        trace: Vec::new(),
    }
}

fn grounds(step: Step) -> Grounds {
    Grounds::given(step, "test", AgencyId(Uuid::nil()), &"1310/131082/".parse().unwrap())
}

fn a_case(today: Date) -> Case {
    let filing = Filing {
        id: CaseId(Uuid::from_u128(1)),
        grounds: grounds(Step::File),
        enterprise: EnterpriseId(Uuid::nil()),
        party: Party {
            kind: PartyKind::Organisation,
            name: "某公司".to_owned(),
            code: String::new(),
            representative: "某人".to_owned(),
            address: "某地".to_owned(),
        },
        inspection: InspectionId(Uuid::nil()),
        cause: "涉嫌超标排放案".to_owned(),
        summary: "摘要".to_owned(),
        handlers: handlers(),
        act_on: today,
        found_on: today,
        harmful: false,
    };
    Case::propose(filing, OfficerId(Uuid::from_u128(HANDLERS[0])), today).unwrap()
}

/// One thing somebody tries, with somebody's id and a day that passes first.
#[derive(Debug, Clone)]
struct Try {
    what: u8,
    who: u128,
    wait_days: i64,
    fine_yuan: i64,
    flag: bool,
}

fn a_try() -> impl Strategy<Value = Try> {
    (0_u8..17, 1_u128..8, 0_i64..4, 50_000_i64..900_000, any::<bool>()).prop_map(
        |(what, who, wait_days, fine_yuan, flag)| Try { what, who, wait_days, fine_yuan, flag },
    )
}

impl Try {
    /// Sometimes none, sometimes found otherwise, sometimes only what the party said.
    fn new_facts(&self, today: Date) -> Vec<NewFact> {
        let found_by = match self.who % 3 {
            0 => return Vec::new(),
            1 => FoundBy::Monitoring,
            _ => FoundBy::Defence,
        };
        let (fact, proof, evidence) = ("又查明一处".to_owned(), "监测报告".to_owned(), Vec::new());
        vec![NewFact { found_on: today, found_by, fact, proof, evidence }]
    }
}

fn service(on: Date) -> Service {
    Service {
        method: ServiceMethod::Direct,
        on,
        receiver: "某人".to_owned(),
        relation: "本人".to_owned(),
        place: "某地".to_owned(),
        servers: handlers(),
        remarks: String::new(),
        announced_until: None,
    }
}

fn attempt(case: Case, step: &Try, counting: Counting<'_>, today: Date) -> Refused<Case> {
    let by = OfficerId(Uuid::from_u128(step.who));
    let law = Thresholds::default();
    let fine = Fen::from_yuan(step.fine_yuan);
    let words = "话".to_owned();
    match step.what {
        0 => case.approve_filing(
            "号".to_owned(),
            by,
            crate::Timestamp::start_of(today),
            grounds(Step::File),
        ),
        1 => case.conclude(Report {
            facts: words.clone(),
            evidence: vec![EvidenceId(Uuid::nil())],
            opinion: words,
            complex: step.flag,
            measure: Measure::Computed {
                calculation: Box::new(calculation(fine, step.flag)),
                law: law_by_time(today, Some(today), today)?,
                asked: None,
                other: None,
                premises: None,
            },
            act: None,
            compared: None,
            new_facts: step.new_facts(today),
            by,
            on: today,
        }),
        2 | 3 => {
            let defects = vec!["缺".to_owned()];
            let result = match step.what {
                2 => ExaminationResult::Pass,
                _ => ExaminationResult::Return { defects },
            };
            let approves = Vec::new();
            case.examine(Examination { result, opinion: words, approves, by, on: today }, &law)
        }
        4 | 5 => {
            let yes = step.flag || step.what == 4;
            let checks = ReviewChecks {
                subject: yes,
                qualification: yes,
                procedure: yes,
                facts: yes,
                law: yes,
                documents: yes,
                crime: yes,
            };
            let result = if yes { ReviewResult::Agree } else { ReviewResult::Return };
            case.review(Review { result, opinion: words, checks, by, on: today }, &law)
        }
        _ => attempt_after_review(case, step, counting, today),
    }
}

fn attempt_after_review(
    case: Case,
    step: &Try,
    counting: Counting<'_>,
    today: Date,
) -> Refused<Case> {
    let by = OfficerId(Uuid::from_u128(step.who));
    let law = Thresholds::default();
    let fine = Fen::from_yuan(step.fine_yuan);
    let words = "话".to_owned();
    match step.what {
        6 => case
            .clone()
            .issue_notice("告".to_owned(), &law, today)
            .or_else(|_| case.serve_notice(service(today), counting, today)),
        7 => {
            let kind = if step.flag { DefenceKind::Waived } else { DefenceKind::Written };
            let points = vec![words];
            let new_evidence = step.who.is_multiple_of(2);
            case.record_defence(Defence { kind, on: today, points, new_evidence }, today)
        }
        8 => case.request_hearing(today, today),
        9 => {
            let hearing = Hearing {
                held_on: Some(today),
                host: Some(by),
                summary: words,
                ..Hearing::default()
            };
            case.hold_hearing(hearing, counting, today)
        }
        10 => case.end_answer_period(today),
        11 => {
            let point = Point { point: words.clone(), adopted: step.flag, reason: words.clone() };
            let calculation = step.flag.then(|| calculation(fine, false));
            let points = vec![point; 4];
            let recheck = Recheck {
                points,
                opinion: words,
                calculation,
                asked: None,
                other: None,
                premises: None,
                act: None,
                by,
                on: today,
            };
            case.recheck(recheck, &law)
        }
        12 => {
            let person = |number| Participant {
                officer: OfficerId(Uuid::from_u128(number)),
                name: words.clone(),
                post: words.clone(),
                votes: true,
                opinion: words.clone(),
            };
            let participants = vec![person(step.who), person(7)];
            let fine = step.flag.then_some(fine);
            let conclusion = words.clone();
            case.deliberate(Deliberation { on: today, participants, conclusion, fine }, today)
        }
        13 => case.decide("罚".to_owned(), by, counting, today, grounds(Step::Decide)),
        14 => case.reinvestigate("另查明新的事实", by, today),
        15 => {
            let changed = Words::new("裁量基准变了", "another benchmark");
            let changes = if step.flag { vec![changed] } else { Vec::new() };
            case.compute_anew(&changes, by, today)
        }
        _ => case.serve_decision(service(today), counting, today),
    }
}

/// Whatever came between: a notice heavier than the one before it names what was found since, beyond what the party said,
/// and opens the whole period again.
fn assert_not_heavier(case: &Case, counting: Counting<'_>) {
    let steps = case.steps();
    let (Some(noticed), Some(concluded)) = (steps.noticed, steps.concluded) else {
        return;
    };
    let served = &noticed.notice.service;
    assert!(noticed.notice.answer_until >= counting.ends("defence", served.on).unwrap().date);
    assert!(noticed.defences.iter().all(|defence| defence.on >= served.on), "an old answer");
    let Some(told) = concluded.investigation.told() else {
        return;
    };
    let carried = concluded.report.new_facts.iter().any(|new| {
        !matches!(new.found_by, FoundBy::Defence | FoundBy::Hearing)
            && new.found_on > told.service.on
    });
    assert!(noticed.notice.fine <= told.fine || carried, "heavier because the party answered");
}

fn assert_lawful(case: &Case) {
    let law = Thresholds::default();
    let steps = case.steps();
    let Some(decision) = steps.decision else {
        return;
    };
    let (told, concluded) = (steps.noticed.unwrap(), steps.concluded.unwrap());
    let handlers = &steps.proposal.unwrap().handlers;
    assert!(!handlers.contains(decision.by), "a handler decided");
    assert!(!handlers.contains(steps.filed.unwrap().approved_by), "a handler approved");
    assert!(!handlers.contains(steps.examination.unwrap().by), "a handler examined");
    assert!(decision.fine <= told.notice.fine, "the fine is above the notice");
    let lowered = steps.deliberation.is_some_and(|held| held.fine.is_some());
    assert_eq!(decision.departure.is_some(), lowered, "a departure is written down");
    if let Some(departure) = &decision.departure {
        assert!(!departure.reason.is_empty() && departure.approved_by == decision.by);
        assert_eq!(Some(departure.decided), decision.fine);
        let anew = steps.recheck.unwrap().calculation.as_ref();
        let computed = anew.or(concluded.report.measure.calculation()).unwrap();
        assert!(departure.decided >= computed.range.0.min(computed.amount()), "below the range");
    }
    let waived = told.defences.iter().any(|defence| defence.kind == DefenceKind::Waived);
    let heard = told.hearing.is_some();
    assert!(waived || heard || decision.on > told.notice.answer_until, "decided too early");
    if law.review(&case.party, concluded).required {
        let review = steps.review.expect("reviewed before the notice");
        assert!(!handlers.contains(review.by), "a handler reviewed");
    }
    if heard || told.defences.iter().any(|defence| defence.new_evidence) {
        assert!(steps.second_review.is_some(), "not reviewed again");
    }
    if law.deliberation(concluded).required {
        let voters = &steps.deliberation.expect("deliberated").participants;
        assert!(voters.iter().all(|person| !handlers.contains(person.officer)), "a handler voted");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn random_walks_never_reach_a_decision_without_its_gates(
        steps in proptest::collection::vec(a_try(), 1..120),
    ) {
        let (calendar, periods) = (Calendar::shipped().unwrap(), Periods::shipped().unwrap());
        let counting = Counting { calendar: &calendar, periods: &periods };
        let mut today = date(2026, 9, 1);
        let mut case = a_case(today);
        for step in &steps {
            today = today.saturating_add(jiff::Span::new().days(step.wait_days));
            if let Ok(next) = attempt(case.clone(), step, counting, today) {
                case = next;
            }
            assert_lawful(&case);
            assert_not_heavier(&case, counting);
        }
    }
}

/// The walks above prove little if none of them arrives: this one does, with every gate on the way.
#[test]
fn the_longest_way_leads_to_a_served_decision() {
    let (calendar, periods) = (Calendar::shipped().unwrap(), Periods::shipped().unwrap());
    let counting = Counting { calendar: &calendar, periods: &periods };
    let mut today = date(2026, 9, 1);
    let mut case = a_case(today);
    let way = [
        (0, 5),
        (1, 1),
        (2, 4),
        (4, 6),
        (6, 1),
        (6, 1),
        (8, 1),
        (9, 6),
        (11, 1),
        (4, 6),
        (12, 5),
        (13, 5),
        (16, 1),
    ];
    for (what, who) in way {
        // A hearing waits for the days by which the party must know of it.
        today = today.saturating_add(jiff::Span::new().days(if what == 9 { 14 } else { 1 }));
        let step = Try { what, who, wait_days: 1, fine_yuan: 800_000, flag: what == 1 };
        case = attempt(case, &step, counting, today).unwrap();
        assert_lawful(&case);
    }
    assert_eq!(case.stage.name(), StageName::Served);
}

#[test]
fn the_limitation_is_two_years_or_five() {
    let today = date(2026, 9, 1);
    let propose = |act_on, harmful| {
        let case = a_case(today);
        let filing = Filing {
            id: case.id,
            grounds: grounds(Step::File),
            enterprise: case.enterprise,
            party: case.party.clone(),
            inspection: case.inspection,
            cause: case.cause.clone(),
            summary: "摘要".to_owned(),
            handlers: handlers(),
            act_on,
            found_on: today,
            harmful,
        };
        Case::propose(filing, OfficerId(Uuid::from_u128(1)), today).map(drop)
    };
    assert!(propose(date(2024, 9, 1), false).is_ok());
    let over = propose(date(2024, 8, 31), false).unwrap_err();
    assert_eq!(over.code, "case.limitation_over");
    assert!(propose(date(2024, 8, 31), true).is_ok(), "five years where harm was done");
    assert_eq!(propose(date(2021, 8, 31), true).unwrap_err().code, "case.limitation_over");
    assert_eq!(propose(date(2026, 9, 2), false).unwrap_err().code, "case.act_in_future");
}
