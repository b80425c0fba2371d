//! Definitions of any kind, and the registry's view of a kind.

use super::unfit::OutdatedObject;
use super::{
    Assigned, Definition, Doubt, Drawn, Exposed, Fate, Fields, Gentle, Held, Laid, Modelled, Own,
    Part, Remade, Risk, RoleRule, Scope, Sketch, Turn, Unfit, Use,
};
use crate::error::{Error, Result};
use crate::model::QName;
use crate::pg::parser::excerpt;
use std::any::Any;
use std::fmt::Debug;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

/// A definition of any kind.
pub trait Object: Debug {
    fn entry(&self) -> &'static Entry;
    fn as_any(&self) -> &dyn Any;
    fn boxed(&self) -> Box<dyn Object>;
    fn same(&self, other: &dyn Object) -> bool;
    fn json(&self) -> Result<String>;
    fn fields(&mut self, to: &mut dyn Fields) -> Result<()>;
    fn name(&self, scope: &Scope) -> String;
    fn object(&self, scope: &Scope) -> String;
    fn create(&self, scope: &Scope) -> Result<Vec<String>>;
    fn rehearse(&self, scope: &Scope) -> Option<Vec<String>>;
    fn sketch(&self, scope: &Scope) -> Option<Sketch>;
    fn gently(&self, statement: &str, scope: &Scope) -> Option<Gentle>;
    fn inline(&self, scope: &Scope) -> Option<String>;
    fn settle(&self, scope: &Scope) -> Result<Vec<String>>;
    fn drop(&self, scope: &Scope) -> Vec<String>;
    fn alter(&self, from: &dyn Object, scope: &Scope) -> Option<Vec<String>>;
    fn waits(&self, from: &dyn Object, scope: &Scope) -> Vec<usize>;
    fn outlives(&self, scope: &Scope) -> Vec<usize>;
    fn rests_on(&self, from: &dyn Object, scope: &Scope) -> Vec<usize>;
    fn disturbs(&self, from: &dyn Object) -> bool;
    fn remake(&self, from: &dyn Object, uses: &[Use], spare: (&str, bool)) -> Option<Remade>;
    fn lend(&self, held: &Held, spare: &str) -> Option<Remade>;
    fn reshape(&self, parts: &[Turn], held: &Held, spare: &str) -> Option<Vec<String>>;
    fn risks(&self, from: Option<&dyn Object>, scope: &Scope) -> Vec<Risk>;
    fn doubts(&self, from: Option<&dyn Object>, scope: &Scope) -> Vec<Doubt>;
    fn bars(&self, scope: &Scope) -> Vec<Doubt>;
    fn inner(&mut self) -> Vec<(u32, &mut String)>;
    fn fit(&mut self) -> Vec<Unfit>;
    fn outdated(&self, scope: &Scope) -> Option<OutdatedObject>;
    fn forget_chosen(&mut self, source: &dyn Object, scope: &Scope);
    fn shed_casts(&mut self, column: &dyn Fn(&QName, &str) -> Option<String>);
    fn fixes(&self) -> Vec<String>;
    fn places(&self) -> Vec<&str>;
    fn forget(&mut self);
    fn rename_inner(&self, old: &str, new: &str) -> Option<String>;
    fn brings(&self) -> Option<(Part, &[String])>;
    fn lay(&self, trashed: Option<(&str, &QName)>, scope: &Scope) -> Option<Laid>;
    fn own(&mut self) -> Option<Own<'_>>;
    fn makes(&self) -> Option<QName>;
    fn companion(&mut self) -> Option<(&'static str, &mut QName)>;
    fn rename(&self, new: &str, scope: &Scope) -> Vec<String>;
    fn relocate(&self, schema: &str, scope: &Scope) -> Vec<String>;
    fn follow(&self, from: &dyn Object, scope: &Scope) -> Result<Vec<String>>;
    fn fate(&self) -> Fate;
    fn idle(&self, scope: &Scope) -> Option<(Vec<String>, Vec<String>)>;
    fn data_probe(&self, scope: &Scope) -> Option<String>;
    fn loses(&self, to: &dyn Object, scope: &Scope) -> Option<String>;
    fn demands(&self, scope: &Scope) -> Vec<(String, Error)>;
    fn strays(&self, from: &dyn Object, scope: &Scope) -> Vec<String>;
    fn exposes(&self) -> Option<Exposed>;
    fn drawn(&self) -> Option<Drawn>;
    fn modelled(&self) -> Option<Modelled>;
    fn assigned(&self, scope: &Scope) -> Vec<Assigned>;
    fn check(&self, scope: &Scope, extension: &dyn Fn(&str) -> Option<String>) -> Vec<String>;
}

impl Clone for Box<dyn Object> {
    fn clone(&self) -> Self {
        self.boxed()
    }
}

/// A definition that copies have in common until one of them is changed.
#[derive(Clone, Debug)]
pub struct Def {
    /// At hand, since it is asked for of all facts again and again.
    entry: &'static Entry,
    object: Rc<Box<dyn Object>>,
}

impl Def {
    pub fn of(definition: impl Definition) -> Def {
        Def::from(Box::new(definition) as Box<dyn Object>)
    }

