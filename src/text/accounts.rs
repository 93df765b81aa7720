//! Looking for a target in several accounts, in words.

use super::Lang;
use super::said::Said;
use crate::domain::sanitize::visible;
use crate::tr;

fn names(lang: Lang, profiles: &[String]) -> String {
    visible(&profiles.join(lang.between_names())).into_owned()
}

/// All that was found is in this profile.
pub(crate) fn found_in(lang: Lang, profile: &str, of: usize, tenths: u64) -> String {
    let profile = visible(profile);
    let (seconds, tenth) = (tenths / 10, tenths % 10);
    tr!(
        lang,
        "▲ found in profile {profile}, of {of} looked in, in {seconds}.{tenth} s",
        "▲ 在账户配置 {profile} 中找到，共查找 {of} 个，用时 {seconds}.{tenth} 秒"
    )
}

/// Several profiles have what was looked for.
pub(crate) fn in_several(lang: Lang, profiles: &[String]) -> Said {
    let profiles = names(lang, profiles);
    Said::that(tr!(
        lang,
        "found in several profiles: {profiles}; nothing is sent in two accounts at once",
        "在多个账户配置中找到：{profiles}；不会同时在两个账号中操作"
    ))
    .next(lang.pick(
        "choose one: --profile NAME, and name only what is in it",
        "请选择一个：--profile NAME，且只指定其中的目标",
    ))
}

/// The same on the screen.
pub(crate) fn in_several_short(lang: Lang, profiles: &[String]) -> String {
    let profiles = names(lang, profiles);
    tr!(
        lang,
        "found in several profiles: {profiles} → R chooses one",
        "在多个账户配置中找到：{profiles} → 按 R 选择"
    )
}

/// No profile has it.
pub(crate) fn in_none(lang: Lang, looked: &[String], unread: usize) -> String {
    let looked = names(lang, looked);
    tr!(
        lang,
        "found in none of the profiles {looked} ({unread} could not be read)",
        "账户配置 {looked} 中均未找到（{unread} 个无法读取）"
    )
}

/// No profile could be read.
pub(crate) fn none_readable(lang: Lang) -> Said {
    Said::that(lang.pick("no profile could be read", "没有可读取的账户配置")).next(lang.pick(
        "correct their credentials: eip-unbind doctor --profile NAME",
        "请修正其凭证：eip-unbind doctor --profile NAME",
    ))
}

/// What could not be read, a line each.
pub(crate) fn unread(lang: Lang, profile: &str, why: &str) -> String {
    let (profile, why) = (visible(profile), visible(why));
    tr!(lang, "not looked in profile {profile}: {why}", "未能查找账户配置 {profile}：{why}")
}

/// What could not be read, in one line.
pub(crate) fn unread_line(lang: Lang, unread: &[(String, String)], is_short: bool) -> String {
    let one = |(profile, why): &(String, String)| {
        if is_short {
            profile.clone()
        } else {
            tr!(lang, "{profile} ({why})", "{profile}（{why}）")
        }
    };
    let all: Vec<String> = unread.iter().map(one).collect();
    let all = all.join(lang.between_names());
    let all = visible(&all);
    tr!(lang, "▲ not looked in: {all}", "▲ 未能查找：{all}")
}

/// It is being looked for.
pub(crate) fn looking(lang: Lang, targets: &str, profiles: usize) -> String {
    let targets = visible(targets);
    tr!(
        lang,
        "looking for {targets} in {profiles} profiles…",
        "正在 {profiles} 个账户配置中查找 {targets}…"
    )
}

/// It was found while something else was done: nothing is opened.
pub(crate) fn found_meanwhile(lang: Lang, profile: &str) -> String {
    let profile = visible(profile);
    tr!(
        lang,
        "found in profile {profile}, not opened → Esc, then paste it again in the list",
        "在账户配置 {profile} 中找到，未打开 → 按 Esc，然后在列表中再次粘贴"
    )
}

/// The rule under the header: the account is another one than the session began with, or was not chosen by hand.
pub(crate) fn rule(lang: Lang, profile: &str) -> String {
    let profile = visible(profile);
    tr!(
        lang,
        "▲ FOUND IN PROFILE {profile}: what is sent, is sent there",
        "▲ 在账户配置 {profile} 中找到：请求将发往该账号"
    )
}

/// A profile took too long.
pub(crate) fn too_late(lang: Lang, seconds: u64) -> String {
    tr!(lang, "no answer in {seconds} s", "{seconds} 秒内无应答")
}

/// `--all-profiles` beside `--profile`.
pub(crate) const CONFLICT: &str =
    "--all-profiles looks in all of them: leave out --profile, or --all-profiles";
