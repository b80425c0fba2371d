//! When a routine can take another's place, and what else that needs.

use super::{Argument, Body, Mode, Routine};
use crate::fact::{Definition, Scope};
use crate::pg::quote::ident;

impl Routine {
    /// Statements that put this one in the place of another. The server forgets what extensions it depends on.
    pub(super) fn replace(&self, scope: &Scope) -> Vec<String> {
        let again = depends(&self.object(scope), &[], &self.extensions);
        [self.statement("CREATE OR REPLACE")].into_iter().chain(again).collect()
    }

    /// Whether the server lets this one take the place of another of the same signature: `ProcedureCreate`
    /// in its source.
    pub(super) fn replaces(&self, from: &Self) -> bool {
        let inputs = |it: &'_ Self| {
            it.args.iter().filter(|a| a.mode.is_input()).cloned().collect::<Vec<Argument>>()
        };
        let pairs = inputs(self).into_iter().zip(inputs(from));
        self.sort == from.sort
            && self.returns == from.returns
            && self.set == from.set
            && (!self.returns_row() || self.outputs() == from.outputs())
            && pairs.into_iter().all(|(new, old)| new.replaces(&old))
    }

    /// The same routine without the parts that call others: another one can take its place, and it that one's. The server
    /// takes no default away, so each is another; that of a polymorphic parameter has to be of the same type.
    pub(super) fn hollow(&self) -> Option<Routine> {
        let mut hollow = self.clone();
        let polymorphic = |a: &&mut Argument| a.default.is_some() && a.is_polymorphic();
        if let Body::Sql { .. } = self.body {
            hollow.body = Body::Text { string: String::new() };
        } else if hollow.args.iter_mut().any(|a| polymorphic(&a)) {
            return None;
        }
        for argument in hollow.args.iter_mut().filter(|a| !polymorphic(a)) {
            let nothing = format!("NULL::{}", argument.type_name);
            argument.default.as_mut().into_iter().for_each(|default| default.clone_from(&nothing));
        }
        (hollow != *self).then_some(hollow)
    }

    /// Those needs of the fact that are types of arguments and results.
    pub(super) fn types_of(&self, scope: &Scope) -> Vec<usize> {
        let arguments = self.args.iter().map(|a| &a.type_name);
        let element = |name: &String| name.trim_end_matches("[]").to_string();
        let types: Vec<String> = arguments.chain(&self.returns).map(element).collect();
        let needs = scope.facts.needs[scope.fact].iter().copied();
        needs.filter(|need| types.contains(&scope.facts.name(*need))).collect()
    }

    /// Whether its outputs make up a row, whose columns callers know.
    fn returns_row(&self) -> bool {
        self.returns.as_deref().is_none_or(|r| r == "record")
    }

    fn outputs(&self) -> Vec<(Option<&str>, &str)> {
        let outputs = self.args.iter().filter(|a| !matches!(a.mode, Mode::In | Mode::Variadic));
        outputs.map(|a| (a.name.as_deref(), a.type_name.as_str())).collect()
    }
}

impl Argument {
    /// What its default is decides what it is.
    fn is_polymorphic(&self) -> bool {
        self.type_name.starts_with("any") || self.type_name == "\"any\""
    }

    /// Whether calls with the input `from` are calls with this one: none can name what has got another name, or
    /// leave out what has no default any more.
    fn replaces(&self, from: &Self) -> bool {
        let named_alike = from.name.is_none() || self.name == from.name;
        let defaulted_alike = match (&from.default, &self.default) {
            (Some(old), Some(new)) => !self.is_polymorphic() || old == new,
            (Some(_), None) => false,
            (None, _) => true,
        };
        // Another type may have got the name of the old one.
        named_alike && defaulted_alike && self.type_name == from.type_name
    }
}

/// Statements that bind an object to extensions, which take it along when they are dropped.
pub(in crate::kind) fn depends(object: &str, from: &[String], to: &[String]) -> Vec<String> {
    let without = |all: &[String], known: &[String], no: &str| -> Vec<String> {
        let others = all.iter().filter(|e| !known.contains(e));
        others.map(|e| format!("ALTER {object} {no}DEPENDS ON EXTENSION {}", ident(e))).collect()
    };
    [without(from, to, "NO "), without(to, from, "")].concat()
}
