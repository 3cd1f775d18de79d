//! The list of the branch on its way to a new version: some items confirmed, one adjustment filed, one awaiting review.

use super::people;
use anyhow::Context as _;
use app::adjustments::{self, Enter, Opinion, Recipient};
use app::enclosures::{self, NewEnclosure};
use app::{Actor, Cx, items};
use domain::adjustment::{Adjustment, Proposal, Trigger};
use domain::agency::Agencies;
use domain::document::Paper;
use domain::item::Duty;
use domain::officer::Officer;
use domain::region::Level;
use domain::{AdjustmentId, Date, EnclosureId};

/// Items of the city that its reviewer has compared with their articles.
const CONFIRMED: [&str; 6] =
    ["eco-1100", "eco-1102", "eco-1103", "eco-1107-water", "eco-1107-air", "eco-1108"];
/// What the branch adds to the common list.
const ADDED: [&str; 3] = ["eco-1087-1", "eco-1104-1", "eco-1110-1"];

/// The article by which the code is in force.
const BASIS: [&str; 1] = ["eco_code:1242"];

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
        let note = "与工作文本逐字核对。".to_owned();
        items::confirm(cx, &reviewer, code, 0, note, Duty::AsItStands).await?;
    }
    let (handler, reviewer) = (actor("handler1")?, actor("reviewer")?);
    let Actor::Person(person) = &handler else { anyhow::bail!("a handler is a person") };
    let place = person.territory.clone();
    let today = cx.now().date();
    let law = cx.law();
    let listed = law.lists.in_force(Level::County, &place, today).context("a list in force")?;
    let proposal = |title: &str, number: u8, trigger, reason: &str, items: Vec<String>| Proposal {
        id: cx.id::<AdjustmentId>(),
        title: title.to_owned(),
        trigger,
        reason: reason.to_owned(),
        basis: BASIS.iter().filter_map(|cited| cited.parse().ok()).collect(),
        document: format!("三环法〔{}〕{number}号", today.year()),
        papers: Vec::new(),
        change_set: None,
        level: Level::County,
        territory: place.clone(),
        sample: true,
        items,
        refinements: Vec::new(),
    };
    let mut more = listed.items.clone();
    more.extend(ADDED.map(str::to_owned));
    let reason = "生态环境法典施行后，市级清单尚未列入下列事项，结合本市监管实际予以补充。";
    let title = "补充自行监测、运行维护和信息公开事项";
    let enacted = proposal(title, 1, Trigger::Enacted, reason, more);
    let request = paper(&enacted.document, "关于补充执法事项的请示", "法制审核机构", reason, today);
    let documents = [hand_in(cx, &handler, &request).await?];
    let enacted = adjustments::propose(cx, &handler, enacted, &documents).await?;
    let number = format!("三环法审〔{}〕1号", today.year());
    let agreed = "依据明确，主体适格，同意按程序备案。样例清单公布时应当标明。";
    let opinion = paper(&number, "法制审核意见书", "案件承办机构", agreed, today);
    let opinion = Opinion {
        agreed: true,
        opinion: agreed.to_owned(),
        document: number,
        documents: vec![hand_in(cx, &reviewer, &opinion).await?],
    };
    let agreed = adjustments::review(cx, &reviewer, key(&enacted), opinion).await?;
    let number = format!("三政备〔{}〕1号", today.year());
    let text = "现将调整后的执法事项清单报请备案。清单和对照表附后。";
    let letter = paper(&number, "关于执法事项清单备案的报告", "三河市人民政府", text, today);
    let documents = vec![hand_in(cx, &handler, &letter).await?];
    let sent = Enter { number, body: "三河市人民政府".to_owned(), on: today, documents };
    adjustments::send(cx, &handler, key(&agreed), Recipient::Government, sent).await?;
    let kept = listed.items.iter().filter(|code| *code != "eco-1120-voc").cloned();
    let reason = "近三年没有案件，拟予取消，请法制审核研究是否仍有必要。";
    let unused = proposal("取消多年未发生的事项", 2, Trigger::Unused, reason, kept.collect());
    let request = paper(&unused.document, "关于取消执法事项的请示", "法制审核机构", reason, today);
    let documents = [hand_in(cx, &handler, &request).await?];
    adjustments::propose(cx, &handler, unused, &documents).await?;
    Ok(())
}

fn paper(number: &str, title: &str, to: &str, text: &str, date: Date) -> Paper {
    Paper {
        organ: "廊坊市生态环境局三河市分局".to_owned(),
        title: title.to_owned(),
        number: number.to_owned(),
        to: to.to_owned(),
        text: format!("{text}\n本文件为演示用的合成材料。"),
        date,
    }
}

/// Prints a paper and hands it in, as its author would after signing.
async fn hand_in(cx: &Cx, actor: &Actor, paper: &Paper) -> anyhow::Result<EnclosureId> {
    let id = cx.id::<EnclosureId>();
    let new = NewEnclosure {
        id,
        name: format!("{} {}.pdf", paper.number, paper.title),
        media_type: "application/pdf".to_owned(),
        sha256: None,
        bytes: cx.typesetter().paper(paper)?,
    };
    enclosures::add(cx, actor, new).await?;
    Ok(id)
}

fn key(adjustment: &Adjustment) -> (AdjustmentId, u32) {
    (adjustment.id, adjustment.revision)
}
