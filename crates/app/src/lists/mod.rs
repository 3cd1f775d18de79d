//! Item lists (执法事项清单): versions, what changes between them, what the province delegated to towns.

mod delegate;
mod read;

pub use delegate::{delegate, withdraw_delegation};
pub use read::{BodyList, bodies, body, compare, delegations, draft, list, list_public, read};
