//! Values of a type within those of others: elements of arrays, attributes of rows, bounds of ranges.

use crate::fact::Facts;
use crate::kind::column::Column;
use crate::kind::domain::Domain;
use crate::kind::range::Range;
use crate::model::QName;
use crate::pg::quote::ident;
use hashbrown::HashMap;

/// From a value to what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Go {
    Element,
    Attribute(String),
    /// By a function of ranges.
    Bound(&'static str),
}

/// From values of a column to those of a type; of no steps where they are of the type.
pub(super) type Way = Vec<Go>;

/// How values of a type are found within those of others.
pub(super) struct Ways<'a> {
    to: String,
    domains: HashMap<String, &'a str>,
    ranges: HashMap<String, &'a str>,
    /// Attributes and their types.
    rows: HashMap<String, Vec<(&'a str, &'a str)>>,
}

impl<'a> Ways<'a> {
    pub(super) fn to(name: &QName, facts: &'a Facts) -> Ways<'a> {
        let domains = facts.each::<Domain>().map(|(_, d)| (d.name.to_string(), d.base.as_str()));
        let ranges = facts.each::<Range>().map(|(_, r)| (r.name.to_string(), r.subtype.as_str()));
        let mut rows: HashMap<String, Vec<(&str, &str)>> = HashMap::new();
        for (_, column) in facts.each::<Column>() {
            let attributes = rows.entry(column.relation.to_string()).or_default();
            attributes.push((&column.name, &column.type_name));
        }
        Ways { to: name.to_string(), domains: domains.collect(), ranges: ranges.collect(), rows }
    }

    /// All ways from values of a type.
    pub(super) fn from(&self, type_text: &str) -> Vec<Way> {
        if type_text == self.to {
            return vec![Vec::new()];
        }
        let then = |go: Go, held: &str| -> Vec<Way> {
            let ahead = |way: Way| [vec![go.clone()], way].concat();
            self.from(held).into_iter().map(ahead).collect()
        };
        if let Some(element) = type_text.strip_suffix("[]") {
            return then(Go::Element, element);
        }
        if let Some(base) = self.domains.get(type_text) {
            return self.from(base);
        }
        if let Some(subtype) = self.ranges.get(type_text) {
            return [then(Go::Bound("lower"), subtype), then(Go::Bound("upper"), subtype)].concat();
        }
        let attributes = self.rows.get(type_text).into_iter().flatten();
        attributes.flat_map(|(name, held)| then(Go::Attribute(name.to_string()), held)).collect()
    }
}

/// The query for the values that ways come to from one value.
pub(super) fn reached(ways: &[Way], value: &str) -> String {
    let queries: Vec<String> = ways.iter().map(|way| query(way, value)).collect();
    queries.join(" UNION ALL ")
}

fn query(way: &Way, value: &str) -> String {
    let (mut value, mut from, mut conditions) = (value.to_string(), Vec::new(), Vec::new());
    for (number, go) in way.iter().enumerate() {
        match go {
            Go::Element => {
                let elements = format!("SELECT pg_catalog.unnest({value}) AS value");
                from.push(format!("LATERAL ({elements}) AS u{number}"));
                value = format!("u{number}.value");
            }
            Go::Attribute(name) => {
                conditions.push(format!("{value} IS DISTINCT FROM NULL"));
                value = format!("({value}).{}", ident(name));
            }
            Go::Bound(function) => {
                value = format!("pg_catalog.{function}({value})");
                conditions.push(format!("{value} IS DISTINCT FROM NULL"));
            }
        }
    }
    let mut query = format!("SELECT {value} AS value");
    if !from.is_empty() {
        query += &format!(" FROM {}", from.join(", "));
    }
    if !conditions.is_empty() {
        query += &format!(" WHERE {}", conditions.join(" AND "));
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways() -> Ways<'static> {
        let of = |list: &[(&'static str, &'static str)]| {
            list.iter().map(|(name, held)| (name.to_string(), *held)).collect::<HashMap<_, _>>()
        };
        Ways {
            to: "s.e".to_string(),
            domains: of(&[("s.d", "s.e"), ("s.list", "s.d[]")]),
            ranges: of(&[("s.r", "s.e")]),
            rows: HashMap::from([("s.row".to_string(), vec![("a b", "s.list"), ("n", "integer")])]),
        }
    }

    fn attribute(name: &str) -> Go {
        Go::Attribute(name.to_string())
    }

    #[test]
    fn values_are_found_at_whatever_depth() {
        let ways = ways();
        assert_eq!(ways.from("s.e"), [vec![]]);
        assert_eq!(ways.from("s.d"), [vec![]]);
        assert_eq!(ways.from("s.d[]"), [vec![Go::Element]]);
        assert_eq!(ways.from("s.list"), [vec![Go::Element]]);
        let in_row = vec![Go::Element, attribute("a b"), Go::Element];
        assert_eq!(ways.from("s.row[]"), [in_row]);
        assert_eq!(ways.from("s.r"), [vec![Go::Bound("lower")], vec![Go::Bound("upper")]]);
        assert_eq!(ways.from("s.other"), [] as [Way; 0]);
    }
}
