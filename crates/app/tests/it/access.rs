//! Coming in: log-in, locks, second factor, sessions, activation, accounts.

use app::access::{
    self, Account, Attempt, Entered, Gate, Settings, Use, activate, change_password, change_roles,
    code_at, confirm_second_factor, create_account, enrol_second_factor, list_audit, log_in,
    log_out, renew_activation, resume, suspend,
};
use app::{Action, Actor, Error, Page};
use domain::officer::{Officer, Role};
use testkit::{World, an_officer};

const SETUP: Actor = Actor::Service("setup");
const PASSWORD: &str = "秋天 a long walk 2026";
const MINUTE_MS: i64 = 60_000;

fn gate() -> Gate {
    // The least that argon2 takes: these tests are about who comes in, not about how hard a hash is.
    let settings = Settings { memory_kib: 8, passes: 1, ..Settings::default() };
    Gate::new(settings).unwrap()
}

async fn with_password(world: &World, gate: &Gate, officer: &Officer) {
    let token = renew_activation(&world.cx, gate, &SETUP, officer.id).await.unwrap().unwrap();
    activate(&world.cx, gate, &token, PASSWORD, "::1").await.unwrap();
}

fn attempt<'a>(name: &'a str, password: &'a str) -> Attempt<'a> {
    Attempt { name, password, code: None, peer: "::1", before: None }
}

async fn enter(world: &World, gate: &Gate, name: &str) -> Entered {
    log_in(&world.cx, gate, attempt(name, PASSWORD)).await.unwrap()
}

async fn refused(world: &World, gate: &Gate, attempt: Attempt<'_>) -> String {
    code_of(log_in(&world.cx, gate, attempt).await)
}

fn code_of<T>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Refused(refusal)) => refusal.code.to_owned(),
        Err(other) => format!("{other}"),
        Ok(_) => "done".to_owned(),
    }
}

async fn alive(world: &World, gate: &Gate, token: &str) -> bool {
    resume(&world.cx, gate, token, Use::Work).await.unwrap().is_some()
}

#[tokio::test]
async fn a_session_is_opened_used_and_ended() {
    let (world, gate) = (World::new().await, gate());
    let officer = &world.people.handler;
    with_password(&world, &gate, officer).await;
    let entered = enter(&world, &gate, &officer.account).await;
    assert_eq!(entered.session.officer.id, officer.id);
    assert_eq!(entered.session.actor, world.as_actor(officer));
    assert!(alive(&world, &gate, &entered.token).await);
    assert!(!alive(&world, &gate, &"0".repeat(64)).await);

    let session = resume(&world.cx, &gate, &entered.token, Use::Work).await.unwrap().unwrap();
    log_out(&world.cx, &session, &entered.token, "::1").await.unwrap();
    assert!(!alive(&world, &gate, &entered.token).await);
}

#[tokio::test]
async fn a_session_ends_when_idle_and_when_old_and_watching_is_not_using() {
    let (world, gate) = (World::new().await, gate());
    let account = world.people.handler.account.clone();
    with_password(&world, &gate, &world.people.handler).await;
    let idle = enter(&world, &gate, &account).await.token;
    for _ in 0..2 {
        world.clock.advance_ms(15 * MINUTE_MS);
        let watched = resume(&world.cx, &gate, &idle, Use::Watch).await.unwrap();
        assert_eq!(watched.is_some(), world.clock_minutes() < 30);
    }
    assert!(!alive(&world, &gate, &idle).await);

    let busy = enter(&world, &gate, &account).await.token;
    for _ in 0..(12 * 3 - 1) {
        world.clock.advance_ms(20 * MINUTE_MS);
        assert!(alive(&world, &gate, &busy).await);
    }
    world.clock.advance_ms(20 * MINUTE_MS);
    assert!(!alive(&world, &gate, &busy).await, "twelve hours are the end");
}

