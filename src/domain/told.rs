//! What a row of an answer says of a field, and what it does not: told, told as empty, not told, told in two ways.
//!
//! Missing, null, blank and of the wrong type are all "not told"; `""` is "told as empty". Nothing may be concluded from what was not told;
//! what each field may conclude where it was told stands in one table, in `unbind::goal`.

use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// One field as a row told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Told<T> {
    /// This value.
    Value(T),
    /// There is none, and the row says so.
    Empty,
    /// The row says nothing about it.
    NotTold,
    /// The rows of one answer differ about it.
    Conflicting,
}

impl<T> Told<T> {
    /// The value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Empty | Self::NotTold | Self::Conflicting => None,
        }
    }

    /// The same, by reference.
    pub(crate) fn as_ref(&self) -> Told<&T> {
        match self {
            Self::Value(value) => Told::Value(value),
            Self::Empty => Told::Empty,
            Self::NotTold => Told::NotTold,
            Self::Conflicting => Told::Conflicting,
        }
    }

    /// The same of what is made of the value.
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> Told<U> {
        match self {
            Self::Value(value) => Told::Value(make(value)),
            Self::Empty => Told::Empty,
            Self::NotTold => Told::NotTold,
            Self::Conflicting => Told::Conflicting,
        }
    }

    /// Whether the row says something about it, be it that there is none.
    pub(crate) fn is_told(&self) -> bool {
        matches!(self, Self::Value(_) | Self::Empty)
    }
}

/// A field of an EIP's row that something may depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    /// `eipId`
    EipId,
    /// `eip`: the address.
    Eip,
    /// `eipName`
    EipName,
    /// `status`
    Status,
    /// `type`: what kind of thing it serves.
    Type,
    /// `unInstanceId`
    UnInstanceId,
    /// `networkInterfaceId`
    NetworkInterfaceId,
    /// `privateIpAddress`
    PrivateIpAddress,
    /// `arrears`
    Arrears,
    /// `blocked`
    Blocked,
    /// `cascadeRelease`
    CascadeRelease,
}

impl Field {
    /// Every field.
    pub(crate) const ALL: [Self; 11] = [
        Self::EipId,
        Self::Eip,
        Self::EipName,
        Self::Status,
        Self::Type,
        Self::UnInstanceId,
        Self::NetworkInterfaceId,
        Self::PrivateIpAddress,
        Self::Arrears,
        Self::Blocked,
        Self::CascadeRelease,
    ];

    /// Its name, as in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::EipId => "eipId",
            Self::Eip => "eip",
            Self::EipName => "eipName",
            Self::Status => "status",
            Self::Type => "type",
            Self::UnInstanceId => "unInstanceId",
            Self::NetworkInterfaceId => "networkInterfaceId",
            Self::PrivateIpAddress => "privateIpAddress",
            Self::Arrears => "arrears",
            Self::Blocked => "blocked",
            Self::CascadeRelease => "cascadeRelease",
        }
    }
}

/// Some of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Fields(u16);

impl Fields {
    /// Adds one.
    pub(crate) fn insert(&mut self, field: Field) {
        self.0 |= 1 << field as u16;
    }

    /// These, and one more where the condition holds.
    #[must_use]
    pub(crate) fn with(mut self, field: Field, holds: bool) -> Self {
        if holds {
            self.insert(field);
        }
        self
    }

    /// Whether it is among them.
    pub fn contains(self, field: Field) -> bool {
        self.0 & (1 << field as u16) != 0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0 == 0
    }

    /// Those that are in either.
    #[must_use]
    pub(crate) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in both.
    #[must_use]
    pub(crate) fn common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// One after the other.
    pub(crate) fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |field| self.contains(*field))
    }
}

impl FromIterator<Field> for Fields {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Self {
        let mut all = Self::default();
        fields.into_iter().for_each(|field| all.insert(field));
        all
    }
}

/// The names, with commas between.
impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(Field::name).collect();
        f.pad(&names.join(", "))
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("names of fields")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Fields, A::Error> {
                let mut all = Fields::default();
                // A later version may know more fields.
                while let Some(name) = seq.next_element::<String>()? {
                    all = Field::ALL.into_iter().fold(all, |all, f| all.with(f, f.name() == name));
                }
                Ok(all)
            }
        }
        deserializer.deserialize_seq(Names)
    }
}

/// Which fields of a row hold no value that could be relied on, though a reader might take "none" for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Gaps {
    /// The row says nothing about these.
    #[serde(skip_serializing_if = "Fields::is_empty")]
    pub not_told: Fields,
    /// The rows of one answer differ about these.
    #[serde(skip_serializing_if = "Fields::is_empty")]
    pub(crate) conflicting: Fields,
}

impl Gaps {
    /// Gaps of these fields alone.
    pub fn not_told(fields: impl IntoIterator<Item = Field>) -> Self {
        Self { not_told: fields.into_iter().collect(), ..Self::default() }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.not_told.is_empty() && self.conflicting.is_empty()
    }

    /// How a field with this value, or none, was told.
    pub fn told<T>(&self, field: Field, value: Option<T>) -> Told<T> {
        if self.conflicting.contains(field) {
            return Told::Conflicting;
        }
        match value {
            Some(value) => Told::Value(value),
            None if self.not_told.contains(field) => Told::NotTold,
            None => Told::Empty,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_and_not_told_are_two_things() {
        let gaps = Gaps::not_told([Field::UnInstanceId]);
        assert_eq!(gaps.told::<u8>(Field::UnInstanceId, None), Told::NotTold);
        assert_eq!(gaps.told::<u8>(Field::NetworkInterfaceId, None), Told::Empty);
        assert_eq!(gaps.told(Field::NetworkInterfaceId, Some(1)), Told::Value(1));
        let both = Gaps { conflicting: gaps.not_told, ..gaps };
        assert_eq!(both.told(Field::UnInstanceId, Some(1)), Told::Conflicting);
    }

    #[test]
    fn fields_are_written_by_name() {
        let gaps = Gaps::not_told([Field::PrivateIpAddress, Field::Status]);
        let json = serde_json::to_string(&gaps).unwrap();
        assert_eq!(json, r#"{"notTold":["status","privateIpAddress"]}"#);
        assert_eq!(serde_json::from_str::<Gaps>(&json).unwrap(), gaps);
        let newer = r#"{"notTold":["status","somethingNew"]}"#;
        let known = Gaps::not_told([Field::Status]);
        assert_eq!(serde_json::from_str::<Gaps>(newer).unwrap(), known);
        assert_eq!(serde_json::from_str::<Gaps>("{}").unwrap(), Gaps::default());
        assert_eq!(gaps.not_told.to_string(), "status, privateIpAddress");
    }
}
