//! Rules for text of any sort.

use crate::{Faults, File, kinds, top};

/// What is left to do stands in the tracker, not in the code.
const MARKS: [&str; 3] = ["TODO", "FIXME", "XXX"];

/// Where absolute paths may lead; any other is a place of somebody's own machine.
const ROOTS: [&str; 9] = ["bin", "dev", "etc", "lib", "opt", "proc", "tmp", "usr", "var"];

/// Text that is not ours, and this file.
const OTHERS: [&str; 3] = ["pg_test/real/", "pg_test/tidy/text.rs", "Cargo.lock"];

/// Marks and paths that mean something to one person only.
pub fn out_of_place(file: &File) -> Faults {
    let mut faults = Vec::new();
    if OTHERS.iter().any(|o| file.path.starts_with(o)) {
        return faults;
    }
    for (number, line) in file.text.lines().enumerate() {
        let words = || line.split(|c: char| !c.is_alphanumeric());
        let marks = MARKS.iter().filter(|m| words().any(|w| w == **m)).map(|m| m.to_string());
        // SQL has paths of another sort.
        let paths = if file.path.ends_with(".sql") { Vec::new() } else { absolute_paths(line) };
        for found in marks.chain(paths) {
            faults.push(format!("{}:{}: {found}", file.path, number + 1));
        }
    }
    faults
}

/// The beginnings of absolute paths that lead to none of the usual places: `/a/`.
fn absolute_paths(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (i, _) in line.match_indices('/') {
        let starts = line[..i].chars().next_back().is_none_or(|c| " \t'\"`(=".contains(c));
        let Some((root, _)) = line[i + 1..].split_once('/').filter(|_| starts) else { continue };
        let is_name = !root.is_empty() && root.chars().all(|c| c.is_alphanumeric() || c == '-');
        if is_name && !ROOTS.contains(&root) {
            found.push(format!("/{root}/"));
        }
    }
    found
}

/// What README.md says of other things here: its links lead somewhere, and its tables of kinds
/// are those of the registry.
pub fn untrue_readme() -> Faults {
    let Ok(text) = std::fs::read_to_string(top().join("README.md")) else {
        return vec!["there is no README.md".to_string()];
    };
    let anchors: Vec<String> = outside_code(&text)
        .filter(|l| l.starts_with('#'))
        .map(|l| anchor(l.trim_start_matches('#').trim()))
        .collect();
    let mut faults = Vec::new();
    for link in links(&text) {
        let (path, section) = link.split_once('#').unwrap_or((link, ""));
        let leads = match path {
            "" => anchors.iter().any(|a| a == section),
            path => path.contains("://") || top().join(path).exists(),
        };
        if !leads {
            faults.push(format!("README.md: the link {link} leads nowhere"));
        }
    }
    faults.extend(other_tables(&text));
    faults
}

/// Marks in README.md around what is made of the registry of kinds.
const BEGIN: &str = "<!-- kinds: made by SCHEMIG_WRITE_README=1 make tidy -->\n";
const END: &str = "<!-- end of kinds -->\n";

/// Whether README.md has other tables of kinds than the registry; with SCHEMIG_WRITE_README it gets those.
fn other_tables(text: &str) -> Option<String> {
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| {
        rest.split_once(END).map(|(there, behind)| (before, there, behind))
    });
    let Some((before, there, behind)) = parts else {
        return Some(format!("README.md lacks the lines {BEGIN}{END}"));
    };
    let tables = kinds::tables();
    if there == tables {
        return None;
    }
    if std::env::var_os("SCHEMIG_WRITE_README").is_some() {
        let text = [before, BEGIN, &tables, END, behind].concat();
        std::fs::write(top().join("README.md"), text).expect("README.md");
        return None;
    }
    let stale = there.lines().filter(|line| !tables.contains(line));
    let missing = tables.lines().filter(|line| !there.contains(line));
    let lines = stale.map(|l| format!("- {l}")).chain(missing.map(|l| format!("+ {l}")));
    Some(format!(
        "README.md has other tables of kinds than the registry:\n{}",
        lines.collect::<Vec<_>>().join("\n")
    ))
}

/// Lines outside fenced code.
fn outside_code(text: &str) -> impl Iterator<Item = &str> {
    let mut code = false;
    text.lines().filter(move |line| {
        let fence = line.starts_with("```");
        code ^= fence;
        !code && !fence
    })
}

/// The anchor of a heading, as the usual sites make it.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// Targets of `[text](target)`.
fn links(text: &str) -> Vec<&str> {
    let after = outside_code(text).flat_map(|line| line.split("](").skip(1));
    after.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target).collect()
}
