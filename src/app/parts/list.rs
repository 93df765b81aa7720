//! The EIP table: filter, sort, cursor, marks. Cursor and marks follow ids, never row numbers (`docs/contract.md` §4).

use super::inventory::Inventory;
use crate::domain::filter::{Filter, Lines};
use crate::domain::sort::SortKey;
use crate::domain::{Eip, EipId, Region};
use crate::text::state_words::STATE_WORDS;
use tui_input::Input;

/// An EIP's identity in the list.
pub type RowId = (Region, EipId);

/// The state of the table.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// The filter as typed.
    pub input: Input,
    /// Whether the filter field has the keys.
    pub(crate) editing: bool,
    /// The filter as understood.
    pub filter: Filter,
    /// The sort column.
    pub(crate) sort: SortKey,
    /// The row under the cursor.
    pub(crate) cursor: Option<RowId>,
    /// The operator has moved or used the cursor, or all rows have been read. Until then it stays on the first row, whatever order the
    /// regions come in.
    pub(crate) held: bool,
    /// Where that row stands among the shown ones; a hint for when the row goes away, or is not there yet.
    pub(crate) position: usize,
    /// The filter is another one since the rows were last shown.
    refiltered: bool,
    /// First row on screen.
    pub(crate) top: usize,
    /// Marked rows, in the order they were marked.
    pub marks: Vec<RowId>,
    /// All rows in sort order: region index and row index.
    order: Vec<(u32, u32)>,
    /// Rows that the filter keeps, in sort order.
    shown: Vec<(u32, u32)>,
    built: Option<(u64, SortKey)>,
    /// The text of every row, in sort order; none while a list is being read for the first time and nobody filters it.
    lines: Option<Lines>,
}

impl PartialEq for List {
    fn eq(&self, other: &Self) -> bool {
        self.input.value() == other.input.value()
            && self.editing == other.editing
            && self.sort == other.sort
            && self.cursor == other.cursor
            && self.position == other.position
            && self.top == other.top
            && self.marks == other.marks
            && self.shown == other.shown
    }
}

