//! Every field of every document, shown once to a visitor. A field that is left out does not compile.

use super::{Field, Sensitive};
use crate::document::*;
use crate::{Date, Timestamp};

/// Something with fields.
pub trait Fields {
    /// Shows every field that may tell something; what is public by its nature (numbers, dates, sums) is passed over.
    fn each(&mut self, visit: &mut dyn FnMut(Field<'_>));
}

macro_rules! fields {
    ($($name:ident { $($field:ident),+ })+) => {$(
        impl Fields for $name {
            fn each(&mut self, visit: &mut dyn FnMut(Field<'_>)) {
                let Self { $($field),+ } = self;
                $($field.each(visit);)+
            }
        }
    )+};
}

fields! {
    InspectionRecord { head, started, ended, place, party, on_site, inspectors, recorder, participants, told, situation,
        opinion, refusal, signatures, sketch }
    OnSitePerson { name, post, phone, id_number, relation }
    Situation { production, formalities, pollution, violations, sampling }
    PhotoSheet { head, cause, party, photos, signatures, date }
    Photo { picture, original_sha256, proves, taken_at, place, position, photographer, carrier }
    FilingApproval { head, source, cause, party, found_on, summary, conditions, violated, opinions }
    FilingConditions { evidence, penalty, jurisdiction, limitation }
    InvestigationReport { head, cause, party, filed_on, investigators, origin, process, facts, renewal, conclusion,
        proposal, signatures, date }
    Answer { yes, note }
    CaseExamination { head, cause, party, investigators, received_on, questions, passed, opinions }
    ExaminationQuestions { jurisdiction, facts, evidence, procedure, limitation_expired, law }
    LegalReview { head, cause, party, handlers, sent_on, reasons, proposal, questions, result, opinions }
    ReviewQuestions { subject, qualification, procedure, facts, law, discretion, beyond_power, documents, crime }
    Deliberation { head, cause, party, started, ended, place, host, recorder, members, present, summary, speeches,
        conclusion, sanction, signatures }
    Speech { speaker, text }
    PriorNotice { head, party, cause, investigated_on, facts, renewal, proposal, rights_basis, defence_days,
        hearing_days, date }
    Decision { head, party, cause, investigated_on, facts, defence, sanction, payment, performance, remedies, date,
        annex }
    DefencePart { notice, served_on, hearing_told, answer, heard_on }
    DefencePoint { claim, adopted, reason }
    ServiceReceipt { head, cause, documents, recipient, place, method, received_at, receiver, relation, servers,
        remarks }
    ServedDocument { title, number, copies }
    ClosingApproval { head, cause, party, filed_on, decision, decided_on, penalties, served_on, ground, performance,
        opinions }
    Participant { name, post }
    Opinion { text, signature }
    EvidenceItem { name, on, source, proves }
    Sanction { penalties, basis, discretion, steps }
    Renewal { notice, served_on, heavier, facts }
    NewlyFound { on, by, fact, proof }
    Facts { account, evidence, violated }
}

macro_rules! public {
    ($($name:ty)+) => {$(
        impl Fields for $name {
            fn each(&mut self, _: &mut dyn FnMut(Field<'_>)) {}
        }
    )+};
}

// Organ and officers are published beforehand; cited articles are law.
public! {
    Head OfficerBlock Attendee CitedArticle LawAnnex DocumentNumber Remedies Told Coordinates
    Date Timestamp bool u8 u16 ReviewReason ReviewResult ServiceMethod
}

macro_rules! values {
    ($($name:ident = $what:ident)+) => {$(
        impl Fields for $name {
            fn each(&mut self, visit: &mut dyn FnMut(Field<'_>)) {
                visit(Field::Value(Sensitive::$what, &mut self.0));
            }
        }
    )+};
}

values! {
    PersonName = PersonName
    IdNumber = IdNumber
    HomeAddress = HomeAddress
    Phone = Phone
    BankAccount = BankAccount
}

impl Fields for String {
    fn each(&mut self, visit: &mut dyn FnMut(Field<'_>)) {
        visit(Field::Text(self));
    }
}

impl Fields for Picture {
    fn each(&mut self, visit: &mut dyn FnMut(Field<'_>)) {
        visit(Field::Picture(self));
    }
}

impl<T: Fields> Fields for Option<T> {
    fn each(&mut self, visit: &mut dyn FnMut(Field<'_>)) {
        self.iter_mut().for_each(|inner| inner.each(visit));
    }
}

impl<T: Fields> Fields for Vec<T> {
    fn each(&mut self, visit: &mut dyn FnMut(Field<'_>)) {
        self.iter_mut().for_each(|inner| inner.each(visit));
    }
}

impl Fields for PartyBlock {
    fn each(&mut self, visit: &mut dyn FnMut(Field<'_>)) {
        match self {
            Self::Organisation { name, credit_code, post: _, representative, address } => {
                visit(Field::Value(Sensitive::PartyName, name));
                visit(Field::Value(Sensitive::CreditCode, credit_code));
                representative.each(visit);
                address.each(visit);
            }
            Self::Individual { name, id_number, address } => {
                name.each(visit);
                id_number.each(visit);
                address.each(visit);
            }
        }
    }
}

impl Fields for Signature {
    fn each(&mut self, visit: &mut dyn FnMut(Field<'_>)) {
        let Self { name, role, certificate: _, image, at: _ } = self;
        if !role.is_officer() {
            visit(Field::Value(Sensitive::PersonName, name));
        }
        image.each(visit);
    }
}

impl Fields for Payment {
    fn each(&mut self, visit: &mut dyn FnMut(Field<'_>)) {
        // Bank and account name are those of the treasury's collection account.
        let Self { days: _, bank: _, account_name: _, account, late_percent: _, late_basis: _ } =
            self;
        account.each(visit);
    }
}

impl Fields for CaseSource {
    fn each(&mut self, visit: &mut dyn FnMut(Field<'_>)) {
        if let Self::Other(text) = self {
            text.each(visit);
        }
    }
}

impl Fields for Penalty {
    fn each(&mut self, visit: &mut dyn FnMut(Field<'_>)) {
        if let Self::Other(text) = self {
            text.each(visit);
        }
    }
}

impl Fields for DefenceAnswer {
    fn each(&mut self, visit: &mut dyn FnMut(Field<'_>)) {
        if let Self::Made { on: _, points } = self {
            points.each(visit);
        }
    }
}
