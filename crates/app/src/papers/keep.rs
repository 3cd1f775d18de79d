//! Numbers a document, keeps its fields, has it rendered, and hands out the file.

use crate::inspections::read_at;
use crate::{Action, Actor, Cx, Error, Guarded, Permit, jobs};
use anyhow::Context;
use domain::case::Case;
use domain::document::{Document, DocumentKind, DocumentNumber, NumberKind};
use domain::record::{Digests, RecordKind};
use domain::region::Territory;
use domain::{AgencyId, DocumentId, Refusal};
use store::Tx;
use store::documents::{DocumentRow, NewDocument};

/// A rendered document.
#[derive(Debug, Clone)]
pub struct DocumentFile {
    /// A name that names the document and nobody in it.
    pub name: String,
    /// The PDF, checked against its digest.
    pub pdf: Vec<u8>,
}

/// The next number of a kind of document of an agency in this year.
pub(crate) async fn number(
    permit: &Permit<'_>,
    tx: &mut Tx,
    agency: AgencyId,
    kind: NumberKind,
) -> Result<DocumentNumber, Error> {
    let agency = store::agencies::find(tx, agency).await?.ok_or(Error::NotFound("agency"))?;
    let year = permit.now().date().year().unsigned_abs();
    let prefix = &agency.document_prefix;
    let counter = format!("document/{prefix}{}/{year}", kind.zh());
    let serial = store::numbers::next(tx, &counter).await?;
    let serial = u32::try_from(serial).context("too many documents in one year")?;
    let number = DocumentNumber::new(prefix, kind, year, serial);
    Ok(number.context("document number")?)
}

/// Keeps the fields of a document and has it rendered after the commit.
pub(crate) async fn keep(
    permit: &Permit<'_>,
    tx: &mut Tx,
    subject: &str,
    territory: &Territory,
    document: &Document,
) -> Result<DocumentId, Error> {
    let id = permit.cx().id();
    let body = serde_json::to_string(document).context("fields of a document")?;
    // Only what the document itself is numbered by is unique; forms carry the number of their case.
    let owns_number = matches!(document.kind(), DocumentKind::PriorNotice | DocumentKind::Decision);
    let number = document.head().number.as_ref().filter(|_| owns_number).map(ToString::to_string);
    let new = NewDocument {
        id,
        subject,
        territory,
        kind: kind_name(document.kind())?,
        title: document.title(),
        number: number.as_deref(),
        body: &body,
    };
    let change = permit.change(RecordKind::DocumentDrafted);
    store::documents::insert(tx, &new, &change).await?;
    jobs::put(permit, tx, jobs::Work::RenderDocument { document: id }).await?;
    Ok(id)
}

/// The name of a kind in tables and the API.
fn kind_name(kind: DocumentKind) -> Result<&'static str, Error> {
    DocumentKind::ALL
        .iter()
        .zip(KIND_NAMES)
        .find_map(|(known, name)| (*known == kind).then_some(name))
        .ok_or_else(|| anyhow::anyhow!("kind of document without a name").into())
}

const KIND_NAMES: [&str; 11] = [
    "inspection_record",
    "photo_sheet",
    "filing_approval",
    "investigation_report",
    "case_examination",
    "legal_review",
    "prior_notice",
    "deliberation",
    "decision",
    "service_receipt",
    "closing_approval",
];

/// Renders a kept document, keeps the PDF, and commits to it in the record. Doing it twice keeps one.
pub(crate) async fn render(cx: &Cx, actor: &Actor, id: DocumentId) -> Result<(), Error> {
    let permit = cx.authorize(actor, Action::DocumentRender)?;
    let mut tx = permit.read().await?;
    let row = store::documents::find(&mut tx, id).await?.ok_or(Error::NotFound("document"))?;
    let vouched = store::documents::vouched(&mut tx, &row).await?;
    drop(tx);
    if row.sha256.is_some() {
        return Ok(());
    }
    if !vouched {
        return Err(altered("document").into());
    }
    let document: Document = serde_json::from_str(&row.body).context("fields of a document")?;
    let pdf = typeset(cx, &document).await?;
    let sha256 = Digests::of(&pdf).sha256.to_string();
    cx.blobs().put(pdf.clone()).await?;
    let territory: Territory = row.territory.parse()?;
    let mut tx = permit.write().await?;
    let change = permit.change_with_file(RecordKind::DocumentIssued, &pdf);
    store::documents::rendered(&mut tx, id, &territory, &sha256, &change).await?;
    permit.commit(tx).await
}

