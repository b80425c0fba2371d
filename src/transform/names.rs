//! Applies the rules to the source's facts: every name, and names inside SQL text.

mod calls;
mod known;
mod memo;
mod server;
mod spaces;

use super::elsewhere::Elsewhere;
use super::rewrite;
use super::roles;
use super::rules::Rules;
use super::types::{Applied, Types};
use crate::catalog::Side;
use crate::error::{Error, Result};
use crate::fact::{self, Def, Facts, Fields, Part, Scope, Space, Sql};
use crate::model::QName;
use hashbrown::{HashMap, HashSet};
use known::Names;
use pgrx::PgSqlErrorCode;
use spaces::space_word;
use std::collections::BTreeSet;

/// Longest name in bytes: `NAMEDATALEN - 1`,
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>.
pub const LONGEST: usize = 63;

/// The hazard of a routine whose body, a string, has other names than in the source.
pub const CODE_REWRITTEN: &str = "code_rewritten";

/// What names depend on besides the rules.
pub struct Place<'a> {
    /// Name of the source's database.
    pub database: &'a str,
    pub followed: &'a [String],
    /// Extensions of the target that go where the rules say.
    pub movable: &'a HashSet<String>,
    pub elsewhere: &'a Elsewhere,
    pub types: &'a Types,
    pub orders: &'a Orders,
}

/// Relations of which the target has the columns in another order: their columns in that, by the source's names.
pub type Orders = HashMap<QName, Vec<String>>;

/// The source's facts under the rules.
pub struct Desired {
    /// Same positions as in the source's facts.
    pub facts: Facts,
    /// Schemas of the target that they live in.
    pub schemas: Vec<String>,
    /// What the rules could not reach.
    pub warnings: Vec<String>,
    /// Rules that had nothing to do.
    pub unused: Vec<String>,
    /// Relations of the source whose columns texts count now.
    pub counted: HashSet<QName>,
}

/// Applies the rules.
///
/// Errors: 42622 a name gets too long; 42710 two names become one; those of the rewriter and of the types.
pub fn transform(side: &Side, source: &Facts, rules: &Rules, place: &Place) -> Result<Desired> {
    let (types, followed) = (place.types, place.followed);
    let mut names = Names::new(side, rules, place)?;
    let mut all = source.all.clone();
    let (mut warnings, mut long) = (roles::map(&mut all, rules)?, Long::default());
    if names.identity() {
        for (i, fact) in source.all.iter().enumerate() {
            long.note(source, i, &mut fact.def.clone())?;
        }
    } else {
        names.learn(source)?;
        names.learn_calls(side)?;
        for (i, fact) in all.iter_mut().enumerate() {
            let label = || source.label(i);
            let mut renamer = Renamer::new(&names, &label, Texts::All);
            let old = fact::Place::of_own(&mut *fact.def);
            if let Err(error) = fact.def.fields(&mut renamer) {
                // Text with names that are too long cannot be followed; what is wrong is the names.
                refuse_long(source, &names)?;
                return Err(in_object(error, source, i));
            }
            let place = Scope::of(source, i);
            fact.def.forget_chosen(source.all[i].def.as_ref(), &place);
            fact.hazards.extend(renamer.rewritten.then_some(CODE_REWRITTEN));
            warnings.extend(renamer.warnings);
            long.note(source, i, &mut fact.def)?;
            fact.rules = names.why(old, fact::Place::of_own(&mut *fact.def));
        }
    }
    long.refuse()?;
    let mut applied = Applied::default();
    if !types.is_empty() {
        applied = types.apply(source, &mut all, |name| names.qualified("type", name.clone()))?;
    }
    let warning = |i: &usize| format!("types in the body of {} are not changed", source.label(*i));
    warnings.extend(applied.bodies.iter().map(warning));
    let facts = source.with(all);
    for (i, fact) in source.all.iter().enumerate() {
        let scope = Scope::of(&facts, i).since(source, i);
        warnings.extend(scope.def().strays(fact.def.as_ref(), &scope));
    }
    refuse_collisions(source, &facts)?;
    applied.check(source, &facts)?;
    let unused = [names.unused(), applied.unused].concat();
    let used: BTreeSet<String> = followed.iter().map(|s| names.schema_of(s)).collect();
    refuse_reserved(&used)?;
    let (schemas, counted) = (used.into_iter().collect(), names.counted());
    Ok(Desired { facts, schemas, warnings, unused, counted })
}

