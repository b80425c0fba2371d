//! Which values a column would refuse, and whom its change keeps waiting.

use super::cast::{Known, Way, way};
use super::{Column, Of, default_of, is_given, is_typed};
use crate::fact::{Doubt, Risk, Scope, TRIAL, Trial};
use crate::kind::constraint::{Constraint, Rule};
use crate::kind::domain::Domain;
use crate::kind::domain_constraint::DomainConstraint;
use crate::kind::enumeration::{Enumeration, Label};
use crate::kind::identity::Identity;
use crate::kind::table::rows::{
    doubt, has, is_filled, is_out_of_reach, is_partly_far, key, likeness, own_rows, table,
};
use crate::model::QName;
use crate::pg::quote::{ident, literal};
use crate::pg::settings::MAJOR;
use crate::pg::spi;

const INTEGERS: [&str; 3] = ["smallint", "integer", "bigint"];

/// Types whose values are numbers.
const NUMBERS: [&str; 6] = ["smallint", "integer", "bigint", "real", "double precision", "numeric"];

impl Column {
    /// What [`crate::fact::Definition::risks`] says. Where a parent's column brings this one along, it is for that to say.
    pub(super) fn surprises(&self, from: Option<&Column>, scope: &Scope) -> Vec<Risk> {
        if self.of == Of::Composite {
            return self.stored_risks(from, scope);
        }
        if self.of != Of::Table || self.goes_along(from, scope) {
            return Vec::new();
        }
        let proofs = from.map(|from| self.proofs(from, scope)).unwrap_or_default();
        let kept = |column: &Column| column.proven_by(&proofs, scope);
        let mut risks = self.own_surprises(from, &kept(self), scope);
        for (place, heir) in self.heirs(scope).into_iter().filter(|(_, c)| c.of == Of::Table) {
            let from = from.map(|f| Column { relation: heir.relation.clone(), ..f.clone() });
            if heir.goes_along(from.as_ref(), &place) {
                risks.extend(heir.own_surprises(from.as_ref(), &kept(heir), &place));
            }
        }
        risks
    }

    /// Whether it changes by a statement for the column of a parent.
    fn goes_along(&self, from: Option<&Column>, scope: &Scope) -> bool {
        let Some(from) = from else { return self.follows_parent(scope) };
        let closes = self.is_strict() && !from.is_strict();
        match self.partitioned(scope) {
            _ if self.is_retyped(from) || !closes => is_given(scope) && !is_typed(scope),
            _ if MAJOR >= 18 => self.is_not_null_above(scope),
            Some(parents) => parents.columns.iter().any(|(_, c)| c.not_null),
            None => false,
        }
    }

