//! Transfers, disputes, designations, who filed first, and places near a line.

use super::super::*;
use super::{LISTS, YANJIAO, rules};
use crate::region::{Boundaries, Crs, Divisions, Position, Territory};
use crate::{DesignationId, LeadId, OfficerId, Timestamp};
use rstest::rstest;
use uuid::Uuid;

fn body(code: &str) -> &'static Agency {
    LISTS.agencies().get(code).unwrap()
}

fn new(from: &str) -> NewDesignation {
    NewDesignation {
        id: DesignationId(Uuid::nil()),
        number: "GX-2026-0001".to_owned(),
        lead: LeadId(Uuid::nil()),
        place: YANJIAO.parse().unwrap(),
        from: body(from).id,
        reason: "违法行为发生地在三河市境内".to_owned(),
        by: officer(),
        at: at(),
    }
}

fn officer() -> OfficerId {
    OfficerId(Uuid::from_u128(7))
}

fn at() -> Timestamp {
    Timestamp::start_of(Date::constant(2026, 11, 2))
}

fn ask(agency: &str, step: Step, designation: Option<&Designation>) -> Refused<Grounds> {
    let place: Territory = YANJIAO.parse().unwrap();
    let on = Date::constant(2026, 11, 2);
    let about = Question::about("eco-1107-water", &place, body(agency), on);
    may_enforce(&LISTS, &rules(), &Question { step, designation, ..about })
}

fn code(agency: &str, step: Step, designation: &Designation) -> Option<&'static str> {
    ask(agency, step, Some(designation)).err().map(|refusal| refusal.code)
}

#[test]
fn a_matter_is_transferred_once_and_never_again() {
    let sent = Designation::transfer(new("LF-131081"), body("LF-131082"), None).unwrap();
    assert_eq!(
        code("LF-131082", Step::File, &sent),
        Some("jurisdiction.not_accepted"),
        "not filed before it is accepted"
    );
    assert_eq!(
        sent.clone().accept(body("LF-131081").id, officer(), at()).unwrap_err().code,
        "designation.not_yours"
    );
    let taken = sent.clone().accept(body("LF-131082").id, officer(), at()).unwrap();
    assert_eq!(code("LF-131082", Step::File, &taken), None);
    assert_eq!(taken.holder(), Some(body("LF-131082").id));
    let again = Designation::transfer(new("LF-131082"), body("LF-131081"), Some(&taken));
    let refusal = again.unwrap_err();
    assert_eq!(refusal.code, "designation.transferred_once");
    assert_eq!(refusal.basis, Some("生态环境行政处罚办法第十六条"));
    // Instead the receiver asks the common superior.
    let asked = sent.refer(body("LF-131082").id, "行为地在霸州", LISTS.agencies()).unwrap();
    assert_eq!(asked.state, DesignationState::Requested { superior: body("LF").id });
    let still = Designation::transfer(new("LF-131082"), body("LF-131081"), Some(&asked));
    assert_eq!(still.unwrap_err().code, "designation.transferred_once");
}

#[test]
fn who_sent_a_matter_away_has_it_no_more() {
    let sent = Designation::transfer(new("LF-131082"), body("LF"), None).unwrap();
    for step in [Step::Dispatch, Step::Inspect, Step::File, Step::Decide] {
        assert_eq!(code("LF-131082", step, &sent), Some("jurisdiction.transferred_away"));
    }
    let own = Designation::transfer(new("LF"), body("LF"), None).unwrap_err();
    assert_eq!(own.code, "designation.to_oneself");
}

#[test]
fn in_a_dispute_evidence_is_taken_but_nothing_filed_and_the_superior_designates() {
    let claim = |code: &str, filed_on| Claim {
        agency: body(code).id,
        filed_on,
        opinion: "本机构管辖".to_owned(),
    };
    let claims = vec![claim("LF-131082", Some(Date::constant(2026, 10, 1)))];
    let agencies = LISTS.agencies();
    let asked = Designation::dispute(new("LF-131081"), claims, agencies, None).unwrap();
    assert_eq!(asked.state, DesignationState::Requested { superior: body("LF").id });
    assert_eq!(code("LF-131082", Step::File, &asked), Some("jurisdiction.disputed"));
    assert_eq!(code("LF-131082", Step::Decide, &asked), Some("jurisdiction.disputed"));
    assert_eq!(code("LF-131082", Step::Inspect, &asked), None, "what would be lost is secured");

    let designate = |to: &str, by: &str, reason: &str| {
        asked.clone().designate(body(to), body(by), agencies, reason, officer(), at())
    };
    let code_of = |made: Refused<Designation>| made.unwrap_err().code;
    let reason = "霸州已掌握主要证据，便于查处";
    assert_eq!(
        code_of(designate("LF-131081", "LF-131081", reason)),
        "designation.not_the_superior"
    );
    assert_eq!(code_of(designate("LF-131081", "LF", "便利")), "designation.not_the_first");
    assert_eq!(code_of(designate("LF-131081", "LF", "  ")), "jurisdiction.words_missing");
    let made = designate("LF-131081", "LF", reason).unwrap();
    assert_eq!(code("LF-131081", Step::File, &made), None, "outside its area, but designated");
    let grounds = ask("LF-131081", Step::File, Some(&made)).unwrap();
    assert!(grounds.reason.zh.contains("指定"), "{}", grounds.reason.zh);
    assert!(
        grounds.basis.iter().any(|cite| cite.article == 25.into() && cite.act == "penalty_law")
    );
    for (other, step) in [("LF-131082", Step::File), ("LF", Step::Decide)] {
        assert_eq!(code(other, step, &made), Some("jurisdiction.designated_elsewhere"));
    }
    let twice = made.clone().designate(body("LF"), body("LF"), agencies, reason, officer(), at());
    assert_eq!(code_of(twice), "designation.not_in_this_state");
}

