//! Words of the dialog: where the EIP is, what will happen, what is known, the token line.

use super::not_known::{self, Why};
use super::{Lang, Length, refusal, story};
use crate::domain::{BindTarget, Mutation};
use crate::tr;
use crate::unbind::{Danger, Keeps, PlanItem};

/// How an operator takes a line: as a fact that is fine, that matters, or that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Fine,
    Matters,
    NotKnown,
}

impl Weight {
    /// Its sign.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Fine => "✓",
            Self::Matters => "▲",
            Self::NotKnown => "?",
        }
    }
}

/// A line with how it is to be taken.
pub type Line = (Weight, String);

/// What will happen when this EIP is unbound, the gravest first.
pub(crate) fn will_happen(lang: Lang, item: &PlanItem, length: Length, why: Why<'_>) -> Vec<Line> {
    let address = item.before.address();
    let mut all = Vec::new();
    if item.dangers.contains(&Danger::Blocked) {
        all.push((
            Weight::Matters,
            lang.pick(
                "Tencent may refuse to unbind a blocked address (InvalidAddressId.Blocked); then nothing changes, and the outcome says so",
                "封堵期间腾讯云可能拒绝解绑（InvalidAddressId.Blocked）；届时没有变化，结果会说明",
            )
            .to_owned(),
        ));
    }
    if item.keeps != Keeps::NoServer {
        all.push((
            Weight::Matters,
            tr!(
                lang,
                "Internet traffic to {address} will stop; open connections will break",
                "发往 {address} 的公网流量将中断，现有连接断开"
            ),
        ));
    }
    all.push(server(lang, item, length, why));
    if item.mutation.keeps_link()
        && let Some(link) = story::pair(&item.before.state())
    {
        all.push((
            Weight::Matters,
            tr!(
                lang,
                "it will stay linked to {link}; other places may refuse it until the link is removed",
                "将保留与 {link} 的关系；解除前可能无法绑定到其他位置"
            ),
        ));
    }
    all.push(way_back(lang, item, length));
    all
}

/// What will happen when it is bound to this place.
pub(crate) fn will_lead(lang: Lang, item: &PlanItem, to: &str, is_blocked: bool) -> Vec<Line> {
    let address = item.before.address();
    let mut all = Vec::new();
    if is_blocked {
        all.push((
            Weight::Matters,
            lang.pick(
                "Tencent refuses to bind it while it is blocked, here or elsewhere; then nothing changes and this screen says so",
                "封堵期间腾讯云拒绝绑定（原位置与其他位置均如此）；届时没有变化，本页会说明",
            )
            .to_owned(),
        ));
        all.push((
            Weight::NotKnown,
            tr!(
                lang,
                "only if the block is lifted by then: {address} will lead to {to}",
                "仅当届时已解封：{address} 的公网流量将通往 {to}"
            ),
        ));
    } else if item.way_back {
        all.push((
            Weight::Fine,
            tr!(lang, "{address} will lead to {to} again", "{address} 的公网流量将恢复到 {to}"),
        ));
    } else {
        all.push((
            Weight::Fine,
            tr!(lang, "{address} will lead to {to}", "{address} 的公网流量将通往 {to}"),
        ));
    }
    if item.dangers.contains(&Danger::ReleasesWanIp) {
        all.push((Weight::Matters, refusal::releases(lang, item.wan_ip_there)));
    }
    if let (true, Mutation::Bind { target, .. }) = (item.place_not_seen, &item.mutation) {
        all.push((Weight::NotKnown, place_not_seen(lang, target)));
    }
    all
}

/// That no reading shows the place that an EIP is to be bound to.
pub(crate) fn place_not_seen(lang: Lang, target: &BindTarget) -> String {
    let place = super::target::place(target);
    match target {
        BindTarget::Instance(_) => tr!(
            lang,
            "not known whether {place} exists: no NIC of it was read, and there is no other reading of a server",
            "未知 {place} 是否存在：未读到其网卡，也没有其他读取云服务器的途径"
        ),
        BindTarget::PrivateIp { .. } => tr!(
            lang,
            "not known whether {place} exists: the NIC could not be read",
            "未知 {place} 是否存在：无法读取该网卡"
        ),
    }
}

