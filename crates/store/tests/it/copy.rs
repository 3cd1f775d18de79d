//! Copies of all tables: the same text from both databases, back into either, and never into one that holds something.

use std::collections::BTreeMap;
use store::{Filling, Snapshot, Store, StoreError, StoreUrl};
use testkit::{Procedure, TemporaryCluster, World};

type Text = BTreeMap<String, String>;

async fn written(store: &Store) -> (Text, i64) {
    let mut snapshot = Snapshot::take(store).await.unwrap();
    let mut text = Text::new();
    for table in snapshot.tables() {
        let mut lines = Vec::new();
        let rows = snapshot.write(&table, &mut lines).await.unwrap();
        let lines = String::from_utf8(lines).unwrap();
        assert_eq!(rows + 1, lines.lines().count() as u64, "{}", table.name);
        text.insert(table.name, lines);
    }
    (text, snapshot.schema())
}

async fn filled(url: &StoreUrl, text: &Text, schema: i64) -> Result<(), StoreError> {
    let mut filling = Filling::begin(url, schema).await?;
    for table in filling.tables() {
        filling.read(&table, text[&table.name].as_bytes()).await?;
    }
    filling.commit().await
}

async fn root(store: &Store) -> (u64, String) {
    let (head, _) = Snapshot::take(store).await.unwrap().head().await.unwrap();
    (head.size(), head.root().to_string())
}

/// A case with all that lies before it, up to its decision.
async fn a_site(store: &Store) -> (Text, i64, (u64, String)) {
    let world = World::over(store.clone()).await;
    let go = Procedure(&world);
    let case = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(8);
    go.decided(go.rechecked(case).await).await;
    world.run_jobs().await;
    let (text, schema) = written(store).await;
    let root = root(store).await;
    assert!(root.0 > 20, "the record has lines: {root:?}");
    for table in ["case_file", "evidence", "record_node", "fine", "enterprise"] {
        assert!(text[table].lines().count() > 1, "{table} has rows");
    }
    (text, schema, root)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_travels_from_sqlite_to_postgresql_and_back_without_a_changed_byte() {
    let files = tempfile::tempdir().unwrap();
    let cluster = TemporaryCluster::start();
    let origin = Store::open_careless(&files.path().join("origin.db")).await.unwrap();
    let (text, schema, head) = a_site(&origin).await;

    let there = cluster.database("there");
    filled(&there, &text, schema).await.unwrap();
    let there = Store::open(&there).await.unwrap();
    assert_eq!(written(&there).await, (text.clone(), schema));
    assert_eq!(root(&there).await, head);

    let back = StoreUrl::Sqlite(files.path().join("back.db"));
    filled(&back, &written(&there).await.0, schema).await.unwrap();
    let back = Store::open(&back).await.unwrap();
    assert_eq!(written(&back).await, (text, schema));
    assert_eq!(root(&back).await, head);
    for store in [origin, there, back] {
        store.close().await;
    }
}

#[tokio::test]
async fn what_holds_something_is_not_filled_and_what_is_damaged_fills_nothing() {
    let files = tempfile::tempdir().unwrap();
    let origin = StoreUrl::Sqlite(files.path().join("origin.db"));
    let (text, schema, _) = a_site(&Store::open(&origin).await.unwrap()).await;
    let refused = filled(&origin, &text, schema).await;
    assert!(matches!(refused, Err(StoreError::NotEmpty(_))), "{refused:?}");

    let target = StoreUrl::Sqlite(files.path().join("target.db"));
    for (damage, says) in [
        (text["case_file"].replacen("\"id\"", "\"no\"", 1), "columns"),
        (text["case_file"].trim_end().trim_end_matches(']').to_owned(), "line 2"),
        (format!("{}[]\n", text["case_file"]), "as many fields"),
    ] {
        let damaged =
            Text::from_iter(text.clone().into_iter().chain([("case_file".into(), damage)]));
        let error = filled(&target, &damaged, schema).await.unwrap_err().to_string();
        assert!(error.contains("case_file") && error.contains(says), "{error}");
        let (now, _) = written(&Store::open(&target).await.unwrap()).await;
        let lines: usize = now.values().map(|lines| lines.lines().count()).sum();
        assert_eq!(lines, now.len() + 1, "only headings, and the head of the empty record");
    }
    filled(&target, &text, schema).await.unwrap();
}

#[tokio::test]
async fn rows_of_an_older_version_are_taken_and_brought_up_to_date() {
    let files = tempfile::tempdir().unwrap();
    let target = StoreUrl::Sqlite(files.path().join("target.db"));
    let first = Filling::begin(&target, 1).await.unwrap();
    first.commit().await.unwrap();
    let (_, schema) = written(&Store::open(&target).await.unwrap()).await;
    assert!(schema > 1, "the rest of the migrations ran at the next start");
}

#[tokio::test]
async fn a_database_that_is_opened_to_be_read_refuses_every_change() {
    let files = tempfile::tempdir().unwrap();
    let cluster = TemporaryCluster::start();
    for url in [StoreUrl::Sqlite(files.path().join("test.db")), cluster.database("read_only")] {
        assert!(
            !matches!(url, StoreUrl::Sqlite(_)) || Store::open_read_only(&url).await.is_err(),
            "a database that is missing is not made"
        );
        Store::open(&url).await.unwrap().close().await;
        let store = Store::open_read_only(&url).await.unwrap();
        let mut tx = store.read().await.unwrap();
        assert_eq!(store::record::frontier(&mut tx).await.unwrap().size(), 0);
        drop(tx);
        let changed = async {
            let mut tx = store.write().await?;
            let at = domain::Timestamp::from_millis(1);
            store::record::keep_checkpoint(&mut tx, 1, "note", at).await?;
            tx.commit().await
        };
        let refused = changed.await.unwrap_err().to_string().to_lowercase();
        assert!(refused.contains("read") && refused.contains("only"), "{refused}");
    }
}