/// The facts under the names of a dictionary; bodies that are strings stay as they are. `by_server`: as the
/// server leaves the texts when it renames, where output columns of queries within queries keep their names.
///
/// Errors: those of the rewriter.
pub fn under(facts: &Facts, dictionary: &Elsewhere, by_server: bool) -> Result<Facts> {
    let mut all = facts.all.clone();
    if dictionary.is_empty() {
        return Ok(facts.with(all));
    }
    let rules = Rules::default();
    let mut names = Names::exact(&rules, dictionary);
    names.keeps_outputs = by_server;
    names.learn(facts)?;
    for (i, fact) in all.iter_mut().enumerate() {
        let mut renamer = Renamer::new(&names, &String::new, Texts::Parsed);
        fact.def.fields(&mut renamer).map_err(|e| in_object(e, facts, i))?;
    }
    Ok(facts.with(all))
}

/// The error with the object that it is about.
pub(super) fn in_object(error: Error, source: &Facts, fact: usize) -> Error {
    error.about(format!("The object is {}.", source.label(fact)))
}

/// Refuses names that are too long, with texts as they were.
fn refuse_long(source: &Facts, names: &Names) -> Result<()> {
    let (mut all, mut long) = (source.all.clone(), Long::default());
    let mut renamer = Renamer::new(names, &String::new, Texts::None);
    for (i, fact) in all.iter_mut().enumerate() {
        fact.def.fields(&mut renamer)?;
        long.note(source, i, &mut fact.def)?;
    }
    long.refuse()
}

/// Names that are too long, a line each.
#[derive(Default)]
struct Long {
    seen: HashSet<String>,
    lines: Vec<String>,
}

impl Long {
    /// Notes those of a definition; an error where the rules have left nothing of one.
    fn note(&mut self, source: &Facts, fact: usize, def: &mut Def) -> Result<()> {
        let mut check = Lengths(Vec::new());
        def.fields(&mut check)?;
        for name in check.0 {
            if name.is_empty() {
                let object = source.label(fact);
                return Err(Error::new(
                    PgSqlErrorCode::ERRCODE_INVALID_NAME,
                    format!("the rules leave nothing of a name of {object}"),
                ));
            }
            // A schema's name is in the definitions of everything in it: one line is enough.
            if self.seen.insert(name.clone()) {
                self.lines.push(format!("{}: \"{name}\".", source.label(fact)));
            }
        }
        Ok(())
    }

    fn refuse(self) -> Result<()> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let code = PgSqlErrorCode::ERRCODE_NAME_TOO_LONG;
        Err(Error::new(code, "the rules make names that are too long")
            .detail(format!("Names have at most {LONGEST} bytes.\n{}", self.lines.join("\n"))))
    }
}

/// Nothing goes where the server or schemig has its own.
fn refuse_reserved(schemas: &BTreeSet<String>) -> Result<()> {
    let own = |name: &&String| {
        name.starts_with("pg_")
            || ["information_schema", "schemig", "schemig_trash"].contains(&name.as_str())
    };
    let Some(name) = schemas.iter().find(own) else { return Ok(()) };
    Err(Error::new(
        PgSqlErrorCode::ERRCODE_RESERVED_NAME,
        format!("schema \"{name}\" cannot follow a source"),
    )
    .detail("It is the server's own, or schemig's.")
    .hint("Give it another name by the rule \"schema\"."))
}

