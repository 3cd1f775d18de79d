//! Who comes in, and how: passwords, second factors, sessions, activation, and the accounts behind them.
//!
//! Nobody is anybody before [`log_in`], so these use cases run as the service `access`; what an account may do to itself
//! is `account.own`, what the security administrator may do to accounts is `account.manage`. Each attempt leaves a line
//! in the audit, done or refused, and no line ever holds a secret.

mod accounts;
mod activation;
mod audit;
mod confirm;
mod field_secret;
mod gate;
mod login;
mod password;
mod second_factor;
mod session;
mod setup;
mod tally;
mod totp;

pub use accounts::{
    Account, agency_name, certify, change_roles, create_account, reinstate, renew_activation,
    suspend,
};
pub use activation::{Activated, activate};
pub use audit::{AuditLine, list_audit};
pub use confirm::{confirm_account, refuse_account, waiting_accounts};
pub use field_secret::field_secret;
pub use gate::{Gate, Settings};
pub use login::{Attempt, Entered, log_in};
pub use password::change_password;
pub use second_factor::{Enrolment, confirm_second_factor, enrol_second_factor};
pub use session::{Session, Use, log_out, resume};
pub use setup::{FirstAccount, first_start};
pub use totp::code_at;

use crate::Actor;
use sha2::{Digest, Sha256};

/// The service as which nobody becomes somebody.
const ACCESS: Actor = Actor::Service("access");

/// A random token of 256 bits as hex, and the hash under which it is kept.
fn draw_token() -> (String, Vec<u8>) {
    let token = hex::encode(rand::random::<[u8; 32]>());
    let hash = hash_token(&token);
    (token, hash)
}

/// Tokens are random, so a plain hash is enough: there is nothing to guess.
fn hash_token(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
