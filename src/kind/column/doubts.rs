//! Which values a column would refuse, and whom its change keeps waiting.

use super::cast::Known;
use super::{Column, Of, default_of};
use crate::fact::{Doubt, Risk, Scope, Trial};
use crate::kind::constraint::{Constraint, Rule};
use crate::kind::default::ColumnDefault;
use crate::kind::domain::Domain;
use crate::kind::domain_constraint::DomainConstraint;
use crate::kind::enumeration::{Enumeration, Label};
use crate::kind::identity::Identity;
use crate::kind::table::rows::{doubt, has, has_needs, key, own_rows, table};
use crate::pg::quote::{ident, literal};
use crate::pg::settings::MAJOR;
use crate::pg::spi;

/// Types whose values are numbers.
const NUMBERS: [&str; 6] = ["smallint", "integer", "bigint", "real", "double precision", "numeric"];

impl Column {
    /// What [`crate::fact::Definition::risks`] says.
    pub(super) fn surprises(&self, from: Option<&Column>, scope: &Scope) -> Vec<Risk> {
        let partitioned =
            scope.parent().as_ref().and_then(table).is_some_and(|t| t.partitioned.is_some());
        if self.of != Of::Table || partitioned {
            return Vec::new();
        }
        let risk = |hazard, trial| vec![Risk { hazard, relation: self.relation.clone(), trial }];
        let Some(from) = from else {
            return match self.fills(scope) {
                Fill::Nothing => Vec::new(),
                Fill::Surely => risk("table_rewrite", None),
                Fill::Perhaps(action) => {
                    risk("table_rewrite", Some(Trial { columns: String::new(), action }))
                }
            };
        };
        if self.is_retyped(from) {
            let columns = format!("{} {}", ident(&self.name), from.typed());
            let trial = self.type_action(from, scope).map(|action| Trial { columns, action });
            return risk("table_rewrite", trial);
        }
        let computed = |c: &Column| c.generated.as_ref().filter(|g| !g.r#virtual).cloned();
        if computed(self).is_some() && computed(self) != computed(from) {
            return risk("table_rewrite", None);
        }
        if self.not_null && !from.not_null && !self.is_proven(scope) {
            return risk("long_lock", None);
        }
        Vec::new()
    }

    /// What a new column does to the rows that are there.
    fn fills(&self, scope: &Scope) -> Fill {
        if let Some(generated) = &self.generated {
            return if generated.r#virtual { Fill::Nothing } else { Fill::Surely };
        }
        if !scope.children::<Identity>().is_empty() {
            return Fill::Surely;
        }
        // What is not there yet cannot be tried.
        if self.default_scope(scope).is_some_and(|default| !has_needs(&default)) {
            return Fill::Surely;
        }
        let default = default_of(scope).map(|d| format!(" DEFAULT {}", d.expression));
        if default.is_none() && self.domain(scope).is_none() {
            return Fill::Nothing;
        }
        let (name, typed) = (ident(&self.name), self.typed());
        Fill::Perhaps(format!("ADD COLUMN {name} {typed}{}", default.unwrap_or_default()))
    }

    fn default_scope<'a>(&self, scope: &Scope<'a>) -> Option<Scope<'a>> {
        let mut children = scope.facts.children(scope.fact).iter().map(|c| scope.at(*c));
        children.find(|c| c.def().as_any().is::<ColumnDefault>())
    }

    fn domain<'a>(&self, scope: &Scope<'a>) -> Option<&'a Domain> {
        let facts = scope.facts;
        let mut needs = facts.needs[scope.fact].iter();
        needs.find_map(|need| facts.all[*need].get::<Domain>())
    }

    /// Whether a check says that there are no nulls.
    fn is_proven(&self, scope: &Scope) -> bool {
        let constraints = scope.parent().map(|t| t.children::<Constraint>()).unwrap_or_default();
        let proof = format!("{} IS NOT NULL", ident(&self.name));
        constraints.into_iter().filter(|c| !c.not_valid && !c.not_enforced).any(|c| match &c.rule {
            Rule::Check(check) => {
                let text = check.expression.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
                text.unwrap_or(&check.expression) == proof
            }
            _ => false,
        })
    }

    /// What [`crate::fact::Definition::doubts`] says. Rows of partitions are asked for with their table's.
    pub(super) fn questions(&self, from: Option<&Column>, scope: &Scope) -> Vec<Doubt> {
        let Some(of) = scope.parent().filter(|_| self.of == Of::Table) else { return Vec::new() };
        let told = self.partitioned(scope).is_some_and(|p| {
            p.columns.iter().any(|(_, c)| c.not_null == self.not_null && c.typed() == self.typed())
        });
        let own: &[&str] = if from.is_some() { &[&self.name] } else { &[] };
        if told || !has(&self.relation, own) {
            return Vec::new();
        }
        let rows = own_rows(&self.relation, table(&of));
        let (name, row_key) = (ident(&self.name), key(&of, &self.relation));
        let ask = |problem, condition: &str| doubt(problem, &rows, &row_key, condition);
        let Some(from) = from else {
            let problem =
                format!("new column {} is not null and has no default", quoted(&self.name));
            let strict = self.domains(scope).iter().any(|(_, domain)| domain.not_null);
            let empty = (self.not_null || strict) && self.is_empty(scope);
            return empty.then(|| ask(problem, "true")).into_iter().collect();
        };
        let mut doubts = Vec::new();
        if self.not_null && !from.not_null && self.generated == from.generated {
            let problem = format!("column {} has null values", quoted(&self.name));
            doubts.push(ask(problem, &format!("{name} IS NULL")));
        }
        if self.type_name != from.type_name && self.generated.is_none() {
            let domains = self.domains(scope);
            let to = domains.last().map_or(&self.type_name, |(_, d)| &d.base);
            let misfit = misfit(&name, &from.type_name, to, scope);
            doubts.extend(misfit.map(|(problem, condition)| ask(problem, &condition)));
            for (scope, domain) in domains {
                let base = &domain.base;
                let rows =
                    format!("(SELECT {row_key} AS key, {name}::{base} AS value FROM {rows}) AS v");
                let refused = refusals(&scope, domain).into_iter();
                doubts.extend(refused.map(|(problem, is)| doubt(problem, &rows, "v.key", &is)));
            }
        }
        doubts
    }

    /// The followed domain that is the column's type, the one that this is over, and so on.
    fn domains<'a>(&self, scope: &Scope<'a>) -> Vec<(Scope<'a>, &'a Domain)> {
        let (mut found, mut at, mut name) = (Vec::new(), *scope, self.type_name.clone());
        loop {
            let needs = at.facts.needs[at.fact].iter().map(|need| at.at(*need));
            let mut domains = needs.filter_map(|n| Some((n, n.facts.all[n.fact].get::<Domain>()?)));
            let Some(it) = domains.find(|(_, d)| d.name.to_string() == name) else { return found };
            found.push(it);
            (at, name) = (it.0, it.1.base.clone());
        }
    }

    /// Whether rows that are there would have nothing in this new column.
    fn is_empty(&self, scope: &Scope) -> bool {
        let domain = self.domain(scope).is_some_and(|d| d.default.is_some());
        let given = !scope.children::<Identity>().is_empty() || default_of(scope).is_some();
        !domain && !given && self.generated.is_none()
    }
}

