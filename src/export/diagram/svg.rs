//! SVG that follows the reader's light or dark colours.

use super::layout::{Edge, Path, layout};
use super::{Column, Diagram, Reference, Table, escaped};

const ROW: f64 = 20.0;
const CHAR: f64 = 7.3;
const MARGIN: f64 = 24.0;
/// Room for `PK FK UK`.
const MARKS: f64 = 62.0;

const STYLE: &str = "<style>
.page{fill:#fff}.box{fill:#fff;stroke:#475569}.head{fill:#cfe3f7}.view .head{fill:#e2e8f0}.view .box{stroke-dasharray:5 3}
text{font:12px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#0f172a}.name{font-weight:bold}
.new .head{fill:#bfe8cb}.changed .head,.renamed .head{fill:#fbe0a8}.dropped .head{fill:#f9c9c5}
.type,.mark{fill:#475569}.line{fill:none;stroke:#64748b;stroke-width:1.5}.line:hover{stroke:#c2410c;stroke-width:3}
.end{fill:none;stroke:#64748b;stroke-width:1.5}.dot{fill:#fff}
@media(prefers-color-scheme:dark){.page,.box,.dot{fill:#0f172a}.box{stroke:#94a3b8}.head{fill:#1e3a5f}.view .head{fill:#334155}
.new .head{fill:#1c4d2c}.changed .head,.renamed .head{fill:#5c430f}.dropped .head{fill:#6a211c}
text{fill:#f1f5f9}.type,.mark{fill:#cbd5e1}.line,.end{stroke:#94a3b8}.line:hover{stroke:#fb923c}}
</style>
";

/// Ends of lines: exactly one or at most one parent, many children or at most one.
const ENDS: &str = "<defs>
<marker id=\"one\" viewBox=\"0 0 18 14\" refX=\"18\" refY=\"7\" markerWidth=\"18\" markerHeight=\"14\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"end\" d=\"M8 2V12M12 2V12\"/></marker>
<marker id=\"maybe\" viewBox=\"0 0 18 14\" refX=\"18\" refY=\"7\" markerWidth=\"18\" markerHeight=\"14\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"end\" d=\"M13 2V12\"/><circle class=\"end dot\" cx=\"6\" cy=\"7\" r=\"4\"/></marker>
<marker id=\"many\" viewBox=\"0 0 20 14\" refX=\"0\" refY=\"7\" markerWidth=\"20\" markerHeight=\"14\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"end\" d=\"M0 2L10 7L0 12\"/><circle class=\"end dot\" cx=\"14\" cy=\"7\" r=\"4\"/></marker>
<marker id=\"single\" viewBox=\"0 0 20 14\" refX=\"0\" refY=\"7\" markerWidth=\"20\" markerHeight=\"14\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"end\" d=\"M6 2V12\"/><circle class=\"end dot\" cx=\"13\" cy=\"7\" r=\"4\"/></marker>
</defs>
";

pub fn print(diagram: &Diagram) -> String {
    let tables = &diagram.tables;
    let sizes: Vec<(f64, f64)> = tables.iter().map(size).collect();
    let edges: Vec<Edge> = diagram.references.iter().map(|it| edge(it, tables)).collect();
    let laid = layout(&sizes, &edges);
    let (width, height) = (laid.size.0 + 2.0 * MARGIN, laid.size.1 + 2.0 * MARGIN);
    let title = format!("{} tables and views, {} foreign keys", tables.len(), edges.len());
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\">\n<title>{title}</title>\n{STYLE}{ENDS}\
         <rect class=\"page\" width=\"100%\" height=\"100%\"/>\n\
         <g transform=\"translate({MARGIN},{MARGIN})\">\n"
    );
    for (i, it) in diagram.references.iter().enumerate() {
        let Some(line) = laid.lines.get(&i) else { continue };
        let path = curve(line);
        let start = if it.single { "single" } else { "many" };
        let end = if it.optional { "maybe" } else { "one" };
        out += &format!(
            "<path class=\"line\" d=\"{path}\" marker-start=\"url(#{start})\" marker-end=\"url(#{end})\"><title>{}</title></path>\n",
            escaped(&it.told(tables))
        );
    }
    for (i, (x, y)) in &laid.boxes {
        out += &drawn(&tables[*i], (*x, *y), sizes[*i]);
    }
    out + "</g>\n</svg>\n"
}

/// Letters that are twice as wide as Latin ones count twice.
fn long(text: &str) -> f64 {
    let letters = text.chars().map(|c| if u32::from(c) < 0x1100 { 1.0 } else { 2.0 });
    letters.sum::<f64>() * CHAR
}

fn names(table: &Table) -> f64 {
    table.columns.iter().map(|c| long(&c.name)).fold(0.0, f64::max)
}

fn type_text(column: &Column) -> String {
    let null = if column.not_null { "" } else { " ?" };
    format!("{}{null}", column.type_name)
}

fn size(table: &Table) -> (f64, f64) {
    let types = table.columns.iter().map(|c| long(&type_text(c))).fold(0.0, f64::max);
    let width = (MARKS + names(table) + types + 32.0).max(long(&table.title()) * 1.05 + 20.0);
    (width, ROW * (table.columns.len() as f64 + 1.0) + 8.0)
}

fn drawn(table: &Table, (x, y): (f64, f64), (width, height): (f64, f64)) -> String {
    let class = if table.sort.is_some() { "view" } else { "table" };
    let class = table.mark.map_or(class.to_string(), |mark| format!("{class} {mark}"));
    let title = escaped(&table.title());
    let mut out = format!(
        "<g class=\"{class}\" transform=\"translate({x:.1},{y:.1})\"><title>{title}</title>\
         <rect class=\"box\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"4\"/>\
         <rect class=\"head\" x=\"1\" y=\"1\" width=\"{:.1}\" height=\"22\" rx=\"3\"/>\
         <text class=\"name\" x=\"10\" y=\"16\">{title}</text>\n",
        width - 2.0
    );
    let (left, right) = (MARKS + 8.0, MARKS + 20.0 + names(table));
    for (i, column) in table.columns.iter().enumerate() {
        let down = ROW * (i as f64 + 2.0) - 1.0;
        let (marks, name, of) =
            (column.marks().join(" "), escaped(&column.name), escaped(&type_text(column)));
        if !marks.is_empty() {
            out += &format!("<text class=\"mark\" x=\"8\" y=\"{down}\">{marks}</text>");
        }
        out += &format!(
            "<text x=\"{left}\" y=\"{down}\">{name}</text><text class=\"type\" x=\"{right:.1}\" y=\"{down}\">{of}</text>\n"
        );
    }
    out + "</g>\n"
}

/// From the row of a column of the key to that of the primary key, or to the name of a table that has none.
fn edge(it: &Reference, tables: &[Table]) -> Edge {
    let row = |column: Option<usize>| match column {
        Some(column) => ROW * (column as f64 + 2.0) - 5.0,
        None => 12.0,
    };
    let key = tables[it.parent].columns.iter().position(|column| column.primary);
    Edge { child: it.child, parent: it.parent, from: row(it.column), to: row(key) }
}

fn curve(line: &Path) -> String {
    let Some((x, y)) = line.first() else { return String::new() };
    let mut out = format!("M{x:.1} {y:.1}");
    for pair in line.windows(2) {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        // At the side of a box, from one row of it to another one.
        let bend = if x == to_x { x + 44.0 } else { (x + to_x) / 2.0 };
        match y == to_y {
            true => out += &format!("H{to_x:.1}"),
            false => out += &format!("C{bend:.1} {y:.1} {bend:.1} {to_y:.1} {to_x:.1} {to_y:.1}"),
        }
    }
    out
}
