//! The SDKs' file (`docs/credentials.md` §3): ini, section `[default]` only.

use super::{Ask, Base, Found, bad_value, setup_failure};
use crate::api::credentials::Credentials;
use crate::config::paths;
use crate::failure::Failure;
use crate::text::Lang;
use crate::tr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file that the SDKs would read; `None` when there is none.
///
/// # Errors
/// A file that is there, or was named, and can't be used: it is named with its line.
pub(super) fn find(ask: &Ask<'_>) -> Result<Option<Found>, Failure> {
    let named = ask.env.get("TENCENTCLOUD_CREDENTIALS_FILE").map(PathBuf::from);
    let usual = || {
        let own = ask.home.map(|home| home.join(".tencentcloud/credentials"));
        own.into_iter().chain([ask.etc.join("tencentcloud/credentials")]).find(|path| path.exists())
    };
    let Some(path) = named.or_else(usual) else { return Ok(None) };
    let shown = paths::shown(&path);
    let text = std::fs::read_to_string(&path).map_err(|error| {
        if error.kind() == ErrorKind::NotFound {
            let message = tr!(
                ask.lang,
                "TENCENTCLOUD_CREDENTIALS_FILE names {shown}, which is not there",
                "TENCENTCLOUD_CREDENTIALS_FILE 指定的 {shown} 不存在"
            );
            setup_failure(message)
                .hint(ask.lang.pick("correct the variable or unset it", "请修正或取消该变量"))
        } else {
            setup_failure(tr!(
                ask.lang,
                "{shown} can't be read: {error}",
                "无法读取 {shown}：{error}"
            ))
            .hint(ask.lang.pick(
                "check the owner and mode of file and folder",
                "请检查文件和目录的属主与权限",
            ))
        }
    })?;
    let (credentials, quoted) = parse(&text, &shown, ask.lang)?;
    let mut found = Found::new(Base::Keys(credentials), shown_name(&path));
    if quoted {
        found.warnings.push(tr!(
            ask.lang,
            "{shown}: quotes around a value were left out; the vendor's SDKs would take them for a part of the key",
            "{shown}：已去掉值两侧的引号；官方 SDK 会把引号当作密钥的一部分"
        ));
    }
    Ok(Some(found))
}

fn shown_name(path: &Path) -> String {
    format!("sdk-file {}", paths::shown(path))
}

/// The keys in the text, and whether quotes were taken off.
fn parse(text: &str, shown: &str, lang: Lang) -> Result<(Credentials, bool), Failure> {
    let hint = |failure: Failure| {
        failure.hint(lang.pick(
            "it needs [default] with secret_id = … and secret_key = …, one per line",
            "需要 [default] 小节，其中每行一个 secret_id = … 和 secret_key = …",
        ))
    };
    let (mut in_default, mut seen_default, mut quoted) = (None, false, false);
    let (mut id, mut key) = (None, None);
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let (line, number) = (line.trim(), index + 1);
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(section) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            in_default = Some(section.trim() == "default");
            seen_default |= in_default == Some(true);
            continue;
        }
        let Some((name, value)) = line.split_once(['=', ':']).filter(|_| in_default.is_some())
        else {
            // The line may hold a key: it is not repeated.
            return Err(hint(setup_failure(tr!(
                lang,
                "{shown} line {number} makes no sense",
                "{shown} 第 {number} 行无法理解"
            ))));
        };
        if in_default != Some(true) {
            continue;
        }
        let value = value.trim();
        let bare = ['"', '\'']
            .into_iter()
            .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
        let place = match name.trim().to_ascii_lowercase().as_str() {
            "secret_id" => &mut id,
            "secret_key" => &mut key,
            _ => continue,
        };
        quoted |= bare.is_some();
        let value = bare.unwrap_or(value);
        if !value.is_empty() {
            *place = Some(value.to_owned());
        }
    }
    if !seen_default {
        return Err(hint(setup_failure(tr!(
            lang,
            "{shown} has no section [default]",
            "{shown} 没有 [default] 小节"
        ))));
    }
    let missing = |name: &str| {
        hint(setup_failure(tr!(
            lang,
            "{shown}: {name} is missing in [default]",
            "{shown}：[default] 中缺少 {name}"
        )))
    };
    let id = id.ok_or_else(|| missing("secret_id"))?;
    let key = key.ok_or_else(|| missing("secret_key"))?;
    let credentials = Credentials::new(&id, &key, None).map_err(|error| {
        let why = bad_value(lang, error);
        setup_failure(tr!(lang, "{shown}: {why}", "{shown}：{why}")).hint(lang.pick(
            "write the value anew, without quotes and blanks",
            "请重新填写该值，不要带引号和空格",
        ))
    })?;
    Ok((credentials, quoted))
}

/// The file as the only source.
///
/// # Errors
/// As [`find`], and when there is none.
pub(super) fn only(ask: &Ask<'_>) -> Result<Found, Failure> {
    find(ask)?.ok_or_else(|| {
        setup_failure(ask.lang.pick(
            "no credentials: there is no ~/.tencentcloud/credentials",
            "没有凭证：没有 ~/.tencentcloud/credentials",
        ))
        .hint(ask.lang.pick(
            "create it, or choose another source with credentials = … in the config file",
            "请创建该文件，或在配置文件中用 credentials = … 选择其他来源",
        ))
    })
}
