//! What stands in FROM: each item brings an alias, columns, or both.

use super::scope::{Col, Item, Ty, aliased, unique};
use super::splice::conflict;
use super::{Rewriter, Step};
use crate::error::Error;
use crate::fact::Space;
use crate::model::QName;
use crate::pg::quote;
use crate::pg::tree::{Alias, Join, Kind, Node};

impl<'t> Rewriter<'t> {
    /// Replaces the names of an item of FROM and puts it into scope; its columns.
    pub(super) fn item_of_from(&mut self, node: &'t Node) -> Step<Vec<Col>> {
        match &node.kind {
            Kind::Table { schema, name, alias } => {
                let cte = if schema.is_none() { self.cte_columns(name)? } else { None };
                if cte.is_none()
                    && let Some(of) = self.found_table(schema.as_deref(), name)
                {
                    return self.table(node, schema.is_some(), &of, alias.as_ref(), true);
                }
                let cols = cte.or_else(|| self.local_table(name));
                let cols = cols.unwrap_or_else(|| self.foreign(schema.as_deref(), name));
                let shown = alias.as_ref().map_or(name, |alias| &alias.name).clone();
                self.put(Some(&shown), aliased(cols, alias.as_ref()))
            }
            Kind::Derived { lateral, query, alias } => {
                let outer = self.level().hidden;
                self.level().hidden = outer || !lateral;
                let cols = self.query(query);
                self.level().hidden = outer;
                let shown = alias.as_ref().map(|alias| alias.name.clone());
                self.put(shown.as_deref(), aliased(cols?, alias.as_ref()))
            }
            Kind::Functions { .. } => self.functions(node),
            Kind::Generated { parts, alias } => {
                self.values(parts)?;
                let shown = alias.as_ref().map(|alias| alias.name.clone());
                self.put(shown.as_deref(), aliased(vec![Col::more()], alias.as_ref()))
            }
            Kind::Sample { table, rest } => {
                let cols = self.item_of_from(table)?;
                self.values(rest)?;
                Ok(cols)
            }
            Kind::Join(join) => self.join(join),
            _ => self.value(node).map(|_| Vec::new()),
        }
    }

    /// Whether a relation's new name without its schema would mean a CTE or another relation.
    fn hides(&self, of: &QName, new: &QName) -> bool {
        let mut ctes = self.levels.iter().flat_map(|level| &level.ctes);
        new.name != of.name && ctes.any(|known| known.cte.name == new.name)
            || self.body.is_some_and(|body| body.hides(Space::Relation, of, new))
    }

    fn put(&mut self, alias: Option<&str>, cols: Vec<Col>) -> Step<Vec<Col>> {
        if let Some(alias) = alias {
            let name = alias.to_owned();
            self.add_item(Item { old: name.clone(), new: name, cols: cols.clone() });
        }
        Ok(cols)
    }

    /// A relation; `listed` where a list of column names may follow its alias.
    pub(super) fn table(
        &mut self,
        node: &Node,
        qualified: bool,
        of: &QName,
        alias: Option<&Alias>,
        listed: bool,
    ) -> Step<Vec<Col>> {
        let (schema, name) = (of.schema.as_str(), of.name.as_str());
        let new = self.names.relation(schema, name);
        let at = self.splice.index(node.at)?;
        let mut end = at;
        if qualified {
            self.splice.rename_path(at, &[schema, name], &[&new.schema, &new.name])?;
            end += 2;
        } else if self.hides(of, &new) {
            self.splice.qualify(at, &new.schema, &new.name)?;
        } else {
            self.splice.rename(at, name, &new.name)?;
        }
        if self.splice.is(end + 1, "*") {
            end += 1;
        }
        let mut cols = aliased(self.relation_columns(schema, name), alias);
        let pinned = listed && self.keep.columns && cols.iter().any(|col| col.old != col.new);
        let shown = match alias {
            Some(alias) => (alias.name.clone(), alias.name.clone()),
            None if self.keep.relations => (name.to_owned(), name.to_owned()),
            None => (name.to_owned(), new.name.clone()),
        };
        if pinned {
            self.pin((end, of), &cols, alias, &shown.1)?;
            for col in &mut cols {
                col.new.clone_from(&col.old);
            }
        } else if alias.is_none() && shown.1 != new.name {
            self.splice.insert_after(end, format!(" AS {}", quote::ident(&shown.1)))?;
        }
        self.add_item(Item { old: shown.0, new: shown.1, cols: cols.clone() });
        Ok(cols)
    }