#[rstest]
#[case(&["LF-131081", "LF-131082"], Some("LF"))]
#[case(&["LF-131082109", "LF-131082100"], Some("LF-131082"))] // two towns of one county
#[case(&["LF-131082109", "LF-131081105"], Some("LF"))]
#[case(&["LF-131082109", "LF-131082"], Some("LF-131082"))]
fn the_common_superior_is_the_lowest_above_all(
    #[case] bodies: &[&str],
    #[case] superior: Option<&str>,
) {
    let ids: Vec<_> = bodies.iter().map(|code| body(code).id).collect();
    let found = common_superior(LISTS.agencies(), &ids).map(|found| found.code.as_str());
    assert_eq!(found, superior);
}

#[test]
fn the_superior_takes_over_and_gives_down_but_only_below_itself() {
    let agencies = LISTS.agencies();
    let order =
        |from: &str, to: &str| Designation::order(new(from), body(to), body(from), agencies, None);
    let taken = order("LF", "LF").unwrap();
    assert_eq!(code("LF", Step::Dispatch, &taken), None, "though the county's daily work");
    assert_eq!(code("LF-team", Step::Dispatch, &taken), None, "the team acts in its name");
    let down = order("LF", "LF-131081").unwrap();
    assert_eq!(code("LF-131081", Step::Decide, &down), None);
    assert_eq!(order("LF-131082", "LF-131081").unwrap_err().code, "designation.not_below");
    assert_eq!(order("LF-131082", "LF").unwrap_err().code, "designation.not_below");
    let alone = Designation::dispute(new("LF-131082"), Vec::new(), agencies, None).unwrap();
    assert_eq!(alone.kind, DesignationKind::Request);
    let above = Designation::dispute(new("LF"), Vec::new(), agencies, None).unwrap_err();
    assert_eq!(above.code, "designation.no_superior");
}

#[rstest]
#[case(Step::File, None, Some("jurisdiction.filed_first"))]
#[case(Step::Decide, Some(1), Some("jurisdiction.filed_first"))] // the other was first, by a millisecond
#[case(Step::Decide, Some(-1), None)] // this one was
fn who_filed_first_has_it(
    #[case] step: Step,
    #[case] own_ms_later: Option<i64>,
    #[case] expected: Option<&str>,
) {
    let place: Territory = YANJIAO.parse().unwrap();
    let on = Date::constant(2026, 11, 2);
    let question = Question {
        step,
        filed_on: own_ms_later.map(|_| at().date()),
        filed_at: own_ms_later.map(|ms| at().plus_millis(ms)),
        rival: Some(Rival { name: "廊坊市生态环境局".into(), filed_at: at() }),
        ..Question::about("eco-1107-water", &place, body("LF-131082"), on)
    };
    let got = may_enforce(&LISTS, &rules(), &question).err().map(|refusal| refusal.code);
    assert_eq!(got, expected);
}

#[test]
fn an_operation_needs_a_city_a_head_days_an_area_and_members() {
    let plan = |kind| Plan {
        name: "冬季稽查".to_owned(),
        kind,
        from: Date::constant(2026, 11, 1),
        to: Date::constant(2026, 11, 30),
        area: vec!["1310/131082/".parse().unwrap()],
        agencies: vec![body("LF-131081").id],
        officers: Vec::new(),
        basis: "廊环〔2026〕12号".to_owned(),
    };
    let register = |plan, by: &str| {
        Operation::register("op-2026-0001".into(), plan, body(by), officer(), at())
    };
    let code = |plan, by| register(plan, by).unwrap_err().code;
    let audit = || plan(OperationKind::Audit);
    assert_eq!(code(audit(), "LF-131082"), "operation.city_only");
    assert!(register(plan(OperationKind::Campaign), "LF-131082").is_ok());
    assert_eq!(code(Plan { to: Date::constant(2026, 10, 1), ..audit() }, "LF"), "operation.days");
    assert_eq!(code(Plan { to: Date::constant(2028, 1, 1), ..audit() }, "LF"), "operation.days");
    assert_eq!(code(Plan { area: Vec::new(), ..audit() }, "LF"), "operation.area");
    let elsewhere =
        Plan { area: vec!["1310/131081/".parse().unwrap()], ..plan(OperationKind::Campaign) };
    assert_eq!(code(elsewhere, "LF-131082"), "operation.area");
    assert_eq!(code(Plan { agencies: Vec::new(), ..audit() }, "LF"), "operation.members");
    assert_eq!(code(Plan { name: " ".into(), ..audit() }, "LF"), "jurisdiction.words_missing");

    let waiting = register(audit(), "LF").unwrap();
    assert_eq!(waiting.clone().approve(officer(), at()).unwrap_err().code, "operation.own");
    assert!(!waiting.runs_on(Date::constant(2026, 11, 5)), "no head, no power");
    let head = OfficerId(Uuid::from_u128(8));
    let running = waiting.approve(head, at()).unwrap();
    assert_eq!(
        running.clone().approve(head, at()).unwrap_err().code,
        "operation.not_in_this_state"
    );
    assert!(running.has_member(OfficerId(Uuid::from_u128(99)), body("LF-131081").id));
    let ended = running.end(Date::constant(2026, 11, 10), head, "任务完成").unwrap();
    assert!(ended.runs_on(Date::constant(2026, 11, 10)), "what was found until then stays");
    assert!(!ended.runs_on(Date::constant(2026, 11, 11)));
    assert!(ended.end(Date::constant(2026, 11, 11), head, "再次").is_err());
}

