//! How much has been tried: printed at the end, so that a long run says what it was.

use std::collections::BTreeMap;
use std::sync::Mutex;

static COUNTS: Mutex<BTreeMap<&str, u64>> = Mutex::new(BTreeMap::new());

/// Adds to what is counted under that name.
pub fn count(what: &'static str, number: usize) {
    if let Ok(mut counts) = COUNTS.lock() {
        *counts.entry(what).or_default() += number as u64;
    }
}

/// Prints all that has been counted, in one line.
pub fn print() {
    let Ok(counts) = COUNTS.lock() else { return };
    let all: Vec<String> = counts.iter().map(|(what, number)| format!("{number} {what}")).collect();
    if !all.is_empty() {
        println!("tried: {}", all.join(", "));
    }
}
