//! Expressions: every name in them is replaced, and enough of their type found.

use super::scope::{Col, Resolved, Ty};
use super::splice::conflict;
use super::{Rewriter, Step, body, literal};
use crate::error::Error;
use crate::fact::Space;
use crate::model::QName;
use crate::pg::parser::check_stack;
use crate::pg::tree::{Kind, Node, Step as PathStep};

impl<'t> Rewriter<'t> {
    /// Replaces the names within a node; its type as far as attributes may be taken of it.
    pub(super) fn value(&mut self, node: &'t Node) -> Step<Ty> {
        check_stack()?;
        match &node.kind {
            Kind::Column { names, star } => self.column(node, names, *star),
            Kind::Function { name, args, rest } => self.function(node, name, args, rest),
            Kind::Type { name, rest, .. } => self.type_name(node, name, rest),
            Kind::Cast { value, to } => self.cast(value, to),
            Kind::Path { value, steps } => self.path(node, value, steps),
            Kind::Operator { name, args } => {
                self.operator(node, name)?;
                self.compared(name, args)?;
                self.values(args).map(|_| Ty::Unknown)
            }
            Kind::Collate { value, name } => {
                let ty = self.value(value)?;
                if let [schema, collation] = &name[..] {
                    let new = self.names.collation(schema, collation);
                    let i = self.splice.index(node.at)? + 1;
                    self.splice.rename_path(i, name, &[new.schema, new.name])?;
                }
                Ok(ty)
            }
            Kind::Subquery { scalar, operator, test, query } => {
                if let Some(test) = test {
                    self.value(test)?;
                }
                self.operator(node, operator)?;
                let first = self.query(query)?.into_iter().next();
                Ok(first.filter(|_| *scalar).map_or(Ty::Unknown, |col| col.ty))
            }
            Kind::Sort { value, operator } => {
                self.operator(node, operator)?;
                self.value(value)
            }
            Kind::Choice(parts) => {
                self.chosen(parts)?;
                self.values(parts).map(Ty::Any)
            }
            Kind::Other(parts) | Kind::Generated { parts, .. } => {
                self.values(parts).map(|_| Ty::Unknown)
            }
            Kind::Target { value: Some(value), .. } => self.value(value),
            Kind::Select(_) | Kind::Modify(_) => self.query(node).map(|_| Ty::Unknown),
            Kind::Element { value: Some(value), .. } => self.value(value),
            Kind::Param(number) => Ok(self.parameter(*number)),
            Kind::Text(_) | Kind::Target { .. } | Kind::Element { .. } => Ok(Ty::Unknown),
            Kind::Table { .. }
            | Kind::Derived { .. }
            | Kind::Functions { .. }
            | Kind::Sample { .. }
            | Kind::Join(_) => self.item_of_from(node).map(|_| Ty::Unknown),
        }
    }

    pub(super) fn values(&mut self, nodes: &'t [Node]) -> Step<Vec<Ty>> {
        nodes.iter().map(|node| self.value(node)).collect()
    }

    fn column(&mut self, node: &'t Node, names: &[String], star: bool) -> Step<Ty> {
        if names.is_empty() {
            return Ok(Ty::Unknown);
        }
        let Resolved { names: new, ty, before } = self.resolve(names, star)?;
        match (before, &new[..]) {
            (Some(before), [name]) => {
                let i = self.splice.index(node.at)?;
                self.splice.qualify(i, &before, name)?;
            }
            _ if new != names => {
                let i = self.splice.index(node.at)?;
                self.splice.rename_path(i, names, &new)?;
            }
            _ => {}
        }
        Ok(ty)
    }

    fn function(
        &mut self,
        node: &'t Node,
        name: &[String],
        args: &'t [Node],
        rest: &'t [Node],
    ) -> Step<Ty> {
        let types = self.values(args)?;
        self.values(rest)?;
        self.named_objects(name, args, &types)?;
        self.keyed(name, args, &types)?;
        match self.found(Space::Routine, name) {
            Some(of) => {
                self.rename_object(node, name, Space::Routine, &of)?;
                let results = self.names.routine_results(&of.schema, &of.name);
                // Without results of its own it may return what it is given.
                Ok(results.map_or(Ty::Any(types), |list| Ty::Row(super::columns(Some(list)))))
            }
            None => {
                self.called_field(name, &types)?;
                // unnest, array_agg, lag, max and the like: rows of what they are given.
                Ok(Ty::Any(types))
            }
        }
    }

