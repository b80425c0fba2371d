//! SQL text as a tree of what matters to names, with byte positions: the server's raw parse tree,
//! copied into values of Rust.
//!
//! Nodes follow <https://git.postgresql.org/gitweb/?p=postgresql.git;a=blob;f=src/include/nodes/parsenodes.h>.
//! What holds no name of its own is [`Kind::Other`].

mod each;
mod read;
mod types;

pub(super) use read::strings;
pub use read::{Tree, expression, partition_key, sql_body, statement};
pub use types::{TypeText, type_text};

/// A node of the tree.
#[derive(Debug)]
pub struct Node {
    /// Byte position that the server notes: of a name's first token, of an operator.
    pub at: Option<usize>,
    /// Leftmost and rightmost position noted in the whole subtree.
    pub first: Option<usize>,
    pub last: Option<usize>,
    pub kind: Kind,
}

impl Node {
    /// A string constant and its position, also one that is cast to text first.
    pub fn constant(&self) -> Option<(Option<usize>, &str)> {
        match &self.kind {
            Kind::Text(text) => Some((self.at, text)),
            Kind::Cast { value, to } => match &to.kind {
                Kind::Type { name, array: false, .. }
                    if name.last().is_some_and(|n| n == "text") =>
                {
                    value.constant()
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// What a node is.
#[derive(Debug)]
pub enum Kind {
    /// `a`, `a.b`, `a.*`: names as written, `star` when `*` ends it.
    Column {
        names: Vec<String>,
        star: bool,
    },
    Function {
        name: Vec<String>,
        args: Vec<Node>,
        rest: Vec<Node>,
    },
    Type {
        name: Vec<String>,
        array: bool,
        rest: Vec<Node>,
    },
    Cast {
        value: Box<Node>,
        to: Box<Node>,
    },
    /// A string constant.
    Text(String),
    /// `$1`.
    Param(usize),
    /// `(value).field`, `value[1]`.
    Path {
        value: Box<Node>,
        steps: Vec<Step>,
    },
    Operator {
        name: Vec<String>,
        args: Vec<Node>,
    },
    Collate {
        value: Box<Node>,
        name: Vec<String>,
    },
    Subquery {
        scalar: bool,
        operator: Vec<String>,
        test: Option<Box<Node>>,
        query: Box<Node>,
    },
    Sort {
        value: Box<Node>,
        operator: Vec<String>,
    },
    /// `CASE`, `COALESCE` and the like: its type is that of one of its parts.
    Choice(Vec<Node>),
    /// An item of a select list; a column of INSERT or UPDATE.
    Target {
        name: Option<String>,
        steps: Vec<Step>,
        value: Option<Box<Node>>,
    },
    Select(Box<Select>),
    Modify(Box<Modify>),
    /// A relation in FROM, or a name of a CTE there; in FOR UPDATE OF, an alias.
    Table {
        schema: Option<String>,
        name: String,
        alias: Option<Alias>,
    },
    /// A subquery in FROM.
    Derived {
        lateral: bool,
        query: Box<Node>,
        alias: Option<Alias>,
    },
    /// Functions in FROM; `columns` is a column definition list.
    Functions {
        items: Vec<Node>,
        columns: Vec<String>,
        types: Vec<Node>,
        alias: Option<Alias>,
        ordinality: bool,
    },
    /// XMLTABLE, JSON_TABLE: what is within it, and its alias.
    Generated {
        parts: Vec<Node>,
        alias: Option<Alias>,
    },
    Sample {
        table: Box<Node>,
        rest: Vec<Node>,
    },
    Join(Box<Join>),
    /// A column, or an expression, in ON CONFLICT or a partition key.
    Element {
        name: Option<String>,
        value: Option<Box<Node>>,
    },
    Other(Vec<Node>),
}

/// A step of a path.
#[derive(Debug)]
pub enum Step {
    Field(String),
    Star,
    Index(Vec<Node>),
}

/// `AS name (columns)`.
#[derive(Clone, Debug)]
pub struct Alias {
    pub name: String,
    pub columns: Vec<String>,
}

/// `SELECT`, `VALUES` or a set operation.
#[derive(Debug, Default)]
pub struct Select {
    pub with: Option<With>,
    pub distinct: Vec<Node>,
    pub targets: Vec<Node>,
    pub from: Vec<Node>,
    pub condition: Option<Node>,
    pub group: Vec<Node>,
    pub having: Option<Node>,
    pub windows: Vec<Node>,
    pub values: Vec<Node>,
    pub order: Vec<Node>,
    pub limit: Vec<Node>,
    /// Aliases in `FOR UPDATE OF`.
    pub locked: Vec<Node>,
    /// Both sides of a set operation.
    pub sides: Option<(Box<Node>, Box<Node>)>,
}

/// `INSERT`, `UPDATE`, `DELETE` or `MERGE`.
#[derive(Debug, Default)]
pub struct Modify {
    pub with: Option<With>,
    pub table: Option<Node>,
    /// Columns of INSERT; assignments of UPDATE.
    pub targets: Vec<Node>,
    /// Source of INSERT.
    pub source: Option<Node>,
    /// FROM, USING.
    pub from: Vec<Node>,
    pub conditions: Vec<Node>,
    pub conflict: Option<Conflict>,
    /// WHEN clauses of MERGE.
    pub whens: Vec<When>,
    pub returning: Vec<Node>,
}

/// `WHEN ... THEN` of MERGE.
#[derive(Debug)]
pub struct When {
    pub condition: Option<Node>,
    pub targets: Vec<Node>,
    pub values: Vec<Node>,
}

/// `ON CONFLICT`.
#[derive(Debug)]
pub struct Conflict {
    pub at: Option<usize>,
    pub elements: Vec<Node>,
    pub constraint: Option<String>,
    pub conditions: Vec<Node>,
    pub targets: Vec<Node>,
}

/// `WITH`.
#[derive(Debug)]
pub struct With {
    pub recursive: bool,
    pub queries: Vec<Cte>,
}

/// A query of WITH.
#[derive(Debug)]
pub struct Cte {
    pub name: String,
    pub columns: Vec<String>,
    pub query: Node,
    pub search: Option<Listing>,
    pub cycle: Option<Listing>,
    /// Values of CYCLE.
    pub rest: Vec<Node>,
}

/// `SEARCH` or `CYCLE`: columns that it reads, columns that it adds.
#[derive(Debug)]
pub struct Listing {
    pub at: Option<usize>,
    pub columns: Vec<String>,
    pub added: Vec<String>,
}

/// `JOIN`.
#[derive(Debug)]
pub struct Join {
    pub natural: bool,
    pub left: Node,
    pub right: Node,
    pub using: Vec<String>,
    pub using_alias: Option<Alias>,
    pub condition: Option<Node>,
    pub alias: Option<Alias>,
}
