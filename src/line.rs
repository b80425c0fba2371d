//! Text that people read: names may hold what a terminal obeys, or what makes a line look like another one.

/// The text on one line. What cannot be seen is shown by its number, as in `U&"\202E"`: control characters, marks of
/// direction, separators of lines, spaces without width.
pub fn line(text: &str) -> String {
    if !text.contains(is_hidden) {
        return text.to_string();
    }
    let mut line = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match u32::from(c) {
            _ if !is_hidden(c) => line.push(c),
            code @ ..=0xFFFF => line += &format!("\\{code:04X}"),
            code => line += &format!("\\+{code:06X}"),
        }
    }
    line
}

/// The same of a text with several lines.
pub fn lines(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Whether a character is not seen as what it is.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61C}'
                | '\u{200B}'
                | '\u{200E}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'
                | '\u{2066}'..='\u{2069}'
                | '\u{FEFF}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(line("tab\\le"), "tab\\le");
        assert_eq!(line("naïve 表 👩\u{200D}🚀"), "naïve 表 👩\u{200D}🚀");
        assert_eq!(line("a\n\\! b\r\u{1b}[2J"), "a\\000A\\! b\\000D\\001B[2J");
        assert_eq!(line("\u{202E}evil\u{85}\u{E0041}"), "\\202Eevil\\0085\\+0E0041");
        assert_eq!(lines("a\tb\nc"), "a\\0009b\nc");
    }
}
