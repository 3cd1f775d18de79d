//! Tests over everything that is shipped: all texts, and every citation of our own tables.

use super::*;
use crate::Date;
use jiff::ToSpan;
use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// The day as of which data in force is read.
const TODAY: Date = date(2026, 11, 1);

fn library() -> Library {
    Library::shipped().unwrap()
}

#[test]
fn every_text_is_read_and_every_article_stands_once() {
    let library = library();
    assert_eq!(library.iter().count(), super::files::FILES.len());
    assert_eq!(library.iter().count(), 63);
    let mut articles = 0;
    for version in library.iter() {
        let key = version.imprint.key();
        let numbers: Vec<ArticleNumber> =
            version.text.articles().map(|article| article.number).collect();
        let expected: Vec<ArticleNumber> =
            (1..=version.imprint.articles).map(ArticleNumber::from).collect();
        assert_eq!(numbers, expected, "{key}");
        articles += numbers.len();
        for article in version.text.articles() {
            assert!(
                article.paragraphs.iter().all(|part| !part.text.trim().is_empty()),
                "{key} {}",
                article.number
            );
        }
        assert!(!version.text.blocks.is_empty(), "{key}");
    }
    assert_eq!(articles, 4_712, "numbered articles in the library");
}

#[test]
fn nothing_of_a_text_is_lost_in_reading() {
    let bare = |text: &str| {
        text.chars()
            .filter(|sign| !sign.is_whitespace() && !"#>【】（）()".contains(*sign))
            .collect::<String>()
    };
    let library = library();
    for (key, file) in super::files::FILES {
        let (act, version) = key.split_once('@').unwrap();
        let read = library.version(act, version).unwrap();
        let mut words = read.text.title.clone().unwrap_or_default();
        words.extend(read.text.history.iter().map(String::as_str));
        for block in &read.text.blocks {
            match block {
                Block::Heading(heading) => words.push_str(&heading.words),
                Block::Passage { text } => words.push_str(text),
                Block::Article(article) => {
                    words.push_str(&article.number.zh());
                    words.push_str(article.caption.as_deref().unwrap_or_default());
                    words.push_str(&article.words());
                }
            }
        }
        assert_eq!(bare(&words), bare(file), "{key}");
    }
}

#[test]
fn the_code_equals_its_other_copy_article_by_article() {
    let other: BTreeMap<String, String> =
        serde_json::from_str(include_str!("../../../../data/law/eco_code_2026_articles.json"))
            .unwrap();
    let library = library();
    let code = library.version("eco_code", "2026-08-15").unwrap();
    let bare = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
    assert_eq!(other.len(), 1_242);
    for article in code.text.articles() {
        let number = article.number.to_string();
        assert_eq!(bare(&article.words()), bare(&other[&number]), "article {number}");
    }
}

#[test]
fn the_second_copy_of_a_text_says_the_same() {
    let second = include_str!(
        "../../../../data/law/texts/crime_transfer_regulation@2020-08-07.second-copy.txt"
    );
    let second = read_text(second, Division::Articles).unwrap();
    let library = library();
    let first = library.version("crime_transfer_regulation", "2020-08-07").unwrap();
    let articles = |text: &Text| text.articles().cloned().collect::<Vec<_>>();
    assert_eq!(articles(&second), articles(&first.text));
}

#[test]
fn acts_and_texts_agree() {
    let (acts, library) = (Acts::shipped().unwrap(), library());
    let listed: BTreeSet<_> = acts.iter().map(|act| act.id.as_str()).collect();
    let written: BTreeSet<_> = library.iter().map(|version| version.imprint.act.as_str()).collect();
    assert_eq!(listed, written, "each act has a text, each text an act");
    for act in acts.iter() {
        let newest = library.versions(&act.id).next_back().unwrap();
        assert_eq!(newest.imprint.effective_from, act.effective_from, "{}", act.id);
        assert_eq!(newest.imprint.title, act.zh, "{}", act.id);
    }
}

