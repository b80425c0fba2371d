//! Whether the texts of a definition name something, whatever they are: found as a word, since no parser knows what a body
//! in another language, or a constant, says.

/// The texts of a JSON document, without what makes them strings there or within others.
pub struct Texts(String);

impl Texts {
    pub fn of(json: &str) -> Texts {
        Texts(unquoted(json))
    }

    /// Whether they have it, and not as a piece of a longer word.
    pub fn have(&self, name: &str) -> bool {
        let json = serde_json::Value::from(name).to_string();
        has_word(&self.0, &unquoted(json.get(1..json.len() - 1).unwrap_or_default()))
    }
}

/// Whether a text has a label that is no piece of a longer word.
pub fn has_word(text: &str, label: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let (first, last) = (label.chars().next(), label.chars().next_back());
    text.match_indices(label).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at + label.len()..).and_then(|tail| tail.chars().next());
        let goes_on = |one, other| is_letter(one) && is_letter(other);
        !goes_on(before, first) && !goes_on(after, last)
    })
}

/// A JSON text in which all marks that quotations add and double, at whatever depth, are one: a label is found in it
/// however it is written there.
fn unquoted(json: &str) -> String {
    let (mut text, mut chars) = (String::new(), json.chars());
    while let Some(c) = chars.next() {
        let c = match c {
            '\\' => match chars.next() {
                Some('\\' | '"') | None => '\'',
                // Control characters; what follows them is no part of their word.
                Some('u') => chars.nth(3).map_or(' ', |_| ' '),
                Some(_) => ' ',
            },
            '"' => '\'',
            c => c,
        };
        if !(c == '\'' && text.ends_with('\'')) {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Texts, has_word};

    #[test]
    fn a_label_is_found_however_it_is_quoted() {
        let has =
            |sql: &str, label: &str| Texts::of(&serde_json::json!(sql).to_string()).have(label);
        assert!(has("(e = 'it''s'::public.e)", "it's"));
        assert!(has("EXECUTE 'SELECT ''it''''s'''", "it's"));
        assert!(has(r"E'a\\b'", r"a\b"));
        assert!(has("SELECT\n'c'", "c"));
        assert!(has("'{\"two words\",c}'", "two words"));
        assert!(!has("public.calc", "c"));
    }

    #[test]
    fn a_piece_of_a_word_is_no_label() {
        assert!(has_word("(e = c::public.e)", "c"));
        assert!(has_word("{a,c}::e[]", "c"));
        assert!(has_word("x-y", "-"));
        assert!(has_word("", ""));
        assert!(!has_word("public.calc", "c"));
        assert!(!has_word("über", "ber"));
    }
}
