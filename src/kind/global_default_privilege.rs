//! Privileges that new objects of a role get in whatever schema: <https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html>.
//! As with those in a schema, what they give to whom are grants of this; there are only those that differ from what
//! new objects have anyhow.

use super::default_privilege::{Objects, take_back};
use crate::error::Result;
use crate::fact::{Definition, Fields, RoleRule, Scope};
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_default_acl` without a schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GlobalDefaultPrivilege {
    /// Whoever makes the objects.
    pub role: String,
    pub on: Objects,
}

impl GlobalDefaultPrivilege {
    /// What stands before GRANT.
    pub fn clause(&self) -> String {
        format!("ALTER DEFAULT PRIVILEGES FOR ROLE {}", ident(&self.role))
    }
}

impl Definition for GlobalDefaultPrivilege {
    const KIND: &'static str = "global default privilege";
    const ABOUT: &'static str =
        "in all schemas: role and type of objects; what they give are grants";
    const CHANGES: &'static str = "by its grants";
    const QUERY: &'static str = include_str!("../../sql/catalog/global_default_privilege.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_default_acl");
    const COMMANDS: &'static [&'static str] = &["ALTER DEFAULT PRIVILEGES"];
    const OPTIONAL: bool = true;
    const DATABASE: bool = true;
    const RULE: Option<RoleRule> = Some(RoleRule::Grants);
    const LAST: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.role(&mut self.role)
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("FOR ROLE {} ON {}", ident(&self.role), self.on.word())
    }

    fn object(&self, scope: &Scope) -> String {
        format!("DEFAULT PRIVILEGES {}", Definition::name(self, scope))
    }

    /// It is there as soon as something is granted or revoked.
    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn drop(&self, scope: &Scope) -> Vec<String> {
        take_back(scope)
    }

    /// Those of another role are other ones.
    fn alter(&self, from: &Self, _scope: &Scope) -> Option<Vec<String>> {
        (self == from).then(Vec::new)
    }
}
