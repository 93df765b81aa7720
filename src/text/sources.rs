//! What is wrong with endpoints, regions and certificates that a file or a variable names.

use super::said::Said;
use super::{Lang, texts};
use crate::tr;
use std::fmt::Display;

pub(crate) fn unusable_endpoint(lang: Lang, error: impl Display) -> Said {
    Said::that(tr!(lang, "{error}", "无法使用该接入地址：{error}")).next(lang.pick(
        "correct it, or unset it: both endpoints are for tests and private clouds only",
        "请修正，或取消设置：这两个接入地址仅用于测试和私有云",
    ))
}

pub(crate) fn bad_region_of_tccli(lang: Lang, text: &str) -> Said {
    Said::that(tr!(
        lang,
        "the tccli profile names the region {text:?}, which can't be one",
        "tccli 配置中的地域 {text:?} 无效"
    ))
    .next(lang.pick(
        "give --region, or run: tccli configure",
        "请用 --region 指定，或执行：tccli configure",
    ))
}

texts! {
    bad_endpoint(error: impl Display): "endpoint: {error}", "接入地址：{error}";
}

pub(crate) fn bad_endpoint_of_tccli(lang: Lang, source: &str, error: impl Display) -> Said {
    Said::that(tr!(lang, "vpc.endpoint of {source}: {error}", "{source} 的 vpc.endpoint：{error}"))
        .next(lang.pick(
            "correct it with: tccli configure set vpc.endpoint HOST",
            "请用 tccli configure set vpc.endpoint HOST 修正",
        ))
}

pub(crate) fn ssl_cert_file_unreadable(lang: Lang, shown: &str, error: impl Display) -> Said {
    Said::that(tr!(
        lang,
        "SSL_CERT_FILE {shown} can't be read: {error}",
        "无法读取 SSL_CERT_FILE {shown}：{error}"
    ))
    .next(lang.pick("correct the variable or unset it", "请修正或取消该变量"))
}

pub(crate) fn ca_file_unreadable(lang: Lang, shown: &str, error: impl Display) -> Said {
    Said::that(tr!(
        lang,
        "ca_file {shown} can't be read: {error}",
        "无法读取 ca_file {shown}：{error}"
    ))
    .next(lang.pick("correct ca_file in the config file", "请修正配置文件中的 ca_file"))
}

pub(crate) fn no_certificate(lang: Lang, shown: &str) -> Said {
    Said::that(tr!(
        lang,
        "ca_file {shown} holds no usable PEM certificate",
        "ca_file {shown} 中没有可用的 PEM 证书"
    ))
    .next(lang.pick(
        "it must hold the authority's certificate as text: -----BEGIN CERTIFICATE-----; convert DER with: openssl x509 -inform der",
        "文件须为文本形式的 CA 证书：-----BEGIN CERTIFICATE-----；DER 格式请用 openssl x509 -inform der 转换",
    ))
}
