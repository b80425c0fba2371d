//! INSERT, UPDATE, DELETE and MERGE, in SQL bodies and in CTEs.

use super::scope::{Col, Item, Level, Ty, unique};
use super::{Rewriter, Step};
use crate::pg::tree::{Conflict, Kind, Modify, Node, Step as PathStep};

impl<'t> Rewriter<'t> {
    /// Replaces the names of a statement; the columns of RETURNING.
    pub(super) fn modify(&mut self, modify: &'t Modify) -> Step<Vec<Col>> {
        self.levels.push(Level::default());
        if let Some(with) = &modify.with {
            self.with(with)?;
        }
        if let Some(source) = &modify.source {
            self.query(source)?;
        }
        let columns = self.target_table(modify.table.as_ref())?;
        self.level().columns = columns.clone();
        for item in &modify.from {
            let more = self.item_of_from(item)?;
            self.level().columns.extend(more);
        }
        self.assignments(&modify.targets, &columns)?;
        self.values(&modify.conditions)?;
        for when in &modify.whens {
            when.condition.iter().try_for_each(|node| self.value(node).map(drop))?;
            self.assignments(&when.targets, &columns)?;
            self.values(&when.values)?;
        }
        if let Some(conflict) = &modify.conflict {
            self.conflict(conflict, modify.table.as_ref(), &columns)?;
        }
        if cfg!(feature = "pg18") {
            // Within a rule these are the rule's own.
            for alias in ["old", "new"] {
                if self.item(alias).is_some() {
                    continue;
                }
                let name = alias.to_owned();
                let item = Item { old: name.clone(), new: name, cols: columns.clone() };
                self.level().items.insert(0, item);
            }
        }
        let outputs = self.targets(&modify.returning)?;
        self.levels.pop();
        Ok(outputs)
    }

    fn target_table(&mut self, table: Option<&'t Node>) -> Step<Vec<Col>> {
        match table.map(|node| (node, &node.kind)) {
            Some((node, Kind::Table { schema, name, alias })) => {
                match self.found_table(schema.as_deref(), name) {
                    Some(of) => self.table(node, schema.is_some(), &of, alias.as_ref(), false),
                    None => self.item_of_from(node),
                }
            }
            Some((node, _)) => self.item_of_from(node),
            None => Ok(Vec::new()),
        }
    }

    /// Columns that are given a value, with the value.
    fn assignments(&mut self, targets: &'t [Node], columns: &[Col]) -> Step<()> {
        for target in targets {
            let Kind::Target { name, steps, value } = &target.kind else { continue };
            if let Some(name) = name {
                let found = unique(columns.iter(), name)?;
                let (new, mut ty) = match found {
                    Some(col) => (col.new.clone(), col.ty.clone()),
                    None => (name.clone(), Ty::Unknown),
                };
                let i = self.splice.index(target.at)?;
                self.splice.rename(i, name, &new)?;
                let mut renames = Vec::new();
                for step in steps {
                    match step {
                        PathStep::Field(field) => {
                            let (new, of) = self.field(&ty, field, false)?;
                            renames.push((field.clone(), new));
                            ty = of;
                        }
                        PathStep::Index(parts) => drop(self.values(parts)?),
                        PathStep::Star => {}
                    }
                }
                self.steps(i + 1, steps, &renames)?;
            }
            if let Some(value) = value {
                self.value(value)?;
            }
        }
        Ok(())
    }

    fn conflict(
        &mut self,
        conflict: &'t Conflict,
        table: Option<&'t Node>,
        columns: &[Col],
    ) -> Step<()> {
        let name = "excluded".to_owned();
        self.level().items.push(Item { old: name.clone(), new: name, cols: columns.to_vec() });
        let on = self.splice.index(conflict.at)?;
        if !conflict.elements.is_empty() {
            self.elements(on + 2, &conflict.elements)?;
        }
        if let (Some(constraint), Some(node)) = (&conflict.constraint, table)
            && let Kind::Table { schema, name, .. } = &node.kind
            && let Some(of) = self.found_table(schema.as_deref(), name)
        {
            let new = self.names.constraint(&of.schema, &of.name, constraint);
            self.splice.rename(on + 4, constraint, &new)?;
        }
        self.assignments(&conflict.targets, columns)?;
        self.values(&conflict.conditions).map(drop)
    }
}
