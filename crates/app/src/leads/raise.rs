//! Raises a lead from a judged period, goes on with the one that is still continuing, or notes what late data changed.

use crate::{Action, Actor, Cx, Error, Permit};
use domain::Timestamp;
use domain::judging::{Evidence, Judgement, Period, judge};
use domain::lead::{Finding, Found, Lead, LeadState, Source};
use domain::outlet::{Limit, Outlet};
use domain::record::RecordKind;
use store::Tx;

/// Leads of a limit that late data are looked for in.
const RECENT_MAX: i64 = 12;

/// A period to be held against a limit.
#[derive(Debug, Clone)]
pub struct Signal {
    /// What is judged.
    pub evidence: Evidence,
    /// Whether a later period was judged before it: an exceedance found now may be over already.
    pub late: bool,
}

impl Signal {
    /// What came in its time.
    pub fn in_time(evidence: impl Into<Evidence>) -> Self {
        Self { evidence: evidence.into(), late: false }
    }
}

/// Takes a period of an outlet's limit. One continuing exceedance is one lead, however many periods it lasts and in whatever
/// order they come; what was taken before changes nothing.
pub async fn raise(
    cx: &Cx,
    actor: &Actor,
    outlet: &Outlet,
    limit: &Limit,
    signal: Signal,
) -> Result<Option<Lead>, Error> {
    let permit = cx.authorize(actor, Action::LeadRaise)?;
    let mut tx = permit.write().await?;
    let Signal { evidence, late } = signal;
    let evidence = evidence.known_at(permit.now());
    let judgement = judge(limit, &evidence);
    let continuing = store::leads::continuing(&mut tx, limit.id).await?;
    let recent = store::leads::of_limit(&mut tx, limit.id, RECENT_MAX).await?;
    let alone = continuing.is_none();
    let known = concerned(continuing, recent, &evidence, &judgement, late);
    let lead = match (known, judgement) {
        (Some((lead, known)), _) => {
            let finding = known.clone().take(evidence, permit.now());
            if finding == known {
                return Ok(Some(lead));
            }
            let lead = Lead { finding: Found::Exceedance(finding), ..lead };
            store::leads::save(&mut tx, lead, &permit.change(RecordKind::LeadRevised)).await?
        }
        (None, Judgement::Exceeds(first)) => {
            let goes_on = alone && !late;
            begin(&permit, &mut tx, outlet, limit, first, goes_on).await?
        }
        (None, Judgement::NotConcerned | Judgement::NotJudged(_) | Judgement::Within) => {
            return Ok(None);
        }
    };
    permit.commit(tx).await?;
    Ok(Some(lead))
}

/// The lead that a period concerns, with its exceedance: the one that holds it, else the one it goes on with or ends.
fn concerned(
    continuing: Option<Lead>,
    recent: Vec<Lead>,
    evidence: &Evidence,
    judgement: &Judgement,
    late: bool,
) -> Option<(Lead, Finding)> {
    let at = evidence.reading.at;
    let all = || {
        let leads = continuing.iter().chain(&recent);
        leads.filter_map(|lead| Some((lead, lead.exceedance()?)))
    };
    let holds = all().find(|(_, finding)| finding.knows(at));
    // Nobody looks at a closed lead again: what late data find beside it is a lead of its own.
    let open = |lead: &Lead| !matches!(lead.state, LeadState::Closed { .. });
    let takes = match judgement {
        Judgement::Exceeds(_) if late => {
            all().find(|(lead, finding)| open(lead) && finding.reaches(at))
        }
        Judgement::Exceeds(_) | Judgement::Within => {
            all().find(|(lead, _)| continuing.as_ref().is_some_and(|one| one.id == lead.id))
        }
        Judgement::NotConcerned | Judgement::NotJudged(_) => None,
    };
    holds.or(takes).map(|(lead, finding)| (lead.clone(), finding.clone()))
}

async fn begin(
    permit: &Permit<'_>,
    tx: &mut Tx,
    outlet: &Outlet,
    limit: &Limit,
    first: Period,
    continuing: bool,
) -> Result<Lead, Error> {
    let now = permit.now();
    let lead = Lead {
        id: permit.cx().id(),
        number: number(tx, now).await?,
        source: Source::OnlineMonitoring,
        enterprise: outlet.enterprise,
        outlet: outlet.id,
        territory: outlet.territory.clone(),
        item: permit.cx().law().exceedance_item(outlet.medium).map(str::to_owned),
        finding: Found::Exceedance(Finding { continuing, ..Finding::begin(limit.clone(), first) }),
        raised_at: now,
        state: LeadState::Open,
        revision: 0,
    };
    Ok(store::leads::insert(tx, lead, &permit.change(RecordKind::LeadRaised)).await?)
}

/// The next number of a lead that day.
pub(super) async fn number(tx: &mut Tx, now: Timestamp) -> Result<String, Error> {
    let day = now.date().strftime("%Y%m%d").to_string();
    let serial = store::numbers::next(tx, &format!("lead/{day}")).await?;
    Ok(format!("XS-{day}-{serial:04}"))
}
