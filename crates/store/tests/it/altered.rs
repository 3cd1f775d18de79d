//! Whoever edits a row behind the platform's back is found out before the next step: the record holds what was written.

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _};
use testkit::{Procedure, World};

/// Another program on the same file.
async fn intruder(world: &World) -> SqliteConnection {
    let file = world.folder().join("test.db");
    SqliteConnectOptions::new().filename(file).connect().await.expect("a connection")
}

async fn run(intruder: &mut SqliteConnection, statement: &str) -> u64 {
    let done =
        sqlx::query(AssertSqlSafe(statement)).execute(intruder).await.expect("an edited row");
    done.rows_affected()
}

#[tokio::test]
async fn a_case_whose_stored_calculation_was_edited_goes_no_further() {
    let world = World::new().await;
    let go = Procedure(&world);
    let noticed = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(8);
    let case = go.rechecked(noticed).await;
    let mut intruder = intruder(&world).await;
    let cheaper = |table: &str, column: &str| {
        format!(
            "UPDATE {table} SET {column} = replace(CAST({column} AS TEXT), '\"amount\":10000000', '\"amount\":1000000')"
        )
    };
    assert_eq!(run(&mut intruder, &cheaper("case_file", "body")).await, 1);
    assert_eq!(go.try_decide(&case).await.unwrap_err(), "record.altered");
    // Editing what the record keeps of it does not help: its line committed to the bytes.
    let kept = "UPDATE record_line SET content = CAST(replace(CAST(content AS TEXT), '\"amount\":10000000', '\"amount\":1000000') AS BLOB)";
    assert!(run(&mut intruder, kept).await > 0);
    assert_eq!(go.try_decide(&case).await.unwrap_err(), "record.altered");
    // The true bytes back, the case goes on.
    let true_again =
        "UPDATE case_file SET body = replace(body, '\"amount\":1000000,', '\"amount\":10000000,')";
    run(&mut intruder, true_again).await;
    let back =
        "UPDATE case_file SET body = replace(body, '\"amount\":1000000}', '\"amount\":10000000}')";
    run(&mut intruder, back).await;
    go.try_decide(&case).await.unwrap();
}

#[tokio::test]
async fn a_paper_whose_fields_were_edited_is_not_rendered() {
    let world = World::new().await;
    let go = Procedure(&world);
    let noticed = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(8);
    let case = go.rechecked(noticed).await;
    world.run_jobs().await;
    go.try_decide(&case).await.unwrap();
    let mut intruder = intruder(&world).await;
    let cheaper =
        "UPDATE document SET body = replace(body, '10000000', '1000000') WHERE kind = 'decision'";
    assert_eq!(run(&mut intruder, cheaper).await, 1);
    let ran = world.run_jobs().await;
    assert_eq!(ran.failed, 1, "the decision is not typeset from other fields");
    let waits =
        "UPDATE document SET revision = revision WHERE kind = 'decision' AND sha256 IS NULL";
    assert_eq!(run(&mut intruder, waits).await, 1, "there is no PDF of it");
}

#[tokio::test]
async fn every_row_is_held_against_the_record_and_what_differs_is_named() {
    let world = World::new().await;
    let go = Procedure(&world);
    let noticed = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(8);
    let case = go.rechecked(noticed).await;
    world.run_jobs().await;
    let before = root(&world).await;
    let sound = walk(&world).await;
    assert!(sound.rows > 10 && sound.astray.is_empty(), "{:?}", sound.astray);

    let mut intruder = intruder(&world).await;
    let case = format!("case/{}", case.id);
    let differs = |column: &str| format!("{case}: its column {column} is not what its body says");
    for (edit, mend, found) in [
        (
            "UPDATE case_file SET fine_fen = fine_fen + 1",
            "UPDATE case_file SET fine_fen = fine_fen - 1",
            differs("fine_fen"),
        ),
        (
            "UPDATE case_file SET cause = cause || 'x'",
            "UPDATE case_file SET cause = substr(cause, 1, length(cause) - 1)",
            differs("cause"),
        ),
        (
            "UPDATE case_file SET revision = revision - 1",
            "UPDATE case_file SET revision = revision + 1",
            format!("{case}: not what its latest line of the record says"),
        ),
        (
            "UPDATE case_file SET body = body || ' '",
            "UPDATE case_file SET body = rtrim(body)",
            format!("{case}: not what its latest line of the record says"),
        ),
    ] {
        assert_eq!(run(&mut intruder, edit).await, 1);
        assert_eq!(walk(&world).await.astray, [found], "{edit}");
        run(&mut intruder, mend).await;
    }
    assert_eq!(walk(&world).await.astray, [] as [String; 0]);
    run(&mut intruder, "PRAGMA foreign_keys = OFF").await;
    assert_eq!(run(&mut intruder, "DELETE FROM case_file").await, 1);
    assert_eq!(walk(&world).await.astray, [format!("{case}: its row is gone")]);
    let after = root(&world).await;
    assert_eq!(after, before, "a walk changes nothing");
}

async fn walk(world: &World) -> store::rows::Walk {
    store::rows::walk(&mut open(world).await.read().await.unwrap(), 100).await.unwrap()
}

async fn root(world: &World) -> domain::record::Hash {
    let mut tx = open(world).await.read().await.unwrap();
    store::record::frontier(&mut tx).await.unwrap().root()
}

async fn open(world: &World) -> store::Store {
    let url = store::StoreUrl::Sqlite(world.folder().join("test.db"));
    store::Store::open_read_only(&url).await.unwrap()
}
