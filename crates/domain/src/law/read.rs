//! Reads the text of an act line by line. The same reader serves what is shipped and what a site pastes.

use super::ArticleNumber;
use super::cite::{is_numeral, number};
use super::text::{Article, Block, Heading, HeadingLevel, Paragraph, Point, Text};
use serde::Serialize;

/// Faults that are told at once; the rest would not be read.
const FAULTS_MAX: usize = 50;
/// Longest annex heading without a mark, for instance `附件一：`.
const ANNEX_CHARS_MAX: usize = 10;

/// Whether a text is divided into articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Division {
    /// Numbered from 第一条 without a gap; 第…条之一 stands behind its own.
    Articles,
    /// Passages only: a table, a list, an opinion.
    Passages,
}

/// What is wrong in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineFault {
    /// From 1.
    pub line: usize,
    /// In Chinese, with the way out.
    pub zh: String,
    /// In English.
    pub en: String,
}

enum Line<'a> {
    Blank,
    Title(&'a str),
    History(&'a str),
    Heading(HeadingLevel, &'a str),
    Article { number: ArticleNumber, caption: Option<&'a str>, rest: &'a str },
    Point(u16, &'a str),
    Subpoint(&'a str),
    Words(&'a str),
}

/// Reads a text.
///
/// # Errors
/// Each line that does not fit: an article or point out of order, an article without words.
pub fn read_text(text: &str, division: Division) -> Result<Text, Vec<LineFault>> {
    let mut reader = Reader { division, ..Reader::default() };
    for (index, line) in text.lines().enumerate() {
        reader.take(index + 1, line);
        if reader.faults.len() >= FAULTS_MAX {
            break;
        }
    }
    reader.finish()
}

struct Reader {
    division: Division,
    text: Text,
    /// The article that grows, and the line it began in.
    open: Option<(usize, Article)>,
    last: Option<ArticleNumber>,
    after_blank: bool,
    faults: Vec<LineFault>,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            division: Division::Articles,
            text: Text::default(),
            open: None,
            last: None,
            after_blank: true,
            faults: Vec::new(),
        }
    }
}

impl Reader {
    fn take(&mut self, at: usize, line: &str) {
        let first = self.text.title.is_none() && self.text.blocks.is_empty();
        let sorted = sort(line, first, self.division);
        let blank = matches!(sorted, Line::Blank);
        match sorted {
            Line::Blank => {}
            Line::Title(title) => self.text.title = Some(title.to_owned()),
            Line::History(words) => self.text.history.push(words.to_owned()),
            Line::Heading(level, words) => {
                self.close();
                let heading = Heading { level, words: words.to_owned() };
                self.text.blocks.push(Block::Heading(heading));
            }
            Line::Article { number, caption, rest } => self.article(at, number, caption, rest),
            Line::Point(number, words) => self.point(at, number, words),
            Line::Subpoint(words) => self.subpoint(words),
            Line::Words(words) => self.words(words),
        }
        self.after_blank = blank;
    }

    fn article(&mut self, at: usize, number: ArticleNumber, caption: Option<&str>, rest: &str) {
        self.close();
        if !number.follows(self.last) {
            let before = self.last.map_or_else(|| "开头".to_owned(), ArticleNumber::zh);
            let behind =
                self.last.map_or_else(|| "the beginning".to_owned(), |last| last.to_string());
            self.fault(
                at,
                format!("条文编号不连续：{}不能接在{before}之后", number.zh()),
                format!("article {number} cannot stand behind {behind}"),
            );
        }
        self.last = Some(number);
        let article =
            Article { number, caption: caption.map(str::to_owned), paragraphs: Vec::new() };
        self.open = Some((at, article));
        if !rest.is_empty() {
            self.words(rest);
        }
    }

    fn point(&mut self, at: usize, number: u16, words: &str) {
        let Some(paragraph) = self.open_paragraph() else {
            return self.words(words);
        };
        let expected = paragraph.points.len() + 1;
        if usize::from(number) == expected
            && let Ok(number) = u8::try_from(number)
        {
            paragraph.points.push(Point { number, text: body(words).to_owned() });
            return;
        }
        self.fault(
            at,
            format!("项的编号不连续：此处为第（{number}）项，应为第（{expected}）项"),
            format!("point ({number}) stands where point ({expected}) should"),
        );
    }

    fn subpoint(&mut self, words: &str) {
        let Some(paragraph) = self.open_paragraph() else {
            return self.words(words);
        };
        let owner = match paragraph.points.last_mut() {
            Some(point) => &mut point.text,
            None => &mut paragraph.text,
        };
        owner.push('\n');
        owner.push_str(words);
    }

    fn words(&mut self, words: &str) {
        if let Some((_, article)) = &mut self.open {
            article.paragraphs.push(Paragraph { text: words.to_owned(), points: Vec::new() });
            return;
        }
        // Rows of a table belong together; an empty line parts passages.
        let joins = self.division == Division::Passages && !self.after_blank;
        match self.text.blocks.last_mut() {
            Some(Block::Passage { text }) if joins => {
                text.push('\n');
                text.push_str(words);
            }
            _ => self.text.blocks.push(Block::Passage { text: words.to_owned() }),
        }
    }

    fn open_paragraph(&mut self) -> Option<&mut Paragraph> {
        self.open.as_mut().and_then(|(_, article)| article.paragraphs.last_mut())
    }

    fn close(&mut self) {
        let Some((at, article)) = self.open.take() else { return };
        if article.paragraphs.is_empty() {
            let number = article.number;
            self.fault(
                at,
                format!("{}没有内容", number.zh()),
                format!("article {number} has no words"),
            );
        }
        self.text.blocks.push(Block::Article(article));
    }

    fn fault(&mut self, line: usize, zh: String, en: String) {
        self.faults.push(LineFault { line, zh, en });
    }

    fn finish(mut self) -> Result<Text, Vec<LineFault>> {
        self.close();
        if self.division == Division::Articles && self.last.is_none() && self.faults.is_empty() {
            self.fault(
                1,
                "没有找到“第一条”；每条须以“第…条”另起一行".to_owned(),
                "no article was found; each begins on a line of its own with 第…条".to_owned(),
            );
        }
        if self.faults.is_empty() { Ok(self.text) } else { Err(self.faults) }
    }
}

fn sort(line: &str, first: bool, division: Division) -> Line<'_> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}');
    if line.is_empty() {
        return Line::Blank;
    }
    if let Some(history) = line.strip_prefix("> ") {
        return Line::History(history.trim());
    }
    let words = line.trim_start_matches('#').trim_start();
    let marks = line.len() - line.trim_start_matches('#').len();
    if marks == 1 && first {
        return Line::Title(words);
    }
    if division == Division::Articles
        && let Some(found) = article(words)
    {
        return found;
    }
    if let Some(level) = heading(words) {
        return Line::Heading(level, words);
    }
    if marks > 0 || is_annex(words) && division == Division::Articles {
        return Line::Heading(HeadingLevel::Other, words);
    }
    if division == Division::Passages {
        return Line::Words(words);
    }
    point(words).or_else(|| subpoint(words)).unwrap_or(Line::Words(words))
}

/// A numeral between two marks at the beginning, and what follows.
fn numbered<'a>(words: &'a str, before: &str, after: &str) -> Option<(u16, &'a str)> {
    let rest = words.strip_prefix(before)?;
    let end = rest.find(|sign| !is_numeral(sign))?;
    let (numeral, rest) = rest.split_at(end);
    Some((number(numeral)?, rest.strip_prefix(after)?))
}