    /// Adds the old column names as a column list to the alias of the relation that ends at
    /// token `end`.
    fn pin(
        &mut self,
        (end, of): (usize, &QName),
        cols: &[Col],
        alias: Option<&Alias>,
        name: &str,
    ) -> Step<()> {
        let list = |cols: &[Col]| {
            cols.iter().map(|col| quote::ident(&col.old)).collect::<Vec<_>>().join(", ")
        };
        let mut cols = cols.to_vec();
        // A list of the text's own counts the columns already.
        if let Some(order) = self.names.counted(of)
            && alias.is_none_or(|alias| alias.columns.is_empty())
        {
            cols.sort_by_key(|col| order.iter().position(|name| *name == col.old));
        }
        let Some(alias) = alias else {
            let text = format!(" AS {}({})", quote::ident(name), list(&cols));
            return Ok(self.splice.insert_after(end, text)?);
        };
        let at = if self.splice.is_keyword(end + 1, "as") { end + 2 } else { end + 1 };
        if !self.splice.is_name(at, &alias.name) {
            return Err(Error::internal("an alias's position is not known").into());
        }
        if alias.columns.is_empty() {
            return Ok(self.splice.insert_after(at, format!("({})", list(&cols)))?);
        }
        let rest = cols.get(alias.columns.len()..).unwrap_or_default();
        match self.splice.close(at + 1).and_then(|close| close.checked_sub(1)) {
            Some(last) => Ok(self.splice.insert_after(last, format!(", {}", list(rest)))?),
            None => Err(Error::internal("a column list's position is not known").into()),
        }
    }

    fn functions(&mut self, node: &'t Node) -> Step<Vec<Col>> {
        let Kind::Functions { items, columns, types, alias, ordinality } = &node.kind else {
            return Ok(Vec::new());
        };
        let mut cols: Vec<Col> = Vec::new();
        let mut implied = None;
        for call in items {
            let ty = self.value(call)?;
            let attributes = self.attributes(&ty)?;
            let name = match &call.kind {
                Kind::Function { name, .. } => self.routine_name(name),
                _ => None,
            };
            if !columns.is_empty() {
                cols = columns.iter().map(|name| Col::fixed(name, Ty::Unknown)).collect();
            } else if !attributes.is_empty() {
                cols.extend(attributes);
            } else if let Some((old, new)) = &name {
                // A scalar function's column has the alias's name.
                let shown = alias.as_ref().filter(|_| items.len() == 1).map(|a| a.name.clone());
                let (old, new) = match shown {
                    Some(shown) => (shown.clone(), shown),
                    None => (old.clone(), new.clone()),
                };
                cols.push(Col { old, new, ty });
            }
            implied = implied.or(name);
        }
        self.values(types)?;
        if *ordinality {
            cols.push(Col::fixed("ordinality", Ty::Unknown));
        }
        let cols = aliased(cols, alias.as_ref());
        match (alias, implied) {
            (Some(alias), _) => self.put(Some(&alias.name), cols),
            (None, Some((old, new))) => {
                self.add_item(Item { old, new, cols: cols.clone() });
                Ok(cols)
            }
            (None, None) => Ok(cols),
        }
    }