/// Which values a domain does not take, each with the condition over VALUE.
fn refusals(scope: &Scope, domain: &Domain) -> Vec<(String, String)> {
    let checks = scope.children::<DomainConstraint>().into_iter().map(|check| {
        let (name, domain) = (ident(&check.name), &domain.name);
        let problem = format!("values violate constraint {name} of domain {domain}");
        (problem, format!("NOT ({})", check.check))
    });
    let null =
        || (format!("domain {} takes no null values", domain.name), "VALUE IS NULL".to_string());
    checks.chain(domain.not_null.then(null)).collect()
}

/// What a new column does to the rows that are there.
enum Fill {
    Nothing,
    /// They are written anew.
    Surely,
    /// That is for the server to say about this action.
    Perhaps(String),
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// The type without modifiers, and these.
fn modifiers(type_name: &str) -> (String, Vec<i32>) {
    let Some((head, rest)) = type_name.split_once('(') else {
        return (type_name.to_string(), Vec::new());
    };
    let (list, tail) = rest.split_once(')').unwrap_or((rest, ""));
    let numbers = list.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    (format!("{head}{tail}"), numbers)
}

/// Values of a column that do not go into another type: what is wrong with them, and the condition.
pub(in crate::kind) fn misfit(
    name: &str,
    from: &str,
    to: &str,
    scope: &Scope,
) -> Option<(String, String)> {
    let (head, numbers) = modifiers(to);
    let (old, old_numbers) = modifiers(from);
    if is_wider((&old, &old_numbers), (&head, &numbers)) {
        return None;
    }
    let number = NUMBERS.contains(&old.as_str());
    let string = Known::of(from).is_some_and(|k| k.is_string());
    let text = format!("{name}::pg_catalog.text");
    if let ("character varying" | "character", [length]) = (head.as_str(), &numbers[..]) {
        let length = format!("pg_catalog.char_length(pg_catalog.rtrim({text}, ' ')) > {length}");
        return Some((format!("value too long for {to}"), length));
    }
    if number {
        let beyond = beyond(&format!("{name}::pg_catalog.numeric"), &head, &numbers)?;
        return Some((format!("value out of range for {to}"), beyond));
    }
    if !string {
        return None;
    }
    let invalid = format!("invalid value for {to}");
    if let Some(labels) = labels(scope, to) {
        let labels: Vec<String> = labels.iter().map(|l| literal(&l.text)).collect();
        return Some((
            invalid,
            format!("NOT {text} = ANY (ARRAY[{}]::pg_catalog.text[])", labels.join(", ")),
        ));
    }
    if MAJOR >= 16 {
        let known = spi::first("SELECT pg_catalog.to_regtype($1)::pg_catalog.text", &[Some(to)]);
        known.ok().flatten().and_then(|row| row.opt(0))?;
        let valid = format!("NOT pg_catalog.pg_input_is_valid({text}, {})", literal(to));
        return Some((invalid, valid));
    }
    let pattern = match head.as_str() {
        "smallint" | "integer" | "bigint" => r"^\s*[-+]?[0-9]+\s*$",
        "numeric" | "real" | "double precision" => {
            r"^\s*([-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?|nan|[-+]?inf(inity)?)\s*$"
        }
        "uuid" => r"^(([0-9a-f]{4}-?){7}[0-9a-f]{4}|\{([0-9a-f]{4}-?){7}[0-9a-f]{4}\})$",
        "boolean" => r"^\s*(t|tr|tru|true|y|ye|yes|on|1|f|fa|fal|fals|false|n|no|of|off|0)\s*$",
        _ => return None,
    };
    let form = format!("{text} OPERATOR(pg_catalog.~*) {}", literal(pattern));
    let condition = match beyond(&format!("{text}::pg_catalog.numeric"), &head, &numbers) {
        Some(beyond) => format!("CASE WHEN {form} THEN {beyond} ELSE {name} IS NOT NULL END"),
        None => format!("NOT {form}"),
    };
    Some((invalid, condition))
}

/// Whether every value of a type fits another one, as far as this is known without looking.
fn is_wider((from, old): (&str, &[i32]), (to, new): (&str, &[i32])) -> bool {
    const INTEGERS: [&str; 3] = ["smallint", "integer", "bigint"];
    let rank = |name: &str| INTEGERS.iter().position(|i| *i == name);
    match (old, new) {
        ([was], [is]) if from == to && from.starts_with("character") => was <= is,
        ([was, old], [is, new]) if from == "numeric" && to == "numeric" => {
            was - old <= is - new && old <= new
        }
        _ => rank(from).zip(rank(to)).is_some_and(|(was, is)| was <= is),
    }
}

/// The condition that a number is too large for a type of numbers.
fn beyond(number: &str, head: &str, modifiers: &[i32]) -> Option<String> {
    let (low, high) = match head {
        "smallint" => ("-32768", "32767"),
        "integer" => ("-2147483648", "2147483647"),
        "bigint" => ("-9223372036854775808", "9223372036854775807"),
        "numeric" => {
            let (precision, scale) = match modifiers {
                [precision] => (*precision, 0),
                [precision, scale] => (*precision, *scale),
                _ => return None,
            };
            return Some(format!(
                "{number} <> 'NaN' AND pg_catalog.abs(pg_catalog.round({number}, {scale})) \
                 >= pg_catalog.power(10::pg_catalog.numeric, {})",
                precision - scale
            ));
        }
        _ => return None,
    };
    Some(format!("pg_catalog.round({number}) NOT BETWEEN {low} AND {high}"))
}

/// Labels of a followed enum that the column is of.
fn labels<'a>(column: &Scope<'a>, type_name: &str) -> Option<&'a [Label]> {
    let facts = column.facts;
    let mut needs = facts.needs[column.fact].iter();
    let found = needs.find_map(|need| {
        facts.all[*need].get::<Enumeration>().filter(|e| e.name.to_string() == type_name)
    });
    found.map(|it| it.labels.as_slice())
}

