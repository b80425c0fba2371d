//! User mappings: <https://www.postgresql.org/docs/current/sql-createusermapping.html>. Options that may be secret are
//! neither read nor written: whoever needs them sets them in the target.

use super::foreign_data_wrapper::{ForeignOption, options, options_since};
use crate::error::Result;
use crate::fact::{Definition, Fields, Scope, Space};
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_user_mappings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserMapping {
    /// None is everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    pub server: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ForeignOption>,
}

impl Definition for UserMapping {
    const KIND: &'static str = "user mapping";
    const ABOUT: &'static str = "role, options but for secrets; one that exists is used";
    const CHANGES: &'static str = "in place";
    const QUERY: &'static str = include_str!("../../sql/catalog/user_mapping.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_foreign_server");
    const COMMANDS: &'static [&'static str] =
        &["CREATE USER MAPPING", "ALTER USER MAPPING", "DROP USER MAPPING"];
    const OPTIONAL: bool = true;
    const DATABASE: bool = true;
    const SHARED: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        if let Some(role) = &mut self.role {
            to.role(role)?;
        }
        to.global(Space::Server, &mut self.server)
    }

    fn name(&self, _scope: &Scope) -> String {
        let role = self.role.as_ref().map_or_else(|| "PUBLIC".to_string(), |role| ident(role));
        format!("FOR {role} SERVER {}", ident(&self.server))
    }

    fn object(&self, scope: &Scope) -> String {
        format!("USER MAPPING {}", Definition::name(self, scope))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![format!("CREATE {}{}", self.object(scope), options(&self.options))])
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let options = options_since(&self.options, &from.options);
        let statement = format!("ALTER {}{options}", self.object(scope));
        Some((!options.is_empty()).then_some(statement).into_iter().collect())
    }
}
