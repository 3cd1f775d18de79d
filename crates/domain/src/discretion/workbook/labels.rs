//! The words of a workbook: headings, and the names of what is chosen out of a few.

use crate::discretion::{Anchor, Base, Counts, Kind, Order, Rounding, Subject, Tier, Unknown};
use crate::law::Certainty;

/// Values with their names: ours in Chinese, and as they stand in JSON.
pub(super) type Names<T> = &'static [(T, &'static str, &'static str)];

pub(super) const YES: Names<bool> = &[(true, "是", "yes"), (false, "否", "no")];
pub(super) const INHERITS: Names<bool> = &[(true, "随表", "table"), (false, "逐格", "cell")];
pub(super) const KINDS: Names<Kind> = &[
    (Kind::Sum, "累加", "sum"),
    (Kind::General, "通用", "general"),
    (Kind::Range, "区间", "range"),
];
pub(super) const ORDERS: Names<Order> = &[(Order::LightestFirst, "由轻到重", "lightest_first")];
pub(super) const SUBJECTS: Names<Subject> = &[
    (Subject::Unit, "单位", "unit"),
    (Subject::Individual, "个人", "individual"),
    (Subject::Party, "当事人", "party"),
    (Subject::Staff, "责任人员", "staff"),
];
pub(super) const TIERS: Names<Tier> =
    &[(Tier::Ordinary, "一般", "ordinary"), (Tier::Heavier, "加重", "heavier")];
pub(super) const BASES: Names<Base> = &[
    (Base::Fixed, "固定数额", "fixed"),
    (Base::ProjectInvestment, "建设项目总投资额", "project_investment"),
    (Base::DisposalCost, "所需处置费用", "disposal_cost"),
    (Base::IncomeLastYear, "上一年度收入", "income_last_year"),
    (Base::FineBefore, "前款罚款数额", "fine_before"),
    (Base::IllegalIncome, "违法所得", "illegal_income"),
    (Base::Fee, "所收费用", "fee"),
    (Base::GoodsValue, "货值金额", "goods_value"),
    (Base::DirectLoss, "直接经济损失", "direct_loss"),
];
pub(super) const COUNTS: Names<Counts> = &[
    (Counts::AnyViolation, "全部环境违法", "any_violation"),
    (Counts::SameClause, "同一条款项", "same_clause"),
    (Counts::Complaints, "经核实的投诉", "complaints"),
];
pub(super) const ANCHORS: Names<Anchor> =
    &[(Anchor::Discovery, "发现之日", "discovery"), (Anchor::Act, "行为之日", "act")];
pub(super) const ROUNDINGS: Names<Rounding> =
    &[(Rounding::Fen, "舍去不足一分", "fen"), (Rounding::Yuan, "舍去不足一元", "yuan")];
pub(super) const UNKNOWNS: Names<Unknown> =
    &[(Unknown::Refused, "必须查明", "refused"), (Unknown::Lightest, "按最轻一档", "lightest")];
pub(super) const CERTAINTIES: Names<Certainty> = &[
    (Certainty::Official, "正式文本", "official"),
    (Certainty::WorkingCopy, "工作文本", "working_copy"),
    (Certainty::Reconstruction, "重建文本", "reconstruction"),
    (Certainty::SecondHand, "间接来源", "second_hand"),
    (Certainty::Memory, "待确认", "memory"),
    (Certainty::Unreviewed, "未经复核", "unreviewed"),
    (Certainty::Sample, "样例", "sample"),
    (Certainty::Design, "平台约定", "design"),
];

/// The Chinese name of a value.
pub(super) fn name<T: PartialEq>(value: &T, names: Names<T>) -> String {
    names.iter().find(|known| known.0 == *value).map_or("", |known| known.1).to_owned()
}

