//! What is on record at one moment, put together again: which fact belongs to which, and their definitions as DDL.

use crate::diff::Recorded;
use crate::error::Result;
use crate::fact::{Fact, Facts, Fields, Object, Part, Space, Surroundings};
use crate::kind;
use crate::model::{Address, QName};
use crate::pg::quote::ident;
use crate::plan;
use hashbrown::HashMap;

/// Facts on record, each with the one that it belongs to.
pub struct State {
    pub facts: Facts,
    /// `schemig.fact.id` of each.
    pub ids: Vec<i64>,
    /// Kind and name of each, as they were recorded.
    pub labels: Vec<String>,
    /// Positions by label.
    pub by_label: HashMap<String, usize>,
    /// The outermost fact that each belongs to: a table, say.
    pub roots: Vec<usize>,
    members: HashMap<usize, Vec<usize>>,
}

/// A definition at one moment: `Recorded::def`, or another that it had instead.
pub type Entry<'a> = (&'a Recorded, &'a dyn Object);

impl State {
    pub fn new(entries: &[Entry]) -> Result<State> {
        let labels: Vec<String> = entries.iter().map(|(it, _)| it.label()).collect();
        let by_label: HashMap<String, usize> =
            labels.iter().enumerate().map(|(i, label)| (label.clone(), i)).collect();
        let ats: Vec<Address> =
            entries.iter().enumerate().map(|(i, (it, _))| address(it.at, i)).collect();
        let names =
            entries.iter().map(|(it, def)| Names::of(it, *def)).collect::<Result<Vec<_>>>()?;
        let holders: HashMap<&(Space, QName), usize> =
            names.iter().enumerate().filter_map(|(i, it)| Some((it.own.as_ref()?, i))).collect();
        let parts: HashMap<&str, usize> = entries
            .iter()
            .enumerate()
            .filter(|(_, (_, def))| def.entry().part)
            .map(|(i, (it, _))| (it.name.as_str(), i))
            .collect();
        let parent = |i: usize| -> Option<Address> {
            let of_part = names[i].part.as_ref().and_then(|part| parts.get(part.as_str()).copied());
            let named = names[i].within().and_then(|within| holders.get(within).copied());
            let named = of_part.filter(|_| !entries[i].1.entry().part).or(named);
            let facet = entries[i].1.entry().facet;
            let at = named.or_else(|| described(&labels[i], &by_label).filter(|_| facet))?;
            // A facet that has the address of what it describes finds that by itself.
            let same = facet && ats[at].whole() == ats[i].whole();
            (at != i && !same).then(|| ats[at])
        };
        let facts = entries.iter().enumerate().map(|(i, (_, def))| {
            let surroundings = Surroundings { parent: parent(i), ..Surroundings::at(ats[i]) };
            Fact::new(surroundings, def.boxed().into())
        });
        let facts = Facts::new(facts.collect(), &[]);
        let ids = entries.iter().map(|(it, _)| it.id).collect();
        let roots: Vec<usize> = (0..labels.len()).map(|i| root(&facts, i)).collect();
        let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
        roots.iter().enumerate().for_each(|(i, root)| members.entry(*root).or_default().push(i));
        Ok(State { facts, ids, labels, by_label, roots, members })
    }

    pub fn kind(&self, fact: usize) -> &'static str {
        self.facts.all[fact].kind()
    }

    /// The name as it was recorded.
    pub fn name(&self, fact: usize) -> &str {
        let label = &self.labels[fact];
        label.get(self.kind(fact).len() + 1..).unwrap_or(label)
    }

    /// Statements that would make an outermost fact with all that belongs to it.
    pub fn definition(&self, root: usize) -> String {
        let mut order = self.members.get(&root).cloned().unwrap_or_default();
        let key = |fact: &usize| {
            let it = &self.facts.all[*fact];
            (kind::rank(it.kind()), it.at.2, &self.labels[*fact])
        };
        order.sort_by(|a, b| key(a).cmp(&key(b)));
        let statements = match plan::creates(&self.facts, &order) {
            Ok(mut made) => {
                order.iter().filter_map(|fact| made.remove(fact)).flatten().collect::<Vec<_>>()
            }
            Err(_) => order.iter().map(|fact| self.bare(*fact)).collect(),
        };
        statements.iter().map(|sql| format!("{sql};\n")).collect()
    }

    /// What is on record of a fact that has no statement.
    fn bare(&self, fact: usize) -> String {
        let json = self.facts.all[fact].def.json().unwrap_or_default();
        let value = serde_json::from_str::<serde_json::Value>(&json).unwrap_or_default();
        format!("{} {value:#}", self.labels[fact])
    }
}

/// Facts whose address is not known must not be taken for each other.
fn address(at: Address, position: usize) -> Address {
    match at.0 {
        0 => Address(0, position as u32 + 1, at.2),
        _ => at,
    }
}

fn root(facts: &Facts, fact: usize) -> usize {
    let (mut at, mut steps) = (fact, 0);
    while let Some(up) = facts.parent(at).filter(|_| steps < facts.all.len()) {
        (at, steps) = (up, steps + 1);
    }
    at
}

/// What a facet describes: its own name ends with the label of that.
fn described(label: &str, by_label: &HashMap<String, usize>) -> Option<usize> {
    let ends = label.match_indices(' ').map(|(i, _)| &label[i + 1..]);
    ends.filter_map(|end| by_label.get(end)).copied().next()
}

/// The qualified names in a definition.
#[derive(Default)]
struct Names {
    all: Vec<(Space, QName)>,
    /// Its own one, if others can belong to it by that.
    own: Option<(Space, QName)>,
    /// Names of parts of other objects, whole and alone.
    parts: Vec<(String, String)>,
    /// The one that it has the name of, since it belongs to that: a default.
    part: Option<String>,
}

impl Fields for Names {
    fn object(&mut self, space: Space, name: &mut QName) -> Result<()> {
        self.all.push((space, name.clone()));
        Ok(())
    }
    fn part(&mut self, _part: Part, of: &QName, name: &mut String) -> Result<()> {
        self.parts.push((format!("{of}.{}", ident(name)), name.clone()));
        Ok(())
    }
}

impl Names {
    fn of(it: &Recorded, def: &dyn Object) -> Result<Names> {
        let mut names = Names::default();
        let mut def = def.boxed();
        def.fields(&mut names)?;
        let alone = def.own().map(|own| own.name.clone());
        let others = |(_, name): &&(String, String)| Some(name) != alone.as_ref();
        let part = names.parts.iter().filter(others).find(|(whole, _)| *whole == it.name);
        names.part = part.map(|(whole, _)| whole.clone());
        if alone.is_some() {
            let own = |(_, q): &&(Space, QName)| match q.schema.is_empty() {
                true => it.name == ident(&q.name),
                false => it.name == q.to_string(),
            };
            names.own = names.all.iter().find(own).cloned();
        }
        Ok(names)
    }

    /// What it belongs to: parts come before that in a definition, so that it is the last name.
    fn within(&self) -> Option<&(Space, QName)> {
        let last = self.all.last().filter(|last| Some(*last) != self.own.as_ref())?;
        matches!(last.0, Space::Relation | Space::Type | Space::Server).then_some(last)
    }
}
