//! Blocks that many documents share: organ, party, persons, signatures, evidence, penalties, cited articles.

use super::{DocumentNumber, Picture};
use crate::law::Citation;
use crate::{Date, Fen, Timestamp};
use serde::{Deserialize, Serialize};

macro_rules! personal {
    ($($(#[$doc:meta])+ $name:ident)+) => {$(
        $(#[$doc])+
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    )+};
}

personal! {
    /// Name of a natural person who is not an officer on duty.
    PersonName
    /// Number of an identity card.
    IdNumber
    /// Where a natural person lives.
    HomeAddress
    /// Telephone of a natural person or a party.
    Phone
    /// Number of a bank account.
    BankAccount
}

/// What stands at the head of every document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The organ (机关) whose document it is.
    pub organ: Organ,
    /// 文号 or 立案号; records have none.
    pub number: Option<DocumentNumber>,
    /// Not issued yet: every page says 草稿.
    pub draft: bool,
}

/// The organ, with what documents to the outside end with. All of it is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organ {
    /// Name, equal to the name in its seal.
    pub name: String,
    /// Address.
    pub address: String,
    /// Postcode, six digits.
    pub postcode: String,
    /// Officer to contact.
    pub contact: String,
    /// Telephone of the office.
    pub phone: String,
}

/// The party (当事人), one block for all documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PartyBlock {
    /// A legal person, another organisation or a sole trader (单位、个体工商户).
    Organisation {
        /// Name as registered.
        name: String,
        /// 统一社会信用代码.
        credit_code: String,
        /// What its representative is called.
        post: RepresentativePost,
        /// The representative.
        representative: PersonName,
        /// Registered address.
        address: String,
    },
    /// A natural person (公民).
    Individual {
        /// Name.
        name: PersonName,
        /// 公民身份号码.
        id_number: IdNumber,
        /// 住址.
        address: HomeAddress,
    },
}

impl PartyBlock {
    /// The name, the same in every document.
    pub fn name(&self) -> &str {
        match self {
            Self::Organisation { name, .. } => name,
            Self::Individual { name, .. } => name.as_ref(),
        }
    }
}

/// What the representative of an organisation is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepresentativePost {
    /// 法定代表人.
    LegalRepresentative,
    /// 负责人.
    PersonInCharge,
    /// 经营者.
    Operator,
}

impl RepresentativePost {
    /// The word on paper.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::LegalRepresentative => "法定代表人",
            Self::PersonInCharge => "负责人",
            Self::Operator => "经营者",
        }
    }
}

/// An officer on duty; name and certificate number are published beforehand (公示), so they stay in public versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerBlock {
    /// Name.
    pub name: String,
    /// Number of the enforcement certificate (执法证号).
    pub certificate: String,
}

/// Somebody else who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Name.
    pub name: PersonName,
    /// Unit and post.
    pub post: String,
}

macro_rules! roles {
    ($($(#[$doc:meta])+ $role:ident = $zh:literal, $officer:literal;)+) => {
        /// In which role somebody signs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum SignatureRole {
            $($(#[$doc])+ $role,)+
        }

        impl SignatureRole {
            /// The word on paper.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$role => $zh,)+ }
            }

            /// Whether an officer on duty signs in this role, whose name is public.
            pub const fn is_officer(self) -> bool {
                match self { $(Self::$role => $officer,)+ }
            }
        }
    };
}

roles! {
    /// The inspected party or its person on site.
    Inspected = "被检查（勘察）人", false;
    /// The party, elsewhere than on site.
    Party = "当事人", false;
    /// An inspecting officer.
    Inspector = "检查（勘察）人", true;
    /// Who wrote the record.
    Recorder = "记录人", true;
    /// Another person present.
    Participant = "其他参加人", false;
    /// A witness.
    Witness = "见证人", false;
    /// An officer who handles the case.
    Handler = "承办人", true;
    /// Head of the handling unit.
    UnitHead = "承办机构负责人", true;
    /// Who examines the case.
    Examiner = "审查人", true;
    /// Who reviews the law.
    LegalReviewer = "法制审核人", true;
    /// Head of the organ.
    Head = "单位负责人", true;
    /// Who leads a meeting.
    Host = "主持人", true;
    /// A member of a meeting, with a vote.
    Member = "参加人员", true;
    /// Present at a meeting, without a vote.
    Attendee = "列席人员", true;
    /// Who received a document.
    Recipient = "收件人", false;
    /// An officer who serves a document.
    Server = "送达人", true;
}

/// A signature, on screen or still to be written by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Name of the signer.
    pub name: String,
    /// In which role.
    pub role: SignatureRole,
    /// 执法证号 of an officer.
    pub certificate: Option<String>,
    /// The stroke; none leaves a line for the pen.
    pub image: Option<Picture>,
    /// When it was signed.
    pub at: Option<Timestamp>,
}

/// An opinion in an internal form (意见), with the signature that makes it one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// The opinion; empty leaves room for the pen.
    pub text: String,
    /// Whose; its role names the row of the form.
    pub signature: Signature,
}

/// An article as a document cites it: the act by name, the place exactly, its words where the document quotes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedArticle {
    /// Name of the act without 《》, for instance `中华人民共和国行政处罚法`.
    pub act: String,
    /// Article, paragraph and point.
    pub place: Citation,
    /// The words of the provision.
    pub text: Option<String>,
}

/// The words of what a document cites, as they read on the day of the act: behind the signature, from the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawAnnex {
    /// The day of the act.
    pub act_on: Date,
    /// The articles, each with its words.
    pub articles: Vec<AnnexArticle>,
}

/// One article of an annex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnexArticle {
    /// The place and its words.
    pub article: CitedArticle,
    /// How sure the words are, where they are not those of the official text.
    pub label: Option<String>,
}

/// An item of evidence as listed in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceItem {
    /// What it is, for instance `现场检查（勘察）笔录`.
    pub name: String,
    /// When it was obtained.
    pub on: Date,
    /// Who provided or made it.
    pub source: String,
    /// What it proves.
    pub proves: String,
}

/// A penalty (处罚种类), with its value where it has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Penalty {
    /// 警告.
    Warning,
    /// 通报批评.
    Criticism,
    /// 罚款.
    Fine(Fen),
    /// 没收违法所得.
    ConfiscatedGains(Fen),
    /// Any other, in the words of the article (没收非法财物, 责令停产整治 …).
    Other(String),
}

/// What is proposed or decided: penalties, the articles they rest on and the discretion used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sanction {
    /// Kinds and sums; none where no penalty is imposed.
    pub penalties: Vec<Penalty>,
    /// The articles it rests on.
    pub basis: Vec<CitedArticle>,
    /// Reasons of the discretion (裁量) beside its steps: label, departure.
    pub discretion: String,
    /// The steps of the calculation, one a line; absent in papers of before they were kept apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
}

/// That a paper takes the place of an earlier notice, and what was found since (行政处罚法 art. 45).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewal {
    /// 文号 of the earlier notice.
    pub notice: DocumentNumber,
    /// When it was served.
    pub served_on: Date,
    /// Whether more is intended than it told of.
    pub heavier: bool,
    /// What was found since.
    pub facts: Vec<NewlyFound>,
}

/// A fact found after the party was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewlyFound {
    /// When.
    pub on: Date,
    /// How it came to light.
    pub by: String,
    /// What was found.
    pub fact: String,
    /// What proves it.
    pub proof: String,
}

/// The facts and their proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What happened (违法事实).
    pub account: String,
    /// Evidence.
    pub evidence: Vec<EvidenceItem>,
    /// The articles that were broken.
    pub violated: Vec<CitedArticle>,
}
