//! After a notice: what makes the next one heavier, and what never does.

use super::*;

/// Goes the given steps, one a day; each is what and who.
fn go(mut case: Case, way: &[(u8, u128, i64)], today: &mut Date) -> Refused<Case> {
    let (calendar, periods) = (Calendar::shipped().unwrap(), Periods::shipped().unwrap());
    let counting = Counting { calendar: &calendar, periods: &periods };
    for (what, who, fine_yuan) in way {
        *today = today.tomorrow().unwrap();
        let (what, who, fine_yuan) = (*what, *who, *fine_yuan);
        let step = Try { what, who, wait_days: 1, fine_yuan, flag: false };
        case = attempt(case, &step, counting, *today)?;
        assert_not_heavier(&case, counting);
    }
    Ok(case)
}

/// Filed, concluded at 300,000 yuan without new facts, examined, reviewed, noticed.
const TOLD: [(u8, u128, i64); 6] =
    [(0, 5, 0), (1, 1, 300_000), (2, 4, 0), (4, 6, 0), (6, 1, 0), (6, 1, 0)];

/// A report as one handler writes it; his number says which new facts it names.
fn report(case: &Case, today: Date, yuan: i64, new_facts: Vec<NewFact>) -> Refused<Case> {
    let words = "话".to_owned();
    case.clone().conclude(Report {
        facts: words.clone(),
        evidence: vec![EvidenceId(Uuid::nil())],
        opinion: words,
        complex: false,
        measure: Measure::Computed {
            calculation: Box::new(calculation(Fen::from_yuan(yuan), false)),
            law: law_by_time(today, Some(today), today)?,
            asked: None,
            other: None,
            premises: None,
        },
        act: None,
        compared: None,
        new_facts,
        by: OfficerId(Uuid::from_u128(1)),
        on: today,
    })
}

fn fact(found_on: Date, found_by: FoundBy) -> NewFact {
    let (fact, proof) = ("另查明一处暗管".to_owned(), "现场检查笔录".to_owned());
    NewFact { found_on, found_by, fact, proof, evidence: Vec::new() }
}

#[test]
fn a_second_notice_is_heavier_only_by_what_was_found_after_the_first() {
    let mut today = date(2026, 9, 1);
    let told = go(a_case(today), &TOLD, &mut today).unwrap();
    let served_on = today;
    let back = go(told, &[(14, 1, 0)], &mut today).unwrap();
    assert_eq!(back.stage.name(), StageName::Investigating);
    let kept = &back.steps().investigation.unwrap().told;
    assert_eq!((kept.len(), kept[0].notice.fine), (1, Some(Fen::from_yuan(300_000))));

    let code = |yuan, facts| report(&back, today, yuan, facts).unwrap_err().code;
    assert_eq!(code(300_001, vec![]), "case.heavier_without_new_facts");
    for said in [FoundBy::Defence, FoundBy::Hearing] {
        assert_eq!(code(400_000, vec![fact(today, said)]), "case.heavier_without_new_facts");
    }
    let before = fact(served_on, FoundBy::Inspection);
    assert_eq!(code(400_000, vec![before.clone()]), "case.new_fact_day_wrong");
    let coming = fact(today.tomorrow().unwrap(), FoundBy::Inspection);
    assert_eq!(code(400_000, vec![coming]), "case.new_fact_day_wrong");
    let unproven = NewFact { proof: " ".to_owned(), ..fact(today, FoundBy::Inspection) };
    assert_eq!(code(400_000, vec![unproven]), "case.text_missing_or_too_long");
    // The same or less needs no new fact; and a fact of before the notice is none even then.
    assert!(report(&back, today, 300_000, vec![]).is_ok());
    assert!(report(&back, today, 200_000, vec![before]).is_err());

    let heavier = report(&back, today, 400_000, vec![fact(today, FoundBy::Inspection)]).unwrap();
    let again = go(heavier, &[(2, 4, 0), (4, 6, 0), (6, 1, 0), (6, 1, 0)], &mut today).unwrap();
    let noticed = again.steps().noticed.unwrap();
    assert_eq!(noticed.notice.fine, Some(Fen::from_yuan(400_000)));
    assert!(noticed.notice.answer_until > today && noticed.defences.is_empty());
    // What was said to the first notice does not shorten the second.
    assert_eq!(again.end_answer_period(today).unwrap_err().code, "case.defence_period_open");
}

#[test]
fn a_party_told_of_no_penalty_is_not_fined_for_its_answer() {
    let mut today = date(2026, 9, 1);
    let case = go(a_case(today), &TOLD[..1], &mut today).unwrap();
    let none = case.conclude(Report {
        facts: "话".to_owned(),
        evidence: vec![EvidenceId(Uuid::nil())],
        opinion: "话".to_owned(),
        complex: false,
        measure: Measure::NoPenalty {
            article: "第三十三条".to_owned(), reason: "轻微".to_owned()
        },
        act: None,
        compared: None,
        new_facts: vec![],
        by: OfficerId(Uuid::from_u128(1)),
        on: today,
    });
    let told =
        go(none.unwrap(), &[(2, 4, 0), (6, 1, 0), (6, 1, 0), (14, 1, 0)], &mut today).unwrap();
    let refused = report(&told, today, 50_000, vec![]).unwrap_err();
    assert_eq!(refused.code, "case.heavier_without_new_facts");
    assert!(report(&told, today, 50_000, vec![fact(today, FoundBy::Monitoring)]).is_ok());
}

#[test]
fn rules_that_changed_lead_back_to_the_calculation_and_nowhere_else() {
    let mut today = date(2026, 9, 1);
    let due = go(a_case(today), &TOLD[..4], &mut today).unwrap();
    let by = OfficerId(Uuid::from_u128(1));
    let changed = [Words::new("裁量基准变了", "another benchmark")];
    let still = due.clone().compute_anew(&[], by, today).unwrap_err();
    assert_eq!(still.code, "case.rules_unchanged");
    let back = due.compute_anew(&changed, by, today).unwrap();
    assert_eq!(back.stage.name(), StageName::Investigating);
    let returned = &back.steps().investigation.unwrap().returns[0];
    assert!(returned.defects[0].contains("裁量基准变了"), "{:?}", returned.defects);
    let early = back.compute_anew(&changed, by, today).unwrap_err();
    assert_eq!(early.code, "case.not_in_this_stage");
}
