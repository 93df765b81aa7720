//! Tells the program which commit it is made from, for `--version`. Without git (a package of a registry) the commit is not known, and said so.

#![expect(clippy::disallowed_methods, reason = "cargo speaks to a build script by its environment")]

use std::process::Command;

fn git(args: &[&str]) -> Option<String> {
    let output = Command::new("git").args(args).output().ok().filter(|o| o.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

fn main() {
    let ours = std::env::var("CARGO_MANIFEST_DIR").ok();
    // Somebody else's repository around an unpacked package says nothing about this source.
    let top = git(&["rev-parse", "--show-toplevel"]).filter(|top| Some(top) == ours.as_ref());
    let commit = top.and_then(|_| git(&["log", "-1", "--format=%h %cs"])).map(|commit| {
        let changed =
            git(&["status", "--porcelain", "--", "src", "assets", "Cargo.toml", "Cargo.lock"]);
        let mark = if changed.is_some_and(|c| c.is_empty()) { "" } else { ", with changes" };
        format!("commit {commit}{mark}")
    });
    let target = std::env::var("TARGET").unwrap_or_default();
    println!(
        "cargo:rustc-env=EIP_UNBIND_BUILD={}, {target}",
        commit.as_deref().unwrap_or("commit not known")
    );
    for path in ["packaging/build.rs", "src", "assets", "Cargo.toml", "Cargo.lock"] {
        println!("cargo:rerun-if-changed={path}");
    }
    for name in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", name]) {
            println!("cargo:rerun-if-changed={path}");
        }
    }
}
