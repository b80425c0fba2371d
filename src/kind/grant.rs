//! Privileges on objects and columns: <https://www.postgresql.org/docs/current/ddl-priv.html>.
//! Read only under the rule `grants`. As in pg_dump, only what differs from what a new object has.

pub mod given;
pub mod settle;

use super::aggregate::Aggregate;
use super::column::Column;
use super::default_privilege::DefaultPrivilege;
use super::global_default_privilege::GlobalDefaultPrivilege;
use super::owner::Owner;
use crate::error::Result;
use crate::fact::{Definition, Fields, RoleRule, Scope, Unfit, word};
use crate::pg::quote::ident;
use crate::pg::settings::MAJOR;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Names of privileges.
pub type Privileges = BTreeSet<String>;

/// What one grantee may do with one object or column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grant {
    pub to: Grantee,
    /// Of default privileges: whose objects get it.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    pub maker: Option<String>,
    #[serde(default, deserialize_with = "word::all", skip_serializing_if = "BTreeSet::is_empty")]
    pub granted: Privileges,
    /// `WITH GRANT OPTION`.
    #[serde(default, deserialize_with = "word::all", skip_serializing_if = "BTreeSet::is_empty")]
    pub grantable: Privileges,
    /// What the grantee of a new object has, and does not have of this one.
    #[serde(default, deserialize_with = "word::all", skip_serializing_if = "BTreeSet::is_empty")]
    pub revoked: Privileges,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grantee {
    /// Whoever owns the object.
    Owner,
    Public,
    Role(String),
}

impl Grantee {
    /// As GRANT names it.
    fn name(&self, owner: &str) -> String {
        match self {
            Grantee::Owner => owner.to_string(),
            Grantee::Public => "PUBLIC".to_string(),
            Grantee::Role(name) => ident(name),
        }
    }
}

/// Privileges that must be given and taken.
struct Difference {
    unoption: Privileges,
    revoke: Privileges,
    grant: Privileges,
    option: Privileges,
}

impl Difference {
    fn statements(&self, on: &On, role: &str) -> Vec<String> {
        let statements = [
            on.revoke(&self.unoption, true, role),
            on.revoke(&self.revoke, false, role),
            on.grant(&self.grant, false, role),
            on.grant(&self.option, true, role),
        ];
        statements.into_iter().flatten().collect()
    }
}

/// What `GRANT ... ON` names.
#[derive(Default)]
struct On {
    /// What stands before GRANT, of default privileges.
    before: String,
    phrase: String,
    column: Option<String>,
}

impl On {
    /// The object of the fact that a grant belongs to.
    fn of(object: &Scope) -> On {
        let any = object.def().as_any();
        if let Some(column) = any.downcast_ref::<Column>() {
            let phrase = format!("TABLE {}", column.relation);
            return On { phrase, column: Some(ident(&column.name)), ..On::default() };
        }
        let default = (any.downcast_ref::<DefaultPrivilege>().map(|d| (d.clause(), d.on)))
            .or_else(|| any.downcast_ref::<GlobalDefaultPrivilege>().map(|d| (d.clause(), d.on)));
        if let Some((clause, on)) = default {
            return On { before: clause + " ", phrase: on.word().to_string(), column: None };
        }
        if let Some(aggregate) = any.downcast_ref::<Aggregate>() {
            let phrase = format!("FUNCTION {}", aggregate.as_function());
            return On { phrase, ..On::default() };
        }
        let phrase = object.def().object(object);
        let tables = ["VIEW ", "MATERIALIZED VIEW ", "FOREIGN TABLE "];
        let name = tables.iter().find_map(|word| phrase.strip_prefix(word));
        let table = name.map(|name| format!("TABLE {name}"));
        let server = phrase.strip_prefix("SERVER ").map(|name| format!("FOREIGN SERVER {name}"));
        let table = table.or(server);
        On { phrase: table.unwrap_or(phrase), ..On::default() }
    }

