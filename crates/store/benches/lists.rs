//! Measures the lists of cases on this machine, on both databases, and keeps nothing: `cargo bench -p store --bench lists`.
//!
//! Two hundred thousand cases are what a province's bodies file in some twenty years. Each question is asked of two thousand
//! first and of all of them then; the last column is what the hundredfold costs. Argument: how many cases.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot run has nothing to say")]

use domain::OfficerId;
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::time::Instant;
use store::cases::CaseFilter;
use store::{Page, Scope, Store, StoreUrl};
use testkit::{Procedure, TemporaryCluster, World};
use uuid::Uuid;

const FEW: usize = 2_000;
const MANY: usize = 200_000;
/// How often each question is asked.
const ASKED: usize = 40;
/// Whoever handles cases here: sixty, each with as many.
const HANDLER: u128 = 0x0190_0000_0000_7000_9000_0000_0000_0007;

/// Copies of the one case, numbers from $1 to $2: twelve counties, one case in twenty still running. Decimal digits are good
/// enough for the end of an id, and both databases write them alike.
const COPIES: &str = "INSERT INTO case_file (id, number, territory, stage, inspection, enterprise, party_name, cause, item,
        fine_fen, due_on, updated_at, body, party_code, revision)
    SELECT '01900000-0000-7000-8000-' || substr(CAST(1000000000000 + n AS TEXT), 2), '廊环立〔2026〕' || n,
        '1310/1310' || CAST(10 + n % 12 AS TEXT) || '/', CASE WHEN n % 20 = 0 THEN 'noticed' ELSE 'closed' END,
        '01900000-0000-7000-a000-' || substr(CAST(1000000000000 + n AS TEXT), 2), enterprise,
        '廊坊第' || CAST(n % 30000 AS TEXT) || '化工有限公司', cause, item, fine_fen,
        CASE WHEN n % 20 = 0 THEN '2026-10-' || CAST(10 + n % 20 AS TEXT) END, updated_at, body, party_code, 1
    FROM (SELECT * FROM case_file ORDER BY id DESC LIMIT 1) AS model, numbers";
const HANDLERS: &str = "INSERT INTO case_handler (case_id, officer)
    SELECT '01900000-0000-7000-8000-' || substr(CAST(1000000000000 + n AS TEXT), 2),
        '01900000-0000-7000-9000-' || substr(CAST(1000000000000 + n % 60 AS TEXT), 2) FROM numbers";

#[tokio::main]
async fn main() {
    let many = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(MANY);
    let folder = tempfile::tempdir().unwrap();
    measure("SQLite", &StoreUrl::Sqlite(folder.path().join("lists.db")), many).await;
    let cluster = TemporaryCluster::start();
    measure("PostgreSQL", &cluster.database("lists"), many).await;
}

async fn measure(database: &str, url: &StoreUrl, many: usize) {
    let world = World::on(url).await;
    Procedure(&world).closed().await;
    copy(url, 1, FEW).await;
    let store = Store::open(url).await.unwrap();
    let few = ask(&store).await;
    copy(url, FEW + 1, many).await;
    let all = ask(&store).await;
    println!(
        "{database:<28}{:>14}{:>14}{:>14}{:>10}",
        format!("p50 of {FEW}"),
        format!("p50 of {many}"),
        "p95",
        "ratio"
    );
    for ((what, few), (_, all)) in few.into_iter().zip(all) {
        let (before, p50, p95) = (at(&few, 50), at(&all, 50), at(&all, 95));
        println!("{what:<28}{before:>11.2} ms{p50:>11.2} ms{p95:>11.2} ms{:>10.1}", p50 / before);
    }
}

/// The questions of a desk, the ordinary ones and the ones that find nothing.
fn questions() -> Vec<(&'static str, &'static str, CaseFilter)> {
    let all = CaseFilter::default;
    let words = |words: &str| CaseFilter { words: words.to_owned(), ..CaseFilter::default() };
    let handler = Some(OfficerId(Uuid::from_u128(HANDLER)));
    vec![
        ("the city's newest", "1310/", all()),
        ("a county's newest", "1310/131013/", all()),
        (
            "a stage in a county",
            "1310/131018/",
            CaseFilter { stage: "noticed".to_owned(), ..all() },
        ),
        ("a rare name", "1310/", words("第29999化工")),
        ("words nobody wrote", "1310/", words("没有这个词")),
        ("of one handler", "1310/", CaseFilter { handler, ..all() }),
        ("of a county without any", "1310/131099/", all()),
    ]
}

async fn ask(store: &Store) -> Vec<(&'static str, Vec<f64>)> {
    let page = Page { after: None, size: 50 };
    let mut answers = Vec::new();
    for (what, place, filter) in questions() {
        let scope =
            Scope { from: place.to_owned(), to: format!("{}0", place.trim_end_matches('/')) };
        let mut times = Vec::new();
        for _ in 0..ASKED {
            let clock = Instant::now();
            let mut tx = store.read().await.unwrap();
            store::cases::list(&mut tx, &scope, &filter, &page).await.unwrap();
            times.push(clock.elapsed().as_secs_f64() * 1_000.0);
        }
        answers.push((what, times));
    }
    let (scope, mut times) =
        (Scope { from: "1310/".to_owned(), to: "13100".to_owned() }, Vec::new());
    for _ in 0..ASKED {
        let clock = Instant::now();
        let mut tx = store.read().await.unwrap();
        store::cases::running(&mut tx, &scope, 400).await.unwrap();
        times.push(clock.elapsed().as_secs_f64() * 1_000.0);
    }
    answers.push(("the 400 most urgent", times));
    answers
}

fn at(times: &[f64], percent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times[(times.len() - 1) * percent / 100]
}

/// Rows that no use case wrote, for which reason the database is told not to ask where they belong.
async fn copy(url: &StoreUrl, from: usize, to: usize) {
    let numbers = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM numbers WHERE n < {to}) "
    );
    let (cases, handlers) = (format!("{numbers}{COPIES}"), format!("{numbers}{HANDLERS}"));
    match url {
        StoreUrl::Sqlite(path) => {
            let mut db =
                SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
            for statement in ["PRAGMA foreign_keys = OFF", &*cases, &*handlers] {
                sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut db).await.unwrap();
            }
        }
        StoreUrl::Postgres(url) => {
            let mut db = PgConnection::connect(url).await.unwrap();
            // What the database's own upkeep does within a minute.
            for statement in [
                "SET session_replication_role = replica",
                &*cases,
                &*handlers,
                "VACUUM ANALYZE case_file",
            ] {
                sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut db).await.unwrap();
            }
        }
    }
}