    pub fn entry(&self) -> &'static Entry {
        self.entry
    }
}

impl From<Box<dyn Object>> for Def {
    fn from(object: Box<dyn Object>) -> Def {
        Def { entry: object.entry(), object: Rc::new(object) }
    }
}

impl Deref for Def {
    type Target = dyn Object;
    fn deref(&self) -> &(dyn Object + 'static) {
        self.object.as_ref().as_ref()
    }
}

impl DerefMut for Def {
    fn deref_mut(&mut self) -> &mut (dyn Object + 'static) {
        Rc::make_mut(&mut self.object).as_mut()
    }
}

impl AsRef<dyn Object> for Def {
    fn as_ref(&self) -> &(dyn Object + 'static) {
        &**self
    }
}

/// A kind in the registry.
#[derive(Debug)]
pub struct Entry {
    pub kind: &'static str,
    pub query: &'static str,
    pub commands: &'static [&'static str],
    pub found_in: Option<&'static str>,
    pub facet: bool,
    pub optional: bool,
    pub rule: Option<RoleRule>,
    pub part: bool,
    pub on_demand: bool,
    pub shared: bool,
    pub database: bool,
    pub relations: usize,
    pub takes: bool,
    pub bestowed: bool,
    pub binds: bool,
    pub chosen: bool,
    pub adjusts: bool,
    pub last: bool,
    pub parse: fn(&str) -> Result<Box<dyn Object>>,
}

/// Ties a definition type to its registry entry.
pub trait Registered: Definition {
    const ENTRY: Entry = Entry {
        kind: Self::KIND,
        query: Self::QUERY,
        commands: Self::COMMANDS,
        found_in: Self::FOUND_IN,
        facet: Self::FACET,
        optional: Self::OPTIONAL,
        rule: Self::RULE,
        part: Self::PART,
        on_demand: Self::ON_DEMAND,
        shared: Self::SHARED,
        database: Self::DATABASE,
        relations: Self::RELATIONS,
        takes: Self::TAKES,
        bestowed: Self::BESTOWED,
        binds: Self::BINDS,
        chosen: Self::CHOSEN,
        adjusts: Self::ADJUSTS,
        last: Self::LAST,
        parse: parse::<Self>,
    };
}

impl<D: Definition> Registered for D {}

fn parse<D: Definition>(json: &str) -> Result<Box<dyn Object>> {
    match serde_json::from_str::<D>(json) {
        Ok(definition) => Ok(Box::new(definition)),
        Err(error) => {
            Err(Error::internal(format!("cannot read a definition of kind \"{}\"", D::KIND))
                .detail(format!("{error}, in {}", excerpt(json))))
        }
    }
}

