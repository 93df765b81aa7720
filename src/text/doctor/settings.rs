//! Files, options and environment, as `doctor` found them.

use crate::text::said::Said;
use crate::text::{Lang, texts};
use crate::tr;

texts! {
    demo_reads_no_file(name: &str):
        "built-in cloud, scenario {name}: no file is read", "内置云，场景 {name}：不读取任何文件";
    system_file_fine(shown: &str):
        "{shown}: fine; what it protects holds for everybody",
        "{shown}：正常；其中的保护对所有人生效";
    no_home: "no home folder, so no config file", "没有主目录，因此没有配置文件";
    checked_without_it: "the rest was checked as without it", "其余检查按没有该文件进行";
    system_cas: "the system's CAs", "系统 CA";
    config_file: "config file", "配置文件";
    regions_by(names: &str, by: &str): "{names}, by {by}", "{names}（依据 {by}）";
}

/// The user's config file; `profiles` is how many it has, if it is there.
pub(crate) fn file(lang: Lang, shown: &str, profiles: Option<usize>) -> String {
    match profiles {
        Some(profiles) => {
            tr!(lang, "{shown}: fine, {profiles} profiles", "{shown}：正常，{profiles} 个账户配置")
        }
        None => tr!(lang, "none at {shown}: defaults are in force", "{shown} 不存在：使用默认值"),
    }
}

/// The profile that was named; `readable` says whether the config file could be read.
pub(crate) fn profile(lang: Lang, shown: &str, is_there: bool, readable: bool) -> String {
    match (is_there, readable) {
        (true, _) => tr!(lang, "{shown} of the config file", "配置文件中的 {shown}"),
        (false, true) => tr!(
            lang,
            "{shown} is not in the config file: looked for in tccli",
            "配置文件中没有 {shown}：在 tccli 中查找"
        ),
        (false, false) => {
            tr!(lang, "{shown}: the config file can't be read", "{shown}：无法读取配置文件")
        }
    }
}

pub(crate) fn read_only(lang: Lang) -> Said {
    Said::that(lang.pick("read-only: no unbind can be built", "只读：无法构造任何解绑请求")).next(
        lang.pick(
            "leave out --read-only, or read_only in the profile",
            "去掉 --read-only 或账户配置中的 read_only",
        ),
    )
}

pub(crate) fn no_region(lang: Lang, first: &str) -> Said {
    Said::that(tr!(lang, "no region is known; asked in {first}", "未指定地域；以 {first} 检查"))
        .next(lang.pick("give --region ap-guangzhou (or gz), or export TENCENTCLOUD_REGION: list and quota need one", "请用 --region ap-guangzhou（或 gz），或导出 TENCENTCLOUD_REGION：list 和 quota 需要"))
}
