//! The world of a test: store, ports, people, one plant with one outlet, and a clock that stands still.

use crate::people::{People, actor};
use crate::{MemoryArchive, MemoryBlobs, PlainTypesetter, SeededSigner, StepClock};
use app::plants::{Registry, register};
use app::{Actor, Cx, Law, Office, Offices, Parts, Policies, ports};
use domain::agency::{Agencies, Agency};
use domain::case::Thresholds;
use domain::enterprise::{CreditCode, Enterprise, EnterpriseKind, SupervisionClass};
use domain::officer::Officer;
use domain::outlet::{Averaging, Limit, Logger, Medium, Outlet};
use domain::region::{Crs, Position};
use domain::{EnterpriseId, LimitId, LoggerId, OutletId};
use jiff::civil::date;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Store, StoreUrl};
use tempfile::TempDir;
use uuid::Uuid;

/// A plant with one outlet, its logger and its hourly limit for COD.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is the thing of the same name")]
pub struct Plant {
    pub enterprise: Enterprise,
    pub outlet: Outlet,
    pub logger: Logger,
    pub limit: Limit,
}

/// A world for one test; its files vanish with it.
#[expect(missing_debug_implementations, reason = "holds ports, which have none")]
pub struct World {
    /// The context that use cases are handed.
    pub cx: Cx,
    /// The clock, for the test to move.
    pub clock: Arc<StepClock>,
    /// The people.
    pub people: People,
    /// The plant, in 三河.
    pub plant: Plant,
    /// 廊坊市生态环境局三河市分局.
    pub sanhe: Agency,
    /// 廊坊市生态环境局霸州市分局.
    pub bazhou: Agency,
    /// 廊坊市生态环境局.
    pub bureau: Agency,
    pub(crate) store: Store,
    files: TempDir,
}

impl World {
    /// The world on Wednesday 2026-09-16, a month after the code came into force.
    pub async fn new() -> Self {
        Self::in_a_file(Setting::default()).await
    }

    /// The same with another archive.
    pub async fn with_archive(archive: Arc<dyn ports::Archive>) -> Self {
        Self::in_a_file(Setting { archive, ..Setting::default() }).await
    }

    /// The same with the plant elsewhere.
    pub async fn with_plant_at(place: Position) -> Self {
        Self::in_a_file(Setting { place, ..Setting::default() }).await
    }

    /// The same with other particulars of the agencies.
    pub async fn with_offices(offices: Offices) -> Self {
        Self::in_a_file(Setting { offices, ..Setting::default() }).await
    }

    /// The same on another database.
    pub async fn on(url: &StoreUrl) -> Self {
        let files = tempfile::tempdir().expect("a folder for the test");
        let store = Store::open(url).await.expect("a store for the test");
        Self::of(store, files, Setting::default()).await
    }

    /// The same over a database that is open already.
    pub async fn over(store: Store) -> Self {
        let files = tempfile::tempdir().expect("a folder for the test");
        Self::of(store, files, Setting::default()).await
    }

    async fn in_a_file(setting: Setting) -> Self {
        let files = tempfile::tempdir().expect("a folder for the test");
        let store = Store::open_careless(&files.path().join("test.db")).await;
        Self::of(store.expect("a store for the test"), files, setting).await
    }

    async fn of(store: Store, files: TempDir, setting: Setting) -> Self {
        let Setting { archive, place, offices } = setting;
        let clock = Arc::new(StepClock::at_nine(date(2026, 9, 16)));
        let agencies = Agencies::shipped().expect("the shipped agencies");
        let agency = |code| agencies.get(code).expect("a shipped agency").clone();
        let (bureau, sanhe, bazhou) = (agency("LF"), agency("LF-131082"), agency("LF-131081"));
        let people = People::of(&sanhe, &bazhou, &bureau);
        let plant = a_plant(&sanhe, place);
        let cx = Cx::new(Parts {
            store: store.clone(),
            law: Law::shipped(Thresholds::default(), offices).expect("the law"),
            policies: Policies::shipped().expect("the policies"),
            clock: clock.clone(),
            archive,
            blobs: Arc::new(MemoryBlobs::default()),
            typesetter: Arc::new(PlainTypesetter),
            signer: Arc::new(SeededSigner::default()),
        });
        let registry = Registry {
            agencies: vec![bureau.clone(), sanhe.clone(), bazhou.clone()],
            officers: people.all(),
            enterprises: vec![plant.enterprise.clone()],
            outlets: vec![plant.outlet.clone()],
            loggers: vec![plant.logger.clone()],
            limits: vec![plant.limit.clone()],
        };
        register(&cx, &Actor::Service("setup"), &registry).await.expect("a registered world");
        Self { cx, clock, people, plant, sanhe, bazhou, bureau, store, files }
    }

