//! The JSON API, version 1: one file for each resource. This page is its whole table of routes and who may call them.

mod accounts;
mod adjustment_steps;
mod adjustments;
mod benchmark_choices;
mod benchmark_diffs;
mod benchmark_replays;
mod benchmark_sets;
mod benchmark_workbooks;
mod calculation;
mod calendar;
mod case_after_notice;
mod case_back;
mod case_before_notice;
mod case_steps;
mod cases;
mod change_sets;
mod cleanups;
mod clearance;
pub(crate) mod common;
mod comparison;
mod complaints;
mod corrections;
mod designations;
mod discretion;
mod dispositions;
pub(crate) mod documents;
mod doubts;
mod enclosures;
mod enforcement;
mod evidence;
mod exports;
mod handover;
mod inspection_record;
mod inspections;
mod item_page;
mod item_table;
pub(crate) mod items;
mod jurisdiction;
pub(crate) mod law;
mod law_entry;
mod law_proposals;
pub(crate) mod law_search;
mod lead_inputs;
mod leads;
pub(crate) mod lists;
mod loggers;
mod notices;
mod operation;
mod overlays;
mod plants;
mod preparation;
mod session;
mod successions;
mod tasks;
mod telemetry;
mod upload;
mod uploads;

use crate::routes::Policy::{Any, Own, Public};
use crate::routes::Routes;
use crate::workbook;
use app::Action as A;
use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::UtoipaMethodRouterExt as _;
use utoipa_axum::routes;

/// Every route of the API.
pub(crate) fn routes(table: Routes) -> Routes {
    let table = benchmark_routes(case_routes(field_routes(entry_routes(table))));
    jurisdiction_routes(list_routes(law_routes(table)))
        .add(Any(&[A::DiscretionCalculate, A::CaseList]), routes!(discretion::benchmarks))
        .add(Any(&[A::DiscretionCalculate]), routes!(calculation::calculate))
        .add(Any(&[A::DiscretionCalculate]), routes!(preparation::prepare))
        .add(Any(&[A::DiscretionCalculate]), routes!(preparation::daily))
        .add(Any(&[A::NoticeList]), routes!(notices::list))
        .add(Any(&[A::NoticeWithdraw]), routes!(notices::withdraw))
        .add(Any(&[A::ReadingList]), routes!(telemetry::readings))
        .add(Any(&[A::FrameList]), routes!(telemetry::frames))
        .add(Any(&[A::LoggerList]), routes!(loggers::list))
        .add(Any(&[A::LoggerUnknown]), routes!(loggers::unknown))
        .add(Any(&[A::LoggerList]), routes!(loggers::read))
        .add(Any(&[A::LoggerMap]), routes!(loggers::map))
        .add(Any(&[A::LoggerMap]), routes!(loggers::unmap))
        .add(Any(&[A::LoggerList]), routes!(loggers::factors))
        .add(Any(&[A::OutletList]), routes!(plants::outlets))
        .add(Any(&[A::OutletList]), routes!(plants::outlet))
        .add(Any(&[A::ReadingList]), routes!(doubts::list))
        .add(Any(&[A::LeadOpen]), routes!(doubts::open))
        .add(Any(&[A::EnterpriseList]), routes!(plants::enterprises))
        .add(Any(&[A::EnterpriseList]), routes!(exports::enterprises))
        .add(Any(&[A::EnterpriseList]), routes!(plants::enterprise))
        .add(Any(&[A::EnterpriseList]), routes!(plants::map))
        .add(Any(&[A::EnterpriseList]), routes!(plants::boundaries))
        .add(Any(&[A::OfficerList]), routes!(plants::officers))
        .add(Any(&[A::AgencyList]), routes!(plants::agencies))
        .add(Any(&[A::JobList]), routes!(operation::list_jobs))
        .add(Any(&[A::JobRetry]), routes!(operation::retry_job))
        .add(Any(&[A::AuditList]), routes!(operation::audit))
        .add(Any(&[A::RecordList]), routes!(operation::record))
}

