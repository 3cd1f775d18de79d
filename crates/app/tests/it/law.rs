//! The law that a site lays over the shipped one.

use domain::item::Items;
use domain::record::RecordKind;
use store::law::{Entry, enter};
use store::{Change, Store};
use testkit::World;

#[tokio::test]
async fn what_another_server_enters_is_taken_up_before_the_next_jobs() {
    let world = World::new().await;
    let mut item = Items::shipped().unwrap().get("eco-1102").unwrap().clone();
    item.name.zh = "经核对的名称".to_owned();

    let other = Store::open_careless(&world.folder().join("test.db")).await.unwrap();
    let mut tx = other.write().await.unwrap();
    let change = Change {
        at: world.cx.now(),
        actor: "service/test".to_owned(),
        kind: RecordKind::ItemRevised,
        file: None,
        public: None,
    };
    enter(&mut tx, Entry::new(item), None, &change).await.unwrap();
    tx.commit().await.unwrap();
    assert_ne!(world.cx.law().item_name("eco-1102"), "经核对的名称");

    world.run_jobs().await;
    assert_eq!(world.cx.law().item_name("eco-1102"), "经核对的名称");
}
