//! The desired schema as a diagram.

use super::view::look;
use crate::error::Result;
use crate::export::diagram::{Drawing, Format, globs};
use crate::revision;

/// Draws what the rules make of live sources.
pub fn diagram(source: Option<&str>, format: &str, tables: Option<&[String]>) -> Result<String> {
    let (format, globs) = (Format::named(format)?, globs(tables)?);
    let mut drawing = Drawing::default();
    for source in revision::sources(source)? {
        drawing.add(&look(&source, None)?.desired.facts);
    }
    Ok(drawing.finish(globs.as_deref()).print(format))
}
