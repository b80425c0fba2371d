//! The rules of a source, and what they make of its facts.

pub mod names;
pub mod rewrite;
pub mod rules;
