//! The GB/T 9704 grid: 22 lines of 28 characters, margins 37, 28, 26 and 35 mm, page numbers.

use crate::{lay_out, samples};
use documents::Glyph;
use domain::document::Document;
use std::collections::BTreeMap;

const SIZE_MM: f64 = 16.0 * 25.4 / 72.0;

/// Lines of one page by base line in hundredths of a millimetre, for text of 16 points.
fn lines(glyphs: &[Glyph], page: usize) -> BTreeMap<i64, Vec<Glyph>> {
    let mut lines = BTreeMap::<i64, Vec<Glyph>>::new();
    for glyph in glyphs.iter().filter(|g| g.page == page && (g.size_pt - 16.0).abs() < 0.01) {
        let key = (glyph.y_mm * 100.0).round() as i64;
        lines.entry(key).or_default().push(*glyph);
    }
    lines
}

fn long_notice() -> Document {
    let mut notice = samples::prior_notice();
    notice.facts.account = "污水处理设施停止运行废水未经处理直接排入外环境".repeat(60);
    notice.into()
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let glyphs = lay_out(&long_notice()).glyphs();
    let page = lines(&glyphs, 1);
    assert_eq!(page.len(), 22);
    for line in page.values() {
        assert_eq!(line.len(), 28, "{line:?}");
        let (first, last) = (line.first().unwrap(), line.last().unwrap());
        assert!((first.x_mm - 28.0).abs() < 0.1, "{first:?}");
        assert!((last.x_mm + SIZE_MM - 184.0).abs() < 0.5, "{last:?}");
    }
    let baselines: Vec<f64> = page.keys().map(|y| *y as f64 / 100.0).collect();
    let (top, bottom) = (baselines[0] - 0.88 * SIZE_MM, baselines[21] + 0.12 * SIZE_MM);
    assert!((top - 37.0).abs() < 0.1, "{top}");
    assert!(bottom <= 262.0 && bottom > 256.0, "{bottom}");
    for pair in baselines.windows(2) {
        assert!((pair[1] - pair[0] - 225.0 / 22.0).abs() < 0.05, "{pair:?}");
    }
}

#[test]
fn nothing_leaves_the_text_area_sideways() {
    for document in samples::all() {
        // A space at the end of a line may hang into the margin.
        let glyphs = lay_out(&document).glyphs();
        for glyph in glyphs.iter().filter(|g| !g.character.is_whitespace()) {
            // The empty half of an opening mark hangs out where it begins a line.
            let opening = "（《〔“".contains(glyph.character);
            let left = glyph.x_mm + if opening { glyph.size_pt / 2.0 * 25.4 / 72.0 } else { 0.0 };
            let right = glyph.x_mm + if glyph.character.is_ascii() { 0.0 } else { 3.0 };
            assert!(left >= 27.5 && right <= 184.6, "{}: {glyph:?}", document.title());
        }
    }
}

#[test]
fn titles_are_centred_in_2hao() {
    for document in samples::all() {
        let glyphs = lay_out(&document).glyphs();
        let title: Vec<_> = glyphs.iter().filter(|g| (g.size_pt - 22.0).abs() < 0.01).collect();
        let text: String = title.iter().map(|g| g.character).collect();
        let expected = format!("{}{}", document.head().organ.name, document.title());
        assert_eq!(text, expected);
        let last_line: Vec<_> =
            title.iter().filter(|g| g.y_mm == title.last().unwrap().y_mm).collect();
        let (first, last) = (last_line[0], last_line[last_line.len() - 1]);
        let middle = f64::midpoint(first.x_mm, last.x_mm + 22.0 * 25.4 / 72.0);
        assert!((middle - 106.0).abs() < 1.5, "{}: {middle}", document.title());
    }
}

#[test]
fn letters_number_their_pages_outside_and_records_count_them() {
    let layout = lay_out(&long_notice());
    for page in 0..layout.page_count() {
        let foot: Vec<Glyph> =
            layout.glyphs().into_iter().filter(|g| g.page == page && g.y_mm > 262.0).collect();
        let text: String = foot.iter().map(|g| g.character).collect();
        assert_eq!(text, format!("— {} —", page + 1));
        assert!(foot.iter().all(|g| (g.size_pt - 14.0).abs() < 0.01));
        assert_eq!(foot[0].x_mm > 105.0, page % 2 == 0);
    }

    let layout = lay_out(&samples::inspection_record().into());
    for page in 0..layout.page_count() {
        let foot: String = layout
            .glyphs()
            .iter()
            .filter(|g| g.page == page && g.y_mm > 262.0)
            .map(|g| g.character)
            .collect();
        for role in ["被检查（勘察）人签名：", "检查（勘察）人签名：", "记录人签名："]
        {
            assert!(foot.contains(role), "page {page}: {foot}");
        }
        assert!(foot.contains(&format!("第 {} 页　共 {} 页", page + 1, layout.page_count())));
    }
}

#[test]
fn the_seal_never_stands_alone_on_a_page() {
    for length in 0..22 {
        let mut notice = samples::prior_notice();
        notice.facts.account = "废水外排。\n".repeat(length + 1);
        let layout = lay_out(&notice.into());
        let last = layout.page_count() - 1;
        let text: String =
            layout.glyphs().iter().filter(|g| g.page == last).map(|g| g.character).collect();
        assert!(!text.contains("（印章）") || text.contains("特此告知"), "{length}: {text}");
    }
}