    fn join(&mut self, join: &'t Join) -> Step<Vec<Col>> {
        let start = self.level().items.len();
        let left = self.item_of_from(&join.left)?;
        // LATERAL sees the columns of the left side, also those that USING has merged.
        let seen = self.level().columns.len();
        self.level().columns.extend(left.iter().cloned());
        let right = self.item_of_from(&join.right)?;
        self.level().columns.truncate(seen);
        let (merged, cols) = self.merge(join, left, right)?;
        if let Some(condition) = &join.condition {
            // Only the two sides are in sight, next to outer queries.
            let level = self.level();
            let before: Vec<Item> = level.items.drain(..start).collect();
            let columns = std::mem::replace(&mut level.columns, cols.clone());
            let done = self.value(condition);
            let level = self.level();
            level.items.splice(0..0, before);
            level.columns = columns;
            done?;
        }
        if let Some(alias) = &join.using_alias {
            self.put(Some(&alias.name), merged)?;
        }
        let Some(alias) = &join.alias else { return Ok(cols) };
        let cols = aliased(cols, Some(alias));
        self.level().items.truncate(start);
        self.put(Some(&alias.name), cols)
    }

    /// USING: both sides' columns must go on having one name; merged columns, then all.
    fn merge(
        &mut self,
        join: &'t Join,
        left: Vec<Col>,
        right: Vec<Col>,
    ) -> Step<(Vec<Col>, Vec<Col>)> {
        let same = |name: &String| right.iter().any(|col| col.old == *name);
        let using: Vec<String> = match join.natural {
            true => left.iter().map(|col| col.old.clone()).filter(same).collect(),
            false => join.using.clone(),
        };
        let mut merged = Vec::new();
        for name in &using {
            let in_left = unique(left.iter(), name)?;
            let in_right = unique(right.iter(), name)?;
            let new = |col: Option<&Col>| col.map_or(name, |col| &col.new).clone();
            if new(in_left) != new(in_right) {
                return conflict(name);
            }
            let ty = in_left.or(in_right).map_or(Ty::Unknown, |col| col.ty.clone());
            merged.push(Col { old: name.clone(), new: new(in_left), ty });
        }
        if join.natural {
            let open = |side: &[Col]| side.iter().any(|col| !col.is_named());
            let mut changed = left.iter().chain(&right).filter(|col| col.old != col.new);
            // Which columns are shared is not known: they must keep their names.
            if let (true, Some(col)) = (open(&left) || open(&right), changed.next()) {
                return conflict(&col.new);
            }
            let shared = |col: &Col| merged.iter().any(|m| m.new == col.new && m.old == col.old);
            let meets = |col: &&Col| right.iter().any(|other| other.new == col.new);
            if let Some(col) = left.iter().filter(meets).find(|col| !shared(col)) {
                return conflict(&col.new);
            }
        } else if !merged.is_empty() {
            self.using(join, &merged)?;
        }
        let rest = |col: &Col| !using.contains(&col.old);
        let mut cols = merged.clone();
        cols.extend(left.into_iter().filter(rest));
        cols.extend(right.into_iter().filter(rest));
        Ok((merged, cols))
    }

    /// Renames the columns of `USING (...)`: the first such list behind the right side that no
    /// other join has.
    fn using(&mut self, join: &Join, merged: &[Col]) -> Step<()> {
        let mut i = self.splice.index(join.right.last)?;
        loop {
            let Some(_) = self.splice.token(i) else {
                return Err(Error::internal("a USING clause is not where it should be").into());
            };
            let listed = self.splice.is_keyword(i, "using") && self.splice.is(i + 1, "(");
            let names = merged.iter().enumerate();
            if listed
                && names.clone().all(|(k, col)| self.splice.is_name(i + 2 + 2 * k, &col.old))
                && self.splice.is(i + 1 + 2 * merged.len(), ")")
                && self.claimed.insert(i)
            {
                for (k, col) in names {
                    self.splice.rename(i + 2 + 2 * k, &col.old, &col.new)?;
                }
                return Ok(());
            }
            i += 1;
        }
    }
}
