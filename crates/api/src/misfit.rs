//! What does not fit a request, in words for people: the parser speaks English to programmers; here it names field and rule.

use crate::Problem;

/// The problem of a value at `path` of which the parser says `message`.
pub(crate) fn problem(code: &'static str, path: &str, message: &str) -> Problem {
    let path = if path == "." { "" } else { path };
    let message = message.split(" at line ").next().unwrap_or(message);
    let (field, zh) = told(path, message);
    let en = format!("this does not fit: {message}");
    let problem = Problem::bad_request(code, &zh, &en);
    if field.is_empty() { problem } else { problem.field(&field) }
}

/// The field at fault, and the rule in Chinese.
fn told(path: &str, message: &str) -> (String, String) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (first, others) =
        quoted.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
    let allowed = others.join("、");
    if message.starts_with("missing field") {
        return (join(path, first), format!("缺少“{first}”，请补充"));
    }
    if message.starts_with("unknown field") {
        let field = if path.ends_with(first) { path.to_owned() } else { join(path, first) };
        return (field, format!("没有“{first}”这一项，可填：{allowed}"));
    }
    if message.starts_with("duplicate field") {
        return (join(path, first), format!("“{first}”重复"));
    }
    if message.starts_with("unknown variant") {
        return (path.to_owned(), format!("{}没有“{first}”这个值，可填：{allowed}", named(path)));
    }
    if let Some((found, expected)) = kinds(message) {
        let (found, expected) = (kind(found), kind(expected));
        return (path.to_owned(), format!("{}应为{expected}，现为{found}", named(path)));
    }
    if message.contains("`true` or `false`") {
        return (path.to_owned(), format!("{}应为是或否（true、false）", named(path)));
    }
    let zh = if path.is_empty() {
        "请求内容不符合格式，请检查后重新提交".to_owned()
    } else {
        format!("{}的值不符合格式，请更正", named(path))
    };
    (path.to_owned(), zh)
}

fn join(path: &str, name: &str) -> String {
    match (path.is_empty(), path == name || path.ends_with(&format!(".{name}"))) {
        (true, _) => name.to_owned(),
        (false, true) => path.to_owned(),
        (false, false) => format!("{path}.{name}"),
    }
}

fn named(path: &str) -> String {
    if path.is_empty() { "该项".to_owned() } else { format!("“{path}”") }
}

/// What was found and what was expected.
fn kinds(message: &str) -> Option<(&str, &str)> {
    let said = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))
        .or_else(|| message.strip_prefix("invalid length "))?;
    said.rsplit_once(", expected ")
}

/// A kind of value as people call it, with the value; what has no common name stays as it is.
fn kind(said: &str) -> String {
    const NAMES: [(&str, &str); 14] = [
        ("null", "空值"),
        ("unit value", "空值"),
        ("sequence", "列表"),
        ("a sequence", "列表"),
        ("map", "对象"),
        ("a map", "对象"),
        ("struct", "对象"),
        ("string", "文本"),
        ("a string", "文本"),
        ("integer", "整数"),
        ("floating point", "小数"),
        ("f64", "数值"),
        ("boolean", "是或否"),
        ("a boolean", "是或否（true、false）"),
    ];
    let whole = said.strip_prefix(['i', 'u']).is_some_and(|bits| bits.parse::<u8>().is_ok());
    if whole {
        return "整数".to_owned();
    }
    let rest = |name: &str| {
        said.strip_prefix(name).filter(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let known = NAMES.iter().find_map(|(name, zh)| Some((*name, *zh, rest(name)?)));
    match known {
        Some(("struct", zh, _)) => zh.to_owned(),
        Some((_, zh, value)) => format!("{zh}{}", value.replace('`', "")),
        None => said.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::told;
    use rstest::rstest;

    #[rstest]
    #[case("", "missing field `mn`", "mn", "缺少“mn”，请补充")]
    #[case("act", "missing field `from`", "act.from", "缺少“from”，请补充")]
    #[case(
        "kind",
        "unknown variant `x`, expected `photo` or `video`",
        "kind",
        "“kind”没有“x”这个值，可填：photo、video"
    )]
    #[case("b", "unknown field `b`, expected one of `a`, `c`", "b", "没有“b”这一项，可填：a、c")]
    #[case(
        "rows[1].n",
        r#"invalid type: string "x", expected u32"#,
        "rows[1].n",
        r#"“rows[1].n”应为整数，现为文本 "x""#
    )]
    #[case("act", "invalid type: null, expected struct ActTime", "act", "“act”应为对象，现为空值")]
    #[case("on", "premature end of input", "on", "“on”的值不符合格式，请更正")]
    #[case("", "EOF while parsing an object", "", "请求内容不符合格式，请检查后重新提交")]
    fn field_and_rule_are_named_in_chinese(
        #[case] path: &str,
        #[case] message: &str,
        #[case] field: &str,
        #[case] zh: &str,
    ) {
        assert_eq!(told(path, message), (field.to_owned(), zh.to_owned()));
    }
}
