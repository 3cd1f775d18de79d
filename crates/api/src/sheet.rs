//! Tables for spreadsheets: CSV whose cells never run as formulas.

/// A CSV file (RFC 4180) with the byte order mark that spreadsheets need for Chinese.
pub(crate) fn csv(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Spreadsheets run what begins with these, tab and line ends included; an apostrophe makes it text.
fn quoted(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    // A plain number may begin with a sign.
    let number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    let guard = if runs && !number { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("廊坊, \"一\"厂", "\"廊坊, \"\"一\"\"厂\"")]
    #[case("=1+1", "\"'=1+1\"")]
    #[case("@SUM(A1)", "\"'@SUM(A1)\"")]
    #[case("-cmd|' /C calc'!A0", "\"'-cmd|' /C calc'!A0\"")]
    #[case("\t=1", "\"'\t=1\"")]
    #[case("＝1", "\"'＝1\"")]
    #[case("-12.50", "\"-12.50\"")]
    #[case("", "\"\"")]
    fn cells_are_text(#[case] cell: &str, #[case] written: &str) {
        assert_eq!(quoted(cell), written);
    }

    #[test]
    fn a_table_has_a_mark_and_line_ends() {
        let rows = [vec!["a".to_owned(), "b".to_owned()], vec!["c".to_owned()]];
        assert_eq!(csv(rows), "\u{feff}\"a\",\"b\"\r\n\"c\"\r\n");
    }
}