    fn list(&self, privileges: &Privileges) -> String {
        let one = |privilege: &String| match &self.column {
            Some(column) => format!("{privilege} ({column})"),
            None => privilege.clone(),
        };
        privileges.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn grant(&self, privileges: &Privileges, option: bool, role: &str) -> Option<String> {
        let option = if option { " WITH GRANT OPTION" } else { "" };
        let (list, before, on) = (self.list(privileges), &self.before, &self.phrase);
        (!list.is_empty()).then(|| format!("{before}GRANT {list} ON {on} TO {role}{option}"))
    }

    fn revoke(&self, privileges: &Privileges, option: bool, role: &str) -> Option<String> {
        let option = if option { "GRANT OPTION FOR " } else { "" };
        let (list, before, on) = (self.list(privileges), &self.before, &self.phrase);
        (!list.is_empty()).then(|| format!("{before}REVOKE {option}{list} ON {on} FROM {role}"))
    }
}

/// The owner's name as far as it is planned; else objects belong to whoever upgrades. Default privileges are about
/// objects of a role.
fn owner(object: &Scope) -> String {
    if let Some(default) = object.def().as_any().downcast_ref::<GlobalDefaultPrivilege>() {
        return ident(&default.role);
    }
    let above = std::iter::successors(Some(*object), Scope::parent);
    let owner = above.filter_map(|s| s.children::<Owner>().first().map(|o| ident(&o.role))).next();
    owner.unwrap_or_else(|| "CURRENT_USER".to_string())
}

impl Grant {
    /// What a new object has.
    fn nothing(&self) -> Grant {
        let none = Privileges::new;
        let (to, maker) = (self.to.clone(), self.maker.clone());
        Grant { to, maker, granted: none(), grantable: none(), revoked: none() }
    }

    fn is_empty(&self) -> bool {
        *self == self.nothing()
    }

    /// The fact's name; `object` is the label of what it belongs to.
    fn name_on(&self, object: &str) -> String {
        format!("to {} on {object}", self.to.name("the owner"))
    }

    /// Leaves out privileges; returns those that it had.
    fn leave_out(&mut self, unwanted: &dyn Fn(&String) -> bool) -> Privileges {
        let mut gone = Privileges::new();
        for list in [&mut self.granted, &mut self.grantable, &mut self.revoked] {
            gone.extend(list.extract_if(.., |p| unwanted(p)));
        }
        gone
    }

    /// Adds what another role has that becomes the same one.
    fn absorb(&mut self, other: &Grant) {
        self.grantable.extend(other.grantable.iter().cloned());
        self.granted.extend(other.granted.iter().cloned());
        self.granted.retain(|p| !self.grantable.contains(p));
    }

    /// What makes this of `from`.
    fn difference(&self, from: &Grant, on: &On) -> Difference {
        // Whoever owns the object keeps a privilege without its option, if nothing else is said.
        let keeps = self.to == Grantee::Owner && on.column.is_none();
        let weaker = from.grantable.difference(&self.grantable).cloned();
        let (unoption, gone): (Privileges, Privileges) =
            weaker.partition(|p| self.granted.contains(p) || keeps);
        let held = |p: &&String| !self.granted.contains(*p) && !self.grantable.contains(*p);
        let revoke: Privileges = (from.granted.iter().filter(held).cloned())
            .chain(gone)
            .chain(self.revoked.difference(&from.revoked).cloned())
            .collect();
        let has = |p: &&String| !from.granted.contains(*p) && !from.grantable.contains(*p);
        let grant = (self.granted.iter().filter(has))
            .chain(from.revoked.difference(&self.revoked).filter(|p| !self.grantable.contains(*p)))
            .cloned()
            .collect();
        Difference {
            unoption: unoption.difference(&revoke).cloned().collect(),
            revoke,
            grant,
            option: self.grantable.difference(&from.grantable).cloned().collect(),
        }
    }

    /// REVOKE on a table takes the same privileges on its columns along: they are granted again.
    fn again(&self, difference: &Difference, object: &Scope, role: &str) -> Vec<String> {
        let Difference { unoption, revoke, .. } = difference;
        let mut statements = Vec::new();
        for &child in object.facts.children(object.fact) {
            let column = object.at(child);
            if column.def().as_any().downcast_ref::<Column>().is_none() {
                continue;
            }
            let on = On::of(&column);
            for grant in column.children::<Grant>().into_iter().filter(|g| g.to == self.to) {
                let lost = |p: &&String| revoke.contains(*p);
                let weak = |p: &&String| revoke.contains(*p) || unoption.contains(*p);
                let granted = grant.granted.iter().filter(lost).cloned().collect();
                let grantable = grant.grantable.iter().filter(weak).cloned().collect();
                statements.extend(on.grant(&granted, false, role));
                statements.extend(on.grant(&grantable, true, role));
            }
        }
        statements
    }

