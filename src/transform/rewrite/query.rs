//! Queries: select lists, WITH, ORDER BY.

use super::scope::{Col, Known, Level, State, Ty, aliased, unique};
use super::splice::conflict;
use super::{Rewriter, Step};
use crate::fact::Space;
use crate::pg::quote;
use crate::pg::tree::{Alias, Kind, Listing, Node, Select, With};

/// Levels that are open in the query of a view: its own and the one around it. Its output columns have the view's names.
const OUTERMOST: usize = 2;

impl<'t> Rewriter<'t> {
    /// Replaces the names of a query; its output columns.
    pub(super) fn query(&mut self, node: &'t Node) -> Step<Vec<Col>> {
        match &node.kind {
            Kind::Select(select) => self.select(select, None),
            Kind::Modify(modify) => self.modify(modify),
            _ => self.value(node).map(|_| Vec::new()),
        }
    }

    /// `cte`: level and index of the recursive CTE whose query this is.
    fn select(&mut self, select: &'t Select, cte: Option<(usize, usize)>) -> Step<Vec<Col>> {
        self.levels.push(Level::default());
        if let Some(with) = &select.with {
            self.with(with)?;
        }
        let outputs = match &select.sides {
            Some((left, right)) => self.sides(left, right, cte)?,
            None => self.plain(select)?,
        };
        self.ordering(&select.order, &outputs, select.sides.is_some())?;
        self.values(&select.limit)?;
        self.locked(&select.locked)?;
        self.levels.pop();
        Ok(outputs)
    }

    fn sides(
        &mut self,
        left: &'t Node,
        right: &'t Node,
        cte: Option<(usize, usize)>,
    ) -> Step<Vec<Col>> {
        let mut outputs = self.query(left)?;
        if let Some((level, index)) = cte {
            let known = &mut self.levels[level].ctes[index];
            let alias = Alias { name: String::new(), columns: known.cte.columns.clone() };
            known.state = State::Running(aliased(outputs.clone(), Some(&alias)));
        }
        for (output, other) in outputs.iter_mut().zip(self.query(right)?) {
            output.ty = Ty::Any(vec![output.ty.clone(), other.ty]);
        }
        Ok(outputs)
    }

    fn plain(&mut self, select: &'t Select) -> Step<Vec<Col>> {
        for item in &select.from {
            let columns = self.item_of_from(item)?;
            self.level().columns.extend(columns);
        }
        let outputs = self.targets(&select.targets)?;
        for condition in select.condition.iter().chain(&select.having) {
            self.value(condition)?;
        }
        for group in &select.group {
            self.group(group, &outputs)?;
        }
        self.values(&select.windows)?;
        self.ordering(&select.distinct, &outputs, false)?;
        match select.values.is_empty() {
            true => Ok(outputs),
            false => self.rows(&select.values),
        }
    }

    /// The columns of VALUES: each is of a type that some row has there.
    fn rows(&mut self, rows: &'t [Node]) -> Step<Vec<Col>> {
        let mut types: Vec<Vec<Ty>> = Vec::new();
        for row in rows {
            let Kind::Other(values) = &row.kind else { continue };
            types.resize(values.len(), Vec::new());
            for (value, of) in values.iter().zip(&mut types) {
                of.push(self.value(value)?);
            }
        }
        let column = |(i, of)| Col::fixed(&format!("column{}", i + 1), Ty::Any(of));
        Ok(types.into_iter().enumerate().map(column).collect())
    }

    /// Replaces names in a select list or RETURNING; the output columns.
    pub(super) fn targets(&mut self, targets: &'t [Node]) -> Step<Vec<Col>> {
        let mut outputs = Vec::new();
        for target in targets {
            let Kind::Target { name, value: Some(value), .. } = &target.kind else { continue };
            let ty = self.value(value)?;
            match (&value.kind, name) {
                (Kind::Column { names, star: true }, None) => match (names.len(), ty) {
                    (0, _) => {
                        let all = self.level().columns.clone();
                        outputs.extend(all);
                    }
                    (_, Ty::Row(cols)) => outputs.extend(cols),
                    _ => {}
                },
                (_, Some(name)) => outputs.push(Col::fixed(name, ty)),
                (_, None) => {
                    let (old, new) = self.output_name(value)?;
                    let new = if self.keeps(value, &old, &new)? { old.clone() } else { new };
                    outputs.push(Col { old, new, ty });
                }
            }
        }
        Ok(outputs)
    }

    /// Whether an output column keeps the name that its column had, by AS.
    fn keeps(&mut self, value: &Node, old: &str, new: &str) -> Step<bool> {
        let Kind::Column { names, star: false } = &value.kind else { return Ok(false) };
        let within = self.is_body || self.levels.len() > OUTERMOST;
        let keeps = old != new && within && self.names.keeps_outputs();
        if keeps {
            let last = self.splice.index(value.at)? + 2 * names.len().saturating_sub(1);
            self.splice.insert_after(last, format!(" AS {}", quote::ident(old)))?;
        }
        Ok(keeps)
    }

    /// The name that the server gives to an output column without AS (`FigureColname`).
    fn output_name(&self, value: &Node) -> Step<(String, String)> {
        let same = |name: &str| (name.to_owned(), name.to_owned());
        Ok(match &value.kind {
            Kind::Column { names, star: false } => {
                let new = self.resolve(names, false)?.names;
                match (names.last(), new.last()) {
                    (Some(old), Some(new)) => (old.clone(), new.clone()),
                    _ => same("?column?"),
                }
            }
            Kind::Function { name, .. } => {
                self.routine_name(name).unwrap_or_else(|| same("?column?"))
            }
            Kind::Cast { value, to } => match (self.output_name(value)?, &to.kind) {
                (found, Kind::Type { name, .. }) if found.0 == "?column?" => {
                    match self.found(Space::Type, name) {
                        Some(of) => {
                            let new = self.names.type_name(&of.schema, &of.name).name;
                            (of.name, new)
                        }
                        None => same(name.last().map_or("?column?", String::as_str)),
                    }
                }
                (found, _) => found,
            },
            Kind::Collate { value, .. } => self.output_name(value)?,
            _ => same("?column?"),
        })
    }