fn jurisdiction_routes(table: Routes) -> Routes {
    table
        .add(Any(&[A::JurisdictionAsk]), routes!(jurisdiction::answer))
        .add(Any(&[A::OperationList]), routes!(enforcement::list))
        .add(Any(&[A::OperationRegister]), routes!(enforcement::register))
        .add(Any(&[A::OperationApprove]), routes!(enforcement::approve))
        .add(Any(&[A::OperationEnd]), routes!(enforcement::end))
        .add(Any(&[A::DesignationList]), routes!(designations::list))
        .add(Any(&[A::DesignationList]), routes!(designations::read))
        .add(Any(&[A::DesignationRequest, A::DesignationDecide]), routes!(designations::begin))
        .add(Any(&[A::DesignationAccept]), routes!(designations::accept))
        .add(Any(&[A::DesignationAccept]), routes!(designations::refer))
        .add(Any(&[A::DesignationDecide]), routes!(designations::designate))
        .add(Any(&[A::CalendarRead]), routes!(calendar::days))
        .add(Any(&[A::CalendarRead]), routes!(calendar::periods))
        .add(Any(&[A::CalendarRead]), routes!(calendar::deadline))
}

fn benchmark_routes(table: Routes) -> Routes {
    table
        .add(Any(&[A::BenchmarkList]), routes!(benchmark_sets::list))
        .add(Any(&[A::BenchmarkList]), routes!(benchmark_choices::choices))
        .add(Any(&[A::BenchmarkList]), routes!(benchmark_sets::read))
        .add(Any(&[A::BenchmarkList]), routes!(benchmark_sets::copy))
        .add(Any(&[A::BenchmarkList]), routes!(benchmark_sets::check))
        .add(Any(&[A::BenchmarkList]), routes!(benchmark_diffs::diff))
        .add(Any(&[A::BenchmarkList]), routes!(benchmark_workbooks::export))
        .add(Any(&[A::BenchmarkList]), routes!(benchmark_workbooks::template))
        .add(
            Any(&[A::BenchmarkWrite]),
            routes!(benchmark_workbooks::import).layer(DefaultBodyLimit::max(workbook::BYTES_MAX)),
        )
        .add(Any(&[A::BenchmarkWrite]), routes!(benchmark_sets::write))
        .add(
            Any(&[A::BenchmarkWrite, A::BenchmarkReview, A::BenchmarkActivate]),
            routes!(benchmark_sets::advance),
        )
        .add(Any(&[A::BenchmarkList]), routes!(successions::list))
        .add(Any(&[A::SuccessionReview]), routes!(successions::review))
        .add(Any(&[A::BenchmarkList]), routes!(benchmark_replays::replay))
        .add(Any(&[A::DiscretionCompare]), routes!(comparison::of_case))
        .add(Any(&[A::DiscretionCompare]), routes!(comparison::of_question))
        .add(Any(&[A::DiscretionCompare]), routes!(comparison::dispersion))
}

fn entry_routes(table: Routes) -> Routes {
    table
        .add(Public, routes!(session::log_in))
        .add(Own, routes!(session::read))
        .add(Own, routes!(session::log_out))
        .add(Public, routes!(session::activate))
        .add(Own, routes!(session::enrol))
        .add(Own, routes!(session::confirm))
        .add(Own, routes!(session::change_password))
        .add(Own, routes!(session::field_secret))
        .add(Any(&[A::AccountManage]), routes!(accounts::create))
        .add(Any(&[A::AccountManage]), routes!(accounts::roles))
        .add(Any(&[A::AccountManage]), routes!(accounts::certify))
        .add(Any(&[A::AccountManage]), routes!(accounts::suspend))
        .add(Any(&[A::AccountManage]), routes!(accounts::reinstate))
        .add(Any(&[A::AccountManage]), routes!(accounts::reset))
        .add(Any(&[A::AccountConfirm]), routes!(accounts::waiting))
        .add(Any(&[A::AccountConfirm]), routes!(accounts::confirm))
        .add(Any(&[A::AccountConfirm]), routes!(accounts::refuse))
        .add(Any(&[A::WorkList]), routes!(operation::work))
}

