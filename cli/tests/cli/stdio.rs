//! Streams: colour, closed pipes, what goes where.

use crate::folder::Folder;
use std::io::Read;
use std::process::Stdio;

#[test]
fn colour_comes_only_when_asked_for() {
    let folder = Folder::new();
    folder.write("linkspan.yml", "app: Shop\n");
    let coloured = |env: &[(&str, &str)]| {
        let check = folder.run_with(&["check", "."], "", env).out;
        let generate = folder.run_with(&["generate"], "", env).err;
        assert_eq!(check.contains('\u{1b}'), generate.contains('\u{1b}'));
        check.contains('\u{1b}')
    };
    assert!(!coloured(&[]), "a pipe is no terminal");
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("NO_COLOR", "1")]));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    for arguments in [&["reference"][..], &["explain"], &["completions", "bash"]] {
        let mut child = folder
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert!(child.wait().unwrap().success(), "{arguments:?}: {err}");
        assert!(!err.contains("panicked"), "{err}");
    }
}

#[test]
fn every_command_has_help_with_the_exit_codes() {
    let folder = Folder::new();
    for command in ["new", "generate", "check", "explain"] {
        let ran = folder.run(&[command, "--help"]);
        assert_eq!(ran.code, Some(0));
        assert!(ran.out.contains("Exit codes:"), "{command}: {}", ran.out);
    }
    assert_eq!(folder.run(&["--version"]).code, Some(0));
    assert_eq!(folder.run(&["sail"]).code, Some(2));
    assert_eq!(folder.run(&[]).code, Some(2));
}

#[test]
fn completions_know_the_commands() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = folder.run(&["completions", shell]);
        assert!(ran.out.contains("generate"), "{shell}");
    }
}
