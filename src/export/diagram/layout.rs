//! Where boxes and lines go: what hangs together is laid out by itself, and the parts stand in rows like words.

use layout::core::base::Orientation;
use layout::core::format::{ClipHandle, RenderBackend};
use layout::core::geometry::Point;
use layout::core::style::StyleAttr;
use layout::std_shapes::shapes::{Arrow, Element, ShapeKind};
use layout::topo::layout::VisualGraph;
use std::collections::BTreeMap;

const GAP: f64 = 40.0;

/// A line: its first point and the control point there, then for each further point the control point and itself.
pub type Path = Vec<((f64, f64), (f64, f64))>;

#[derive(Default)]
pub struct Layout {
    /// Left upper corners, by box.
    pub boxes: BTreeMap<usize, (f64, f64)>,
    /// From child to parent, by edge; none for an edge of a box with itself.
    pub lines: BTreeMap<usize, Path>,
    pub size: (f64, f64),
}

pub fn layout(sizes: &[(f64, f64)], edges: &[(usize, usize)]) -> Layout {
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
        let path = |path: Path| path.into_iter().map(|(a, b)| (moved(a), moved(b))).collect();
        all.lines.extend(it.lines.into_iter().map(|(i, line)| (i, path(line))));
        row = row.max(it.size.1);
        all.size = (all.size.0.max(x + it.size.0), y + row);
        x += it.size.0 + GAP;
    }
    all
}

/// Boxes that edges join.
fn groups(count: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut joined = petgraph::unionfind::UnionFind::<usize>::new(count);
    for (a, b) in edges {
        joined.union(*a, *b);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..count {
        groups.entry(joined.find(i)).or_default().push(i);
    }
    groups.into_values().collect()
}

fn part(group: &[usize], sizes: &[(f64, f64)], edges: &[(usize, usize)]) -> Layout {
    if let [only] = group {
        let boxes = BTreeMap::from([(*only, (0.0, 0.0))]);
        return Layout { boxes, lines: BTreeMap::new(), size: sizes[*only] };
    }
    let across = Orientation::LeftToRight;
    let mut graph = VisualGraph::new(across);
    let mut handles = BTreeMap::new();
    for i in group {
        let size = Point::new(sizes[*i].0, sizes[*i].1);
        let (shape, look) = (ShapeKind::new_box(""), StyleAttr::simple());
        let it = Element::create_with_properties(shape, look, across, size, i.to_string());
        handles.insert(*i, graph.add_node(it));
    }
    for (i, (child, parent)) in edges.iter().enumerate().filter(|(_, (a, b))| a != b) {
        if let (Some(from), Some(to)) = (handles.get(child), handles.get(parent)) {
            graph.add_edge(Arrow::simple_with_properties("", i.to_string()), *from, *to);
        }
    }
    let mut seen = Seen::default();
    graph.do_it(false, false, false, &mut seen);
    spread(&mut seen.lines, edges);
    seen.finish(sizes)
}

/// Lines between the same two boxes would lie on each other.
fn spread(lines: &mut BTreeMap<usize, Path>, edges: &[(usize, usize)]) {
    const APART: f64 = 16.0;
    let mut between: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for i in lines.keys() {
        let (a, b) = edges[*i];
        between.entry((a.min(b), a.max(b))).or_default().push(*i);
    }
    for same in between.values().filter(|same| same.len() > 1) {
        let middle = (same.len() as f64 - 1.0) / 2.0;
        for (place, i) in same.iter().enumerate() {
            let Some(line) = lines.get_mut(i) else { continue };
            let (Some((from, _)), Some((_, to))) = (line.first(), line.last()) else { continue };
            let aside = (place as f64 - middle) * APART;
            let flat = (from.0 - to.0).abs() > (from.1 - to.1).abs();
            let (x, y) = if flat { (0.0, aside) } else { (aside, 0.0) };
            for (control, point) in line.iter_mut() {
                *control = (control.0 + x, control.1 + y);
                *point = (point.0 + x, point.1 + y);
            }
        }
    }
}

/// Takes down what the layout would draw.
#[derive(Default)]
struct Seen {
    boxes: BTreeMap<usize, (f64, f64)>,
    lines: BTreeMap<usize, Path>,
}

impl Seen {
    /// The same from the left upper corner on.
    fn finish(self, sizes: &[(f64, f64)]) -> Layout {
        let ends = self.boxes.iter().map(|(i, at)| (*at, (at.0 + sizes[*i].0, at.1 + sizes[*i].1)));
        let bends = self
            .lines
            .values()
            .flatten()
            .map(|(a, b)| ((a.0.min(b.0), a.1.min(b.1)), (a.0.max(b.0), a.1.max(b.1))));
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for (from, to) in ends.chain(bends) {
            low = (low.0.min(from.0), low.1.min(from.1));
            high = (high.0.max(to.0), high.1.max(to.1));
        }
        let moved = |at: (f64, f64)| (at.0 - low.0, at.1 - low.1);
        let path = |path: Path| path.into_iter().map(|(a, b)| (moved(a), moved(b))).collect();
        Layout {
            boxes: self.boxes.into_iter().map(|(i, at)| (i, moved(at))).collect(),
            lines: self.lines.into_iter().map(|(i, line)| (i, path(line))).collect(),
            size: (high.0 - low.0, high.1 - low.1),
        }
    }
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
        let pairs = path.iter().map(|(a, b)| ((a.x, a.y), (b.x, b.y)));
        let mut line: Path = pairs.collect();
        // An edge that would close a circle is laid the other way round; between the first point and the others the
        // curve is smooth, so that it is the same curve backwards.
        if head.0 && !head.1 {
            line = reversed(&line);
        }
        self.lines.insert(i, line);
    }
    fn create_clip(&mut self, _: Point, _: Point, _: usize) -> ClipHandle {
        0
    }
}

/// The same curve from its end.
fn reversed(line: &Path) -> Path {
    let Some((last, rest)) = line.split_last() else { return Path::new() };
    let mut back = vec![(last.1, last.0)];
    for (control, point) in rest.iter().skip(1).rev() {
        // The control point behind a smooth point mirrors the one before it.
        back.push(((2.0 * point.0 - control.0, 2.0 * point.1 - control.1), *point));
    }
    if let Some((start, control)) = line.first() {
        back.push((*control, *start));
    }
    back
}