fn point(lon: f64, lat: f64) -> Position {
    Position { lon, lat, crs: Crs::Cgcs2000, accuracy_m: None }
}

#[test]
fn near_a_line_a_person_chooses_and_says_why() {
    let (boundaries, divisions) = (Boundaries::shipped().unwrap(), Divisions::shipped().unwrap());
    let ground = Ground {
        boundaries: &boundaries,
        divisions: &divisions,
        tolerance_m: rules().boundary_tolerance_m,
    };
    // Walk west to east until the point is near a line between two counties.
    let near = (0..400)
        .map(|step| point(116.20 + f64::from(step) * 0.002, 39.30))
        .find(|at| ground.candidates(at, None).unwrap().len() >= 2)
        .expect("a line between two counties");
    let candidates = ground.candidates(&near, None).unwrap();
    let home = candidates[0].territory.clone();
    let refusal = ground.site(&near, &home, None).unwrap_err();
    assert_eq!(refusal.code, "jurisdiction.boundary_choice");
    assert_eq!(refusal.field.as_deref(), Some("boundary"));
    for place in &candidates {
        assert!(refusal.zh.contains(&place.name), "{}", refusal.zh);
    }
    let chosen = |county: &str, reason: &str| {
        let chosen =
            Chosen { county: county.into(), reason: reason.into(), by: officer(), at: at() };
        ground.site(&near, &home, Some(chosen))
    };
    assert_eq!(chosen(&candidates[1].code, " ").unwrap_err().code, "jurisdiction.words_missing");
    assert_eq!(chosen("131025", "远处").unwrap_err().code, "jurisdiction.boundary_choice");
    let (place, siting) = chosen(&candidates[1].code, "土地使用证载明").unwrap();
    assert_eq!(place, candidates[1].territory);
    let Siting::Chosen { choice } = siting else { panic!("{siting:?}") };
    assert_eq!((choice.candidates, choice.reason.as_str()), (candidates, "土地使用证载明"));
}

#[test]
fn well_inside_nothing_is_asked_and_places_without_a_line_are_taken_as_registered() {
    let (boundaries, divisions) = (Boundaries::shipped().unwrap(), Divisions::shipped().unwrap());
    let ground = Ground { boundaries: &boundaries, divisions: &divisions, tolerance_m: 1_260.0 };
    let site = |at: Position, place: &str| ground.site(&at, &place.parse().unwrap(), None);
    let inside = point(116.99, 39.98); // 三河, near its seat
    assert_eq!(site(inside, "1310/131082/131082100/").unwrap().1, Siting::Certain);
    assert_eq!(site(inside, "1310/131071/").unwrap().1, Siting::Unmapped);
    assert_eq!(site(inside, "1310/1310LK/").unwrap().1, Siting::Unmapped);
    let wrong = site(inside, "1310/131081/").unwrap_err();
    assert_eq!(wrong.code, "jurisdiction.boundary_choice", "registered in another county");
    let gcj = Position { crs: Crs::Gcj02, ..inside };
    assert_eq!(site(gcj, "1310/131082/").unwrap_err().code, "region.crs");
}

#[test]
fn grounds_serve_the_step_they_were_given_for() {
    let grounds = ask("LF-131082", Step::File, None).unwrap();
    let place: Territory = YANJIAO.parse().unwrap();
    let own = body("LF-131082").id;
    let fit = |step, item: &str, agency, place: &Territory| {
        grounds.clone().for_step(step, item, agency, place).is_ok()
    };
    assert!(fit(Step::File, "eco-1107-water", own, &place));
    assert!(!fit(Step::Decide, "eco-1107-water", own, &place));
    assert!(!fit(Step::File, "eco-1108", own, &place));
    assert!(!fit(Step::File, "eco-1107-water", body("LF").id, &place));
    assert!(!fit(Step::File, "eco-1107-water", own, &"1310/131081/".parse().unwrap()));
}
