//! Attributes that get other types while columns hold values of their composite type. The server alters no type that is
//! in use: meanwhile the columns are of a spare one that is as the type was, and casts bring values there and back.

use super::alter::Place;
use super::cast::{Way, way};
use super::wrapped::{Wrapper, Wrappers};
use super::{Column, Of, default_of, is_given};
use crate::fact::{Held, Scope, Turn};
use crate::model::QName;
use crate::pg::quote::{ident, literal};
use std::collections::BTreeMap;

/// The statements of [`crate::fact::Definition::reshape`]; none where values are held by what cannot do
/// without them.
pub(in crate::kind) fn reshape(
    name: &QName,
    parts: &[Turn],
    held: &Held,
    spare: &str,
) -> Option<Vec<String>> {
    let spare = QName { schema: name.schema.clone(), name: spare.to_string() };
    let attributes: Vec<Attribute> = parts.iter().map(Attribute::of).collect::<Option<_>>()?;
    let holders: Vec<Holder> = held.columns.iter().map(Holder::of).collect::<Option<_>>()?;
    let facts = parts.first().map(|(was, _)| was.facts)?;
    let wrappers = Wrappers::find((name, &spare), &spare, facts, &held.objects)?;
    if wrappers.are_unchecked(holders.iter().map(|h| h.column)) {
        return None;
    }
    let changed = attributes.iter().filter(|a| a.is_retyped());
    let actions: Vec<String> = changed.map(Attribute::action).collect();
    let alter = format!("ALTER TYPE {name} {}", actions.join(", "));
    if holders.is_empty() {
        return Some(vec![alter]);
    }
    let kept: Vec<String> = attributes.iter().map(|a| a.value.clone()).collect();
    let turned: Vec<String> = attributes.iter().map(Attribute::turned).collect();
    let clauses: Vec<String> = attributes.iter().map(Attribute::clause).collect();
    let (mut statements, defaults) = wrappers.defaults();
    statements.push(format!("CREATE TYPE {spare} AS ({})", clauses.join(", ")));
    let mut there = vec![(Conversion::there(name, &spare), kept)];
    let mut back = vec![(Conversion::back(name, &spare), turned)];
    statements.extend(wrappers.create());
    for Wrapper { name, spare, attributes } in &wrappers.composites {
        let values: Vec<String> = attributes.iter().map(|a| value_of(a)).collect();
        there.push((Conversion::there(name, spare), values.clone()));
        back.push((Conversion::back(name, spare), values));
    }
    statements.extend(there.iter().flat_map(|(way, values)| way.begin(values)));
    statements.extend(leave(&holders, |text| wrappers.spare_of(text))?);
    statements.extend(there.iter().rev().flat_map(|(way, _)| way.end()));
    statements.push(alter);
    statements.extend(back.iter().flat_map(|(way, values)| way.begin(values)));
    statements.extend(come_back(&holders));
    statements.extend(back.iter().rev().flat_map(|(way, _)| way.end()));
    statements.extend(defaults);
    let spares = wrappers.composites.iter().rev().map(|w| &w.spare).chain([&spare]);
    statements.extend(spares.map(|spare| format!("DROP TYPE {spare}")));
    Some(statements)
}

/// The value of an attribute of a routine's argument.
fn value_of(attribute: &Column) -> String {
    format!("($1).{}", ident(&attribute.name))
}

/// An attribute that stays.
struct Attribute<'a> {
    was: &'a Column,
    is: &'a Column,
    /// Of the routine's argument.
    value: String,
    way: Way,
}

impl<'a> Attribute<'a> {
    fn of((was, is): &Turn<'a>) -> Option<Attribute<'a>> {
        let (old, new) = (column(was)?, column(is)?);
        let way = match old.type_name == new.type_name {
            true => Way::Assigned,
            false => way(&old.type_name, &new.type_name, was, is),
        };
        Some(Attribute { was: old, is: new, value: value_of(old), way })
    }

    fn is_retyped(&self) -> bool {
        self.is.is_retyped(self.was)
    }

    fn clause(&self) -> String {
        format!("{} {}", ident(&self.was.name), self.was.typed())
    }

    /// Typed tables follow.
    fn action(&self) -> String {
        format!("ALTER ATTRIBUTE {} TYPE {} CASCADE", ident(&self.is.name), self.is.typed())
    }

    fn turned(&self) -> String {
        self.way.cast(&self.value, &self.is.type_name)
    }
}

fn column<'a>(place: &Scope<'a>) -> Option<&'a Column> {
    place.def().as_any().downcast_ref()
}

