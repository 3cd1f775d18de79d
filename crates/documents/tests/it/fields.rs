//! Bound fields: what is printed is the field, whole, literal and once.

use crate::{lay_out, samples};
use domain::Fen;
use domain::document::{
    Decision, Document, NewlyFound, Penalty, PriorNotice, Renewal, Told, ToldWhen,
};
use rstest::rstest;

#[test]
fn sums_agree_in_digits_and_capitals() {
    for yuan in [5_000, 29_000, 286_000, 1_000_001] {
        let fen = Fen::from_yuan(yuan);
        let mut decision = samples::decision();
        decision.sanction.penalties = vec![Penalty::Fine(fen)];
        let text = lay_out(&decision.into()).text();
        let printed = format!("罚款人民币{fen}元（大写：{}）", fen.capitals());
        assert_eq!(text.matches(&printed).count(), 1, "{printed}");
    }
}

#[test]
fn a_decision_has_its_five_parts_in_order() {
    let text = lay_out(&samples::decision().into()).text();
    let places: Vec<usize> = [
        "廊坊市生态环境局",
        "行政处罚决定书",
        "冀廊环罚〔2026〕9号",
        "一、环境违法事实和证据",
        "二、陈述、申辩（听证）及采纳情况",
        "三、行政处罚的依据、种类及裁量",
        "四、行政处罚的履行方式和期限",
        "五、申请行政复议或者提起行政诉讼的途径和期限",
        "（印章）",
        "2026年9月30日",
        "联系人：张立新",
        "附：本决定所依据的法律条文",
        "（2026年9月3日）有效的文本",
        "超过水污染物排放标准排放水污染物的",
    ]
    .iter()
    .map(|part| text.find(part).unwrap_or_else(|| panic!("{part} not in {text}")))
    .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(text.contains("《中华人民共和国水污染防治法》第八十三条第一款第（三）项"));
    assert!(!text.contains("字第"));
}

#[rstest]
#[case(Some(5), true)]
#[case(None, false)]
fn the_hearing_is_told_only_where_there_is_a_right(#[case] days: Option<u8>, #[case] told: bool) {
    let notice = PriorNotice { hearing_days: days, ..samples::prior_notice() };
    let text = lay_out(&notice.into()).text();
    assert_eq!(text.contains("听证"), told);
    assert!(text.contains("5个工作日内向本机关提出"));
}

#[test]
fn the_steps_of_the_discretion_stand_one_by_one() {
    let mut decision = samples::decision();
    decision.sanction.steps =
        vec!["罚款幅度为100,000元至1,000,000元。".into(), "罚款286,000元。".into()];
    let text = lay_out(&decision.into()).text();
    assert!(text.contains("裁量情况如下："), "{text}");
    let places = ["（1）罚款幅度为100,000元", "（2）罚款286,000元", "作出如下行政处罚"]
        .map(|part| text.find(part).unwrap_or_else(|| panic!("{part} not in {text}")));
    assert!(places.is_sorted());
}

#[test]
fn a_second_notice_says_what_was_found_since_and_whose_place_it_takes() {
    let mut notice = samples::prior_notice();
    notice.renewal = Some(Renewal {
        notice: "冀廊环罚告〔2026〕8号".parse().unwrap(),
        served_on: "2026-09-01".parse().unwrap(),
        heavier: true,
        facts: vec![NewlyFound {
            on: "2026-09-09".parse().unwrap(),
            by: "采样监测".into(),
            fact: "西侧另有一处外排口".into(),
            proof: "监测报告".into(),
        }],
    });
    let text = lay_out(&notice.into()).text();
    for said in [
        "冀廊环罚告〔2026〕8号）",
        "现由本告知书替代",
        "2026年9月9日经采样监测，查明西侧另有一处外排口，有监测报告为证",
        "与你单位此前的陈述、申辩和听证无关",
        "重新计算",
    ] {
        assert!(text.contains(said), "{said} not in {text}");
    }
    assert!(!lay_out(&samples::prior_notice().into()).text().contains("替代"));
}

#[test]
fn a_record_prints_when_each_thing_was_told_where_that_is_known() {
    let mut record = samples::inspection_record();
    assert!(!lay_out(&record.clone().into()).text().contains("告知）"));
    let at = domain::Timestamp::start_of("2026-09-16".parse().unwrap());
    record.told.at.certificates_shown = Some(at.plus_millis((9 * 60 + 5) * 60_000));
    record.told.at.defence = Some(at.plus_millis((9 * 60 + 11) * 60_000));
    let text = lay_out(&record.clone().into()).text();
    assert!(text.contains("（2026年9月16日9时05分告知）"), "{text}");
    assert!(text.contains("（2026年9月16日9时11分告知）"), "{text}");
    assert_eq!(text.matches("告知）").count(), 2);
    // A record of before is read as it was written, and written as it was read.
    let old = serde_json::to_string(&samples::inspection_record().told).unwrap();
    assert!(!old.contains("\"at\""), "{old}");
    assert_eq!(serde_json::from_str::<Told>(&old).unwrap().at, ToldWhen::default());
}

#[test]
fn markup_in_a_field_prints_literally() {
    let evil = r##"#eval("1+1")* _a_ $x$ = #import "x" `r` <l> @r \u{41} [b] // c"##;
    let mut record = samples::inspection_record();
    record.place = evil.to_owned();
    record.situation.violations = evil.to_owned();
    let text = lay_out(&record.into()).text();
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert_eq!(bare(&text).matches(&bare(evil)).count(), 2, "{text}");
}

#[test]
fn records_end_with_blank_below_and_forms_have_every_question() {
    let record = lay_out(&samples::inspection_record().into()).text();
    assert!(record.contains("（以下空白）"));
    let review = samples::all().into_iter().find(|d| d.title() == "法制审核表").unwrap();
    let text = lay_out(&review).text();
    assert_eq!(text.matches('√').count(), 9, "{text}");
}

#[test]
fn a_draft_says_so_on_every_page_and_an_issued_document_nowhere() {
    for document in samples::all() {
        assert!(!lay_out(&document).text().contains("草稿"), "{}", document.title());
    }
    let mut decision: Decision = samples::decision();
    decision.head.draft = true;
    let layout = lay_out(&decision.into());
    let marks = layout.glyphs().iter().filter(|g| g.character == '草' && g.size_pt > 100.0).count();
    assert_eq!(marks, layout.page_count());
}

#[test]
fn every_document_survives_storage() {
    for document in samples::all() {
        let stored = serde_json::to_string(&document).unwrap();
        let read: Document = serde_json::from_str(&stored).unwrap();
        assert_eq!(read, document);
        assert_eq!(lay_out(&read).text(), lay_out(&document).text());
    }
}
