//! What other sources of the same database have brought here: references to it follow their rules.

use super::rewrite::Column;
use crate::error::Result;
use crate::fact::{Exposed, Fields, Object, Part, Space};
use crate::model::{Address, QName};
use hashbrown::{HashMap, HashSet};

/// Stands for a definition's own name, to see where it is among its fields; no object is called so.
const OWN: &str = "\u{1}";

/// An object of the source database, and what it is here.
#[derive(Debug)]
pub struct Twin {
    pub at: Address,
    pub source: Box<dyn Object>,
    pub target: Box<dyn Object>,
}

/// Names of one place, and what they are in another: of the source database and here, or of this
/// database before and after renames.
#[derive(Debug, Default)]
pub struct Elsewhere {
    pub addresses: HashSet<Address>,
    pub schemas: HashMap<String, String>,
    objects: HashMap<(Space, QName), QName>,
    pub columns: HashMap<QName, Vec<Column>>,
    /// Columns of what is here under its names here, which no rename changes.
    pub here: HashMap<QName, Vec<Column>>,
    parts: HashMap<(Part, QName, String), String>,
}

/// The names of a definition in their order.
#[derive(Default)]
struct Names {
    schemas: Vec<String>,
    objects: Vec<(Space, QName)>,
    parts: Vec<(Part, QName, String)>,
}

impl Fields for Names {
    fn schema(&mut self, name: &mut String) -> Result<()> {
        self.schemas.push(name.clone());
        Ok(())
    }
    fn object(&mut self, space: Space, name: &mut QName) -> Result<()> {
        self.objects.push((space, name.clone()));
        Ok(())
    }
    fn part(&mut self, part: Part, of: &QName, name: &mut String) -> Result<()> {
        self.parts.push((part, of.clone(), name.clone()));
        Ok(())
    }
}

/// Where a definition has its own name, with that name.
fn own(def: &dyn Object) -> Result<Names> {
    let (mut marked, mut def, mut found) = (def.boxed(), def.boxed(), Names::default());
    let (Some(mark), Some(own)) = (marked.own(), def.own()) else { return Ok(found) };
    mark.name.replace_range(.., OWN);
    let name = own.name.clone();
    let mut all = Names::default();
    marked.fields(&mut all)?;
    let is_own = |n: &String| n == OWN;
    found.schemas = all.schemas.into_iter().filter(is_own).map(|_| name.clone()).collect();
    let objects = all.objects.into_iter().filter(|(_, q)| is_own(&q.name));
    found.objects = objects.map(|(space, q)| (space, QName { name: name.clone(), ..q })).collect();
    let parts = all.parts.into_iter().filter(|(_, _, n)| is_own(n));
    found.parts = parts.map(|(part, of, _)| (part, of, name.clone())).collect();
    Ok(found)
}

impl Elsewhere {
    pub fn new(twins: &[Twin]) -> Result<Elsewhere> {
        let mut it = Elsewhere::default();
        for Twin { at, source, target } in twins {
            it.addresses.insert(at.whole());
            let (mut here, mut there) = (Names::default(), Names::default());
            source.boxed().fields(&mut there)?;
            target.boxed().fields(&mut here)?;
            // Definitions of one kind name the same things in the same order, unless a rule changed more than names.
            if there.objects.len() == here.objects.len()
                && there.schemas.len() == here.schemas.len()
            {
                it.schemas.extend(there.schemas.into_iter().zip(here.schemas));
                let pairs = there.objects.into_iter().zip(here.objects);
                it.objects.extend(pairs.map(|(old, (_, new))| (old, new)));
            }
            if there.parts.len() == here.parts.len() {
                let pairs = there.parts.into_iter().zip(here.parts);
                it.parts.extend(pairs.map(|(old, (_, _, new))| (old, new)));
            }
        }
        for Twin { source, target, .. } in twins {
            if let Some(Exposed::Column { of, name, type_name, .. }) = target.exposes() {
                let column = Column { new_name: name.clone(), name, type_text: type_name };
                it.here.entry(of).or_default().push(column);
            }
            if let Some(Exposed::Column { of, name, type_name, .. }) = source.exposes() {
                let new_name = it.part(Part::Column, &of, &name).unwrap_or_else(|| name.clone());
                let column = Column { name, new_name, type_text: type_name };
                it.columns.entry(of).or_default().push(column);
            }
        }
        Ok(it)
    }

    /// Notes that what a definition makes is called as in another one of the same kind. Only its own name is
    /// noted, and that of its companion.
    pub fn rename(&mut self, from: &dyn Object, to: &dyn Object) -> Result<()> {
        let (old, new) = (own(from)?, own(to)?);
        let objects = old.objects.into_iter().zip(new.objects);
        self.objects.extend(objects.map(|(old, (_, new))| (old, new)).filter(|(o, n)| o.1 != *n));
        self.schemas.extend(old.schemas.into_iter().zip(new.schemas).filter(|(o, n)| o != n));
        let parts = old.parts.into_iter().zip(new.parts);
        self.parts.extend(parts.map(|(old, (_, _, new))| (old, new)).filter(|(o, n)| o.2 != *n));
        if let (Some(old), Some(new)) = (from.makes(), to.makes())
            && old != new
        {
            self.objects.insert((Space::Relation, old), new);
        }
        let (mut from, mut to) = (from.boxed(), to.boxed());
        if let (Some((_, old)), Some((_, new))) = (from.companion(), to.companion())
            && old != new
        {
            self.objects.insert((Space::Type, old.clone()), new.clone());
        }
        Ok(())
    }

    /// Notes what something inside an object is called.
    pub fn rename_part(&mut self, part: Part, of: QName, old: &str, new: &str) {
        self.parts.insert((part, of, old.to_string()), new.to_string());
    }

    pub fn is_empty(&self) -> bool {
        self.objects.is_empty() && self.parts.is_empty() && self.schemas.is_empty()
    }

    /// What an object is called here. A relation and its row type have one name.
    pub fn object(&self, space: Space, name: &QName) -> Option<QName> {
        let find = |space| self.objects.get(&(space, name.clone())).cloned();
        match space {
            Space::Type => find(space).or_else(|| find(Space::Relation)),
            Space::Relation => find(space).or_else(|| find(Space::Type)),
            _ => find(space),
        }
    }

    /// What a part of an object is called here.
    pub fn part(&self, part: Part, of: &QName, name: &str) -> Option<String> {
        self.parts.get(&(part, of.clone(), name.to_string())).cloned()
    }
}
