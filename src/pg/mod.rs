//! The server: everything that is unsafe or calls PostgreSQL's own functions.

pub mod canonical;
pub mod dblink;
pub mod guard;
pub mod name;
pub mod parser;
pub mod quote;
mod scanner;
pub mod settings;
pub mod spi;
pub mod tree;
