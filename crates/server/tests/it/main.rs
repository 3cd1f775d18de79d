//! The binary as an operator runs it: processes, signals, files.

mod operator;
