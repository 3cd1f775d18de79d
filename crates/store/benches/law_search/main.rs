//! How long a search of the law library takes over every shipped text, beside a `LIKE` scan of the same articles in SQLite.
//!
//! `cargo bench -p store --bench law_search`; `--quick` asks each query once. The queries are such as officers type: single
//! words, several words, titles, citations, phrases and whole questions. The peer keeps its rows in memory, ranks nothing and
//! finds nothing for a question that no article answers word by word; a trigram index would not know words of two signs, which
//! most of them are.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot run has nothing to say")]

use domain::Date;
use domain::law::{Acts, Block, Library, Query};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use std::time::Instant;

const QUERIES: &str = include_str!("queries.txt");
const TODAY: Date = Date::constant(2026, 11, 1);
/// The library answers 95 of 100 queries within this, built for speed.
const P95_MS_MAX: f64 = 100.0;

fn main() {
    // Cargo passes `--bench`; anything else is for us.
    let rounds = if std::env::args().any(|argument| argument == "--quick") { 1 } else { 5 };
    let (acts, library) = (Acts::shipped().unwrap(), Library::shipped().unwrap());
    println!("{:<58} {:>12} {:>12} {:>12}", "", "p50", "p95", "found");
    let ours = measure("the library, ranked, by act, with marked words", rounds, |words| {
        let query = Query { words, max: 60, of_act_max: 5, ..Query::default() };
        library.search(&acts, &query, TODAY).total
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut peer = runtime.block_on(fill(&library));
    let theirs = measure("LIKE scan in SQLite, in memory, unranked", rounds, |words| {
        runtime.block_on(scan(&mut peer, words))
    });
    println!(
        "{:<58} {:>12} {:>12.2}",
        "p95 of the library against the scan, ratio",
        "",
        ours / theirs
    );
    if cfg!(not(debug_assertions)) {
        assert!(ours < P95_MS_MAX, "p95 is {ours:.1} ms");
    }
}

/// Asks every query so many times, prints a row, and gives the 95th percentile in milliseconds.
fn measure(what: &str, rounds: usize, mut ask: impl FnMut(&str) -> usize) -> f64 {
    let mut times = Vec::new();
    let mut found = 0;
    for words in std::iter::repeat_n(QUERIES, rounds).flat_map(str::lines) {
        let began = Instant::now();
        found += usize::from(ask(words) > 0);
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    let answered = format!("{found}/{}", times.len());
    println!("{what:<58} {:>9.2} ms {:>9.2} ms {answered:>12}", at(50), at(95));
    at(95)
}

/// A table with a row for each article and passage.
async fn fill(library: &Library) -> SqliteConnection {
    let mut db = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    sqlx::query(
        "CREATE TABLE unit (act TEXT NOT NULL, block INTEGER NOT NULL, words TEXT NOT NULL)",
    )
    .execute(&mut db)
    .await
    .unwrap();
    for version in library.iter() {
        for (block, content) in (0_i64..).zip(&version.text.blocks) {
            let words = match content {
                Block::Heading(_) => continue,
                Block::Article(article) => article.words(),
                Block::Passage { text } => text.clone(),
            };
            sqlx::query("INSERT INTO unit (act, block, words) VALUES ($1, $2, $3)")
                .bind(version.imprint.key())
                .bind(block)
                .bind(words)
                .execute(&mut db)
                .await
                .unwrap();
        }
    }
    db
}

async fn scan(db: &mut SqliteConnection, words: &str) -> usize {
    let terms: Vec<&str> =
        words.split([' ', '“', '”', '"']).filter(|term| !term.is_empty()).collect();
    let all = vec!["words LIKE '%' || ? || '%'"; terms.len()].join(" AND ");
    let select = AssertSqlSafe(format!("SELECT act, block FROM unit WHERE {all}"));
    let mut query = sqlx::query_as::<_, (String, i64)>(select);
    for term in terms {
        query = query.bind(term);
    }
    query.fetch_all(db).await.unwrap().len()
}
