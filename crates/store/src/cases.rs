//! Cases by id, stage, clock, handler and place.

use crate::db::{Asked, Tx, bodies_asked, body, find_body, json, latest_bodies, newest, on};
use crate::{Change, Page, Scope, StoreError, record};
use domain::adjustment::Use;
use domain::case::Case;
use domain::discretion::DecidedFine;
use domain::{CaseId, Date, EnterpriseId, InspectionId, LeadId, OfficerId, Timestamp};

const INSERT: &str = "INSERT INTO case_file (id, number, territory, stage, inspection, enterprise, party_name, cause, item,
    fine_fen, due_on, updated_at, body, party_code, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)";
const INSERT_HANDLER: &str = "INSERT INTO case_handler (case_id, officer) VALUES ($1, $2)";
const RELEASE_HANDLERS: &str = "DELETE FROM case_handler WHERE case_id = $1";
const INSERT_READER: &str =
    "INSERT INTO case_reader (case_id, territory) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const SAVE: &str =
    "UPDATE case_file SET number = $1, stage = $2, fine_fen = $3, due_on = $4, updated_at = $5,
    body = $6, territory = $7, cause = $8, item = $9, revision = revision + 1 WHERE id = $10 AND revision = $11";
const FIND: &str = "SELECT body FROM case_file WHERE id = $1";
const OF_INSPECTION: &str = "SELECT body FROM case_file WHERE inspection = $1";
const LIST: &str = newest!(
    "case_file",
    "($1 = '' OR stage = $1)
    AND (territory >= $2 AND territory < $3
         OR id IN (SELECT case_id FROM case_reader WHERE territory >= $2 AND territory < $3))
    AND id < $4 AND ($5 = '' OR number LIKE $5 ESCAPE '!' OR party_name LIKE $5 ESCAPE '!' OR cause LIKE $5 ESCAPE '!')
    AND ($7 = '' OR id IN (SELECT case_id FROM case_handler WHERE officer = $7))",
    "$6"
);
const OF_ENTERPRISE: &str =
    "SELECT body FROM case_file WHERE enterprise = $1 ORDER BY id DESC LIMIT $2";
const FILED_OF: &str = "SELECT body FROM case_file
    WHERE enterprise = $1 AND item = $2 AND number IS NOT NULL ORDER BY id";
/// On PostgreSQL two filings against one plant wait for each other here; on SQLite there is one writer anyway.
const LOCK_MATTER: &str = "UPDATE enterprise SET id = id WHERE id = $1";
const OF_LEAD: &str =
    "SELECT case_file.body FROM case_file JOIN inspection ON inspection.id = case_file.inspection
    JOIN task ON task.id = inspection.task WHERE task.lead = $1 ORDER BY case_file.id DESC LIMIT 1";
const LEAD_OF: &str =
    "SELECT task.lead FROM case_file JOIN inspection ON inspection.id = case_file.inspection
    JOIN task ON task.id = inspection.task WHERE case_file.id = $1";
const DECIDED_OF_PARTY: &str =
    "SELECT body FROM case_file WHERE party_code = $1 AND party_code <> ''
    AND stage IN ('decided', 'served', 'closed') ORDER BY id DESC LIMIT $2";
/// What nothing urges comes last, on either database. Also closed ones whose decision is still to be published: those have a
/// day on which that is due.
const RUNNING: &str = "SELECT body FROM case_file WHERE id IN (
        SELECT id FROM case_file WHERE stage <> 'not_filed' AND (stage <> 'closed' OR due_on IS NOT NULL)
        AND (stage <> 'closed' OR NOT EXISTS (SELECT 1 FROM notice WHERE notice.case_id = case_file.id))
        AND territory >= $1 AND territory < $2 ORDER BY due_on IS NULL, due_on, id LIMIT $3)
    ORDER BY due_on IS NULL, due_on, id";
const OF_ITEM: &str = "SELECT body FROM case_file WHERE item = $1 AND id > $2
    AND ($3 = 0 OR stage NOT IN ('closed', 'not_filed')) ORDER BY id LIMIT $4";

/// Ids are UUIDv7: what is not below an instant's first id was begun since.
const USES: &str =
    "SELECT item, COUNT(*), SUM(CASE WHEN id >= $3 THEN 1 ELSE 0 END), MAX(id) FROM case_file
    WHERE territory >= $1 AND territory < $2 GROUP BY item ORDER BY item";

pub(crate) const STATEMENTS: &[&str] = &[
    INSERT,
    INSERT_HANDLER,
    RELEASE_HANDLERS,
    INSERT_READER,
    SAVE,
    FIND,
    OF_INSPECTION,
    LIST,
    OF_ENTERPRISE,
    FILED_OF,
    LOCK_MATTER,
    OF_LEAD,
    LEAD_OF,
    DECIDED_OF_PARTY,
    RUNNING,
    OF_ITEM,
    USES,
];

