//! Which rows do not fit a partition's bounds, as far as these are plain: columns compared with constants.

use super::Partition;
use crate::fact::{Doubt, Risk, Scope, TRIAL, Trial};
use crate::kind::column::Column;
use crate::kind::inheritance::all_parents;
use crate::kind::table::rows::{doubt, has, is_out_of_reach, key, likeness, table};
use crate::kind::table::{Partitioned, heirs};
use crate::model::QName;
use crate::pg::parser::{closing, tokens};
use crate::pg::quote::{ident, literal};

impl Partition {
    /// The partitioned table.
    fn above<'a>(&self, scope: &Scope<'a>) -> Option<Scope<'a>> {
        let parents = scope.parent().map(|t| all_parents(&t)).unwrap_or_default();
        parents.into_iter().find(|p| table(p).is_some_and(|t| t.name == self.parent))
    }

    /// The default partition besides this one.
    pub(super) fn rest<'a>(&self, scope: &Scope<'a>) -> Option<Scope<'a>> {
        let siblings = heirs(&self.above(scope)?);
        siblings.into_iter().find(|heir| {
            let ties = heir.children::<Partition>();
            ties.iter().any(|p| {
                p.bound == "DEFAULT" && p.parent == self.parent && p.relation != self.relation
            })
        })
    }

    /// Rows are looked at, those of the default partition too, unless checks say enough about them.
    pub(super) fn reads(&self, scope: &Scope) -> Vec<Risk> {
        let parted = self.above(scope).and_then(|above| table(&above)?.partitioned.clone());
        let trial = |of: &Scope, name: &QName, rest: bool| {
            let Partitioned { by, key } = parted.as_ref()?;
            let create = "CREATE TEMPORARY TABLE";
            let attach = "ALTER TABLE pg_temp.schemig_parent ATTACH PARTITION";
            let mut setup = vec![
                format!("{create} schemig_parent (LIKE {name}) PARTITION BY {by} {key}"),
                format!("{create} schemig_trial ({})", likeness(of, name)),
            ];
            let mut other = TRIAL;
            if rest {
                other = "pg_temp.schemig_other";
                setup.push(format!("{attach} {TRIAL} DEFAULT"));
                setup.push(format!("{create} schemig_other (LIKE {name})"));
            }
            Some(Trial { setup, action: format!("{attach} {other} {}", self.bound), reads: true })
        };
        let risk = |relation: QName, trial| Risk { hazard: "long_lock", relation, trial };
        let mut risks = Vec::new();
        // What a default partition may hold is for the others to say.
        let tried = self.bound != "DEFAULT";
        if let Some(own) = scope.parent().filter(|_| tried || self.has_siblings(scope)) {
            let trial = trial(&own, &self.relation, false).filter(|_| tried);
            risks.push(risk(self.relation.clone(), trial));
        }
        if let Some(rest) = self.rest(scope)
            && let Some(it) = table(&rest)
        {
            risks.push(risk(it.name.clone(), trial(&rest, &it.name, true)));
        }
        risks
    }

    /// Whether there are other partitions.
    fn has_siblings(&self, scope: &Scope) -> bool {
        let heirs = self.above(scope).map(|above| heirs(&above)).unwrap_or_default();
        let ties = heirs.iter().flat_map(|heir| heir.children::<Partition>());
        ties.into_iter().any(|p| p.parent == self.parent && p.relation != self.relation)
    }

    /// What [`crate::fact::Definition::doubts`] says.
    pub(super) fn questions(&self, scope: &Scope) -> Vec<Doubt> {
        let fits = self.above(scope).and_then(|above| self.condition(&above));
        let (Some((columns, fits)), Some(of)) = (fits, scope.parent()) else { return Vec::new() };
        let mut doubts = Vec::new();
        if has(&self.relation, &columns) && !is_out_of_reach(&of) {
            let problem = format!("rows do not fit the bounds of partition {}", self.relation);
            let misfit = format!("({fits}) IS NOT TRUE");
            let rows = self.relation.to_string();
            doubts.push(doubt(problem, &rows, &key(&of, &self.relation), &misfit));
        }
        if let Some(rest) = self.rest(scope)
            && let Some(it) = table(&rest)
            && has(&it.name, &columns)
            && !is_out_of_reach(&rest)
        {
            let problem = format!("default partition {} has rows of {}", it.name, self.relation);
            doubts.push(doubt(problem, &it.name.to_string(), &key(&rest, &it.name), &fits));
        }
        doubts
    }

    /// The key's columns, and the condition that a row fits.
    fn condition(&self, above: &Scope) -> Option<(Vec<String>, String)> {
        let Partitioned { by, key } = table(above)?.partitioned.as_ref()?;
        let columns = key_columns(key, &above.children::<Column>())?;
        let names: Vec<String> = columns.iter().map(|c| ident(c)).collect();
        let lists = lists(&self.bound)?;
        let condition = match (by.as_str(), &names[..], &lists[..]) {
            ("LIST", [name], [values]) => in_list(name, values),
            ("RANGE", names, [from, to]) => in_range(names, from, to)?,
            ("HASH", names, [rule]) => {
                if !has(&self.parent, &columns) {
                    return None;
                }
                let [modulus, remainder] = &rule[..] else { return None };
                let number = |text: &str| text.rsplit(' ').next().unwrap_or_default().to_string();
                format!(
                    "pg_catalog.satisfies_hash_partition({}::pg_catalog.regclass, {}, {}, {})",
                    literal(&self.parent.to_string()),
                    number(modulus),
                    number(remainder),
                    names.join(", ")
                )
            }
            _ => return None,
        };
        Some((columns, condition))
    }
}

