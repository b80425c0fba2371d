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
    format!("        {function}(\"\"\"\n{}\n\"\"\")\n", escaped(text))
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
            _ => out += &number(c),
        }
    }
    out.replace("\"\"\"", "\\\"\\\"\\\"")
}

/// One line of a docstring.
pub(super) fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    escaped(&text).replace('"', "\\\"").trim_end_matches('\\').to_string()
}

/// A piece of a program, laid out as black does it: on one line where it fits, else every part on a line of its own.
#[derive(Clone, Debug)]
pub(super) enum Code {
    Word(String),
    /// `before` and a piece: a name of an argument, a key of a dictionary.
    Part {
        before: String,
        of: Box<Code>,
    },
    /// A call, a tuple, a list, a dictionary.
    Group {
        head: String,
        items: Vec<Code>,
        ends: (char, char),
    },
    /// A piece with a comment above it.
    Noted {
        note: String,
        of: Box<Code>,
    },
}

impl Code {
    pub fn word(text: impl Into<String>) -> Code {
        Code::Word(text.into())
    }

    pub fn call(function: impl Into<String>, items: Vec<Code>) -> Code {
        Code::Group { head: function.into(), items, ends: ('(', ')') }
    }

    pub fn list(items: Vec<Code>) -> Code {
        Code::Group { head: String::new(), items, ends: ('[', ']') }
    }

    pub fn tuple(items: Vec<Code>) -> Code {
        Code::Group { head: String::new(), items, ends: ('(', ')') }
    }

    /// A dictionary of texts.
    pub fn dictionary(items: Vec<(String, Code)>) -> Code {
        Code::Group {
            head: String::new(),
            items: items
                .into_iter()
                .map(|(key, of)| Code::Part {
                    before: format!("{}: ", string(&key)),
                    of: Box::new(of),
                })
                .collect(),
            ends: ('{', '}'),
        }
    }

    /// An argument by its name.
    pub fn named(name: &str, of: Code) -> Code {
        Code::Part { before: format!("{name}="), of: Box::new(of) }
    }

    /// The piece, and what there is to say of it.
    pub fn noted(self, note: Option<String>) -> Code {
        match note {
            Some(note) => Code::Noted { note: crate::line::line(&note), of: Box::new(self) },
            None => self,
        }
    }

    /// A comment goes to the end of a line.
    fn has_note(&self) -> bool {
        match self {
            Code::Word(_) => false,
            Code::Part { of, .. } => of.has_note(),
            Code::Group { items, .. } => items.iter().any(Code::has_note),
            Code::Noted { .. } => true,
        }
    }

    pub fn flat(&self) -> String {
        match self {
            Code::Noted { of, .. } => of.flat(),
            Code::Word(text) => text.clone(),
            Code::Part { before, of } => format!("{before}{}", of.flat()),
            Code::Group { head, items, ends: (open, close) } => {
                let items: Vec<String> = items.iter().map(Code::flat).collect();
                let lone = head.is_empty() && *open == '(' && items.len() == 1;
                let comma = if lone { "," } else { "" };
                format!("{head}{open}{}{comma}{close}", items.join(", "))
            }
        }
    }

    /// Lines, with what stands before and behind.
    pub fn print(&self, indent: usize, before: &str, after: &str) -> String {
        let line = format!("{:indent$}{before}{}{after}\n", "", self.flat());
        let apart = width(&line) > WIDTH || self.has_note();
        match self {
            Code::Noted { note, of } => {
                format!("{:indent$}# {note}\n{}", "", of.print(indent, before, after))
            }
            Code::Part { before: more, of } if apart => {
                of.print(indent, &format!("{before}{more}"), after)
            }
            Code::Group { items, .. } if apart && !items.is_empty() => {
                self.apart(indent, before, after)
            }
            _ => line,
        }
    }

    /// The same with every part on a line of its own.
    fn apart(&self, indent: usize, before: &str, after: &str) -> String {
        let Code::Group { head, items, ends: (open, close) } = self else {
            return self.print(indent, before, after);
        };
        let items: String = items.iter().map(|it| it.print(indent + 4, "", ",")).collect();
        format!("{:indent$}{before}{head}{open}\n{items}{:indent$}{close}{after}\n", "", "")
    }

