//! One contract, kept by both databases.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests, their helpers included, fail by panicking"
)]

mod altered;
mod contract;
mod copy;
mod fines;

use contract::CONTRACT;
use store::{Store, StoreUrl};
use testkit::TemporaryCluster;

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_the_contract() {
    for (name, clause) in CONTRACT {
        let files = tempfile::tempdir().expect("a folder for the test");
        let url = StoreUrl::Sqlite(files.path().join("test.db"));
        let store = Store::open(&url).await.expect("an open store");
        println!("sqlite: {name}");
        clause(store.clone()).await;
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_keeps_the_contract() {
    let cluster = TemporaryCluster::start();
    for (number, (name, clause)) in CONTRACT.iter().enumerate() {
        let url = cluster.database(&format!("contract_{number}"));
        let store = Store::open(&url).await.expect("an open store");
        println!("postgresql: {name}");
        clause(store.clone()).await;
        store.close().await;
    }
}
