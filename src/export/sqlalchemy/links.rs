//! Relationships: <https://docs.sqlalchemy.org/en/20/orm/relationships.html>.

use super::super::python::{Code, string};
use super::name::{free, snake, without_id, without_id_of};
use super::plan::{Form, Item, Plan};
use crate::fact::modelled::Reference;
use std::collections::{BTreeMap, BTreeSet};

/// A relationship of a class.
#[derive(Clone, Debug)]
pub struct Relationship {
    pub name: String,
    /// `list["Post"]`.
    pub python: String,
    pub arguments: Vec<Code>,
}

/// A foreign key between two classes.
struct Link<'a> {
    child: usize,
    parent: usize,
    key: &'a Reference,
    /// It is the only key between the two.
    alone: bool,
    /// Of the child, and of the parent.
    names: [String; 2],
}

/// The relationships of each item, in the order in which they stand.
pub fn relationships(plan: &Plan) -> Vec<Vec<Relationship>> {
    let mut taken: Vec<BTreeSet<String>> = plan.items.iter().map(|item| reserved(item)).collect();
    let near = |a: usize, b: usize| [plan.items[a].name.clone(), plan.items[b].name.clone()];
    let mut links = links(plan);
    for link in &links {
        taken[link.child].extend(near(link.child, link.parent));
        taken[link.parent].extend(near(link.child, link.parent));
    }
    for link in &mut links {
        link.names[0] = free(&mut taken[link.child], &forward(plan, link));
    }
    for link in &mut links {
        link.names[1] = free(&mut taken[link.parent], &backward(plan, link));
    }
    let mut found = vec![Vec::new(); plan.items.len()];
    let mut of_child: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, link) in links.iter().enumerate() {
        of_child.entry(link.child).or_default().push(i);
    }
    for (i, link) in links.iter().enumerate() {
        let others = of_child[&link.child].iter().filter(|o| **o != i).map(|o| &links[*o]);
        let shares = |other: &&Link| other.key.columns.iter().any(|c| link.key.columns.contains(c));
        let overlaps: BTreeSet<&str> =
            others.filter(shares).flat_map(|it| it.names.iter().map(String::as_str)).collect();
        let overlaps = overlaps.into_iter().collect::<Vec<_>>().join(",");
        found[link.child].push(child_side(plan, link, &overlaps));
        found[link.parent].push(parent_side(plan, link, &overlaps));
    }
    many_to_many(plan, &mut taken, &mut found);
    found
}

fn reserved(item: &Item) -> BTreeSet<String> {
    let used = super::name::USED.iter().map(|word| word.to_string());
    used.chain(item.attributes.values().cloned()).collect()
}

/// One for each foreign key; a second key over the same columns to the same table says nothing new.
fn links<'a>(plan: &'a Plan) -> Vec<Link<'a>> {
    let mut links: Vec<Link> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (child, item) in plan.items.iter().enumerate().filter(|(_, item)| item.form.is_class()) {
        for key in item.table.joins() {
            let Some(parent) = plan.class(&key.foreign) else { continue };
            *counts.entry((child.min(parent), child.max(parent))).or_default() += 1;
            let columns: BTreeSet<&String> = key.columns.iter().collect();
            if seen.insert((child, parent, columns)) {
                let names = [String::new(), String::new()];
                links.push(Link { child, parent, key, alone: false, names });
            }
        }
    }
    for link in &mut links {
        let pair = (link.child.min(link.parent), link.child.max(link.parent));
        link.alone = counts.get(&pair) == Some(&1);
    }
    links
}

/// How the child may call its parent, the best first.
fn forward(plan: &Plan, link: &Link) -> Vec<String> {
    let parent = snake(plan.items[link.parent].base);
    let told = match link.key.columns.as_slice() {
        [column] => {
            let column = shown(plan, link.child, column);
            let told = without_id(column);
            told.or_else(|| without_id_of(column, plan.items[link.parent].base)).map(snake)
        }
        _ => None,
    };
    let longer = format!("{parent}_{}", columns(plan, link));
    let plain = (link.alone && link.child != link.parent).then_some(parent);
    told.into_iter().chain(plain).chain([longer]).collect()
}

/// How the parent may call its children.
fn backward(plan: &Plan, link: &Link) -> Vec<String> {
    let child = snake(plan.items[link.child].base);
    let longer = format!("{child}_{}", link.names[0]);
    let plain = (link.alone && link.child != link.parent).then_some(child);
    plain.into_iter().chain([longer]).collect()
}

fn shown<'a>(plan: &'a Plan, item: usize, column: &'a str) -> &'a str {
    plan.items[item].attributes.get(column).map_or(column, String::as_str)
}

fn columns(plan: &Plan, link: &Link) -> String {
    let names: Vec<String> =
        link.key.columns.iter().map(|c| snake(shown(plan, link.child, c))).collect();
    names.join("_")
}

