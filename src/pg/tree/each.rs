//! Walks the direct children of a node, in the order of the text where it matters.

use super::{Cte, Kind, Node, Step};

impl Kind {
    /// Calls `f` for each direct child.
    pub fn each(&self, f: &mut dyn FnMut(&Node)) {
        match self {
            Kind::Column { .. } | Kind::Text(_) | Kind::Param(_) | Kind::Table { .. } => {}
            Kind::Function { args, rest, .. } => args.iter().chain(rest).for_each(f),
            Kind::Type { rest, .. } => rest.iter().for_each(f),
            Kind::Cast { value, to } => [value, to].into_iter().for_each(|n| f(n)),
            Kind::Path { value, steps } => {
                f(value);
                each_step(steps, f);
            }
            Kind::Operator { args, .. } => args.iter().for_each(f),
            Kind::Collate { value, .. } | Kind::Sort { value, .. } => f(value),
            Kind::Subquery { test, query, .. } => {
                test.iter().chain([query]).for_each(|n| f(n));
            }
            Kind::Choice(parts) | Kind::Other(parts) => parts.iter().for_each(f),
            Kind::Target { steps, value, .. } => {
                each_step(steps, f);
                value.iter().for_each(|n| f(n));
            }
            Kind::Select(_) | Kind::Modify(_) => self.each_of_query(f),
            Kind::Derived { query, .. } => f(query),
            Kind::Functions { items, types, .. } => items.iter().chain(types).for_each(f),
            Kind::Generated { parts, .. } => parts.iter().for_each(f),
            Kind::Sample { table, rest } => {
                f(table);
                rest.iter().for_each(f);
            }
            Kind::Join(join) => {
                f(&join.left);
                f(&join.right);
                join.condition.iter().for_each(f);
            }
            Kind::Element { value, .. } => value.iter().for_each(|n| f(n)),
        }
    }

    fn each_of_query(&self, f: &mut dyn FnMut(&Node)) {
        let each_cte = |cte: &Cte, f: &mut dyn FnMut(&Node)| {
            f(&cte.query);
            cte.rest.iter().for_each(f);
        };
        match self {
            Kind::Select(it) => {
                it.with.iter().flat_map(|w| &w.queries).for_each(|cte| each_cte(cte, f));
                if let Some((left, right)) = &it.sides {
                    f(left);
                    f(right);
                }
                let lists = [&it.distinct, &it.targets, &it.from, &it.group, &it.windows];
                lists.into_iter().flatten().for_each(&mut *f);
                it.condition.iter().chain(&it.having).for_each(&mut *f);
                [&it.values, &it.order, &it.limit, &it.locked].into_iter().flatten().for_each(f);
            }
            Kind::Modify(it) => {
                it.with.iter().flat_map(|w| &w.queries).for_each(|cte| each_cte(cte, f));
                it.table.iter().chain(&it.source).for_each(&mut *f);
                let lists = [&it.targets, &it.from, &it.conditions, &it.returning];
                lists.into_iter().flatten().for_each(&mut *f);
                if let Some(c) = &it.conflict {
                    [&c.elements, &c.conditions, &c.targets]
                        .into_iter()
                        .flatten()
                        .for_each(&mut *f);
                }
                for when in &it.whens {
                    when.condition.iter().for_each(&mut *f);
                    when.targets.iter().chain(&when.values).for_each(&mut *f);
                }
            }
            _ => {}
        }
    }
}

fn each_step(steps: &[Step], f: &mut dyn FnMut(&Node)) {
    for step in steps {
        if let Step::Index(parts) = step {
            parts.iter().for_each(&mut *f);
        }
    }
}
