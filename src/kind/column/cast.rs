//! How values of one type become values of another under ALTER COLUMN TYPE:
//! <https://www.postgresql.org/docs/current/catalog-pg-cast.html>, by the rules of `find_coercion_pathway`.

use crate::fact::{Fact, Scope};
use crate::kind::composite::Composite;
use crate::kind::domain::Domain;
use crate::kind::enumeration::Enumeration;
use crate::kind::range::Range;
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
    /// What the named one is, as `pg_type.typtype`.
    sort: String,
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
            (SELECT n.typtype::pg_catalog.text FROM pg_catalog.pg_type n WHERE n.oid = pg_catalog.to_regtype($1)),
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
        let text = |column| row.text(column).to_string();
        Some(Known { oid: text(0), category: text(1), sort: text(2), element: row.opt(3) })
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

/// How a column of one type, as of `was`, gets another. What this database does not have yet is made before: of other
/// types than domains it is known that text can be cast to them.
pub(super) fn way(from: &str, to: &str, was: &Scope, column: &Scope) -> Way {
    match (known(from, was), known(to, column)) {
        (Some(from), Some(to)) => from.way(&to),
        (Some(from), None) if from.is_string() => Way::Cast,
        (None, Some(to)) if to.is_string() => Way::Assigned,
        _ => Way::ByText,
    }
}

/// The type of a column, or what that is over. Where it is followed, what has its name in this database by now may be
/// another one.
fn known(type_name: &str, column: &Scope) -> Option<Known> {
    let (facts, mut type_name, mut fact) = (column.facts, type_name, column.fact);
    loop {
        let named = |need: &&usize| facts.name(**need) == type_name;
        let mut needs = facts.needs[fact].iter().filter(named);
        let followed = needs.find_map(|need| Some((*need, sort(&facts.all[*need])?)));
        let Some((of, sort)) = followed else { return Known::of(type_name) };
        let Some(domain) = facts.all[of].get::<Domain>() else {
            return Known::of(type_name).filter(|there| there.sort == sort);
        };
        (type_name, fact) = (&domain.base, of);
    }
}

/// The letter of a type's sort, as `pg_type.typtype`.
fn sort(fact: &Fact) -> Option<&'static str> {
    if fact.get::<Domain>().is_some() {
        Some("d")
    } else if fact.get::<Enumeration>().is_some() {
        Some("e")
    } else if fact.get::<Composite>().is_some() {
        Some("c")
    } else {
        fact.get::<Range>().map(|_| "r")
    }
}
