//! Live events: a stream that tells screens to fetch again, cut to the territory of whoever watches.

use crate::limits::busy;
use crate::officer::Officer;
use crate::{Api, Problem};
use app::LiveEvent;
use app::access::{Session, Use, resume};
use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use futures::stream::{Stream, unfold};
use serde_json::json;
use std::convert::Infallible;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

struct Watch {
    api: Api,
    officer: Officer,
    events: Receiver<LiveEvent>,
    heartbeat: Interval,
    ending: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
}

/// `GET /api/v1/live`: `event: lead|task|inspection|case|notice|job`, `data: {"id","kind","at"}`. The event `reset` means
/// that some were missed. The stream ends with the session.
pub(crate) async fn live(
    State(api): State<Api>,
    officer: Officer,
) -> Result<impl IntoResponse, Problem> {
    let place = std::sync::Arc::clone(&api.0.streams).try_acquire_owned();
    let place = place.map_err(|_| busy().retry_after(30))?;
    let every = api.config().heartbeat;
    let mut heartbeat = interval_at(Instant::now() + every, every);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let events = api.cx().subscribe();
    let ending = api.0.ending.subscribe();
    let watch = Watch { api, officer, events, heartbeat, ending, _place: place };
    // Proxies that buffer would hold events back.
    let headers =
        [(header::CACHE_CONTROL, "no-store"), (HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((headers, Sse::new(stream(watch))))
}

fn stream(watch: Watch) -> impl Stream<Item = Result<Event, Infallible>> {
    let opened = futures::stream::iter([Ok(Event::default().comment("open"))]);
    futures::StreamExt::chain(
        opened,
        unfold(watch, |mut watch| async move {
            let event = next(&mut watch).await?;
            Some((Ok(event), watch))
        }),
    )
}

async fn next(watch: &mut Watch) -> Option<Event> {
    loop {
        tokio::select! {
            () = ended(&mut watch.ending) => return None,
            _ = watch.heartbeat.tick() => {
                let (cx, gate) = (watch.api.cx(), watch.api.gate());
                let session = resume(cx, gate, &watch.officer.token, Use::Watch).await.ok().flatten();
                // Roles and territory may have changed meanwhile.
                watch.officer.session = session?;
                return Some(Event::default().comment("alive"));
            }
            event = watch.events.recv() => match event {
                Ok(event) if concerns(&watch.officer.session, &event) => return Some(told(&event)),
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => return Some(Event::default().event("reset").data("{}")),
                Err(RecvError::Closed) => return None,
            },
        }
    }
}

/// Resolves when the platform stops.
async fn ended(ending: &mut watch::Receiver<bool>) {
    // An error means that the sender is gone, which is an end, too.
    drop(ending.wait_for(|ending| *ending).await);
}

/// An event without a place concerns everybody; administrators see no case, so they see no events of places.
fn concerns(session: &Session, event: &LiveEvent) -> bool {
    let enforces = session.officer.roles.iter().any(|role| !role.is_administrator());
    match &event.territory {
        Some(territory) => enforces && session.agency.territory.contains(territory),
        None => matches!(
            event.noun(),
            "job" | "agency" | "rule" | "item" | "act" | "text" | "change_set"
        ),
    }
}

fn told(event: &LiveEvent) -> Event {
    let data = json!({ "id": event.id(), "kind": event.kind, "at": event.at.as_millis() });
    Event::default().event(event.noun()).data(data.to_string())
}
