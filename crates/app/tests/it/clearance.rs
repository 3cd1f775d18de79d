//! Nothing is published that nobody has read as it will appear.

use crate::common::refused;
use app::notices::{self, Read, publish, read_before};
use app::{Page, record, work};
use domain::case::Case;
use domain::notice::NoticeState;
use domain::officer::Role;
use testkit::{Procedure, World, a_service, an_officer};

/// A case that was decided and served, whose record names somebody whom no typed field knows.
async fn served(world: &World) -> Case {
    let go = Procedure(world);
    let case = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(8);
    let case = go.decided(go.rechecked(case).await).await;
    let handler = world.as_actor(&world.people.handler);
    let service = a_service(world, world.cx.now().date());
    app::cases::serve_decision(&world.cx, &handler, case.id, case.revision, service).await.unwrap()
}

/// Three characters of the account, none of them of the party's name.
fn a_word(texts: &[String]) -> String {
    let account: Vec<char> =
        texts.iter().max_by_key(|text| text.chars().count()).unwrap().chars().collect();
    let plain = |c: &char| {
        ('\u{4e00}'..='\u{9fff}').contains(c) && !"三河市燕灵食品加工有限公司某".contains(*c)
    };
    account.windows(3).find(|word| word.iter().all(plain)).unwrap().iter().collect()
}

#[tokio::test]
async fn what_is_published_is_what_was_read_without_the_words_that_were_marked() {
    let world = World::new().await;
    let (cx, case) = (&world.cx, served(&world).await);
    let handler = world.as_actor(&world.people.handler);
    let waits = |items: &[work::WorkItem]| {
        items.iter().find(|item| item.action == "publish").map(|item| item.due_at.is_some())
    };
    assert_eq!(waits(&work::open(cx, &handler).await.unwrap()), Some(true), "with its deadline");

    let first = read_before(cx, &handler, case.id, &[]).await.unwrap();
    let word = a_word(&first.document.texts());
    let words = vec![word.clone()];
    let marked = read_before(cx, &handler, case.id, &words).await.unwrap();
    assert_ne!(marked.sha256, first.sha256);
    assert!(!marked.document.texts().join("").contains(&word));
    let undone = read_before(cx, &handler, case.id, &[]).await.unwrap();
    assert_eq!(undone.sha256, first.sha256, "a mark that is taken back leaves nothing");

    // Confirmed must be what was read: neither another text nor none.
    for sha256 in [first.sha256.clone(), String::new()] {
        let read = Read { words: words.clone(), sha256 };
        let blind = publish(cx, &handler, case.id, case.revision, read).await;
        assert_eq!(refused(blind), "clearance.text_differs");
    }
    let read = Read { words, sha256: marked.sha256.clone() };
    publish(cx, &handler, case.id, case.revision, read.clone()).await.unwrap();
    assert_eq!(waits(&work::open(cx, &handler).await.unwrap()), None, "now a job does it");
    let again = publish(cx, &handler, case.id, case.revision, read).await;
    assert_eq!(refused(again), "clearance.given_already");
    let auditor = world.as_actor(&an_officer(80, &world.sanhe, "审计员", &[Role::Auditor]));
    let lines = record::of_subject(cx, &auditor, &format!("clearance/{}", case.id)).await.unwrap();
    assert_eq!(lines[0].kind, "clearance.given");

    assert_eq!(world.run_jobs().await.failed, 0);
    let page = Page { after: None, size: 20 };
    let notice = notices::list_public(cx, "", &page).await.unwrap().items.remove(0);
    let file = notices::published_file(cx, notice.id).await.unwrap();
    let printed = serde_json::to_string_pretty(&marked.document).unwrap();
    assert!(String::from_utf8(file).unwrap().contains(&printed), "exactly what was read");
    let proof = notices::read_public(cx, notice.id).await.unwrap().proof;
    assert!(proof.contains(&record::checkpoint(cx).await.unwrap()));
}

#[tokio::test]
async fn the_name_of_the_party_is_not_hidden_and_a_case_without_a_decision_is_not_read() {
    let world = World::new().await;
    let (cx, go) = (&world.cx, Procedure(&world));
    let handler = world.as_actor(&world.people.handler);
    let early = go.noticed(go.examined(false).await).await;
    let undecided = read_before(cx, &handler, early.id, &[]).await;
    assert_eq!(refused(undecided.map(drop)), "case.not_decided");
    world.clock.advance_days(8);
    let case = go.decided(go.rechecked(early).await).await;
    for (word, code) in
        [("三河市燕灵食品加工有限公司", "clearance.word_absent"), ("水", "clearance.word_length")]
    {
        let read = read_before(cx, &handler, case.id, &[word.to_owned()]).await;
        assert_eq!(refused(read.map(drop)), code);
    }
    let officer = world.as_actor(&world.people.field_officer);
    assert!(matches!(
        read_before(cx, &officer, case.id, &[]).await,
        Err(app::Error::Forbidden(_) | app::Error::NotFound(_))
    ));
}

#[tokio::test]
async fn what_was_withdrawn_is_published_again_better_redacted_and_stays_withdrawn_itself() {
    let world = World::new().await;
    let (cx, case, go) = (&world.cx, served(&world).await, Procedure(&world));
    let (handler, head) =
        (world.as_actor(&world.people.handler), world.as_actor(&world.people.head));
    go.published(&case).await;
    assert_eq!(world.run_jobs().await.failed, 0);
    let page = Page { after: None, size: 20 };
    let first = notices::list_public(cx, "", &page).await.unwrap().items.remove(0);
    let words =
        vec![a_word(&read_before(cx, &handler, case.id, &[]).await.unwrap().document.texts())];

    // The reason is public: what points to a person is named and refused.
    for reason in ["何守诚来电要求撤下", "请联系13800001234", "见身份证131002198001011234"]
    {
        let telling = notices::withdraw(cx, &head, first.id, first.revision, reason).await;
        assert_eq!(refused(telling), "notice.reason_telling", "{reason}");
    }
    world.clock.advance_ms(1_000);
    let reason = "公示文本未隐去个人信息，重新处理后公示。";
    notices::withdraw(cx, &head, first.id, first.revision, reason).await.unwrap();
    world.clock.advance_ms(1_000);

    let anew = read_before(cx, &handler, case.id, &words).await.unwrap();
    assert!(anew.given.is_none(), "what was cleared before counts no more");
    let read = Read { words: words.clone(), sha256: anew.sha256.clone() };
    publish(cx, &handler, case.id, case.revision, read.clone()).await.unwrap();
    assert_eq!(world.run_jobs().await.failed, 0);
    let again = publish(cx, &handler, case.id, case.revision, read).await;
    assert_eq!(refused(again), "case.published_already");

    let listed = notices::list_public(cx, "", &page).await.unwrap().items;
    let [second] = listed.as_slice() else { panic!("one stands, not {}", listed.len()) };
    assert_ne!(second.id, first.id);
    let file = notices::published_file(cx, second.id).await.unwrap();
    assert!(!String::from_utf8(file).unwrap().contains(&words[0]));
    let before = notices::read_public(cx, first.id).await.unwrap();
    assert!(
        matches!(before.notice.state, NoticeState::Withdrawn { reason: kept, .. } if kept == reason)
    );
    assert!(matches!(
        notices::published_file(cx, first.id).await,
        Err(app::Error::NotFound("notice"))
    ));
}
