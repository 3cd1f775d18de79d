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
