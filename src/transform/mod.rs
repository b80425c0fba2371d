//! The rules of a source, and what they make of its facts.

pub mod filter;
pub mod names;
pub mod rewrite;
pub mod rules;
pub mod types;
