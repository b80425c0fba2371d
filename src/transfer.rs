//! What a revision that comes as a document must be, and what it must find here. Names no kind.

use crate::diff::{ByName, Judge, Recorded, contrast, equal};
use crate::error::{Error, Result};
use crate::fact::{Facts, Object, Online, Scope};
use crate::kind;
use crate::pg::parser;
use crate::pg::tree::{self, Kind, Node};
use crate::plan::check_statement;
use crate::revision::{Document, Entry, Known, Revision, Source, unknown_kind};
use hashbrown::{HashMap, HashSet};
use pgrx::PgSqlErrorCode;

/// The guard against documents that hold more than they should.
///
/// Errors: 42601 or 0A000 a statement that is not exactly one of its kind's; 0A000 a kind that is unknown.
pub fn guard(document: &Document) -> Result<()> {
    for step in &document.steps {
        let (kind, object) = (step.kind.as_str(), step.object.as_str());
        must_be_known(kind)?;
        let online = step.online.iter().flat_map(Online::statements);
        for sql in step.statement.iter().chain(&step.undo).chain(&step.parts).chain(online) {
            check_statement(kind, object, sql)?;
        }
        for piece in step.online.iter().flat_map(|online| &online.before) {
            must_be_expression(&piece.when, kind, object)?;
        }
        for sql in step.probe.iter().chain(&step.undo_probe) {
            must_be_query(sql, kind, object)?;
        }
        for doubt in step.doubts.iter().chain(&step.bars) {
            must_be_query(&doubt.query, kind, object)?;
            if let Some(each) = &doubt.each {
                must_be_expression(each, kind, object)?;
            }
        }
    }
    for it in &document.trash {
        must_be_known(&it.kind)?;
        if let Some(class) = &it.class {
            let drop = format!("DROP {class} IF EXISTS {}", it.target);
            check_statement(&it.kind, &it.object, &drop)?;
        }
        if let Some(probe) = &it.probe {
            must_be_query(probe, &it.kind, &it.object)?;
        }
    }
    Ok(())
}

fn must_be_known(kind: &str) -> Result<()> {
    kind::find(kind).map(|_| ()).ok_or_else(|| unknown_kind(kind))
}

/// An expression that reads, and nothing else.
fn must_be_expression(sql: &str, kind: &str, object: &str) -> Result<()> {
    let place = || format!("It is for {kind} {object}: {sql}");
    tree::expression(sql).map_err(|error| error.about(place()))?;
    must_be_query(&format!("SELECT {sql}"), kind, object)
}

/// A query that reads, and nothing else.
fn must_be_query(sql: &str, kind: &str, object: &str) -> Result<()> {
    let place = || format!("It is for {kind} {object}: {sql}");
    let tag = parser::command_tag(sql).map_err(|error| error.about(place()))?;
    let code = PgSqlErrorCode::ERRCODE_FEATURE_NOT_SUPPORTED;
    if tag != "SELECT" {
        let message = format!("unexpected command {tag} for {kind} {object}");
        return Err(Error::new(code, message).detail(format!("It should be a query: {sql}")));
    }
    let makes_table = parser::tokens(sql)?.iter().any(|token| token.is_keyword("into"));
    if makes_table || writes(&tree::statement(sql)?.root) {
        let message = format!("a query for {kind} {object} does more than read");
        return Err(Error::new(code, message).detail(place()));
    }
    Ok(())
}

/// Whether there is a command that writes, at any depth.
fn writes(node: &Node) -> bool {
    let mut found = matches!(node.kind, Kind::Modify(_));
    node.kind.each(&mut |child| found = found || writes(child));
    found
}

/// The revision must follow the last one of the source's line, and that must be in effect.
///
/// Errors: 55000 with where the line ends.
pub fn must_follow(document: &Document, source: &Source, line: &[Revision]) -> Result<()> {
    let head = &document.revision;
    let refuse = |why: String, hint: String| {
        let (id, name) = (&head.id, &source.name);
        let message = format!("revision \"{id}\" of \"{name}\" cannot come next here");
        let code = PgSqlErrorCode::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE;
        Err(Error::new(code, message).detail(why).hint(hint))
    };
    let before = head.down_revision.as_deref();
    if let Some(before) = before.filter(|id| line.iter().all(|r| r.id != **id)) {
        let why = format!("It follows revision \"{before}\", which is not here.");
        return refuse(why, "Import and upgrade that one first.".to_string());
    }
    let start = before.map_or(0, |id| line.iter().take_while(|r| r.id != id).count() + 1);
    if let Some(r) = line[..start].iter().find(|r| !r.applied) {
        let why = format!("It follows revision \"{}\", which is not applied here.", r.id);
        return refuse(why, "Apply that one first by schemig.upgrade().".to_string());
    }
    match line.get(start) {
        None => Ok(()),
        Some(r) => {
            let place = before.map_or("base".to_string(), |id| format!("revision \"{id}\""));
            let hint = match r.applied {
                true => "Take it back by schemig.downgrade() and forget it by schemig.discard().",
                false => "Forget it by schemig.discard().",
            };
            refuse(format!("Here revision \"{}\" follows {place}.", r.id), hint.to_string())
        }
    }
}

