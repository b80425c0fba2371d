//! The server: everything that is unsafe or calls PostgreSQL's own functions.

pub mod actions;
#[cfg(not(any(feature = "pg13", feature = "pg14")))]
mod aliases;
pub mod alone;
mod calm;
pub mod canonical;
pub mod dblink;
pub mod guard;
pub mod memory;
pub mod name;
pub mod parser;
pub mod provider;
pub mod quote;
mod scanner;
pub mod settings;
pub mod spi;
pub mod timeout;
pub mod tree;

pub use calm::restless;
