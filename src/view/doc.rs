//! Paragraphs with a rank each: what matters most stays when there is little room, and everything keeps its order.

use super::wrap;
use ratatui::text::{Line, Span};

/// A list of paragraphs for a width.
pub(crate) struct Doc {
    columns: usize,
    indent: usize,
    parts: Vec<(u8, Vec<Line<'static>>)>,
}

/// The rank of blank lines between paragraphs.
const GAP: u8 = 200;

impl Doc {
    /// For lines of this width; continuation lines are indented.
    pub(crate) fn new(columns: usize, indent: usize) -> Self {
        Self { columns, indent, parts: vec![] }
    }

    /// Adds a paragraph. Rank 0 is never left out.
    pub(crate) fn push(&mut self, rank: u8, line: impl Into<Line<'static>>) {
        self.parts.push((rank, wrap::wrap(&line.into(), self.columns, self.indent)));
    }

    /// Adds a paragraph with an indent of its own.
    pub(crate) fn push_at(&mut self, rank: u8, indent: usize, line: impl Into<Line<'static>>) {
        self.parts.push((rank, wrap::wrap(&line.into(), self.columns, indent)));
    }

    /// Adds a paragraph of pieces that are not broken.
    pub(crate) fn push_flow(
        &mut self,
        rank: u8,
        lead: Vec<Span<'static>>,
        pieces: Vec<Span<'static>>,
        gap: usize,
    ) {
        self.parts.push((rank, wrap::flow(lead, pieces, gap, self.columns, self.indent)));
    }

    /// Adds one line that is cut instead of wrapped.
    pub(crate) fn push_cut(&mut self, rank: u8, line: impl Into<Line<'static>>, more: &str) {
        self.parts.push((rank, vec![wrap::clip_line(line.into(), self.columns, more)]));
    }

    /// Adds what another one says, of this rank at best.
    pub(crate) fn append(&mut self, other: Self, rank: u8) {
        self.parts.extend(other.parts.into_iter().map(|(own, lines)| (own.max(rank), lines)));
    }

    /// Adds a blank line, if there is room in the end.
    pub(crate) fn gap(&mut self) {
        self.parts.push((GAP, vec![Line::default()]));
    }

    /// How many lines there are.
    pub(crate) fn len(&self) -> usize {
        self.parts.iter().map(|(_, lines)| lines.len()).sum()
    }

    /// Every line.
    pub(crate) fn all(self) -> Vec<Line<'static>> {
        self.parts.into_iter().flat_map(|(_, lines)| lines).collect()
    }

    /// How many lines are never left out.
    pub(crate) fn essential(&self) -> usize {
        self.parts.iter().filter(|(rank, _)| *rank == 0).map(|(_, lines)| lines.len()).sum()
    }

    /// Whether everything that is said fits.
    pub(crate) fn fits(&self, height: usize) -> bool {
        let said = self.parts.iter().filter(|(rank, _)| *rank < GAP);
        said.map(|(_, lines)| lines.len()).sum::<usize>() <= height
    }

    /// The lines that fit: by rank, each paragraph whole or not at all, except those of rank 0.
    pub(crate) fn fit(self, height: usize) -> Vec<Line<'static>> {
        let mut room = height;
        let mut kept = vec![0; self.parts.len()];
        let mut order: Vec<usize> = (0..self.parts.len()).collect();
        order.sort_by_key(|at| self.parts[*at].0);
        for at in order {
            let (rank, lines) = &self.parts[at];
            kept[at] = if lines.len() <= room {
                lines.len()
            } else if *rank == 0 {
                room
            } else {
                0
            };
            room -= kept[at];
        }
        self.parts
            .into_iter()
            .zip(kept)
            .flat_map(|((_, lines), keep)| lines.into_iter().take(keep))
            .collect()
    }

    /// The lines from `scroll` on, or from the next one that holds the word (in small letters), round the end; held within what there is.
    /// Also says which lines these are.
    pub(crate) fn window(
        self,
        scroll: usize,
        height: usize,
        word: Option<&str>,
    ) -> (Vec<Line<'static>>, usize, usize) {
        let lines = self.all();
        let total = lines.len();
        let holds = |at: &usize| {
            word.is_some_and(|word| lines[*at].to_string().to_lowercase().contains(word))
        };
        let start = scroll.min(total);
        let found = (start..total).chain(0..start).find(holds);
        let from = found.unwrap_or(scroll).min(total.saturating_sub(height));
        (lines.into_iter().skip(from).take(height).collect(), from, total)
    }
}