fn article(words: &str) -> Option<Line<'_>> {
    let (number, rest) = words.starts_with('第').then(|| ArticleNumber::opens(words)).flatten()?;
    if let Some((caption, rest)) = rest.strip_prefix('【').and_then(|rest| rest.split_once('】'))
    {
        return Some(Line::Article { number, caption: Some(caption), rest: rest.trim_start() });
    }
    let parted = rest.is_empty() || rest.starts_with(char::is_whitespace);
    parted.then(|| Line::Article { number, caption: None, rest: rest.trim_start() })
}

fn heading(words: &str) -> Option<HeadingLevel> {
    let kinds = [
        ("分编", HeadingLevel::Subpart),
        ("编", HeadingLevel::Part),
        ("章", HeadingLevel::Chapter),
        ("节", HeadingLevel::Section),
    ];
    kinds.into_iter().find_map(|(word, level)| {
        let (_, rest) = numbered(words, "第", word)?;
        (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some(level)
    })
}

fn is_annex(words: &str) -> bool {
    let named = ["附件", "附表", "附录"].iter().any(|name| words.starts_with(name));
    (named || words == "附：" || words == "附") && words.chars().count() <= ANNEX_CHARS_MAX
}

fn point(words: &str) -> Option<Line<'_>> {
    let (number, _) = numbered(words, "（", "）").or_else(|| numbered(words, "(", ")"))?;
    Some(Line::Point(number, words))
}

