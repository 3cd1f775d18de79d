//! The officer who asks: from the session cookie, once for each request.

use crate::{Api, Problem};
use app::Actor;
use app::access::{Session, Use};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use std::net::IpAddr;

/// Somebody with a session. A handler that takes this is only reached through the route table.
#[derive(Clone)]
pub(crate) struct Officer {
    /// Who it is.
    pub(crate) session: Session,
    /// The token, to end the session by.
    pub(crate) token: String,
}

impl Officer {
    /// Who asks, for the use cases.
    pub(crate) fn actor(&self) -> &Actor {
        &self.session.actor
    }
}

impl<S: Sync> FromRequestParts<S> for Officer {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Problem::no_session)
    }
}

/// The address a request came from, behind trusted proxies the one they saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Peer(pub(crate) IpAddr);

impl Peer {
    /// How limits and the audit name it; IPv6 hosts choose among the addresses of a /64, so that is one peer.
    pub(crate) fn key(self) -> String {
        match self.0 {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => match address.to_ipv4_mapped() {
                Some(address) => address.to_string(),
                None => {
                    let [a, b, c, d, ..] = address.segments();
                    format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
                }
            },
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get().copied().ok_or_else(|| Problem::broken(&"request without peer"))
    }
}

/// The officer with the session of that token.
pub(crate) async fn of(api: &Api, token: Option<String>, how: Use) -> Result<Officer, Problem> {
    let token = token.ok_or_else(Problem::no_session)?;
    let session = app::access::resume(api.cx(), api.gate(), &token, how).await?;
    Ok(Officer { session: session.ok_or_else(Problem::no_session)?, token })
}

/// The session token of the request.
pub(crate) fn token(api: &Api, headers: &HeaderMap) -> Option<String> {
    let name = cookie_name(api);
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, token) = pairs.find(|(key, _)| *key == name)?;
    let plain = token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit());
    plain.then(|| token.to_owned())
}

/// The cookie that carries the token, or with none, removes it.
pub(crate) fn cookie(api: &Api, token: Option<&str>) -> Result<HeaderValue, Problem> {
    let secure = if api.config().tls { "; Secure" } else { "" };
    let age = if token.is_some() { "" } else { "; Max-Age=0" };
    let (name, token) = (cookie_name(api), token.unwrap_or_default());
    HeaderValue::from_str(&format!(
        "{name}={token}; Path=/; HttpOnly; SameSite=Strict{secure}{age}"
    ))
    .map_err(|error| Problem::broken(&error))
}

/// `__Host-` binds the cookie to this very host; browsers accept it only with TLS.
fn cookie_name(api: &Api) -> &'static str {
    if api.config().tls { "__Host-huanzhi" } else { "huanzhi" }
}
