//! The page about the rules of the checker.

use crate::command::explain::rule::{groups, to_allow};
use linkspan_core::check::catalog;
use linkspan_core::diagnostic::Rule;

const INTRODUCTION: &str = "\
<!-- Written by `linkspan reference --rules`; change the catalogue, not this page. -->

# Rules of the checker

`linkspan check` uses these rules. `linkspan explain RULE` says the same on the terminal, by the name that
stands here or by one that another tool has for it. The severity of a rule can be set in `linkspan.yml`:

```yaml
check:
  rules:
    selects-nothing: error    # or warning, hint, off
```

A comment allows one finding: on its line, on the line before, or, for a whole document, at its top. It covers the
key or item that starts there and everything below it, and it needs a reason:

```yaml
# linkspan: allow missing-reference because the operator makes this ConfigMap
```

What the API server rejects cannot be switched off by a setting, only lowered to a hint; errors of
`linkspan.yml` itself have to be fixed.
";

pub(super) fn page() -> String {
    let mut page = String::from(INTRODUCTION);
    for (head, rules) in groups() {
        page.push_str(&format!("\n## {head}\n\n"));
        page.push_str("| rule | severity | what is wrong |\n|---|---|---|\n");
        for rule in &rules {
            let (name, severity) = (rule.name, rule.severity.word());
            let says = rule.says.replace('|', "\\|");
            page.push_str(&format!("| [`{name}`](#{name}) | {severity} | {says} |\n"));
        }
        for rule in rules {
            page.push_str(&entry(rule));
        }
    }
    page
}

fn entry(rule: &Rule) -> String {
    let mut text = format!("\n### {}\n\n{}\n\n", rule.name, rule.why);
    text.push_str(&format!("- Severity: {}; tier: {}\n", rule.severity.word(), rule.tier.word()));
    if !rule.aliases.is_empty() {
        let names: Vec<String> = rule.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        text.push_str(&format!("- Known as: {}\n", names.join(", ")));
    }
    text.push_str(&format!("- To allow: {}\n", to_allow(rule)));
    if let Some(example) = catalog::example(rule.name) {
        for (head, yaml) in [("Bad", example.bad()), ("Good", example.good.to_owned())] {
            text.push_str(&format!("\n{head}:\n\n```yaml\n{yaml}```\n"));
        }
    }
    text
}
