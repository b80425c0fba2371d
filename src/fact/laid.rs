//! A part that a table must have before it is tied to another one.

/// Statements that make it, and take it away if it is there; and the query that tells what data goes with it.
#[derive(Debug)]
pub struct Laid {
    pub add: String,
    pub drop: String,
    pub loss: Option<String>,
}