/// Which cases are asked for; empty texts mean all.
#[derive(Debug, Clone, Default)]
pub struct CaseFilter {
    /// A stage by its name.
    pub stage: String,
    /// Part of a number, a party's name or a cause.
    pub words: String,
    /// Only cases of this handler.
    pub handler: Option<OfficerId>,
}

struct Columns {
    number: Option<String>,
    fine: Option<i64>,
    due: Option<String>,
}

fn columns(case: &Case, due_on: Option<Date>) -> Columns {
    let steps = case.steps();
    let proposed = steps.report.and_then(|report| report.measure.fine());
    let decided = steps.decision.map(|decision| decision.fine);
    Columns {
        number: steps.filed.map(|filed| filed.number.clone()),
        fine: decided.unwrap_or(proposed).map(|fine| fine.0),
        due: due_on.map(|day| day.to_string()),
    }
}

/// What a case is found by beside its body: number, stage and amount.
pub(crate) fn searched(case: &Case) -> Vec<(&'static str, Option<String>)> {
    let Columns { number, fine, .. } = columns(case, None);
    let stage = case.stage.name().as_str().to_owned();
    vec![("number", number), ("stage", Some(stage)), ("fine_fen", fine.map(|fen| fen.to_string()))]
}

/// Writes a new case; `due_on` is the day its next clock runs out.
pub async fn insert(
    tx: &mut Tx,
    case: Case,
    due_on: Option<Date>,
    change: &Change,
) -> Result<Case, StoreError> {
    let case = Case { revision: 1, ..case };
    let body = json("case_file", &case)?;
    let columns = columns(&case, due_on);
    on!(tx, |db| sqlx::query(INSERT)
        .bind(case.id.to_string())
        .bind(&columns.number)
        .bind(case.territory.as_str())
        .bind(case.stage.name().as_str())
        .bind(case.inspection.to_string())
        .bind(case.enterprise.to_string())
        .bind(&case.party.name)
        .bind(&case.cause)
        .bind(&case.item)
        .bind(columns.fine)
        .bind(&columns.due)
        .bind(change.at.as_millis())
        .bind(&body)
        .bind(&case.party.code)
        .execute(db)
        .await
        .map(drop))?;
    handled_by(tx, &case).await?;
    record::append(tx, change, case.id, 1, Some(&case.territory), &body).await?;
    Ok(case)
}

/// Writes a case that was proposed anew, handed over, or taken by its receiver: it has other handlers, and readers where it was.
pub async fn save_moved(
    tx: &mut Tx,
    case: Case,
    due_on: Option<Date>,
    change: &Change,
) -> Result<Case, StoreError> {
    let id = case.id.to_string();
    on!(tx, |db| sqlx::query(RELEASE_HANDLERS).bind(&id).execute(db).await.map(drop))?;
    handled_by(tx, &case).await?;
    for territory in case.readers() {
        on!(tx, |db| sqlx::query(INSERT_READER)
            .bind(&id)
            .bind(territory.as_str())
            .execute(db)
            .await
            .map(drop))?;
    }
    save(tx, case, due_on, change).await
}

async fn handled_by(tx: &mut Tx, case: &Case) -> Result<(), StoreError> {
    for handler in case.handlers() {
        on!(tx, |db| sqlx::query(INSERT_HANDLER)
            .bind(case.id.to_string())
            .bind(handler.id.to_string())
            .execute(db)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// Writes a changed case over the revision it was read at.
pub async fn save(
    tx: &mut Tx,
    case: Case,
    due_on: Option<Date>,
    change: &Change,
) -> Result<Case, StoreError> {
    let read_at = case.revision;
    let case = Case { revision: read_at + 1, ..case };
    let body = json("case_file", &case)?;
    let columns = columns(&case, due_on);
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(&columns.number)
        .bind(case.stage.name().as_str())
        .bind(columns.fine)
        .bind(&columns.due)
        .bind(change.at.as_millis())
        .bind(&body)
        .bind(case.territory.as_str())
        .bind(&case.cause)
        .bind(&case.item)
        .bind(case.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("case"));
    }
    // Old cases whose question is not in their body have their row since the start of the program.
    if let Some(fine) = DecidedFine::of(&case, |_, _| None, |_| None) {
        crate::fines::put(tx, &fine).await?;
    }
    record::append(tx, change, case.id, case.revision, Some(&case.territory), &body).await?;
    Ok(case)
}

/// One case.
pub async fn find(tx: &mut Tx, id: CaseId) -> Result<Option<Case>, StoreError> {
    find_body(tx, "case_file", FIND, &id.to_string()).await
}

/// Whether a case still holds what the record says was written at its revision.
pub async fn vouched(tx: &mut Tx, case: &Case) -> Result<bool, StoreError> {
    let (id, subject) = (case.id.to_string(), format!("case/{}", case.id));
    let body: Option<String> =
        on!(tx, |db| sqlx::query_scalar(FIND).bind(id).fetch_optional(db).await)?;
    record::vouches(tx, &subject, case.revision, body.as_deref().unwrap_or_default()).await
}

/// The case made of an inspection, if one was.
pub async fn of_inspection(tx: &mut Tx, id: InspectionId) -> Result<Option<Case>, StoreError> {
    let id = id.to_string();
    find_body(tx, "case_file", OF_INSPECTION, &id).await
}

/// The case that a lead led to, if it did.
pub async fn of_lead(tx: &mut Tx, id: LeadId) -> Result<Option<Case>, StoreError> {
    find_body(tx, "case_file", OF_LEAD, &id.to_string()).await
}

/// The lead that a case began with.
pub async fn lead_of(tx: &mut Tx, id: CaseId) -> Result<Option<LeadId>, StoreError> {
    let id = id.to_string();
    let found: Option<String> =
        on!(tx, |db| sqlx::query_scalar(LEAD_OF).bind(&id).fetch_optional(db).await)?;
    found
        .map(|lead| lead.parse().map_err(|error| StoreError::inconsistent("case_file", error)))
        .transpose()
}

/// Every filed case against a plant for an item, oldest first; they are few.
pub async fn filed_of(
    tx: &mut Tx,
    enterprise: EnterpriseId,
    item: &str,
) -> Result<Vec<Case>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(FILED_OF)
        .bind(enterprise.to_string())
        .bind(item)
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("case_file", json)).collect()
}

