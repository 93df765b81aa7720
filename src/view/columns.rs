//! Which columns of the table fit, and how wide each is.

use super::wrap::width;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// Sign and word.
    State,
    /// The address.
    Address,
    /// The EIP's id.
    EipId,
    /// The name: the one that gives way.
    Name,
    /// What it is bound to.
    BoundTo,
    /// NIC and private IP.
    NicIp,
    /// The private IP alone.
    PrivateIp,
    /// What the state does not say: NAT, blocked, arrears, released on unbind, direct.
    Flags,
    /// The region, where there are several.
    Region,
    /// Days since creation.
    Age,
}

/// The least that a name is given while other columns can leave instead.
const NAME_GOOD: usize = 14;
/// The least that a name is given where there is a name column at all.
const NAME_MIN: usize = 8;
/// The most: beyond this the space stays empty, so that the eye finds the next column.
const NAME_MAX: usize = 40;

/// Columns with their widths for a screen of this many columns. `natural` says how wide each wants to be.
pub(crate) fn fit(
    columns: usize,
    several_regions: bool,
    natural: impl Fn(Column) -> usize,
) -> Vec<(Column, usize)> {
    use Column::{Address, Age, BoundTo, EipId, Flags, Name, NicIp, PrivateIp, Region, State};
    let gap = gap(columns);
    let name_good = natural(Name).min(NAME_GOOD);
    let name_min = natural(Name).min(NAME_MIN);
    let mut all = if columns < 60 {
        vec![State, Address, BoundTo, PrivateIp, Name]
    } else {
        vec![State, Address, EipId, Name, BoundTo, NicIp, Flags, Age]
    };
    // Never leaves while more than one region is read: the same address may stand in two.
    if several_regions {
        all.insert(2, Region);
    }
    let need = |all: &[Column], name: usize| -> usize {
        let widths = all.iter().map(|c| if *c == Name { name } else { natural(*c) });
        widths.sum::<usize>() + gap * all.len().saturating_sub(1)
    };
    for leaving in [Age, Flags, EipId, NicIp, Name, PrivateIp] {
        let name = if matches!(leaving, Name | PrivateIp) { name_min } else { name_good };
        if need(&all, name) <= columns {
            break;
        }
        if let Some(at) = all.iter().position(|c| *c == leaving) {
            if leaving == NicIp {
                all[at] = PrivateIp;
            } else {
                all.remove(at);
            }
        }
    }
    // Where even that is too much, the word of the state gives way: addresses and ids are never cut.
    let too_much = need(&all, name_min).saturating_sub(columns);
    let name = columns.saturating_sub(need(&all, name_min)) + name_min;
    let name = name.min(NAME_MAX).min(natural(Name));
    let width = |column: Column| match column {
        Name => name,
        State => natural(State).saturating_sub(too_much).max(1),
        Address | EipId | BoundTo | NicIp | PrivateIp | Flags | Region | Age => natural(column),
    };
    all.into_iter().map(|column| (column, width(column))).collect()
}

/// Blanks between columns.
pub(crate) fn gap(columns: usize) -> usize {
    if columns < 60 { 1 } else { 2 }
}

/// The widest of some texts, at least as wide as the heading.
pub(crate) fn widest<'a>(heading: &str, texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(width).max().unwrap_or(0).max(width(heading))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_leave_in_the_documented_order() {
        let natural = |c: Column| match c {
            Column::State => 10,
            Column::Address => 15,
            Column::EipId | Column::BoundTo | Column::Region => 12,
            Column::Name => 20,
            Column::NicIp => 27,
            Column::PrivateIp => 13,
            Column::Flags => 9,
            Column::Age => 5,
        };
        let mut last: Vec<Column> = fit(140, false, natural).into_iter().map(|c| c.0).collect();
        let mut gone: Vec<Column> = Vec::new();
        for columns in (60..140).rev() {
            let now: Vec<Column> = fit(columns, false, natural).into_iter().map(|c| c.0).collect();
            gone.extend(last.iter().filter(|c| !now.contains(c)));
            let total: usize =
                fit(columns, false, natural).iter().map(|c| c.1 + 2).sum::<usize>() - 2;
            assert!(total <= columns.max(10 + 15 + 12 + 13 + 6), "{columns}: {total}");
            last = now;
        }
        assert_eq!(gone[..4], [Column::Age, Column::Flags, Column::EipId, Column::NicIp]);
    }
}
