//! Words for what an answer leaves open, and for answers that contradict themselves.

use super::{Lang, fault};
use crate::domain::sanitize::visible;
use crate::domain::{Contradiction, Doubt, Fault, Field, Fields, Moment};
use crate::tr;
use crate::unbind::{Outcome, Remark, RunItem, Verdict};

/// A field, as the screens call it.
pub(crate) fn field(lang: Lang, field: Field) -> &'static str {
    match field {
        Field::EipId => lang.pick("id", "ID"),
        Field::Eip => lang.pick("address", "地址"),
        Field::EipName => lang.pick("name", "名称"),
        Field::Status => lang.pick("status", "状态"),
        Field::Type => lang.pick("type", "类型"),
        Field::UnInstanceId => lang.pick("server", "服务器"),
        Field::NetworkInterfaceId => lang.pick("NIC", "网卡"),
        Field::PrivateIpAddress => lang.pick("private IP", "内网 IP"),
        Field::Arrears => lang.pick("arrears", "欠费"),
        Field::Blocked => lang.pick("blocked", "封堵"),
        Field::CascadeRelease => lang.pick("released when unbound", "解绑后自动释放"),
    }
}

/// Some fields, with commas between.
pub(crate) fn fields(lang: Lang, fields: Fields) -> String {
    let names: Vec<&str> = fields.iter().map(|one| field(lang, one)).collect();
    names.join(lang.pick(", ", "、"))
}

/// Why an answer leaves open what was asked, one clause.
pub fn doubt(lang: Lang, doubt: &Doubt) -> String {
    match doubt {
        Doubt::NotTold(Field::UnInstanceId) => lang
            .pick(
                "Tencent's answer does not say on which server it is",
                "腾讯云的应答没有说明它绑定在哪台服务器",
            )
            .to_owned(),
        Doubt::NotTold(one) => {
            let name = field(lang, *one);
            tr!(lang, "Tencent's answer does not say its {name}", "腾讯云的应答缺少{name}")
        }
        Doubt::NotToldBefore(one) => {
            let name = field(lang, *one);
            tr!(
                lang,
                "what you confirmed did not say its {name}; Tencent's answer says it now",
                "确认时的应答缺少{name}，现在的应答已包含"
            )
        }
        Doubt::Contradiction(one) => contradiction(lang, one),
        Doubt::OtherEip { eip_id, eip } => {
            let address = eip.map(|ip| format!(" {ip}")).unwrap_or_default();
            tr!(
                lang,
                "Tencent answered with another EIP: {}{address}",
                "腾讯云返回了另一个 EIP：{}{address}",
                visible(eip_id.as_str())
            )
        }
        Doubt::Incomplete { rows, total } => tr!(
            lang,
            "can't be sure: the answer has {rows} of {total} rows",
            "无法确定：应答共 {total} 行，只收到 {rows} 行"
        ),
        Doubt::NoEnd => lang
            .pick(
                "can't be sure: nothing says where the answer ends",
                "无法确定：应答没有说明是否完整",
            )
            .to_owned(),
        Doubt::Unreadable(rows) => tr!(
            lang,
            "can't be sure: {rows} rows of the answer can't be read",
            "无法确定：应答中有 {rows} 行无法读取"
        ),
    }
}

/// Two things that cannot both be, one clause.
pub(crate) fn contradiction(lang: Lang, contradiction: &Contradiction) -> String {
    match contradiction {
        Contradiction::BoundToNothing => lang
            .pick(
                "the answer contradicts itself: bound, but to no server and no NIC",
                "应答自相矛盾：已绑定，但没有服务器和网卡",
            )
            .to_owned(),
        Contradiction::UnboundOnServer(server) => tr!(
            lang,
            "the answer contradicts itself: unbound, but it names {}",
            "应答自相矛盾：未绑定，却写有 {}",
            visible(server.as_str())
        ),
        Contradiction::OtherAddress { known, told } => tr!(
            lang,
            "the same id has another address: {told} instead of {known}",
            "同一 ID 的地址不同：{told}，而不是 {known}"
        ),
        Contradiction::Twice(differs) => tr!(
            lang,
            "the answer has it twice, and they differ: {}",
            "应答中出现两次且内容不同：{}",
            fields(lang, *differs)
        ),
        Contradiction::StillOnNic(nic) => tr!(
            lang,
            "its row shows it gone, but {} still shows its address",
            "其记录显示已解绑，但 {} 仍显示其地址",
            visible(nic.as_str())
        ),
        Contradiction::OtherOnPair(other) => tr!(
            lang,
            "that NIC and private IP have another EIP now: {}",
            "该网卡和内网 IP 上现在是另一个 EIP：{}",
            visible(other.as_str())
        ),
    }
}