/// Lets nobody else file against the plant until this transaction ends.
pub async fn lock_matter(tx: &mut Tx, enterprise: EnterpriseId) -> Result<(), StoreError> {
    let id = enterprise.to_string();
    Ok(on!(tx, |db| sqlx::query(LOCK_MATTER).bind(&id).execute(db).await.map(drop))?)
}

/// Cases in a scope or that were handed over from there, newest first.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &CaseFilter,
    page: &Page,
) -> Result<Vec<Case>, StoreError> {
    let handler = filter.handler.map(|id| id.to_string()).unwrap_or_default();
    let asked = Asked { state: &filter.stage, words: &filter.words, more: Some(&handler) };
    bodies_asked(tx, "case_file", LIST, scope, asked, page).await
}

/// The latest cases of an enterprise.
pub async fn of_enterprise(
    tx: &mut Tx,
    enterprise: EnterpriseId,
    max: i64,
) -> Result<Vec<Case>, StoreError> {
    latest_bodies(tx, "case_file", OF_ENTERPRISE, enterprise, max).await
}

/// The latest decided cases of a party by its code (统一社会信用代码, identity card), wherever they are.
pub async fn decided_of_party(
    tx: &mut Tx,
    party_code: &str,
    max: i64,
) -> Result<Vec<Case>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(DECIDED_OF_PARTY)
        .bind(party_code)
        .bind(max)
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("case_file", json)).collect()
}

/// Cases that are not at an end, the most urgent first.
pub async fn running(tx: &mut Tx, scope: &Scope, max: i64) -> Result<Vec<Case>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(RUNNING)
        .bind(&scope.from)
        .bind(&scope.to)
        .bind(max)
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("case_file", json)).collect()
}

/// Cases of an item wherever they are, oldest first and after an id, at most [`crate::PAGE_MAX`] at a time; with `open`
/// only those that are not at an end.
pub async fn of_item(
    tx: &mut Tx,
    item: &str,
    after: &str,
    open: bool,
) -> Result<Vec<Case>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(OF_ITEM)
        .bind(item)
        .bind(after)
        .bind(i64::from(open))
        .bind(crate::PAGE_MAX)
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("case_file", json)).collect()
}

/// How often each item was used in a scope, ever and since an instant.
pub async fn uses(tx: &mut Tx, scope: &Scope, since: Timestamp) -> Result<Vec<Use>, StoreError> {
    let ms = since.as_millis().max(0);
    let first_id = format!("{:08x}-{:04x}", ms >> 16, ms & 0xffff);
    let rows: Vec<(String, i64, i64, String)> = on!(tx, |db| sqlx::query_as(USES)
        .bind(&scope.from)
        .bind(&scope.to)
        .bind(&first_id)
        .fetch_all(db)
        .await)?;
    let used = |(item, total, recent, last): (String, i64, i64, String)| {
        let last: CaseId =
            last.parse().map_err(|error| StoreError::inconsistent("case_file", error))?;
        let begun = last.0.get_timestamp().map(|at| at.to_unix());
        Ok(Use {
            item,
            total: u32::try_from(total).unwrap_or(u32::MAX),
            recent: u32::try_from(recent).unwrap_or(u32::MAX),
            last_on: begun.map(|(s, _)| Timestamp::from_millis(s.cast_signed() * 1_000).date()),
        })
    };
    rows.into_iter().map(used).collect()
}
