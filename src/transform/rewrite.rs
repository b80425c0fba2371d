//! Names inside SQL text follow the rules: text is spliced at the positions of its names.
//!
//! Texts are what PostgreSQL's own deparser (`ruleutils.c`) prints with an empty `search_path`.
//! A resolver with the query's scopes says what each name refers to. Output columns of subqueries
//! and CTEs that take their name from a renamed column follow it, and so do references to them.
//! Where new names would change what the text means (two columns of a join become one name, an
//! alias is captured) aliases are added that keep the old names within the query.

mod body;
mod constant;
mod from;
mod literal;
mod modify;
mod query;
mod scope;
mod splice;
mod value;

use crate::error::{Error, Result};
use crate::fact::{Parameter, Space, Sql};
use crate::model::QName;
use crate::pg::parser::{excerpt, tokens};
use crate::pg::tree::{self, Tree};
use hashbrown::{HashMap, HashSet};
use pgrx::PgSqlErrorCode;
use scope::{Col, Item, Level, Ty};
use splice::Splice;

/// A column of a relation, an attribute of a type, a result of a routine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub new_name: String,
    /// As `format_type` prints it, with the source's names.
    pub type_text: String,
}

/// A trigger on a relation, with the transition tables that its routine sees.
#[derive(Clone, Debug)]
pub struct Trigger {
    pub of: QName,
    pub name: String,
    pub tables: Vec<String>,
}

/// What names of the source become. A name that does not change, or that is not followed, is
/// returned as it is. Schemas and names are the source's.
pub trait Names {
    fn schema(&self, schema: &str) -> String;
    fn relation(&self, schema: &str, name: &str) -> QName;
    /// Columns of a relation in their order, dropped ones left out; `None` when unknown: then
    /// they keep their names.
    fn columns(&self, schema: &str, name: &str) -> Option<Vec<Column>>;
    /// To be asked by what counts the columns of a relation: these in the order in which the target has them, where that is
    /// known to be another one.
    fn counted(&self, _relation: &QName) -> Option<Vec<String>> {
        None
    }
    fn type_name(&self, schema: &str, name: &str) -> QName;
    fn routine(&self, schema: &str, name: &str) -> QName;
    /// OUT and TABLE columns, or for a composite result the type's attributes.
    fn routine_results(&self, schema: &str, name: &str) -> Option<Vec<Column>>;
    /// Attributes of a composite type, columns of a row type.
    fn composite(&self, schema: &str, name: &str) -> Option<Vec<Column>>;
    /// Whether some column or attribute of this name gets another.
    fn column_changes(&self, column: &str) -> bool;
    fn collation(&self, schema: &str, name: &str) -> QName;
    fn operator(&self, schema: &str, name: &str) -> QName;
    fn opclass(&self, schema: &str, name: &str) -> QName;
    fn text_search(&self, schema: &str, name: &str) -> QName;
    /// Whether a followed object has that name; members of extensions are there too.
    fn has(&self, _space: Space, _name: &QName) -> bool {
        true
    }
    /// Followed objects of a name, in any schema.
    fn find(&self, _space: Space, _name: &str) -> Vec<QName> {
        Vec::new()
    }
    fn is_followed(&self, _schema: &str) -> bool {
        true
    }
    /// Whether the server itself has an object of that name in `pg_catalog`, which is searched first.
    fn is_servers(&self, _space: Space, _name: &str) -> bool {
        false
    }
    /// Columns of a relation of the server's own.
    fn server_columns(&self, _schema: &str, _name: &str) -> Option<Vec<String>> {
        None
    }
    /// The types as which a routine of that name may read each of its arguments, of which some types are known; empty
    /// where no overload has a parameter of a `reg*` type.
    fn argument_types(
        &self,
        _schema: Option<&str>,
        _name: &str,
        _given: &[Option<String>],
    ) -> Vec<Vec<String>> {
        Vec::new()
    }
    /// Triggers that call the routine.
    fn triggers(&self, _routine: &QName) -> Vec<Trigger> {
        Vec::new()
    }
    /// Whether output columns of queries within the query keep their names.
    fn keeps_outputs(&self) -> bool {
        false
    }
    /// Whether this is the name of a schema, an object or a column that changes.
    fn changes(&self, _name: &str) -> bool {
        false
    }
    /// Whether a text holds the name of a schema or relation that changes.
    fn mentions(&self, _text: &str) -> bool {
        false
    }
    /// A value of an enum, where it stands as a constant of that type.
    fn label(&self, _schema: &str, _name: &str, label: &str) -> String {
        label.to_owned()
    }
    /// A constraint's name, in `ON CONFLICT ON CONSTRAINT`.
    fn constraint(&self, _schema: &str, _relation: &str, name: &str) -> String {
        name.to_owned()
    }
    fn trigger(&self, _of: &QName, name: &str) -> String {
        name.to_owned()
    }
}

