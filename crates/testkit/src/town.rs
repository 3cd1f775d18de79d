//! A town that the province has delegated the plant's item to, with its people, and another town beside it.

use crate::{People, World, an_officer};
use app::plants::{Registry, register};
use app::{Actor, lists};
use domain::Date;
use domain::agency::Agency;
use domain::item::{Delegation, ListVersion};
use domain::law::Certainty;
use domain::officer::{Officer, Role};
use domain::record::RecordKind;
use domain::region::Level;
use store::Change;
use store::law::{Entry, enter};

/// Code of the delegation to 燕郊.
pub const YANJIAO_DELEGATION: &str = "delegation-yanjiao";

/// 燕郊镇综合行政执法队, and the head of another town of the same county.
#[derive(Debug, Clone)]
pub struct Town {
    /// The team.
    pub agency: Agency,
    /// The people, each in the part of the officer of the same name of the county.
    pub people: People,
    /// The head of 泃阳.
    pub neighbour: Officer,
}

impl Town {
    /// The town with its people, its list and the delegation of the item of an exceedance in water, from today on.
    pub async fn settle(world: &World) -> Self {
        let law = world.cx.law();
        let agency = |code| law.lists.agencies().get(code).expect("a shipped town").clone();
        let (own, beside) = (agency("LF-131082109"), agency("LF-131082100"));
        let field = [Role::FieldOfficer, Role::Handler];
        let people = People {
            duty_officer: an_officer(31, &own, "魏镇值", &[Role::DutyOfficer]),
            field_officer: an_officer(32, &own, "陶镇外", &field),
            second_field_officer: an_officer(33, &own, "姜镇外", &field),
            handler: an_officer(34, &own, "戚镇办", &[Role::Handler]),
            second_handler: an_officer(35, &own, "谢镇办", &[Role::Handler]),
            examiner: an_officer(36, &own, "邹镇审", &[Role::Handler]),
            head: an_officer(37, &own, "喻镇长", &[Role::Head]),
            ..world.people.clone()
        };
        let neighbour = an_officer(38, &beside, "柏邻镇", &[Role::Head]);
        let People { duty_officer, field_officer, second_field_officer, .. } = people.clone();
        let People { handler, second_handler, examiner, head, .. } = people.clone();
        let sent = [duty_officer, field_officer, second_field_officer];
        let kept = [handler, second_handler, examiner, head, neighbour.clone()];
        let registry = Registry {
            agencies: vec![own.clone(), beside],
            officers: sent.into_iter().chain(kept).collect(),
            ..Registry::default()
        };
        register(&world.cx, &Actor::Service("setup"), &registry).await.expect("a registered town");
        let item = law.exceedance_item(domain::outlet::Medium::Water).expect("an item").to_owned();
        list(world, &own, &item).await;
        let delegation = Delegation {
            code: YANJIAO_DELEGATION.to_owned(),
            territory: own.territory.clone(),
            items: vec![item],
            effective_from: world.cx.now().date(),
            effective_to: None,
            document: "冀政办〔2026〕9号（测试）".to_owned(),
            withdrawal: String::new(),
        };
        let city = world.as_actor(&world.people.city_head);
        lists::delegate(&world.cx, &city, delegation).await.expect("delegated");
        Self { agency: own, people, neighbour }
    }
}

/// The town's own list.
async fn list(world: &World, town: &Agency, item: &str) {
    let version = ListVersion {
        version: "town-131082109-test".to_owned(),
        level: Level::Town,
        territory: town.territory.clone(),
        effective_from: Date::constant(2026, 9, 1),
        effective_to: None,
        certainty: Certainty::Sample,
        items: vec![item.to_owned()],
        snapshot: Vec::new(),
        adjustment: None,
        published_on: None,
        filing: String::new(),
        over: None,
    };
    let change = Change {
        at: world.cx.now(),
        actor: "service/setup".to_owned(),
        kind: RecordKind::ListPublished,
        file: None,
        public: None,
    };
    let mut tx = world.store.write().await.expect("a transaction");
    enter(&mut tx, Entry::new(version), Some(&town.territory), &change).await.expect("entered");
    tx.commit().await.expect("committed");
    world.run_jobs().await;
}