/// What this database has.
pub struct Here<'a> {
    pub recorded: &'a [Recorded],
    pub actual: &'a Facts,
    /// The optional kinds that the rules want.
    pub wanted: &'a [&'static str],
    /// Those that were read.
    pub read: &'a [&'static str],
    /// Labels of what other sources have brought, each with the source.
    pub others: HashMap<String, String>,
}

/// Compares this database with what the revision starts from. Returns the facts on record here of which the document
/// says something new.
///
/// Errors: 55000 with every object that differs in DETAIL.
pub fn must_start_here(
    document: &Document,
    here: &Here,
    source: &Source,
    judge: &dyn Judge,
) -> Result<Vec<Known>> {
    let facts = |list: &[Entry]| list.iter().map(|it| it.recorded(0)).collect::<Result<Vec<_>>>();
    let (before, brought) = (facts(&document.before)?, facts(&document.brought)?);
    let start = Start {
        document,
        here,
        judge,
        names: ByName::new(here.actual),
        labels: before.iter().map(|it| it.label()).collect(),
        taken: brought.iter().filter(|it| it.adopted).map(|it| it.label()).collect(),
        before,
        brought,
    };
    let (known, mut wrong) = start.known()?;
    wrong.extend(start.brought()?);
    wrong.extend(start.made_again());
    wrong.extend(start.goes_along());
    wrong.extend(start.comes_again()?);
    if wrong.is_empty() { Ok(known) } else { Err(other_start(document, source, &wrong)) }
}

/// What the revision starts from, next to what is here.
struct Start<'a> {
    document: &'a Document,
    here: &'a Here<'a>,
    judge: &'a dyn Judge,
    names: ByName,
    before: Vec<Recorded>,
    brought: Vec<Recorded>,
    /// Labels of `before`.
    labels: HashSet<String>,
    /// Labels of what the revision takes as it finds it.
    taken: HashSet<String>,
}

