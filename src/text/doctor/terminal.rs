//! The terminal, as `doctor` found it.

use crate::text::Lang;
use crate::tr;
use std::fmt::Display;

pub(crate) fn no_terminal(lang: Lang) -> &'static str {
    lang.pick("output is not a terminal", "输出不是终端")
}

pub(crate) fn run_in_one(lang: Lang) -> &'static str {
    lang.pick("run it in a terminal to have it looked at", "请在终端中运行以检查")
}

pub(crate) fn size(lang: Lang, columns: u16, rows: u16) -> String {
    tr!(lang, "{columns}x{rows} (columns x rows)", "{columns}x{rows}（列 x 行）")
}

pub(crate) fn make_it_larger(lang: Lang, columns: u16, rows: u16) -> String {
    tr!(lang, "make it at least {columns}x{rows}", "请放大到至少 {columns}x{rows}")
}

pub(crate) fn no_term(lang: Lang) -> &'static str {
    lang.pick("TERM is not set", "未设置 TERM")
}

pub(crate) fn export_term(lang: Lang) -> &'static str {
    lang.pick("export TERM=xterm-256color", "请执行 export TERM=xterm-256color")
}

pub(crate) fn dumb(lang: Lang) -> &'static str {
    lang.pick(
        "a dumb terminal can't show the interface: use list and unbind",
        "dumb 终端无法显示界面：请使用 list 和 unbind",
    )
}

pub(crate) fn colors_off(lang: Lang) -> &'static str {
    lang.pick("off by NO_COLOR", "已由 NO_COLOR 关闭")
}

pub(crate) fn no_colors(lang: Lang) -> &'static str {
    lang.pick("none", "无")
}

pub(crate) fn true_color(lang: Lang) -> &'static str {
    lang.pick("16 million, likely", "大概 1600 万色")
}

pub(crate) fn colors(lang: Lang, depth: u32) -> String {
    tr!(lang, "{depth}, likely", "大概 {depth} 色")
}

pub(crate) fn language(lang: Lang) -> &'static str {
    lang.pick("English", "简体中文")
}

pub(crate) fn by_option(lang: Lang, name: &str) -> String {
    tr!(lang, "{name}, by --lang", "{name}（依据 --lang）")
}

pub(crate) fn by_locale(lang: Lang, name: &str, locale: &str) -> String {
    tr!(lang, "{name}, by {locale}", "{name}（依据 {locale}）")
}

pub(crate) fn no_locale(lang: Lang, name: &str) -> String {
    tr!(lang, "{name}; no locale is set", "{name}（未设置 locale）")
}

pub(crate) fn not_utf8(lang: Lang) -> &'static str {
    lang.pick(
        "the locale is not UTF-8, so only ASCII signs are drawn: export LC_ALL=C.UTF-8",
        "locale 不是 UTF-8，只用 ASCII 符号绘制：export LC_ALL=C.UTF-8",
    )
}

pub(crate) fn select_by_mouse(lang: Lang) -> &'static str {
    lang.pick(
        "if y copies nothing, select the text with the mouse",
        "如果 y 复制无效，请用鼠标选取",
    )
}

pub(crate) fn copying_works(lang: Lang) -> &'static str {
    lang.pick("copying by OSC 52 likely works", "OSC 52 复制大概可用")
}

pub(crate) fn copying_unknown(lang: Lang) -> &'static str {
    lang.pick(
        "copying by OSC 52 depends on the terminal at the other end; can't be known",
        "OSC 52 复制取决于对端终端，无法判断",
    )
}

pub(crate) fn copying_with_setting(lang: Lang) -> &'static str {
    lang.pick(
        "copying by OSC 52 likely works with this setting only",
        "OSC 52 复制大概需要以下设置才可用",
    )
}

pub(crate) fn copying_fails(lang: Lang) -> &'static str {
    lang.pick("copying by OSC 52 likely does not work here", "此处 OSC 52 复制大概不可用")
}

pub(crate) fn narrow(lang: Lang) -> &'static str {
    lang.pick("1 column, measured", "1 列（实测）")
}

pub(crate) fn wide(lang: Lang, columns: u16) -> String {
    tr!(lang, "{columns} columns, measured", "{columns} 列（实测）")
}

pub(crate) fn ascii_instead(lang: Lang) -> &'static str {
    lang.pick(
        "the interface then draws ASCII signs; set the terminal to narrow ambiguous characters to have the others",
        "界面会改用 ASCII 符号；如需其他符号，请在终端中把歧义字符设为窄",
    )
}

pub(crate) fn likely_narrow_in_the_east(lang: Lang) -> &'static str {
    lang.pick(
        "likely 1 column; some terminals take 2 in this locale",
        "大概 1 列；此 locale 下有些终端占 2 列",
    )
}

pub(crate) fn if_misaligned(lang: Lang) -> &'static str {
    lang.pick("if columns are misaligned: --ascii", "如果列不对齐：--ascii")
}

pub(crate) fn likely_narrow(lang: Lang) -> &'static str {
    lang.pick("likely 1 column", "大概 1 列")
}

pub(crate) fn ssh_by(lang: Lang, ip: impl Display) -> String {
    tr!(
        lang,
        "in an ssh session that came in by {ip}; unbinding that address asks for two octets",
        "ssh 会话，经 {ip} 接入；解绑该地址需输入两段"
    )
}

pub(crate) fn ssh_by_unknown(lang: Lang) -> &'static str {
    lang.pick("in an ssh session; the address it came in by is not known", "ssh 会话；接入地址未知")
}

pub(crate) fn no_ssh(lang: Lang) -> &'static str {
    lang.pick("not in an ssh session", "不在 ssh 会话中")
}
