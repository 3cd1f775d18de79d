//! What every database must keep, clause by clause.

use domain::item::{Item, Items};
use domain::record::{Leaf, RecordKind, leaf_hash};
use domain::{JobId, Timestamp, agency::Agencies, officer::Role};
use futures::future::{BoxFuture, FutureExt};
use store::{Change, Store, StoreError, jobs, law, numbers, officers, record};
use testkit::an_officer;
use uuid::Uuid;

type Clause = fn(Store) -> BoxFuture<'static, ()>;

/// Every clause by its name.
pub(crate) const CONTRACT: &[(&str, Clause)] = &[
    ("every statement is understood", |store| statements(store).boxed()),
    ("a change and its record line stand or fall together", |store| together(store).boxed()),
    ("whoever read an older revision is refused", |store| stale(store).boxed()),
    ("an entry of the law is written once over each revision", |store| entries(store).boxed()),
    ("numbers have no gaps and no doubles", |store| numbered(store).boxed()),
    ("the record grows by one under many hands", |store| many_hands(store).boxed()),
    ("whoever reads after a commit sees it", |store| fresh(store).boxed()),
    ("whose matter a lead is: the latest word, and who is concerned", |store| {
        designated(store).boxed()
    }),
    ("a job is queued once, done once, and outlives its worker", |store| queued(store).boxed()),
    ("a fine is kept with its decision and counts from the end of its case", |store| {
        crate::fines::kept(store).boxed()
    }),
    ("a change set is worked row by row, each over what was read", |store| worked(store).boxed()),
];

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millis(1_789_000_000_000 + ms)
}

fn change(kind: RecordKind) -> Change {
    Change { at: at(0), actor: "service/test".to_owned(), kind, file: None, public: None }
}

/// An agency and an officer, written.
async fn an_officer_in(store: &Store) -> domain::officer::Officer {
    let agencies = Agencies::shipped().expect("the shipped agencies");
    let agency = agencies.get("LF-131082").expect("三河");
    let officer = an_officer(1, agency, "张三", &[Role::Handler]);
    let mut tx = store.write().await.unwrap();
    let registered = change(RecordKind::AgencyRegistered);
    store::agencies::insert(&mut tx, agency, &registered).await.unwrap();
    officers::insert(&mut tx, &officer, &change(RecordKind::OfficerEnrolled)).await.unwrap();
    tx.commit().await.unwrap();
    officer
}

async fn statements(store: Store) {
    for statement in store::statements() {
        // A failed statement spoils a PostgreSQL transaction, so each has its own.
        let mut tx = store.write().await.unwrap();
        if let Err(error) = tx.prepare(statement).await {
            panic!("{statement}\n{error}");
        }
    }
}

async fn entries(store: Store) {
    let item = Items::shipped().unwrap().get("eco-1102").unwrap().clone();
    let revised = change(RecordKind::ItemRevised);
    let mut tx = store.write().await.unwrap();
    assert_eq!(law::edition(&mut tx).await.unwrap(), 0);
    let first = law::enter(&mut tx, law::Entry::new(item.clone()), None, &revised).await.unwrap();
    let second = law::enter(&mut tx, first.clone(), None, &revised).await.unwrap();
    assert_eq!((first.revision, second.revision), (1, 2));
    tx.commit().await.unwrap();
    for old in [first, law::Entry::new(item.clone())] {
        let mut tx = store.write().await.unwrap();
        let error = law::enter(&mut tx, old, None, &revised).await.unwrap_err();
        assert!(matches!(error, StoreError::Stale("item")), "{error}");
    }
    let mut tx = store.read().await.unwrap();
    assert_eq!(law::edition(&mut tx).await.unwrap(), 2);
    assert_eq!(law::find(&mut tx, "eco-1102").await.unwrap(), Some(second.clone()));
    assert_eq!(law::find::<Item>(&mut tx, "eco-0").await.unwrap(), None);
    assert_eq!(law::all(&mut tx).await.unwrap(), [second]);
}

