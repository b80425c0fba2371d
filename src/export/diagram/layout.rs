//! Where boxes and lines go: what hangs together is laid out by itself, and the parts stand in rows like words.

use super::place::settle;
use super::route::routed;
use layout::core::base::Orientation;
use layout::core::format::{ClipHandle, RenderBackend};
use layout::core::geometry::Point;
use layout::core::style::StyleAttr;
use layout::std_shapes::shapes::{Arrow, Element, ShapeKind};
use layout::topo::layout::VisualGraph;
use std::collections::BTreeMap;

const GAP: f64 = 40.0;

/// Points from child to parent: level where two are level, and a bend between two columns or at the side of a box.
pub type Path = Vec<(f64, f64)>;

/// A line between two boxes, with how far below their upper ends it begins and ends.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    pub child: usize,
    pub parent: usize,
    pub from: f64,
    pub to: f64,
}

#[derive(Default)]
pub struct Layout {
    /// Left upper corners, by box.
    pub boxes: BTreeMap<usize, (f64, f64)>,
    /// By edge.
    pub lines: BTreeMap<usize, Path>,
    pub size: (f64, f64),
}

pub fn layout(sizes: &[(f64, f64)], edges: &[Edge]) -> Layout {
    let mut parts: Vec<Layout> =
        groups(sizes.len(), edges).iter().map(|group| part(group, sizes, edges)).collect();
    // The largest first; those of one box close the page.
    parts.sort_by(|a, b| b.boxes.len().cmp(&a.boxes.len()).then(b.size.1.total_cmp(&a.size.1)));
    let area: f64 = parts.iter().map(|p| (p.size.0 + GAP) * (p.size.1 + GAP)).sum();
    let widest = parts.iter().map(|p| p.size.0).fold(0.0, f64::max);
    let width = widest.max((area * 1.6).sqrt());
    let (mut all, mut x, mut y, mut row) = (Layout::default(), 0.0, 0.0, 0.0_f64);
    for it in parts {
        if x > 0.0 && x + it.size.0 > width {
            (x, y, row) = (0.0, y + row + GAP, 0.0);
        }
        let moved = |(px, py): (f64, f64)| (px + x, py + y);
        all.boxes.extend(it.boxes.into_iter().map(|(i, at)| (i, moved(at))));
        let path = |path: Path| path.into_iter().map(moved).collect();
        all.lines.extend(it.lines.into_iter().map(|(i, line)| (i, path(line))));
        row = row.max(it.size.1);
        all.size = (all.size.0.max(x + it.size.0), y + row);
        x += it.size.0 + GAP;
    }
    all
}

/// Boxes that edges join.
fn groups(count: usize, edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut joined = petgraph::unionfind::UnionFind::<usize>::new(count);
    for edge in edges {
        joined.union(edge.child, edge.parent);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..count {
        groups.entry(joined.find(i)).or_default().push(i);
    }
    groups.into_values().collect()
}

fn part(group: &[usize], sizes: &[(f64, f64)], edges: &[Edge]) -> Layout {
    let across = Orientation::LeftToRight;
    let mut graph = VisualGraph::new(across);
    let mut handles = BTreeMap::new();
    for i in group {
        let size = Point::new(sizes[*i].0, sizes[*i].1);
        let (shape, look) = (ShapeKind::new_box(""), StyleAttr::simple());
        let it = Element::create_with_properties(shape, look, across, size, i.to_string());
        handles.insert(*i, graph.add_node(it));
    }
    for (i, edge) in edges.iter().enumerate().filter(|(_, edge)| edge.child != edge.parent) {
        if let (Some(from), Some(to)) = (handles.get(&edge.child), handles.get(&edge.parent)) {
            graph.add_edge(Arrow::simple_with_properties("", i.to_string()), *from, *to);
        }
    }
    let mut seen = Seen::default();
    match group {
        [only] => drop(seen.boxes.insert(*only, (0.0, 0.0))),
        _ => {
            graph.do_it(false, false, false, &mut seen);
            settle(&mut seen.boxes, &mut seen.levels, sizes, edges);
        }
    }
    routed(&seen.boxes, &seen.levels, sizes, edges)
}

/// Takes down what the layout would draw.
#[derive(Default)]
struct Seen {
    boxes: BTreeMap<usize, (f64, f64)>,
    /// From child to parent, by edge: how far down it goes past the columns in between.
    levels: BTreeMap<usize, Vec<f64>>,
}

fn number(properties: Option<String>) -> Option<usize> {
    properties?.parse().ok()
}

impl RenderBackend for Seen {
    fn draw_rect(
        &mut self,
        xy: Point,
        _size: Point,
        _look: &StyleAttr,
        properties: Option<String>,
        _clip: Option<ClipHandle>,
    ) {
        if let Some(i) = number(properties) {
            self.boxes.insert(i, (xy.x, xy.y));
        }
    }
    fn draw_line(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}
    fn draw_circle(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}
    fn draw_text(&mut self, _: Point, _: &str, _: &StyleAttr) {}
    fn draw_arrow(
        &mut self,
        path: &[(Point, Point)],
        _dashed: bool,
        head: (bool, bool),
        _look: &StyleAttr,
        properties: Option<String>,
        _text: &str,
    ) {
        let Some(i) = number(properties) else { return };
        // There is one point for each column in between; the first and the last are at the boxes.
        let between = path.iter().skip(1).take(path.len().saturating_sub(2));
        let mut levels: Vec<f64> = between.map(|(_, point)| point.y).collect();
        // An edge that would close a circle is laid the other way round.
        if head.0 && !head.1 {
            levels.reverse();
        }
        self.levels.insert(i, levels);
    }
    fn create_clip(&mut self, _: Point, _: Point, _: usize) -> ClipHandle {
        0
    }
}