impl Start<'_> {
    /// Compares what is in effect before the revision with the record and with what is here.
    fn known(&self) -> Result<(Vec<Known>, Vec<String>)> {
        let recorded: HashMap<String, &Recorded> =
            self.here.recorded.iter().map(|r| (r.label(), r)).collect();
        let (mut known, mut wrong) = (Vec::new(), Vec::new());
        for (entry, it) in self.before.iter().enumerate() {
            let label = it.label();
            let found = match recorded.get(&label) {
                None => Some("is not on record".to_string()),
                Some(r) => {
                    if self.document.before[entry].ended || says_more(it, r)? {
                        known.push(Known { id: r.id, entry });
                    }
                    self.contrast(
                        it.def.as_ref(),
                        r.def.as_ref(),
                        ("should be", "is on record as"),
                    )?
                }
            };
            let found = match found {
                // What source and target had changed alike is compared as it was then.
                None if self.reads(it) && !(it.lost && self.taken.contains(&label)) => {
                    self.here_differs(it)?
                }
                found => found,
            };
            wrong.extend(found.map(|what| format!("{label}: {what}.")));
        }
        let others = recorded.keys().filter(|label| !self.labels.contains(*label));
        let mut others: Vec<String> =
            others.map(|label| format!("{label}: is on record here alone.")).collect();
        others.sort();
        wrong.extend(others);
        Ok((known, wrong))
    }

    /// Compares what the revision brings with what is here already.
    fn brought(&self) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        for (entry, it) in self.document.brought.iter().zip(&self.brought) {
            if !self.reads(it) {
                continue;
            }
            let (label, there) = (it.label(), self.names.find(it.kind, &it.name));
            let other =
                self.here.others.get(&label).filter(|_| there.is_some_and(|t| !self.is_shared(t)));
            let found = match (other, entry.found()?) {
                (Some(other), _) => Some(format!("is followed from \"{other}\" here")),
                (None, _) if it.adopted => self.here_differs(it)?,
                (None, _) if self.labels.contains(&label) => None,
                (None, Some(found)) => self.differs_from(found.as_ref(), it.kind, &it.name)?,
                (None, None) => there.map(|_| "is there already".to_string()),
            };
            wrong.extend(found.map(|what| format!("{label}: {what}.")));
        }
        Ok(wrong)
    }

    /// What nobody follows, and the steps drop, to be made again by them or by their undo.
    fn made_again(&self) -> Vec<String> {
        // On the way names may be others than at the start.
        if self.document.renames() {
            return Vec::new();
        }
        let mut told: HashSet<String> = self.labels.clone();
        told.extend(self.brought.iter().map(|it| it.label()));
        let mut wrong = Vec::new();
        for step in self.document.steps.iter().filter(|s| s.change == "drop") {
            // Of owners and privileges not each is there, or is known by that name: they are proven afterwards.
            let entry =
                kind::find(&step.kind).filter(|e| !e.optional || self.here.read.contains(&e.kind));
            let is_known = entry.is_none_or(|e| e.facet && e.optional);
            let label = step.label();
            if !is_known
                && self.names.find(&step.kind, &step.object).is_none()
                && told.insert(label.clone())
            {
                wrong.push(format!("{label}: is missing, and would be dropped and made again."));
            }
        }
        wrong
    }

    /// What only this database has, and would go along with what the steps drop.
    fn goes_along(&self) -> Vec<String> {
        let renames = self.document.renames();
        let ended: HashSet<String> =
            self.document.before.iter().filter(|it| it.ended).map(Entry::label).collect();
        let mut told: HashSet<String> = self.labels.clone();
        told.extend(self.brought.iter().map(|it| it.label()));
        let mut dropped: HashSet<usize> = HashSet::new();
        for step in self.document.steps.iter().filter(|s| s.change == "drop") {
            let label = step.label();
            let is_here = !renames || ended.contains(&label);
            dropped.extend(self.names.find(&step.kind, &step.object).filter(|_| is_here));
            told.insert(label);
        }
        if dropped.is_empty() {
            return Vec::new();
        }
        let actual = self.here.actual;
        // Parts of what is not on record are told by that.
        let is_inside = |i: usize| {
            let of = actual.parent(i).filter(|_| actual.all[i].entry().part);
            of.is_some_and(|of| !self.labels.contains(&actual.label(of)))
        };
        (0..actual.all.len())
            .filter(|i| actual.falls_with_any(*i, &dropped) && !is_inside(*i))
            .filter(|i| !actual.all[*i].entry().bestowed)
            .map(|i| actual.label(i))
            .filter(|label| !told.contains(label))
            .map(|label| format!("{label}: is only here, and would go along with what is dropped."))
            .collect()
    }

    /// What steps say of owners and the like that nobody follows, which shall be again as it was: it must be so here.
    fn comes_again(&self) -> Result<Vec<String>> {
        let (actual, mut wrong) = (self.here.actual, Vec::new());
        for step in self.document.steps.iter().filter(|s| s.change != "create") {
            let entry = kind::find(&step.kind);
            let aside =
                entry.is_some_and(|e| e.facet && e.optional && !self.here.wanted.contains(&e.kind));
            let there = self.names.find(&step.kind, &step.object).filter(|_| aside);
            let (Some(there), Some(undo)) = (there, &step.undo) else { continue };
            let scope = Scope::of(actual, there);
            if !scope.def().create(&scope)?.contains(undo) {
                wrong.push(format!("{}: is another; the undo says {undo}.", step.label()));
            }
        }
        Ok(wrong)
    }

    /// Whether it is something that several sources may have, or is said of that.
    fn is_shared(&self, there: usize) -> bool {
        let actual = self.here.actual;
        let shared = |fact: usize| actual.all[fact].entry().shared;
        let of = actual.parent(there).filter(|_| actual.all[there].entry().facet);
        shared(there) || of.is_some_and(shared)
    }

    fn reads(&self, it: &Recorded) -> bool {
        let entry = it.def.entry();
        !entry.optional || self.here.read.contains(&entry.kind)
    }

    /// How something differs from what is here.
    fn here_differs(&self, it: &Recorded) -> Result<Option<String>> {
        match (it.lost, self.names.find(it.kind, &it.name)) {
            (true, Some(_)) => Ok(Some("is there, and was gone where that was planned".into())),
            (true, None) => Ok(None),
            (false, _) => self.differs_from(it.def.as_ref(), it.kind, &it.name),
        }
    }

    fn differs_from(&self, def: &dyn Object, kind: &str, name: &str) -> Result<Option<String>> {
        match self.names.find(kind, name) {
            None => Ok(Some("is missing".into())),
            Some(there) => {
                self.contrast(def, self.here.actual.all[there].def.as_ref(), ("should be", "is"))
            }
        }
    }

    /// What is shared is used as it is.
    fn contrast(
        &self,
        one: &dyn Object,
        other: &dyn Object,
        words: (&str, &str),
    ) -> Result<Option<String>> {
        if one.entry().shared || equal(one, other, self.judge)? {
            return Ok(None);
        }
        Ok(Some(contrast(&one.json()?, &other.json()?, words)))
    }
}

/// Whether a document knows the source's object by other words than the record here.
fn says_more(it: &Recorded, on_record: &Recorded) -> Result<bool> {
    Ok(it.at != on_record.at
        || it.source_name != on_record.source_name
        || it.source.json()? != on_record.source.json()?)
}

fn other_start(document: &Document, source: &Source, wrong: &[String]) -> Error {
    const SHOWN: usize = 100;
    let mut lines: Vec<String> = wrong.iter().take(SHOWN).cloned().collect();
    if wrong.len() > SHOWN {
        lines.push(format!("And {} more.", wrong.len() - SHOWN));
    }
    Error::new(
        PgSqlErrorCode::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
        format!(
            "this database is not what revision \"{}\" of \"{}\" starts from",
            document.revision.id, source.name
        ),
    )
    .detail(lines.join("\n"))
    .hint("Make these objects as they should be, then import again.")
}
