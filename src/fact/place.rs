//! Where an object is.

use super::Object;

/// Its schema, if it is in one by itself, and its own name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub schema: Option<String>,
    pub name: String,
}

impl Place {
    /// The place of a definition's object.
    pub fn of(def: &dyn Object) -> Option<Place> {
        Place::of_own(def.boxed().as_mut())
    }

    /// The same, where the definition is one's own: no copy is made to look at it.
    pub fn of_own(def: &mut dyn Object) -> Option<Place> {
        let own = def.own()?;
        Some(Place { schema: own.schema.map(|schema| schema.clone()), name: own.name.clone() })
    }
}
