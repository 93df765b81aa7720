//! What `doctor` says, a file for each part of the report.

pub(crate) mod cloud;
pub(crate) mod credentials;
pub(crate) mod journal;
pub(crate) mod network;
pub(crate) mod settings;
pub(crate) mod terminal;

use super::said::Said;
use super::{Lang, texts};

pub(crate) fn not_asked(lang: Lang) -> Said {
    Said::that(lang.pick("not asked: what is above is missing", "未查询：缺少上述条件")).next(
        lang.pick(
            "mend what failed above, then run doctor again",
            "请解决上面失败的项，然后再次运行 doctor",
        ),
    )
}

texts! {
    policy_to_read:
        "The CAM policy that reading and planning needs. Whoever manages the account pastes it into CAM → Policies → Create custom policy → by policy syntax:",
        "读取和制定计划所需的 CAM 策略。请账号管理员在“访问管理 → 策略 → 新建自定义策略 → 按策略语法创建”中粘贴：";
    policy:
        "The CAM policy that this program needs. Whoever manages the account pastes it into CAM → Policies → Create custom policy → by policy syntax:",
        "本程序所需的 CAM 策略。请账号管理员在“访问管理 → 策略 → 新建自定义策略 → 按策略语法创建”中粘贴：";
    names_of_v3:
        "Its names are those of API 3.0. No page names those of API 2.0: on a private cloud its administrator knows them.",
        "其中是 API 3.0 的名称。没有文档列出 API 2.0 的名称：私有云请咨询管理员。";
    ok: "ok", "正常";
    warning: "warning", "注意";
    failed: "failed", "失败";
    not_tried: "not tried", "未试";
    only_plans(warnings: usize):
        "Reading and planning work; nothing can be sent, as this is read-only; {warnings} to note.",
        "可以读取和制定计划；只读，不能发送任何变更；{warnings} 项需注意。";
    planned_by_another(warnings: usize):
        "An unbind can be planned here; somebody else must send it; {warnings} to note.",
        "可以在此制定解绑计划，须由另一个人发送；{warnings} 项需注意。";
    would_work(warnings: usize):
        "An unbind would work; {warnings} to note.", "可以执行解绑；{warnings} 项需注意。";
    would_not_work(failed: usize, warnings: usize):
        "An unbind would not work: {failed} failed, {warnings} to note.",
        "无法执行解绑：{failed} 项失败，{warnings} 项需注意。";
}

/// What is looked at, in the order of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Area {
    Program,
    Config,
    Credentials,
    Endpoints,
    Clock,
    Permissions,
    Quota,
    Journal,
    Terminal,
}

impl Area {
    /// The word in JSON and CSV.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Config => "config",
            Self::Credentials => "credentials",
            Self::Endpoints => "endpoints",
            Self::Clock => "clock",
            Self::Permissions => "permissions",
            Self::Quota => "quota",
            Self::Journal => "journal",
            Self::Terminal => "terminal",
        }
    }

    /// The word for people.
    pub(crate) fn shown(self, lang: Lang) -> &'static str {
        let zh = match self {
            Self::Program => "程序",
            Self::Config => "配置",
            Self::Credentials => "凭证",
            Self::Endpoints => "接入地址",
            Self::Clock => "时钟",
            Self::Permissions => "权限",
            Self::Quota => "配额",
            Self::Journal => "操作日志",
            Self::Terminal => "终端",
        };
        lang.pick(self.word(), zh)
    }
}

/// What a check is called, by its name in JSON and CSV. Actions keep their documented names.
pub(crate) fn label(lang: Lang, check: &'static str) -> &'static str {
    match check {
        "version" => lang.pick("version", "版本"),
        "option" => lang.pick("option", "选项"),
        "file" => lang.pick("file", "文件"),
        "profile" => lang.pick("profile", "账户配置"),
        "regions" => lang.pick("regions", "地域"),
        "readOnly" => lang.pick("read-only", "只读"),
        "transport" => lang.pick("proxy, CA", "代理与 CA"),
        "source" => lang.pick("source", "来源"),
        "winner" => lang.pick("in use", "生效来源"),
        "keys" => lang.pick("keys", "密钥"),
        "caller" => lang.pick("caller", "调用者"),
        "generation" => lang.pick("API", "API"),
        "skew" => lang.pick("skew", "偏差"),
        "quota" => lang.pick("quota", "配额"),
        "folder" => lang.pick("folder", "目录"),
        "writable" => lang.pick("writable", "可写"),
        "chain" => lang.pick("lines unchanged", "各行未改动"),
        "open" => lang.pick("to check", "待核对"),
        "size" => lang.pick("size", "尺寸"),
        "type" => lang.pick("type", "类型"),
        "colors" => lang.pick("colours", "颜色"),
        "language" => lang.pick("language", "语言"),
        "clipboard" => lang.pick("clipboard", "剪贴板"),
        "ambiguousWidth" => lang.pick("ambiguous width", "歧义宽度"),
        "ssh" => "ssh",
        "fourEyes" => lang.pick("four eyes", "四眼规则"),
        "beforeSend" => "before_send",
        "afterOutcome" => "after_outcome",
        other => other,
    }
}

/// The heads of the table.
pub(crate) fn heads(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::En => ["STATE", "AREA", "CHECK", "FOUND"],
        Lang::Zh => ["状态", "项目", "检查", "结果"],
    }
}