/// The columns that a key consists of; `None` where it is more than columns.
fn key_columns(key: &str, columns: &[&Column]) -> Option<Vec<String>> {
    let inner = key.strip_prefix('(')?.strip_suffix(')')?;
    let named = |text: &str| columns.iter().find(|c| ident(&c.name) == text);
    inner.split(", ").map(|text| named(text).map(|c| c.name.clone())).collect()
}

/// The lists in parentheses of a bound, each item as text.
fn lists(bound: &str) -> Option<Vec<Vec<String>>> {
    let list = tokens(bound).ok()?;
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = list.get(at) {
        if !token.is("(") {
            at += 1;
            continue;
        }
        let close = closing(&list, at)?;
        let (mut items, mut start) = (Vec::new(), at + 1);
        for end in at + 1..=close {
            if end == close || list[end].is(",") {
                let (first, last) = (list.get(start)?, list.get(end.checked_sub(1)?)?);
                items.push(bound.get(first.start..last.end)?.to_string());
                start = end + 1;
            }
        }
        found.push(items);
        at = close + 1;
    }
    Some(found)
}

fn in_list(name: &str, values: &[String]) -> String {
    let (nulls, values): (Vec<&String>, Vec<&String>) = values.iter().partition(|v| *v == "NULL");
    let mut any = Vec::new();
    if !nulls.is_empty() {
        any.push(format!("{name} IS NULL"));
    }
    if !values.is_empty() {
        let values: Vec<&str> = values.iter().map(|v| v.as_str()).collect();
        any.push(format!("{name} IN ({})", values.join(", ")));
    }
    any.join(" OR ")
}

/// Several columns are compared as rows, which knows no limits that are infinite.
fn in_range(names: &[String], from: &[String], to: &[String]) -> Option<String> {
    let mut all: Vec<String> = names.iter().map(|n| format!("{n} IS NOT NULL")).collect();
    let row = |list: &[String]| match list {
        [one] => one.clone(),
        _ => format!("({})", list.join(", ")),
    };
    for (operator, limit, open) in [(">=", from, "MINVALUE"), ("<", to, "MAXVALUE")] {
        if limit.iter().all(|l| l == open) {
            continue;
        }
        if limit.iter().any(|l| l == "MINVALUE" || l == "MAXVALUE") {
            return None;
        }
        all.push(format!("{} {operator} {}", row(names), row(limit)));
    }
    Some(all.join(" AND "))
}
