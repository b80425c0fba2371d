//! The desired schema as models of SQLAlchemy.

use super::view::look;
use crate::error::Result;
use crate::export::sqlalchemy::{Models, Names};
use crate::revision;

/// Prints what the rules make of live sources.
pub fn models(source: Option<&str>, names: &str) -> Result<String> {
    let names = Names::named(names)?;
    let mut models = Models::default();
    for source in revision::sources(source)? {
        let view = look(&source, None)?;
        models.add(&view.reading.facts, &view.desired.facts);
    }
    Ok(models.print(names))
}
