//! Names within type texts and within constants of the `reg*` types.

use super::Names;
use super::splice::Splice;
use crate::error::Result;
use crate::model::QName;
use crate::pg::parser::{Token, tokens};

/// The dotted name that a text begins with.
pub(super) fn first(text: &str) -> Result<Option<Vec<String>>> {
    let scanned = tokens(text)?;
    let splice = Splice::new(text, &scanned);
    Ok(Some(dotted(&splice, 0).1).filter(|name| !name.is_empty()))
}

/// The text with another name in front, of as many parts.
pub(super) fn with_first(text: &str, new: &[String]) -> Result<String> {
    let scanned = tokens(text)?;
    let mut splice = Splice::new(text, &scanned);
    let (_, old) = dotted(&splice, 0);
    splice.rename_path(0, &old, new)?;
    finish(&splice)
}

/// A text whose first name, which has no schema, is replaced by a qualified one.
pub(super) fn qualify_first(text: &str, new: &QName) -> Result<String> {
    let scanned = tokens(text)?;
    let mut splice = Splice::new(text, &scanned);
    splice.qualify(0, &new.schema, &new.name)?;
    finish(&splice)
}

/// Every `schema.type` in a type's text, also in `TABLE(...)` and `SETOF`.
pub(super) fn type_text(text: &str, names: &dyn Names) -> Result<String> {
    if !text.contains('.') {
        return Ok(text.to_owned());
    }
    let scanned = tokens(text)?;
    let mut splice = Splice::new(text, &scanned);
    types(&mut splice, &scanned, 0, names)?;
    finish(&splice)
}

/// The first `schema.name` of a type's text.
pub(super) fn qualified(text: &str) -> Result<Option<QName>> {
    if !text.contains('.') {
        return Ok(None);
    }
    Ok(pair(&tokens(text)?, 0))
}

/// What the string becomes as a constant of a `reg*` type; as it is where it is none of those.
pub(super) fn object_name(of: &str, text: &str, names: &dyn Names) -> Result<String> {
    let scanned = tokens(text)?;
    let mut splice = Splice::new(text, &scanned);
    let all = pair(&scanned, 0);
    let after = |new: fn(&dyn Names, &str, &str) -> QName, splice: &mut Splice| match &all {
        Some(old) => {
            let new = new(names, &old.schema, &old.name);
            splice.rename_path(0, &[&old.schema, &old.name], &[&new.schema, &new.name])
        }
        None => Ok(()),
    };
    match of {
        "regclass" => after(|n, s, o| n.relation(s, o), &mut splice)?,
        "regtype" => types(&mut splice, &scanned, 0, names)?,
        "regproc" => after(|n, s, o| n.routine(s, o), &mut splice)?,
        "regprocedure" => {
            after(|n, s, o| n.routine(s, o), &mut splice)?;
            types(&mut splice, &scanned, 2, names)?;
        }
        "regoper" | "regoperator" => {
            if let [schema, dot, operator, ..] = &scanned[..]
                && dot.is(".")
            {
                let new = names.operator(&schema.value, &operator.value).schema;
                splice.rename(0, &schema.value, &new)?;
                types(&mut splice, &scanned, 3, names)?;
            }
        }
        "regconfig" | "regdictionary" => after(|n, s, o| n.text_search(s, o), &mut splice)?,
        "regcollation" => after(|n, s, o| n.collation(s, o), &mut splice)?,
        "regnamespace" => {
            if let [schema] = &scanned[..] {
                splice.rename(0, &schema.value, &names.schema(&schema.value))?;
            }
        }
        _ => {}
    }
    finish(&splice)
}

/// The text of an array of such constants, each element by `one`.
pub(super) fn array(text: &str, one: &dyn Fn(&str) -> Result<String>) -> Result<String> {
    let (mut result, mut changed) = (String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if matches!(c, '{' | '}' | ',') || c.is_ascii_whitespace() {
            result.push(c);
            continue;
        }
        let (quoted, mut element) = (c == '"', String::new());
        let mut next = if quoted { chars.next() } else { Some(c) };
        while let Some(c) = next.filter(|c| !quoted || *c != '"') {
            element.extend(if c == '\\' { chars.next() } else { Some(c) });
            if !quoted && chars.peek().is_none_or(|c| matches!(c, '{' | '}' | ',')) {
                break;
            }
            next = chars.next();
        }
        let null = !quoted && element.trim().eq_ignore_ascii_case("null");
        let new = if null { element.clone() } else { one(&element)? };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        changed |= new != element;
        if null || (new == element && !quoted) || (!new.is_empty() && new.chars().all(plain)) {
            result.push_str(&new);
        } else {
            result.push_str(&format!("\"{}\"", new.replace('\\', "\\\\").replace('"', "\\\"")));
        }
    }
    Ok(if changed { result } else { text.to_owned() })
}

fn finish(splice: &Splice) -> Result<String> {
    let text = splice.result();
    match splice.is_empty() || splice.expects(&tokens(&text)?)? {
        true => Ok(text),
        false => Err(crate::error::Error::internal("a rewritten type or name does not scan")
            .detail(format!("The text became \"{text}\"."))),
    }
}

/// Renames every `schema.type` from token `start` on.
fn types(splice: &mut Splice, scanned: &[Token], start: usize, names: &dyn Names) -> Result<()> {
    for i in start..scanned.len() {
        let within = i > 0 && scanned[i - 1].is(".");
        if let Some(old) = pair(scanned, i).filter(|_| !within) {
            let new = names.type_name(&old.schema, &old.name);
            splice.rename_path(i, &[&old.schema, &old.name], &[&new.schema, &new.name])?;
        }
    }
    Ok(())
}

fn pair(scanned: &[Token], i: usize) -> Option<QName> {
    match scanned.get(i..i + 3)? {
        [schema, dot, name] if schema.is_name() && dot.is(".") && name.is_name() => {
            Some(QName { schema: schema.value.clone(), name: name.value.clone() })
        }
        _ => None,
    }
}

/// Index behind the dotted name at token `i`, and its parts.
pub(super) fn dotted(splice: &Splice, i: usize) -> (usize, Vec<String>) {
    let mut parts = Vec::new();
    let mut at = i;
    while let Some(token) = splice.token(at).filter(|t| t.is_name()) {
        parts.push(token.value.clone());
        if !splice.is(at + 1, ".") {
            return (at + 1, parts);
        }
        at += 2;
    }
    (at, parts)
}

/// Index behind the expression of an index or partition element at token `i`: a call or
/// something in parentheses.
pub(super) fn behind_element(splice: &Splice, i: usize) -> usize {
    let (open, _) = dotted(splice, i);
    match splice.is(open, "(") {
        true => splice.close(open).map_or(open, |close| close + 1),
        false => open,
    }
}

#[cfg(test)]
mod tests {
    use super::array;

    #[test]
    fn arrays_are_taken_apart_and_put_together() {
        let upper = |text: &str| array(text, &|one| Ok(one.to_uppercase())).unwrap();
        assert_eq!(upper("{}"), "{}");
        assert_eq!(upper("{dbo.a,b}"), "{DBO.A,B}");
        assert_eq!(upper(r#"{{a,NULL},{"dbo.\"b c\"",d}}"#), r#"{{A,NULL},{"DBO.\"B C\"",D}}"#);
    }
}
