//! Accounts that decide over others take two: whoever asks, and an administrator of another kind who confirms.

use app::access::{
    Account, Gate, Settings, activate, change_roles, confirm_account, create_account, list_audit,
    refuse_account, reinstate, renew_activation, suspend, waiting_accounts,
};
use app::{Action, Actor, Error, Page};
use domain::officer::{Officer, Role};
use testkit::World;

const SETUP: Actor = Actor::Service("setup");
const PASSWORD: &str = "秋天 a long walk 2026";

struct Site {
    world: World,
    gate: Gate,
    security: Officer,
    system: Officer,
    auditor: Officer,
}

impl Site {
    async fn new() -> Self {
        let world = World::new().await;
        let settings = Settings { memory_kib: 8, passes: 1, ..Settings::default() };
        let gate = Gate::new(settings).unwrap();
        let enrol = async |name: &str, role| {
            let wanted = account(&world, name, &[role]);
            create_account(&world.cx, &gate, &SETUP, wanted).await.unwrap().0
        };
        let security = enrol("security", Role::SecurityAdmin).await;
        let system = enrol("system", Role::SystemAdmin).await;
        let auditor = enrol("auditor", Role::Auditor).await;
        Self { world, gate, security, system, auditor }
    }

    fn actor(&self, officer: &Officer) -> Actor {
        self.world.as_actor(officer)
    }

    async fn ask_for(&self, name: &str, roles: &[Role]) -> (Officer, Option<String>) {
        let wanted = account(&self.world, name, roles);
        let security = self.actor(&self.security);
        create_account(&self.world.cx, &self.gate, &security, wanted).await.unwrap()
    }

    async fn confirm(
        &self,
        by: &Officer,
        of: &Officer,
    ) -> Result<(Officer, Option<String>), Error> {
        confirm_account(&self.world.cx, &self.gate, &self.actor(by), of.id, of.revision).await
    }
}

fn account(world: &World, name: &str, roles: &[Role]) -> Account {
    Account {
        account: name.to_owned(),
        name: "新同志".to_owned(),
        agency: world.sanhe.id,
        roles: roles.to_vec(),
        certificate: None,
    }
}

fn code<T>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Refused(refusal)) => refusal.code.to_string(),
        Err(other) => panic!("{other}"),
        Ok(_) => "done".to_owned(),
    }
}

#[tokio::test]
async fn nobody_makes_a_head_alone() {
    let site = Site::new().await;
    let cx = &site.world.cx;
    let (head, token) = site.ask_for("new.head", &[Role::Head, Role::Handler]).await;
    assert!(token.is_none() && !head.active && head.waiting.is_some());
    let denied = site.confirm(&site.security, &head).await;
    assert!(matches!(denied, Err(Error::Forbidden(Action::AccountConfirm))));
    let security = site.actor(&site.security);
    assert_eq!(code(reinstate(cx, &security, head.id, head.revision).await), "account.waiting");
    assert_eq!(code(renew_activation(cx, &site.gate, &security, head.id).await), "account.waiting");

    let system = site.actor(&site.system);
    assert_eq!(waiting_accounts(cx, &system).await.unwrap(), std::slice::from_ref(&head));
    let (head, token) = site.confirm(&site.system, &head).await.unwrap();
    assert!(head.active && head.waiting.is_none());
    activate(cx, &site.gate, &token.unwrap(), PASSWORD, "::1").await.unwrap();
    assert_eq!(code(site.confirm(&site.system, &head).await), "account.nothing_waits");

    let (refused, _) = site.ask_for("other.head", &[Role::Head]).await;
    let auditor = site.actor(&site.auditor);
    let refused = refuse_account(cx, &auditor, refused.id, refused.revision).await.unwrap();
    assert!(!refused.active && refused.waiting.is_none());
    // One who decides over nobody is in the hands of the security administrator, as ever.
    let (field, token) = site.ask_for("field.one", &[Role::FieldOfficer]).await;
    assert!(field.active && token.is_some());

    let page = Page { after: None, size: 50 };
    let lines = list_audit(cx, &auditor, "new.head", "account", &page).await.unwrap().items;
    let told: Vec<_> =
        lines.iter().rev().map(|line| line.detail.split(' ').next().unwrap()).collect();
    assert_eq!(told, ["account_asked", "account_confirmed"]);
}

#[tokio::test]
async fn nobody_takes_over_a_head_or_a_role_alone() {
    let site = Site::new().await;
    let (cx, security) = (&site.world.cx, site.actor(&site.security));
    let head = &site.world.people.head;
    assert!(renew_activation(cx, &site.gate, &security, head.id).await.unwrap().is_none());
    let system = site.actor(&site.system);
    let [waits] = waiting_accounts(cx, &system).await.unwrap().try_into().unwrap();
    assert_eq!(waits.id, head.id);
    let (head, token) = site.confirm(&site.auditor, &waits).await.unwrap();
    assert!(token.is_some() && head.waiting.is_none());

    let (field, _) = site.ask_for("field.one", &[Role::FieldOfficer]).await;
    let raised = change_roles(cx, &security, field.id, vec![Role::Reviewer], 1).await.unwrap();
    assert_eq!(raised.roles, [Role::FieldOfficer], "not before somebody else confirms it");
    let (raised, token) = site.confirm(&site.system, &raised).await.unwrap();
    assert_eq!((raised.roles.as_slice(), token), (&[Role::Reviewer][..], None));
    let own = change_roles(cx, &security, site.security.id, vec![Role::Head], 1).await;
    assert_eq!(code(own), "account.own");
}

#[tokio::test]
async fn the_last_administrator_of_a_kind_stays() {
    let site = Site::new().await;
    let (cx, security) = (&site.world.cx, site.actor(&site.security));
    let (only, revision) = (site.auditor.id, site.auditor.revision);
    assert_eq!(code(suspend(cx, &security, only, revision).await), "account.last_administrator");
    let turned = change_roles(cx, &security, only, vec![Role::SecurityAdmin], revision).await;
    assert_eq!(code(turned), "account.last_administrator");

    let (second, _) = site.ask_for("auditor.two", &[Role::Auditor]).await;
    let waits = suspend(cx, &security, only, revision).await;
    assert_eq!(code(waits), "account.last_administrator", "a second one is not in use yet");
    let (second, _) = site.confirm(&site.auditor, &second).await.unwrap();
    let asked = suspend(cx, &security, only, revision).await.unwrap();
    assert!(asked.active && asked.waiting.is_some());
    let own = site.confirm(&site.auditor, &asked).await;
    assert_eq!(code(own), "account.own");
    let (gone, _) = site.confirm(&second, &asked).await.unwrap();
    assert!(!gone.active);
    assert_eq!(
        code(suspend(cx, &security, second.id, second.revision).await),
        "account.last_administrator"
    );
}
