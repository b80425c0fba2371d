//! Domains: <https://www.postgresql.org/docs/current/sql-createdomain.html>. Their CHECK
//! constraints are facts of kind `domain constraint`; NOT NULL is here, since there can be only one
//! and it needs nothing.

pub(super) mod uses;
mod within;

use crate::error::Result;
use crate::fact::{
    Assigned, Definition, Doubt, Exposed, Fields, Held, Modelled, Own, Remade, Risk, Scope, Space,
    Sql, Unfit, Use,
};
use crate::kind::column::doubts::misfit;
use crate::kind::column::lend::lend;
use crate::kind::column::not_null::NotNullName;
use crate::kind::domain_constraint::DomainConstraint;
use crate::model::QName;
use crate::pg::canonical;
use crate::pg::quote::{ident, literal};
use crate::pg::settings::MAJOR;
use serde::{Deserialize, Serialize};
use uses::{Holder, convert, holders};

/// A row of `pg_type` with its base type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Domain {
    pub name: QName,
    pub base: String,
    /// Where it is not the base type's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_null: bool,
    #[serde(default, skip_serializing_if = "NotNullName::is_unknown")]
    pub not_null_name: NotNullName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_null_comment: Option<String>,
}

impl Definition for Domain {
    const KIND: &'static str = "domain";
    const ABOUT: &'static str = "base type, collation, default, NOT NULL";
    const CHANGES: &'static str = "in place: default, NOT NULL; else anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/domain.sql");
    const COMMANDS: &'static [&'static str] = &[
        "CREATE DOMAIN",
        "ALTER DOMAIN",
        "DROP DOMAIN",
        "ALTER TABLE",
        "CREATE TYPE",
        "ALTER TYPE",
        "DROP TYPE",
        "CREATE CAST",
        "DROP CAST",
        "COMMENT",
    ];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::Type, &mut self.base)?;
        if let Some(collation) = &mut self.collation {
            to.object(Space::Collation, collation)?;
        }
        if let Some(default) = &mut self.default {
            to.sql(Sql::Expression { of: None }, default)?;
        }
        to.object(Space::Type, &mut self.name)
    }

    /// A bare NULL of the type that it is over by now is no default.
    fn shed_casts(&mut self, _column: &dyn Fn(&QName, &str) -> Option<String>) {
        self.default.take_if(|default| canonical::is_null(default, &self.base));
    }

    fn modelled(&self) -> Option<Modelled> {
        Some(Modelled::Domain {
            name: self.name.clone(),
            base: self.base.clone(),
            collation: self.collation.clone(),
            default: self.default.clone(),
            not_null: self.not_null,
        })
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("DOMAIN {}", self.name)
    }

    fn exposes(&self) -> Option<Exposed> {
        Some(Exposed::Base { of: self.name.clone(), type_name: self.base.clone() })
    }

    fn assigned(&self, _scope: &Scope) -> Vec<Assigned> {
        let assigned = |default| Assigned::new(&self.name.name, &self.base, default);
        self.default.iter().map(|d| assigned(d)).collect()
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let statement = self.statement(&scope.clauses());
        Ok([statement].into_iter().chain(self.comment_not_null(None)).collect())
    }

    /// What the domain is over stays as it is.
    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        if self.base != from.base || self.collation != from.collation {
            return None;
        }
        let closes = self.closes(Some(from));
        if closes && holders(scope, &self.name).iter().any(|h| !h.is_plain()) {
            return None;
        }
        let mut actions = Vec::new();
        if self.default != from.default {
            actions.push(match &self.default {
                Some(default) => format!("SET DEFAULT {default}"),
                None => "DROP DEFAULT".to_string(),
            });
        }
        if closes {
            actions.push(self.set_not_null());
        } else if from.not_null && !self.not_null {
            actions.push("DROP NOT NULL".to_string());
        }
        let alter = |action| format!("ALTER DOMAIN {} {action}", self.name);
        let names = self.rename_not_null(from).into_iter().chain(self.comment_not_null(Some(from)));
        Some(actions.into_iter().map(alter).chain(names).collect())
    }

    /// Where rules name the domain, a name that the server has chosen is one of its choice again.
    fn forget_chosen(&mut self, source: &Self, _scope: &Scope) {
        let chosen = format!("{}_not_null", source.name.name);
        if self.name.name != source.name.name && source.not_null_name.0 == Some(chosen) {
            self.not_null_name = NotNullName(None);
        }
    }

    fn fit(&mut self) -> Vec<Unfit> {
        if MAJOR >= 17 {
            return Vec::new();
        }
        self.not_null_name = NotNullName(None);
        let commented = std::mem::take(&mut self.not_null_comment).is_some();
        let what = "comment on NOT NULL";
        commented.then_some(Unfit::Aspect { what, since: 17 }).into_iter().collect()
    }

    /// Without CHECK constraints, which are made when the columns have their new type.
    fn remake(&self, _from: &Self, uses: &[Use], (spare, _): (&str, bool)) -> Option<Remade> {
        let old = QName { schema: self.name.schema.clone(), name: spare.to_string() };
        let aside = format!("ALTER DOMAIN {} RENAME TO {}", self.name, ident(spare));
        let mut statements = vec![aside, self.statement(&[])];
        statements.extend(convert(uses));
        statements.extend(self.comment_not_null(None));
        Some((statements, vec![format!("DROP DOMAIN {old}")]))
    }

    fn lend(&self, held: &Held, spare: &str) -> Option<Remade> {
        lend(&self.name, held, spare)
    }

    fn risks(&self, from: Option<&Self>, scope: &Scope) -> Vec<Risk> {
        let Some(from) = from else { return Vec::new() };
        let remade = self.base != from.base || self.collation != from.collation;
        if !remade && !self.closes(Some(from)) {
            return Vec::new();
        }
        let holders = holders(scope, &self.name);
        let within = holders.iter().any(|h| !h.is_plain());
        let risk = if remade || within { Holder::rewrite } else { Holder::scan };
        holders.iter().map(risk).collect()
    }

    fn doubts(&self, from: Option<&Self>, scope: &Scope) -> Vec<Doubt> {
        let Some(from) = from else { return Vec::new() };
        let holders = holders(scope, &self.name);
        let mut doubts = self.misfits(from, &holders, scope);
        if !self.closes(Some(from)) {
            return doubts;
        }
        let doubt = |holder: &Holder| Doubt {
            each: None,
            problem: format!("column {} of domain {} has null values", holder.label(), self.name),
            query: holder.rows(&holder.any("v.value IS NOT DISTINCT FROM NULL")),
        };
        doubts.extend(holders.iter().map(doubt));
        doubts
    }
}

