//! Programs of the operator's own that are told what is about to be sent, or what came of it. They get JSON on their standard input, no
//! shell, and none of the credentials that this program works with.

use crate::domain::HookEnd;
use rustix::process::{Pid, Signal, kill_process_group};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, ChildStderr, Command};
use tokio::time::timeout;

/// What a hook may say on its standard error, in bytes; the rest is read and dropped.
const SAID_LIMIT: usize = 4096;
/// A child of the hook may hold its standard error open: after the hook itself has ended, no longer than this.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// Variables that hold credentials, or lead to some.
pub(crate) const CREDENTIAL_VARIABLES: &[&str] = &[
    "TENCENTCLOUD_SECRET_ID",
    "TENCENTCLOUD_SECRET_KEY",
    "TENCENTCLOUD_TOKEN",
    "TENCENTCLOUD_SECURITY_TOKEN",
    "TENCENTCLOUD_CREDENTIALS_FILE",
    "TENCENTCLOUD_PROFILE",
    "TENCENTCLOUD_SHARED_CREDENTIALS_DIR",
    "TENCENTCLOUD_ROLE_ARN",
    "TENCENTCLOUD_ROLE_SESSION_NAME",
    "TENCENTCLOUD_CAM_ROLE_NAME",
    "TENCENTCLOUD_ASSUME_ROLE_ARN",
    "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME",
    "TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID",
    "TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE",
    "TCCLI_PROFILE",
    "TKE_PROVIDER_ID",
    "TKE_WEB_IDENTITY_TOKEN_FILE",
    "TKE_ROLE_ARN",
];

/// Runs a hook: these words without a shell, `input` on its standard input, no longer than `within`. When the future is dropped, the
/// hook and what it started end with it.
pub async fn run(words: &[String], input: &[u8], within: Duration) -> Result<(), HookEnd> {
    let not_started = |error: std::io::Error| HookEnd::NotStarted(error.to_string());
    let (program, arguments) =
        words.split_first().ok_or_else(|| HookEnd::NotStarted(String::new()))?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        // A group of its own: Ctrl-C at the terminal is this program's to answer, and what the hook starts can be ended with it.
        .process_group(0)
        .kill_on_drop(true);
    for variable in CREDENTIAL_VARIABLES {
        command.env_remove(variable);
    }
    let mut child = command.spawn().map_err(not_started)?;
    let mut group = Group(child.id().and_then(|id| Pid::from_raw(id.cast_signed())));
    let ended = timeout(within, talk(&mut child, input)).await;
    match ended {
        Err(_) => Err(HookEnd::Late),
        Ok(Err(error)) => Err(not_started(error)),
        Ok(Ok((status, said))) => {
            // What it left running on purpose goes on.
            group.0 = None;
            if status.success() { Ok(()) } else { Err(HookEnd::Failed(status.code(), said)) }
        }
    }
}

/// Hands it its input and waits for its end and its words. It need not read: one that closes its input is no failure.
async fn talk(
    child: &mut Child,
    input: &[u8],
) -> std::io::Result<(std::process::ExitStatus, String)> {
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let mut said = Vec::new();
    let status = {
        let feed = async {
            if let Some(mut stdin) = stdin {
                let _ = stdin.write_all(input).await;
                let _ = stdin.shutdown().await;
            }
        };
        let listen = listen(stderr, &mut said);
        let (feed, listen) = (std::pin::pin!(feed), std::pin::pin!(listen));
        let mut beside = std::pin::pin!(async {
            tokio::join!(feed, listen);
        });
        let mut is_said = false;
        let status = loop {
            tokio::select! {
                status = child.wait() => break status?,
                () = &mut beside, if !is_said => is_said = true,
            }
        };
        if !is_said {
            let _ = timeout(LAST_WORDS, beside).await;
        }
        status
    };
    Ok((status, String::from_utf8_lossy(&said).trim().to_owned()))
}

async fn listen(stderr: Option<ChildStderr>, said: &mut Vec<u8>) {
    let Some(mut stderr) = stderr else { return };
    let mut bytes = [0; 1024];
    while let Ok(count @ 1..) = stderr.read(&mut bytes).await {
        let room = SAID_LIMIT.saturating_sub(said.len());
        said.extend_from_slice(&bytes[..count.min(room)]);
    }
}

/// The hook and everything that it started; ended when this is dropped.
struct Group(Option<Pid>);

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(script: &str) -> Vec<String> {
        ["/bin/sh", "-c", script].map(str::to_owned).to_vec()
    }

    fn run_for(ms: u64, script: &str, input: &[u8]) -> Result<(), HookEnd> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(run(&words(script), input, Duration::from_millis(ms)))
    }

    fn failed(code: i32, said: &str) -> Result<(), HookEnd> {
        Err(HookEnd::Failed(Some(code), said.to_owned()))
    }

    #[test]
    fn the_input_arrives_whole_and_ends() {
        let long = vec![b'x'; 300_000];
        assert_eq!(run_for(20_000, "test $(wc -c) -eq 300000", &long), Ok(()));
        assert_eq!(run_for(20_000, "exec <&-; exit 0", &long), Ok(()), "it need not read");
    }

    #[test]
    fn what_it_says_is_the_reason_and_is_bounded() {
        assert_eq!(run_for(20_000, "echo no >&2; exit 3", b""), failed(3, "no"));
        let Err(HookEnd::Failed(_, said)) =
            run_for(20_000, "head -c 900000 /dev/zero | tr '\\0' 'z' >&2; exit 1", b"")
        else {
            panic!("it failed")
        };
        assert_eq!(said.len(), SAID_LIMIT);
    }

    #[test]
    fn one_that_hangs_is_ended_with_its_children() {
        let dir = tempfile::tempdir().unwrap();
        let mark = dir.path().join("mark");
        let script = format!("(sleep 2; touch '{}') & sleep 60", mark.display());
        assert_eq!(run_for(300, &script, b""), Err(HookEnd::Late));
        std::thread::park_timeout(Duration::from_millis(2_500));
        assert!(!mark.exists(), "what it started is ended, too");
    }

    #[test]
    fn a_child_that_holds_its_errors_open_holds_nobody_up() {
        assert_eq!(run_for(20_000, "sleep 30 & exit 0", b""), Ok(()));
    }

    #[test]
    fn what_is_no_program_is_said() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for words in [vec![], vec!["/nonexistent/hook".to_owned()], vec!["/etc/passwd".to_owned()]]
        {
            let ended = runtime.block_on(run(&words, b"", Duration::from_secs(5)));
            assert!(matches!(ended, Err(HookEnd::NotStarted(_))), "{words:?}: {ended:?}");
        }
    }
}