/// What becomes of the server's public addresses; why that is not known, where it is not.
pub fn server(lang: Lang, item: &PlanItem, length: Length, why: Why<'_>) -> Line {
    let id = item.before.un_instance_id.as_ref().map_or_else(String::new, ToString::to_string);
    let server = crate::domain::sanitize::visible(&id);
    match &item.keeps {
        Keeps::Yes(ips) => {
            let ips =
                ips.iter().map(ToString::to_string).collect::<Vec<_>>().join(lang.between_names());
            (Weight::Fine, tr!(lang, "{server} will keep {ips}", "{server} 仍有 {ips}"))
        }
        Keeps::No if item.mutation.asks_for_wan_ip() => (
            Weight::Matters,
            tr!(
                lang,
                "{server} will have the new public IP only",
                "{server} 将只有新分配的公网 IP"
            ),
        ),
        Keeps::No if length == Length::Long => (
            Weight::Matters,
            tr!(
                lang,
                "{server} will lose its only public IP: no way in or out, unless a NAT gateway serves its subnet",
                "{server} 将失去唯一的公网 IP：除非子网有 NAT 网关，否则无法出入公网"
            ),
        ),
        Keeps::No => (
            Weight::Matters,
            tr!(lang, "{server} will lose its only public IP", "{server} 将失去唯一的公网 IP"),
        ),
        Keeps::Unknown => (
            Weight::NotKnown,
            tr!(
                lang,
                "not known whether {server} keeps another public IP ({})",
                "未知 {server} 是否还有其他公网 IP（{}）",
                not_known::brief(lang, why)
            ),
        ),
        Keeps::NoServer => {
            (Weight::Fine, lang.pick("no server loses an address", "没有服务器失去地址").to_owned())
        }
    }
}

/// The same in the few words that a narrow screen has room for.
pub(crate) fn server_narrow(lang: Lang, item: &PlanItem) -> Line {
    match &item.keeps {
        Keeps::Yes(ips) => {
            let first = ips.first().map(ToString::to_string).unwrap_or_default();
            let more = if ips.len() > 1 { format!(" +{}", ips.len() - 1) } else { String::new() };
            (Weight::Fine, tr!(lang, "will keep {first}{more}", "服务器仍有 {first}{more}"))
        }
        Keeps::No if item.mutation.asks_for_wan_ip() => {
            (Weight::Matters, lang.pick("will have the new IP only", "将只有新公网 IP").to_owned())
        }
        Keeps::No => (
            Weight::Matters,
            lang.pick("will lose its only public IP", "将失去唯一的公网 IP").to_owned(),
        ),
        Keeps::Unknown => (
            Weight::NotKnown,
            lang.pick("other public IP: not known", "是否还有公网 IP：未知").to_owned(),
        ),
        Keeps::NoServer => {
            (Weight::Fine, lang.pick("no server loses an IP", "没有服务器失去地址").to_owned())
        }
    }
}

/// Whether and how it can be bound again.
fn way_back(lang: Lang, item: &PlanItem, length: Length) -> Line {
    if item.dangers.contains(&Danger::CascadeRelease) {
        return (
            Weight::Matters,
            lang.pick(
                "it will be released when unbound: the address is lost, there is no way back",
                "解绑后自动释放：地址将失去，无法重新绑定",
            )
            .to_owned(),
        );
    }
    if item.dangers.contains(&Danger::Blocked) {
        return (
            Weight::Matters,
            lang.pick(
                "if it works: no binding, to any server, until it is lifted (usually 2–24 h)",
                "若成功：须等解封（通常 2～24 小时）才能绑定到任何服务器",
            )
            .to_owned(),
        );
    }
    if item.dangers.contains(&Danger::Arrears) {
        return (
            Weight::Matters,
            lang.pick("no bind back until the bill is paid", "欠费结清之前无法重新绑定").to_owned(),
        );
    }
    let words = if item.before.cascade_release.is_some() {
        lang.pick(
            "you can bind it back to the same place: b on the result, or H, Enter, b",
            "可重新绑定到原位置：结果页按 b，或 H、Enter、b",
        )
    } else if length == Length::Long {
        lang.pick(
            "you can bind it back to the same place unless it is released when unbound: b on the result, or H, Enter, b",
            "除非解绑后自动释放，可重新绑定到原位置：结果页按 b，或 H、Enter、b",
        )
    } else {
        // Whether it is released is among the facts, which give way first where there is little room.
        lang.pick(
            "you can bind it back unless it is released when unbound: b, or H, Enter, b",
            "除非解绑后自动释放，可重新绑定到原位置：结果页按 b，或 H、Enter、b",
        )
    };
    (Weight::Fine, words.to_owned())
}

/// A label of the dialog's left column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    Eip,
    NowOn,
    To,
    Account,
    Checked,
    Choices,
    WillHappen,
    Facts,
    Request,
}