impl Domain {
    /// Values that do not go into what the domain is over now, and columns whose values the server will not check
    /// when the constraints are made again.
    fn misfits(&self, from: &Self, holders: &[Holder], scope: &Scope) -> Vec<Doubt> {
        if self.base == from.base {
            return Vec::new();
        }
        let constrained = !scope.children::<DomainConstraint>().is_empty();
        let doubt = |holder: &Holder| {
            let (problem, condition) = misfit("v.value", &from.base, &self.base, scope)?;
            Some(Doubt {
                each: None,
                problem: format!("column {} of domain {}: {problem}", holder.label(), self.name),
                query: holder.values(&from.base, &condition),
            })
        };
        let unchecked = holders.iter().filter(|h| constrained && !h.is_plain());
        let unchecked = unchecked.map(|h| h.unchecked(&self.name));
        holders.iter().filter_map(doubt).chain(unchecked).collect()
    }

    fn statement(&self, constraints: &[String]) -> String {
        let mut sql = format!("CREATE DOMAIN {} AS {}", self.name, self.base);
        if let Some(collation) = &self.collation {
            sql += &format!(" COLLATE {collation}");
        }
        if self.not_null {
            if let Some(name) = &self.not_null_name.0 {
                sql += &format!(" CONSTRAINT {}", ident(name));
            }
            sql += " NOT NULL";
        }
        if let Some(default) = &self.default {
            sql += &format!(" DEFAULT {default}");
        }
        for constraint in constraints {
            sql += &format!("\n    {constraint}");
        }
        sql
    }

    /// Whether it takes no nulls any more.
    fn closes(&self, from: Option<&Self>) -> bool {
        self.not_null && from.is_none_or(|from| !from.not_null)
    }

    fn rename_not_null(&self, from: &Self) -> Option<String> {
        let (new, old) = (self.not_null_name.0.as_ref()?, from.not_null_name.0.as_ref()?);
        let stays = self.not_null && from.not_null && new != old;
        stays.then(|| {
            let (old, new) = (ident(old), ident(new));
            format!("ALTER DOMAIN {} RENAME CONSTRAINT {old} TO {new}", self.name)
        })
    }

    /// The statement that gives NOT NULL its comment, or takes that away.
    fn comment_not_null(&self, from: Option<&Self>) -> Option<String> {
        let stays = from.filter(|from| from.not_null);
        let (old, new) = (stays.and_then(|f| f.not_null_comment.as_ref()), &self.not_null_comment);
        let usual = || format!("{}_not_null", self.name.name);
        let label = ident(&self.not_null_name.0.clone().unwrap_or_else(usual));
        let text = new.as_ref().map_or("NULL".to_string(), |text| literal(text));
        let differs = self.not_null && old != new.as_ref();
        differs.then(|| format!("COMMENT ON CONSTRAINT {label} ON DOMAIN {} IS {text}", self.name))
    }

    /// Servers before 17 give the constraint no name.
    fn set_not_null(&self) -> String {
        match &self.not_null_name.0 {
            Some(name) if MAJOR >= 17 => {
                format!("ADD CONSTRAINT {} NOT NULL", ident(name))
            }
            _ => "SET NOT NULL".to_string(),
        }
    }
}
