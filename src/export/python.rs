//! Text of Python programs, as black leaves it.

use crate::line::is_hidden;

/// The longest line.
const WIDTH: usize = 88;

/// A call with one text, indented by eight.
pub(super) fn call(function: &str, text: &str) -> String {
    if !text.contains(['"', '\\', '\n']) && !text.contains(is_hidden) {
        let line = format!("        {function}(\"{text}\")\n");
        if line.trim_end().chars().count() <= WIDTH {
            return line;
        }
    }
    format!("        {function}(\n            \"\"\"\n{}\n\"\"\"\n        )\n", escaped(text))
}

/// What may stand between three double quotes and means the text: only there a line may end, and what cannot be seen is
/// told by its number.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push('\n'),
            _ if !is_hidden(c) => out.push(c),
            _ => match u32::from(c) {
                code @ ..=0xFF => out += &format!("\\x{code:02x}"),
                code @ ..=0xFFFF => out += &format!("\\u{code:04x}"),
                code => out += &format!("\\U{code:08x}"),
            },
        }
    }
    out.replace("\"\"\"", "\\\"\\\"\\\"")
}

/// One line of a docstring.
pub(super) fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    escaped(&text).replace('"', "\\\"").trim_end_matches('\\').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_mean_themselves() {
        assert_eq!(call("run", "DROP TABLE t"), "        run(\"DROP TABLE t\")\n");
        let block =
            |text: &str| format!("        run(\n            \"\"\"\n{text}\n\"\"\"\n        )\n");
        let long = "x".repeat(80);
        assert_eq!(call("run", &long), block(&long));
        assert_eq!(call("run", "SELECT '\"\"\"', '\\d'"), block("SELECT '\\\"\\\"\\\"', '\\\\d'"));
        assert_eq!(escaped("a\r\u{202E}\u{E0041}é"), "a\\x0d\\u202e\\U000e0041é");
        assert_eq!(sentence(" a \n \"b\" c\\"), "a \\\"b\\\" c");
    }
}
