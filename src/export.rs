//! What other tools can go on with.

mod alembic;
mod python;

pub use alembic::alembic;
