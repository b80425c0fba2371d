//! What other tools can go on with.

mod alembic;
pub mod diagram;
mod python;
pub mod report;
pub mod sqlalchemy;

pub use alembic::alembic;
