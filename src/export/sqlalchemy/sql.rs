//! SQL as an argument of `sa.text`: <https://docs.sqlalchemy.org/en/20/core/sqlelement.html#sqlalchemy.sql.expression.text>.

use super::super::python::{Code, string};

/// A call of `sa.text`.
pub fn text(sql: &str) -> Code {
    Code::call("sa.text", vec![Code::word(string(&escaped(sql)))])
}

/// A colon in front of a word begins a parameter, unless a backslash stands before it; that goes away then.
pub fn escaped(sql: &str) -> String {
    let letters: Vec<char> = sql.chars().collect();
    let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
    let mut out = String::with_capacity(sql.len() + 8);
    for (i, c) in letters.iter().enumerate() {
        let rest = |from: usize| letters.get(from..).unwrap_or_default();
        // How far a word goes on, and whether it is a whole one.
        let word = |from: usize| {
            let length = rest(from).iter().take_while(|c| is_word(c) || **c == '$').count();
            (length, letters.get(from + length) != Some(&':'))
        };
        let before = i.checked_sub(1).and_then(|before| letters.get(before));
        let begins = !before.is_some_and(|c| is_word(c) || *c == ':' || *c == '\\');
        let parameter = *c == ':' && begins && matches!(word(i + 1), (1.., true));
        let backslash = *c == '\\' && letters.get(i + 1) == Some(&':') && word(i + 2).1;
        if parameter || backslash {
            out.push('\\');
        }
        out.push(*c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colons_begin_no_parameters() {
        assert_eq!(escaped("'a'::text"), "'a'::text");
        assert_eq!(escaped("'10:20:30'"), "'10:20:30'");
        assert_eq!(escaped("' :x'"), "' \\:x'");
        assert_eq!(escaped("'{\"a\":1}'"), "'{\"a\"\\:1}'");
        assert_eq!(escaped("' :20:30'"), "' :20:30'");
        assert_eq!(escaped("'\\:x'"), "'\\\\:x'");
        assert_eq!(text("a = ':b'").flat(), "sa.text(\"a = '\\\\:b'\")");
    }
}
