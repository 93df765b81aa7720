//! Reading what the cloud writes, not what it documents: numbers as texts, texts as numbers, nulls, `[]` for "nothing" (`docs/api-v2.md` §3).
//!
//! A value of the wrong kind reads as missing. Where missing would be a lie (a whole list), it is an error instead.

use compact_str::CompactString;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// A JSON value that has one leaf meaning in spite of its spelling.
enum Leaf {
    Missing,
    Bool(bool),
    Int(i64),
    Text(CompactString),
    Float(f64),
}

impl<'de> Deserialize<'de> for Leaf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Leaf;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }
            fn visit_bool<E: Error>(self, value: bool) -> Result<Leaf, E> {
                Ok(Leaf::Bool(value))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Leaf, E> {
                Ok(Leaf::Int(value))
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Leaf, E> {
                Ok(i64::try_from(value).map_or_else(
                    |_| Leaf::Text(compact_str::format_compact!("{value}")),
                    Leaf::Int,
                ))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Leaf, E> {
                let whole = value.fract() == 0.0 && value.abs() < 9e15;
                Ok(if whole { Leaf::Int(value as i64) } else { Leaf::Float(value) })
            }
            fn visit_str<E: Error>(self, value: &str) -> Result<Leaf, E> {
                Ok(Leaf::Text(CompactString::new(value)))
            }
            fn visit_unit<E: Error>(self) -> Result<Leaf, E> {
                Ok(Leaf::Missing)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Leaf, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Leaf::Missing)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Leaf, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Leaf::Missing)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// What a wire field may hold.
pub(in crate::api) trait Lenient: Sized {
    /// Reads it; `None` when the cloud did not say.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error>;
}

impl Lenient for i64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(match Leaf::deserialize(deserializer)? {
            Leaf::Int(value) => Some(value),
            Leaf::Text(text) => text.trim().parse().ok(),
            // A flag is no number: `"code": false` is no success.
            Leaf::Missing | Leaf::Bool(_) | Leaf::Float(_) => None,
        })
    }
}

impl Lenient for CompactString {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(match Leaf::deserialize(deserializer)? {
            Leaf::Missing => None,
            Leaf::Bool(value) => Some(compact_str::format_compact!("{value}")),
            Leaf::Int(value) => Some(compact_str::format_compact!("{value}")),
            Leaf::Float(value) => Some(compact_str::format_compact!("{value}")),
            Leaf::Text(text) => Some(text),
        })
    }
}

impl Lenient for bool {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(match Leaf::deserialize(deserializer)? {
            Leaf::Missing => None,
            Leaf::Bool(value) => Some(value),
            Leaf::Int(0) => Some(false),
            Leaf::Int(1) => Some(true),
            Leaf::Int(_) | Leaf::Float(_) => None,
            Leaf::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            },
        })
    }
}

impl Lenient for serde_json::Value {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Option::deserialize(deserializer)
    }
}

impl<T: serde::de::DeserializeOwned> Lenient for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        match Data::<IgnoredAny, T>::deserialize(deserializer)? {
            Data::Missing => Ok(None),
            Data::Empty => Ok(Some(Self::new())),
            Data::List(items) => Ok(Some(items)),
            // An empty list must not be made out of something that isn't a list.
            Data::Object(_) | Data::Odd => Err(D::Error::custom("expected a list")),
        }
    }
}

/// A value in the very type that the documents give it. A value of another type says nothing; only a decimal text is a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Exact<T>(pub T);

impl Lenient for Exact<CompactString> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(match Leaf::deserialize(deserializer)? {
            Leaf::Text(text) => Some(Self(text)),
            Leaf::Missing | Leaf::Bool(_) | Leaf::Int(_) | Leaf::Float(_) => None,
        })
    }
}

impl Lenient for Exact<i64> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(match Leaf::deserialize(deserializer)? {
            Leaf::Int(value) => Some(Self(value)),
            Leaf::Text(text) => decimal(&text).map(Self),
            Leaf::Missing | Leaf::Bool(_) | Leaf::Float(_) => None,
        })
    }
}

impl Lenient for Exact<bool> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(match Leaf::deserialize(deserializer)? {
            Leaf::Bool(value) => Some(Self(value)),
            Leaf::Missing | Leaf::Int(_) | Leaf::Text(_) | Leaf::Float(_) => None,
        })
    }
}

fn decimal(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// A text field of a row: the text, `""` where the row says that there is none, and nothing where it does not say.
pub(in crate::api) fn told(field: Option<&Exact<CompactString>>) -> Option<&str> {
    let text = field?.0.as_str();
    (text.is_empty() || !text.trim().is_empty()).then_some(text)
}

/// For `deserialize_with`.
pub(in crate::api) fn read<'de, D: Deserializer<'de>, T: Lenient>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::read(deserializer)
}

/// A payload that may be an object, a list, or one of the ways to say "nothing".
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Data<O, I = serde_json::Value> {
    /// No such field, or null.
    #[default]
    Missing,
    /// `[]` or an empty text.
    Empty,
    /// An object.
    Object(O),
    /// A list with something in it.
    List(Vec<I>),
    /// A bare number, text or boolean: no documented shape.
    Odd,
}

