//! Mermaid: <https://mermaid.js.org/syntax/entityRelationshipDiagram.html>.

use super::{Diagram, Table};

pub fn print(diagram: &Diagram) -> String {
    let mut out = String::from("erDiagram\n");
    for (i, table) in diagram.tables.iter().enumerate() {
        out += &entity(i, table);
    }
    for it in &diagram.references {
        let parent = if it.optional { "|o" } else { "||" };
        let child = if it.single { "o|" } else { "o{" };
        let (to, of, name) = (it.parent, it.child, quoted(&it.name));
        out += &format!("    t{to} {parent}--{child} t{of} : {name}\n");
    }
    out
}

fn entity(number: usize, table: &Table) -> String {
    let mut out = format!("    t{number}[{}] {{\n", quoted(&table.title()));
    for column in &table.columns {
        let (name, type_name) = (word(&column.name), word(&column.type_name));
        let mut notes = Vec::new();
        if name != column.name {
            notes.push(column.name.clone());
        }
        if type_name != column.type_name {
            notes.push(column.type_name.clone());
        }
        if column.not_null && !column.primary {
            notes.push("not null".to_string());
        }
        out += &format!("        {type_name} {name}");
        match column.marks().join(", ") {
            marks if marks.is_empty() => {}
            marks => out += &format!(" {marks}"),
        }
        if !notes.is_empty() {
            out += &format!(" {}", quoted(&notes.join("; ")));
        }
        out.push('\n');
    }
    out + "    }\n"
}

/// A name or type as one word of the grammar, which has few characters for them. What starts like a mark of a key is
/// taken for one.
fn word(text: &str) -> String {
    let fits = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '_' | '(' | ')' | '[' | ']')
            || ('\u{C0}'..='\u{FFFF}').contains(&c) && c.is_alphanumeric()
    };
    let word: String = text.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    let rest = word.get(2..).unwrap_or_default();
    let marked = word.get(..2).is_some_and(|w| {
        ["PK", "FK", "UK"].iter().any(|mark| mark.eq_ignore_ascii_case(w))
            && !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
    });
    let starts = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if marked || !starts { format!("_{word}") } else { word }
}

/// A string; what it has no place for goes by number.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '%' | '\\' | '#' | ';' | '<' | '>' | '&' | '`' | '{' | '}' | '[' | ']' => {
                out += &format!("#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    // An empty string is none to the grammar.
    if out.len() == 1 {
        out.push('_');
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_grammar() {
        let of = |text| word(text);
        assert_eq!(of("numeric(10,2)"), "numeric(10_2)");
        assert_eq!(of("text[]"), "text[]");
        assert_eq!(of("double precision"), "double_precision");
        assert_eq!(of("pk"), "_pk");
        assert_eq!(of("PKé"), "_PKé");
        assert_eq!(of("pkey"), "pkey");
        assert_eq!(of("1st"), "_1st");
        assert_eq!(of("表"), "表");
    }

    #[test]
    fn strings_hold_anything() {
        assert_eq!(quoted("a\"b%"), "\"a#34;b#37;\"");
        assert_eq!(quoted(""), "\"_\"");
    }
}
