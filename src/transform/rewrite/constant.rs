//! String constants that name objects without a cast, in bodies that are strings: arguments of functions, and what is
//! compared with the name of a trigger's relation.

use super::scope::Ty;
use super::{Rewriter, Step, body, literal};
use crate::fact::Space;
use crate::model::QName;
use crate::pg::tree::{Kind, Node};

/// Functions that make an object of a row, with its columns as keys.
const KEYED: &[&str] = &["to_json", "to_jsonb", "row_to_json", "json_agg", "jsonb_agg"];

impl<'t> Rewriter<'t> {
    /// Arguments of a `reg*` type, or of type `text` where the function reads an object's name.
    pub(super) fn named_objects(
        &mut self,
        name: &[String],
        args: &'t [Node],
        types: &[Ty],
    ) -> Step<()> {
        let (Some(body), Some(function)) = (self.body, name.last()) else { return Ok(()) };
        if !args.iter().any(|arg| arg.constant().is_some()) {
            return Ok(());
        }
        let given: Vec<Option<String>> =
            args.iter().zip(types).map(|(arg, ty)| type_of(arg, ty)).collect();
        let schema = match name {
            [schema, _] => Some(schema.clone()),
            _ => self.found(Space::Routine, name).map(|of| of.schema),
        };
        let read = self.names.argument_types(schema.as_deref(), function, &given);
        for (arg, types) in args.iter().zip(&read) {
            let Some((at, text)) = arg.constant() else { continue };
            match &types[..] {
                // There is a cast from text to regclass, and to no other of these types.
                [of] if matches!(arg.kind, Kind::Text(_)) || of == "regclass" => {
                    let new = body.object_name(of, text)?;
                    let i = self.splice.index(at)?;
                    self.splice.replace_literal(i, &new)?;
                }
                [_] => {}
                several => {
                    for of in several {
                        if body.object_name(of, text)? != *text {
                            body.doubt_all(&literal::first(text)?.unwrap_or_default());
                        }
                    }
                }
            }
        }
        self.named_in_text(name, args)
    }

    fn named_in_text(&mut self, name: &[String], args: &'t [Node]) -> Step<()> {
        let (Some(body), Some(function), Some(first)) = (self.body, name.last(), args.first())
        else {
            return Ok(());
        };
        let Some(of) = body::names_object(function).filter(|_| is_servers(name)) else {
            return Ok(());
        };
        let Kind::Text(text) = &first.kind else { return Ok(()) };
        let i = self.splice.index(first.at)?;
        let new = body.object_name(of, text)?;
        self.splice.replace_literal(i, &new)?;
        if let (true, Some(second)) = (function == "pg_get_serial_sequence", args.get(1))
            && let Kind::Text(column) = &second.kind
        {
            let i = self.splice.index(second.at)?;
            self.splice.replace_literal(i, &body.column_of(text, column)?)?;
        }
        Ok(())
    }

    /// `TG_TABLE_NAME = 'a'`, and IN, ANY, rows.
    pub(super) fn compared(&mut self, operator: &[String], args: &'t [Node]) -> Step<()> {
        let equals = operator.last().is_some_and(|it| ["=", "<>"].contains(&it.as_str()));
        match (self.body, args) {
            (Some(_), [one, other]) if equals => {
                self.pair(one, other)?;
                self.pair(other, one)
            }
            _ => Ok(()),
        }
    }

    fn pair(&mut self, one: &'t Node, other: &'t Node) -> Step<()> {
        if let Some(fired) = self.fired(one) {
            return self.fired_on(fired, other);
        }
        let (Kind::Other(left), Kind::Other(right)) = (&one.kind, &other.kind) else {
            return Ok(());
        };
        let is_row = |it: &Node| matches!(&it.kind, Kind::Other(row) if row.len() == left.len());
        if right.iter().all(is_row) {
            return right.iter().try_for_each(|row| self.pair(one, row));
        }
        match left.len() == right.len() {
            true => left.iter().zip(right).try_for_each(|(one, other)| self.pair(one, other)),
            false => Ok(()),
        }
    }

