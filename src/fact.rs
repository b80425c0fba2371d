//! Facts: what a kind of object must say about itself, and the facts of one side with their
//! dependencies.

mod aside;
mod assigned;
mod circle;
mod drawn;
mod facts;
mod fields;
mod index;
mod laid;
pub mod mention;
pub mod modelled;
mod object;
mod part;
mod place;
mod remade;
mod risk;
mod surroundings;
mod unfit;
pub mod word;

pub use aside::Aside;
pub use assigned::Assigned;
pub use circle::{Circles, Sketch, circles};
pub use drawn::Drawn;
pub use facts::{Facts, Scope};
pub use fields::Fields;
pub use laid::Laid;
pub use modelled::Modelled;
pub use object::{Def, Entry, Object, Registered};
pub use part::Part;
pub use place::Place;
pub use remade::{Held, Remade, Use};
pub use risk::{Doubt, Gentle, Online, Piece, Risk, TRIAL, Trial};
pub use surroundings::Surroundings;
pub use unfit::{Outdated, Unfit};

use crate::error::{Error, Result};
use crate::model::QName;
use crate::pg::quote::ident;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use std::rc::Rc;

/// The namespaces of PostgreSQL whose members have a schema-qualified name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Space {
    /// Tables, views, indexes, sequences, composite types' relations: one namespace.
    Relation,
    Type,
    /// Functions, procedures and aggregates, all overloads alike.
    Routine,
    Collation,
    Conversion,
    Operator,
    /// Operator classes and families.
    OpClass,
    /// Text search objects of every sort.
    TextSearch,
    /// Extended statistics.
    Statistics,
    // Of the database, in no schema.
    Language,
    EventTrigger,
    ForeignDataWrapper,
    Server,
    Publication,
}

/// SQL text in a definition, and the scope that its names live in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sql {
    /// A type as `format_type` prints it, with its modifiers.
    Type,
    /// A type that the server keeps without modifiers: of an argument, a result, a range.
    BareType,
    /// A type that the rule `types` leaves alone: of a sequence, of a transform.
    FixedType,
    /// The type of a query's output column: it is what the query gives, and says nothing of its own.
    OutputType,
    /// An expression; columns without qualifier are those of the relation, if there is one.
    Expression { of: Option<QName> },
    /// An expression over `VALUE` of a domain: its CHECK.
    DomainExpression { of: QName },
    /// An expression over `OLD` and `NEW` rows of the relation: a trigger's WHEN, a rule's WHERE.
    RowExpression { of: QName },
    /// A statement over `OLD` and `NEW` rows of the relation: an action of a rule on an event.
    RuleAction { of: QName, event: &'static str },
    /// A query as `pg_get_viewdef` prints it; its output columns are those of the view named.
    Query { view: QName },
    /// Parenthesised partition key: names, expressions, collations and operator classes.
    PartitionKey { of: QName },
    /// `FOR VALUES ...` or `DEFAULT` of a partition of the table: constants without casts, no names.
    PartitionBound { of: QName },
    /// `BEGIN ATOMIC ... END` or `RETURN ...`; arguments may be qualified with the routine's name.
    SqlBody { of: QName, parameters: Vec<Parameter> },
    /// A routine's body that is a string to the server; `path` is the routine's own `search_path`.
    StringBody {
        of: QName,
        language: String,
        parameters: Vec<Parameter>,
        path: Option<Vec<String>>,
    },
}

/// A parameter of a routine, or a column of the table that it returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: Option<String>,
    /// As `format_type` prints it.
    pub type_text: String,
    /// Given by the caller.
    pub input: bool,
}

/// What queries can refer to by a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exposed {
    /// A column of a relation, with its type; `far`: its values are not in this database.
    Column { of: QName, name: String, type_name: String, far: bool },
    /// A sequence that counts for a column.
    Counter { of: QName, column: String, sequence: QName },
    /// The type that a domain is over.
    Base { of: QName, type_name: String },
    /// A relation that has the columns of another one too.
    Heir { of: QName, parent: QName },
    /// The result of a routine: its type, and the named columns that it returns, with their types.
    Results { of: QName, type_name: Option<String>, columns: Vec<(String, String)> },
    /// A trigger on a relation: the routine that it calls, which can read its transition tables.
    Trigger { of: QName, name: String, routine: QName, tables: Vec<String> },
}

/// What a rename or a move changes of a definition.
#[derive(Debug)]
pub struct Own<'a> {
    /// Where the object can be moved by itself.
    pub schema: Option<&'a mut String>,
    pub name: &'a mut String,
}