    /// An annotated assignment: `name: Type = ...`, the type with its brackets given apart.
    pub fn assign(&self, indent: usize, name: &str, (head, inner): (&str, &str)) -> String {
        let before = format!("{name}: {head}[{inner}] = ");
        let start = match self {
            Code::Group { head, ends, .. } => format!("{head}{}", ends.0),
            _ => String::new(),
        };
        let fits = |text: &str| width(&format!("{:indent$}{before}{text}", "")) <= WIDTH;
        if fits(&self.flat()) || fits(&start) {
            return self.print(indent, &before, "");
        }
        if fits("(") {
            let code = self.apart(indent + 4, "", "");
            return format!("{:indent$}{before}(\n{code}{:indent$})\n", "", "");
        }
        let code = self.apart(indent, "] = ", "");
        format!("{:indent$}{name}: {head}[\n{:indent$}    {inner}\n{code}", "", "")
    }
}

/// How wide a line is, or wider: letters of Asia are twice as wide, and so are some others.
fn width(line: &str) -> usize {
    line.trim_end().chars().map(|c| if u32::from(c) < 0x1100 { 1 } else { 2 }).sum()
}

/// A text between the quotes that black prefers.
pub(super) fn string(text: &str) -> String {
    let count = |quote| text.chars().filter(|c| *c == quote).count();
    let quote = if count('"') > count('\'') { '\'' } else { '"' };
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => out.extend(['\\', c]),
            c if is_hidden(c) => out += &number(c),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// A character by its number.
fn number(c: char) -> String {
    match u32::from(c) {
        code @ ..=0xFF => format!("\\x{code:02x}"),
        code @ ..=0xFFFF => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_pieces_are_taken_apart() {
        let word = |letters: usize| Code::word("x".repeat(letters));
        let call = |letters| Code::call("f", vec![word(letters), Code::named("a", word(3))]);
        assert_eq!(call(3).print(4, "y = ", ""), "    y = f(xxx, a=xxx)\n");
        let x = "x".repeat(80);
        assert_eq!(call(80).print(0, "", ","), format!("f(\n    {x},\n    a=xxx,\n),\n"));
        let name = "n".repeat(76);
        let apart = format!("{name}: M[int] = (\n    f(\n        {x},\n        a=xxx,\n    )\n)\n");
        assert_eq!(call(80).assign(0, &name, ("M", "int")), apart);
        let name = "n".repeat(80);
        let apart = format!("{name}: M[\n    int\n] = f(\n    xxx,\n    a=xxx,\n)\n");
        assert_eq!(call(3).assign(0, &name, ("M", "int")), apart);
        assert_eq!(Code::tuple(vec![word(1)]).flat(), "(x,)");
        let noted = Code::tuple(vec![word(1).noted(Some("odd".to_string())), word(2)]);
        assert_eq!(noted.print(0, "y = ", ""), "y = (\n    # odd\n    x,\n    xx,\n)\n");
        assert_eq!(string("it's"), "\"it's\"");
        assert_eq!(string("a \"b\""), "'a \"b\"'");
    }

    #[test]
    fn texts_mean_themselves() {
        assert_eq!(call("run", "DROP TABLE t"), "        run(\"DROP TABLE t\")\n");
        let block = |text: &str| format!("        run(\"\"\"\n{text}\n\"\"\")\n");
        let long = "x".repeat(80);
        assert_eq!(call("run", &long), block(&long));
        assert_eq!(call("run", "SELECT '\"\"\"', '\\d'"), block("SELECT '\\\"\\\"\\\"', '\\\\d'"));
        assert_eq!(escaped("a\r\u{202E}\u{E0041}é"), "a\\x0d\\u202e\\U000e0041é");
        assert_eq!(sentence(" a \n \"b\" c\\"), "a \\\"b\\\" c");
    }
}
