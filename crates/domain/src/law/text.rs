//! The text of an act: headings, articles, paragraphs, points.

use super::{ArticleNumber, Citation};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The text of one version of an act, from top to bottom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Text {
    /// The title, where the text prints one.
    pub title: Option<String>,
    /// By whom and when it was adopted and amended, as printed.
    pub history: Vec<String>,
    /// What follows.
    pub blocks: Vec<Block>,
}

/// A block of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading.
    Heading(Heading),
    /// A numbered article.
    Article(Article),
    /// Text outside of any article: a preamble, an annex, a table.
    Passage {
        /// The words; lines of a table are kept.
        text: String,
    },
}

/// What a heading stands over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadingLevel {
    /// 编.
    Part,
    /// 分编.
    Subpart,
    /// 章.
    Chapter,
    /// 节.
    Section,
    /// Any other heading.
    Other,
}

/// A heading, as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// What it stands over.
    pub level: HeadingLevel,
    /// `第一章 总则`.
    pub words: String,
}

/// An article (条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Article {
    /// Which one.
    pub number: ArticleNumber,
    /// What some rules print in brackets: `【立法目的】`.
    pub caption: Option<String>,
    /// Its paragraphs, at least one.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph (款), with the points that follow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    /// The words before the points.
    pub text: String,
    /// Its points.
    pub points: Vec<Point>,
}

/// A point (项).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// From 1.
    pub number: u8,
    /// The words, without the number; sub-points (目) on lines of their own.
    pub text: String,
}

impl Text {
    /// Its articles, in order.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Article(article) => Some(article),
            Block::Heading(_) | Block::Passage { .. } => None,
        })
    }

    /// An article by number.
    pub fn article(&self, number: ArticleNumber) -> Option<&Article> {
        self.articles().find(|article| article.number == number)
    }

    /// The articles before and behind one.
    pub fn neighbours(
        &self,
        number: ArticleNumber,
    ) -> (Option<ArticleNumber>, Option<ArticleNumber>) {
        let numbers: Vec<ArticleNumber> = self.articles().map(|article| article.number).collect();
        let Some(at) = numbers.iter().position(|known| *known == number) else {
            return (None, None);
        };
        let before = at.checked_sub(1).and_then(|at| numbers.get(at));
        (before.copied(), numbers.get(at + 1).copied())
    }

    /// Articles whose words differ in another text, or that only one of the two has.
    pub fn changed_against(&self, other: &Self) -> Vec<ArticleNumber> {
        let words = |text: &Self| -> BTreeMap<ArticleNumber, String> {
            text.articles().map(|article| (article.number, article.words())).collect()
        };
        let (old, new) = (words(other), words(self));
        let numbers: BTreeSet<ArticleNumber> = old.keys().chain(new.keys()).copied().collect();
        numbers.into_iter().filter(|number| old.get(number) != new.get(number)).collect()
    }

    /// The headings that an article stands under, the outermost first.
    pub fn headings_of(&self, number: ArticleNumber) -> Vec<&Heading> {
        let mut over: Vec<&Heading> = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Heading(heading) => {
                    over.retain(|outer| outer.level < heading.level);
                    over.push(heading);
                }
                Block::Article(article) if article.number == number => return over,
                Block::Article(_) | Block::Passage { .. } => {}
            }
        }
        Vec::new()
    }
}

impl Article {
    /// The whole article, its parts on lines of their own.
    pub fn words(&self) -> String {
        let parts: Vec<String> = self.paragraphs.iter().map(Paragraph::words).collect();
        parts.join("\n")
    }

    /// The words at a place of this article: the article, one paragraph, or one point. None where there is no such
    /// place. A point without a paragraph is looked for in the first paragraph that has points.
    pub fn at(&self, place: &Citation) -> Option<String> {
        let numbered = |number: u8| self.paragraphs.get(usize::from(number).checked_sub(1)?);
        match (place.paragraph, place.point) {
            (None, None) => Some(self.words()),
            (Some(paragraph), None) => numbered(paragraph).map(Paragraph::words),
            (paragraph, Some(point)) => {
                let within = match paragraph {
                    Some(paragraph) => numbered(paragraph),
                    None => self.paragraphs.iter().find(|paragraph| !paragraph.points.is_empty()),
                };
                within?.points.iter().find(|known| known.number == point).map(Point::words)
            }
        }
    }
}

impl Paragraph {
    /// The paragraph with its points, each on a line of its own.
    pub fn words(&self) -> String {
        let mut text = self.text.clone();
        for point in &self.points {
            text.push('\n');
            text.push_str(&point.words());
        }
        text
    }
}

impl Point {
    /// `（一）` and the words.
    pub fn words(&self) -> String {
        format!("（{}）{}", super::cite::numeral(self.number.into()), self.text)
    }
}