/// Two objects of one kind and name, or of one name in a namespace.
fn refuse_collisions(source: &Facts, facts: &Facts) -> Result<()> {
    let mut seen: HashMap<(&str, String), usize> = HashMap::new();
    let mut held: HashMap<(Space, QName), usize> = HashMap::new();
    let mut wrong = Vec::new();
    for (i, fact) in facts.all.iter().enumerate() {
        let name = facts.name(i);
        let mut other = seen.insert((fact.kind(), name.clone()), i).map(|first| (first, name));
        for (space, name) in facts.occupies(i)? {
            let shown = name.to_string();
            let holder = held.insert((space, name), i);
            // A range type is announced before it is made.
            let holder = holder.filter(|h| facts.all[*h].at.whole() != fact.at.whole());
            other = other.or(holder.map(|first| (first, shown)));
        }
        if let Some((first, name)) = other {
            let (one, two) = (source.label(first), source.label(i));
            wrong.push(format!("{one} and {two} both become {name}."));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Error::new(PgSqlErrorCode::ERRCODE_DUPLICATE_OBJECT, "the rules make one name of two")
        .detail(wrong.join("\n"))
        .hint("Change the rules by schemig.configure, so that names stay different."))
}

/// In which texts names change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Texts {
    None,
    /// Those that the server has parsed.
    Parsed,
    /// Bodies that are strings, and search paths, as well.
    All,
}

/// Changes every name of one definition.
struct Renamer<'a> {
    names: &'a Names<'a>,
    texts: Texts,
    /// How messages call the object.
    label: &'a dyn Fn() -> String,
    /// A body that is a string was changed.
    rewritten: bool,
    warnings: Vec<String>,
}

impl<'a> Renamer<'a> {
    fn new(names: &'a Names<'a>, label: &'a dyn Fn() -> String, texts: Texts) -> Renamer<'a> {
        Renamer { names, texts, label, rewritten: false, warnings: Vec::new() }
    }
}

impl Fields for Renamer<'_> {
    fn schema(&mut self, name: &mut String) -> Result<()> {
        *name = self.names.schema_of(name);
        Ok(())
    }
    fn path(&mut self, name: &mut String) -> Result<()> {
        if self.texts == Texts::Parsed { Ok(()) } else { self.schema(name) }
    }
    fn object(&mut self, space: Space, name: &mut QName) -> Result<()> {
        *name = self.names.qualified(space_word(space), name.clone());
        Ok(())
    }
    fn part(&mut self, part: Part, of: &QName, name: &mut String) -> Result<()> {
        *name = self.names.part(part, of, name);
        Ok(())
    }
    fn sql(&mut self, sql: Sql, text: &mut String) -> Result<()> {
        if let Sql::StringBody { .. } = sql {
            if self.texts != Texts::All {
                return Ok(());
            }
            let done = rewrite::string_body(&sql, text, self.names, &(self.label)());
            self.rewritten |= done.text != *text;
            self.warnings.extend(done.warnings);
            *text = done.text;
        } else if self.texts != Texts::None {
            *text = rewrite::rewrite(&sql, text, self.names)?;
        }
        Ok(())
    }
}

/// Collects names that are too long or empty.
struct Lengths(Vec<String>);

impl Lengths {
    fn check(&mut self, name: &str) -> Result<()> {
        if name.is_empty() || name.len() > LONGEST {
            self.0.push(name.to_string());
        }
        Ok(())
    }
}

impl Fields for Lengths {
    /// A search path may hold an empty name.
    fn schema(&mut self, name: &mut String) -> Result<()> {
        if name.is_empty() { Ok(()) } else { self.check(name) }
    }
    fn object(&mut self, _space: Space, name: &mut QName) -> Result<()> {
        self.check(&name.schema)?;
        self.check(&name.name)
    }
    fn global(&mut self, _space: Space, name: &mut String) -> Result<()> {
        self.check(name)
    }
    /// No rule changes a label, and it may be empty.
    fn part(&mut self, part: Part, _of: &QName, name: &mut String) -> Result<()> {
        if part == Part::Label { Ok(()) } else { self.check(name) }
    }
}