/// The type that a type's text names, where it is not one of the server's own.
pub fn type_name(text: &str) -> Result<Option<QName>> {
    literal::qualified(text)
}
pub use body::string_body;

/// The text with the names that the rules give. Err when it is not what `sql` says, or when the
/// result would differ from it in more than names.
pub fn rewrite(sql: &Sql, text: &str, names: &dyn Names) -> Result<String> {
    let done = match sql {
        Sql::Type | Sql::BareType | Sql::FixedType | Sql::OutputType => {
            literal::type_text(text, names)
        }
        // Bodies that are strings are not SQL text of one scope: see `body`.
        Sql::StringBody { .. } | Sql::PartitionBound { .. } => Ok(text.to_owned()),
        _ => parse(sql, text).and_then(|tree| follow(sql, text, &tree, names)),
    };
    done.map_err(|error| match error.detail {
        Some(_) => error,
        None => error.detail(format!("The text is \"{}\".", excerpt(text))),
    })
}

/// The tree of a text that is no type.
pub(super) fn parse(sql: &Sql, text: &str) -> Result<Tree> {
    match sql {
        Sql::Query { .. } | Sql::RuleAction { .. } => tree::statement(text),
        Sql::PartitionKey { .. } => tree::partition_key(text),
        Sql::SqlBody { .. } => tree::sql_body(text),
        _ => tree::expression(text),
    }
}

/// Which old names are kept by aliases, since the new ones would be ambiguous.
#[derive(Clone, Copy, Default)]
struct Keep {
    /// Relations without alias get their old name as alias.
    relations: bool,
    /// Relations get a list of their old column names.
    columns: bool,
}

impl Keep {
    /// Keeps more, where a relation's new name hides another; false when there is no more.
    fn more(&mut self) -> bool {
        let more = !self.relations || !self.columns;
        self.columns |= self.relations;
        self.relations = true;
        more
    }
}

/// Why an attempt ended.
enum Stop {
    /// A new name would be ambiguous or captured.
    Conflict(String),
    /// A relation's new name would hide another that is in use.
    Hidden(String),
    Fail(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Fail(error)
    }
}

type Step<T> = std::result::Result<T, Stop>;

/// One attempt: the text, what is spliced so far, and the scopes open at the current node.
struct Rewriter<'t> {
    names: &'t dyn Names,
    splice: Splice<'t>,
    keep: Keep,
    levels: Vec<Level<'t>>,
    /// Old and new alias of every range table entry.
    aliases: Vec<(String, String)>,
    /// Where the text is of a body that is a string: what else can be seen from there.
    body: Option<&'t body::Inside<'t>>,
    /// Whether the text is a routine's body: what its outermost queries give out are no columns that get other names.
    is_body: bool,
    /// Types of `$1` and so on, where no body that is a string tells them.
    arguments: Vec<Ty>,
    /// Closing parentheses and USING keywords that belong to nodes already seen.
    claimed: HashSet<usize>,
}

fn follow(sql: &Sql, text: &str, tree: &Tree, names: &dyn Names) -> Result<String> {
    let scanned = tokens(text)?;
    let mut keep = Keep::default();
    loop {
        let mut rewriter = Rewriter {
            names,
            splice: Splice::new(text, &scanned),
            keep,
            levels: Vec::new(),
            aliases: Vec::new(),
            body: None,
            is_body: matches!(sql, Sql::SqlBody { .. }),
            arguments: Vec::new(),
            claimed: HashSet::new(),
        };
        match rewriter.run(sql, tree) {
            Ok(()) if rewriter.splice.is_empty() => return Ok(text.to_owned()),
            Ok(()) => match rewriter.ambiguous_alias() {
                None => return check(sql, tree, &rewriter.splice),
                Some(_) if !keep.relations => keep.relations = true,
                Some(name) => return Err(cannot_follow(&name)),
            },
            Err(Stop::Conflict(_)) if !keep.columns => keep.columns = true,
            Err(Stop::Hidden(_)) if keep.more() => {}
            Err(Stop::Conflict(name) | Stop::Hidden(name)) => return Err(cannot_follow(&name)),
            Err(Stop::Fail(error)) => return Err(error),
        }
    }
}