/// A cast by a routine: it assigns values of attributes, so that what does not fit is an error, and the server
/// brings it to elements of arrays.
struct Conversion<'a> {
    from: &'a QName,
    to: &'a QName,
    routine: &'a QName,
}

impl<'a> Conversion<'a> {
    fn there(name: &'a QName, spare: &'a QName) -> Conversion<'a> {
        Conversion { from: name, to: spare, routine: spare }
    }

    fn back(name: &'a QName, spare: &'a QName) -> Conversion<'a> {
        Conversion { from: spare, to: name, routine: spare }
    }

    fn begin(&self, values: &[String]) -> Vec<String> {
        let Conversion { from, to, routine } = self;
        let body = literal(&format!("SELECT {}", values.join(", ")));
        vec![
            format!("CREATE FUNCTION {routine}({from}) RETURNS {to} LANGUAGE sql STRICT AS {body}"),
            format!("CREATE CAST ({from} AS {to}) WITH FUNCTION {routine}({from}) AS ASSIGNMENT"),
        ]
    }

    fn end(&self) -> Vec<String> {
        let Conversion { from, to, routine } = self;
        vec![format!("DROP CAST ({from} AS {to})"), format!("DROP FUNCTION {routine}({from})")]
    }
}

/// A column of a table that holds values of the type, as the target has it.
pub(super) struct Holder<'a> {
    place: Scope<'a>,
    pub(super) column: &'a Column,
    /// The same column of this table and of heirs that stay, with whether its default stays too.
    places: Vec<(Place<'a>, bool)>,
}

impl<'a> Holder<'a> {
    pub(super) fn of((was, is): &Turn<'a>) -> Option<Holder<'a>> {
        let (own, new) = (column(was)?, column(is)?);
        let stay: Vec<Place> = [(*is, new)].into_iter().chain(new.heirs(is)).collect();
        let place = |(scope, column): Place<'a>| {
            let (after, _) = stay.iter().find(|(_, c)| c.relation == column.relation)?;
            let text = |scope: &Scope<'a>| default_of(scope).map(|d| &d.expression);
            Some(((scope, column), text(&scope) == text(after)))
        };
        let places = [(*was, own)].into_iter().chain(own.heirs(was)).filter_map(place).collect();
        (own.of == Of::Table).then_some(Holder { place: *was, column: own, places })
    }
}

/// Statements that give columns spare types: a default is none of those.
pub(super) fn leave(
    holders: &[Holder],
    spare: impl Fn(&str) -> Option<String>,
) -> Option<Vec<String>> {
    let drop = |((place, column), _): &(Place, bool)| {
        let action = default_of(place).map(|_| column.alter("DROP DEFAULT"));
        column.alter_table(&action.into_iter().collect::<Vec<_>>())
    };
    let types: Vec<String> =
        holders.iter().map(|h| spare(&h.column.type_name)).collect::<Option<_>>()?;
    let mut statements: Vec<String> =
        holders.iter().flat_map(|h| &h.places).flat_map(drop).collect();
    statements.extend(retype(holders.iter().zip(types)));
    Some(statements)
}

/// Statements that give columns their own types again.
pub(super) fn come_back(holders: &[Holder]) -> Vec<String> {
    let mut statements = retype(holders.iter().map(|h| (h, h.column.type_name.clone())));
    let settle = |((place, column), default): &(Place, bool)| column.settle_type(place, *default);
    statements.extend(holders.iter().flat_map(|h| &h.places).flat_map(settle));
    statements
}

/// A statement a table, which is written anew once. What a parent gives goes along with that.
fn retype<'b, 'a: 'b>(holders: impl Iterator<Item = (&'b Holder<'a>, String)>) -> Vec<String> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (holder, type_name) in holders.filter(|(holder, _)| !is_given(&holder.place)) {
        let action = holder.column.alter(&format!("TYPE {type_name}"));
        tables.entry(holder.column.relation.to_string()).or_default().push(action);
    }
    let statement = |(table, actions): (String, Vec<String>)| {
        format!("ALTER TABLE {table}\n    {}", actions.join(",\n    "))
    };
    tables.into_iter().map(statement).collect()
}