impl List {
    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// A shown row by its position.
    pub(crate) fn row<'a>(&self, inventory: &'a Inventory, position: usize) -> Option<&'a Eip> {
        let (region, row) = *self.shown.get(position)?;
        inventory.regions.get(region as usize)?.eips.get(row as usize)
    }

    /// The row under the cursor.
    pub(crate) fn current<'a>(&self, inventory: &'a Inventory) -> Option<&'a Eip> {
        self.row(inventory, self.position)
    }

    /// Whether a row is marked.
    pub(crate) fn is_marked(&self, eip: &Eip) -> bool {
        self.marks.iter().any(|(region, id)| *id == eip.eip_id && *region == eip.region)
    }

    /// How many of the marked rows are shown.
    pub(crate) fn marks_shown(&self, inventory: &Inventory) -> usize {
        (0..if self.marks.is_empty() { 0 } else { self.len() })
            .filter(|at| self.row(inventory, *at).is_some_and(|eip| self.is_marked(eip)))
            .count()
    }

    /// Brings order, filter, cursor and marks up to date with what was read.
    pub(crate) fn rebuild(&mut self, inventory: &Inventory, height: usize) {
        let is_changed = self.built != Some((inventory.version, self.sort));
        if is_changed {
            self.put_in_order(inventory);
            self.built = Some((inventory.version, self.sort));
            // Made when a reading ends, not when the filter is opened: that is a key that somebody waits for.
            self.lines = (!inventory.is_reading()).then(|| self.lines_of(inventory));
            self.prune_marks(inventory);
        }
        if is_changed || self.refiltered {
            self.apply_filter(inventory);
        }
        self.place_cursor(inventory, height);
    }

    /// Sorts all rows, beginning with the order that they had: it is nearly right, and pages that come while a long list is read
    /// for the first time only add to it.
    fn put_in_order(&mut self, inventory: &Inventory) {
        let length =
            |region: u32| inventory.regions.get(region as usize).map_or(0, |r| r.eips.len());
        let mut known = vec![0; inventory.regions.len()];
        for (region, _) in &self.order {
            if let Some(count) = known.get_mut(*region as usize) {
                *count += 1;
            }
        }
        // Of a region that has fewer rows than before, none stands where it stood.
        self.order.retain(|(region, _)| {
            known.get(*region as usize).is_some_and(|known| *known <= length(*region))
        });
        for (region, known) in (0..).zip(known) {
            let from = if known <= length(region) { known } else { 0 };
            self.order.extend((from..length(region)).map(|row| (region, row as u32)));
        }
        let eip = |at: &(u32, u32)| &inventory.regions[at.0 as usize].eips[at.1 as usize];
        let sort = self.sort;
        // The address beside its row: looking it up there takes longer than comparing.
        let mut keyed: Vec<_> = self.order.iter().map(|at| (eip(at).eip, *at)).collect();
        keyed.sort_by(|(a, row_a), (b, row_b)| {
            sort.compare_addresses(*a, *b).then_with(|| sort.compare(eip(row_a), eip(row_b)))
        });
        self.order.clear();
        self.order.extend(keyed.into_iter().map(|(_, at)| at));
    }

    fn apply_filter(&mut self, inventory: &Inventory) {
        self.shown.clear();
        let eip = |at: &(u32, u32)| &inventory.regions[at.0 as usize].eips[at.1 as usize];
        if self.filter.is_empty() {
            self.shown.extend_from_slice(&self.order);
        } else {
            let lines = self.lines.take().unwrap_or_else(|| self.lines_of(inventory));
            let (filter, order) = (&self.filter, &self.order);
            self.shown.extend(
                order
                    .iter()
                    .zip(lines.iter())
                    .filter(|(at, line)| filter.matches(eip(at), line))
                    .map(|(at, _)| *at),
            );
            self.lines = Some(lines);
        }
    }

    fn place_cursor(&mut self, inventory: &Inventory, height: usize) {
        let eip = |at: &(u32, u32)| &inventory.regions[at.0 as usize].eips[at.1 as usize];
        if !self.held {
            self.position = 0;
            self.cursor = None;
            // Once all is there it stays on its row, too.
            self.held = !self.shown.is_empty() && inventory.is_complete();
        }
        let found = self.cursor.as_ref().and_then(|(region, id)| {
            self.shown.iter().position(|at| eip(at).eip_id == *id && eip(at).region == *region)
        });
        // A filter that leaves the row out goes to what it found first.
        let refiltered = std::mem::take(&mut self.refiltered);
        let position = found.unwrap_or(if refiltered { 0 } else { self.position });
        self.position = position.min(self.shown.len().saturating_sub(1));
        // A row that is not shown may still be read, or come back as the filter goes on to be typed.
        if found.is_none() && !self.editing && inventory.is_complete() && !inventory.is_reading() {
            self.remember(inventory);
        }
        self.scroll(height);
    }

    /// Ends typing the filter: the cursor belongs to the row that it stands on.
    pub(crate) fn keep_filter(&mut self, inventory: &Inventory) {
        self.editing = false;
        self.held |= !self.filter.is_empty();
        self.remember(inventory);
    }

    /// Puts the cursor on this row, as soon as it is shown.
    pub(crate) fn look_for(&mut self, id: RowId) {
        self.held = true;
        self.cursor = Some(id);
    }

    /// Marks on rows that are gone would swallow the next action: they go too, once every region is read whole.
    fn prune_marks(&mut self, inventory: &Inventory) {
        if inventory.is_reading() {
            return;
        }
        self.marks.retain(|(region, id)| inventory.eip(region, id.as_str()).is_some());
    }

    fn remember(&mut self, inventory: &Inventory) {
        self.cursor = self.current(inventory).map(|e| (e.region.clone(), e.eip_id.clone()));
    }

    /// Moves the cursor.
    pub(crate) fn move_to(&mut self, position: usize, inventory: &Inventory, height: usize) {
        self.held = true;
        self.position = position.min(self.shown.len().saturating_sub(1));
        self.remember(inventory);
        self.scroll(height);
    }

    /// Keeps the cursor on screen.
    pub(crate) fn scroll(&mut self, height: usize) {
        let height = height.max(1);
        self.top = self.top.min(self.position).max((self.position + 1).saturating_sub(height));
        self.top = self.top.min(self.shown.len().saturating_sub(height));
    }

    /// Marks or unmarks the row under the cursor.
    pub(crate) fn toggle_mark(&mut self, inventory: &Inventory) {
        let Some(eip) = self.current(inventory) else { return };
        let id = (eip.region.clone(), eip.eip_id.clone());
        match self.marks.iter().position(|m| *m == id) {
            Some(at) => drop(self.marks.remove(at)),
            None => self.marks.push(id),
        }
    }

    /// Gives the keys to the filter field, and makes ready what every keystroke there looks through.
    pub(crate) fn edit_filter(&mut self, inventory: &Inventory) {
        self.editing = true;
        if self.lines.is_none() {
            self.lines = Some(self.lines_of(inventory));
        }
    }

    fn lines_of(&self, inventory: &Inventory) -> Lines {
        let eip = |at: &(u32, u32)| &inventory.regions[at.0 as usize].eips[at.1 as usize];
        Lines::of(self.order.iter().map(eip))
    }

    /// No filter; [`Self::rebuild`] applies it.
    pub(crate) fn clear_filter(&mut self) {
        self.filter_by(String::new());
    }

    /// This text as the filter; [`Self::rebuild`] applies it.
    pub(crate) fn filter_by(&mut self, text: String) {
        self.input = Input::new(text);
        self.set_filter();
    }

    /// Takes the field's text as the filter; [`Self::rebuild`] applies it.
    pub(crate) fn set_filter(&mut self) {
        self.filter = Filter::parse(self.input.value(), STATE_WORDS);
        self.refiltered = true;
    }
}
