//! The story of the platform: from a device's reading to a decision that anybody can verify.

use crate::common::refused;
use app::cases::{self, NewService};
use app::leads::LeadFilter;
use app::{Page, leads, notices, record, tasks, work};
use domain::case::StageName;
use domain::lead::LeadState;
use domain::task::TaskState;
use testkit::{Procedure, TemporaryCluster, World, a_service, pass};

#[tokio::test]
async fn from_an_exceedance_to_a_published_decision() {
    from_frame_to_notice(&World::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_on_postgresql() {
    let cluster = TemporaryCluster::start();
    from_frame_to_notice(&World::on(&cluster.database("story")).await).await;
}

async fn from_frame_to_notice(world: &World) {
    let go = Procedure(world);
    let (cx, people) = (&world.cx, &world.people);
    let duty = world.as_actor(&people.duty_officer);
    let handler = world.as_actor(&people.handler);
    let mut live = cx.subscribe();

    // The duty officer sees the lead at once, and it waits in the work list.
    let lead = go.lead().await;
    assert_eq!(live.recv().await.unwrap().kind, "lead.raised");
    let page = Page { after: None, size: 20 };
    let listed = leads::list(cx, &duty, &LeadFilter::default(), &page).await.unwrap();
    assert_eq!(listed.items[0].lead.id, lead.id);
    assert_eq!(work::open(cx, &duty).await.unwrap()[0].action, "dispatch_lead");
    assert!(leads::replay(cx, &duty, lead.id).await.unwrap().same);

    // Two certified officers are sent, inspect, sign and submit.
    let task = go.task(&lead).await;
    let after = leads::read(cx, &duty, lead.id).await.unwrap().row.lead;
    assert_eq!(after.state, LeadState::Dispatched { task: task.id });
    let signed = go.complete(go.draft(&task).await).await;
    let officer = world.as_actor(&people.field_officer);
    let submitted =
        app::inspections::submit(cx, &officer, signed.id, signed.revision).await.unwrap();
    let done = tasks::read(cx, &officer, task.id).await.unwrap().task;
    assert!(matches!(done.state, TaskState::Done { .. }));

    // A case is filed, concluded with the computed fine, examined, and the party is told.
    let proposal = go.proposal(&submitted);
    let case = cases::propose(cx, &handler, proposal).await.unwrap();
    let head = world.as_actor(&people.head);
    let case = cases::approve_filing(cx, &head, case.id, case.revision).await.unwrap();
    let report = go.report(&case, false).await;
    let case = cases::conclude(cx, &handler, case.id, case.revision, report).await.unwrap();
    let fine = case.steps().report.unwrap().measure.fine().unwrap();
    let examiner = world.as_actor(&people.examiner);
    let case = cases::examine(cx, &examiner, case.id, case.revision, pass(&case)).await.unwrap();
    let case = go.noticed(case).await;
    assert_eq!(case.steps().noticed.unwrap().notice.fine, Some(fine));

    // Five working days later nobody has said anything; the head decides, and the decision is served.
    world.clock.advance_days(8);
    let case = go.decided(go.rechecked(case).await).await;
    assert_eq!(case.steps().decision.unwrap().fine, Some(fine));
    let service: NewService = a_service(world, cx.now().date());
    let case = cases::serve_decision(cx, &handler, case.id, case.revision, service).await.unwrap();
    assert_eq!(case.stage.name(), StageName::Served);

    // It is published, redacted; the proof leads from the public file to the signed checkpoint.
    go.published(&case).await;
    let ran = world.run_jobs().await;
    assert_eq!(ran.failed, 0);
    let public = notices::list_public(cx, "", &page).await.unwrap();
    let notice = &public.items[0];
    let file = notices::published_file(cx, notice.id).await.unwrap();
    let text = String::from_utf8(file).unwrap();
    assert!(text.contains("三河市燕灵食品加工有限公司"), "the punished party stays named");
    for hidden in ["何守诚", "石立新", "131082198801011234", "13800000000"] {
        assert!(!text.contains(hidden), "{hidden} must not be published");
    }
    let page = notices::read_public(cx, notice.id).await.unwrap();
    assert!(page.proof.contains(&record::checkpoint(cx).await.unwrap()));

    // What was published once is not published again.
    let read = notices::Read { words: Vec::new(), sha256: String::new() };
    let again = notices::publish(cx, &handler, case.id, case.revision, read).await;
    assert_eq!(refused(again), "case.published_already");
}

#[tokio::test]
async fn every_paper_of_the_case_is_rendered_and_committed_to() {
    let world = World::new().await;
    let go = Procedure(&world);
    let case = go.noticed(go.examined(false).await).await;
    let ran = world.run_jobs().await;
    assert_eq!((ran.done, ran.failed), (7, 0));

    let handler = world.as_actor(&world.people.handler);
    let page = cases::read(&world.cx, &handler, case.id).await.unwrap();
    let kinds: Vec<&str> = page.documents.iter().map(|row| row.kind.as_str()).collect();
    let expected = [
        "filing_approval",
        "filing_approval",
        "investigation_report",
        "case_examination",
        "prior_notice",
        "service_receipt",
    ];
    assert_eq!(kinds, expected);
    for row in &page.documents {
        let id = row.id.parse().unwrap();
        let file = app::papers::file(&world.cx, &handler, id).await.unwrap();
        let sha256 = domain::record::Digests::of(&file.pdf).sha256.to_string();
        assert_eq!(row.sha256.as_deref(), Some(sha256.as_str()));
    }
}
