//! Identifiers, qualified names, catalog addresses and the source's identity.

use crate::pg::quote;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::hash::{Hash, Hasher};

/// Where a row lives in the catalogs, as `pg_depend` names it: `classid`, `objid`, `objsubid`.
///
/// <https://www.postgresql.org/docs/current/catalog-pg-depend.html>. A negative `sub` is schemig's
/// own: something that belongs to the object and has no catalog row (see `sql/catalog/README.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Address(pub u32, pub u32, pub i32);

/// In one piece, for addresses are looked up more often than anything else.
impl Hash for Address {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u128(
            u128::from(self.0) << 64
                | u128::from(self.1) << 32
                | u128::from(self.2.cast_unsigned()),
        );
    }
}

impl Address {
    /// Class number of `pg_class`.
    pub const RELATION: u32 = 1259;

    /// The whole object that this address is a part of.
    pub fn whole(self) -> Address {
        Address(self.0, self.1, 0)
    }
}

/// A schema-qualified name, unquoted; `Display` quotes it as the server would.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct QName {
    pub schema: String,
    pub name: String,
}

impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        quote::with_ident(&self.schema, |schema| f.write_str(schema))?;
        f.write_str(".")?;
        quote::with_ident(&self.name, |name| f.write_str(name))
    }
}