/// `[Post.owner_id]`, as a text that SQLAlchemy reads when all classes are there.
fn attributes(plan: &Plan, item: usize, columns: &[String]) -> Code {
    let name = &plan.items[item].name;
    let list: Vec<String> =
        columns.iter().map(|column| format!("{name}.{}", shown(plan, item, column))).collect();
    Code::word(string(&format!("[{}]", list.join(", "))))
}

fn child_side(plan: &Plan, link: &Link, overlaps: &str) -> Relationship {
    let table = plan.items[link.child].table;
    let filled = |name: &String| table.column(name).is_some_and(|column| column.it.not_null);
    let parent = format!("\"{}\"", plan.items[link.parent].name);
    let optional = !link.key.columns.iter().all(filled);
    let mut arguments = vec![];
    if !link.alone {
        let keys = attributes(plan, link.child, &link.key.columns);
        arguments.push(Code::named("foreign_keys", keys));
    }
    if link.child == link.parent {
        let remote = attributes(plan, link.parent, &link.key.foreign_columns);
        arguments.push(Code::named("remote_side", remote));
    }
    arguments.push(Code::named("back_populates", Code::word(string(&link.names[1]))));
    if !overlaps.is_empty() {
        arguments.push(Code::named("overlaps", Code::word(string(overlaps))));
    }
    let python = if optional { format!("Optional[{parent}]") } else { parent };
    Relationship { name: link.names[0].clone(), python, arguments }
}

fn parent_side(plan: &Plan, link: &Link, overlaps: &str) -> Relationship {
    let child = &plan.items[link.child];
    let mut arguments = vec![];
    if !link.alone {
        let keys = attributes(plan, link.child, &link.key.columns);
        arguments.push(Code::named("foreign_keys", keys));
    }
    arguments.push(Code::named("back_populates", Code::word(string(&link.names[0]))));
    if link.key.on_delete.as_ref().is_some_and(|action| action != "RESTRICT") {
        // The database does it.
        arguments.push(Code::named("passive_deletes", Code::word("\"all\"")));
    }
    if !overlaps.is_empty() {
        arguments.push(Code::named("overlaps", Code::word(string(overlaps))));
    }
    let single =
        child.table.unique().iter().any(|k| k.iter().all(|c| link.key.columns.contains(c)));
    let python = match single {
        true => format!("Optional[\"{}\"]", child.name),
        false => format!("list[\"{}\"]", child.name),
    };
    Relationship { name: link.names[1].clone(), python, arguments }
}

/// Both sides of the tables that tie two classes together.
fn many_to_many(plan: &Plan, taken: &mut [BTreeSet<String>], found: &mut [Vec<Relationship>]) {
    for item in plan.items.iter().filter(|item| item.form == Form::Association) {
        let [one, two] = item.table.references.as_slice() else { continue };
        let (Some(a), Some(b)) = (plan.class(&one.foreign), plan.class(&two.foreign)) else {
            continue;
        };
        taken[a].insert(plan.items[b].name.clone());
        taken[b].insert(plan.items[a].name.clone());
        let tie = snake(item.base);
        let mut name = |of: usize, to: usize, key: &Reference| {
            let to = snake(plan.items[to].base);
            let ways = [
                to.clone(),
                format!("{to}_{tie}"),
                format!("{to}_{}", snake(&key.columns.join("_"))),
            ];
            let ways = if a == b { &ways[2..] } else { &ways[..] };
            free(&mut taken[of], ways)
        };
        let (to_b, to_a) = (name(a, b, two), name(b, a, one));
        let secondary = Code::named("secondary", Code::word(format!("lambda: {}", item.name)));
        let mut side =
            |of: usize, to: usize, name: &str, back: &str, keys: (&Reference, &Reference)| {
                let mut arguments = vec![secondary.clone()];
                if a == b {
                    arguments.push(Code::named("primaryjoin", join(plan, item, of, keys.0)));
                    arguments.push(Code::named("secondaryjoin", join(plan, item, to, keys.1)));
                }
                arguments.push(Code::named("back_populates", Code::word(string(back))));
                if keys.0.on_delete.as_ref().is_some_and(|action| action == "CASCADE") {
                    arguments.push(Code::named("passive_deletes", Code::word("True")));
                }
                let python = format!("list[\"{}\"]", plan.items[to].name);
                found[of].push(Relationship { name: name.to_string(), python, arguments });
            };
        side(a, b, &to_b, &to_a, (one, two));
        side(b, a, &to_a, &to_b, (two, one));
    }
}

/// How rows of a class and of the table in between belong together, read when both are there.
fn join(plan: &Plan, tie: &Item, class: usize, key: &Reference) -> Code {
    let name = &plan.items[class].name;
    let pairs = key.columns.iter().zip(&key.foreign_columns).map(|(column, foreign)| {
        let attribute = shown(plan, class, foreign);
        format!(
            "{name}.{attribute} == {}.c[{}]",
            tie.name,
            string(&plan.key(&tie.table.relation.name, column))
        )
    });
    let pairs: Vec<String> = pairs.collect();
    match pairs.as_slice() {
        [pair] => Code::word(format!("lambda: {pair}")),
        _ => Code::call("lambda: sa.and_", pairs.iter().map(Code::word).collect()),
    }
}
