//! Types that are made anew, and what has values of them.

use super::Turn;
use crate::model::QName;

/// A column whose values are of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub table: QName,
    /// That is a composite type, and the column an attribute of it.
    pub of_type: bool,
    pub column: String,
    /// The type itself, or an array of it, as `format_type` prints it.
    pub type_text: String,
    /// The column comes along with the attribute of the composite type that its table is of.
    pub follows: bool,
    /// There are no values that could become others.
    pub far: bool,
    /// The same column of an heir has none: the server is told there how no value becomes another.
    pub far_heirs: bool,
}

/// What a type that changes has to do with.
pub struct Held<'a> {
    /// Columns that hold its values.
    pub columns: Vec<Turn<'a>>,
    /// All objects that are there before and after.
    pub objects: Vec<Turn<'a>>,
}

/// Statements that make a type anew, and those that come last.
pub type Remade = (Vec<String>, Vec<String>);
