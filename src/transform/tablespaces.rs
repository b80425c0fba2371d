//! Tablespaces belong to a server and to none of its databases: what is in one that the target does not have is made in
//! the default one.

use crate::catalog::Reading;
use crate::error::Result;
use crate::fact::Fields;
use crate::pg::quote::ident;
use crate::pg::spi;
use std::collections::BTreeSet;

/// Collects the tablespaces of definitions, and takes away those that are missing.
#[derive(Default)]
struct Tablespaces {
    missing: BTreeSet<String>,
    found: Option<String>,
}

impl Fields for Tablespaces {
    fn tablespace(&mut self, name: &mut Option<String>) -> Result<()> {
        self.found.clone_from(name);
        if name.as_ref().is_some_and(|n| self.missing.contains(n)) {
            *name = None;
        }
        Ok(())
    }
}

/// Takes away what the target does not have; returns a warning for each object.
pub fn settle(reading: &mut Reading) -> Result<Vec<String>> {
    let mut named: Vec<(usize, String)> = Vec::new();
    for (i, fact) in reading.facts.all.iter_mut().enumerate() {
        let mut it = Tablespaces::default();
        fact.def.fields(&mut it)?;
        named.extend(it.found.map(|name| (i, name)));
    }
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let there = spi::query("SELECT s.spcname::text FROM pg_catalog.pg_tablespace s", &[])?;
    named.retain(|(_, name)| !there.iter().any(|row| row.text(0) == name));
    let missing = named.iter().map(|(_, name)| name.clone()).collect();
    let mut taking = Tablespaces { missing, found: None };
    let mut warnings = Vec::new();
    for (i, name) in named {
        let (label, name) = (reading.facts.label(i), ident(&name));
        warnings.push(format!(
            "{label} is made in the default tablespace, since tablespace {name} is not here"
        ));
        reading.facts.all[i].def.fields(&mut taking)?;
    }
    warnings.sort();
    Ok(warnings)
}
