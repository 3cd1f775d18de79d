//! Public notices of decisions.

use crate::db::{Tx, body, find_body, json, newest, on};
use crate::{Change, Page, StoreError, record};
use domain::notice::{Notice, NoticeState};
use domain::{CaseId, NoticeId};

const INSERT: &str = "INSERT INTO notice (id, case_id, territory, party_name, number, state, published_at, line, body, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
const SAVE: &str = "UPDATE notice SET state = $1, body = $2, revision = revision + 1 WHERE id = $3 AND revision = $4";
const FIND: &str = "SELECT body FROM notice WHERE id = $1";
const LINE: &str = "SELECT line FROM notice WHERE id = $1";
const OF_CASE: &str = "SELECT body FROM notice WHERE case_id = $1 ORDER BY line DESC LIMIT 1";
const LIST: &str = newest!(
    "notice",
    "state = 'published' AND id < $1 AND ($2 = '' OR party_name LIKE $2 ESCAPE '!' OR number LIKE $2 ESCAPE '!')",
    "$3"
);
const OF_AGENCY: &str =
    newest!("notice", "state = 'published' AND territory >= $1 AND territory < $2", "$3");

pub(crate) const STATEMENTS: &[&str] = &[INSERT, SAVE, FIND, LINE, OF_CASE, LIST, OF_AGENCY];

fn state(notice: &Notice) -> &'static str {
    match notice.state {
        NoticeState::Published => "published",
        NoticeState::Withdrawn { .. } => "withdrawn",
    }
}

/// Writes a new notice; its line holds the digests of the published file in the open. Returns the line's index.
pub async fn insert(
    tx: &mut Tx,
    notice: Notice,
    change: &Change,
) -> Result<(Notice, u64), StoreError> {
    let notice = Notice { revision: 1, ..notice };
    let body = json("notice", &notice)?;
    let line = record::append(tx, change, notice.id, 1, Some(&notice.territory), &body).await?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(notice.id.to_string())
        .bind(notice.case.to_string())
        .bind(notice.territory.as_str())
        .bind(&notice.party_name)
        .bind(&notice.number)
        .bind(state(&notice))
        .bind(notice.published_at.as_millis())
        .bind(line.cast_signed())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    Ok((notice, line))
}

/// Writes a changed notice over the revision it was read at.
pub async fn save(tx: &mut Tx, notice: Notice, change: &Change) -> Result<Notice, StoreError> {
    let read_at = notice.revision;
    let notice = Notice { revision: read_at + 1, ..notice };
    let body = json("notice", &notice)?;
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(state(&notice))
        .bind(&body)
        .bind(notice.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("notice"));
    }
    record::append(tx, change, notice.id, notice.revision, Some(&notice.territory), &body).await?;
    Ok(notice)
}

/// One notice, published or withdrawn.
pub async fn find(tx: &mut Tx, id: NoticeId) -> Result<Option<Notice>, StoreError> {
    find_body(tx, "notice", FIND, &id.to_string()).await
}

/// The index of the line that published a notice.
pub async fn line(tx: &mut Tx, id: NoticeId) -> Result<Option<u64>, StoreError> {
    let row: Option<i64> =
        on!(tx, |db| sqlx::query_scalar(LINE).bind(id.to_string()).fetch_optional(db).await)?;
    Ok(row.map(i64::cast_unsigned))
}

/// The latest notice of a case, if there is one: those before it were withdrawn.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Option<Notice>, StoreError> {
    find_body(tx, "notice", OF_CASE, &case.to_string()).await
}

/// Published notices, newest first.
pub async fn list(tx: &mut Tx, words: &str, page: &Page) -> Result<Vec<Notice>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(LIST)
        .bind(page.below())
        .bind(crate::like(words))
        .bind(page.limit())
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("notice", json)).collect()
}

/// The latest published notices of an agency in its territory.
pub async fn of_agency(
    tx: &mut Tx,
    scope: &crate::Scope,
    agency: &str,
    max: usize,
) -> Result<Vec<Notice>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(OF_AGENCY)
        .bind(&scope.from)
        .bind(&scope.to)
        .bind(crate::PAGE_MAX)
        .fetch_all(db)
        .await)?;
    let notices =
        rows.iter().map(|json| body("notice", json)).collect::<Result<Vec<Notice>, _>>()?;
    let own = notices.into_iter().filter(|notice| notice.agency_name == agency);
    Ok(own.take(max).collect())
}
