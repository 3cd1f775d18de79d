//! A case is closed by two: the handler proposes with what proves the ground, the head approves or sends it back.

use crate::common::refused;
use app::cases::{self, NewService, ProposeClosing};
use app::papers::DocumentKind;
use app::{Error, Page, notices, record, work};
use domain::Fen;
use domain::case::{Annulment, Case, CloseGround, Payment, ServiceMethod, StageName};
use domain::notice::NoticeState;
use domain::officer::{Officer, Role};
use testkit::{Procedure, World, a_service, an_officer};

async fn propose(world: &World, case: &Case, order: ProposeClosing) -> Result<Case, Error> {
    let handler = world.as_actor(&world.people.handler);
    Box::pin(cases::propose_closing(&world.cx, &handler, case.id, case.revision, order)).await
}

async fn approve(world: &World, officer: &Officer, case: &Case) -> Result<Case, Error> {
    let officer = world.as_actor(officer);
    Box::pin(cases::approve_closing(&world.cx, &officer, case.id, case.revision)).await
}

async fn published(world: &World, case: &Case) {
    Box::pin(Procedure(world).published(case)).await;
    assert_eq!(world.run_jobs().await.failed, 0);
}

async fn served(world: &World) -> Case {
    Box::pin(Procedure(world).served()).await
}

async fn deadlines(world: &World, case: &Case) -> Vec<&'static str> {
    let handler = world.as_actor(&world.people.handler);
    let page = cases::read(&world.cx, &handler, case.id).await.unwrap();
    page.deadlines.iter().map(|deadline| deadline.key).collect()
}

#[tokio::test]
async fn what_is_not_paid_in_full_is_not_performed() {
    let world = World::new().await;
    let (go, cx, people) = (Procedure(&world), &world.cx, &world.people);
    let case = served(&world).await;
    let whole = go.closing(&case, CloseGround::Performed);
    let Payment { on, amount } = whole.payment.unwrap();
    let with = |payment| ProposeClosing { payment, ..whole.clone() };
    let partial = Payment { amount: Fen(amount.0 - 1), on };
    let early = Payment { on: on.yesterday().unwrap(), amount };
    let late = Payment { on: on.tomorrow().unwrap(), amount };
    for (payment, code) in [
        (None, "case.payment_missing"),
        (Some(partial), "case.fine_not_paid"),
        (Some(early), "case.closing_day_wrong"),
        (Some(late), "case.closing_day_wrong"),
    ] {
        assert_eq!(refused(propose(&world, &case, with(payment)).await), code);
    }
    let nothing = ProposeClosing { ground: CloseGround::NothingToPerform, ..whole.clone() };
    assert_eq!(refused(propose(&world, &case, nothing).await), "case.fine_to_perform");

    assert_eq!(refused(approve(&world, &people.head, &case).await), "case.no_closing");
    let asked = propose(&world, &case, whole.clone()).await.unwrap();
    assert_eq!(asked.stage.name(), StageName::Served, "one person closes nothing");
    assert_eq!(refused(propose(&world, &asked, whole).await), "case.closing_proposed");
    let own = approve(&world, &people.handler, &asked).await;
    assert!(matches!(own, Err(Error::Forbidden(_))), "{own:?}");
    let waits = work::open(cx, &world.as_actor(&people.head)).await.unwrap();
    assert!(waits.iter().any(|item| item.action == "approve_closing"));

    let handler = world.as_actor(&people.handler);
    let closed = approve(&world, &people.head, &asked).await.unwrap();
    assert_eq!(closed.stage.name(), StageName::Closed);
    let page = cases::read(cx, &handler, closed.id).await.unwrap();
    let title = DocumentKind::ClosingApproval.title();
    assert!(page.documents.iter().any(|paper| paper.title == title));
    let auditor = world.as_actor(&an_officer(80, &world.sanhe, "审计员", &[Role::Auditor]));
    let lines = record::of_subject(cx, &auditor, &format!("case/{}", case.id)).await.unwrap();
    let kinds: Vec<_> = lines.iter().map(|line| line.kind.as_str()).collect();
    assert!(kinds.starts_with(&["case.closed", "case.closing_proposed"]), "{kinds:?}");
}

