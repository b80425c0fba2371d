//! How values of one type become values of another under ALTER COLUMN TYPE:
//! <https://www.postgresql.org/docs/current/catalog-pg-cast.html>, by the rules of `find_coercion_pathway`.

use crate::fact::Scope;
use crate::kind::domain::Domain;
use crate::pg::quote::ident;
use crate::pg::spi;

/// What ALTER COLUMN TYPE must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Nothing: values are assigned. What does not fit is an error there, and would be cut by a cast.
    Assigned,
    /// A cast.
    Cast,
    /// Two: by way of text.
    ByText,
}

impl Way {
    /// ` USING ...`, or nothing.
    pub(super) fn using(self, column: &str, type_name: &str) -> String {
        match self {
            Way::Assigned => String::new(),
            _ => format!(" USING {}", self.cast(&ident(column), type_name)),
        }
    }

    /// A value that can be assigned to the type.
    pub(super) fn cast(self, value: &str, type_name: &str) -> String {
        match self {
            Way::Assigned => value.to_string(),
            Way::Cast => format!("{value}::{type_name}"),
            Way::ByText => format!("{value}::text::{type_name}"),
        }
    }
}

/// A type of this database, of a domain the one that it is over.
pub(super) struct Known {
    oid: String,
    /// The letter of its category.
    category: String,
    /// Of an array.
    element: Option<String>,
}

const BASE: &str = "WITH RECURSIVE base(oid) AS (
         SELECT pg_catalog.to_regtype($1)::pg_catalog.oid
          UNION ALL
         SELECT t.typbasetype
           FROM base b
           JOIN pg_catalog.pg_type t ON t.oid = b.oid
          WHERE t.typtype = 'd')
     SELECT t.oid::pg_catalog.text, t.typcategory::pg_catalog.text,
            CASE WHEN t.typcategory = 'A' THEN pg_catalog.format_type(nullif(t.typelem, 0), NULL) END
       FROM base b
       JOIN pg_catalog.pg_type t ON t.oid = b.oid
      WHERE t.typtype <> 'd'";

const CAST: &str = "SELECT c.castcontext::pg_catalog.text
       FROM pg_catalog.pg_cast c
      WHERE c.castsource = $1::pg_catalog.oid AND c.casttarget = $2::pg_catalog.oid";

impl Known {
    pub(super) fn of(type_name: &str) -> Option<Known> {
        let row = spi::first(BASE, &[Some(type_name)]).ok()??;
        let (oid, category) = (row.text(0).to_string(), row.text(1).to_string());
        Some(Known { oid, category, element: row.opt(2) })
    }

    pub(super) fn is_string(&self) -> bool {
        self.category == "S"
    }

    fn way(&self, to: &Known) -> Way {
        if self.oid == to.oid {
            return Way::Assigned;
        }
        let cast = spi::first(CAST, &[Some(&self.oid), Some(&to.oid)]).ok().flatten();
        match cast.as_ref().map(|row| row.text(0)) {
            Some("e") => return Way::Cast,
            Some(_) => return Way::Assigned,
            None => {}
        }
        if let (Some(from), Some(to)) = (&self.element, &to.element) {
            return Known::of(from).zip(Known::of(to)).map_or(Way::ByText, |(a, b)| a.way(&b));
        }
        match (to.is_string(), self.is_string()) {
            (true, _) => Way::Assigned,
            (false, true) => Way::Cast,
            (false, false) => Way::ByText,
        }
    }
}

/// How a column of one type gets another. What this database does not have yet is made before: of a domain
/// it is known what it is over, of other types that text can be cast to them.
pub(super) fn way(from: &str, to: &str, column: &Scope) -> Way {
    let known = Known::of(to).or_else(|| Known::of(base_of(column, to)?));
    match (Known::of(from), known) {
        (Some(from), Some(to)) => from.way(&to),
        (Some(from), None) if from.is_string() => Way::Cast,
        (None, Some(to)) if to.is_string() => Way::Assigned,
        _ => Way::ByText,
    }
}

/// What the column's type is over, if it is a domain that is followed.
fn base_of<'a>(column: &Scope<'a>, type_name: &str) -> Option<&'a str> {
    let facts = column.facts;
    let needs = facts.needs[column.fact].iter().map(|need| &facts.all[*need]);
    let mut domains = needs.filter_map(|fact| fact.get::<Domain>());
    domains.find(|domain| domain.name.to_string() == type_name).map(|domain| domain.base.as_str())
}
