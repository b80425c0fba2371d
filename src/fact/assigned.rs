//! Expressions that the server stores as values.

/// An expression that the server stores as a value of a type: a default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// The column, argument or domain.
    pub name: String,
    pub type_name: String,
    pub expression: String,
}

impl Assigned {
    pub fn new(name: &str, type_name: &str, expression: &str) -> Assigned {
        let (name, type_name) = (name.to_string(), type_name.to_string());
        Assigned { name, type_name, expression: expression.to_string() }
    }
}
