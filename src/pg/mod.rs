//! The server: everything that is unsafe or calls PostgreSQL's own functions.

pub mod dblink;
pub mod name;
pub mod quote;
pub mod spi;
