//! Words of a search: folded into one form, cut into terms and pairs, and marked where they were found.

/// Words of a search beyond this are not read.
const TERMS_MAX: usize = 8;
/// Characters of a search beyond this are not read.
const QUERY_CHARS_MAX: usize = 100;
/// Characters of text around the first hit.
const EXCERPT_CHARS: usize = 90;
/// Characters before the first hit.
const BEFORE_CHARS: usize = 24;

/// A piece of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they are what was looked for.
    pub hit: bool,
}

/// The terms of a query, folded.
pub(super) fn terms(words: &str) -> Vec<String> {
    let words: String = words.chars().take(QUERY_CHARS_MAX).collect();
    let mut terms = Vec::new();
    for (index, part) in words.split(['"', '“', '”']).enumerate() {
        // What stands between quotation marks is one phrase.
        if index % 2 == 1 {
            terms.push(fold(part));
        } else {
            terms.extend(part.split([' ', '\u{3000}', '，', '、', ',']).map(fold));
        }
    }
    terms.retain(|term| !term.is_empty());
    terms.truncate(TERMS_MAX);
    terms
}

/// Each two neighbouring characters.
pub(super) fn pairs(terms: &[String]) -> Vec<String> {
    let mut pairs = Vec::new();
    for term in terms {
        let signs: Vec<char> = term.chars().collect();
        pairs.extend(signs.windows(2).map(|pair| pair.iter().collect::<String>()));
    }
    pairs.dedup();
    pairs
}

/// One form for what reads the same: no spaces, lower case, ordinary letters and digits.
pub(super) fn fold(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).map(fold_sign).collect()
}

fn fold_sign(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign).to_ascii_lowercase()
        }
        other => other.to_ascii_lowercase(),
    }
}

/// Some words around the first hit, with every hit in them marked.
pub(super) fn excerpt(words: &str, marks: &[String]) -> Vec<Piece> {
    let signs: Vec<char> = words.chars().filter(|&sign| sign != '\n').collect();
    let kept: Vec<usize> = (0..signs.len()).filter(|&at| !signs[at].is_whitespace()).collect();
    let folded: Vec<char> = kept.iter().map(|&at| fold_sign(signs[at])).collect();
    let mut hit = vec![false; signs.len()];
    for mark in marks {
        let mark: Vec<char> = mark.chars().collect();
        for (start, window) in folded.windows(mark.len().max(1)).enumerate() {
            if window == mark {
                let (first, last) = (kept[start], kept[start + mark.len() - 1]);
                hit[first..=last].fill(true);
            }
        }
    }
    let first = hit.iter().position(|&marked| marked).unwrap_or(0);
    let start = if first < EXCERPT_CHARS - BEFORE_CHARS { 0 } else { first - BEFORE_CHARS };
    let end = (start + EXCERPT_CHARS).min(signs.len());
    let mut pieces: Vec<Piece> = Vec::new();
    let dots = |cut: bool| cut.then(|| Piece { text: "…".to_owned(), hit: false });
    pieces.extend(dots(start > 0));
    for at in start..end {
        match pieces.last_mut().filter(|piece| piece.hit == hit[at] && piece.text != "…") {
            Some(piece) => piece.text.push(signs[at]),
            None => pieces.push(Piece { text: signs[at].to_string(), hit: hit[at] }),
        }
    }
    pieces.extend(dots(end < signs.len()));
    pieces
}
