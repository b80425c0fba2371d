//! Routines as other objects name them.

use crate::error::Result;
use crate::fact::{Fields, Space, Sql};
use crate::model::QName;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A routine by its name and the types of its arguments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    pub name: QName,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<String>,
}

/// Options that are functions, with their words.
pub type Options<'a> = [(&'static str, &'a Option<QName>)];

/// What ALTER ... SET says of those that differ: `RECEIVE = a.b, SEND = NONE`.
pub fn changed(new: &Options, old: &Options) -> String {
    let changed = new.iter().zip(old).filter(|((_, new), (_, old))| new != old);
    let set = |((word, function), _): (&(&str, &Option<QName>), _)| {
        let function = function.as_ref().map_or_else(|| "NONE".to_string(), QName::to_string);
        format!("{word} = {function}")
    };
    changed.map(set).collect::<Vec<_>>().join(", ")
}

impl Reference {
    pub fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        for arg in &mut self.args {
            to.sql(Sql::BareType, arg)?;
        }
        to.object(Space::Routine, &mut self.name)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.name, self.args.join(", "))
    }
}