/// What must be said of a goal that was reached, one clause.
pub(crate) fn remark(lang: Lang, remark: &Remark) -> String {
    match remark {
        Remark::StillNames(server) => tr!(
            lang,
            "its row still names {}, in two readings 2 s apart; its status is unbound",
            "相隔 2 秒的两次读取中，状态均为未绑定，但仍写有 {}",
            visible(server.as_str())
        ),
        Remark::OtherLeftPair(eip_id, eip) => tr!(
            lang,
            "another EIP left that NIC and private IP: {}{}",
            "离开该网卡和内网 IP 的是另一个 EIP：{}{}",
            visible(eip_id.as_str()),
            eip.map(|ip| format!(" {ip}")).unwrap_or_default()
        ),
    }
}

/// What is to be said beside the sentence of an outcome: an attempt that left all the same, what the answer leaves open, what changed.
pub fn beside(
    lang: Lang,
    item: &RunItem,
    outcome: &Outcome,
    when: &dyn Fn(Moment) -> String,
) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(left) = item.left.as_ref().filter(|_| outcome.word == Verdict::Refused) {
        let mut reached = vec![(when(left.sent_at), &left.fault)];
        // The one further attempt that there can be reached Tencent as well.
        if left.then.is_none()
            && let (Some(at), Some(fault)) = (item.sent_at, &outcome.fault)
        {
            reached.push((when(at), fault));
        }
        let reached: Vec<String> = reached
            .into_iter()
            .map(|(at, said)| {
                let said = clause(fault::meaning(lang, said));
                tr!(lang, "{at}: {said}", "{at}：{said}")
            })
            .collect();
        let (n, said) = (reached.len(), reached.join(lang.pick("; ", "；")));
        let attempts = if n == 1 { "1 attempt".to_owned() } else { format!("{n} attempts") };
        let why = why_no_more(lang, left.then.as_ref());
        all.push(tr!(
            lang,
            "{attempts} reached Tencent ({said}) and did nothing; no further one was sent: {why}",
            "有 {n} 次请求到达腾讯云（{said}），均未生效；之后未再发送：{why}"
        ));
    }
    all.extend(outcome.doubt.as_ref().map(|one| doubt(lang, one)));
    if !outcome.differs.is_empty() {
        let names = fields(lang, outcome.differs);
        all.push(tr!(lang, "changed since you confirmed: {names}", "确认之后已变化：{names}"));
    }
    all.extend(outcome.remark.as_ref().map(|one| remark(lang, one)));
    all
}

fn clause(sentence: &str) -> &str {
    sentence.trim_end_matches(['.', '。'])
}

/// What kept a further attempt from being sent.
fn why_no_more(lang: Lang, then: Option<&(Verdict, Option<Fault>)>) -> &str {
    let Some((word, why)) = then else {
        return lang.pick("there is one further attempt at most", "最多再发送一次");
    };
    match word {
        Verdict::Drifted => lang.pick("the EIP had changed by then", "此时 EIP 已发生变化"),
        Verdict::AlreadyUnbound => lang.pick("it was unbound by then", "此时已未绑定"),
        Verdict::AlreadyBound => lang.pick("it was bound there by then", "此时已绑定在那里"),
        Verdict::NotRecorded => lang.pick("the journal can't be written", "无法写入操作日志"),
        Verdict::Cancelled => lang.pick("you stopped it", "你已停止"),
        Verdict::NotSent
        | Verdict::Verified
        | Verdict::Refused
        | Verdict::StillSettling
        | Verdict::Unknown => why.as_ref().map_or_else(
            || lang.pick("a reading left something open", "读取结果不明确"),
            |fault| clause(fault::meaning(lang, fault)),
        ),
    }
}