async fn together(store: Store) {
    let officer = an_officer_in(&store).await;
    let mut tx = store.write().await.unwrap();
    let size = record::frontier(&mut tx).await.unwrap().size();
    assert_eq!(size, 2);
    officers::save(&mut tx, officer.clone(), &change(RecordKind::OfficerRevised)).await.unwrap();
    drop(tx);

    let mut tx = store.read().await.unwrap();
    assert_eq!(record::frontier(&mut tx).await.unwrap().size(), size, "the line is gone too");
    assert_eq!(officers::find(&mut tx, officer.id).await.unwrap().unwrap().revision, 1);
    let lines = record::of_subject(&mut tx, &format!("officer/{}", officer.id)).await.unwrap();
    let leaf = Leaf::parse(&lines[0].leaf).unwrap();
    let opening = record::openings(&mut tx, 1, 2).await.unwrap().remove(0);
    let salt = opening.content_salt.try_into().unwrap();
    assert!(leaf.content.opens(salt, &opening.content), "the kept bytes open the commitment");
}

async fn stale(store: Store) {
    let officer = an_officer_in(&store).await;
    let revised = change(RecordKind::OfficerRevised);
    let mut tx = store.write().await.unwrap();
    let saved = officers::save(&mut tx, officer.clone(), &revised).await.unwrap();
    assert_eq!(saved.revision, 2);
    tx.commit().await.unwrap();

    let mut tx = store.write().await.unwrap();
    let late = officers::save(&mut tx, officer, &revised).await;
    assert!(matches!(late, Err(StoreError::Stale("officer"))), "{late:?}");
}

async fn worked(store: Store) {
    use domain::change_set::{ChangeRow, ChangeSet, Occasion, RowState};
    use domain::citing::CitingKind;
    use store::change_sets::{self, RowFilter};
    let id = domain::ChangeSetId(Uuid::from_u128(5));
    let row = |position: u32, kind, territory: Option<&str>| ChangeRow {
        set: id,
        position,
        kind,
        code: format!("thing-{position}"),
        name: domain::law::Words::new("事项", "thing"),
        places: Vec::new(),
        territory: territory.map(|path| path.parse().unwrap()),
        state: RowState::Open,
        revision: 1,
    };
    let rows = [
        row(1, CitingKind::Item, None),
        row(2, CitingKind::Case, Some("1310/131082/")),
        row(3, CitingKind::Case, Some("1310/131081/")),
    ];
    let set = ChangeSet {
        id,
        act: "water_law".to_owned(),
        title: "某法".to_owned(),
        occasion: Occasion::Repealed { on: domain::Date::constant(2026, 8, 15), by: None },
        opened_by: domain::OfficerId(Uuid::from_u128(6)),
        opened_by_name: "张三".to_owned(),
        opened_at: at(0),
        rows: 3,
        open: 3,
        closed_at: None,
        revision: 0,
    };
    let mut tx = store.write().await.unwrap();
    let opened = change(RecordKind::ChangeSetOpened);
    let set = change_sets::insert(&mut tx, set, &rows, &opened).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.write().await.unwrap();
    let here = store::Scope::of(&"1310/131082/".parse().unwrap());
    let all = RowFilter::default();
    let seen = change_sets::rows(&mut tx, id, &here, &all, 50).await.unwrap();
    assert_eq!(seen.iter().map(|row| row.position).collect::<Vec<_>>(), [1, 2]);
    let cases = RowFilter { kind: "case".to_owned(), ..RowFilter::default() };
    let everywhere = store::Scope::everything();
    assert_eq!(change_sets::rows(&mut tx, id, &everywhere, &cases, 50).await.unwrap().len(), 2);
    let worked = change(RecordKind::ChangeSetWorked);
    let next = ChangeSet { open: 2, ..set.clone() };
    let (next, done) = change_sets::work(&mut tx, next, seen[0].clone(), &worked).await.unwrap();
    assert_eq!((next.revision, done.revision), (2, 2));
    tx.commit().await.unwrap();

    let mut tx = store.write().await.unwrap();
    let late = change_sets::work(&mut tx, set, seen[1].clone(), &worked).await;
    assert!(matches!(late, Err(StoreError::Stale("change_set"))), "{late:?}");
    drop(tx);
    let mut tx = store.read().await.unwrap();
    assert_eq!(change_sets::find(&mut tx, id).await.unwrap().unwrap().open, 2);
    assert_eq!(change_sets::find_row(&mut tx, id, 2).await.unwrap().unwrap().revision, 1);
    assert_eq!(
        change_sets::list(&mut tx, Some(true), &store::Page { after: None, size: 9 })
            .await
            .unwrap()
            .len(),
        0
    );
    assert_eq!(change_sets::of_act(&mut tx, "water_law").await.unwrap().len(), 1);
}

