//! What goes over the names and texts of a definition.

use super::{Part, Space, Sql};
use crate::error::Result;
use crate::model::QName;

/// Receives every field of a definition that is a name or SQL text, and does with it what it is
/// for: nothing, unless said otherwise. See [`super::Definition::fields`].
pub trait Fields {
    /// A schema's name.
    fn schema(&mut self, _name: &mut String) -> Result<()> {
        Ok(())
    }
    /// A schema in a `search_path`, which is text to the server: it does not follow a rename.
    fn path(&mut self, name: &mut String) -> Result<()> {
        self.schema(name)
    }
    /// A schema-qualified name in one of the namespaces.
    fn object(&mut self, _space: Space, _name: &mut QName) -> Result<()> {
        Ok(())
    }
    /// A name in a namespace of the database: no rule changes it, but the source can.
    fn global(&mut self, space: Space, name: &mut String) -> Result<()> {
        let mut whole = QName { schema: String::new(), name: name.clone() };
        self.object(space, &mut whole)?;
        *name = whole.name;
        Ok(())
    }
    /// A name inside relation or domain `of`.
    fn part(&mut self, _part: Part, _of: &QName, _name: &mut String) -> Result<()> {
        Ok(())
    }
    /// A role that owns the object.
    fn owner(&mut self, _name: &mut String) -> Result<()> {
        Ok(())
    }
    /// A role that something is granted to or meant for.
    fn role(&mut self, _name: &mut String) -> Result<()> {
        Ok(())
    }
    /// The tablespace that the object is in, where that is not the database's.
    fn tablespace(&mut self, _name: &mut Option<String>) -> Result<()> {
        Ok(())
    }
    /// Whose library gives it its meaning.
    fn provider(&mut self, _name: &str) -> Result<()> {
        Ok(())
    }
    /// SQL text.
    fn sql(&mut self, _sql: Sql, _text: &mut String) -> Result<()> {
        Ok(())
    }
}
