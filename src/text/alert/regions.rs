//! The regions that a text names, in either language, by name or by code.

use super::plain;
use crate::domain::Region;
use crate::domain::region::{REGIONS, RegionInfo};

/// Words that a region follows: what stands behind one of them is meant.
const REGION_LABELS: &[&str] = &[
    "region",
    "regionid",
    "regionname",
    "zone",
    "location",
    "地域",
    "地区",
    "区域",
    "可用区",
    "机房",
];
/// Short codes that are words, commands or abbreviations of other things, too: they count only behind a
/// label or in square brackets.
const COMMON_WORDS: &[&str] =
    &["in", "use", "ca", "de", "th", "ru", "sh", "cd", "sg", "qy", "sao", "usw"];
/// Behind a place these make it no region: a clock's, a company's.
const CLOCKS: &[&str] = &["时间", " time", " standard time"];
const COMPANIES: &[&str] = &["公司", "银行", "集团", "大学", "医院"];
/// Before a place these make it where somebody else is, who came in from there.
const ORIGINS: &[&str] =
    &["归属地", "来源地", "登录地", "登录地点", "来源地区", "攻击来源", "geoip", "country", "city"];

struct Named {
    region: Region,
    /// A long code, or behind a label: it is meant, whatever other places the text mentions.
    is_certain: bool,
}

/// The regions that the text names, each once, in the order of appearance. Where some are named beyond
/// doubt, only those.
pub fn regions(text: &str) -> Vec<Region> {
    let text = plain(text).to_lowercase();
    let mut found: Vec<(usize, Named)> = codes(&text);
    found.extend(places(&text));
    found.sort_by_key(|(at, _)| *at);
    let has_certain = found.iter().any(|(_, named)| named.is_certain);
    let mut regions: Vec<Region> = Vec::new();
    for (_, named) in found {
        if (named.is_certain || !has_certain) && !regions.contains(&named.region) {
            regions.push(named.region);
        }
    }
    regions
}

fn is_label(before: &str) -> bool {
    let label = super::pieces::label(before);
    REGION_LABELS.iter().any(|word| label.ends_with(word))
}

/// Long and short codes that stand as words of their own; a zone (`ap-shanghai-2`) is in its region.
fn codes(text: &str) -> Vec<(usize, Named)> {
    let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '/');
    let mut found = Vec::new();
    let mut at = 0;
    for word in text.split(|c: char| !belongs(c)) {
        let start = at;
        let end = start + word.len();
        at = end + text[end..].chars().next().map_or(0, char::len_utf8);
        let code = word.trim_matches(['.', '-', '/']);
        if code.is_empty() {
            continue;
        }
        let region = match code.rsplit_once('-') {
            Some((region, zone)) if zone.bytes().all(|b| b.is_ascii_digit()) => region,
            _ => code,
        };
        let is_long = region.contains('-');
        let (before, after) = (&text[..start], &text[end..]);
        let is_meant = is_long
            || is_label(before)
            || (before.ends_with(['[', '【']) && after.starts_with([']', '】']))
            || (!COMMON_WORDS.contains(&region) && code == region && code == word);
        if let Ok(region) = Region::parse(region)
            && is_meant
        {
            let is_certain = is_long || is_label(before);
            found.push((start, Named { region, is_certain }));
        }
    }
    found
}

/// Places by their names; of names that begin alike, the longest (上海金融 before 上海).
fn places(text: &str) -> Vec<(usize, Named)> {
    let mut found: Vec<(usize, Named)> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let longest = REGIONS
            .iter()
            .filter_map(|row| length(row, text, at).map(|length| (length, row)))
            .max_by_key(|(length, _)| *length);
        let Some((length, row)) = longest else {
            at += c.len_utf8();
            continue;
        };
        let (before, after) = (&text[..at], &text[at + length..]);
        if is_region(before, after)
            && let Ok(region) = Region::parse(row.long)
        {
            // `华东地区(上海)` is how the console writes it.
            found.push((at, Named { region, is_certain: is_label(before) }));
        }
        at += length;
    }
    found
}

/// How many bytes of the text at this place are the region's name in either language.
fn length(row: &RegionInfo, text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let zh = row.zh.to_lowercase();
    let zh = zh.strip_prefix("中国").unwrap_or(&zh);
    if rest.starts_with(zh) {
        return Some(zh.len());
    }
    let is_start = !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if !is_start {
        return None;
    }
    let mut left = rest;
    for word in row.en.to_lowercase().split(' ') {
        left = left.trim_start_matches([' ', '-', '_']);
        let plain_word = word.replace('ã', "a");
        left = left.strip_prefix(word).or_else(|| left.strip_prefix(&*plain_word))?;
    }
    let mut after = left.chars();
    let ends = match (after.next(), after.next()) {
        (Some('-'), Some(next)) => !next.is_ascii_alphabetic(),
        (Some(c), _) => !c.is_ascii_alphanumeric() && c != '_',
        (None, _) => true,
    };
    ends.then_some(rest.len() - left.len())
}

/// Whether a place that is named is where the resource is: not a clock's, a company's, a visitor's.
fn is_region(before: &str, after: &str) -> bool {
    let is_clock = CLOCKS.iter().any(|word| after.starts_with(word))
        || before.ends_with("asia/")
        || before.ends_with("america/")
        || before.ends_with("europe/");
    let name: String = after.chars().take(16).take_while(|c| c.is_alphanumeric()).collect();
    let is_company = COMPANIES.iter().any(|word| name.contains(word));
    let label = super::pieces::label(before);
    let is_origin = ORIGINS.iter().any(|word| label.ends_with(word));
    !is_clock && !is_company && !is_origin
}
