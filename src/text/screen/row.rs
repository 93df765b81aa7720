//! The row under the cursor, in words.

use crate::domain::NicPosition;
use crate::text::not_known::Why;
use crate::text::{Lang, Length, texts, toggle};
use crate::tr;
use crate::unbind::ToggleUse;

texts! {
    selected: "selected", "当前行";
    /// At this private IP.
    no_eip: "no EIP here", "此处没有 EIP";
    no_address: "no address", "无地址";
    state_and_server(state: &str, server: &str): "{state}, {server}", "{state}，{server}";
    bound_to: "bound to ", "绑定到 ";
    nothing_to_unbind: "nothing to unbind: b binds it", "无需解绑：按 b 绑定";
    nat:
        "▲ it serves a NAT gateway, which has an action of its own: u names it",
        "▲ 绑定 NAT 网关，需用专门的接口：按 u 查看";
    /// Which choices there are, before the NICs were read.
    opens_dialog:
        "u opens the unbind dialog, nothing is sent; choices there: w new public IP, d NIC link",
        "按 u 打开解绑对话框（不会发出请求）；可选：w 分配普通公网 IP，d 网卡关系";
}

/// There are marked EIPs, and this one is among them or not.
pub(crate) fn marked(lang: Lang, count: usize, is_one: bool) -> String {
    if is_one {
        tr!(lang, "u and b are about the {count} marked EIPs", "u、b 针对已标记的 {count} 个 EIP")
    } else {
        tr!(
            lang,
            "u and b are about the {count} marked EIPs, not about this one",
            "u、b 针对已标记的 {count} 个 EIP，不含本行"
        )
    }
}

/// Which choices its unbind has.
pub(crate) fn choices(
    lang: Lang,
    (w, d): (ToggleUse, ToggleUse),
    length: Length,
    position: (NicPosition, Why<'_>),
) -> String {
    let choice = |key: &str, name: &str, toggle: ToggleUse| {
        let words = toggle::remark(lang, toggle, length, position)
            .unwrap_or_else(|| lang.pick("can be chosen", "可选").to_owned());
        tr!(lang, "{key} {name}: {words}", "{key} {name}：{words}")
    };
    let w_name = toggle::alloc_wan_ip(lang, Length::Short);
    let d_name = toggle::link(lang, Length::Short);
    format!("{}   {}", choice("w", w_name, w), choice("d", d_name, d))
}