    /// The officer as somebody who has logged in.
    pub fn as_actor(&self, officer: &Officer) -> Actor {
        let law = self.cx.law();
        let home = law.lists.agencies().by_id(officer.agency);
        actor(officer, home.expect("an officer of this world"))
    }

    /// The folder of the test.
    pub fn folder(&self) -> &std::path::Path {
        self.files.path()
    }

    /// Fills in the fines of cases that were decided before fines were kept, as a start of the program does.
    pub async fn fill_in_fines(&self) -> usize {
        app::discretion::fill_in(&self.cx).await.expect("fines are filled in")
    }

    /// Does all deferred work that is due.
    pub async fn run_jobs(&self) -> app::jobs::Ran {
        app::jobs::run_due(&self.cx, 100).await.expect("jobs run")
    }
}

/// Well within 三河.
const PLACE: Position = Position { lon: 116.82, lat: 39.95, crs: Crs::Cgcs2000, accuracy_m: None };

/// What a test may want otherwise.
struct Setting {
    archive: Arc<dyn ports::Archive>,
    place: Position,
    offices: Offices,
}

impl Default for Setting {
    fn default() -> Self {
        Self { archive: Arc::new(MemoryArchive::default()), place: PLACE, offices: offices() }
    }
}

/// Every agency says all that its letters must say.
fn offices() -> Offices {
    let said = |text: &str| text.to_owned();
    let common = Office {
        address: said("廊坊市广阳区测试路1号"),
        postcode: said("065000"),
        phone: said("0316-0000000"),
        bank: said("测试银行廊坊分行"),
        account_name: said("廊坊市财政局"),
        account: said("0000000000000000"),
        review_by: said("廊坊市人民政府"),
        court: said("三河市人民法院"),
    };
    Offices::new(common, BTreeMap::new())
}

fn a_plant(sanhe: &Agency, place: Position) -> Plant {
    let id = |n: u128| Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0001_0000 + n);
    let town = sanhe.territory.child("131082109").expect("燕郊镇");
    let enterprise = Enterprise {
        id: EnterpriseId(id(1)),
        name: "三河市燕灵食品加工有限公司".to_owned(),
        credit_code: CreditCode::make("91131082MA0TE0T01").expect("a credit code"),
        kind: EnterpriseKind::LegalPerson,
        representative: "何守诚".to_owned(),
        address: "河北省廊坊市三河市燕郊镇测试路1号".to_owned(),
        territory: town.clone(),
        location: place,
        industry: "食品制造业".to_owned(),
        supervision: SupervisionClass::Key,
    };
    let outlet = Outlet {
        id: OutletId(id(2)),
        code: "DW001".to_owned(),
        name: "废水总排口".to_owned(),
        medium: Medium::Water,
        enterprise: enterprise.id,
        territory: town,
        revision: 1,
    };
    let logger = Logger {
        id: LoggerId(id(3)),
        mn: "131082000000000000000001".parse().expect("an MN"),
        outlet: outlet.id,
        edition: 2017,
        check_sum: "hj212".to_owned(),
        password: None,
        key: None,
        previous_key: None,
        mappings: Vec::new(),
        active: true,
        revision: 1,
    };
    let limit = Limit {
        id: LimitId(id(4)),
        outlet: outlet.id,
        factor: "w01018".into(),
        averaging: Averaging::Hour,
        upper: "50".parse().expect("a number"),
        lower: None,
        unit: "mg/L".to_owned(),
        converted: false,
        source: "排污许可证 91131082TEST001P".to_owned(),
        effective_from: date(2024, 1, 1),
        effective_to: None,
    };
    Plant { enterprise, outlet, logger, limit }
}
