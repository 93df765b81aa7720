//! Answers of a cloud, or of a gateway before it, that leave fields out, are about others, or contradict themselves: now and then one, and in
//! some worlds the same again and again.

use super::dice::Of;
use super::place::Place;
use super::wire::Asked;
use eip_unbind::sim::fault::FaultKind;
use eip_unbind::sim::row_fault::{Instead, RowFault};

/// What may be wrong with an answer, as the table calls it.
pub(crate) const ODD: [&str; 16] = [
    "field missing",
    "field null",
    "wrong type",
    "field blank",
    "field empty",
    "id alone",
    "of others",
    "filter ignored",
    "rows missing",
    "wrong total",
    "rows twice",
    "rows differ",
    "bound to none",
    "off, on server",
    "other address",
    "endless",
];

const EIP_FIELDS: [&str; 9] = [
    "unInstanceId",
    "status",
    "networkInterfaceId",
    "privateIpAddress",
    "eip",
    "eipId",
    "arrears",
    "type",
    "totalCount",
];
const NIC_FIELDS: [&str; 8] = [
    "eipId",
    "wanIp",
    "privateIpAddress",
    "privateIpAddressesSet",
    "networkInterfaceId",
    "instanceSet",
    "isWanIpBlocked",
    "totalNum",
];

/// What is wrong with an answer.
#[derive(Debug, Clone)]
pub(crate) struct Odd {
    pub(crate) word: &'static str,
    pub(crate) fault: FaultKind,
    /// It says something that is not so.
    pub(crate) lies: bool,
}

/// A cloud that is in the same mood for long.
#[derive(Debug)]
pub(crate) struct Mood {
    odd: Odd,
    of_nics: bool,
    from_ms: u64,
    permille: u32,
}

impl Mood {
    /// The mood of a world, if it has one.
    pub(crate) fn roll(place: &Place) -> Option<Self> {
        if !place.trouble(Of::Rows, 250) {
            return None;
        }
        let of_nics = place.roll(Of::Rows, 4) == 3;
        let odd = pick(place, of_nics, false);
        let from_ms = place.range(Of::Rows, 0, 30_000);
        let permille = *place.dice.borrow_mut().pick(Of::Rows, &[300, 1_000, 800]);
        Some(Self { odd, of_nics, from_ms, permille })
    }
}

/// What is wrong with the answer to this question, if something is.
pub(crate) fn strikes(place: &Place, asked: &Asked) -> Option<Odd> {
    let of_nics = asked.action == "DescribeNetworkInterfaces";
    if !of_nics && !["DescribeEip", "DescribeAddresses"].contains(&asked.action.as_str()) {
        return None;
    }
    let mood = place.mood.borrow();
    let in_mood = mood
        .as_ref()
        .filter(|mood| mood.of_nics == of_nics && place.hub.now() >= mood.from_ms)
        .filter(|mood| place.trouble(Of::Rows, mood.permille));
    let odd = match in_mood {
        Some(mood) => mood.odd.clone(),
        None if place.trouble(Of::Rows, 40) => pick(place, of_nics, asked.is_list()),
        None => return None,
    };
    super::steps::can_be(odd.word, place.step.get().column()).then_some(odd)
}

/// Something that is wrong with an answer.
fn pick(place: &Place, of_nics: bool, may_be_endless: bool) -> Odd {
    let kinds = ODD.len() as u32 - u32::from(!may_be_endless);
    let word = ODD[place.roll(Of::Rows, kinds) as usize];
    let mut lies = false;
    let mut fields = |instead: Instead| {
        let all: &[&str] = if of_nics { &NIC_FIELDS } else { &EIP_FIELDS };
        let count = 1 + place.roll(Of::Rows, 3) / 2;
        let names = (0..count).map(|_| (*place.dice.borrow_mut().pick(Of::Rows, all)).to_owned());
        // A text or a number may be a value, though a wrong one.
        lies |= [Instead::Empty, Instead::Text, Instead::Number].contains(&instead);
        RowFault::Fields(names.collect(), instead)
    };
    let rows = match word {
        "field missing" => fields(Instead::Missing),
        "field null" => fields(Instead::Null),
        "wrong type" => {
            let types = [Instead::List, Instead::Object, Instead::Number, Instead::Text];
            let instead = *place.dice.borrow_mut().pick(Of::Rows, &types);
            fields(instead)
        }
        "field blank" => fields(Instead::Blank),
        "field empty" => fields(Instead::Empty),
        "id alone" => {
            RowFault::OnlyFields(["eipId", "networkInterfaceId"].map(str::to_owned).to_vec())
        }
        "of others" => RowFault::OfOthers,
        "filter ignored" => RowFault::FilterIgnored,
        "rows missing" => RowFault::Missing(1),
        "rows twice" => RowFault::Twice,
        "rows differ" => RowFault::TwiceUnlike,
        "bound to none" => RowFault::BoundToNone,
        "off, on server" => RowFault::UnboundOnServer,
        "other address" => RowFault::OtherAddress { unbound: place.roll(Of::Rows, 2) == 1 },
        "endless" => RowFault::Endless,
        _ => {
            let by = *place.dice.borrow_mut().pick(Of::Rows, &[1, 2, -1]);
            return Odd { word, fault: FaultKind::WrongTotal(by), lies };
        }
    };
    lies |= ["rows differ", "bound to none", "off, on server", "other address", "endless"]
        .contains(&word);
    Odd { word, fault: FaultKind::Rows(rows), lies }
}
