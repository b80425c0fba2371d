//! What other sources of the same database have brought here: references to it follow their rules.

use super::rewrite::Column;
use crate::error::Result;
use crate::fact::{Exposed, Fields, Object, Part, Space};
use crate::model::{Address, QName};
use std::collections::{HashMap, HashSet};

/// An object of the source database, and what it is here.
#[derive(Debug)]
pub struct Twin {
    pub at: Address,
    pub source: Box<dyn Object>,
    pub target: Box<dyn Object>,
}

/// Names of the source database, and what they are here.
#[derive(Debug, Default)]
pub struct Elsewhere {
    pub addresses: HashSet<Address>,
    pub schemas: HashMap<String, String>,
    objects: HashMap<(Space, QName), QName>,
    pub columns: HashMap<QName, Vec<Column>>,
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
        for Twin { source, .. } in twins {
            if let Some(Exposed::Column { of, name, type_name }) = source.exposes() {
                let new_name = it.part(Part::Column, &of, &name).unwrap_or_else(|| name.clone());
                let column = Column { name, new_name, type_text: type_name };
                it.columns.entry(of).or_default().push(column);
            }
        }
        Ok(it)
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