    /// ORDER BY and DISTINCT ON: a bare name is an output column before it is an input column.
    fn ordering(&mut self, nodes: &'t [Node], outputs: &[Col], set: bool) -> Step<()> {
        for node in nodes {
            let value = match &node.kind {
                Kind::Sort { value, operator } => {
                    self.operator(node, operator)?;
                    value
                }
                _ => node,
            };
            let Kind::Column { names, star: false } = &value.kind else {
                self.value(value)?;
                continue;
            };
            let [name] = &names[..] else {
                self.value(value)?;
                continue;
            };
            if let Some(col) = unique(outputs.iter(), name)? {
                let i = self.splice.index(value.at)?;
                self.splice.rename(i, name, &col.new)?;
            } else if !set {
                let new = self.resolve(names, false)?.names;
                if let Some(new) = new.first().filter(|n| outputs.iter().any(|o| o.new == **n)) {
                    return conflict(new);
                }
                self.value(value)?;
            }
        }
        Ok(())
    }

    /// GROUP BY: a bare name is an input column before it is an output column.
    fn group(&mut self, node: &'t Node, outputs: &[Col]) -> Step<()> {
        if let Kind::Column { names, star: false } = &node.kind
            && let [name] = &names[..]
            && unique(self.level().columns.iter(), name)?.is_none()
            && let Some(col) = unique(outputs.iter(), name)?
        {
            if self.level().columns.iter().any(|input| input.new == col.new) {
                return conflict(&col.new);
            }
            let i = self.splice.index(node.at)?;
            return Ok(self.splice.rename(i, name, &col.new)?);
        }
        self.value(node).map(drop)
    }

    /// Aliases in `FOR UPDATE OF`.
    fn locked(&mut self, nodes: &'t [Node]) -> Step<()> {
        for node in nodes {
            if let Kind::Table { name, .. } = &node.kind
                && let Some(new) = self.item(name).map(|item| item.new.clone())
            {
                let i = self.splice.index(node.at)?;
                self.splice.rename(i, name, &new)?;
            }
        }
        Ok(())
    }

    /// Makes the queries of WITH known at the current level, and replaces names in them.
    pub(super) fn with(&mut self, with: &'t With) -> Step<()> {
        let known = |cte| Known { cte, recursive: with.recursive, state: State::Pending };
        self.level().ctes = with.queries.iter().map(known).collect();
        let at = self.levels.len() - 1;
        for index in 0..with.queries.len() {
            self.cte(at, index)?;
            self.levels[at].visible = index + 1;
        }
        self.levels[at].visible = with.queries.len();
        Ok(())
    }

    /// Reads a CTE, unless that is done.
    fn cte(&mut self, at: usize, index: usize) -> Step<()> {
        let known = &mut self.levels[at].ctes[index];
        let (cte, recursive) = (known.cte, known.recursive);
        if !matches!(known.state, State::Pending) {
            return Ok(());
        }
        known.state = State::Running(Vec::new());
        // Within RECURSIVE a query may name one that comes later.
        let above = self.levels.split_off(at + 1);
        let visible = self.levels[at].visible;
        if recursive {
            self.levels[at].visible = self.levels[at].ctes.len();
        }
        let outputs = match &cte.query.kind {
            Kind::Select(select) => self.select(select, recursive.then_some((at, index)))?,
            _ => self.query(&cte.query)?,
        };
        self.levels[at].visible = visible;
        let alias = Alias { name: String::new(), columns: cte.columns.clone() };
        let mut columns = aliased(outputs, Some(&alias));
        for (listing, words) in [(&cte.search, 4), (&cte.cycle, 1)] {
            if let Some(listing) = listing {
                self.listing(listing, words, &columns)?;
            }
        }
        self.values(&cte.rest)?;
        for listing in [&cte.search, &cte.cycle].into_iter().flatten() {
            columns.extend(listing.added.iter().map(|name| Col::fixed(name, Ty::Unknown)));
        }
        self.levels.extend(above);
        self.levels[at].ctes[index].state = State::Done(columns);
        Ok(())
    }

    /// The columns that SEARCH or CYCLE reads; the list is behind so many words.
    fn listing(&mut self, listing: &Listing, words: usize, columns: &[Col]) -> Step<()> {
        let mut i = self.splice.index(listing.at)? + words;
        for name in &listing.columns {
            if let Some(col) = unique(columns.iter(), name)? {
                let added = listing.added.contains(&col.new);
                if added {
                    return conflict(&col.new);
                }
                self.splice.rename(i, name, &col.new)?;
            }
            i += 2;
        }
        Ok(())
    }

    /// Columns of the CTE that a name in FROM means.
    pub(super) fn cte_columns(&mut self, name: &str) -> Step<Option<Vec<Col>>> {
        for at in (0..self.levels.len()).rev() {
            let level = &self.levels[at];
            let found = level.ctes[..level.visible].iter().position(|k| k.cte.name == name);
            if let Some(index) = found {
                self.cte(at, index)?;
                return Ok(match &self.levels[at].ctes[index].state {
                    State::Done(columns) | State::Running(columns) => Some(columns.clone()),
                    State::Pending => None,
                });
            }
        }
        Ok(None)
    }
}