async fn numbered(store: Store) {
    let mut tx = store.write().await.unwrap();
    assert_eq!(numbers::next(&mut tx, "a").await.unwrap(), 1);
    assert_eq!(numbers::next(&mut tx, "a").await.unwrap(), 2);
    assert_eq!(numbers::next(&mut tx, "b").await.unwrap(), 1);
    tx.commit().await.unwrap();
    let mut tx = store.write().await.unwrap();
    assert_eq!(numbers::next(&mut tx, "a").await.unwrap(), 3);
    drop(tx);
    let mut tx = store.write().await.unwrap();
    assert_eq!(
        numbers::next(&mut tx, "a").await.unwrap(),
        3,
        "what was not committed is free again"
    );
}

async fn many_hands(store: Store) {
    let agencies = Agencies::shipped().expect("the shipped agencies");
    let writers = agencies.iter().take(40).cloned().map(|agency| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut tx = store.write().await.unwrap();
            let registered = change(RecordKind::AgencyRegistered);
            store::agencies::insert(&mut tx, &agency, &registered).await.unwrap();
            tx.commit().await.unwrap();
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let mut tx = store.read().await.unwrap();
    let frontier = record::frontier(&mut tx).await.unwrap();
    assert_eq!(frontier.size(), 40);
    let mut anew = domain::record::Frontier::new();
    for leaf in record::leaves(&mut tx, 0, 40).await.unwrap() {
        anew.append(leaf_hash(&leaf));
    }
    assert_eq!(anew.root(), frontier.root(), "the kept leaves give the kept root");
    assert_eq!(record::nodes(&mut tx, 3, 0, 9).await.unwrap().len(), 5);
}

async fn queued(store: Store) {
    let id = |n| JobId(Uuid::from_u128(n));
    let mut tx = store.write().await.unwrap();
    jobs::put(&mut tx, id(1), "render", "document/1", at(0), "{}").await.unwrap();
    jobs::put(&mut tx, id(2), "render", "document/1", at(0), "{}").await.unwrap();
    jobs::put(&mut tx, id(3), "render", "document/2", at(9_000), "{}").await.unwrap();
    assert_eq!(jobs::count_waiting(&mut tx).await.unwrap(), 2, "the same work waits once");

    let long_ago = at(-60_000);
    let first = jobs::claim(&mut tx, at(0), long_ago).await.unwrap().unwrap();
    assert_eq!((first.subject.as_str(), first.attempts), ("document/1", 1));
    assert!(jobs::claim(&mut tx, at(0), long_ago).await.unwrap().is_none(), "the other is not due");

    let again = jobs::claim(&mut tx, at(8_000), at(1)).await.unwrap().unwrap();
    assert_eq!((again.id.as_str(), again.attempts), (first.id.as_str(), 2), "its worker died");
    jobs::done(&mut tx, &again.id).await.unwrap();

    let second = jobs::claim(&mut tx, at(9_000), long_ago).await.unwrap().unwrap();
    jobs::failed(&mut tx, &second.id, "broken").await.unwrap();
    assert!(jobs::claim(&mut tx, at(99_000), long_ago).await.unwrap().is_none());
    assert!(jobs::retry(&mut tx, &second.id, at(99_000)).await.unwrap());
    assert!(!jobs::retry(&mut tx, &first.id, at(99_000)).await.unwrap(), "what is done is done");
    assert!(jobs::claim(&mut tx, at(99_000), long_ago).await.unwrap().is_some());
}

async fn fresh(store: Store) {
    let officer = an_officer_in(&store).await;
    for round in 1..60_i64 {
        let mut tx = store.write().await.unwrap();
        let id = JobId(Uuid::from_u128(round.unsigned_abs().into()));
        jobs::put(&mut tx, id, "render", &format!("document/{round}"), at(0), "{}").await.unwrap();
        tx.commit().await.unwrap();
        let readers = (0..6).map(|_| {
            let (store, officer) = (store.clone(), officer.id);
            tokio::spawn(async move {
                let mut tx = store.read().await.unwrap();
                assert!(officers::find(&mut tx, officer).await.unwrap().is_some());
                jobs::count_waiting(&mut tx).await.unwrap()
            })
        });
        for reader in readers.collect::<Vec<_>>() {
            assert_eq!(reader.await.unwrap(), round, "a reader saw an older state");
        }
    }
}

async fn designated(store: Store) {
    use domain::jurisdiction::{Designation, DesignationState, NewDesignation};
    let world = testkit::World::over(store.clone()).await;
    let lead = testkit::Procedure(&world).lead().await;
    let new = |n: u128| NewDesignation {
        id: domain::DesignationId(Uuid::from_u128(n)),
        number: format!("GX-2026-{n:04}"),
        lead: lead.id,
        place: lead.territory.clone(),
        from: world.sanhe.id,
        reason: "行为地在霸州市".to_owned(),
        by: world.people.duty_officer.id,
        at: at(0),
    };
    let sent = Designation::transfer(new(1), &world.bazhou, None).unwrap();
    let mut tx = store.write().await.unwrap();
    let transferred = change(RecordKind::DesignationTransferred);
    let sent = store::designations::insert(&mut tx, sent, &transferred).await.unwrap();
    assert_eq!(sent.revision, 1);
    let taken = sent.clone().accept(world.bazhou.id, world.people.of_bazhou.id, at(1)).unwrap();
    let accepted = change(RecordKind::DesignationAccepted);
    let taken = store::designations::save(&mut tx, taken, &accepted).await.unwrap();
    assert!(matches!(taken.state, DesignationState::Accepted { .. }));
    let asked =
        Designation::dispute(new(2), Vec::new(), &Agencies::shipped().unwrap(), Some(&taken));
    let requested = change(RecordKind::DesignationRequested);
    store::designations::insert(&mut tx, asked.unwrap(), &requested).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.write().await.unwrap();
    let late = store::designations::save(&mut tx, sent, &accepted).await;
    assert!(matches!(late, Err(StoreError::Stale("designation"))), "{late:?}");
    drop(tx);
    let mut tx = store.read().await.unwrap();
    let latest = store::designations::latest(&mut tx, lead.id).await.unwrap().unwrap();
    assert_eq!((latest.number.as_str(), latest.transferred), ("GX-2026-0002", true));
    let page = store::Page { after: None, size: 50 };
    let scope = |place| store::Scope::of(place);
    let mut count = async |place, agency, state| {
        let found = store::designations::list(&mut tx, &scope(place), agency, state, &page).await;
        found.unwrap().len()
    };
    let (sanhe, bazhou) = (&world.sanhe.territory, &world.bazhou.territory);
    assert_eq!(count(sanhe, world.sanhe.id, "").await, 2, "by its place");
    assert_eq!(count(bazhou, world.bazhou.id, "").await, 1, "by being the receiver");
    assert_eq!(count(bazhou, world.bazhou.id, "requested").await, 0);
    let elsewhere = "1301/".parse().unwrap();
    assert_eq!(count(&elsewhere, world.sanhe.id, "").await, 2, "by having begun it");
    assert_eq!(count(sanhe, world.sanhe.id, "accepted").await, 1);
}
