//! One act, one fine (一事不二罚): an act that breaks several norms is fined once, by the one that gives more.

use super::{Calculation, TraceStep};
use crate::law::Words;

/// The calculation with the highest fine, its trace saying which others were compared; the first one where they are equal.
///
/// 行政处罚法第二十九条, 生态环境法典第一千零五十五条. None only where there is nothing to compare.
pub fn higher(norms: Vec<(Words, Calculation)>) -> Option<Calculation> {
    let compared: Vec<(Words, String)> = norms
        .iter()
        .map(|(name, calculation)| (name.clone(), calculation.amount().to_string()))
        .collect();
    let mut best: Option<(Words, Calculation)> = None;
    for (name, calculation) in norms {
        if best.as_ref().is_none_or(|(_, so_far)| calculation.amount() > so_far.amount()) {
            best = Some((name, calculation));
        }
    }
    let (name, mut calculation) = best?;
    if compared.len() > 1 {
        let zh: Vec<String> =
            compared.iter().map(|(name, fine)| format!("{}{fine}元", name.zh)).collect();
        let en: Vec<String> =
            compared.iter().map(|(name, fine)| format!("{} {fine} yuan", name.en)).collect();
        let amount = calculation.amount();
        calculation.trace.push(TraceStep::higher(
            format!(
                "同一违法行为违反多个法律规范，不得重复罚款，按罚款数额高的“{}”处{amount}元（行政处罚法第二十九条）；比较：{}。",
                name.zh,
                zh.join("、")
            ),
            format!(
                "One act broke several norms and is fined once, by the higher: {}, {amount} yuan; compared: {}.",
                name.en,
                en.join(", ")
            ),
            amount,
        ));
    }
    Some(calculation)
}
