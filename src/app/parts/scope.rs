//! Which part has the keys.

use crate::text::Lang;

/// Where a key means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The list and the NIC/private-IP view.
    List,
    /// The filter field.
    Filter,
    /// Everything known of one row.
    Detail,
    /// The dialog, before sending.
    Dialog,
    /// The note field of the dialog.
    Note,
    /// The dialog, while a request is out.
    Running,
    /// The dialog, with a result.
    Result,
    /// What was done before.
    History,
    /// A run opened from the history.
    OpenRun,
    /// Where an EIP could be bound.
    Places,
    /// What may be meant by an alert, to choose from.
    Candidates,
    /// Regions and profiles to choose from.
    Regions,
    /// Help and errors: a text to read.
    Text,
    /// The question whether to leave while a request is out.
    Leave,
}

impl Scope {
    /// All of them, in the order of help and documents.
    pub const ALL: [Self; 14] = [
        Self::List,
        Self::Filter,
        Self::Detail,
        Self::Dialog,
        Self::Note,
        Self::Running,
        Self::Result,
        Self::History,
        Self::OpenRun,
        Self::Places,
        Self::Candidates,
        Self::Regions,
        Self::Text,
        Self::Leave,
    ];

    /// Its name as a heading.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::List => lang.pick("List", "列表"),
            Self::Filter => lang.pick("Filter field", "过滤栏"),
            Self::Detail => lang.pick("Detail", "详情"),
            Self::Dialog => lang.pick("Unbind dialog", "解绑对话框"),
            Self::Note => lang.pick("Note field", "备注栏"),
            Self::Running => lang.pick("While a request is out", "请求进行中"),
            Self::Result => lang.pick("Result", "结果"),
            Self::History => lang.pick("History", "操作历史"),
            Self::OpenRun => lang.pick("A run opened from the history", "从操作历史打开的操作"),
            Self::Places => lang.pick("Bind's chooser", "选择绑定位置"),
            Self::Candidates => lang.pick("Found in an alert", "告警中的目标"),
            Self::Regions => lang.pick("Regions and profiles", "地域与账户配置"),
            Self::Text => lang.pick("Help, errors", "帮助、错误"),
            Self::Leave => lang.pick("Leaving", "退出确认"),
        }
    }
}
