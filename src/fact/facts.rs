//! The facts of one side, and a definition's view of its surroundings.

use super::index::Index;
use super::{Definition, Fact, Fields, Object, Part, Space};
use crate::error::Result;
use crate::model::{Address, QName};
use hashbrown::{HashMap, HashSet};
use std::ops::Deref;
use std::rc::Rc;

/// Class number of `pg_namespace`.
const SCHEMA: u32 = 2615;

/// The facts of one side and what depends on what.
#[derive(Debug, Default)]
pub struct Facts {
    pub all: Vec<Fact>,
    index: Rc<Index>,
}

impl Deref for Facts {
    type Target = Index;
    fn deref(&self) -> &Index {
        &self.index
    }
}

impl Facts {
    /// Indexes facts; `edges` are dependent and referenced addresses from `pg_depend`.
    pub fn new(all: Vec<Fact>, edges: &[(Address, Address)]) -> Facts {
        let index = Rc::new(Index::new(&all, edges));
        Facts { all, index }
    }

    /// The same facts with other definitions, by position.
    pub fn with(&self, all: Vec<Fact>) -> Facts {
        Facts { all, index: self.index.clone() }
    }

    /// All facts of one kind, by position.
    pub fn each<D: Definition>(&self) -> impl Iterator<Item = (usize, &D)> {
        let positions = self.kinds.get(D::KIND).into_iter().flatten();
        positions.filter_map(|i| Some((*i, self.all[*i].get::<D>()?)))
    }

    /// What a fact depends on. What is said of something has no dependencies of its own.
    pub fn leans(&self, fact: usize) -> &[usize] {
        match self.all[fact].entry().facet {
            true => &self.needs[fact],
            false => &self.uses[fact],
        }
    }

    /// Some facts with all of `among` that cannot go before them: what they need, what takes them along, and what that or they
    /// take along. `apart` tells of one and what it needs that they are parted before.
    pub fn bound_up(
        &self,
        some: HashSet<usize>,
        among: &HashSet<usize>,
        apart: &dyn Fn(usize, usize) -> bool,
    ) -> HashSet<usize> {
        let holds = |fact: usize| !self.all[fact].entry().takes;
        let mut fallers: HashMap<usize, Vec<usize>> = HashMap::new();
        for &fact in among {
            if let Some(host) = self.falls_with(fact).filter(|host| !holds(*host)) {
                fallers.entry(host).or_default().push(fact);
            }
        }
        let mut queue: Vec<usize> = some.iter().copied().collect();
        let mut all = some;
        while let Some(fact) = queue.pop() {
            let needs = self.needs[fact].iter().copied().filter(|need| !apart(fact, *need));
            let fall = fallers.get(&fact).into_iter().flatten().copied();
            let reached = needs.chain(fall).chain(self.falls_with(fact));
            for next in reached.filter(|next| among.contains(next)) {
                if all.insert(next) {
                    queue.push(next);
                }
            }
        }
        all
    }

    pub fn name(&self, fact: usize) -> String {
        self.all[fact].def.name(&Scope::of(self, fact))
    }

    /// The schema-qualified name that is the fact's own, if it has one.
    pub fn own_name(&self, fact: usize) -> Result<Option<(Space, QName)>> {
        self.own_name_of(fact, self.all[fact].def.boxed().as_mut())
    }

    /// The same, where a copy of its definition is at hand.
    pub fn own_name_of(&self, fact: usize, def: &mut dyn Object) -> Result<Option<(Space, QName)>> {
        let name = self.name(fact);
        let mut found = Objects(Vec::new());
        def.fields(&mut found)?;
        let own = |q: &QName| {
            // A routine's name goes on with its arguments.
            let text = q.to_string();
            name == text || name.strip_prefix(&text).is_some_and(|rest| rest.starts_with('('))
        };
        Ok(found.0.into_iter().find(|(_, q)| own(q)))
    }

