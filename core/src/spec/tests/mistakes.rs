//! What a person gets wrong in a linkspan.yml, and what is said to it: what stands there, and what to write.

use super::read;

/// `line: message | help` for each problem of a text, in order of place.
fn said(text: &str) -> Vec<String> {
    let mut found = read(text).diagnostics;
    found.sort_by_key(|each| each.place);
    let shown = |each: &crate::diagnostic::Diagnostic| {
        format!("{}: {} | {}", each.place.line, each.message, each.help)
    };
    found.iter().map(shown).collect()
}

#[test]
fn a_mistake_is_told_with_what_to_write() {
    let cases: &[(&str, &[&str])] = &[
        (
            "workers:\n  - name: sidekiq\nconcurrency: 10\n",
            &[
                "5: the spec has no field `concurrency` | `concurrency` belongs to an item of `workers`: start the line with 4 spaces, as `name` on line 4 does",
            ],
        ),
        (
            "workers:\n- name: sidekiq\nkind: sidekiq\nqueues: [a]\n",
            &[
                "5: the spec has no field `kind` | `kind` belongs to an item of `workers`: start the line with 2 spaces, as `name` on line 4 does",
                "6: the spec has no field `queues` | `queues` belongs to an item of `workers`: start the line with 2 spaces, as `name` on line 4 does",
            ],
        ),
        (
            "web:\n  autoscale:\n  max: 4\n",
            &[
                "5: `web` has no field `max` | `max` belongs to `autoscale` above: start the line with 4 spaces",
            ],
        ),
        (
            "web:\nreplicas: 4\n",
            &[
                "4: the spec has no field `replicas` | `replicas` belongs to `web` above: start the line with 2 spaces",
            ],
        ),
        (
            "web:\n  replicas: 2\n  hosts: [a.example.com]\n",
            &[
                "5: `web` has no field `hosts` | `hosts` stands by itself, at the start of a line, not below `web`",
            ],
        ),
        (
            "cron:\n  - name: a\n    schedule: * * * * *\n    command: x\n",
            &[
                "5: this is not YAML: a text that starts with `*` has to be in quotes: `*` refers to another value | put the value in quotes: `schedule: \"* * * * *\"`",
            ],
        ),
        (
            "cron:\n  - name: a\n    schedule: */5 * * * *\n    command: x\n",
            &[
                "5: this is not YAML: a text that starts with `*` has to be in quotes: `*` refers to another value | put the value in quotes: `schedule: \"*/5 * * * *\"`",
            ],
        ),
        (
            "cron:\n  - name: a\n    schedule: @daily\n    command: x\n",
            &[
                "5: this is not YAML: a text that starts with `@` has to be in quotes | put the value in quotes: `schedule: \"@daily\"`",
            ],
        ),
        (
            "env:\n  A: `foo`\n",
            &[
                "4: this is not YAML: a text that starts with a backtick has to be in quotes | put the value in quotes: `A: \"...\"`",
            ],
        ),
        (
            "env:\n  A: *foo\n",
            &[
                "4: this is not YAML: there is no anchor `&foo` before this alias | put the value in quotes: `A: \"...\"`",
            ],
        ),
        (
            "secrets:\n  STRIPE_KEY: sk_live_51Hqz0aBcDeF\n",
            &[
                "4: `secrets` takes a list of names, not names with values | write the name alone, `- STRIPE_KEY`: its value goes into the cluster, by the commands of DEPLOY.md; a value that stood here has to be changed where it comes from",
            ],
        ),
        (
            "secrets:\n  - STRIPE_KEY: sk_live_51Hqz0aBcDeF\n",
            &[
                "4: `secrets[0]` takes one name, not names with values | write the name alone, `- STRIPE_KEY`: its value goes into the cluster, by the commands of DEPLOY.md; a value that stood here has to be changed where it comes from",
            ],
        ),
        (
            "secrets: STRIPE_KEY=abc\n",
            &[
                "3: `secrets[0]` holds a value beside the name | write the name alone: its value goes into the cluster, by the commands of DEPLOY.md; a value that stood here has to be changed where it comes from",
            ],
        ),
        (
            "secrets:\n  - name: A\n    value: b\n",
            &[
                "4: `secrets[0]` takes one name, not names with values | write the name alone, `- A`: its value goes into the cluster, by the commands of DEPLOY.md; a value that stood here has to be changed where it comes from",
            ],
        ),
        (
            "web:\n  - replicas: 2\n",
            &["4: `web` takes settings, not a list | remove the `- ` before `replicas`"],
        ),
        (
            "web: replicas\n",
            &[
                "3: `web` takes settings, not one value | write settings such as `replicas: ...` on the lines below, indented by two spaces",
            ],
        ),
        (
            "env:\n  - FOO=bar\n",
            &[
                "4: `env` takes names with values, not a list | write `FOO: ...`, without `- ` and with a colon and a space",
            ],
        ),
        (
            "env:\n  - FOO: bar\n",
            &["4: `env` takes names with values, not a list | remove the `- ` before `FOO`"],
        ),
        (
            "env:\n  - name: FOO\n    value: bar\n",
            &[
                "4: `env` takes names with values, not a list | write `FOO: ...` in place of `- name: FOO` and `value: ...`",
            ],
        ),
        (
            "env: FOO=bar\n",
            &[
                "3: `env` takes names with values, not one value | write `FOO: ...` on the next line, indented by two spaces",
            ],
        ),
        (
            "env:\n  FOO:\n    BAR: x\n",
            &[
                "5: `env.FOO` takes one text, not a list or settings | write it as one text, the way the app splits it, such as `a,b`",
            ],
        ),
        (
            "web:\n  replicas: 2\n   threads: 5\n",
            &[
                "5: this is not YAML: this line is indented too far | it starts with 3 spaces; `replicas` above with 2 spaces: give both the same",
            ],
        ),
        (
            "workers:\n  - name: a\n     kind: sidekiq\n",
            &[
                "5: this is not YAML: this line is indented too far | it starts with 5 spaces; `name` above with 4 spaces: give both the same",
            ],
        ),
        (
            "workers:\n  - name: a\n   kind: sidekiq\n",
            &[
                "5: this is not YAML: this line belongs to no item of the list above | it starts with 3 spaces: to belong to the item of `name`, start it with 4; a new item starts with `- `",
            ],
        ),
        (
            "workers:\n  - name: a\n  kind: sidekiq\n",
            &[
                "5: this is not YAML: this line belongs to no item of the list above | it starts with 2 spaces: to belong to the item of `name`, start it with 4; a new item starts with `- `",
            ],
        ),
        (
            "hosts:\n  - a.example.com\n   - b.example.com\n",
            &[
                "4: `hosts[0]` (`a.example.com - b.example.com`) takes in the next line, which is indented too far | start the `- ` of both lines with the same number of spaces",
            ],
        ),
        (
            "hosts:\n   - a.example.com\n  - b.example.com\n",
            &[
                "5: this is not YAML: this line is indented like none of the lines above it | it starts with 2 spaces, the line above with 3 spaces: give both the same, or start it as the line that it belongs below and two more",
            ],
        ),
        (
            "web:\n    replicas: 2\n  threads: 5\n",
            &[
                "5: this is not YAML: this line is indented like none of the lines above it | it starts with 2 spaces, the line above with 4 spaces: give both the same, or start it as the line that it belongs below and two more",
            ],
        ),
        (
            "web:\n\treplicas: 2\n",
            &[
                "4: this is not YAML: a tab stands where only spaces can | replace the tab by spaces: two for each level; the line above starts with no space",
            ],
        ),
        (
            "web:\n  replicas: 2\n\tthreads: 5\n",
            &[
                "5: this is not YAML: a tab stands where only spaces can | replace the tab by spaces: two for each level; the line above starts with 2 spaces",
            ],
        ),
        (
            "workers:\n  sidekiq:\n    concurrency: 5\n",
            &[
                "4: `workers` takes a list of groups, each with a `name`, not settings | write `- name: sidekiq` in place of `sidekiq:`, and its settings below `name`",
            ],
        ),
        (
            "workers:\n  name: sidekiq\n  kind: sidekiq\n",
            &[
                "4: `workers` takes a list of groups, each with a `name`, not settings | put `- ` before `name`, and indent the lines below it by two more spaces",
            ],
        ),
        (
            "workers: sidekiq\n",
            &[
                "3: `workers` takes a list of groups, each with a `name`, not one value | write `- name: sidekiq` on the next line",
            ],
        ),
        (
            "workers:\n  - sidekiq\n  - mailers\n",
            &[
                "4: `workers[0]` takes settings, not one value | write `- name: sidekiq`, and its settings below `name`",
                "5: `workers[1]` takes settings, not one value | write `- name: mailers`, and its settings below `name`",
            ],
        ),
        (
            "workers:\n  -\n",
            &[
                "4: `workers[0]` takes settings, not nothing | write `- name: ...`, and its settings below `name`",
            ],
        ),
        (
            "cron:\n  - name: a\n    schedule: '0 6 * * *'\n    command: [bin/rails, 'digest:send now']\n",
            &[
                "6: `cron[0].command` takes one value, not a list | write it as one text: `command: bin/rails 'digest:send now'`",
            ],
        ),
        (
            "cron:\n  - name: a\n    schedule: '0 6 * * *'\n    command:\n      - bin/rails\n      - digest:send\n",
            &[
                "7: `cron[0].command` takes one value, not a list | write it as one text: `command: bin/rails digest:send`",
            ],
        ),
        (
            "cron:\n  digest:\n    schedule: '0 6 * * *'\n    command: bin/rails x\n",
            &[
                "4: `cron` takes a list of groups, each with a `name`, not settings | write `- name: digest` in place of `digest:`, and its settings below `name`",
            ],
        ),
        (
            "web:\n  replicas: [2]\n",
            &[
                "4: `web.replicas` takes one value, not a list | write it behind the colon, without brackets and without `- `",
            ],
        ),
        (
            "web:\n  replicas:\n    min: 2\n    max: 4\n",
            &[
                "5: `web.replicas` takes one value, not settings | `max` is a setting of `web.autoscale`: write it there",
            ],
        ),
        (
            "hosts:\n  web: a.example.com\n",
            &[
                "4: `hosts` takes a list of values, not settings | write each value on a line of its own, led by `- `",
            ],
        ),
        (
            "hosts:\n  - host: a.example.com\n",
            &["4: `hosts[0]` takes one value, not settings | write the value alone behind `- `"],
        ),
        (
            "hosts: a.example.com, b.example.com\n",
            &[
                "3: `hosts` takes a list of values, not one text | put them in brackets: `[a.example.com, b.example.com]`",
            ],
        ),
        (
            "workers:\n  - name: a\n    queues:\n      default: 5\n      mail: 2\n",
            &[
                "6: `workers[0].queues` takes a list of values, not settings | write queue and weight without a space: `- default:5`",
            ],
        ),
        (
            "workers:\n  - name: a\n    queues:\n      - default: 5\n",
            &[
                "6: `workers[0].queues[0]` takes one value, not settings | write queue and weight without a space: `- default:5`",
            ],
        ),
        (
            "workers:\n  - name: a\n    queues:\n      - [default, 5]\n",
            &[
                "6: `workers[0].queues[0]` takes one value, not a list | write each queue on a line of its own, such as `- default` or `- default:5`",
            ],
        ),
        (
            "web:\n  replicas:3\n  threads: 5\n",
            &[
                "5: this is not YAML: the line above has no `: ` | write a colon and a space between its key and its value: `replicas: ...`",
            ],
        ),
        (
            "web:\n  replicas:3\n",
            &[
                "4: `web` takes settings, not one value | put a space behind the colon: `replicas: 3`",
            ],
        ),
        (
            "web:\n  replicas 3\n  threads: 5\n",
            &[
                "5: this is not YAML: the line above has no `: ` | write a colon and a space between its key and its value: `replicas: ...`",
            ],
        ),
        (
            "environments:\n  - staging\n",
            &[
                "4: `environments` takes names of environments, not a list | write `staging:` in place of `- staging`, and what differs below it",
            ],
        ),
        (
            "environments:\n  - name: staging\n    hosts: [a.example.com]\n",
            &[
                "4: `environments` takes names of environments, not a list | write `staging:` in place of `- name: staging`, and what differs below it",
            ],
        ),
        (
            "environments: staging\n",
            &[
                "3: `environments` takes names of environments, not one value | write `staging:` on the next line, indented by two spaces, and what differs below it",
            ],
        ),
        (
            "environments:\n  staging:\n    - replicas: 2\n",
            &[
                "5: `environments.staging` takes the fields that differ, not a list | remove the `- ` before `replicas`",
            ],
        ),
        (
            "environments:\n  staging: 2\n",
            &[
                "4: `environments.staging` takes the fields that differ, not one value | write settings such as `hosts: ...` on the lines below, indented by two spaces",
            ],
        ),
        (
            "environments:\n  staging:\n  hosts: [a.example.com]\n",
            &[
                "5: `environments.hosts` is a field, not an environment | indent it below the environment that it is for, such as `staging`",
            ],
        ),
        (
            "env:\n  A: \"foo\n",
            &[
                "4: this is not YAML: this quote is never closed | end the text with the same quote; a quote inside `'...'` is written twice, inside `\"...\"` as `\\\"`",
            ],
        ),
        (
            "hosts: [a.example.com\nweb:\n  replicas: 2\n",
            &[
                "4: this is not YAML: a `,` or `]` is missing | close the list with `]`, or part its items with `,`",
            ],
        ),
        (
            "env:\n  A: foo: bar\n",
            &[
                "4: this is not YAML: a second `: ` stands in this line | put the value in quotes: `A: \"...\"`",
            ],
        ),
        (
            "hosts:\n  -\n  - a.example.com\n",
            &["4: `hosts[0]` (``) is empty | write a value behind `- `, or remove the line"],
        ),
        (
            "check:\n  rules:\n    - selects-nothing: off\n",
            &[
                "5: `check.rules` takes names of rules with levels, not a list | remove the `- ` before `selects-nothing`",
            ],
        ),
        (
            "rails: 8.1\n",
            &[
                "3: `rails` takes settings, not one value | write `version: 8.1` on the next line, indented by two spaces",
            ],
        ),
        (
            "database: postgresql\n",
            &[
                "3: `database` takes settings, not one value | write `adapter: postgresql` on the next line, indented by two spaces",
            ],
        ),
        (
            "ports: [3000]\n",
            &["3: the spec has no field `ports` | `linkspan explain` lists all fields"],
        ),
        (
            "replicas: 3\n",
            &[
                "3: the spec has no field `replicas` | there are `web.replicas`, `database.replicas`, `workers[].replicas`, `processes[].replicas`: write it below the one that you mean",
            ],
        ),
    ];
    for (text, expect) in cases {
        let text = format!("app: shop\nimage: acme/shop\n{text}");
        assert_eq!(said(&text), *expect, "{text}");
    }
}

