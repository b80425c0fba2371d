//! Providers of security labels are libraries: what is said by one that is not loaded here is left out. What has been said
//! here already was said by one that has only not been loaded by this session.

use crate::catalog::Reading;
use crate::error::Result;
use crate::fact::{Fields, Object};
use crate::pg::provider;
use hashbrown::HashSet;
use std::collections::BTreeMap;

/// Tells the provider of a definition.
#[derive(Default)]
struct Provider(Option<String>);

impl Fields for Provider {
    fn provider(&mut self, name: &str) -> Result<()> {
        self.0 = Some(name.to_string());
        Ok(())
    }
}

fn provider_of(def: &dyn Object) -> Result<Option<String>> {
    let mut it = Provider::default();
    def.boxed().fields(&mut it)?;
    Ok(it.0)
}

/// Leaves out what is said by providers that are not there; returns a warning for each of them. `recorded` are the
/// definitions on record.
pub fn settle(
    reading: &mut Reading,
    recorded: &dyn Fn() -> Result<Vec<Box<dyn Object>>>,
) -> Result<Vec<String>> {
    let mut said: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, fact) in reading.facts.all.iter().enumerate().filter(|(_, f)| f.entry().bestowed) {
        if let Some(name) = provider_of(fact.def.as_ref())? {
            said.entry(name).or_default().push(i);
        }
    }
    let mut missing: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (name, facts) in said {
        if !provider::is_loaded(&name)? {
            missing.insert(name, facts);
        }
    }
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    for def in recorded()?.into_iter().filter(|def| def.entry().bestowed) {
        if let Some(name) = provider_of(def.as_ref())? {
            missing.remove(&name);
        }
    }
    let warnings = missing.iter().map(|(name, facts)| warning(name, facts.len())).collect();
    let idle: HashSet<usize> = missing.into_values().flatten().collect();
    reading.leave_out(&idle);
    Ok(warnings)
}

fn warning(provider: &str, count: usize) -> String {
    let (labels, are) = if count == 1 { ("label", "is") } else { ("labels", "are") };
    format!(
        "{count} security {labels} of provider \"{provider}\" {are} not carried, since that is not loaded here: its library \
         belongs into shared_preload_libraries or session_preload_libraries"
    )
}