impl<D: Definition> Object for D {
    fn entry(&self) -> &'static Entry {
        const { &<D as Registered>::ENTRY }
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn boxed(&self) -> Box<dyn Object> {
        Box::new(self.clone())
    }
    fn same(&self, other: &dyn Object) -> bool {
        other.as_any().downcast_ref::<D>() == Some(self)
    }
    fn json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|e| Error::internal(e.to_string()))
    }
    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        Definition::fields(self, to)
    }
    fn name(&self, scope: &Scope) -> String {
        Definition::name(self, scope)
    }
    fn object(&self, scope: &Scope) -> String {
        Definition::object(self, scope)
    }
    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Definition::create(self, scope)
    }
    fn rehearse(&self, scope: &Scope) -> Option<Vec<String>> {
        Definition::rehearse(self, scope)
    }
    fn sketch(&self, scope: &Scope) -> Option<Sketch> {
        Definition::sketch(self, scope)
    }
    fn gently(&self, statement: &str, scope: &Scope) -> Option<Gentle> {
        Definition::gently(self, statement, scope)
    }
    fn inline(&self, scope: &Scope) -> Option<String> {
        Definition::inline(self, scope)
    }
    fn settle(&self, scope: &Scope) -> Result<Vec<String>> {
        Definition::settle(self, scope)
    }
    fn drop(&self, scope: &Scope) -> Vec<String> {
        Definition::drop(self, scope)
    }
    fn alter(&self, from: &dyn Object, scope: &Scope) -> Option<Vec<String>> {
        Definition::alter(self, from.as_any().downcast_ref::<D>()?, scope)
    }
    fn waits(&self, from: &dyn Object, scope: &Scope) -> Vec<usize> {
        let from = from.as_any().downcast_ref::<D>();
        from.map_or_else(Vec::new, |from| Definition::waits(self, from, scope))
    }
    fn outlives(&self, scope: &Scope) -> Vec<usize> {
        Definition::outlives(self, scope)
    }
    fn rests_on(&self, from: &dyn Object, scope: &Scope) -> Vec<usize> {
        let from = from.as_any().downcast_ref::<D>();
        from.map_or_else(Vec::new, |from| Definition::rests_on(self, from, scope))
    }
    fn disturbs(&self, from: &dyn Object) -> bool {
        from.as_any().downcast_ref::<D>().is_some_and(|from| Definition::disturbs(self, from))
    }
    fn remake(&self, from: &dyn Object, uses: &[Use], spare: (&str, bool)) -> Option<Remade> {
        Definition::remake(self, from.as_any().downcast_ref::<D>()?, uses, spare)
    }
    fn lend(&self, held: &Held, spare: &str) -> Option<Remade> {
        Definition::lend(self, held, spare)
    }
    fn reshape(&self, parts: &[Turn], held: &Held, spare: &str) -> Option<Vec<String>> {
        Definition::reshape(self, parts, held, spare)
    }
    fn risks(&self, from: Option<&dyn Object>, scope: &Scope) -> Vec<Risk> {
        let from = from.and_then(|from| from.as_any().downcast_ref::<D>());
        Definition::risks(self, from, scope)
    }
    fn doubts(&self, from: Option<&dyn Object>, scope: &Scope) -> Vec<Doubt> {
        let from = from.and_then(|from| from.as_any().downcast_ref::<D>());
        Definition::doubts(self, from, scope)
    }
    fn bars(&self, scope: &Scope) -> Vec<Doubt> {
        Definition::bars(self, scope)
    }
    fn inner(&mut self) -> Vec<(u32, &mut String)> {
        Definition::inner(self)
    }
    fn fit(&mut self) -> Vec<Unfit> {
        Definition::fit(self)
    }
    fn outdated(&self, scope: &Scope) -> Option<OutdatedObject> {
        let outdated = Definition::outdated(self, scope)?;
        Some(outdated.map(|def| Box::new(def) as Box<dyn Object>))
    }
    fn forget_chosen(&mut self, source: &dyn Object, scope: &Scope) {
        if let Some(source) = source.as_any().downcast_ref::<D>() {
            Definition::forget_chosen(self, source, scope);
        }
    }
    fn shed_casts(&mut self, column: &dyn Fn(&QName, &str) -> Option<String>) {
        Definition::shed_casts(self, column);
    }
    fn fixes(&self) -> Vec<String> {
        Definition::fixes(self)
    }
    fn places(&self) -> Vec<&str> {
        Definition::places(self)
    }
    fn forget(&mut self) {
        Definition::forget(self);
    }
    fn rename_inner(&self, old: &str, new: &str) -> Option<String> {
        Definition::rename_inner(self, old, new)
    }
    fn brings(&self) -> Option<(Part, &[String])> {
        Definition::brings(self)
    }
    fn lay(&self, trashed: Option<(&str, &QName)>, scope: &Scope) -> Option<Laid> {
        Definition::lay(self, trashed, scope)
    }
    fn own(&mut self) -> Option<Own<'_>> {
        Definition::own(self)
    }
    fn makes(&self) -> Option<QName> {
        Definition::makes(self)
    }
    fn companion(&mut self) -> Option<(&'static str, &mut QName)> {
        Definition::companion(self)
    }
    fn rename(&self, new: &str, scope: &Scope) -> Vec<String> {
        Definition::rename(self, new, scope)
    }
    fn relocate(&self, schema: &str, scope: &Scope) -> Vec<String> {
        Definition::relocate(self, schema, scope)
    }
    fn follow(&self, from: &dyn Object, scope: &Scope) -> Result<Vec<String>> {
        from.as_any()
            .downcast_ref::<D>()
            .map_or(Ok(Vec::new()), |f| Definition::follow(self, f, scope))
    }
    fn fate(&self) -> Fate {
        Definition::fate(self)
    }
    fn idle(&self, scope: &Scope) -> Option<(Vec<String>, Vec<String>)> {
        Definition::idle(self, scope)
    }
    fn data_probe(&self, scope: &Scope) -> Option<String> {
        Definition::data_probe(self, scope)
    }
    fn loses(&self, to: &dyn Object, scope: &Scope) -> Option<String> {
        Definition::loses(self, to.as_any().downcast_ref::<D>()?, scope)
    }
    fn demands(&self, scope: &Scope) -> Vec<(String, Error)> {
        Definition::demands(self, scope)
    }
    fn strays(&self, from: &dyn Object, scope: &Scope) -> Vec<String> {
        let from = from.as_any().downcast_ref::<D>();
        from.map_or_else(Vec::new, |from| Definition::strays(self, from, scope))
    }
    fn exposes(&self) -> Option<Exposed> {
        Definition::exposes(self)
    }
    fn drawn(&self) -> Option<Drawn> {
        Definition::drawn(self)
    }
    fn modelled(&self) -> Option<Modelled> {
        Definition::modelled(self)
    }
    fn assigned(&self, scope: &Scope) -> Vec<Assigned> {
        Definition::assigned(self, scope)
    }
    fn check(&self, scope: &Scope, extension: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
        Definition::check(self, scope, extension)
    }
}
