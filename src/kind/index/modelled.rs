//! Indexes as arguments of a class's table.

use super::{Element, Index, Key, parameters};
use crate::fact::{Modelled, modelled};

pub(super) fn index(it: &Index) -> Modelled {
    Modelled::Index {
        of: it.relation.clone(),
        index: modelled::Index {
            name: it.index.name.clone(),
            unique: it.unique,
            nulls_not_distinct: it.nulls_not_distinct,
            method: it.method.clone(),
            elements: it.elements.iter().map(element).collect(),
            include: it.include.clone(),
            predicate: it.predicate.clone(),
            options: it.storage.options.clone(),
            tablespace: it.storage.tablespace.clone(),
        },
    }
}

pub(in crate::kind) fn element(it: &Element) -> modelled::Element {
    let plain = it.collation.is_none() && !it.descending && !it.nulls_first;
    let options = match it.opclass_options.is_empty() {
        true => String::new(),
        false => format!(" ({})", parameters(&it.opclass_options)),
    };
    // The server wants the class's name where there are options, and prints it.
    let class = it.opclass.as_ref().map(|class| format!("{class}{options}"));
    let column = match &it.key {
        Key::Column(name) if plain && (class.is_some() || options.is_empty()) => Some(name.clone()),
        _ => None,
    };
    modelled::Element { column, whole: it.sql(), class }
}
