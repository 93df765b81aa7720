//! Proxies: what is wrong with one, and which one is in use.

use super::Lang;
use super::said::Said;
use crate::tr;

/// Why a text is no proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bad {
    /// It does not parse.
    NotUrl,
    /// SOCKS and others.
    Kind,
    /// A part of a password stands where host or path should be.
    Password,
}

/// What is wrong, without anything of the value.
pub(crate) fn bad(lang: Lang, name: &str, why: Bad) -> Said {
    let what = match why {
        Bad::NotUrl => {
            tr!(lang, "{name} is not the URL of a proxy", "{name} 不是代理的 URL")
        }
        Bad::Kind => tr!(
            lang,
            "{name} names a kind of proxy that can't be used: only http:// and https:// can",
            "{name} 指定的代理类型不受支持：仅支持 http:// 和 https://"
        ),
        Bad::Password => tr!(
            lang,
            "{name} is not the URL of a proxy: its password is not percent-encoded",
            "{name} 不是代理的 URL：其中的密码没有做百分号编码"
        ),
    };
    Said::that(what).next(lang.pick(
        "write http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT; write the password percent-encoded: # as %23, / as %2F, ? as %3F, @ as %40, % as %25",
        "请写成 http://主机:端口，或 http://用户:密码@主机:端口；密码须做百分号编码：# 写作 %23，/ 写作 %2F，? 写作 %3F，@ 写作 %40，% 写作 %25",
    ))
}

/// Two variables for one thing.
pub(crate) fn differ(lang: Lang, [a, b]: [&str; 2]) -> Said {
    Said::that(tr!(lang, "{a} and {b} are both set and differ", "{a} 与 {b} 同时设置且不一致"))
        .next(lang.pick("unset the one that is not meant", "请取消其中不需要的一个"))
}

/// The way to a host, and how it is known.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way<'a> {
    /// This machine itself.
    Loopback,
    /// Nothing is set.
    NotSet,
    /// Switched off in the config file.
    Off,
    /// Left out by an entry of a variable.
    LeftOut(&'a str, &'a str),
    /// Set by the variable, or in the config file; what holds for a host is another question.
    Set(Option<&'a str>),
    /// Host and port of the proxy; the variable, or none for the config file.
    Proxy(&'a str, Option<&'a str>),
}

/// In words.
pub(crate) fn way(lang: Lang, way: Way<'_>) -> String {
    match way {
        Way::Loopback => {
            lang.pick("direct: this machine is never proxied", "直连：本机从不使用代理").to_owned()
        }
        Way::NotSet => lang.pick("direct: no proxy is set", "直连：未设置代理").to_owned(),
        Way::Off => lang
            .pick(
                "direct: proxy = \"none\" in the config file",
                "直连：配置文件中 proxy = \"none\"",
            )
            .to_owned(),
        Way::LeftOut(variable, rule) => {
            tr!(lang, "direct: {variable} has {rule}", "直连：{variable} 中有 {rule}")
        }
        Way::Set(Some(variable)) => tr!(lang, "a proxy by {variable}", "{variable} 设置了代理"),
        Way::Set(None) => lang.pick("a proxy by the config file", "配置文件设置了代理").to_owned(),
        Way::Proxy(place, Some(variable)) => {
            tr!(lang, "by proxy {place} ({variable})", "通过代理 {place}（{variable}）")
        }
        Way::Proxy(place, None) => tr!(
            lang,
            "by proxy {place} (proxy in the config file)",
            "通过代理 {place}（配置文件中的 proxy）"
        ),
    }
}
