//! Who did what on which day until a decision: each of them must have held a certificate then.

use crate::Error;
use domain::case::Case;
use domain::inspection::{Inspection, InspectionState};
use domain::jurisdiction::Acted;
use domain::law::Words;
use domain::officer::CertifiedTeam;
use domain::{Date, OfficerId, Timestamp};
use store::Tx;

type Deed = (OfficerId, Date, &'static str, &'static str);

/// Every deed of the investigation, with the officer as known now.
pub(super) async fn acted(
    tx: &mut Tx,
    case: &Case,
    inspection: &Inspection,
) -> Result<Vec<Acted>, Error> {
    let mut deeds = on_site(inspection);
    deeds.extend(on_the_case(case));
    deeds.sort_by_key(|(officer, on, ..)| (*on, *officer));
    let mut acted = Vec::with_capacity(deeds.len());
    for (id, on, zh, en) in deeds {
        let officer = store::officers::find(tx, id).await?.ok_or(Error::NotFound("officer"))?;
        acted.push(Acted { officer, on, what: Words::new(zh, en) });
    }
    Ok(acted)
}

fn on_site(inspection: &Inspection) -> Vec<Deed> {
    let ended = match inspection.state {
        InspectionState::Submitted { at } => Some(at.date()),
        InspectionState::Draft => None,
    };
    let record = &inspection.record;
    let days = [Some(inspection.grounds.on), record.started_at.map(Timestamp::date), ended];
    let mut deeds = Vec::new();
    for on in days.into_iter().flatten() {
        deeds.extend(each(&inspection.team, on, "现场检查", "inspected"));
    }
    let kept = inspection.evidence.iter().filter(|evidence| evidence.withdrawn.is_none());
    deeds.extend(kept.map(|evidence| {
        (evidence.taken_by, evidence.taken_at.date(), "收集证据", "took evidence")
    }));
    deeds.sort();
    deeds.dedup();
    deeds
}

fn on_the_case(case: &Case) -> Vec<Deed> {
    let steps = case.steps();
    let mut deeds = Vec::new();
    if let Some(proposal) = steps.proposal {
        deeds.extend(each(&proposal.handlers, proposal.on, "立案报批", "proposed the case"));
    }
    for taken in case.handovers.iter().filter_map(|handover| handover.taken.as_ref()) {
        let on = taken.at.date();
        deeds.extend(each(&taken.handlers, on, "接办案件", "took the case over"));
    }
    if let Some(report) = steps.report {
        deeds.push((report.by, report.on, "提交调查报告", "concluded the investigation"));
    }
    if let Some(noticed) = steps.noticed {
        let service = &noticed.notice.service;
        let what = ("送达事先告知书", "served the prior notice");
        deeds.extend(each(&service.servers, service.on, what.0, what.1));
    }
    deeds
}

fn each(
    team: &CertifiedTeam,
    on: Date,
    zh: &'static str,
    en: &'static str,
) -> impl Iterator<Item = Deed> {
    team.officers().iter().map(move |officer| (officer.id, on, zh, en))
}
