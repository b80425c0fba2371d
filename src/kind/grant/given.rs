//! What default privileges of the target give to what is made there: it is taken back at once, so
//! that an object has what the source's has and nothing else.

use super::{Grant, On};
use crate::error::{Error, Result};
use crate::fact::{Definition, Facts, Object, Scope};
use crate::kind::aggregate::Aggregate;
use crate::kind::composite::Composite;
use crate::kind::domain::Domain;
use crate::kind::enumeration::Enumeration;
use crate::kind::foreign_table::ForeignTable;
use crate::kind::identity::Identity;
use crate::kind::materialized_view::MaterializedView;
use crate::kind::range::Range;
use crate::kind::routine::Routine;
use crate::kind::schema::Schema;
use crate::kind::sequence::Sequence;
use crate::kind::table::Table;
use crate::kind::view::View;
use hashbrown::HashMap;

/// What new objects get: by type of object, as `pg_default_acl.defaclobjtype` has it, and schema.
#[derive(Debug, Default)]
pub struct Given(HashMap<(String, Option<String>), Vec<Grant>>);

impl Given {
    /// The kind of the steps that take it back.
    pub const KIND: &'static str = Grant::KIND;

    /// Adds a row of `sql/default_privileges.sql`.
    pub fn add(&mut self, object_type: &str, schema: Option<String>, def: &str) -> Result<()> {
        let grant = serde_json::from_str(def)
            .map_err(|e| Error::internal("cannot read default privileges").detail(e.to_string()))?;
        self.0.entry((object_type.to_string(), schema)).or_default().push(grant);
        Ok(())
    }

    /// Statements that take away what a new object has got, each with the name of the grant.
    pub fn back(&self, facts: &Facts, fact: usize) -> Vec<(String, String)> {
        let Some((object_type, schema)) = sort(facts.all[fact].def.as_ref()) else {
            return Vec::new();
        };
        let of = |schema| self.0.get(&(object_type.to_string(), schema));
        let grants = of(schema).or_else(|| of(None)).map(Vec::as_slice).unwrap_or_default();
        let on = On::of(&Scope::of(facts, fact));
        let mut statements = Vec::new();
        for grant in grants {
            let name = grant.name_on(&facts.label(fact));
            // The object still belongs to whoever has made it.
            let back = grant.nothing().difference(grant, &on);
            let back = back.statements(&on, &grant.to.name("CURRENT_USER"));
            statements.extend(back.into_iter().map(|s| (name.clone(), s)));
        }
        statements
    }
}

/// Type and schema of an object that default privileges are for.
fn sort(def: &dyn Object) -> Option<(&'static str, Option<String>)> {
    let any = def.as_any();
    let object_type = match def.entry().kind {
        Table::KIND | ForeignTable::KIND | View::KIND | MaterializedView::KIND => "r",
        Sequence::KIND | Identity::KIND => "S",
        Routine::KIND | Aggregate::KIND => "f",
        Enumeration::KIND | Composite::KIND | Range::KIND | Domain::KIND => "T",
        Schema::KIND => return Some(("n", None)),
        _ => return None,
    };
    let name = (any.downcast_ref::<Table>().map(|d| &d.name))
        .or_else(|| any.downcast_ref::<ForeignTable>().map(|d| &d.name))
        .or_else(|| any.downcast_ref::<View>().map(|d| &d.view))
        .or_else(|| any.downcast_ref::<MaterializedView>().map(|d| &d.view))
        .or_else(|| any.downcast_ref::<Sequence>().map(|d| &d.name))
        .or_else(|| any.downcast_ref::<Identity>().map(|d| &d.sequence))
        .or_else(|| any.downcast_ref::<Routine>().map(|d| &d.name))
        .or_else(|| any.downcast_ref::<Aggregate>().map(|d| &d.name))
        .or_else(|| any.downcast_ref::<Enumeration>().map(|d| &d.name))
        .or_else(|| any.downcast_ref::<Composite>().map(|d| &d.name))
        .or_else(|| any.downcast_ref::<Range>().map(|d| &d.name))
        .or_else(|| any.downcast_ref::<Domain>().map(|d| &d.name))?;
    Some((object_type, Some(name.schema.clone())))
}