/// Minutes since the world began at nine.
trait Minutes {
    fn clock_minutes(&self) -> i64;
}

impl Minutes for World {
    fn clock_minutes(&self) -> i64 {
        let time = self.cx.now().to_shanghai().time();
        i64::from(time.hour() - 9) * 60 + i64::from(time.minute())
    }
}

#[tokio::test]
async fn five_failures_lock_for_a_quarter_of_an_hour_whether_or_not_there_is_such_an_account() {
    let (world, gate) = (World::new().await, gate());
    let account = world.people.handler.account.clone();
    with_password(&world, &gate, &world.people.handler).await;
    for name in [account.as_str(), "nobody.here"] {
        for _ in 0..4 {
            assert_eq!(
                refused(&world, &gate, attempt(name, "wrong password")).await,
                "session.wrong"
            );
        }
        assert_eq!(refused(&world, &gate, attempt(name, "wrong password")).await, "session.locked");
        assert_eq!(refused(&world, &gate, attempt(name, PASSWORD)).await, "session.locked");
    }
    world.clock.advance_ms(15 * MINUTE_MS);
    enter(&world, &gate, &account).await;
    assert_eq!(refused(&world, &gate, attempt("nobody.here", PASSWORD)).await, "session.wrong");
}

#[tokio::test]
async fn guesses_at_the_same_time_count_one_by_one() {
    let (world, gate) = (World::new().await, gate());
    let account = world.people.handler.account.clone();
    with_password(&world, &gate, &world.people.handler).await;
    let guesses = (0..12).map(|_| refused(&world, &gate, attempt(&account, "wrong password")));
    let answers = join_all(guesses).await;
    let wrong = answers.iter().filter(|code| *code == "session.wrong").count();
    assert_eq!(wrong, 4, "{answers:?}");
}

