//! Text between tags; no attribute holds any.

use crate::line::is_hidden;

/// Text as HTML. What cannot be seen is shown by its number and set apart, but for ends of lines and tabs.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '\n' | '\t' => out.push(c),
            _ if is_hidden(c) => {
                out += &format!("<samp>{}</samp>", crate::line::line(&c.to_string()));
            }
            c => out.push(c),
        }
    }
    out
}

/// The same where no tag can be: the title of the page.
pub fn plain(text: &str) -> String {
    crate::line::line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The name of an object, which may break behind a dot.
pub fn named(name: &str) -> String {
    format!("<code>{}</code>", escaped(name).replace('.', ".<wbr>"))
}

/// A count with its noun: `1 table`, `2 tables`.
pub fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y'), noun.ends_with('x')) {
        (1, ..) => format!("1 {noun}"),
        (n, Some(stem), _) => format!("{} {stem}ies", grouped(n)),
        (n, _, true) => format!("{} {noun}es", grouped(n)),
        (n, ..) => format!("{} {noun}s", grouped(n)),
    }
}

/// Digits in threes.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_tag() {
        assert_eq!(escaped("<script>&amp;</script>"), "&lt;script&gt;&amp;amp;&lt;/script&gt;");
        assert_eq!(escaped("a\u{202E}b\tc\n"), "a<samp>\\202E</samp>b\tc\n");
        assert_eq!(plain("<a>\u{202E}&"), "&lt;a&gt;\\202E&amp;");
    }

    #[test]
    fn counts_have_their_nouns() {
        assert_eq!(counted(1, "index"), "1 index");
        assert_eq!(counted(2, "index"), "2 indexes");
        assert_eq!(counted(1200, "policy"), "1,200 policies");
        assert_eq!(counted(0, "table"), "0 tables");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
