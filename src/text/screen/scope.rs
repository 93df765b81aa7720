//! Headings of the parts that can have the keys, in help, README and man page.

use crate::text::texts;

texts! {
    list: "List", "列表";
    filter: "Filter field", "过滤栏";
    detail: "Detail", "详情";
    dialog: "Unbind dialog", "解绑对话框";
    note: "Note field", "备注栏";
    running: "While a request is out", "请求进行中";
    result: "Result", "结果";
    history: "History", "操作历史";
    open_run: "A run opened from the history", "从操作历史打开的操作";
    places: "Bind's chooser", "选择绑定位置";
    candidates: "Found in an alert", "告警中的目标";
    regions: "Regions and profiles", "地域与账户配置";
    text: "Help, errors", "帮助、错误";
    leave: "Leaving", "退出确认";
    everywhere: "Everywhere", "所有界面";
}