fn field_routes(table: Routes) -> Routes {
    table
        .add(Any(&[A::LeadList]), routes!(leads::list))
        .add(Any(&[A::LeadList]), routes!(exports::leads))
        .add(Any(&[A::LeadList]), routes!(leads::read))
        .add(Any(&[A::LeadClose]), routes!(leads::close))
        .add(Any(&[A::LeadReplay]), routes!(leads::replay))
        .add(Any(&[A::TaskDispatch]), routes!(leads::candidates))
        .add(Any(&[A::TaskDispatch]), routes!(tasks::dispatch))
        .add(Any(&[A::TaskList]), routes!(tasks::list))
        .add(Any(&[A::TaskList]), routes!(exports::tasks))
        .add(Any(&[A::TaskList]), routes!(tasks::read))
        .add(Any(&[A::TaskAccept]), routes!(tasks::accept))
        .add(Any(&[A::TaskReturn]), routes!(tasks::give_back))
        .add(Any(&[A::InspectionBegin]), routes!(inspections::begin))
        .add(Any(&[A::InspectionList]), routes!(inspections::list))
        .add(Any(&[A::InspectionList]), routes!(inspections::read))
        .add(Any(&[A::InspectionWrite]), routes!(inspections::write))
        .add(Any(&[A::InspectionWrite]), routes!(inspections::sign))
        .add(Any(&[A::InspectionSubmit]), routes!(inspections::submit))
        .add(Any(&[A::InspectionList]), routes!(inspections::record_pdf))
        // The handler itself counts the bytes of each part, so the blanket limit of forms does not apply.
        .add(Any(&[A::EvidenceAdd]), routes!(evidence::add).layer(DefaultBodyLimit::disable()))
        .add(Any(&[A::EvidenceAdd]), routes!(evidence::withdraw))
        .add(
            Any(&[A::CaseConclude]),
            routes!(evidence::supplement).layer(DefaultBodyLimit::disable()),
        )
        .add(Any(&[A::EvidenceAdd]), routes!(uploads::begin))
        .add(
            Any(&[A::EvidenceAdd]),
            routes!(uploads::read, uploads::piece).layer(DefaultBodyLimit::disable()),
        )
        .add(Any(&[A::EvidenceAdd]), routes!(uploads::complete))
        .add(Any(&[A::EvidenceRead]), routes!(evidence::file))
}

fn list_routes(table: Routes) -> Routes {
    table
        .add(Any(&[A::ItemList]), routes!(items::list))
        .add(Any(&[A::ItemList]), routes!(item_table::export))
        .add(
            Any(&[A::ItemRevise]),
            routes!(item_table::import).layer(DefaultBodyLimit::max(workbook::BYTES_MAX)),
        )
        .add(Any(&[A::ItemList]), routes!(item_page::read))
        .add(Any(&[A::ItemConfirm]), routes!(item_page::confirm))
        .add(Any(&[A::ItemRevise]), routes!(item_page::revise))
        .add(Any(&[A::ItemList]), routes!(corrections::list))
        .add(Any(&[A::ItemList]), routes!(corrections::read))
        .add(Any(&[A::ItemConfirm]), routes!(corrections::confirm))
        .add(Any(&[A::ItemConfirm]), routes!(corrections::end))
        .add(Any(&[A::ListList]), routes!(lists::list))
        .add(Any(&[A::ListList]), routes!(lists::read))
        .add(Any(&[A::ListList]), routes!(lists::diff))
        .add(Any(&[A::ListList]), routes!(lists::export))
        .add(
            Any(&[A::AdjustmentPropose]),
            routes!(lists::draft).layer(DefaultBodyLimit::max(workbook::BYTES_MAX)),
        )
        .add(Any(&[A::ListList]), routes!(lists::delegations))
        .add(Any(&[A::DelegationWrite]), routes!(lists::delegate))
        .add(Any(&[A::DelegationWrite]), routes!(lists::withdraw))
        .add(Any(&[A::ListList]), routes!(dispositions::read))
        .add(Any(&[A::DispositionChoose]), routes!(dispositions::choose))
        .add(Any(&[A::AdjustmentList]), routes!(adjustments::list))
        .add(Any(&[A::AdjustmentPropose]), routes!(adjustments::propose))
        .add(Any(&[A::AdjustmentList]), routes!(adjustments::read))
        .add(Any(&[A::AdjustmentReview]), routes!(adjustment_steps::review))
        .add(Any(&[A::AdjustmentPropose]), routes!(adjustment_steps::revise))
        .add(Any(&[A::AdjustmentFile]), routes!(adjustment_steps::file))
        .add(Any(&[A::AdjustmentFile]), routes!(adjustment_steps::copy))
        .add(Any(&[A::AdjustmentPublish]), routes!(adjustment_steps::publish))
        .add(Any(&[A::AdjustmentWithdraw]), routes!(adjustment_steps::withdraw))
        .add(Any(&[A::AdjustmentList]), routes!(cleanups::cleanups))
        // As with evidence, the handler counts the bytes itself.
        .add(Any(&[A::EnclosureAdd]), routes!(enclosures::add).layer(DefaultBodyLimit::disable()))
        .add(Any(&[A::EnclosureRead]), routes!(enclosures::file))
}

