//! The terminal, as `doctor` found it.

use crate::text::{Lang, texts};
use crate::tr;
use std::net::IpAddr;

texts! {
    no_terminal: "output is not a terminal", "输出不是终端";
    run_in_one: "run it in a terminal to have it checked", "请在终端中运行以检查";
    size(columns: u16, rows: u16):
        "{columns}x{rows} (columns x rows)", "{columns}x{rows}（列 x 行）";
    make_it_larger(columns: u16, rows: u16):
        "make it at least {columns}x{rows}", "请放大到至少 {columns}x{rows}";
    no_term: "TERM is not set", "未设置 TERM";
    export_term: "export TERM=xterm-256color", "请执行 export TERM=xterm-256color";
    dumb:
        "a dumb terminal can't show the interface: use list and unbind",
        "dumb 终端无法显示界面：请使用 list 和 unbind";
    not_utf8:
        "the locale is not UTF-8, so only ASCII signs are drawn: export LC_ALL=C.UTF-8",
        "locale 不是 UTF-8，只用 ASCII 符号绘制：export LC_ALL=C.UTF-8";
    select_by_mouse:
        "if y copies nothing, select the text with the mouse", "如果 y 复制无效，请用鼠标选取";
    copying_works: "copying by OSC 52 likely works", "OSC 52 复制大概可用";
    copying_unknown:
        "copying by OSC 52 depends on the terminal at the other end; can't be known",
        "OSC 52 复制取决于对端终端，无法判断";
    copying_with_setting:
        "copying by OSC 52 likely works with this setting only",
        "OSC 52 复制大概需要以下设置才可用";
    copying_fails: "copying by OSC 52 likely does not work here", "此处 OSC 52 复制大概不可用";
    ascii_instead:
        "the interface then draws ASCII signs; set the terminal to narrow ambiguous characters to have the others",
        "界面会改用 ASCII 符号；如需其他符号，请在终端中把歧义字符设为窄";
    if_misaligned: "if columns are misaligned: --ascii", "如果列不对齐：--ascii";
}

/// How many colours; `off` says that NO_COLOR is set.
pub(crate) fn colors(lang: Lang, depth: u32, off: bool) -> String {
    match (depth, off) {
        (_, true) => lang.pick("off by NO_COLOR", "已由 NO_COLOR 关闭").to_owned(),
        (0, _) => lang.pick("none", "无").to_owned(),
        (16_777_216, _) => lang.pick("16 million, likely", "大概 1600 万色").to_owned(),
        (depth, _) => tr!(lang, "{depth}, likely", "大概 {depth} 色"),
    }
}

/// The language in use, and what says so.
pub(crate) fn language(lang: Lang, by_option: bool, locale: Option<&str>) -> String {
    let name = lang.pick("English", "简体中文");
    match (by_option, locale) {
        (true, _) => tr!(lang, "{name}, by --lang", "{name}（依据 --lang）"),
        (false, Some(locale)) => tr!(lang, "{name}, by {locale}", "{name}（依据 {locale}）"),
        (false, None) => tr!(lang, "{name}; no locale is set", "{name}（未设置 locale）"),
    }
}

/// The columns of an ambiguous sign, if they were measured; in the east some terminals take two.
pub(crate) fn width(lang: Lang, columns: Option<u16>, east: bool) -> String {
    match columns {
        Some(1) => lang.pick("1 column, measured", "1 列（实测）").to_owned(),
        Some(columns) => tr!(lang, "{columns} columns, measured", "{columns} 列（实测）"),
        None if east => lang
            .pick(
                "likely 1 column; some terminals take 2 in this locale",
                "大概 1 列；此 locale 下有些终端占 2 列",
            )
            .to_owned(),
        None => lang.pick("likely 1 column", "大概 1 列").to_owned(),
    }
}

/// Whether it is an ssh session, and the address it came in by.
pub(crate) fn ssh(lang: Lang, ip: Option<IpAddr>, inside: bool) -> String {
    match (ip, inside) {
        (Some(ip), _) => tr!(
            lang,
            "in an ssh session that came in by {ip}; unbinding that address asks for two octets",
            "ssh 会话，经 {ip} 接入；解绑该地址需输入两段"
        ),
        (None, true) => lang
            .pick(
                "in an ssh session; the address it came in by is not known",
                "ssh 会话；接入地址未知",
            )
            .to_owned(),
        (None, false) => lang.pick("not in an ssh session", "不在 ssh 会话中").to_owned(),
    }
}
