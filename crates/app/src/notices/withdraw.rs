//! Takes a notice down, with a reason that anybody may read; that it was there stays in the record.

use crate::papers;
use crate::{Action, Actor, Cx, Error};
use domain::NoticeId;
use domain::notice::Notice;
use domain::record::RecordKind;

/// Takes the notice down.
pub async fn withdraw(
    cx: &Cx,
    actor: &Actor,
    id: NoticeId,
    revision: u32,
    reason: &str,
) -> Result<Notice, Error> {
    let permit = cx.authorize(actor, Action::NoticeWithdraw)?;
    let mut tx = permit.write().await?;
    let notice = permit.on(store::notices::find(&mut tx, id).await?, "notice")?;
    let case = store::cases::find(&mut tx, notice.case).await?.ok_or(Error::NotFound("case"))?;
    let file = papers::whole_file(&mut tx, &case).await?;
    let notice = Notice { revision, ..notice }.withdraw(reason, &file, permit.now())?;
    let change = permit.change(RecordKind::NoticeWithdrawn);
    let notice = store::notices::save(&mut tx, notice, &change).await?;
    permit.commit(tx).await?;
    Ok(notice)
}