impl<'a> Own<'a> {
    /// Of an object that has its place in a schema.
    pub fn object(name: &'a mut QName) -> Option<Own<'a>> {
        Some(Own { schema: Some(&mut name.schema), name: &mut name.name })
    }

    /// Of something that is always where what it belongs to is.
    pub fn part(name: &'a mut String) -> Option<Own<'a>> {
        Some(Own { schema: None, name })
    }
}

/// A fact as it is, and as it shall be.
pub type Turn<'a> = (Scope<'a>, Scope<'a>);

/// What becomes of something that is dropped where drops go to the trash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is a definition and nothing else: dropped all the same.
    Dropped,
    /// It holds rows or values: it goes to the trash.
    Trashed,
    /// It stays with what it belongs to, be that a table or a column.
    Along,
    /// It stays with the table that it belongs to; where only a column goes, it is dropped.
    WithTable,
    /// The same; and what it ties its table to cannot let that go and take it back as it was: the table goes to
    /// the trash only if that does.
    Anchored,
}

/// The rules about roles, each of which says whether some kinds are read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleRule {
    Owner,
    Grants,
}

/// One kind of object: its fields, and the DDL that makes, removes and names it.
///
/// A definition is what a catalog query (`sql/catalog/<kind>.sql`) returns as `def`. It holds
/// everything that the DDL needs, with names unquoted.
pub trait Definition: Serialize + DeserializeOwned + Clone + PartialEq + Debug + 'static {
    /// The kind's name in plans, tables and rules: `materialized view`.
    const KIND: &'static str;
    /// What of it is carried, and how a change of that is carried out: for the table in README.md, which a test
    /// makes of these.
    const ABOUT: &'static str;
    const CHANGES: &'static str;
    /// Text of `sql/catalog/<kind>.sql`.
    const QUERY: &'static str;
    /// Command tags of the statements that this kind may produce; nothing else is run.
    const COMMANDS: &'static [&'static str];
    /// What a query must select from to find a row where there may be objects of the kind; none where they are
    /// always looked for. Most databases have none of most kinds, and a query takes its time to be planned.
    const FOUND_IN: Option<&'static str> = None;
    /// Describes an address that a fact of another kind owns (a comment, an ownership).
    const FACET: bool = false;
    /// Read only when a rule wants it; then it may be there before, and is altered or left as it is.
    const OPTIONAL: bool = false;
    /// The rule without which an optional kind is not wanted.
    const RULE: Option<RoleRule> = None;
    /// Always made together with its parent, where both are new (a column).
    const PART: bool = false;
    /// Followed only when another followed fact needs it, or when its parent is followed.
    const ON_DEMAND: bool = false;
    /// May be there before the first plan, then it is used as it is and never dropped.
    const SHARED: bool = false;
    /// Belongs to the database and to no schema: followed only with the whole database.
    const DATABASE: bool = false;
    /// How many relations there are of it, toast and its index too, each of which takes a lock until the end of the
    /// transaction that makes or drops it.
    const RELATIONS: usize = 0;
    /// The rules `include` and `exclude` choose among these.
    const CHOSEN: bool = false;
    /// May come by itself with what it belongs to: what nobody has planned is the target's own.
    const BESTOWED: bool = false;
    /// Binds its parent to something else, and dropping that takes the parent along (an index that
    /// is attached to a partitioned one): to the first of those that it comes after.
    const BINDS: bool = false;
    /// Dropping it takes along what belongs to it; a schema must be empty first.
    const TAKES: bool = true;
    /// The server brings it along when what it depends on is altered: an index with the type of its
    /// column. Everything else is dropped before such a change, and made again after it.
    const ADJUSTS: bool = false;
    /// Made when all else is there, and what belongs to it too: it changes what new objects are like.
    const LAST: bool = false;

    /// Hands over each field that is a name or SQL text. Parts (columns of a relation, say) come
    /// before the name of what they belong to, because a part is looked up by its owner's name in the source.
    fn fields(&mut self, to: &mut dyn Fields) -> Result<()>;
    /// Name as a person writes it, unique within the kind and database: `dbo."Users"."Id"`.
    fn name(&self, scope: &Scope) -> String;
    /// The object as `COMMENT ON` and `DROP` name it: `TABLE dbo."Users"`.
    fn object(&self, scope: &Scope) -> String;
    /// Statements that make the object by itself; empty when it comes with something else.
    fn create(&self, scope: &Scope) -> Result<Vec<String>>;
    /// Statements that make the object for a trial: one that does nothing stands for what would run. `None`: no way.
    fn rehearse(&self, scope: &Scope) -> Option<Vec<String>> {
        self.create(scope).ok()
    }
    /// What can stand for the object until all is there that it needs, where objects need each other in a circle.
    fn sketch(&self, _scope: &Scope) -> Option<Sketch> {
        None
    }
    /// Clause inside the parent's CREATE; `None` when it needs a statement of its own.
    fn inline(&self, _scope: &Scope) -> Option<String> {
        None
    }
    /// How to do what one of its statements does without a lock that keeps others from rows for long.
    fn gently(&self, _statement: &str, _scope: &Scope) -> Option<Gentle> {
        None
    }
    /// Statements that follow the creation, inline or not.
    fn settle(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(Vec::new())
    }
    /// Statements that remove the object.
    fn drop(&self, scope: &Scope) -> Vec<String> {
        vec![format!("DROP {}", self.object(scope))]
    }
    /// Statements that make this one of `from`, where the server can do that in place; `None` where it
    /// must be dropped and made anew. Both have the same names, since renames come first; the scope is that of
    /// this definition, and knows that of `from`. The undo is asked for the other way round.
    fn alter(&self, _from: &Self, _scope: &Scope) -> Option<Vec<String>> {
        None
    }
    /// Facts of the scope that, if they are altered too, must be so before those statements run.
    fn waits(&self, _from: &Self, _scope: &Scope) -> Vec<usize> {
        Vec::new()
    }
    /// Facts of the scope that must be dropped before it, if they are dropped too, beyond what needs it.
    fn outlives(&self, _scope: &Scope) -> Vec<usize> {
        Vec::new()
    }
    /// Facts of what was before, by position there, that spare those statements a look at the rows: if they are
    /// dropped, then after that.
    fn rests_on(&self, _from: &Self, _scope: &Scope) -> Vec<usize> {
        Vec::new()
    }
    /// Whether those statements can only run while nothing depends on the object, but for what adjusts.
    fn disturbs(&self, _from: &Self) -> bool {
        false
    }
    /// Statements that make a type that cannot be altered of `from`, while columns keep their values: they
    /// get the new type by way of text. `spare` is a free name in the type's schema for the old one; the second
    /// statements, which run when what is over it has been made anew as well, drop that. `far`: some columns, or heirs of
    /// them, are where the server refuses to be told of a way.
    fn remake(&self, _from: &Self, _uses: &[Use], (_spare, _far): (&str, bool)) -> Option<Remade> {
        None
    }
    /// Statements that bring values of a type that is made anew, and are within others that columns hold, out of the way,
    /// and those that bring them back after it. `spare` is what names of spare types begin with.
    fn lend(&self, _held: &Held, _spare: &str) -> Option<Remade> {
        None
    }
    /// Statements that give parts of a type other types while columns hold values of it, which they keep. The undo is
    /// asked for with the parts the other way round. `spare` is a free name in the type's schema.
    fn reshape(&self, _parts: &[Turn], _held: &Held, _spare: &str) -> Option<Vec<String>> {
        None
    }
    /// What may surprise about making the object, or making it of `from`, in a database with rows. Names are
    /// those of the database before anything is done.
    fn risks(&self, _from: Option<&Self>, _scope: &Scope) -> Vec<Risk> {
        Vec::new()
    }
    /// Which rows of the database, as it is before anything is done, the statements would choke on.
    fn doubts(&self, _from: Option<&Self>, _scope: &Scope) -> Vec<Doubt> {
        Vec::new()
    }
    /// Over which rows the object cannot be made again once it is dropped.
    fn bars(&self, _scope: &Scope) -> Vec<Doubt> {
        Vec::new()
    }
    /// Names inside the definition that have identities of their own in the catalog: labels of an enum.
    fn inner(&mut self) -> Vec<(u32, &mut String)> {
        Vec::new()
    }
    /// Takes out of a definition of the source what this server has no place for, and tells what that is.
    fn fit(&mut self) -> Vec<Unfit> {
        Vec::new()
    }
    /// What this server, where it is newer, allows no more of a definition of the source.
    fn outdated(&self, _scope: &Scope) -> Option<Outdated<Self>> {
        None
    }
    /// Rules have given names to `source`: names that the server chose by its old ones are forgotten. The scope is that
    /// of `source`.
    fn forget_chosen(&mut self, _source: &Self, _scope: &Scope) {}
    /// Columns have other types: an expression that is a cast of one to that, which `column` tells, is the column alone.
    fn shed_casts(&mut self, _column: &dyn Fn(&QName, &str) -> Option<String>) {}
    /// Names of parts that keep their types as long as it is there: columns of a partition key.
    fn fixes(&self) -> Vec<String> {
        Vec::new()
    }
    /// Names of its parts in their places, where these follow from nothing else: columns that a view's query gives.
    fn places(&self) -> Vec<&str> {
        Vec::new()
    }
    /// Forgets those identities: they are of a database that is another one now.
    fn forget(&mut self) {}
    /// The statement that renames one of those.
    fn rename_inner(&self, _old: &str, _new: &str) -> Option<String> {
        None
    }
    /// Names of parts of its parent that have come with it and are no facts; they can be renamed in the same way.
    fn brings(&self) -> Option<(Part, &[String])> {
        None
    }
    /// What makes the part before what it is a part of is tied to a table that it comes from; or, with the name that it
    /// has in the trash and the table, before that is tied to the one whose part is there.
    fn lay(&self, _trashed: Option<(&str, &QName)>, _scope: &Scope) -> Option<Laid> {
        None
    }
    /// The object's own name; `None` where it has none (a comment, a default).
    fn own(&mut self) -> Option<Own<'_>> {
        None
    }
    /// What comes with the object under a name of its own: its class in ALTER, and that name.
    fn companion(&mut self) -> Option<(&'static str, &mut QName)> {
        None
    }
    /// The relation of the same name that comes with the object: the index of a constraint.
    fn makes(&self) -> Option<QName> {
        None
    }
    /// Statements that give the object another name; all other names in them are those of this definition.
    fn rename(&self, new: &str, scope: &Scope) -> Vec<String> {
        vec![format!("ALTER {} RENAME TO {}", self.object(scope), ident(new))]
    }
    /// Statements that move the object to another schema; none where it goes along with another one.
    fn relocate(&self, schema: &str, scope: &Scope) -> Vec<String> {
        vec![format!("ALTER {} SET SCHEMA {}", self.object(scope), ident(schema))]
    }
    /// Statements that bring what the server does not change along with names: bodies that are texts to it.
    /// `from` is this definition before names changed; the scope is that of the desired one, which knows the target's.
    fn follow(&self, _from: &Self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(Vec::new())
    }
    /// What becomes of the object where drops go to the trash.
    fn fate(&self) -> Fate {
        if Self::FACET { Fate::Along } else { Fate::Dropped }
    }
    /// Statements after which the object asks nothing of new rows any more, as befits the trash, and those that
    /// take that back; `None` where it cannot go there without what stays.
    fn idle(&self, _scope: &Scope) -> Option<(Vec<String>, Vec<String>)> {
        Some((Vec::new(), Vec::new()))
    }
    /// Query of one text column that says which data dropping the object loses: `12 rows, 16 kB`; null or no row: none.
    fn data_probe(&self, _scope: &Scope) -> Option<String> {
        None
    }
    /// The same for making another definition of it in place: `3 values rounded`.
    fn loses(&self, _to: &Self, _scope: &Scope) -> Option<String> {
        None
    }
    /// What other names make of the object besides, each a sentence for a WARNING: rules have given them, and it is
    /// `from` in the source. The scope knows that of `from`.
    fn strays(&self, _from: &Self, _scope: &Scope) -> Vec<String> {
        Vec::new()
    }
    /// What queries can refer to by this fact, besides its own name.
    fn exposes(&self) -> Option<Exposed> {
        None
    }
    /// What a diagram shows of it.
    fn drawn(&self) -> Option<Drawn> {
        None
    }
    /// What classes of an object-relational mapper show of it.
    fn modelled(&self) -> Option<Modelled> {
        None
    }
    /// Expressions that must be of a type.
    fn assigned(&self, _scope: &Scope) -> Vec<Assigned> {
        Vec::new()
    }
    /// Statements that check what the server did not check when it made the object, in order: one
    /// raises, or the last returns lines of text, where something is wrong. `extension` tells in
    /// which schema an extension is installed.
    fn check(&self, _scope: &Scope, _extension: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
        Vec::new()
    }
    /// What the target must offer: queries that return whether it does, with the error if not.
    fn demands(&self, _scope: &Scope) -> Vec<(String, Error)> {
        Vec::new()
    }
}

/// One addressable thing of a schema.
#[derive(Clone, Debug)]
pub struct Fact {
    surroundings: Rc<Surroundings>,
    /// Hazards of making it, as plans and scripts name them.
    pub hazards: Vec<&'static str>,
    /// Rules that gave it its name, schema or types.
    pub rules: Vec<String>,
    pub def: Def,
}

impl Fact {
    pub fn new(surroundings: Surroundings, def: Def) -> Fact {
        let surroundings = Rc::new(surroundings);
        Fact { surroundings, hazards: Vec::new(), rules: Vec::new(), def }
    }

    pub fn entry(&self) -> &'static Entry {
        self.def.entry()
    }
    pub fn kind(&self) -> &'static str {
        self.entry().kind
    }
    /// The definition as a type of `src/kind`.
    pub fn get<D: Definition>(&self) -> Option<&D> {
        self.def.as_any().downcast_ref::<D>()
    }
}