#[tokio::test]
async fn nothing_is_performed_before_an_announcement_counts_as_served() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let case = Box::pin(async { go.noticed(go.examined(false).await).await }).await;
    world.clock.advance_days(8);
    let case = Box::pin(async { go.decided(go.rechecked(case).await).await }).await;
    let handler = world.as_actor(&world.people.handler);
    let service = NewService {
        method: ServiceMethod::Announcement,
        remarks: "住所地查无此单位，登报公告。".to_owned(),
        ..a_service(&world, cx.now().date())
    };
    let case = cases::serve_decision(cx, &handler, case.id, case.revision, service).await.unwrap();
    for ground in [CloseGround::Performed, CloseGround::Terminated] {
        let early = propose(&world, &case, go.closing(&case, ground)).await;
        assert_eq!(refused(early), "case.not_effective");
    }
    world.clock.advance_days(31);
    propose(&world, &case, go.closing(&case, CloseGround::Performed)).await.unwrap();
}

#[tokio::test]
async fn an_annulled_decision_comes_off_the_portal_with_its_closing() {
    let world = World::new().await;
    let (go, cx) = (Procedure(&world), &world.cx);
    let case = served(&world).await;
    published(&world, &case).await;
    let page = Page { after: None, size: 20 };
    let notice = notices::list_public(cx, "", &page).await.unwrap().items.remove(0);

    let annulled = go.closing(&case, CloseGround::Annulled);
    let unproven = ProposeClosing { annulment: None, ..annulled.clone() };
    assert_eq!(refused(propose(&world, &case, unproven).await), "case.annulment_missing");
    let day = annulled.annulment.as_ref().unwrap().on;
    let unnumbered = Annulment { number: " ".to_owned(), on: day };
    let unnumbered = ProposeClosing { annulment: Some(unnumbered), ..annulled };
    let refusal = propose(&world, &case, unnumbered).await;
    assert_eq!(refused(refusal), "case.text_missing_or_too_long");

    let closed = Box::pin(go.close(&case, CloseGround::Annulled)).await;
    let gone = notices::read_public(cx, notice.id).await.unwrap().notice;
    let NoticeState::Withdrawn { reason, .. } = gone.state else { panic!("still published") };
    assert!(reason.contains("廊政复决〔2026〕7号"), "{reason}");
    assert!(deadlines(&world, &closed).await.is_empty());
    let handler = world.as_actor(&world.people.handler);
    let page = cases::read(cx, &handler, closed.id).await.unwrap();
    assert!(page.actions.is_empty(), "it is not published again");
    let read = notices::Read { words: Vec::new(), sha256: String::new() };
    let again = notices::publish(cx, &handler, closed.id, closed.revision, read).await;
    assert_eq!(refused(again), "case.annulled");
}

#[tokio::test]
async fn what_is_terminated_needs_a_reason_and_is_published_all_the_same() {
    let world = World::new().await;
    let (go, cx, people) = (Procedure(&world), &world.cx, &world.people);
    let case = served(&world).await;
    let order = go.closing(&case, CloseGround::Terminated);
    let mute = ProposeClosing { reason: "　".to_owned(), ..order.clone() };
    assert_eq!(refused(propose(&world, &case, mute).await), "case.text_missing_or_too_long");

    // The head sends it back with words that the handler reads; then it is proposed anew.
    let asked = propose(&world, &case, order.clone()).await.unwrap();
    let head = world.as_actor(&people.head);
    let (id, revision) = (asked.id, asked.revision);
    let silent = cases::refuse_closing(cx, &head, id, revision, " ").await;
    assert_eq!(refused(silent), "case.text_missing_or_too_long");
    let back = cases::refuse_closing(cx, &head, id, revision, "请附注销证明").await.unwrap();
    assert_eq!(back.steps().served.unwrap().returns[0].defects, ["请附注销证明"]);
    let asked = propose(&world, &back, order).await.unwrap();
    let closed = approve(&world, &people.head, &asked).await.unwrap();

    assert_eq!(deadlines(&world, &closed).await, ["publication"]);
    let handler = world.as_actor(&people.handler);
    let waits = work::open(cx, &handler).await.unwrap();
    assert!(waits.iter().any(|item| item.action == "publish" && item.due_at.is_some()));
    published(&world, &closed).await;
    assert!(deadlines(&world, &closed).await.is_empty());
    let waits = work::open(cx, &handler).await.unwrap();
    assert!(waits.iter().all(|item| item.action != "publish"));
}
