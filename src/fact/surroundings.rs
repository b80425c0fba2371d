//! What the catalog says of a fact besides its definition. Sides that differ in names alone have it in common.

use super::Fact;
use crate::model::Address;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

/// What a fact is known by, and what it hangs on.
#[derive(Clone, Debug)]
pub struct Surroundings {
    pub at: Address,
    /// What it belongs to: it is made after that, and may be made within it.
    pub parent: Option<Address>,
    /// What takes it along when dropped; the parent unless the catalog query says otherwise.
    pub falls: Option<Address>,
    /// Other addresses by which `pg_depend` names the same thing: a table's row type, a view's rule.
    pub aliases: Vec<Address>,
    /// Must be made before it, beyond what `pg_depend` says.
    pub after: Vec<Address>,
    /// Aspects that are not carried, each a sentence for a WARNING.
    pub notes: Vec<String>,
}

impl Surroundings {
    /// Of what hangs on nothing.
    pub fn at(at: Address) -> Surroundings {
        let (aliases, after, notes) = Default::default();
        Surroundings { at, parent: None, falls: None, aliases, after, notes }
    }
}

impl Deref for Fact {
    type Target = Surroundings;
    fn deref(&self) -> &Surroundings {
        &self.surroundings
    }
}

impl DerefMut for Fact {
    fn deref_mut(&mut self) -> &mut Surroundings {
        Rc::make_mut(&mut self.surroundings)
    }
}