    /// `CASE TG_TABLE_NAME WHEN 'a' THEN`: tests are alone in their nodes.
    pub(super) fn chosen(&mut self, parts: &'t [Node]) -> Step<()> {
        let test = |part: &'t Node| match &part.kind {
            Kind::Other(test) => test.first(),
            _ => None,
        };
        let Some((first, branches)) = parts.split_first() else { return Ok(()) };
        let Some(fired) = test(first).and_then(|it| self.fired(it)) else { return Ok(()) };
        for branch in branches {
            if let Kind::Choice(parts) = &branch.kind
                && let Some(test) = parts.first().and_then(test)
            {
                self.fired_on(fired, test)?;
            }
        }
        Ok(())
    }

    /// What a value says of the relation whose trigger runs the body.
    fn fired(&self, node: &Node) -> Option<body::Fired> {
        match &node.kind {
            Kind::Column { names, star: false } => match &names[..] {
                [name] => self.body?.fired(name),
                _ => None,
            },
            Kind::Cast { value, .. } => self.fired(value),
            _ => None,
        }
    }

    fn fired_on(&mut self, fired: body::Fired, with: &'t Node) -> Step<()> {
        let Some(body) = self.body else { return Ok(()) };
        match &with.kind {
            Kind::Text(text) => {
                let new = match text.starts_with('{') {
                    true => literal::array(text, &|one| Ok(body.fired_on(fired, one)))?,
                    false => body.fired_on(fired, text),
                };
                let i = self.splice.index(with.at)?;
                Ok(self.splice.replace_literal(i, &new)?)
            }
            Kind::Cast { value, .. } => self.fired_on(fired, value),
            Kind::Other(parts) => parts.iter().try_for_each(|part| self.fired_on(fired, part)),
            // An array, not CASE.
            Kind::Choice(parts) if parts.iter().all(|part| part.constant().is_some()) => {
                parts.iter().try_for_each(|part| self.fired_on(fired, part))
            }
            _ => Ok(()),
        }
    }

    /// Keys that are made of a row's columns have their new names: what looks for them by others is told.
    pub(super) fn keyed(&self, name: &[String], args: &[Node], types: &[Ty]) -> Step<()> {
        let (Some(body), Some(function)) = (self.body, name.last()) else { return Ok(()) };
        let keyed = is_servers(name) && KEYED.contains(&function.as_str())
            || function == "hstore" && args.len() == 1;
        let (true, Some(arg), Some(ty)) = (keyed, args.first(), types.first()) else {
            return Ok(());
        };
        // What other functions make of a row is not known.
        let is_array = |name: &[String]| name.last().is_some_and(|name| name == "array_agg");
        if let (Kind::Function { name, .. }, Ty::Any(_)) = (&arg.kind, ty)
            && !is_array(name)
        {
            return Ok(());
        }
        if let Some(col) = self.attributes(ty)?.iter().find(|col| col.old != col.new) {
            body.keyed(function, &col.old, &col.new);
        }
        Ok(())
    }
}

/// Whether a function's name may be one of the server's own.
fn is_servers(name: &[String]) -> bool {
    matches!(name, [_]) || name.first().is_some_and(|schema| schema == "pg_catalog")
}

/// The type of an argument as `format_type` prints it, where it is known.
fn type_of(arg: &Node, ty: &Ty) -> Option<String> {
    match (ty, &arg.kind) {
        (Ty::Text(text), _) => Some(text.clone()),
        (Ty::Named(schema, name), _) => {
            Some(QName { schema: schema.clone(), name: name.clone() }.to_string())
        }
        (_, Kind::Cast { to, .. }) => match &to.kind {
            Kind::Type { name, array: false, .. } => name.last().cloned(),
            _ => None,
        },
        _ => None,
    }
}