    /// The name that is the fact's own within its parent, if it has one.
    pub fn own_part(&self, fact: usize) -> Option<(Part, String)> {
        let mut def = self.all[fact].def.boxed();
        let name = def.own().filter(|own| own.schema.is_none())?.name.clone();
        let mut found = Parts(Vec::new());
        def.fields(&mut found).ok()?;
        // It comes after the names of what it is about.
        found.0.into_iter().rfind(|(_, part)| *part == name)
    }

    /// The schema that the fact is in, at whatever depth.
    pub fn schema(&self, fact: usize) -> Option<String> {
        let mut up = self.parent(fact)?;
        while let Some(next) = self.parent(up) {
            up = next;
        }
        self.all[up].def.boxed().own().map(|own| own.name.clone())
    }

    /// Number of what stands topmost over the fact within its schema.
    pub fn belongs_to(&self, fact: usize) -> u32 {
        let within = |fact: &usize| self.parent(*fact).filter(|p| self.all[*p].at.0 != SCHEMA);
        let top = std::iter::successors(Some(fact), within).last();
        self.all[top.unwrap_or(fact)].at.1
    }

    /// Names that the fact has in the namespaces of schemas, which nothing else may have.
    pub fn occupies(&self, fact: usize) -> Result<Vec<(Space, QName)>> {
        let it = &self.all[fact];
        // What is always in something else has no name there.
        if it.entry().facet || it.entry().part {
            return Ok(Vec::new());
        }
        let mut def = it.def.boxed();
        let Some(own) = def.own() else { return Ok(Vec::new()) };
        let name = own.name.clone();
        let has_columns = self.children(fact).iter().any(|c| self.all[*c].entry().part);
        Ok(match self.own_name_of(fact, def.as_mut())? {
            Some((Space::Relation, it)) if has_columns => {
                vec![(Space::Relation, it.clone()), (Space::Type, it)]
            }
            Some((Space::Type, it)) if has_columns => {
                vec![(Space::Type, it.clone()), (Space::Relation, it)]
            }
            Some((space @ (Space::Relation | Space::Type), it)) => vec![(space, it)],
            Some(_) => Vec::new(),
            // The index of a constraint, the sequence of an identity.
            None if it
                .aliases
                .iter()
                .chain([&it.at])
                .any(|a| a.0 == Address::RELATION && a.2 == 0) =>
            {
                let schema = self.schema(fact);
                schema.map(|schema| (Space::Relation, QName { schema, name })).into_iter().collect()
            }
            None => Vec::new(),
        })
    }

    /// What something of a kind that binds is bound to, and the ties that it is bound by.
    pub fn binding(&self, fact: usize) -> Option<(usize, Vec<usize>)> {
        let after = self.all[fact].after.iter().filter_map(|at| self.owner(*at));
        let after: Vec<usize> = after.collect();
        let (to, ties) = after.split_first()?;
        Some((*to, ties.to_vec()))
    }

    /// Kind and name, as plans and messages show a fact.
    pub fn label(&self, fact: usize) -> String {
        format!("{} {}", self.all[fact].kind(), self.name(fact))
    }
}

/// Collects the schema-qualified names of a definition.
struct Objects(Vec<(Space, QName)>);

impl Fields for Objects {
    fn object(&mut self, space: Space, name: &mut QName) -> Result<()> {
        self.0.push((space, name.clone()));
        Ok(())
    }
}

/// Collects the names of a definition that are within others.
struct Parts(Vec<(Part, String)>);

impl Fields for Parts {
    fn part(&mut self, part: Part, _of: &QName, name: &mut String) -> Result<()> {
        self.0.push((part, name.clone()));
        Ok(())
    }
}

/// A definition's view of its surroundings: its parent, and what is made within it.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub facts: &'a Facts,
    pub fact: usize,
    inlined: Option<&'a dyn Fn(usize) -> bool>,
    before: Option<(&'a Facts, usize)>,
    staying: Option<&'a dyn Fn(usize) -> bool>,
    apart: Option<&'a dyn Fn(usize) -> bool>,
    going: Option<&'a dyn Fn(usize) -> bool>,
}

