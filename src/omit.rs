//! Facts that are left out, and with them what needs them.

use crate::fact::{Exposed, Fact, Facts, Scope, circles};
use crate::model::Address;
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

/// An object of the followed schemas that is not carried.
#[derive(Debug, Clone)]
pub struct Omitted {
    pub at: Address,
    pub kind: String,
    pub object: String,
    /// What it needs and is not carried either; none for an object of a kind that is not carried.
    pub because: Option<String>,
}

/// Leaves out `seeds`, each with what it needs and is not there (none where a rule has left it out, which
/// needs no saying), and whatever needs one of them; tells which objects those are.
pub fn omit(
    facts: Facts,
    edges: &[(Address, Address)],
    seeds: HashMap<usize, Option<String>>,
    omitted: &mut Vec<Omitted>,
) -> Facts {
    if seeds.is_empty() {
        return facts;
    }
    let left = spread(&facts, seeds);
    omitted.extend(explain(&facts, &left));
    // A sequence that no column owns goes by itself.
    let is_owner = |fact: &&usize| {
        let def = &facts.all[**fact].def;
        def.entry().facet && matches!(def.exposes(), Some(Exposed::Counter { .. }))
    };
    let loose: Vec<usize> = left.keys().filter(is_owner).filter_map(|f| facts.parent(*f)).collect();
    let mut position = 0..;
    let mut all: Vec<Fact> = facts.all;
    loose.into_iter().for_each(|sequence| all[sequence].falls = None);
    all.retain(|_| position.next().is_some_and(|p: usize| !left.contains_key(&p)));
    Facts::new(all, edges)
}

/// The seeds and everything that needs them, directly or not; with what each needs.
fn spread(
    facts: &Facts,
    mut left: HashMap<usize, Option<String>>,
) -> HashMap<usize, Option<String>> {
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); facts.all.len()];
    for (fact, needs) in facts.needs.iter().enumerate() {
        let needs = needs.iter().filter(|n| !comes_after_alone(facts, fact, **n));
        needs.for_each(|n| needed_by[*n].push(fact));
    }
    // What goes along when dropped goes along here too: a column's own sequence.
    let mut falls: HashMap<usize, Vec<usize>> = HashMap::new();
    for fact in (0..facts.all.len()).filter(|f| facts.all[*f].falls.is_some()) {
        if let Some(host) = facts.falls_with(fact) {
            falls.entry(host).or_default().push(fact);
        }
    }
    let mut todo: Vec<usize> = left.keys().copied().collect();
    todo.sort_unstable();
    while let Some(fact) = todo.pop() {
        // Without one of its columns a table is another table.
        let whole = facts.parent(fact).filter(|_| facts.all[fact].entry().part);
        let reason = left.get(&fact).cloned().flatten();
        let along = falls.get(&fact).map(Vec::as_slice).unwrap_or_default();
        let next: Vec<(usize, Option<String>)> = (whole.map(|w| (w, reason)).into_iter())
            .chain(along.iter().map(|f| (*f, None)))
            .chain(needed_by[fact].iter().map(|n| (*n, Some(facts.label(fact)))))
            .collect();
        for (next, why) in next {
            if let Entry::Vacant(place) = left.entry(next) {
                place.insert(why);
                todo.push(next);
            }
        }
    }
    left
}

/// Whether a tie between tables can do without something that must be there before it if it is there at all: an index of a
/// partition.
fn comes_after_alone(facts: &Facts, fact: usize, need: usize) -> bool {
    let it = &facts.all[fact];
    let is_tie = || matches!(it.def.exposes(), Some(Exposed::Heir { .. }));
    let is_table = || {
        let to = it.after.first().and_then(|at| facts.owner(*at));
        [facts.parent(fact), to].contains(&Some(need))
    };
    !it.after.is_empty() && !it.entry().part && is_tie() && !is_table()
}

/// Facts that need each other in a circle which nothing breaks (a table with a column of a view's row type that the
/// view selects from), with the others.
pub fn without_order(facts: &Facts) -> Vec<(usize, Option<String>)> {
    // A part is made with what it is a part of.
    let whole = |mut fact: usize| {
        while let Some(parent) = facts.parent(fact).filter(|_| facts.all[fact].entry().part) {
            fact = parent;
        }
        fact
    };
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); facts.all.len()];
    for (fact, list) in facts.needs.iter().enumerate() {
        let whole_of = whole(fact);
        needs[whole_of].extend(list.iter().map(|n| whole(*n)).filter(|n| *n != whole_of));
    }
    let sketched = |fact: usize| {
        let sketch = facts.all[fact].def.sketch(&Scope::of(facts, fact))?;
        Some(sketch.keeps.into_iter().map(whole).collect())
    };
    let mut found = Vec::new();
    for circle in circles(&needs, &sketched, &|fact| facts.label(fact)).left {
        for &fact in &circle {
            let others = circle.iter().filter(|o| **o != fact).map(|o| facts.label(*o));
            let others = others.collect::<Vec<_>>().join(", ");
            found.push((fact, Some(format!("{others} in a circle"))));
        }
    }
    found
}

/// What goes without saying is not said: what a rule has left out, and what belongs to what is left out.
fn explain(facts: &Facts, left: &HashMap<usize, Option<String>>) -> Vec<Omitted> {
    let told = |fact: &usize| facts.parent(*fact).is_none_or(|p| !left.contains_key(&p));
    let mut list: Vec<Omitted> = left
        .iter()
        .filter(|(fact, why)| why.is_some() && told(fact))
        .map(|(fact, why)| Omitted {
            at: facts.all[*fact].at,
            kind: facts.all[*fact].kind().to_string(),
            object: facts.name(*fact),
            because: why.clone(),
        })
        .collect();
    list.sort_by(|a, b| (&a.kind, &a.object).cmp(&(&b.kind, &b.object)));
    list
}
