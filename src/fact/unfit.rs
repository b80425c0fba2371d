//! What the source's server has, and the target's, of another version, has not.

use super::Object;

/// What the source has, and the target's server, which is older, has no place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The object is carried without it.
    Aspect { what: &'static str, since: u32 },
    /// The object is not carried.
    Object { what: &'static str, since: u32 },
    /// The object is not carried, since the source's server shows it wrong without that.
    Illegible { what: &'static str },
}

/// What the source has, and the target's server, which is newer, does not allow.
#[derive(Clone, Debug)]
pub enum Outdated<T> {
    /// The object is not carried; `what` is what it would need.
    Object { what: &'static str, until: u32 },
    /// Another one is made in its place; `what` tells of which aspect it is another.
    Instead { def: T, what: &'static str, until: u32 },
}

impl<T> Outdated<T> {
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Outdated<U> {
        match self {
            Outdated::Object { what, until } => Outdated::Object { what, until },
            Outdated::Instead { def, what, until } => {
                Outdated::Instead { def: make(def), what, until }
            }
        }
    }
}

/// That of a definition of any kind.
pub type OutdatedObject = Outdated<Box<dyn Object>>;
