//! Commands that are written for a shell and started without one.

use crate::check::context::items;
use crate::check::index::Pod;
use crate::check::practice::finder::Finder;
use crate::check::practice::pod::containers;
use crate::diagnostic::{in_backticks, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const COMMAND_WITHOUT_SHELL: Rule = Rule {
        name: "command-without-shell",
        tier: Broken,
        severity: Error,
        says: "a command is written for a shell, and no shell reads it",
        why: "Kubernetes starts the first word as a program and hands it the others as they stand: a line in one word is a program that no image has, and `&&` is one more argument of the program before it.",
    };
}

/// What may hold a command, and the way to it.
const PLACES: [&[&str]; 6] = [
    &[],
    &["livenessProbe", "exec"],
    &["readinessProbe", "exec"],
    &["startupProbe", "exec"],
    &["lifecycle", "postStart", "exec"],
    &["lifecycle", "preStop", "exec"],
];

/// Words that only a shell takes for more than text.
const OPERATORS: [&str; 2] = ["&&", "||"];

/// A whole line as the name of a program, and operators of a shell among the words of a program.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    for container in containers(pod) {
        for place in PLACES {
            let Some(node) = container.node.at(place) else { continue };
            let command = items(node, "command");
            let Some(program) = command.first().and_then(Node::text) else { continue };
            let at = |list: &str, index: usize| {
                let steps = place.iter().copied().chain([list]).collect::<Vec<_>>();
                container.path(&format!("{}[{index}]", steps.join(".")))
            };
            if is_line(program) {
                let message = format!(
                    "there is no program called `{}`: a command is a list of words",
                    in_backticks(program)
                );
                let spot = command.first().unwrap_or(node);
                let help = words(program);
                finder.report(&COMMAND_WITHOUT_SHELL, pod.object, (spot, at("command", 0)), message, help);
                continue;
            }
            if command.iter().filter_map(Node::text).any(is_shell) {
                continue;
            }
            let lists = ["command", "args"].into_iter().filter(|list| place.is_empty() || *list == "command");
            let mut all = lists.flat_map(|list| items(node, list).iter().enumerate().map(move |(index, word)| (list, index, word)));
            let found = all.find(|(_, _, word)| word.text().is_some_and(|text| OPERATORS.contains(&text)));
            if let Some((list, index, word)) = found {
                let message = format!(
                    "no shell reads `{}` here: it is an argument of `{}`",
                    word.text().unwrap_or_default(),
                    in_backticks(program)
                );
                let help = "write `[sh, -c, \"...\"]` with the whole line as its last word";
                finder.report(&COMMAND_WITHOUT_SHELL, pod.object, (word, at(list, index)), message, help);
            }
        }
    }
}

/// Whether a program is named by a line of words. A path may have a space in it, and what a template fills in is
/// not known.
fn is_line(program: &str) -> bool {
    let mut words = program.split_ascii_whitespace();
    let first = words.next().unwrap_or_default();
    let is_path = first.contains('/') && words.next().is_some_and(|next| next.contains('/') && !next.starts_with(['-', '/']));
    !first.is_empty() && first.len() < program.trim().len() && !is_path && !program.contains("{{")
}

/// Whether a program reads a line by itself.
fn is_shell(program: &str) -> bool {
    let name = program.rsplit('/').next().unwrap_or_default();
    matches!(name, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh")
}

/// How to write a line as a command.
fn words(line: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" /._-=+@".contains(&byte);
    if line.bytes().all(is_plain) {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        format!("write each word by itself: `[{}]`", words.join(", "))
    } else {
        "write `[sh, -c, \"...\"]` with the whole line as its last word".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::check::practice::tests::of;

    #[test]
    fn a_line_needs_a_shell() {
        let told = |container: &str| {
            of(
                "command-without-shell",
                &format!(
                    "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n    - name: a\n      image: shop:1\n      {container}\n"
                ),
            )
        };
        let at = |path: &str| vec![format!("spec.containers[0].{path} 8")];
        for (container, expect) in [
            ("command: [\"bundle exec puma -C config/puma.rb\"]", at("command[0]")),
            ("command: [\"/bin/sh -c 'a && b'\"]", at("command[0]")),
            ("command: [bundle, exec, rake, db:migrate, \"&&\", puma]", at("command[4]")),
            ("livenessProbe: {exec: {command: [\"pgrep -f sidekiq\"]}}", at("livenessProbe.exec.command[0]")),
            ("lifecycle: {preStop: {exec: {command: [\"sleep 5\"]}}}", at("lifecycle.preStop.exec.command[0]")),
            ("command: [sh, -c, \"a && b\"]", vec![]),
            ("command: [/bin/bash, -c, a, \"&&\"]", vec![]),
            ("command: [bundle, exec, puma]", vec![]),
            ("command: [\"/opt/my app/bin/run\"]", vec![]),
            ("command: [\"{{ .Values.command }}\"]", vec![]),
            ("args: [\"bundle exec puma\"]", vec![]),
        ] {
            assert_eq!(told(container), expect, "{container}");
        }
        let args = "command: [puma]\n      args: [-C, a.rb, \"||\", \"true\"]";
        assert_eq!(told(args), ["spec.containers[0].args[2] 9"]);
    }
}
