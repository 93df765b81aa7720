//! What each [`LocalError`] means, and what to do next.

use super::FaultClass::{Credentials, Local, Unreachable};
use super::LocalError;
use super::error_table::ErrorRow;
use super::fault::{Delivery, Fault, FaultClass, ReadRetry};

const fn row(
    class: FaultClass,
    read_retry: ReadRetry,
    means: [&'static str; 2],
    hint: [&'static str; 2],
) -> ErrorRow {
    let ([en, zh], [hint_en, hint_zh]) = (means, hint);
    ErrorRow { code: "", class, read_retry, may_have_acted: false, en, zh, hint_en, hint_zh }
}

/// A fault of the network that the next moment may mend.
const fn passing(means: [&'static str; 2], hint: [&'static str; 2]) -> ErrorRow {
    row(Unreachable, ReadRetry::BackOff, means, hint)
}

/// One that stays until somebody changes something.
const fn lasting(means: [&'static str; 2], hint: [&'static str; 2]) -> ErrorRow {
    row(Unreachable, ReadRetry::Never, means, hint)
}

const NO_ADDRESS: ErrorRow = passing(
    ["The host has no address: nothing was sent.", "域名无法解析：请求未发出。"],
    [
        "Check how the endpoint is spelled, and this machine's DNS. If only a proxy leads out, set HTTPS_PROXY, or proxy in the profile. eip-unbind doctor tests each.",
        "请检查接入地址的拼写和本机 DNS。若只能经代理外出，请设置 HTTPS_PROXY 或账户配置中的 proxy。eip-unbind doctor 会逐项测试。",
    ],
);
const REFUSED: ErrorRow = passing(
    ["The host refused the connection: nothing was sent.", "对端拒绝连接：请求未发出。"],
    [
        "Check host and port of the endpoint; a firewall may be in between. eip-unbind doctor tests each.",
        "请检查接入地址的主机和端口，以及中间的防火墙。eip-unbind doctor 会逐项测试。",
    ],
);
const CONNECT_TIMEOUT: ErrorRow = passing(
    ["No connection in time: nothing was sent.", "连接超时：请求未发出。"],
    [
        "Check network and firewall. If only a proxy leads out, set HTTPS_PROXY, or proxy in the profile. eip-unbind doctor tests each.",
        "请检查网络和防火墙。若只能经代理外出，请设置 HTTPS_PROXY 或账户配置中的 proxy。eip-unbind doctor 会逐项测试。",
    ],
);
const UNKNOWN_AUTHORITY: ErrorRow = lasting(
    [
        "The server's certificate comes from an authority that this machine does not trust: nothing was sent.",
        "服务器证书的签发机构不受本机信任：请求未发出。",
    ],
    [
        "On a private cloud, or behind a proxy that opens TLS, name its CA: ca_file in the profile, or SSL_CERT_FILE. If you expect \
         neither, somebody may be listening in: ask the network team first.",
        "私有云或会解密 TLS 的代理：请用账户配置中的 ca_file 或 SSL_CERT_FILE 指定其 CA 证书。若都不是，可能有人在中间监听：请先联系网络团队。",
    ],
);
const WRONG_NAME: ErrorRow = lasting(
    [
        "The server's certificate is for another name: nothing was sent.",
        "服务器证书与域名不符：请求未发出。",
    ],
    [
        "Write the endpoint with a name that the certificate holds, or check where DNS and proxy lead to. eip-unbind doctor tests each.",
        "请在接入地址中使用证书所含的域名，或检查 DNS 和代理指向何处。eip-unbind doctor 会逐项测试。",
    ],
);
const CERTIFICATE_EXPIRED: ErrorRow = lasting(
    ["The server's certificate has expired: nothing was sent.", "服务器证书已过期：请求未发出。"],
    [
        "Check this machine's clock (timedatectl). If it is right, whoever runs the endpoint must renew the certificate.",
        "请先检查本机时间（timedatectl）；若时间正确，须由接入地址的运维方更新证书。",
    ],
);
const CERTIFICATE_NOT_YET_VALID: ErrorRow = lasting(
    [
        "The server's certificate is not valid yet: nothing was sent.",
        "服务器证书尚未生效：请求未发出。",
    ],
    [
        "Check this machine's clock (timedatectl): it is probably behind.",
        "请检查本机时间（timedatectl）：很可能慢了。",
    ],
);
const BAD_CERTIFICATE: ErrorRow = lasting(
    [
        "The server's certificate can't be accepted: nothing was sent.",
        "服务器证书无法接受：请求未发出。",
    ],
    [
        "Show its message to whoever runs the endpoint or the proxy. eip-unbind doctor tests each.",
        "请把所附信息转给接入地址或代理的运维方。eip-unbind doctor 会逐项测试。",
    ],
);
const NOT_TLS: ErrorRow = lasting(
    ["The port does not speak TLS: nothing was sent.", "该端口不是 TLS 服务：请求未发出。"],
    [
        "Check the port of the endpoint: the TLS port is usually 443. A sign-in page of the network may answer instead, too. eip-unbind doctor tests each.",
        "请检查接入地址的端口：TLS 端口通常是 443。也可能是网络登录页在应答。eip-unbind doctor 会逐项测试。",
    ],
);
const NO_TLS_AGREEMENT: ErrorRow = passing(
    ["No secure connection came about: nothing was sent.", "未能建立安全连接：请求未发出。"],
    [
        "The server must offer TLS 1.2 or 1.3; if it does, a firewall or proxy in between cuts the connection. eip-unbind doctor tests each.",
        "服务器须支持 TLS 1.2 或 1.3；若已支持，则可能被中间的防火墙或代理切断。eip-unbind doctor 会逐项测试。",
    ],
);
const NO_TRUST_STORE: ErrorRow = lasting(
    [
        "No trusted certificate authority was found on this machine: nothing was sent.",
        "本机没有任何受信任的 CA 证书：请求未发出。",
    ],
    [
        "Install the package ca-certificates. If SSL_CERT_FILE is set, check that the file is there and holds PEM certificates.",
        "请安装 ca-certificates 软件包。若设置了 SSL_CERT_FILE，请确认文件存在且为 PEM 证书。",
    ],
);
const PROXY_UNREACHABLE: ErrorRow = passing(
    ["The proxy can't be reached: nothing was sent.", "无法连接代理：请求未发出。"],
    [
        "Check HTTPS_PROXY, or proxy in the profile: http://HOST:PORT, no SOCKS. If Tencent is reached without one, add its host to NO_PROXY. eip-unbind doctor tests each.",
        "请检查 HTTPS_PROXY 或账户配置中的 proxy（http://主机:端口，不支持 SOCKS）。若无需代理即可访问腾讯云，请把其域名加入 NO_PROXY。eip-unbind doctor 会逐项测试。",
    ],
);
const PROXY_REFUSED: ErrorRow = passing(
    [
        "The proxy does not let the connection through: nothing was sent.",
        "代理拒绝放行该连接：请求未发出。",
    ],
    [
        "Have the host allowed on the proxy, or if it is reached without one, add it to NO_PROXY. If it lets only API 3.0 through: --api v3.",
        "请在代理上放行该域名；若无需代理即可访问，请把它加入 NO_PROXY。若代理只放行 API 3.0：请用 --api v3。",
    ],
);
const PROXY_PASSWORD: ErrorRow = lasting(
    [
        "The proxy wants a user name and a password: nothing was sent.",
        "代理要求用户名和密码：请求未发出。",
    ],
    [
        "Write them into the URL of the proxy: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT. If they are there, they are wrong.",
        "请写入代理地址：HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT。若已写入，则有误。",
    ],
);

const READING_TOO_OLD: ErrorRow = row(
    Local,
    ReadRetry::Never,
    [
        "The request could not leave within 1 s of reading the EIP, three times: nothing was sent.",
        "连续三次都未能在读取 EIP 后 1 秒内发出请求：请求未发出。",
    ],
    [
        "The link, the proxy or the disk of the journal is slow at the moment: try again.",
        "网络、代理或操作日志所在磁盘暂时过慢：请重试。",
    ],
);
const ENDLESS_LIST: ErrorRow = row(
    Local,
    ReadRetry::Never,
    [
        "Tencent's list has no end: reading it was stopped, and what was read is not all.",
        "腾讯云返回的列表没有尽头：已停止读取，已读到的并非全部。",
    ],
    [
        "Read it again. If it stays so, something between here and Tencent answers wrongly: try another endpoint, and show this to whoever runs it. One EIP can still be named by its id or address.",
        "请重新读取。若仍如此，说明本机与腾讯云之间有环节应答有误：请换用其他接入地址，并转告其运维方。仍可用 ID 或地址指定单个 EIP。",
    ],
);
const KEYS_ENDED: ErrorRow = row(
    Credentials,
    ReadRetry::Never,
    ["The temporary keys have expired: nothing was sent.", "临时密钥已过期：请求未发出。"],
    [
        "Get new ones from where they came from (a new login, a new export), then start again.",
        "请从原来的来源重新获取（重新登录或重新导出），然后重新启动。",
    ],
);
const KEYS_END_SOON: ErrorRow = row(
    Credentials,
    ReadRetry::Never,
    [
        "The temporary keys expire in less than a minute, too soon to see a change through: nothing was sent.",
        "临时密钥不到一分钟后失效，不足以完成变更：请求未发出。",
    ],
    [
        "Try again when they are renewed: in some seconds by itself, or by a new login or export.",
        "密钥续期后重试：数秒内会自动续期，或请重新登录、重新导出。",
    ],
);

const NO_INSTANCE_ROLE: ErrorRow = row(
    Credentials,
    ReadRetry::Never,
    ["No role is bound to this server: nothing was sent.", "本服务器未绑定角色：请求未发出。"],
    [
        "Bind a role to it in the CVM console, or choose another source: credentials = … in the config file.",
        "请在云服务器控制台绑定角色，或在配置文件中用 credentials = … 选择其他来源。",
    ],
);
const NO_SUCH_ROLE: ErrorRow = row(
    Credentials,
    ReadRetry::Never,
    [
        "This server does not have the role that is asked for: nothing was sent.",
        "本服务器没有所要求的角色：请求未发出。",
    ],
    [
        "Correct TENCENTCLOUD_CAM_ROLE_NAME, or unset it to take the role that is bound.",
        "请修正 TENCENTCLOUD_CAM_ROLE_NAME，或取消该变量以使用已绑定的角色。",
    ],
);
const NO_KEYS_GIVEN: ErrorRow = row(
    Credentials,
    ReadRetry::Never,
    [
        "The service that gives out temporary keys gave none: nothing was sent.",
        "发放临时密钥的服务没有给出可用的密钥：请求未发出。",
    ],
    [
        "It is asked again every 10 s. If it lasts: something else may answer in its place, such as a proxy or a sign-in page.",
        "每 10 秒会重新获取。若持续如此：可能是代理或网络登录页在代为应答。",
    ],
);
const BAD_TOKEN_FILE: ErrorRow = row(
    Credentials,
    ReadRetry::Never,
    [
        "The file with the pod's token can't be used: nothing was sent.",
        "无法使用 Pod 的令牌文件：请求未发出。",
    ],
    [
        "Check TKE_WEB_IDENTITY_TOKEN_FILE, and that the pod's service account has a role.",
        "请检查 TKE_WEB_IDENTITY_TOKEN_FILE，以及 Pod 的服务账号是否绑定了角色。",
    ],
);

impl LocalError {
    /// Its row of the error table.
    pub(crate) fn row(self) -> &'static ErrorRow {
        match self {
            Self::NoAddress => &NO_ADDRESS,
            Self::Refused => &REFUSED,
            Self::ConnectTimeout => &CONNECT_TIMEOUT,
            Self::UnknownAuthority => &UNKNOWN_AUTHORITY,
            Self::WrongName => &WRONG_NAME,
            Self::CertificateExpired => &CERTIFICATE_EXPIRED,
            Self::CertificateNotYetValid => &CERTIFICATE_NOT_YET_VALID,
            Self::BadCertificate => &BAD_CERTIFICATE,
            Self::NotTls => &NOT_TLS,
            Self::NoTlsAgreement => &NO_TLS_AGREEMENT,
            Self::NoTrustStore => &NO_TRUST_STORE,
            Self::ProxyUnreachable => &PROXY_UNREACHABLE,
            Self::ProxyRefused => &PROXY_REFUSED,
            Self::ProxyPassword => &PROXY_PASSWORD,
            Self::ReadingTooOld => &READING_TOO_OLD,
            Self::EndlessList => &ENDLESS_LIST,
            Self::KeysEnded => &KEYS_ENDED,
            Self::KeysEndSoon => &KEYS_END_SOON,
            Self::NoInstanceRole => &NO_INSTANCE_ROLE,
            Self::NoSuchRole => &NO_SUCH_ROLE,
            Self::NoKeysGiven => &NO_KEYS_GIVEN,
            Self::BadTokenFile => &BAD_TOKEN_FILE,
        }
    }
}

impl Fault {
    /// Something known stood in the way: nothing was sent.
    pub fn before_sending(local_error: LocalError, message: impl Into<String>) -> Self {
        let row = local_error.row();
        Self {
            read_retry: row.read_retry,
            local_error: Some(local_error),
            ..Self::local(row.class, message)
        }
    }

    /// Answers came, and they tell of ever more.
    pub(crate) fn endless_list(message: impl Into<String>) -> Self {
        let fault = Self::before_sending(LocalError::EndlessList, message);
        Self { delivery: Delivery::Answered, ..fault }
    }
}
