//! Changes, and the hazards that they have. Each is in a schema of its own, which is the search path of its scripts.

pub struct Case {
    pub name: &'static str,
    /// Makes the source.
    pub old: &'static str,
    /// Fills the target.
    pub rows: &'static str,
    /// Changes the source.
    pub change: &'static str,
    /// Hazard and object.
    pub claims: &'static [&'static str],
}

pub const fn case(
    name: &'static str,
    old: &'static str,
    rows: &'static str,
    change: &'static str,
    claims: &'static [&'static str],
) -> Case {
    Case { name, old, rows, change, claims }
}

pub const TEXTS: &str = "INSERT INTO t (c) SELECT 'v' || g FROM generate_series(1, 100) AS g";
pub const NUMBERS: &str = "INSERT INTO t (c) SELECT g FROM generate_series(1, 100) AS g";
pub const NOTHING: &str = "";