impl<O, I> Data<O, I> {
    /// Whether there is no such field.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// The object.
    pub(crate) fn object(self) -> Option<O> {
        match self {
            Self::Object(object) => Some(object),
            Self::Missing | Self::Empty | Self::List(_) | Self::Odd => None,
        }
    }
}

/// For `deserialize_with`: a field that is there, be it `null`.
pub(in crate::api) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

struct DataVisitor<O, I>(PhantomData<(O, I)>);

impl<'de, O: Deserialize<'de>, I: Deserialize<'de>> Visitor<'de> for DataVisitor<O, I> {
    type Value = Data<O, I>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Data::Missing)
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Data::Odd)
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Data::Odd)
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Data::Odd)
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Data::Odd)
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(if text.is_empty() { Data::Empty } else { Data::Odd })
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        let items = Vec::deserialize(SeqAccessDeserializer::new(seq))?;
        Ok(if items.is_empty() { Data::Empty } else { Data::List(items) })
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        O::deserialize(MapAccessDeserializer::new(map)).map(Data::Object)
    }
}

impl<'de, O: Deserialize<'de>, I: Deserialize<'de>> Deserialize<'de> for Data<O, I> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DataVisitor(PhantomData))
    }
}

impl<O: Serialize, I: Serialize> Serialize for Data<O, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Missing | Self::Odd => serializer.serialize_unit(),
            Self::Empty => serializer.collect_seq(std::iter::empty::<()>()),
            Self::Object(object) => object.serialize(serializer),
            Self::List(items) => items.serialize(serializer),
        }
    }
}

/// Defines wire structs: every field may be missing, is read leniently, and is left out when missing.
macro_rules! wire {
    ($($(#[$meta:meta])* $name:ident ($case:literal) { $($(#[$field_meta:meta])* $field:ident: $ty:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, rename_all = $case)]
        pub struct $name {
            $($(#[$field_meta])*
            #[serde(deserialize_with = "crate::api::lenient::read", skip_serializing_if = "Option::is_none")]
            pub $field: Option<$ty>,)*
        }
    )*};
}
pub(in crate::api) use wire;

#[cfg(test)]
mod tests {
    use super::*;

    wire! {
        /// For the tests.
        #[expect(unreachable_pub, reason = "the macro makes wire structs public")]
        Sample("camelCase") {
            /// A number.
            the_number: i64,
            /// A text.
            some_text: CompactString,
            /// A flag.
            flag: bool,
            /// A list.
            items: Vec<i64>,
        }
    }

    fn sample(json: &str) -> Sample {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn spelling_does_not_matter() {
        let plain = sample(r#"{"theNumber":7,"someText":"8","flag":true}"#);
        assert_eq!(sample(r#"{"theNumber":"7","someText":8,"flag":"TRUE","more":{}}"#), plain);
        assert_eq!(sample(r#"{"theNumber":7.0,"someText":"8","flag":1}"#), plain);
        assert_eq!(sample(r#"{"theNumber":null,"someText":[],"flag":"maybe"}"#), Sample::default());
        assert_eq!(sample(r#"{"theNumber":"x","someText":{"a":[1]},"flag":2}"#), Sample::default());
        assert_eq!(
            serde_json::to_string(&plain).unwrap(),
            r#"{"theNumber":7,"someText":"8","flag":true}"#
        );
    }

    #[test]
    fn a_row_tells_a_field_in_its_own_type_only() {
        wire! {
            /// For the test.
            #[expect(unreachable_pub, reason = "the macro makes wire structs public")]
            Row("camelCase") {
                /// A text.
                text: Exact<CompactString>,
                /// A number.
                number: Exact<i64>,
                /// A flag.
                flag: Exact<bool>,
            }
        }
        let row = |json: &str| serde_json::from_str::<Row>(json).unwrap();
        let whole = row(r#"{"text":"a","number":"7","flag":true}"#);
        assert_eq!(whole.number, Some(Exact(7)));
        assert_eq!(told(whole.text.as_ref()), Some("a"));
        assert_eq!(told(row(r#"{"text":""}"#).text.as_ref()), Some(""), "told as empty");
        for odd in ["null", "[]", "{}", "[1]", r#"{"a":1}"#, r#"" ""#, "1.5"] {
            let row = row(&format!(r#"{{"text":{odd},"number":{odd},"flag":{odd}}}"#));
            assert_eq!(told(row.text.as_ref()), None, "{odd}");
            assert_eq!((row.number, row.flag), (None, None), "{odd}");
        }
        let wrong = row(r#"{"text":5,"number":true,"flag":1}"#);
        assert_eq!(wrong, Row::default());
        assert_eq!(row(r#"{"number":"7x","flag":"true"}"#), Row::default());
    }

    #[test]
    fn a_list_is_never_made_up() {
        assert_eq!(sample(r#"{"items":null}"#).items, None);
        assert_eq!(sample(r#"{"items":[]}"#).items, Some(vec![]));
        assert_eq!(sample(r#"{"items":[1]}"#).items, Some(vec![1]));
        for odd in [r#"{"items":5}"#, r#"{"items":"a"}"#, r#"{"items":{"a":1}}"#] {
            assert!(serde_json::from_str::<Sample>(odd).is_err(), "{odd}");
        }
    }
}