fn cannot_follow(name: &str) -> Error {
    Error::new(
        PgSqlErrorCode::ERRCODE_AMBIGUOUS_COLUMN,
        format!("name \"{name}\" would be ambiguous in SQL text after the rules"),
    )
    .hint("Give one of the objects another name by the \"rename\" rules.")
}

/// The spliced text, once it is known to differ from the old in names only.
fn check(sql: &Sql, tree: &Tree, splice: &Splice) -> Result<String> {
    let text = splice.result();
    let same_tokens = splice.expects(&tokens(&text)?)?;
    if same_tokens && parse(sql, &text)?.shape == tree.shape {
        return Ok(text);
    }
    Err(Error::internal("rewritten SQL text differs from the original in more than names")
        .detail(format!("The text became \"{}\".", excerpt(&text))))
}

impl<'t> Rewriter<'t> {
    fn run(&mut self, sql: &Sql, tree: &'t Tree) -> Step<()> {
        let mut level = Level::default();
        match sql {
            Sql::Expression { of: Some(of) } => {
                let item = self.given(of, None);
                level.columns = item.cols.clone();
                self.aliases.push((item.old.clone(), item.new.clone()));
                level.items.push(item);
            }
            Sql::RowExpression { of } | Sql::RuleAction { of, .. } => {
                for row in ["old", "new"] {
                    level.items.push(self.given(of, Some(row)));
                    self.aliases.push((row.to_owned(), row.to_owned()));
                }
            }
            // Versions before 16 keep both rows in a view as well: no relation may be known as one.
            Sql::Query { .. } => {
                self.aliases.extend(["old", "new"].map(|row| (row.to_owned(), row.to_owned())));
            }
            Sql::DomainExpression { of } => {
                let ty = Ty::Named(of.schema.clone(), of.name.clone());
                level.columns.push(Col::fixed("value", ty));
            }
            Sql::PartitionKey { of } => level.columns = self.given(of, None).cols,
            Sql::SqlBody { of, parameters } => {
                let item = parameters_item(of, parameters, self.names);
                level.columns.clone_from(&item.cols);
                level.items.push(item);
                let given = parameters.iter().filter(|p| p.input);
                self.arguments = given.map(|p| Ty::Text(p.type_text.clone())).collect();
            }
            _ => {}
        }
        self.levels.push(level);
        match sql {
            Sql::PartitionKey { .. } => self.partition_key(&tree.root),
            _ => self.value(&tree.root).map(drop),
        }
    }

    /// A relation that is in scope without FROM.
    fn given(&self, of: &QName, alias: Option<&str>) -> Item {
        let cols = self.relation_columns(&of.schema, &of.name);
        match alias {
            Some(alias) => Item { old: alias.to_owned(), new: alias.to_owned(), cols },
            None => {
                let new = self.names.relation(&of.schema, &of.name).name;
                Item { old: of.name.clone(), new, cols }
            }
        }
    }

    fn relation_columns(&self, schema: &str, name: &str) -> Vec<Col> {
        self.names.columns(schema, name).map_or_else(|| vec![Col::more()], |all| columns(Some(all)))
    }

    /// A new alias that stands for two old ones.
    fn ambiguous_alias(&self) -> Option<String> {
        let mut seen: HashMap<&str, &str> = HashMap::new();
        for (old, new) in &self.aliases {
            if *seen.entry(new).or_insert(old) != old {
                return Some(new.clone());
            }
        }
        None
    }
}

/// Parameters may be qualified with the routine's name.
fn parameters_item(of: &QName, parameters: &[Parameter], names: &dyn Names) -> Item {
    let col =
        |p: &Parameter| p.name.as_ref().map(|name| Col::fixed(name, Ty::Text(p.type_text.clone())));
    let new = names.routine(&of.schema, &of.name).name;
    Item { old: of.name.clone(), new, cols: parameters.iter().filter_map(col).collect() }
}

fn columns(list: Option<Vec<Column>>) -> Vec<Col> {
    let col = |c: Column| Col { old: c.name, new: c.new_name, ty: Ty::Text(c.type_text) };
    list.unwrap_or_default().into_iter().map(col).collect()
}