#[test]
fn the_text_of_a_day_is_the_version_of_that_day() {
    let library = library();
    let version =
        |on| library.as_of("civil_procedure_law", on).map(|found| found.imprint.version.as_str());
    assert_eq!(version(date(2023, 12, 31)), Some("2021-12-24"));
    assert_eq!(version(date(2024, 1, 1)), Some("2023-09-01"));
    assert_eq!(version(date(2020, 1, 1)), None, "that text is not on file");
    let acts = Acts::shipped().unwrap();
    let water = library.as_of("water_law", TODAY).unwrap();
    assert_eq!(water.standing(&acts, date(2026, 8, 14)), Standing::InForce);
    assert_eq!(water.standing(&acts, date(2026, 8, 15)), Standing::Repealed);
    let old = library.version("civil_procedure_law", "2021-12-24").unwrap();
    assert_eq!(old.standing(&acts, TODAY), Standing::Repealed);
    let police = library.as_of("public_security_law", TODAY).unwrap();
    assert_eq!(police.standing(&acts, TODAY), Standing::Superseded);
}

#[test]
fn a_citation_says_what_the_law_says() {
    let library = library();
    let says =
        |text: &str, on| library.resolve(&text.parse().unwrap(), on).map(|found| found.words);
    assert!(says("penalty_law:33.1", TODAY).unwrap().starts_with("违法行为轻微并及时改正"));
    assert!(
        says("eco_code:1175.1(5)", TODAY)
            .unwrap()
            .starts_with("（五）将危险废物提供或者委托给无许可证")
    );
    assert!(says("civil_procedure_law:85", date(2022, 6, 1)).is_ok());
    assert_eq!(says("order_30:57", TODAY), Err(Unresolved::NumberOnly));
    assert_eq!(says("order_30:93", TODAY), Err(Unresolved::NoPlace));
    assert_eq!(says("penalty_law:33.9", TODAY), Err(Unresolved::NoPlace));
    assert_eq!(says("penalty_law:33", date(2020, 1, 1)), Err(Unresolved::NoVersion));
    assert_eq!(says("no_such:1", TODAY), Err(Unresolved::NoAct));
}

/// Every quoted `act:article…` of a table.
fn citations(text: &str) -> BTreeSet<Citation> {
    let acts = Acts::shipped().unwrap();
    text.split('"')
        .filter_map(|quoted| quoted.split('/').next()?.parse::<Citation>().ok())
        .filter(|citation| acts.get(&citation.act).is_some())
        .collect()
}

