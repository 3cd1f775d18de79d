//! The list of the branch on its way to a new version: some items confirmed, one adjustment filed, one awaiting review.

use super::people;
use anyhow::Context as _;
use app::adjustments::{self, Enter};
use app::{Actor, Cx, items};
use domain::AdjustmentId;
use domain::adjustment::{Adjustment, Finding, Proposal, Trigger};
use domain::agency::Agencies;
use domain::officer::Officer;
use domain::region::Level;

/// Items of the city that its reviewer has compared with their articles.
const CONFIRMED: [&str; 6] =
    ["eco-1100", "eco-1102", "eco-1103", "eco-1107-water", "eco-1107-air", "eco-1108"];
/// What the branch adds to the common list.
const ADDED: [&str; 3] = ["eco-1087-1", "eco-1104-1", "eco-1110-1"];

/// Takes the steps, through the use cases, as the people of the branch and the city would.
pub(super) async fn adjust(
    cx: &Cx,
    agencies: &Agencies,
    officers: &[Officer],
) -> anyhow::Result<()> {
    let actor = |account: &str| {
        let officer = officers.iter().find(|officer| officer.account == account);
        officer.and_then(|one| people::actor(one, agencies)).with_context(|| account.to_owned())
    };
    let reviewer = actor("city.reviewer")?;
    for code in CONFIRMED {
        items::confirm(cx, &reviewer, code, 0, "与工作文本逐字核对。".to_owned()).await?;
    }
    let (handler, reviewer) = (actor("handler1")?, actor("reviewer")?);
    let Actor::Person(person) = &handler else { anyhow::bail!("a handler is a person") };
    let place = person.territory.clone();
    let today = cx.now().date();
    let law = cx.law();
    let listed = law.lists.in_force(Level::County, &place, today).context("a list in force")?;
    let proposal = |title: &str, trigger, reason: &str, items: Vec<String>| Proposal {
        id: cx.id::<AdjustmentId>(),
        title: title.to_owned(),
        trigger,
        reason: reason.to_owned(),
        basis: Vec::new(),
        document: format!("三环法〔{}〕{}号", today.year(), today.day()),
        level: Level::County,
        territory: place.clone(),
        sample: true,
        items,
    };
    let mut more = listed.items.clone();
    more.extend(ADDED.map(str::to_owned));
    let enacted = proposal(
        "补充自行监测、运行维护和信息公开事项",
        Trigger::Enacted,
        "生态环境法典施行后，市级清单尚未列入下列事项，结合本市监管实际予以补充。",
        more,
    );
    let enacted = adjustments::propose(cx, &handler, enacted).await?;
    let finding = Finding {
        agreed: true,
        opinion: "依据明确，主体适格，同意按程序备案。样例清单公布时应当标明。".to_owned(),
        document: "法制审核意见书".to_owned(),
    };
    let agreed = adjustments::review(cx, &reviewer, key(&enacted), finding).await?;
    let paper = Enter {
        number: format!("三政备〔{}〕{}号", today.year(), today.day()),
        body: "三河市人民政府".to_owned(),
        on: today,
    };
    adjustments::file(cx, &handler, key(&agreed), paper).await?;
    let kept = listed.items.iter().filter(|code| *code != "eco-1120-voc").cloned();
    let unused = proposal(
        "取消多年未发生的事项",
        Trigger::Unused,
        "近三年没有案件，拟予取消，请法制审核研究是否仍有必要。",
        kept.collect(),
    );
    adjustments::propose(cx, &handler, unused).await?;
    Ok(())
}

fn key(adjustment: &Adjustment) -> (AdjustmentId, u32) {
    (adjustment.id, adjustment.revision)
}