impl<'a> Scope<'a> {
    pub fn of(facts: &'a Facts, fact: usize) -> Scope<'a> {
        Scope { facts, fact, inlined: None, before: None, staying: None, apart: None, going: None }
    }

    /// A scope in which `inlined` tells which children are made within their parents.
    pub fn with(facts: &'a Facts, fact: usize, inlined: &'a dyn Fn(usize) -> bool) -> Scope<'a> {
        Scope { facts, fact, inlined: Some(inlined), ..Scope::of(facts, fact) }
    }

    /// A scope in which `staying` tells what is still there when the fact is dropped.
    pub fn left(facts: &'a Facts, fact: usize, staying: &'a dyn Fn(usize) -> bool) -> Scope<'a> {
        Scope { staying: Some(staying), ..Scope::of(facts, fact) }
    }

    /// Whether the fact is still there when what the scope was made for is dropped.
    pub fn stays(&self) -> bool {
        self.staying.is_some_and(|stays| stays(self.fact))
    }

    /// The same scope, in which `apart` tells what is dropped, or made, by steps of its own besides an alteration.
    pub fn beside(self, apart: &'a dyn Fn(usize) -> bool) -> Scope<'a> {
        Scope { apart: Some(apart), ..self }
    }

    /// Whether another step drops, or makes, the fact.
    pub fn is_apart(&self) -> bool {
        self.apart.is_some_and(|apart| apart(self.fact))
    }

    /// The same scope, where `going` tells what of the target goes, or comes again by the undo.
    pub fn amid(self, going: &'a dyn Fn(usize) -> bool) -> Scope<'a> {
        Scope { going: Some(going), ..self }
    }

    /// Whether the fact is one of those.
    pub fn goes(&self) -> bool {
        self.going.is_some_and(|goes| goes(self.fact))
    }

    /// The same scope, seen from another fact.
    pub fn at(&self, fact: usize) -> Scope<'a> {
        Scope { fact, before: None, ..*self }
    }

    /// The same scope of a fact that is made of another one.
    pub fn since(self, facts: &'a Facts, fact: usize) -> Scope<'a> {
        Scope { before: Some((facts, fact)), ..self }
    }

    /// The scope of what the fact is made of, where that is known.
    pub fn before(&self) -> Option<Scope<'a>> {
        self.before.map(|(facts, fact)| Scope::of(facts, fact))
    }

    pub fn parent(&self) -> Option<Scope<'a>> {
        self.facts.parent(self.fact).map(|p| self.at(p))
    }

    pub fn def(&self) -> &'a dyn Object {
        self.facts.all[self.fact].def.as_ref()
    }

    /// The parent's object phrase: `TABLE dbo."Users"`.
    pub fn parent_object(&self) -> String {
        self.parent().map_or_else(String::new, |p| p.def().object(&p))
    }

    /// All children of one kind, in the order of their attribute numbers.
    pub fn children<D: Definition>(&self) -> Vec<&'a D> {
        self.each::<D>().filter_map(|c| self.facts.all[c.fact].get::<D>()).collect()
    }

    /// The scopes of these.
    pub fn each<D: Definition>(&self) -> impl Iterator<Item = Scope<'a>> + use<'a, D> {
        let scope = *self;
        let children = &scope.facts.by_kind[scope.fact];
        let kind = |child: &usize| scope.facts.all[*child].kind();
        let first = children.partition_point(|child| kind(child) < D::KIND);
        let rest = children.iter().skip(first).take_while(move |child| kind(child) == D::KIND);
        rest.map(move |child| scope.at(*child))
    }

    /// Clauses of the children that are made within this fact: columns in the order of their
    /// numbers, then the rest by name.
    pub fn clauses(&self) -> Vec<String> {
        let Some(inlined) = self.inlined else { return Vec::new() };
        let mut list: Vec<((bool, i32, String), String)> = Vec::new();
        for &child in self.facts.children(self.fact).iter().filter(|c| inlined(**c)) {
            let scope = self.at(child);
            if let Some(clause) = scope.def().inline(&scope) {
                let sub = self.facts.all[child].at.2;
                list.push(((sub == 0, sub, scope.def().name(&scope)), clause));
            }
        }
        list.sort();
        list.into_iter().map(|(_, clause)| clause).collect()
    }
}