#[test]
fn a_mistake_in_the_first_lines_is_told_once() {
    let cases: &[(&str, &[&str])] = &[
        (
            "app: shop\n image: acme/shop\n",
            &[
                "2: this is not YAML: this line is indented too far | it starts with 1 space; `app` above with no space: give both the same",
            ],
        ),
        (
            "app shop\nimage: acme/shop\n",
            &[
                "2: this is not YAML: the line above has no `: ` | write a colon and a space between its key and its value: `app: ...`",
            ],
        ),
        (
            "app = shop\nimage = acme/shop\n",
            &[
                "1: linkspan.yml takes settings, not one text | write each on a line of its own, with a colon and a space: `app: shop`",
            ],
        ),
        (
            "- app: shop\n- image: acme/shop\n",
            &[
                "1: linkspan.yml takes settings, not a list | remove the `- ` at the start of its lines",
            ],
        ),
        (
            "shop\n",
            &[
                "1: linkspan.yml takes settings, not one text | write each on a line of its own, with a colon and a space: `app: shop`",
            ],
        ),
        (
            "name: shop\nimage: acme/shop\n",
            &[
                "1: the spec has no field `name` | there are `routes[].name`, `secret_store.name`, `database.variables.name`, `volumes[].name`, `files[].name`, `workers[].name`, `processes[].name`, `sidecars[].name`, `init[].name`, `cron[].name`, `patches[].name`: write it below the one that you mean",
                "1: `app` is not set | add `app: ...`: Names every object: lower-case letters, digits and dashes.",
            ],
        ),
    ];
    for (text, expect) in cases {
        assert_eq!(said(text), *expect, "{text}");
    }
}

