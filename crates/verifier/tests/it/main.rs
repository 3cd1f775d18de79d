//! The checker against honest logs, against some hundreds of dishonest ones, and against the committed sample.

mod fixture;
mod honest;
mod mutants;
mod proofs;
mod published;
mod sm2_line;
