//! The fines of decided cases: written with the decision, counted from the end of the case, filled in for older databases.

use domain::Date;
use domain::case::CloseGround;
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use store::fines::{self, Decisions};
use store::{Scope, Store, StoreUrl};
use testkit::{Procedure, World};

fn ever(world: &World) -> Decisions {
    let scope = Scope::of(&world.bureau.territory);
    Decisions { scope, from: Date::constant(2000, 1, 1), to: Date::constant(2100, 1, 1) }
}

/// The clause of the contract.
pub(crate) async fn kept(store: Store) {
    let world = World::over(store.clone()).await;
    let go = Procedure(&world);
    let served = go.served().await;
    let copies = world.multiply(&served, 3).await;
    let [running, other] = copies.as_slice() else { panic!("two copies") };
    let closed = go.close(&served, CloseGround::Performed).await;
    let annulled = go.close(other, CloseGround::Annulled).await;
    let of = ever(&world);
    let mut tx = store.read().await.unwrap();
    let fine = fines::find(&mut tx, running.id).await.unwrap().unwrap();
    assert_eq!(fine.fine, running.steps().decision.unwrap().fine);
    assert_eq!((fine.closed_on, fine.annulled), (None, false));
    let fine = fines::find(&mut tx, annulled.id).await.unwrap().unwrap();
    assert!(fine.annulled && fine.closed_on.is_some());
    // An example for others is whatever was decided and stands; a report rests on what is closed.
    let violation = &fine.asked.violation;
    assert_eq!(fines::of_violation(&mut tx, violation, 9).await.unwrap().len(), 2);
    let page = fines::page(&mut tx, &of, None).await.unwrap();
    assert_eq!(page.iter().map(|fine| fine.case).collect::<Vec<_>>(), [closed.id]);
    assert_eq!(fines::count(&mut tx, &of).await.unwrap(), 1);
    assert_eq!(fines::page(&mut tx, &of, Some(closed.id)).await.unwrap(), []);
    let early = Decisions { to: Date::constant(2026, 1, 1), ..of };
    assert_eq!(fines::count(&mut tx, &early).await.unwrap(), 0);
    let elsewhere = Decisions { scope: Scope::of(&world.bazhou.territory), ..ever(&world) };
    assert_eq!(fines::count(&mut tx, &elsewhere).await.unwrap(), 0);
    assert_eq!(fines::unfilled(&mut tx, None, 9).await.unwrap(), []);
}

/// A database as it was before fines were kept gets them from its cases, the same as if they had been kept all along.
#[tokio::test(flavor = "multi_thread")]
async fn an_older_database_gets_its_fines_from_its_cases() {
    let files = tempfile::tempdir().unwrap();
    let path = files.path().join("old.db");
    let url = StoreUrl::Sqlite(path.clone());
    let store = Store::open(&url).await.unwrap();
    let world = World::over(store.clone()).await;
    let closed = Procedure(&world).closed().await;
    let mut tx = store.read().await.unwrap();
    let kept = fines::find(&mut tx, closed.id).await.unwrap().unwrap();
    drop(tx);

    let mut old = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let before = "DROP TABLE fine; DELETE FROM _sqlx_migrations WHERE version IN (7, 12)";
    old.execute(before).await.unwrap();
    old.close().await.unwrap();

    // The next start migrates it.
    Store::open(&url).await.unwrap().close().await;
    let mut tx = store.read().await.unwrap();
    let none = fines::find(&mut tx, closed.id).await.unwrap();
    assert_eq!(none, None, "the migrations only make room");
    drop(tx);
    assert_eq!(world.fill_in_fines().await, 1);
    assert_eq!(world.fill_in_fines().await, 0, "once");
    let mut tx = store.read().await.unwrap();
    assert_eq!(fines::find(&mut tx, closed.id).await.unwrap(), Some(kept));
}
