//! What each API generation can and can't do, from [`Capabilities`]: one table for README and help.

use super::Lang;
use crate::domain::{AllocSpelling, Capabilities, Generation};
use std::fmt::Write as _;

type Row = (&'static str, [String; 2]);

fn rows(lang: Lang) -> Vec<Row> {
    let row = |name: [&'static str; 2], cell: fn(Lang, &Capabilities) -> String| {
        let cells = [Generation::V2, Generation::V3]
            .map(|generation| cell(lang, &generation.capabilities()));
        (lang.pick(name[0], name[1]), cells)
    };
    let mut rows = of_requests(&row);
    rows.extend(of_answers(&row));
    rows
}

fn of_requests(
    row: &impl Fn([&'static str; 2], fn(Lang, &Capabilities) -> String) -> Row,
) -> Vec<Row> {
    vec![
        row(["unbind", "解绑"], |_, can| can.unbind_action.to_owned()),
        row(["bind back", "重新绑定"], |_, can| can.bind_action.to_owned()),
        row(["target by NIC and private IP", "以网卡和内网 IP 为目标"], |l, can| {
            let first = l.pick("looked up first: exactly one EIP", "先查询：须恰好对应一个 EIP");
            if can.target_by_pair { l.pick("yes", "可以") } else { first }.to_owned()
        }),
        row(["new ordinary public IP", "新的普通公网 IP"], |l, can| {
            match can.names.alloc_wan_ip {
                AllocSpelling::Number(name) => name.to_owned(),
                AllocSpelling::OnlyTrue(name) => {
                    format!("{name}{}", l.pick(", traditional accounts only", "，仅限传统账户类型"))
                }
            }
        }),
        row(
            ["keep the link to NIC and private IP", "保留与网卡/内网 IP 的关系"],
            |l, can| {
                let cannot = || l.pick("cannot be said: refused", "无法表达：拒绝").to_owned();
                can.names
                    .un_bind_private_ip_with_eip
                    .map_or_else(cannot, |name| format!("{name}=0"))
            },
        ),
        row(["search by name", "按名称查询"], |l, can| {
            if can.name_search {
                l.pick("by Tencent", "由腾讯云")
            } else {
                l.pick("on this side", "在本地")
            }
            .to_owned()
        }),
    ]
}

fn of_answers(
    row: &impl Fn([&'static str; 2], fn(Lang, &Capabilities) -> String) -> Row,
) -> Vec<Row> {
    vec![
        row(["an account in arrears", "账户欠费"], |l, can| {
            let refused = l.pick("no operation is possible: refused", "不可操作：拒绝");
            if can.arrears_blocks {
                refused
            } else {
                l.pick("longer token", "需更长的确认码")
            }
            .to_owned()
        }),
        row(["blocked", "封堵"], |l, can| {
            let by_nic = l.pick("reported for the NIC's private IP", "见网卡的内网 IP");
            if can.blocked_by_nic {
                by_nic
            } else {
                l.pick("reported for the EIP", "见 EIP 本身")
            }
            .to_owned()
        }),
        row(["released when unbound", "解绑即释放"], |l, can| {
            if can.tells_cascade_release {
                l.pick("reported", "可知")
            } else {
                l.pick("not reported", "不可知")
            }
            .to_owned()
        }),
        row(["progress of a request", "请求进度"], |l, can| {
            let task = l.pick("a task, then the EIP itself", "先看任务，再看 EIP 本身");
            if can.tasks { task } else { l.pick("the EIP itself", "看 EIP 本身") }.to_owned()
        }),
        row(
            ["binding where an ordinary public IP is", "绑定位置已有普通公网 IP"],
            |l, can| {
                let refused = l.pick("refused: return it first", "拒绝：须先退还");
                if can.bind_releases_wan_ip {
                    l.pick("releases that one: longer token", "会释放它：需更长的确认码")
                } else {
                    refused
                }
                .to_owned()
            },
        ),
    ]
}

/// The table as Markdown.
pub fn markdown(lang: Lang) -> String {
    let mut text = "| | API 2.0 | API 3.0 |\n|---|---|---|\n".to_owned();
    for (name, [old, new]) in rows(lang) {
        let _ = writeln!(text, "| {name} | {old} | {new} |");
    }
    text
}

/// The table for a terminal, a line each.
pub(crate) fn plain(lang: Lang) -> String {
    let mut text = lang
        .pick("What each API can do (2.0 / 3.0):\n", "两代 API 的差异（2.0 / 3.0）：\n")
        .to_owned();
    for (name, [old, new]) in rows(lang) {
        let _ = writeln!(text, "  {name}{}{old} / {new}", lang.pick(": ", "："));
    }
    text
}

/// The name of a generation as people say it.
pub(crate) fn name(api: Generation) -> &'static str {
    match api {
        Generation::V2 => "API 2.0",
        Generation::V3 => "API 3.0",
    }
}