    /// Statements that make this of `from`.
    fn change(&self, from: &Grant, scope: &Scope) -> Vec<String> {
        let Some(object) = scope.parent() else { return Vec::new() };
        let on = On::of(&object);
        let role = self.to.name(&owner(&object));
        let difference = self.difference(from, &on);
        let again = self.again(&difference, &object, &role);
        [difference.statements(&on, &role), again].concat()
    }
}

/// The privilege that 17 brought.
const MAINTAIN: &str = "MAINTAIN";

impl Definition for Grant {
    const KIND: &'static str = "grant";
    const ABOUT: &'static str = "privileges of schemas, relations, columns, types, routines, languages, wrappers, servers, and of default privileges; grant options; what is revoked from PUBLIC or the owner";
    const CHANGES: &'static str = "in place: what differs is granted or revoked";
    const QUERY: &'static str = include_str!("../../sql/catalog/grant.sql");
    const COMMANDS: &'static [&'static str] = &["GRANT", "REVOKE", "ALTER DEFAULT PRIVILEGES"];
    const FACET: bool = true;
    const OPTIONAL: bool = true;
    const RULE: Option<RoleRule> = Some(RoleRule::Grants);

    fn fit(&mut self) -> Vec<Unfit> {
        let lists = [&mut self.granted, &mut self.grantable, &mut self.revoked];
        let has = lists.iter().any(|list| list.contains(MAINTAIN));
        if MAJOR >= 17 || !has {
            return Vec::new();
        }
        let rest = lists.into_iter().map(|list| {
            list.remove(MAINTAIN);
            list.len()
        });
        let (what, since) = (MAINTAIN, 17);
        vec![match rest.sum() {
            0usize => Unfit::Object { what, since },
            _ => Unfit::Aspect { what, since },
        }]
    }

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        if let Some(maker) = &mut self.maker {
            to.role(maker)?;
        }
        match &mut self.to {
            Grantee::Role(name) => to.role(name),
            Grantee::Owner | Grantee::Public => Ok(()),
        }
    }

    fn name(&self, scope: &Scope) -> String {
        self.name_on(&scope.parent().map(|p| p.facts.label(p.fact)).unwrap_or_default())
    }

    /// The phrase of what it describes.
    fn object(&self, scope: &Scope) -> String {
        scope.parent_object()
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(self.change(&self.nothing(), scope))
    }

    fn drop(&self, scope: &Scope) -> Vec<String> {
        self.nothing().change(self, scope)
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        (self.to == from.to && self.maker == from.maker).then(|| self.change(from, scope))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(to: Grantee, granted: &str, grantable: &str, revoked: &str) -> Grant {
        let set = |words: &str| words.split_whitespace().map(str::to_string).collect();
        let maker = None;
        Grant { to, maker, granted: set(granted), grantable: set(grantable), revoked: set(revoked) }
    }

    fn statements(to: Grantee, from: [&str; 3], into: [&str; 3]) -> Vec<String> {
        let on = On { phrase: "t".to_string(), ..On::default() };
        let from = grant(to.clone(), from[0], from[1], from[2]);
        let into = grant(to, into[0], into[1], into[2]);
        into.difference(&from, &on).statements(&on, "r")
    }

    #[test]
    fn only_the_difference_is_granted_or_revoked() {
        let role = || Grantee::Role("r".to_string());
        assert_eq!(
            statements(role(), ["A B", "C", ""], ["B C", "D", ""]),
            [
                "REVOKE GRANT OPTION FOR C ON t FROM r",
                "REVOKE A ON t FROM r",
                "GRANT D ON t TO r WITH GRANT OPTION"
            ]
        );
        assert_eq!(
            statements(role(), ["A", "B", ""], ["", "A", ""]),
            ["REVOKE B ON t FROM r", "GRANT A ON t TO r WITH GRANT OPTION"]
        );
        assert_eq!(statements(role(), ["A", "B", ""], ["A", "B", ""]), Vec::<String>::new());
    }

    #[test]
    fn what_a_new_object_has_is_given_back() {
        assert_eq!(statements(Grantee::Public, ["", "", "A"], ["", "", ""]), ["GRANT A ON t TO r"]);
        assert_eq!(
            statements(Grantee::Owner, ["", "A B", "C"], ["", "C", "B"]),
            [
                "REVOKE GRANT OPTION FOR A ON t FROM r",
                "REVOKE B ON t FROM r",
                "GRANT C ON t TO r WITH GRANT OPTION"
            ]
        );
    }

    #[test]
    fn what_a_server_does_not_know_is_left_out() {
        let mut all = grant(Grantee::Public, "MAINTAIN SELECT", "UPDATE", "");
        let gone = all.leave_out(&|p| p == "MAINTAIN");
        assert_eq!(gone, ["MAINTAIN".to_string()].into());
        assert_eq!(all, grant(Grantee::Public, "SELECT", "UPDATE", ""));
        assert!(!all.is_empty());
        all.leave_out(&|_| true);
        assert!(all.is_empty());
    }
}
