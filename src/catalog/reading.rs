//! What a reading has found, and what becomes of it before it is compared.

use super::demanded::{demanded, without_parents};
use crate::fact::{Fact, Facts, Outdated, Scope, Unfit};
use crate::kind::Converted;
use crate::model::Address;
use crate::omit::{self, Omitted};
use crate::pg::settings::MAJOR;
use hashbrown::{HashMap, HashSet};
use std::collections::BTreeSet;

/// Everything that one reading returns.
pub struct Reading {
    pub facts: Facts,
    /// What is not carried, each with what it needs.
    pub omitted: Vec<Omitted>,
    /// What is no fact and may be referred to all the same: other sources have brought it.
    pub known: HashSet<Address>,
    pub(super) edges: Vec<(Address, Address)>,
}

impl Reading {
    /// What was read of the target.
    pub(super) fn of_target(mut all: Vec<Fact>, edges: Vec<(Address, Address)>) -> Reading {
        without_parents(&mut all);
        let facts = Facts::new(demanded(all, &edges, true), &edges);
        // What the target holds besides is its own business.
        Reading { facts, omitted: Vec::new(), known: HashSet::new(), edges }
    }

    /// Leaves out facts that say nothing.
    pub fn leave_out(&mut self, idle: &HashSet<usize>) {
        let mut position = 0..;
        let mut all = std::mem::take(&mut self.facts).all;
        all.retain(|_| position.next().is_some_and(|p: usize| !idle.contains(&p)));
        self.facts = Facts::new(all, &self.edges);
    }

    /// Leaves out facts, with whatever needs them.
    pub fn omit(&mut self, seeds: HashMap<usize, Option<String>>) {
        let facts = std::mem::take(&mut self.facts);
        self.facts = omit::omit(facts, &self.edges, seeds, &mut self.omitted);
    }

    /// What is no fact and facts refer to all the same, as whole objects.
    pub fn references(&self) -> BTreeSet<Address> {
        self.dangling().into_iter().map(|(_, at)| at.whole()).collect()
    }

    /// Adds facts that nothing is to be done about.
    pub fn add(&mut self, others: Vec<Fact>) {
        let mut all = std::mem::take(&mut self.facts).all;
        all.extend(others);
        self.facts = Facts::new(all, &self.edges);
    }

    /// Takes facts out, and the same out of others in the same places.
    pub fn take_out(&mut self, these: &HashSet<Address>, others: &mut Facts) {
        let stays: Vec<bool> = self.facts.all.iter().map(|f| !these.contains(&f.at)).collect();
        for facts in [&mut self.facts, others] {
            let mut stays = stays.iter();
            let mut all = std::mem::take(facts).all;
            all.retain(|_| stays.next().is_some_and(|stays| *stays));
            *facts = Facts::new(all, &self.edges);
        }
    }

    /// Puts other facts in the place of some; returns what the conversion says of those that stay.
    pub fn convert(&mut self, convert: fn(&Facts) -> Converted) -> Vec<String> {
        let Converted { all, kept } = convert(&self.facts);
        self.facts = Facts::new(all, &self.edges);
        kept
    }

    /// Takes out what this server, of another version than the source's, has no place for; returns what is lost of facts
    /// that stay.
    pub fn fit(&mut self) -> Vec<String> {
        let mut lost = Vec::new();
        let mut seeds = HashMap::new();
        for i in 0..self.facts.all.len() {
            for unfit in self.facts.all[i].def.fit() {
                match unfit {
                    Unfit::Aspect { what, since } => lost.push(format!(
                        "{what} of {} is not carried: PostgreSQL {since} brought it, and this is {MAJOR}",
                        self.facts.label(i)
                    )),
                    Unfit::Object { what, since } => {
                        let needs = format!("{what} of PostgreSQL {since}, and this is {MAJOR}");
                        seeds.insert(i, Some(needs));
                    }
                    Unfit::Illegible { what } => {
                        let needs = format!("{what}: without them the server shows it wrong");
                        seeds.insert(i, Some(needs));
                    }
                }
            }
        }
        self.omit(seeds);
        lost.extend(self.renew());
        lost
    }

    /// The same of what this server, where it is newer, allows no more.
    fn renew(&mut self) -> Vec<String> {
        let mut lost = Vec::new();
        let mut seeds = HashMap::new();
        let mut renewed = Vec::new();
        for i in 0..self.facts.all.len() {
            match self.facts.all[i].def.outdated(&Scope::of(&self.facts, i)) {
                None => {}
                Some(Outdated::Instead { def, what, until }) => {
                    lost.push(format!(
                        "{what} of {} is not carried: PostgreSQL {until} no longer allows it, and this is {MAJOR}",
                        self.facts.label(i)
                    ));
                    renewed.push((i, def));
                }
                Some(Outdated::Object { what, until }) => {
                    let needs = format!(
                        "{what}, which PostgreSQL {until} no longer allows, and this is {MAJOR}"
                    );
                    seeds.insert(i, Some(needs));
                }
            }
        }
        for (i, def) in renewed {
            self.facts.all[i].def = def.into();
        }
        self.omit(seeds);
        lost
    }

    /// References from facts to what is no fact: dependent fact, referenced address.
    pub(super) fn dangling(&self) -> Vec<(usize, Address)> {
        let dangles = |(d, r): &(Address, Address)| {
            let is_known = self.known.contains(&r.whole()) || self.facts.owner(*r).is_some();
            self.facts.owner(*d).filter(|_| !is_known).map(|d| (d, *r))
        };
        self.edges.iter().filter_map(dangles).collect()
    }
}
