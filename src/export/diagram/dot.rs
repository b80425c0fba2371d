//! Graphviz DOT: <https://graphviz.org/doc/info/shapes.html#html>.

use super::{Diagram, Table, escaped};

pub fn print(diagram: &Diagram) -> String {
    let mut out = String::from(
        "digraph schema {\n    graph [rankdir=LR, nodesep=0.4, ranksep=1.2];\n    \
         node [shape=plain, fontname=\"Helvetica\", fontsize=11];\n    edge [dir=both];\n",
    );
    for (i, table) in diagram.tables.iter().enumerate() {
        out += &node(i, table);
    }
    for it in &diagram.references {
        let tail = if it.single { "teeodot" } else { "crowodot" };
        let head = if it.optional { "teeodot" } else { "teetee" };
        let told = escaped(&it.told(&diagram.tables));
        out += &format!(
            "    t{} -> t{} [arrowtail={tail}, arrowhead={head}, tooltip=<{told}>];\n",
            it.child, it.parent
        );
    }
    out + "}\n"
}

fn node(number: usize, table: &Table) -> String {
    let color = if table.sort.is_some() { "#e2e8f0" } else { "#cfe3f7" };
    let mut rows = format!(
        "<tr><td colspan=\"3\" bgcolor=\"{color}\"><b>{}</b></td></tr>",
        escaped(&table.title())
    );
    for column in &table.columns {
        let null = if column.not_null { "" } else { " ?" };
        rows += &format!(
            "<tr><td align=\"left\">{}</td><td align=\"left\">{}</td><td align=\"left\">{}{null}</td></tr>",
            column.marks().join(" "),
            escaped(&column.name),
            escaped(&column.type_name)
        );
    }
    format!(
        "    t{number} [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\">{rows}</table>>];\n"
    )
}