    /// `field(row)` stands for `row.field` where no function is called so: it stays, and is told.
    fn called_field(&mut self, name: &[String], types: &[Ty]) -> Step<()> {
        let (Some(body), [name], [ty]) = (self.body, name, types) else { return Ok(()) };
        let changed = |col: &Col| col.old == *name && col.new != col.old;
        if self.attributes(ty)?.iter().any(changed) && !self.names.is_servers(Space::Routine, name)
        {
            body.doubt(name);
        }
        Ok(())
    }

    /// Gives the object whose name stands at a node its new one, as far as it is written there.
    fn rename_object(
        &mut self,
        node: &Node,
        name: &[String],
        space: Space,
        of: &QName,
    ) -> Step<()> {
        let new = match space {
            Space::Type => self.names.type_name(&of.schema, &of.name),
            _ => self.names.routine(&of.schema, &of.name),
        };
        let hides = |body: &body::Inside| body.hides(space, of, &new);
        match name {
            [_, _] if name[0] != new.schema || name[1] != new.name => {
                let i = self.splice.index(node.at)?;
                self.splice.rename_path(i, name, &[new.schema, new.name])?;
            }
            [name] if self.body.is_some_and(hides) => {
                let i = self.splice.index(node.at)?;
                self.splice.qualify(i, &new.schema, &new.name)?;
            }
            [name] if *name != new.name => {
                let i = self.splice.index(node.at)?;
                self.splice.rename(i, name, &new.name)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn type_name(&mut self, node: &'t Node, name: &[String], rest: &'t [Node]) -> Step<Ty> {
        self.values(rest)?;
        match self.found(Space::Type, name) {
            Some(of) => {
                self.rename_object(node, name, Space::Type, &of)?;
                Ok(Ty::Named(of.schema, of.name))
            }
            None => Ok(Ty::Unknown),
        }
    }

    fn cast(&mut self, value: &'t Node, to: &'t Node) -> Step<Ty> {
        if let Kind::Type { name, array, .. } = &to.kind
            && let Some(of) = name.last()
            && let Some((at, text)) = value.constant()
        {
            let one = |text: &str| match (self.body, &name[..]) {
                (_, [schema, name]) if schema != "pg_catalog" => {
                    Ok(self.names.label(schema, name, text))
                }
                _ if !of.starts_with("reg") => Ok(text.to_owned()),
                (Some(body), _) => body.object_name(of, text),
                (None, _) => literal::object_name(of, text, self.names),
            };
            let new = if *array { literal::array(text, &one)? } else { one(text)? };
            if new != text {
                let i = self.splice.index(at)?;
                self.splice.replace_literal(i, &new)?;
            }
        }
        self.value(value)?;
        self.value(to)
    }

    /// `OPERATOR(schema.+)`: the schema follows, the symbol never changes.
    pub(super) fn operator(&mut self, node: &Node, name: &[String]) -> Step<()> {
        if let [schema, operator] = name {
            let new = self.names.operator(schema, operator).schema;
            if new != *schema {
                let i = self.splice.index(node.at)?;
                // The position is that of the keyword, or of what stands before it: ANY, USING.
                let open = (i..i + 4).find(|i| self.splice.is_keyword(*i, "operator"));
                match open {
                    Some(keyword) => self.splice.rename(keyword + 2, schema, &new)?,
                    None => {
                        return Err(Error::internal("an operator's position is not known").into());
                    }
                }
            }
        }
        Ok(())
    }

    fn path(&mut self, node: &'t Node, value: &'t Node, steps: &'t [PathStep]) -> Step<Ty> {
        let mut ty = self.value(value)?;
        let mut called = matches!(value.kind, Kind::Function { .. });
        let mut renames: Vec<(String, String)> = Vec::new();
        for step in steps {
            match step {
                PathStep::Field(name) => {
                    let (new, of) = self.field(&ty, name, called)?;
                    renames.push((name.clone(), new));
                    (ty, called) = (of, false);
                }
                PathStep::Index(parts) => drop(self.values(parts)?),
                PathStep::Star => {}
            }
        }
        match self.behind(node, value, steps)? {
            Some(start) => self.steps(start, steps, &renames)?,
            None if renames.iter().all(|(old, new)| old == new) => {}
            None => return Err(Error::internal("a field's position is not known").into()),
        }
        Ok(ty)
    }

    /// Index of the token where the steps of a path begin: behind the parenthesis that closes its
    /// value, or behind a column.
    fn behind(&mut self, node: &Node, value: &Node, steps: &[PathStep]) -> Step<Option<usize>> {
        let first = self.splice.index(node.first)?;
        if let Kind::Column { .. } = value.kind {
            let (end, _) = literal::dotted(&self.splice, first);
            if self.starts(end, steps) {
                return Ok(Some(end));
            }
        }
        if let Kind::Param(_) = value.kind
            && self.starts(first + 1, steps)
        {
            return Ok(Some(first + 1));
        }
        let mut at = if self.splice.is(first, "(") { Some(first) } else { first.checked_sub(1) };
        while let Some(open) = at.filter(|at| self.splice.is(*at, "(")) {
            if let Some(close) = self.splice.close(open)
                && self.starts(close + 1, steps)
                && self.claimed.insert(close)
            {
                return Ok(Some(close + 1));
            }
            at = open.checked_sub(1);
        }
        Ok(None)
    }

    fn starts(&self, i: usize, steps: &[PathStep]) -> bool {
        match steps.first() {
            Some(PathStep::Field(name)) => {
                self.splice.is(i, ".") && self.splice.is_name(i + 1, name)
            }
            Some(PathStep::Star) => self.splice.is(i, ".") && self.splice.is(i + 1, "*"),
            Some(PathStep::Index(_)) => self.splice.is(i, "["),
            None => false,
        }
    }

    /// Renames the fields of a path that begins at token `i`.
    pub(super) fn steps(
        &mut self,
        i: usize,
        steps: &[PathStep],
        renames: &[(String, String)],
    ) -> Step<()> {
        let (mut i, mut renames) = (i, renames.iter());
        for step in steps {
            match step {
                PathStep::Field(_) => {
                    if let Some((old, new)) = renames.next() {
                        self.splice.rename(i + 1, old, new)?;
                    }
                    i += 2;
                }
                PathStep::Index(_) => match self.splice.close(i) {
                    Some(close) => i = close + 1,
                    None => return Ok(()),
                },
                PathStep::Star => return Ok(()),
            }
        }
        Ok(())
    }

    /// Elements of a partition key or of ON CONFLICT, in the parentheses at token `open`.
    pub(super) fn elements(&mut self, open: usize, nodes: &'t [Node]) -> Step<()> {
        let mut i = open + 1;
        for node in nodes {
            if let Kind::Element { name: Some(name), .. } = &node.kind {
                let found = self.resolve(std::slice::from_ref(name), false)?;
                if found.before.is_some() {
                    return conflict(name);
                }
                self.splice.rename_path(i, std::slice::from_ref(name), &found.names)?;
                i += 1;
            } else {
                self.value(node)?;
                i = literal::behind_element(&self.splice, i);
            }
            if self.splice.is_keyword(i, "collate") {
                let (end, name) = literal::dotted(&self.splice, i + 1);
                if let [schema, collation] = &name[..] {
                    let new = self.names.collation(schema, collation);
                    self.splice.rename_path(i + 1, &name, &[new.schema, new.name])?;
                }
                i = end;
            }
            let (end, name) = literal::dotted(&self.splice, i);
            if let [schema, class] = &name[..] {
                let new = self.names.opclass(schema, class);
                self.splice.rename_path(i, &name, &[new.schema, new.name])?;
            }
            i = end;
            while self.splice.token(i).is_some() && !self.splice.is(i, ",") {
                i = match self.splice.is(i, "(") {
                    true => self.splice.close(i).map_or(i + 1, |close| close + 1),
                    false => i + 1,
                };
            }
            i += 1;
        }
        Ok(())
    }

    pub(super) fn partition_key(&mut self, root: &'t Node) -> Step<()> {
        let open = (0..).take_while(|i| self.splice.token(*i).is_some());
        let open = open.into_iter().find(|i| self.splice.is(*i, "("));
        match (&root.kind, open) {
            (Kind::Other(nodes), Some(open)) => self.elements(open, nodes),
            _ => Err(Error::internal("a partition key has no parentheses").into()),
        }
    }
}
