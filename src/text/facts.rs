//! What is known of an EIP itself, as the review says it.

use super::dialog::{Line, Weight};
use super::not_known::{Why, not_known};
use super::{Lang, Length};
use crate::domain::Generation;
use crate::tr;
use crate::unbind::{Danger, PlanItem, kept_link};

/// Whether Tencent blocks the address, as far as it is known.
#[derive(Debug, Clone, Copy)]
pub struct Blocked<'a> {
    pub(crate) is: Option<bool>,
    /// When that was read.
    pub(crate) seen: Option<&'a str>,
    /// Why it is not known.
    pub(crate) why: Why<'a>,
}

/// What is known of the EIP itself. `reports_release`: this API tells whether an EIP is released when it is unbound.
pub(crate) fn facts(
    lang: Lang,
    item: &PlanItem,
    length: Length,
    binds: bool,
    block: Blocked<'_>,
    (api, reports_release): (Generation, bool),
) -> Vec<Line> {
    let eip = &item.before;
    let open = |name: &str, why: Why<'_>| {
        let unknown = not_known(lang, why);
        (Weight::NotKnown, tr!(lang, "{name}: {unknown}", "{name}：{unknown}"))
    };
    let known = |value: Option<bool>, fine: &str, matters: &str, name: &str| match value {
        Some(false) => (Weight::Fine, fine.to_owned()),
        Some(true) => (Weight::Matters, matters.to_owned()),
        None => open(name, Why::LeftOut),
    };
    let blocked = match block.seen {
        Some(at) => tr!(lang, "blocked by Tencent (seen {at})", "被腾讯云封堵（{at} 读到）"),
        None => lang.pick("blocked by Tencent", "被腾讯云封堵").to_owned(),
    };
    let mut all = vec![
        if binds && eip.status.is_bound() && kept_link(eip).is_some() {
            (Weight::Matters, lang.pick("no server, link kept", "无服务器，保留关系").to_owned())
        } else if binds {
            known(
                Some(!eip.is_unbound()),
                lang.pick("unbound", "未绑定"),
                lang.pick("not unbound", "并非未绑定"),
                "",
            )
        } else {
            known(
                Some(!eip.status.is_bound()),
                lang.pick("bound", "已绑定"),
                lang.pick("not bound", "未绑定"),
                "",
            )
        },
        match block.is {
            None => open(lang.pick("blocked", "封堵"), block.why),
            value => known(value, lang.pick("not blocked", "未封堵"), &blocked, ""),
        },
        known(
            eip.arrears,
            lang.pick("no arrears", "未欠费"),
            lang.pick("in arrears: bill overdue", "欠费隔离"),
            lang.pick("arrears", "欠费"),
        ),
    ];
    if !binds {
        all.push(known(
            Some(eip.is_nat()),
            if length == Length::Long {
                lang.pick("not on a NAT gateway", "非 NAT 网关")
            } else {
                lang.pick("no NAT gateway", "非 NAT 网关")
            },
            lang.pick("on a NAT gateway", "绑定 NAT 网关"),
            "",
        ));
        all.push(known(
            Some(item.dangers.contains(&Danger::SshSession)),
            if length == Length::Long {
                lang.pick("not the address of this ssh session", "非当前 SSH 会话的地址")
            } else {
                lang.pick("not your ssh", "非当前 SSH 会话的地址")
            },
            lang.pick("this ssh session comes in through it", "当前 SSH 会话通过该地址接入"),
            "",
        ));
        let name = lang.pick("released when unbound", "解绑后自动释放");
        all.push(match eip.cascade_release {
            None if !reports_release => open(name, Why::NoField(api)),
            value => known(
                value,
                lang.pick("not released when unbound", "解绑后不释放"),
                lang.pick("released when unbound", "解绑后自动释放"),
                name,
            ),
        });
    }
    all
}

/// How many facts matter, or are not known, where there is no room to name them.
pub(crate) fn facts_narrow(lang: Lang, facts: &[Line]) -> Line {
    let count = |weight| facts.iter().filter(|(own, _)| *own == weight).count();
    match (count(Weight::Matters), count(Weight::NotKnown)) {
        (0, 0) => (Weight::Fine, lang.pick("facts", "现状").to_owned()),
        (0, 1) => (Weight::NotKnown, lang.pick("1 fact", "1 项").to_owned()),
        (0, open) => (Weight::NotKnown, tr!(lang, "{open} facts", "{open} 项")),
        (1, _) => (Weight::Matters, lang.pick("1 fact", "1 项").to_owned()),
        (heavy, _) => (Weight::Matters, tr!(lang, "{heavy} facts", "{heavy} 项")),
    }
}