/// The words of a point behind its number.
fn body(words: &str) -> &str {
    words.split_once(['）', ')']).map_or(words, |(_, rest)| rest.trim_start())
}

/// `1.`, `1、` or `（1）`: a sub-point (目), which is not cited.
fn subpoint(words: &str) -> Option<Line<'_>> {
    let inner = words.strip_prefix(['（', '(']).unwrap_or(words);
    let rest = inner.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let digits = inner.len() - rest.len();
    ((1..=2).contains(&digits) && rest.starts_with(['.', '．', '、', '）', ')']))
        .then_some(Line::Subpoint(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn a_text_is_read_down_to_its_points() {
        let text = read_text(
            "# 某办法\n> 2026年1月1日 公布\n\n第一章　总则\n第一条【目的】为了甲。\n\n　　第二款。\n第二条　有下列情形之一的：\n\
             （一）甲；\n1.子项\n（二）乙。\n　　有前款第三条规定情形的，从其规定。\n附件一\n表格",
            Division::Articles,
        )
        .unwrap();
        assert_eq!(text.title.as_deref(), Some("某办法"));
        assert_eq!(text.history, ["2026年1月1日 公布"]);
        assert_eq!(text.articles().count(), 2);
        let first = text.article(1.into()).unwrap();
        assert_eq!((first.caption.as_deref(), first.paragraphs.len()), (Some("目的"), 2));
        let second = text.article(2.into()).unwrap();
        assert_eq!(second.paragraphs.len(), 2);
        assert_eq!(second.at(&"x:2.1(1)".parse().unwrap()).unwrap(), "（一）甲；\n1.子项");
        assert_eq!(second.at(&"x:2(2)".parse().unwrap()).unwrap(), "（二）乙。");
        assert_eq!(second.at(&"x:2.3".parse().unwrap()), None);
        assert_eq!(text.headings_of(2.into())[0].words, "第一章　总则");
        assert!(matches!(text.blocks.last(), Some(Block::Passage { text }) if text == "表格"));
    }

    #[rstest]
    #[case("第一条 甲\n第三条 乙", 2)]
    #[case("第一条 甲\n第一条 乙", 2)]
    #[case("第一条 甲\n（二）乙", 2)]
    #[case("第一条 甲：\n（一）乙\n（三）丙", 3)]
    #[case("第一条\n第二条 乙", 1)]
    #[case("第一条 甲\n第一条之二 乙", 2)]
    #[case("第一条 甲\n第一条之一 乙\n第一条之一 丙", 3)]
    #[case("第一条 甲\n第一条之一 乙\n第三条 丙", 3)]
    #[case("第一条 甲\n第二条 乙\n第一条之一 丙", 3)]
    #[case("第一条之一 甲", 1)]
    #[case("第一条 甲\n第一条之一\n第二条 乙", 2)]
    #[case("没有条文", 1)]
    fn a_fault_names_its_line(#[case] text: &str, #[case] line: usize) {
        let faults = read_text(text, Division::Articles).unwrap_err();
        assert_eq!(faults[0].line, line, "{faults:?}");
    }

    #[test]
    fn an_inserted_article_stands_behind_its_own() {
        let text = read_text(
            "第一章 总则\n第一条 甲\n第一条之一【新】乙\n第一条之二　丙：\n（一）丁。\n第二条 戊",
            Division::Articles,
        )
        .unwrap();
        let numbers: Vec<String> = text.articles().map(|one| one.number.to_string()).collect();
        assert_eq!(numbers, ["1", "1-1", "1-2", "2"]);
        let second = ArticleNumber { number: 1, inserted: 2 };
        assert_eq!(
            text.article(second).unwrap().at(&"x:1-2.1(1)".parse().unwrap()).unwrap(),
            "（一）丁。"
        );
        assert_eq!(text.headings_of(second)[0].words, "第一章 总则");
        assert_eq!(text.neighbours(second), ("1-1".parse().ok(), "2".parse().ok()));
        let before = read_text("第一条 甲\n第二条 戊", Division::Articles).unwrap();
        assert_eq!(text.changed_against(&before), ["1-1", "1-2"].map(|one| one.parse().unwrap()));
    }

    #[test]
    fn a_mention_at_the_head_of_a_line_is_no_article() {
        let text = read_text(
            "第一条 甲\n第三十条规定的，从其规定。\n第三十条之一规定的，也从其规定。",
            Division::Articles,
        )
        .unwrap();
        assert_eq!(text.article(1.into()).unwrap().paragraphs.len(), 3);
    }
}
