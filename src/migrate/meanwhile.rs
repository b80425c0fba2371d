//! What is asked of this database while the source works: it needs nothing of the answer.

use crate::catalog::InParts;
use crate::diff::Recorded;
use crate::error::Result;
use crate::fact::Facts;
use crate::pg::{dblink, spi, timeout};
use crate::revision::{self, Source};
use pgrx::PgSqlErrorCode;
use std::cell::RefCell;
use std::rc::Rc;

/// The record of a source, and what is in the schemas that it has objects in, as far as that can be told before.
pub struct Meanwhile {
    source: Source,
    recorded: Option<Vec<Recorded>>,
    target: InParts,
}

impl Meanwhile {
    /// `schemas` are likely those of the target, `wanted` the optional kinds that count.
    pub fn new(source: &Source, schemas: Vec<String>, wanted: Vec<&'static str>) -> Meanwhile {
        let target = InParts::new(schemas, wanted);
        Meanwhile { source: source.clone(), recorded: None, target }
    }

    /// As a connection does it, which has it in common with the caller.
    pub fn work(it: &Rc<RefCell<Meanwhile>>) -> dblink::Meanwhile {
        let it = it.clone();
        Box::new(move |between| it.borrow_mut().step(between))
    }

    fn step(&mut self, between: &mut dyn FnMut()) -> Result<bool> {
        if self.recorded.is_none() {
            self.recorded = Some(spi::catch(|| revision::recorded(&self.source))?);
            return Ok(true);
        }
        if self.target.schemas.is_empty() {
            return Ok(false);
        }
        // While one waits here, what the source has locked stays so: others wait for that.
        match timeout::at_once(|| self.target.step(between)) {
            Err(error) if error.code == PgSqlErrorCode::ERRCODE_LOCK_NOT_AVAILABLE => Ok(false),
            done => done,
        }
    }

    /// The record.
    pub fn recorded(&mut self) -> Result<Vec<Recorded>> {
        self.recorded.take().map_or_else(|| revision::recorded(&self.source), Ok)
    }

    /// What is in schemas of the target. What has been read of others is of no use.
    pub fn target(&mut self, here: &[String]) -> Result<Facts> {
        let anew = InParts::new(here.to_vec(), self.target.wanted.clone());
        let begun = std::mem::replace(&mut self.target, anew);
        if begun.schemas == here {
            self.target = begun;
        }
        Ok(self.target.finish()?.facts)
    }
}