/// What a text of another shape holds may be a secret, so help repeats names and words of commands alone.
#[test]
fn no_help_repeats_a_secret() {
    const VALUE: &str = "sk_live_51Hqz0aBcDeF";
    for text in [
        format!("secrets: {{STRIPE_KEY: {VALUE}}}"),
        format!("secrets: [{{STRIPE_KEY: {VALUE}}}]"),
        format!("secrets: [{{name: STRIPE_KEY, value: {VALUE}}}]"),
        format!("env: [STRIPE_KEY={VALUE}]"),
        format!("env: [{{STRIPE_KEY: {VALUE}}}]"),
        format!("env: STRIPE_KEY={VALUE}"),
        format!("web: {VALUE}"),
        format!("workers: {VALUE}"),
        format!("workers: [{VALUE}]"),
        format!("environments: [{VALUE}]"),
        format!("hosts: \"{VALUE}, b\""),
        format!("migrate: {{command: [bin/rails, {VALUE}]}}"),
        format!("env:\n  A: %{VALUE}"),
        format!("env:\n  A: *{VALUE}"),
        format!("env:\n  A: x: {VALUE}"),
        format!("web:\n  replicas:{VALUE}\n  threads: 5"),
    ] {
        let said = said(&format!("app: shop\nimage: acme/shop\n{text}\n"));
        assert!(!said.is_empty(), "{text}");
        for each in said {
            let (_, help) = each.split_once(" | ").unwrap();
            assert!(!help.contains(VALUE), "{text}: {each}");
        }
    }
}