/// The refusal to go on with something that is not what the record says was written.
pub(crate) fn altered(field: &'static str) -> Refusal {
    Refusal::new(
        "record.altered",
        "保存的内容与执法全过程记录不一致，已停止办理；请报告系统管理员和审计员核查",
        "what is kept is not what the record says was written; report it to the administrator and the auditor",
    )
    .field(field)
}

/// Typesets off the threads that serve requests.
pub(crate) async fn typeset(cx: &Cx, document: &Document) -> Result<Vec<u8>, Error> {
    let (typesetter, document) = (cx.typesetter(), document.clone());
    let rendered = tokio::task::spawn_blocking(move || typesetter.render(&document)).await;
    Ok(rendered.context("typesetting")??)
}

/// The latest document of a kind in a case, with its fields.
pub(crate) async fn latest(
    tx: &mut Tx,
    case: &Case,
    kind: DocumentKind,
) -> Result<(DocumentId, Document), Error> {
    let rows = store::documents::of_subject(tx, &format!("case/{}", case.id)).await?;
    let name = kind_name(kind)?;
    let row = rows.into_iter().rfind(|row| row.kind == name).ok_or(Error::NotFound("document"))?;
    let id = row.id.parse().context("id of a document")?;
    let document = serde_json::from_str(&row.body).context("fields of a document")?;
    Ok((id, document))
}

/// The fields of every document of a case and of its inspection.
pub(crate) async fn whole_file(tx: &mut Tx, case: &Case) -> Result<Vec<Document>, Error> {
    let subjects = [format!("case/{}", case.id), format!("inspection/{}", case.inspection)];
    let mut documents = Vec::new();
    for subject in subjects {
        for row in store::documents::of_subject(tx, &subject).await? {
            documents.push(serde_json::from_str(&row.body).context("fields of a document")?);
        }
    }
    Ok(documents)
}

/// The PDF of a document, for those who may read what it belongs to.
pub async fn file(cx: &Cx, actor: &Actor, id: DocumentId) -> Result<DocumentFile, Error> {
    let permit = cx.authorize(actor, Action::DocumentRead)?;
    let mut tx = permit.read().await?;
    let row = store::documents::find(&mut tx, id).await?.ok_or(Error::NotFound("document"))?;
    let case = case_of(&mut tx, &row.subject).await?;
    let row = permit.on(Some(Placed(row, read_at(case.as_ref()))), "document")?.0;
    let sha256 = row.sha256.as_deref().ok_or(Error::NotFound("rendered document"))?;
    let pdf = cx.blobs().get(sha256).await?.ok_or(Error::NotFound("rendered document"))?;
    let document: Document = serde_json::from_str(&row.body).context("fields of a document")?;
    Ok(DocumentFile { name: document.file_name(), pdf })
}

/// The case to whose file a document belongs.
async fn case_of(tx: &mut Tx, subject: &str) -> Result<Option<Case>, Error> {
    Ok(match subject.split_once('/') {
        Some(("case", id)) => store::cases::find(tx, id.parse().context("a case")?).await?,
        Some(("inspection", id)) => {
            store::cases::of_inspection(tx, id.parse().context("an inspection")?).await?
        }
        _ => None,
    })
}

struct Placed(DocumentRow, Vec<Territory>);

impl Guarded for Placed {
    fn thing(&self) -> crate::permit::Thing {
        let territory = self.0.territory.parse().ok();
        let readers = self.1.clone();
        crate::permit::Thing { readers, ..crate::permit::Thing::at("document", territory) }
    }
}
