//! The rules of a source, and what they make of its facts.

mod bodies;
pub mod elsewhere;
pub mod filter;
pub mod names;
pub mod providers;
pub mod rewrite;
pub mod roles;
pub mod rules;
pub mod tablespaces;
pub mod types;
