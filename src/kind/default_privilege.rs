//! Privileges that new objects of a role get in a schema: <https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html>.
//! Here is what they are about; what they give to whom are grants of this. They come last, for what is made after them
//! would have them too.

use super::grant::Grant;
use crate::error::Result;
use crate::fact::{Definition, Fields, RoleRule, Scope};
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// Objects as `pg_default_acl.defaclobjtype` has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Objects {
    #[serde(rename = "r")]
    Tables,
    #[serde(rename = "S")]
    Sequences,
    #[serde(rename = "f")]
    Functions,
    #[serde(rename = "T")]
    Types,
    #[serde(rename = "n")]
    Schemas,
}

impl Objects {
    /// As GRANT names them.
    pub fn word(self) -> &'static str {
        match self {
            Objects::Tables => "TABLES",
            Objects::Sequences => "SEQUENCES",
            Objects::Functions => "FUNCTIONS",
            Objects::Types => "TYPES",
            Objects::Schemas => "SCHEMAS",
        }
    }
}

/// A row of `pg_default_acl` with a schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DefaultPrivilege {
    /// Whoever makes the objects.
    pub role: String,
    pub schema: String,
    pub on: Objects,
}

/// Statements that take back what the grants of a fact give.
pub fn take_back(scope: &Scope) -> Vec<String> {
    let facts = scope.facts.children(scope.fact).iter().map(|child| scope.at(*child));
    let grants = facts.filter(|child| child.def().as_any().is::<Grant>());
    grants.flat_map(|grant| grant.def().drop(&grant)).collect()
}

impl DefaultPrivilege {
    /// What stands before GRANT.
    pub fn clause(&self) -> String {
        let (role, schema) = (ident(&self.role), ident(&self.schema));
        format!("ALTER DEFAULT PRIVILEGES FOR ROLE {role} IN SCHEMA {schema}")
    }
}

impl Definition for DefaultPrivilege {
    const KIND: &'static str = "default privilege";
    const ABOUT: &'static str = "in a schema: role and type of objects; what they give are grants";
    const CHANGES: &'static str = "by its grants";
    const QUERY: &'static str = include_str!("../../sql/catalog/default_privilege.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_default_acl");
    const COMMANDS: &'static [&'static str] = &["ALTER DEFAULT PRIVILEGES"];
    const OPTIONAL: bool = true;
    const RULE: Option<RoleRule> = Some(RoleRule::Grants);
    const LAST: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.role(&mut self.role)?;
        to.schema(&mut self.schema)
    }

    fn name(&self, _scope: &Scope) -> String {
        let (role, schema) = (ident(&self.role), ident(&self.schema));
        format!("FOR ROLE {role} IN SCHEMA {schema} ON {}", self.on.word())
    }

    fn object(&self, scope: &Scope) -> String {
        format!("DEFAULT PRIVILEGES {}", Definition::name(self, scope))
    }

    /// It is there as soon as something is granted.
    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn drop(&self, scope: &Scope) -> Vec<String> {
        take_back(scope)
    }

    /// Those of another role are other ones.
    fn alter(&self, from: &Self, _scope: &Scope) -> Option<Vec<String>> {
        (self.role == from.role && self.on == from.on).then(Vec::new)
    }
}