fn case_routes(table: Routes) -> Routes {
    table
        .add(Any(&[A::CasePropose]), routes!(case_before_notice::propose))
        .add(Any(&[A::CaseList]), routes!(cases::list))
        .add(Any(&[A::CaseList]), routes!(exports::cases))
        .add(Any(&[A::CaseList]), routes!(cases::read))
        .add(Any(&[A::CaseTakeOver]), routes!(handover::take_over))
        .add(Any(&[A::CaseApproveFiling]), routes!(case_before_notice::approve_filing))
        .add(Any(&[A::CaseApproveFiling]), routes!(case_before_notice::refuse_filing))
        .add(Any(&[A::CaseConclude]), routes!(case_before_notice::conclude))
        .add(Any(&[A::CaseExamine]), routes!(case_before_notice::examine))
        .add(Any(&[A::CaseReview]), routes!(case_before_notice::review))
        .add(Any(&[A::CaseServeNotice]), routes!(case_after_notice::issue_notice))
        .add(Any(&[A::CaseServeNotice]), routes!(case_after_notice::serve_notice))
        .add(Any(&[A::CaseRecordDefence]), routes!(case_after_notice::record_defence))
        .add(Any(&[A::CaseRequestHearing]), routes!(case_after_notice::request_hearing))
        .add(Any(&[A::CaseHoldHearing]), routes!(case_after_notice::hold_hearing))
        .add(Any(&[A::CaseRecheck]), routes!(case_after_notice::recheck))
        .add(Any(&[A::CaseRecheck]), routes!(case_back::compute_anew))
        .add(
            Any(&[A::CaseRecheck, A::CaseDeliberate, A::CaseDecide]),
            routes!(case_back::reinvestigate),
        )
        .add(Any(&[A::CaseDeliberate]), routes!(case_after_notice::deliberate))
        .add(Any(&[A::CaseDecide]), routes!(case_after_notice::decide))
        .add(Any(&[A::CaseServeDecision]), routes!(case_after_notice::serve_decision))
        .add(Any(&[A::NoticePublish]), routes!(clearance::publish))
        .add(Any(&[A::NoticePublish]), routes!(clearance::read))
        .add(Any(&[A::NoticePublish]), routes!(clearance::file))
        .add(Any(&[A::CaseClose]), routes!(case_after_notice::close))
        .add(Any(&[A::CaseApproveClosing]), routes!(case_after_notice::approve_closing))
        .add(Any(&[A::CaseApproveClosing]), routes!(case_after_notice::refuse_closing))
        .add(Any(&[A::CaseList]), routes!(complaints::of_case))
        .add(Any(&[A::ComplaintEnter]), routes!(complaints::enter))
        .add(Any(&[A::ComplaintEnter]), routes!(complaints::verify))
        .add(Any(&[A::DocumentRead]), routes!(documents::file))
}

fn law_routes(table: Routes) -> Routes {
    table
        .add(Any(&[A::LawRead]), routes!(law::acts))
        .add(Any(&[A::LawRead]), routes!(law::act))
        .add(Any(&[A::LawRead]), routes!(law::article))
        .add(Any(&[A::LawRead]), routes!(law_search::search))
        .add(Any(&[A::LawRead]), routes!(law_search::citing))
        .add(Any(&[A::LawEnter]), routes!(law_entry::preview_repeal))
        .add(Any(&[A::LawEnter]), routes!(law_entry::propose_repeal))
        .add(Any(&[A::LawEnter]), routes!(law_entry::preview_text))
        .add(Any(&[A::LawEnter]), routes!(law_entry::propose_text))
        .add(Any(&[A::LawEnter]), routes!(law_proposals::list))
        .add(Any(&[A::LawEnter]), routes!(law_proposals::read))
        .add(Any(&[A::LawEnter]), routes!(law_proposals::confirm))
        .add(Any(&[A::LawEnter]), routes!(law_proposals::give_back))
        .add(Any(&[A::LawEnter]), routes!(law_proposals::withdraw))
        .add(Any(&[A::ChangeSetList]), routes!(change_sets::list))
        .add(Any(&[A::ChangeSetList]), routes!(change_sets::read))
        .add(Any(&[A::ChangeSetList]), routes!(change_sets::rows))
        .add(Any(&[A::ChangeSetWork]), routes!(change_sets::settle))
        .add(Any(&[A::ChangeSetWork]), routes!(change_sets::reopen))
}
