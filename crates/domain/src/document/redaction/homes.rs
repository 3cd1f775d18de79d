//! Where somebody lives, in free text: what follows a word that says so. The address of an enterprise (地址, 住所地, 注册地址) stays.

use std::ops::Range;

/// What follows is a home, if it is a place at all.
const HOME: [&str; 10] = [
    "家庭住址",
    "现住址",
    "居住地址",
    "户籍地址",
    "户籍所在地",
    "户籍地",
    "家庭地址",
    "家住",
    "现住于",
    "住址",
];
/// What follows is a home if it leads to a door; the same letters also stand in 发现住户.
const MAYBE: [&str; 4] = ["现住", "居住于", "居住在", "暂住"];
/// Places of any size.
const PLACE: &str = "省市县区镇乡村路街道巷号室楼组园苑里庄";
/// Places that are a door, or nearly.
const DOOR: &str = "号室楼组村";
/// What ends an address.
const END: &str = "，。；、,;!！?？\n（）()";

/// Where homes stand, without the words before them.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (labels, needed) in [(&HOME[..], PLACE), (&MAYBE[..], DOOR)] {
        for label in labels {
            let after = |(start, label): (usize, &str)| home(text, start, label, needed);
            found.extend(text.match_indices(label).filter_map(after));
        }
    }
    found
}

fn home(text: &str, start: usize, label: &str, needed: &str) -> Option<Range<usize>> {
    let before = text.get(..start)?.chars().next_back();
    if label == "现住" && before.is_some_and(|c| "发出呈表实体".contains(c)) {
        return None;
    }
    let rest = text.get(start + label.len()..)?;
    let place = rest.trim_start_matches([':', '：', '为', '是', '在', '于', ' ', '　']);
    let from = text.len() - place.len();
    let length = place.find(|c| END.contains(c)).unwrap_or(place.len());
    let said = place.get(..length)?.chars().any(|c| needed.contains(c));
    said.then_some(from..from + length)
}

#[cfg(test)]
mod tests {
    use super::super::traces::mask;
    use rstest::rstest;

    #[rstest]
    #[case("住址：廊坊市广阳区新华路12号，", "住址：＊＊＊，")]
    #[case("现住三河市燕郊镇某小区3号楼2单元502室。", "现住＊＊＊。")]
    #[case("户籍所在地为河北省三河市泃阳镇", "户籍所在地为＊＊＊")]
    #[case("家住李旗庄镇李庄村。", "家住＊＊＊。")]
    #[case("居住在某小区5号楼，投诉", "居住在＊＊＊，投诉")]
    fn hides(#[case] text: &str, #[case] public: &str) {
        assert_eq!(mask(text), public);
    }

    #[rstest]
    #[case("住所地：三河市燕郊高新区神威北路8号")]
    #[case("注册地址三河市某路1号，生产经营场所地址同上")]
    #[case("检查时发现住户楼道有异味")]
    #[case("周边居住在下风向的居民反映，家庭住址不详")]
    fn leaves(#[case] text: &str) {
        assert_eq!(mask(text), text);
    }
}
