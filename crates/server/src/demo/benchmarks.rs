//! Two drafts of a benchmark set of the city: one without a fault, and one whose fault the checks name.

use super::people::city_reviewers;
use anyhow::Context as _;
use app::{Cx, benchmarks};
use domain::agency::Agencies;
use domain::discretion::{BenchmarkContent, Exact};
use domain::law::Words;
use domain::officer::Officer;

/// The sample that both begin with.
const SAMPLE: &str = "hunan-2021@2021-1";

/// Writes them, by the city's legal reviewer.
pub(super) async fn draft(
    cx: &Cx,
    officers: &[Officer],
    agencies: &Agencies,
) -> anyhow::Result<()> {
    let (author, _) = city_reviewers(officers, agencies)?;
    let mut sound = benchmarks::copy(cx, &author, SAMPLE).await?;
    sound.set.id = "langfang".to_owned();
    sound.set.version = "2026-1".to_owned();
    sound.set.title =
        Words::new("廊坊市裁量基准（演示草案）", "Langfang benchmark (a draft to show)");
    sound.set.label = Words::new(
        "演示草案：沿用湖南2021版样例的数值，不是廊坊现行规定。",
        "A draft to show: the numbers of the Hunan 2021 sample; not law in force in Langfang.",
    );
    sound.rounding_basis = "不足一分的舍去（演示）".to_owned();
    let mut faulty = sound.clone();
    faulty.set.version = "2026-2".to_owned();
    lighten_the_heaviest(&mut faulty).context("the table of excess into water")?;
    for content in [sound, faulty] {
        benchmarks::write(cx, &author, content, 0).await?;
    }
    Ok(())
}

/// The fault: the gravest excess into water weighs less than the one before it.
fn lighten_the_heaviest(content: &mut BenchmarkContent) -> Option<()> {
    let table = content.set.tables.iter_mut().find(|table| table.code == "HN-7-1")?;
    let factor = table.factors.iter_mut().find(|factor| factor.id == "excess")?;
    *factor.options.last_mut()?.weights.first_mut()? = Some(Exact::from(2));
    Some(())
}