    /// `kept` are conditions that hold until then, besides the checks that stay.
    fn own_surprises(&self, from: Option<&Column>, kept: &[&str], scope: &Scope) -> Vec<Risk> {
        let of = scope.parent();
        if of.as_ref().and_then(table).is_some_and(|t| t.partitioned.is_some()) {
            return Vec::new();
        }
        let risk = |hazard, trial| vec![Risk { hazard, relation: self.relation.clone(), trial }];
        let Some(from) = from else {
            return match self.fills(scope) {
                Fill::Nothing => Vec::new(),
                Fill::Surely => risk("table_rewrite", None),
                Fill::Perhaps(action) => {
                    risk("table_rewrite", Some(trial(String::new(), &action, true)))
                }
            };
        };
        if self.is_retyped(from) {
            return self.conversion(from, scope);
        }
        let computed = |c: &Column| c.generated.as_ref().filter(|g| !g.r#virtual).cloned();
        if computed(self).is_some() && computed(self) != computed(from) {
            return risk("table_rewrite", None);
        }
        if let Some(of) = of.filter(|_| self.is_strict() && !from.is_strict()) {
            let kept = kept.iter().map(|condition| format!(", CHECK ({condition})"));
            let like = likeness(&of, &self.relation) + &kept.collect::<String>();
            return risk("long_lock", Some(trial(like, &self.alter("SET NOT NULL"), true)));
        }
        Vec::new()
    }

    /// Risks of another type: what depends on the column is there in the trial, but foreign keys.
    fn conversion(&self, from: &Column, scope: &Scope) -> Vec<Risk> {
        let risk =
            |hazard, relation: &QName, trial| Risk { hazard, relation: relation.clone(), trial };
        let Some(mut action) = self.type_action(from, scope) else {
            return vec![risk("table_rewrite", &self.relation, None)];
        };
        if self.is_strict() && !from.is_strict() {
            action += &format!(", {}", self.alter("SET NOT NULL"));
        }
        let like = format!("LIKE {} INCLUDING CONSTRAINTS INCLUDING INDEXES", self.relation);
        let mut own = trial(like.clone(), &action, true);
        own.setup.extend(self.checks_gone(scope));
        let mut risks = vec![risk("table_rewrite", &self.relation, Some(own))];
        // Keys are looked up anew where there are any.
        if is_filled(&format!("ONLY {}", self.relation)) {
            let other = trial(like, &action, false);
            let partners = self.partners(scope);
            risks.extend(partners.iter().map(|p| risk("long_lock", p, Some(other.clone()))));
        }
        risks
    }

    /// Statements that take from a trial what goes before the type changes.
    fn checks_gone(&self, scope: &Scope) -> Vec<String> {
        let checks = |column: &Scope| -> Vec<String> {
            let all = column.parent().map(|table| table.children::<Constraint>());
            let all = all.into_iter().flatten().filter(|c| matches!(c.rule, Rule::Check(_)));
            all.map(|c| c.name.clone()).collect()
        };
        let stay = checks(scope);
        let gone = scope.before().map(|was| checks(&was)).unwrap_or_default();
        let gone = gone.into_iter().filter(|name| !stay.contains(name));
        gone.map(|name| format!("ALTER TABLE {TRIAL} DROP CONSTRAINT {}", ident(&name))).collect()
    }

    /// Other tables that foreign keys tie to the column.
    fn partners(&self, scope: &Scope) -> Vec<QName> {
        let constraints = scope.facts.each::<Constraint>().map(|(_, it)| it);
        let partner = |c: &Constraint| match &c.rule {
            Rule::ForeignKey(key) if c.relation == self.relation => {
                key.columns.contains(&self.name).then(|| key.foreign.clone())
            }
            Rule::ForeignKey(key) if key.foreign == self.relation => {
                key.foreign_columns.contains(&self.name).then(|| c.relation.clone())
            }
            _ => None,
        };
        let proven = constraints.filter(|c| !c.not_valid && !c.not_enforced);
        proven.filter_map(partner).filter(|p| *p != self.relation).collect()
    }

    /// What a new column does to the rows that are there.
    fn fills(&self, scope: &Scope) -> Fill {
        if let Some(generated) = &self.generated {
            return if generated.r#virtual { Fill::Nothing } else { Fill::Surely };
        }
        if !scope.children::<Identity>().is_empty() {
            return Fill::Surely;
        }
        let default = default_of(scope).map(|d| format!(" DEFAULT {}", d.expression));
        if default.is_none() && self.domain(scope).is_none() {
            return Fill::Nothing;
        }
        let (name, typed) = (ident(&self.name), self.typed());
        Fill::Perhaps(format!("ADD COLUMN {name} {typed}{}", default.unwrap_or_default()))
    }

    fn domain<'a>(&self, scope: &Scope<'a>) -> Option<&'a Domain> {
        let facts = scope.facts;
        let mut needs = facts.needs[scope.fact].iter();
        needs.find_map(|need| facts.all[*need].get::<Domain>())
    }

    /// What [`crate::fact::Definition::doubts`] says. Rows of partitions are asked for with their table's.
    pub(super) fn questions(&self, from: Option<&Column>, scope: &Scope) -> Vec<Doubt> {
        if self.of == Of::Composite {
            return self.stored_questions(from, scope);
        }
        let Some(of) = scope.parent().filter(|_| self.of == Of::Table) else { return Vec::new() };
        if is_out_of_reach(&of) {
            return Vec::new();
        }
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
            return self
                .wants_value(scope)
                .map(|problem| ask(problem, "true"))
                .into_iter()
                .collect();
        };
        let mut doubts = Vec::new();
        if self.is_strict() && !from.is_strict() && self.generated == from.generated {
            let problem = format!("column {} has null values", quoted(&self.name));
            doubts.push(ask(problem, &format!("{name} IS NULL")));
        }
        if self.type_name != from.type_name && self.generated.is_none() {
            let rows = Rows { value: &name, rows: &rows, key: &row_key };
            doubts.extend(self.unfit(from, rows, scope));
        }
        doubts
    }

    /// What is wrong with rows that are there when the column is new.
    fn wants_value(&self, scope: &Scope) -> Option<String> {
        let strict = self.domains(scope).iter().any(|(_, domain)| domain.not_null);
        let empty = (self.not_null || strict) && self.is_empty(scope);
        let problem =
            || format!("new column {} is not null and has no default", quoted(&self.name));
        empty.then(problem)
    }

    /// What [`crate::fact::Definition::bars`] says: rows of the table and its heirs, which get the column as well.
    pub(super) fn barred(&self, scope: &Scope) -> Vec<Doubt> {
        let Some(of) = scope.parent().filter(|_| self.of == Of::Table) else { return Vec::new() };
        if self.follows_parent(scope) || is_out_of_reach(&of) {
            return Vec::new();
        }
        let rows = match is_partly_far(&of) {
            true => own_rows(&self.relation, table(&of)),
            false => self.relation.to_string(),
        };
        let row_key = key(&of, &self.relation);
        let asked = |problem| doubt(problem, &rows, &row_key, "true");
        self.wants_value(scope).map(asked).into_iter().collect()
    }

    /// Values that do not go into its type.
    pub(super) fn unfit(&self, from: &Column, of: Rows, scope: &Scope) -> Vec<Doubt> {
        let Rows { value, rows, key } = of;
        let domains = self.domains(scope);
        let to = domains.last().map_or(&self.type_name, |(_, d)| &d.base);
        let unfit = match misfit(value, &from.type_name, to, scope) {
            Some((problem, condition)) => Some(doubt(problem, rows, key, &condition)),
            None => self.refused((&from.type_name, to), of, scope),
        };
        let mut doubts: Vec<Doubt> = unfit.into_iter().collect();
        for (scope, domain) in domains {
            let base = &domain.base;
            let rows = format!("(SELECT {key} AS key, {value}::{base} AS value FROM {rows}) AS v");
            let refused = refusals(&scope, domain).into_iter();
            doubts.extend(refused.map(|(problem, is)| doubt(problem, &rows, "v.key", &is)));
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
            if found.iter().any(|(known, _): &(Scope, _)| known.fact == it.0.fact) {
                return found;
            }
            found.push(it);
            (at, name) = (it.0, it.1.base.clone());
        }
    }

    /// Values that the server itself must be asked about.
    fn refused(
        &self,
        (old, new): (&str, &str),
        Rows { value, rows, key }: Rows,
        scope: &Scope,
    ) -> Option<Doubt> {
        let (head, other) = (modifiers(old).0, modifiers(new).0);
        let fits = INTEGERS.contains(&head.as_str()) && NUMBERS.contains(&other.as_str());
        if fits || head == other {
            return None;
        }
        let there = "SELECT (a.oid IS NOT NULL AND b.typtype <> 'd' AND b.typcategory <> 'S')::pg_catalog.text \
             FROM (SELECT pg_catalog.to_regtype($1) AS old, pg_catalog.to_regtype($2) AS new) AS t \
             LEFT JOIN pg_catalog.pg_type a ON a.oid = t.old \
             LEFT JOIN pg_catalog.pg_type b ON b.oid = t.new";
        let row = spi::first(there, &[Some(old), Some(new)]);
        row.ok().flatten().filter(|row| row.is_true(0))?;
        let each = match way(old, new, scope, scope) {
            Way::ByText => format!("v.value::{new}"),
            Way::Assigned | Way::Cast => format!("v.value::{old}::{new}"),
        };
        let query = format!(
            "SELECT {value}::pg_catalog.text, pg_catalog.count(*), pg_catalog.min({key}) FROM {rows} GROUP BY 1"
        );
        Some(Doubt { problem: format!("invalid value for {new}"), query, each: Some(each) })
    }

    /// Whether rows that are there would have nothing in this new column.
    fn is_empty(&self, scope: &Scope) -> bool {
        let domain = self.domain(scope).is_some_and(|d| d.default.is_some());
        let given = !scope.children::<Identity>().is_empty() || default_of(scope).is_some();
        !domain && !given && self.generated.is_none()
    }
}

/// Values of rows.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub value: &'a str,
    /// What stands behind FROM.
    pub rows: &'a str,
    /// What tells one row from others.
    pub key: &'a str,
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

/// An action of ALTER TABLE, tried on a table with such columns.
fn trial(columns: String, action: &str, reads: bool) -> Trial {
    let setup = vec![format!("CREATE TEMPORARY TABLE schemig_trial ({columns})")];
    Trial { setup, action: format!("ALTER TABLE {TRIAL} {action}"), reads }
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// The type without modifiers, and these.
pub(super) fn modifiers(type_name: &str) -> (String, Vec<i32>) {
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
