//! The target, read in parts: one by one they fit where there is something to be waited for.

use super::queries::Extent;
use super::{Reading, Side};
use crate::error::Result;
use crate::fact::{Entry, Fact};
use crate::model::Address;
use std::collections::VecDeque;
use std::time::Instant;

/// A reading of the target of which some has been done.
pub struct InParts {
    pub schemas: Vec<String>,
    pub wanted: Vec<&'static str>,
    /// The schemas as an array, and the kinds that are still to be read, once it is known which there are.
    todo: Option<(String, VecDeque<&'static Entry>)>,
    all: Vec<Fact>,
    edges: Option<Vec<(Address, Address)>>,
    last: Instant,
}

impl InParts {
    pub fn new(schemas: Vec<String>, wanted: Vec<&'static str>) -> InParts {
        let (todo, all, edges) = (None, Vec::new(), None);
        InParts { schemas, wanted, todo, all, edges, last: Instant::now() }
    }

    /// Reads the next part; `between` is called at each row. Returns whether there was one. One that fails can be tried
    /// again.
    pub fn step(&mut self, between: &mut dyn FnMut()) -> Result<bool> {
        let Some((schemas, todo)) = &mut self.todo else {
            let schemas = Side::Target.array(&self.schemas)?;
            self.todo = Some((schemas, Side::Target.kinds(&self.wanted)?.into()));
            return Ok(true);
        };
        // Said each time, since a subtransaction that is rolled back forgets it.
        Side::Target.set_schemas(schemas)?;
        if let Some(&entry) = todo.front() {
            Side::Target.tell(&mut self.last, self.all.len(), entry);
            self.all.extend(Side::Target.read_kind(entry, Extent::All, None, between)?);
            todo.pop_front();
            return Ok(true);
        }
        if self.edges.is_none() {
            self.edges = Some(Side::Target.edges(Extent::All, between)?);
            return Ok(true);
        }
        Ok(false)
    }

    /// Reads the rest.
    pub fn finish(&mut self) -> Result<Reading> {
        while self.step(&mut || {})? {}
        let all = std::mem::take(&mut self.all);
        Ok(Reading::of_target(all, self.edges.take().unwrap_or_default()))
    }
}