#[test]
fn every_citation_of_our_tables_resolves() {
    let (acts, library) = (Acts::shipped().unwrap(), library());
    let tables = [
        ("periods", include_str!("../../../../data/law/periods.toml")),
        ("items", include_str!("../../../../data/law/items.toml")),
        ("lists", include_str!("../../../../data/law/lists.toml")),
        ("ranges", include_str!("../../../../data/law/statutory_ranges.toml")),
        ("violations", include_str!("../../../../data/discretion/violations.toml")),
    ];
    let (mut checked, mut number_only, mut wrong) = (0, BTreeSet::new(), Vec::new());
    for (table, text) in tables {
        for citation in citations(text) {
            // What is repealed is cited for acts of its time: its last day.
            let act = acts.get(&citation.act).unwrap();
            let day = act.effective_to.map_or(TODAY, |end| end.checked_sub(1.day()).unwrap());
            checked += 1;
            match library.resolve(&citation, day) {
                Ok(_) => {}
                Err(Unresolved::NumberOnly) => {
                    number_only.insert(citation.to_string());
                }
                Err(why) => wrong.push(format!("{table}: {citation}: {why}")),
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(checked > 150, "{checked}");
    // Known by number alone until the official text of order 30 is on file.
    assert!(
        number_only.iter().all(|citation| citation.starts_with("order_30:")),
        "{number_only:?}"
    );
}

#[test]
fn whatever_cites_an_article_cites_one_that_exists() {
    let (acts, library) = (Acts::shipped().unwrap(), library());
    let items = crate::item::Items::shipped().unwrap();
    let ranges = crate::discretion::Ranges::shipped().unwrap();
    let violations = crate::discretion::Violations::shipped().unwrap();
    let benchmarks = crate::discretion::Benchmarks::shipped().unwrap();
    let periods = crate::calendar::Periods::shipped().unwrap();
    let (items, ranges, violations) = (&items, &ranges, &violations);
    let refusals = crate::refusals::Refusals::shipped().unwrap();
    let (benchmarks, periods, refusals) = (&benchmarks, &periods, &refusals);
    let lists = crate::jurisdiction::Lists::shipped().unwrap();
    let lists = lists.versions();
    let tables =
        crate::citing::Tables { items, lists, ranges, violations, benchmarks, periods, refusals };
    let mut checked = 0;
    for thing in tables.citing() {
        for cited in thing.places {
            let act = acts.get(&cited.place.act).unwrap();
            let day = act.effective_to.map_or(TODAY, |end| end.checked_sub(1.day()).unwrap());
            let known = library.resolve(&cited.place, day).map(|found| found.words);
            let by_number = known == Err(Unresolved::NumberOnly) && act.id == "order_30";
            assert!(
                known.is_ok() || by_number,
                "{} {}: {}",
                thing.code,
                cited.place,
                known.unwrap_err()
            );
            checked += 1;
        }
    }
    assert!(checked > 400, "{checked}");
}

#[test]
fn a_search_ranks_title_phrase_and_articles() {
    let (acts, library) = (Acts::shipped().unwrap(), library());
    let search = |words: &str| {
        library.search(&acts, &Query { words, max: 20, of_act_max: 20, ..Query::default() }, TODAY)
    };
    let first = |words: &str| {
        let found = search(words);
        let hits = found.acts.into_iter().flat_map(|group| group.hits);
        let hit = hits.into_iter().next().unwrap_or_else(|| panic!("{words}"));
        (hit.version.imprint.act.clone(), hit.at)
    };
    assert_eq!(first("行政处罚法"), ("penalty_law".to_owned(), HitAt::Title));
    assert_eq!(
        first("违法行为轻微并及时改正"),
        ("penalty_law".to_owned(), HitAt::Article(33.into()))
    );
    let found = search("篡改 自动监测");
    assert!(found.total > 1 && !found.near);
    for hit in found.acts.iter().flat_map(|group| &group.hits) {
        let marked: String =
            hit.excerpt.iter().filter(|piece| piece.hit).map(|piece| piece.text.as_str()).collect();
        assert!(hit.at == HitAt::Title || !marked.is_empty());
    }
    let near = search("擅自篡改自动监测数据行为人");
    assert!(near.near && near.total > 0, "what comes near is found and said so");
    assert_eq!(search("  ").total, 0);
    assert_eq!(search("鑫鑫鑫鑫").total, 0);
}

#[test]
fn an_article_is_found_by_its_number_in_every_act_whose_title_is_meant() {
    let (acts, library) = (Acts::shipped().unwrap(), library());
    let search = |words: &str| {
        let query = Query { words, max: 20, of_act_max: 20, ..Query::default() };
        let found = library.search(&acts, &query, TODAY).acts;
        let numbered =
            found.into_iter().flat_map(|group| group.hits).filter_map(|hit| match hit.at {
                HitAt::Article(number) => Some((hit.version.imprint.act.clone(), number)),
                HitAt::Title | HitAt::Passage(_) => None,
            });
        numbered.collect::<Vec<_>>()
    };
    let code = ("eco_code".to_owned(), ArticleNumber::from(1107));
    for words in [
        "第一千一百零七条",
        "第1107条",
        "1107条",
        "法典 1107条",
        "法典1107",
        "生态环境法典 第一千一百零七条",
    ] {
        assert_eq!(search(words).first(), Some(&code), "{words}");
    }
    let of_all = search("污染防治法83");
    assert!(
        of_all.len() > 1 && of_all.iter().all(|(_, number)| *number == 83.into()),
        "{of_all:?}"
    );
    assert_eq!(search("水污染防治法83").first(), Some(&("water_law".to_owned(), 83.into())));
    assert_ne!(search("1107").first(), Some(&code), "a bare number may be anything");
}

#[test]
fn a_search_is_narrowed_by_act_rank_and_state_on_a_day() {
    let (acts, library) = (Acts::shipped().unwrap(), library());
    let asked = Query { words: "水污染防治", max: 200, of_act_max: 200, ..Query::default() };
    let found = |query: &Query<'_>, on| -> BTreeSet<String> {
        library.search(&acts, query, on).acts.into_iter().map(|group| group.act).collect()
    };
    let (before, from) = (date(2026, 8, 14), date(2026, 8, 15));
    let stands = |standing, on| found(&Query { standing: Some(standing), ..asked.clone() }, on);
    assert!(stands(Standing::InForce, before).contains("water_law"));
    assert!(!stands(Standing::InForce, from).contains("water_law"));
    assert!(stands(Standing::Repealed, from).contains("water_law"));
    assert!(stands(Standing::NotYet, before).contains("eco_code"));
    for standing in [Standing::InForce, Standing::Repealed, Standing::NotYet] {
        for act in stands(standing, from) {
            let mut versions = library.versions(&act);
            assert!(versions.any(|one| one.standing(&acts, from).is(standing)), "{act}");
        }
    }
    for rank in [Rank::Law, Rank::Regulation, Rank::Rule] {
        let of_rank = found(&Query { words: "罚款", rank: Some(rank), ..asked.clone() }, TODAY);
        assert!(!of_rank.is_empty());
        assert!(of_rank.iter().all(|act| acts.get(act).unwrap().rank == rank));
    }
    let within = Query { words: "罚款", act: Some("order_28"), ..asked.clone() };
    assert_eq!(found(&within, TODAY), BTreeSet::from(["order_28".to_owned()]));
}

#[test]
fn hits_stand_by_act_with_their_words_marked_and_a_limit_in_each() {
    let (acts, library) = (Acts::shipped().unwrap(), library());
    let query = Query { words: "罚款", max: 30, of_act_max: 4, ..Query::default() };
    let found = library.search(&acts, &query, TODAY);
    let names: BTreeSet<_> = found.acts.iter().map(|group| group.act.as_str()).collect();
    assert_eq!(names.len(), found.acts.len(), "each act once");
    assert_eq!(found.acts.iter().map(|group| group.hits.len()).sum::<usize>(), 30);
    for group in &found.acts {
        assert!((1..=4).contains(&group.hits.len()) && group.total >= group.hits.len());
        assert!(group.hits.is_sorted_by_key(|hit| std::cmp::Reverse(hit.score)));
        assert!(group.hits.iter().all(|hit| hit.version.imprint.act == group.act));
    }
    let best = |group: &FoundIn| group.hits.first().map(|hit| std::cmp::Reverse(hit.score));
    assert!(found.acts.is_sorted_by_key(best), "the act with the best hit first");
    let titled = library.search(&acts, &Query { words: "处罚法", ..query }, TODAY);
    let marked = titled.acts[0].title.iter().filter(|piece| piece.hit);
    assert_eq!(marked.map(|piece| piece.text.as_str()).collect::<Vec<_>>(), ["处罚法"]);
}

#[test]
fn how_long_a_search_takes() {
    let (acts, library) = (Acts::shipped().unwrap(), library());
    for words in [
        "罚款",
        "排污许可证 罚款",
        "“责令改正” 停产整治",
        "危险废物转移联单",
        "擅自篡改自动监测数据行为人",
        "污染防治法83",
        "第一千一百零七条",
    ] {
        let mut took = Vec::new();
        for _ in 0..20 {
            let begun = Instant::now();
            let found = library.search(
                &acts,
                &Query { words, max: 20, of_act_max: 20, ..Query::default() },
                TODAY,
            );
            took.push(begun.elapsed());
            assert!(found.total > 0);
        }
        took.sort();
        println!("{words}: median {:?}, p95 {:?}", took[10], took[18]);
    }
}
