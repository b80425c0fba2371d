//! What the source's routines read as names of objects: parameters of the `reg*` types.

use crate::catalog::Side;
use crate::error::{Error, Result};
use hashbrown::HashMap;

const PARAMETERS: &str = include_str!("../../../sql/reg_parameters.sql");

/// Routines with such a parameter, and their overloads, by name.
#[derive(Default)]
pub(super) struct Calls(HashMap<String, Vec<Signature>>);

struct Signature {
    schema: String,
    /// As `format_type` prints them.
    types: Vec<String>,
    /// How many must be given.
    least: usize,
    variadic: bool,
}

impl Calls {
    pub(super) fn read(side: &Side) -> Result<Calls> {
        let mut calls = Calls::default();
        side.collect(PARAMETERS, 5, |row| {
            let types = serde_json::from_str(row.text(4)).map_err(|error| {
                Error::internal("the parameters of a routine cannot be read")
                    .detail(error.to_string())
            })?;
            let (schema, least) = (row.text(0).to_string(), row.parse(2)?);
            let signature = Signature { schema, types, least, variadic: row.text(3) == "true" };
            calls.0.entry(row.text(1).to_string()).or_default().push(signature);
            Ok(())
        })?;
        Ok(calls)
    }

    /// The types as which a call may read each of its arguments. Of overloads that take so many, those can be meant that
    /// have the most of the types that are known to be given.
    pub(super) fn types(
        &self,
        schema: Option<&str>,
        name: &str,
        given: &[Option<String>],
    ) -> Vec<Vec<String>> {
        let takes = |it: &&Signature| {
            schema.is_none_or(|schema| schema == it.schema)
                && it.least <= given.len()
                && (given.len() <= it.types.len() || it.variadic)
        };
        let exact = |it: &Signature| {
            let pairs = given.iter().zip(&it.types);
            pairs.filter(|(given, takes)| given.as_ref() == Some(takes)).count()
        };
        let all: Vec<&Signature> = self.0.get(name).into_iter().flatten().filter(takes).collect();
        let most = all.iter().map(|it| exact(it)).max();
        let mut types: Vec<Vec<String>> = vec![Vec::new(); given.len()];
        for it in all.into_iter().filter(|it| Some(exact(it)) == most) {
            for (at, types) in types.iter_mut().enumerate() {
                // What is beyond the last one is an element of that.
                let of = it.types.get(at).or(it.types.last()).cloned().unwrap_or_default();
                if !types.contains(&of) {
                    types.push(of);
                }
            }
        }
        types
    }
}