/// The words of the sheet about the set, one a row, with what to write there.
pub(super) const SET_ROWS: [(&str, &str); 25] = [
    ("编码", "小写字母、数字和“-”，不超过30个字符，例如 langfang"),
    ("版本", "小写字母、数字和“-”，不超过20个字符，例如 2026-1"),
    ("名称", "C列可写英文"),
    ("来源文件", "发布文件的名称和文号"),
    ("使用程度", "正式文本、样例等；决定页面上的标签"),
    ("使用说明", "印在每份计算旁的说明"),
    ("施行日期", "例如 2026-10-01；没有可不填"),
    ("失效日期", "没有可不填"),
    ("尾数取舍", "舍去不足一分，或者舍去不足一元"),
    ("取舍规定", "尾数如何取舍及其出处"),
    ("情形不明", "必须查明，或者按最轻一档"),
    ("以上含本数", "是或者否"),
    ("以下含本数", "是或者否"),
    ("从重上限", "占法定最高罚款的份额，例如 1/5；没有规定不填"),
    ("从轻上限", "占法定最高罚款的份额"),
    ("减轻上限", "占法定最低罚款的份额"),
    ("上限依据", "上面三项的条款"),
    ("区间从轻", "只有上限的区间，从轻为上限的多少份额"),
    ("区间一般", "只有上限的区间，一般为上限的多少份额"),
    ("下限一般", "只有下限的区间，一般为下限的多少倍"),
    ("下限从重", "只有下限的区间，从重为下限的多少倍"),
    ("区间依据", "上面四项的条款；没有区间表不填"),
    ("承诺最低", "公开道歉承诺至少减多少，百分值"),
    ("承诺最高", "公开道歉承诺至多减多少，百分值"),
    ("承诺依据", "上面两项的条款；没有规定不填"),
];
pub(super) const SET_HEAD: [&str; 4] = ["项目", "内容", "英文", "怎样填写"];
pub(super) const WINDOW_HEAD: [&str; 9] =
    ["编码", "计什么", "年数", "自何日起", "含当日", "含本次", "逐行为计", "依据", "依据（英文）"];
pub(super) const EXCLUSION_HEAD: [&str; 3] = ["编码", "内容", "英文"];
pub(super) const SERVE_HEAD: [&str; 8] =
    ["违法行为", "旧法", "法定幅度", "幅度档次", "裁量表", "理由", "理由（英文）", "条款项"];
/// The words at the head of a table's sheet, one a row, with what to write there.
pub(super) const TABLE_ROWS: [(&str, &str); 9] = [
    ("编码", "本套基准内不重复"),
    ("名称", "C列可写英文"),
    ("计算方式", "累加：起点加百分值；通用：最低与最高之间；区间：情形对应罚款区间"),
    ("处罚对象", "单位、个人、当事人或者责任人员"),
    ("适用条款", "本表所裁量的处罚条款"),
    ("本表出处", "在发布文件中的位置，例如：附件1，第16页"),
    ("各格出处", "随表：各格沿用本表出处；逐格：每格另写出处"),
    ("原文说明", "公式和注，照录"),
    ("使用程度", "与全套不同时填写"),
];
pub(super) const COLUMN_HEAD: [&str; 12] = [
    "栏",
    "名称",
    "英文",
    "处罚对象",
    "起点%",
    "保底%",
    "计算基数",
    "基数的倍数或者数额",
    "法定幅度基数",
    "幅度下限",
    "幅度上限",
    "出处",
];
pub(super) const FACTOR_HEAD: [&str; 7] =
    ["因素", "因素内容", "因素英文", "回溯期", "选项", "选项内容", "选项英文"];
/// What stands behind them in a range table: whether the options go from the lightest to the gravest.
pub(super) const ORDER_HEAD: &str = "轻重顺序";
/// What stands behind them for each column of the table.
pub(super) const WEIGHT_HEAD: [&str; 2] = ["百分值", "出处"];
pub(super) const ROW_HEAD: &str = "区间";
/// What stands behind the factors of a row for each column of the table.
pub(super) const FINE_HEAD: [&str; 5] = ["罚款原文", "基数", "下限", "上限", "出处"];
