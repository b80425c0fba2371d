//! What leaves the database as a document of another sort.

pub mod diagram;