#[cfg(test)]
mod tests {
    use super::{beyond, is_wider, modifiers};

    #[test]
    fn wider_types_hold_all() {
        let wider = |from: &str, to: &str| {
            let (from, to) = (modifiers(from), modifiers(to));
            is_wider((&from.0, &from.1), (&to.0, &to.1))
        };
        assert!(wider("smallint", "bigint") && !wider("bigint", "integer"));
        assert!(wider("character varying(5)", "character varying(9)"));
        assert!(!wider("character varying(9)", "character varying(5)"));
        assert!(wider("numeric(5,2)", "numeric(6,3)") && !wider("numeric(5,2)", "numeric(5,3)"));
        assert!(!wider("text", "character varying(5)") && !wider("numeric", "numeric(5,2)"));
    }

    #[test]
    fn modifiers_stand_anywhere() {
        assert_eq!(modifiers("numeric(10,2)"), ("numeric".to_string(), vec![10, 2]));
        let time = ("timestamp with time zone".to_string(), vec![3]);
        assert_eq!(modifiers("timestamp(3) with time zone"), time);
        assert_eq!(modifiers("integer"), ("integer".to_string(), Vec::new()));
    }

    #[test]
    fn numbers_have_limits() {
        let small = "pg_catalog.round(a) NOT BETWEEN -32768 AND 32767";
        assert_eq!(beyond("a", "smallint", &[]).as_deref(), Some(small));
        assert_eq!(beyond("a", "numeric", &[]), None);
        assert_eq!(beyond("a", "text", &[]), None);
    }
}