/// Drives futures together until all are done.
async fn join_all<F: Future<Output = String>>(futures: impl Iterator<Item = F>) -> Vec<String> {
    let mut running: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|cx| {
        for (future, done) in running.iter_mut().filter(|(_, done)| done.is_none()) {
            if let std::task::Poll::Ready(answer) = future.as_mut().poll(cx) {
                *done = Some(answer);
            }
        }
        match running.iter().all(|(_, done)| done.is_some()) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    running.into_iter().filter_map(|(_, done)| done).collect()
}

#[tokio::test]
async fn an_address_that_fails_too_often_waits() {
    let (world, gate) = (World::new().await, gate());
    for n in 0..20 {
        refused(&world, &gate, attempt(&format!("nobody{n}"), "wrong password")).await;
    }
    assert_eq!(refused(&world, &gate, attempt("another", "wrong")).await, "session.too_many");
    let elsewhere = Attempt { peer: "10.0.0.9", ..attempt("another", "wrong") };
    assert_eq!(refused(&world, &gate, elsewhere).await, "session.wrong");
    world.clock.advance_ms(MINUTE_MS);
    assert_eq!(refused(&world, &gate, attempt("another", "wrong")).await, "session.wrong");
}

#[tokio::test]
async fn a_second_factor_counts_once_confirmed_and_each_code_once() {
    let (world, gate) = (World::new().await, gate());
    let account = world.people.handler.account.clone();
    with_password(&world, &gate, &world.people.handler).await;
    let entered = enter(&world, &gate, &account).await;
    assert!(entered.session.second_factor_due, "required unless the site says otherwise");
    let drawn = enrol_second_factor(&world.cx, &gate, &entered.session, "::1").await.unwrap();
    assert!(drawn.uri.starts_with("otpauth://totp/"));
    enter(&world, &gate, &account).await;
    let code = |world: &World| code_at(&drawn.secret, world.cx.now()).unwrap();
    let wrong = confirm_second_factor(&world.cx, &gate, &entered.session, "000000", "::1").await;
    assert_eq!(code_of(wrong), "second_factor.code_wrong");
    let shown = code(&world);
    confirm_second_factor(&world.cx, &gate, &entered.session, &shown, "::1").await.unwrap();
    let again = enrol_second_factor(&world.cx, &gate, &entered.session, "::1").await;
    assert_eq!(code_of(again), "second_factor.present");

    assert_eq!(refused(&world, &gate, attempt(&account, PASSWORD)).await, "session.code_required");
    let used = Attempt { code: Some(&shown), ..attempt(&account, PASSWORD) };
    assert_eq!(refused(&world, &gate, used).await, "session.code_wrong", "used to confirm");
    world.clock.advance_ms(30_000);
    let next = code(&world);
    let fresh = Attempt { code: Some(&next), ..attempt(&account, PASSWORD) };
    let entered = log_in(&world.cx, &gate, fresh).await.unwrap();
    assert!(entered.session.second_factor && !entered.session.second_factor_due);
    assert_eq!(refused(&world, &gate, fresh).await, "session.code_wrong", "replayed");
}

#[tokio::test]
async fn a_new_log_in_ends_the_session_it_came_with() {
    let (world, gate) = (World::new().await, gate());
    let account = world.people.handler.account.clone();
    with_password(&world, &gate, &world.people.handler).await;
    let first = enter(&world, &gate, &account).await.token;
    let rotated = Attempt { before: Some(&first), ..attempt(&account, PASSWORD) };
    let second = log_in(&world.cx, &gate, rotated).await.unwrap().token;
    assert!(!alive(&world, &gate, &first).await);
    assert!(alive(&world, &gate, &second).await);
}

#[tokio::test]
async fn a_changed_password_ends_every_session() {
    let (world, gate) = (World::new().await, gate());
    let account = world.people.handler.account.clone();
    with_password(&world, &gate, &world.people.handler).await;
    let (one, two) = (enter(&world, &gate, &account).await, enter(&world, &gate, &account).await);
    let new = "another long walk 2027";
    let change = async |old: &str, new: &str| {
        code_of(change_password(&world.cx, &gate, &one.session, old, new, "::1").await)
    };
    assert_eq!(change("not the old one", new).await, "password.wrong");
    assert_eq!(change(PASSWORD, "short").await, "password.weak");
    assert!(alive(&world, &gate, &two.token).await);
    assert_eq!(change(PASSWORD, new).await, "done");
    assert!(!alive(&world, &gate, &one.token).await && !alive(&world, &gate, &two.token).await);
    assert_eq!(refused(&world, &gate, attempt(&account, PASSWORD)).await, "session.wrong");
    log_in(&world.cx, &gate, attempt(&account, new)).await.unwrap();
}

#[tokio::test]
async fn an_activation_token_works_once_and_for_a_day() {
    let (world, gate) = (World::new().await, gate());
    let id = world.people.handler.id;
    let token = renew_activation(&world.cx, &gate, &SETUP, id).await.unwrap().unwrap();
    let weak = activate(&world.cx, &gate, &token, "administrator", "::1").await.map(drop);
    assert_eq!(code_of(weak), "password.weak");
    activate(&world.cx, &gate, &token, PASSWORD, "::1").await.unwrap();
    let twice = activate(&world.cx, &gate, &token, PASSWORD, "::1").await.map(drop);
    assert_eq!(code_of(twice), "activation.unknown");

    let late = renew_activation(&world.cx, &gate, &SETUP, id).await.unwrap().unwrap();
    world.clock.advance_days(1);
    let late = activate(&world.cx, &gate, &late, PASSWORD, "::1").await.map(drop);
    assert_eq!(code_of(late), "activation.unknown");
    let account = world.people.handler.account.clone();
    assert_eq!(refused(&world, &gate, attempt(&account, PASSWORD)).await, "session.wrong", "reset");
}

#[tokio::test]
async fn accounts_are_in_the_hands_of_the_security_administrator_and_of_nobody_else() {
    let (world, gate) = (World::new().await, gate());
    let security = an_officer(50, &world.sanhe, "安全员", &[Role::SecurityAdmin]);
    let administrator = world.as_actor(&security);
    let account = |name: &str, roles: &[Role]| Account {
        account: name.to_owned(),
        name: "新同志".to_owned(),
        agency: world.sanhe.id,
        roles: roles.to_vec(),
        certificate: None,
    };
    for other in [&world.people.head, &an_officer(51, &world.sanhe, "系统", &[Role::SystemAdmin])]
    {
        let other = world.as_actor(other);
        let wanted = account("x.y.z", &[Role::Handler]);
        let tried = create_account(&world.cx, &gate, &other, wanted).await;
        assert!(matches!(tried, Err(Error::Forbidden(Action::AccountManage))));
    }
    let both = create_account(
        &world.cx,
        &gate,
        &administrator,
        account("both", &[Role::Auditor, Role::Head]),
    )
    .await;
    assert_eq!(code_of(both), "account.roles");
    let (officer, token) =
        create_account(&world.cx, &gate, &administrator, account("new.one", &[Role::Handler]))
            .await
            .unwrap();
    let taken =
        create_account(&world.cx, &gate, &administrator, account("new.one", &[Role::Handler]))
            .await;
    assert_eq!(code_of(taken), "account.taken");
    activate(&world.cx, &gate, &token.unwrap(), PASSWORD, "::1").await.unwrap();
    let session = enter(&world, &gate, "new.one").await.token;

    let officer = change_roles(&world.cx, &administrator, officer.id, vec![Role::FieldOfficer], 1)
        .await
        .unwrap();
    assert!(!alive(&world, &gate, &session).await, "nobody goes on with what was taken away");
    let stale = change_roles(&world.cx, &administrator, officer.id, vec![Role::Head], 1).await;
    assert!(matches!(stale, Err(Error::Stale("officer"))));
    let own = change_roles(&world.cx, &administrator, security.id, vec![Role::Head], 1).await;
    assert_eq!(code_of(own), "account.own");

    let session = enter(&world, &gate, "new.one").await.token;
    suspend(&world.cx, &administrator, officer.id, officer.revision).await.unwrap();
    assert!(!alive(&world, &gate, &session).await);
    assert_eq!(refused(&world, &gate, attempt("new.one", PASSWORD)).await, "session.wrong");
}

#[tokio::test]
async fn the_audit_tells_who_came_in_and_never_a_secret() {
    let (world, gate) = (World::new().await, gate());
    let account = world.people.handler.account.clone();
    with_password(&world, &gate, &world.people.handler).await;
    refused(&world, &gate, attempt(&account, "a wrong secret")).await;
    let entered = enter(&world, &gate, &account).await;
    log_out(&world.cx, &entered.session, &entered.token, "::1").await.unwrap();

    let auditor = world.as_actor(&an_officer(52, &world.sanhe, "审计", &[Role::Auditor]));
    let page = Page { after: None, size: 50 };
    let lines = list_audit(&world.cx, &auditor, &account, "", &page).await.unwrap().items;
    let told: Vec<_> =
        lines.iter().rev().map(|line| (line.kind.as_str(), line.outcome.as_str())).collect();
    assert_eq!(
        told,
        [
            ("account", "done"),
            ("activation", "done"),
            ("login", "session.wrong"),
            ("login", "done"),
            ("logout", "done")
        ]
    );
    let text = format!("{lines:?}");
    for secret in [PASSWORD, "a wrong secret", entered.token.as_str()] {
        assert!(!text.contains(secret));
    }
    let head = world.as_actor(&world.people.head);
    assert!(matches!(list_audit(&world.cx, &head, "", "", &page).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn a_site_that_has_accounts_gets_no_first_administrators() {
    let (world, gate) = (World::new().await, gate());
    assert!(access::first_start(&world.cx, &gate, &world.sanhe).await.unwrap().is_empty());
}
