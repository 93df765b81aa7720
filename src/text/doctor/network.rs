//! Endpoints and the clock, as `doctor` found them.

use crate::domain::Stage;
use crate::text::Lang;
use crate::text::said::Said;
use crate::text::texts;
use crate::tr;

texts! {
    opaque: "stages can't be checked through this kind of proxy", "无法透过此类代理查看各阶段";
    comma: ", ", "，";
    connected(ms: u64): "connected {ms} ms", "连接 {ms} ms";
    verified_by(file: &str): "verified by the private CA {file}", "由私有 CA {file} 验证通过";
    verified: "verified", "证书验证通过";
    plain_http: "plain http to this machine", "本机明文 http";
    first_answer(ms: u64, status: u16):
        "first answer {ms} ms (HTTP {status})", "首个应答 {ms} ms（HTTP {status}）";
    not_needed: "not needed here", "此处用不到";
    set_clock:
        "set the clock: timedatectl set-ntp true, or chronyc makestep; more than 300 s is refused by Tencent",
        "请校准时钟：timedatectl set-ntp true 或 chronyc makestep；超过 300 秒会被腾讯云拒绝";
}

pub(crate) fn no_time(lang: Lang) -> Said {
    Said::that(lang.pick("no server gave its time", "没有服务器返回时间"))
        .next(lang.pick("mend the endpoints first", "请先解决接入地址问题"))
}

/// Where a look at a host ended, and why.
pub(crate) fn failed_at(lang: Lang, stage: Stage, why: &str) -> String {
    match stage {
        Stage::Name => tr!(lang, "no address: {why}", "无法解析：{why}"),
        Stage::Connect => tr!(lang, "no connection: {why}", "无法连接：{why}"),
        Stage::Tunnel => tr!(lang, "no way through the proxy: {why}", "代理不通：{why}"),
        Stage::Tls => tr!(lang, "no TLS: {why}", "TLS 失败：{why}"),
        Stage::Answer => tr!(lang, "no answer: {why}", "没有应答：{why}"),
    }
}

/// What to do about it; `proxied` says that a proxy is in between, `private_ca` that `ca_file` names an authority.
pub(crate) fn next(lang: Lang, stage: Stage, proxied: bool, private_ca: bool) -> &'static str {
    let (en, zh) = match stage {
        Stage::Name if proxied => (
            "check the proxy's name: HTTPS_PROXY, or proxy in the config file",
            "请检查代理的名称：HTTPS_PROXY 或配置文件中的 proxy",
        ),
        Stage::Name => (
            "check DNS and the endpoint; is a proxy needed (HTTPS_PROXY)?",
            "请检查 DNS 和接入地址；是否需要代理（HTTPS_PROXY）？",
        ),
        Stage::Connect if proxied => {
            ("check that the proxy runs and can be reached", "请检查代理是否运行且可达")
        }
        Stage::Connect => (
            "check firewall, route and --endpoint; is a proxy needed (HTTPS_PROXY)?",
            "请检查防火墙、路由和 --endpoint；是否需要代理（HTTPS_PROXY）？",
        ),
        Stage::Tunnel => (
            "check the proxy's password and whether it lets this host pass",
            "请检查代理的密码，以及是否放行该主机",
        ),
        Stage::Tls if private_ca => (
            "check that ca_file holds the authority of this host's certificate, and the clock",
            "请检查 ca_file 是否为该主机证书的签发机构，以及系统时钟",
        ),
        Stage::Tls => (
            "for a private CA set ca_file in the config file (or SSL_CERT_FILE); check the clock; is something in between?",
            "如为私有 CA，请在配置文件中设置 ca_file（或 SSL_CERT_FILE）；检查系统时钟；途中是否有中间设备？",
        ),
        Stage::Answer => (
            "something answers there, but not as HTTP: check --endpoint",
            "对端有响应但不是 HTTP：请检查 --endpoint",
        ),
    };
    lang.pick(en, zh)
}

/// How far this machine's clock is ahead of that of `by`, or behind it.
pub(crate) fn skew(lang: Lang, by: &str, ahead_s: i64) -> String {
    let off = ahead_s.unsigned_abs();
    match ahead_s {
        0 => tr!(lang, "agrees with {by} within a second", "与 {by} 相差不到一秒"),
        1.. => tr!(lang, "this machine is {off} s ahead of {by}", "本机比 {by} 快 {off} 秒"),
        _ => tr!(lang, "this machine is {off} s behind {by}", "本机比 {by} 慢 {off} 秒"),
    }
}