/// The label's words.
pub(crate) fn label(lang: Lang, label: Label) -> &'static str {
    match label {
        Label::Eip => "EIP",
        Label::NowOn => lang.pick("Now on", "当前绑定"),
        Label::To => lang.pick("To", "绑定到"),
        Label::Account => lang.pick("Account", "账号"),
        Label::Checked => lang.pick("Checked", "已核对"),
        Label::Choices => lang.pick("Choices", "选项"),
        Label::WillHappen => lang.pick("Will happen", "将会发生"),
        Label::Facts => lang.pick("Facts", "现状"),
        Label::Request => lang.pick("Request", "请求"),
    }
}

/// When the EIP was checked, how old that is, and that it is checked once more.
pub(crate) fn checked(lang: Lang, length: Length, at: &str, age_s: u64, twice: bool) -> String {
    let age = age(lang, age_s);
    match (length, twice) {
        (Length::Narrow, _) => {
            tr!(lang, "{at} unchanged {age_s} s", "{at} 无变化 {age_s} 秒")
        }
        (Length::Long, false) => tr!(
            lang,
            "{at} ({age}): unchanged since the list; checked once more right before sending",
            "{at}（{age}）：与列表一致；发送前会再次核对"
        ),
        (Length::Long, true) => tr!(
            lang,
            "{at} ({age}): as shown, read twice; checked once more right before sending",
            "{at}（{age}）：与所示一致（已读取两次）；发送前会再次核对"
        ),
        (Length::Short, false) => tr!(
            lang,
            "{at} ({age}), unchanged; once more before sending",
            "{at}（{age}）：无变化；发送前会再次核对"
        ),
        (Length::Short, true) => tr!(
            lang,
            "{at} ({age}), as shown; once more before sending",
            "{at}（{age}）：与所示一致；发送前会再次核对"
        ),
    }
}

/// `8 s ago`, `2 min ago`.
pub(crate) fn age(lang: Lang, seconds: u64) -> String {
    if seconds < 120 {
        return tr!(lang, "{seconds} s ago", "{seconds} 秒前");
    }
    tr!(lang, "{} min ago", "{} 分钟前", seconds / 60)
}

/// What a dialog is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Off its server.
    Unbind,
    /// To where it was.
    BindBack,
    /// To another place.
    Bind,
}

/// The title of the dialog.
pub(crate) fn title(lang: Lang, act: Act) -> &'static str {
    match act {
        Act::Unbind => lang.pick("UNBIND", "解绑"),
        Act::BindBack => lang.pick("BIND BACK", "重新绑定"),
        Act::Bind => lang.pick("BIND", "绑定"),
    }
}

/// The title of a batch: how many of the marked ones it is about.
pub(crate) fn batch_title(
    lang: Lang,
    act: Act,
    count: usize,
    of: usize,
    is_planned: bool,
) -> String {
    let what = title(lang, act);
    if count == of {
        return tr!(lang, "{what} {count} EIPs", "{what} {count} 个 EIP");
    }
    if is_planned {
        return tr!(lang, "{what} {count} of {of} planned", "{what} 计划 {of} 个中的 {count} 个");
    }
    tr!(lang, "{what} {count} of {of} marked", "{what} 已标记 {of} 个中的 {count} 个")
}

/// Behind the title, where the longer token is asked for.
pub(crate) fn danger(lang: Lang, is_wide: bool) -> &'static str {
    if is_wide {
        return lang.pick(" · DANGER TARGET", " · 高危目标");
    }
    lang.pick(" DANGER", " 高危")
}

/// What the token line asks for, before the token.
pub(crate) fn type_in(lang: Lang) -> &'static str {
    lang.pick("Type ", "输入 ")
}

/// What the token line asks for, behind the token.
pub(crate) fn to_do(lang: Lang, act: Act, what: &str) -> String {
    match act {
        Act::Unbind => {
            tr!(lang, " to unbind {what}, then Enter", " 以解绑 {what}，然后按 Enter")
        }
        Act::BindBack => {
            tr!(lang, " to bind {what} back, then Enter", " 以重新绑定 {what}，然后按 Enter")
        }
        Act::Bind => tr!(lang, " to bind {what}, then Enter", " 以绑定 {what}，然后按 Enter"),
    }
}

/// What closing the dialog means.
pub(crate) fn closes(lang: Lang, length: Length) -> &'static str {
    match length {
        Length::Long => {
            lang.pick("Esc closes; nothing has been sent", "Esc 关闭；尚未发出任何请求")
        }
        Length::Short => lang.pick("Esc closes, nothing sent", "Esc 关闭，尚未发出"),
        Length::Narrow => lang.pick("Esc closes", "Esc 关闭"),
    }
}
