//! The statements that a walk is made of.

use super::model::Maker;
use super::{code, names, parts, tables, types, views};

type Make = Box<dyn Fn(&mut Maker) -> Option<String>>;

/// A sort of statement: how often it is tried, and how one is made of what there is.
pub struct Act {
    pub name: String,
    pub weight: u32,
    pub make: Make,
}

pub fn act(
    name: impl Into<String>,
    weight: u32,
    make: impl Fn(&mut Maker) -> Option<String> + 'static,
) -> Act {
    Act { name: name.into(), weight, make: Box::new(make) }
}

pub fn all() -> Vec<Act> {
    let mut all = Vec::new();
    all.extend(names::acts());
    all.extend(tables::acts());
    all.extend(parts::acts());
    all.extend(types::acts());
    all.extend(views::acts());
    all.extend(code::acts());
    all
}

/// One of them, as often as it weighs.
pub fn choose<'a>(acts: &'a [Act], maker: &mut Maker) -> &'a Act {
    let total: u32 = acts.iter().map(|act| act.weight).sum();
    let mut at = maker.number(total);
    for act in acts {
        if at < act.weight {
            return act;
        }
        at -= act.weight;
    }
    &acts[0]
}
