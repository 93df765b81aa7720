//! Regions: one table of short and long codes and places (`docs/api-v2.md` §7, `docs/api-v3.md` §7).

use super::near::near;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A region, held in its long form (`ap-guangzhou`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Region(CompactString);

/// One row of the table.
#[derive(Debug)]
pub struct RegionInfo {
    /// API 2.0's short code, empty where none is known.
    pub(crate) short: &'static str,
    /// The long code.
    pub(crate) long: &'static str,
    /// The place in English.
    pub(crate) en: &'static str,
    /// The place in Chinese.
    pub(crate) zh: &'static str,
    /// Whether the short code is one that API 2.0's pages document.
    pub(crate) documented: bool,
}

const fn row(
    short: &'static str,
    long: &'static str,
    en: &'static str,
    zh: &'static str,
    documented: bool,
) -> RegionInfo {
    RegionInfo { short, long, en, zh, documented }
}

/// Every region this program knows.
pub(crate) const REGIONS: &[RegionInfo] = &[
    row("gz", "ap-guangzhou", "Guangzhou", "广州", true),
    row("sh", "ap-shanghai", "Shanghai", "上海", true),
    row("bj", "ap-beijing", "Beijing", "北京", true),
    row("cd", "ap-chengdu", "Chengdu", "成都", true),
    row("cq", "ap-chongqing", "Chongqing", "重庆", false),
    row("nj", "ap-nanjing", "Nanjing", "南京", false),
    row("shjr", "ap-shanghai-fsi", "Shanghai Finance", "上海金融", true),
    row("szjr", "ap-shenzhen-fsi", "Shenzhen Finance", "深圳金融", true),
    row("bjjr", "ap-beijing-fsi", "Beijing Finance", "北京金融", false),
    row("gzopen", "ap-guangzhou-open", "Guangzhou Open", "广州OPEN", true),
    row("szx", "ap-shenzhen", "Shenzhen", "深圳", false),
    row("tsn", "ap-tianjin", "Tianjin", "天津", false),
    row("qy", "ap-qingyuan", "Qingyuan", "清远", false),
    row("hk", "ap-hongkong", "Hong Kong", "中国香港", true),
    row("sg", "ap-singapore", "Singapore", "新加坡", true),
    row("th", "ap-bangkok", "Bangkok", "曼谷", false),
    row("jkt", "ap-jakarta", "Jakarta", "雅加达", false),
    row("in", "ap-mumbai", "Mumbai", "孟买", false),
    row("kr", "ap-seoul", "Seoul", "首尔", true),
    row("jp", "ap-tokyo", "Tokyo", "东京", false),
    row("tpe", "ap-taipei", "Taipei", "台北", false),
    row("usw", "na-siliconvalley", "Silicon Valley", "硅谷", true),
    row("use", "na-ashburn", "Virginia", "弗吉尼亚", false),
    row("ca", "na-toronto", "Toronto", "多伦多", true),
    row("de", "eu-frankfurt", "Frankfurt", "法兰克福", true),
    row("ru", "eu-moscow", "Moscow", "莫斯科", false),
    row("sao", "sa-saopaulo", "São Paulo", "圣保罗", false),
];

/// A text that names no region.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown region: {text}")]
pub struct UnknownRegion {
    /// What was given.
    pub(crate) text: String,
    /// The code that was probably meant.
    pub(crate) nearest: Option<&'static str>,
}

impl RegionInfo {
    /// The Chinese name without the country, which one region has and nobody types.
    pub(super) fn city_zh(&self) -> &'static str {
        self.zh.trim_start_matches("中国")
    }
}

impl Region {
    /// Reads a short or long code; edge zones (`…-ec`) are accepted by their form, as no list of them is complete.
    ///
    /// # Errors
    /// [`UnknownRegion`], with the nearest known code.
    pub fn parse(text: &str) -> Result<Self, UnknownRegion> {
        let text = text.trim().to_ascii_lowercase();
        if let Some(row) =
            REGIONS.iter().find(|r| r.long == text || (!r.short.is_empty() && r.short == text))
        {
            return Ok(Self(CompactString::const_new(row.long)));
        }
        if Self::is_well_formed(&text) && (text.ends_with("-ec") && text.len() > 5) {
            return Ok(Self(CompactString::new(text)));
        }
        let codes = || REGIONS.iter().flat_map(|r| [r.short, r.long]).filter(|c| !c.is_empty());
        // People leave out the part of the world: "guangzhou".
        let city = |code: &'static str| code.split_once('-').map(|(_, city)| city);
        let nearest = near(codes(), &text).or_else(|| {
            let meant = near(codes().filter_map(city), &text)?;
            codes().find(|code| city(code) == Some(meant))
        });
        Err(UnknownRegion { text, nearest })
    }

    /// Takes a code from a place that may know more regions than the table does: a private cloud's configuration, the cloud's own list.
    pub fn trusted(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        Self::parse(&text)
            .ok()
            .or_else(|| Self::is_well_formed(&text).then(|| Self(CompactString::new(&text))))
    }

    fn is_well_formed(text: &str) -> bool {
        !text.is_empty()
            && text.len() <= 40
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    }

    /// The long code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its row of the table.
    pub(crate) fn info(&self) -> Option<&'static RegionInfo> {
        REGIONS.iter().find(|r| r.long == self.0)
    }

    /// What API 2.0 is sent: the short code where it is documented, else the long one.
    pub(crate) fn for_v2(&self) -> &str {
        self.info().filter(|r| r.documented).map_or(&self.0, |r| r.short)
    }

    /// Every region of the table.
    pub fn all() -> Vec<Self> {
        REGIONS.iter().map(|r| Self(CompactString::const_new(r.long))).collect()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_codes_are_one_region() {
        assert_eq!(Region::parse("gz"), Region::parse("ap-guangzhou"));
        assert_eq!(Region::parse("gz").unwrap().for_v2(), "gz");
        assert_eq!(
            Region::parse("th").unwrap().for_v2(),
            "ap-bangkok",
            "an undocumented short code is not sent"
        );
        assert_eq!(Region::parse("ap-hangzhou-ec").unwrap().as_str(), "ap-hangzhou-ec");
    }

    #[test]
    fn an_unknown_region_names_the_nearest() {
        let error = Region::parse("ap-guangzho").unwrap_err();
        assert_eq!(error.nearest, Some("ap-guangzhou"));
        assert!(Region::parse("").is_err());
        assert!(Region::parse("mars").is_err());
    }
}
