//! Texts of compose files: variables put in, ports, addresses, labels, commands for a shell.

use super::super::ledger::{Ledger, Part};
use crate::field::split_command;

/// A scalar with variables put in; what only the place where compose runs can tell is told.
pub(super) fn of(ledger: &mut Ledger<'_>, part: &Part<'_>) -> Option<String> {
    let text = ledger.text(part)?;
    match filled(&text) {
        Ok(text) => Some(text),
        Err(name) => {
            let name = crate::secret::masked(&name);
            let why =
                format!("it comes from the variable `{name}`, which is set where compose runs");
            ledger.not_carried(part, &why);
            None
        }
    }
}

/// The text with the defaults of its variables, or the name of one that has none.
pub(super) fn filled(text: &str) -> Result<String, String> {
    filled_at(text, 0)
}

fn filled_at(text: &str, depth: usize) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        if let Some(inner) = after.strip_prefix('{') {
            let end = closing(inner).ok_or_else(|| "$".to_owned())?;
            let (inside, behind) = (inner.get(..end).unwrap_or_default(), inner.get(end + 1..));
            let name_end = inside.find(|each: char| !is_name(each)).unwrap_or(inside.len());
            let (name, operator) = inside.split_at_checked(name_end).unwrap_or((inside, ""));
            let default = operator.strip_prefix(":-").or_else(|| operator.strip_prefix('-'));
            match default {
                Some(default) if depth < 8 => out.push_str(&filled_at(default, depth + 1)?),
                _ => return Err(name.to_owned()),
            }
            rest = behind.unwrap_or_default();
            continue;
        }
        let end = after.find(|each: char| !is_name(each)).unwrap_or(after.len());
        if end > 0 {
            return Err(after.get(..end).unwrap_or_default().to_owned());
        }
        out.push('$');
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn is_name(each: char) -> bool {
    each.is_ascii_alphanumeric() || each == '_'
}

/// Where the bracket around a text ends.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, each) in text.char_indices() {
        match each {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The container's side of the first port: `80:3000`, `127.0.0.1:80:3000/tcp`, `{target: 3000}`.
pub(super) fn port(ledger: &mut Ledger<'_>, part: &Part<'_>) -> Option<String> {
    for item in part.all() {
        let target = item.get("target").unwrap_or_else(|| item.clone());
        let Some(text) = ledger.sheet.text(target.node) else { continue };
        let text = text.split('/').next().unwrap_or_default().to_owned();
        // A variable stands on the side of the host as a rule.
        let inside = text.rsplit(':').next().unwrap_or(&text);
        let known = filled(&text).ok();
        let inside = known.as_deref().and_then(|text| text.rsplit(':').next()).unwrap_or(inside);
        if !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(inside.to_owned());
        }
    }
    None
}

/// The path that a health check asks for.
pub(super) fn health(ledger: &mut Ledger<'_>, part: &Part<'_>) -> Option<String> {
    let texts = ledger.texts(part);
    let all: Vec<String> = texts.into_iter().map(|(text, _)| text).collect();
    let line = all.join(" ");
    let (_, after) = line.split_once("://")?;
    let address = after.split([' ', '\'', '"', '`', '|', ';']).next().unwrap_or_default();
    let (host, path) = address.split_once('/')?;
    let host = host.split(':').next().unwrap_or(host);
    let is_own = matches!(host, "localhost" | "127.0.0.1" | "0.0.0.0" | "[");
    let path = path.split(['?', '#']).next().unwrap_or_default();
    (is_own && !path.contains('$')).then(|| format!("/{path}"))
}

/// Names and values of a map, or of a list of `name=value`.
pub(super) fn labels<'n>(
    ledger: &mut Ledger<'_>,
    part: &Part<'n>,
) -> Vec<(String, String, Part<'n>)> {
    let mut out = Vec::new();
    for item in part.all() {
        let Some(text) = of(ledger, &item) else { continue };
        if item.name.is_empty() {
            let (name, value) = text.split_once('=').unwrap_or((&text, ""));
            out.push((name.to_owned(), value.to_owned(), item));
        } else {
            out.push((item.name.clone(), text, item));
        }
    }
    out
}

/// Host names that a label for Traefik or Caddy leads to the service.
pub(super) fn hosts(name: &str, value: &str) -> Vec<String> {
    let mut out = Vec::new();
    if name.starts_with("traefik.") && name.ends_with(".rule") {
        let mut rest = value;
        while let Some((_, after)) = rest.split_once("Host(") {
            let (inside, behind) = after.split_once(')').unwrap_or((after, ""));
            out.extend(
                inside.split(',').map(|host| host.trim().trim_matches(['`', '"', '\'']).to_owned()),
            );
            rest = behind;
        }
    } else if name == "caddy" {
        out.extend(value.split([',', ' ']).map(str::to_owned));
    }
    out.retain(|host| !host.is_empty() && host.contains('.') && !host.contains(['*', '{', '/']));
    out
}

/// A command without what a container on a developer's machine does before it: old files of a process, gems, the migration.
pub(in super::super) fn tidy(command: &str) -> String {
    let words = split_command(command).unwrap_or_default();
    let line = match words.as_slice() {
        [shell, flag, line] if is_shell(shell) && matches!(flag.as_str(), "-c" | "-lc" | "-ec") => {
            line.as_str()
        }
        _ => command,
    };
    const BEFORE: [&str; 9] = [
        "rm -f ",
        "rm -rf tmp",
        "bundle install",
        "bundle check",
        "bundle exec rails db:",
        "bundle exec rake db:",
        "bin/rails db:",
        "rails db:",
        "rake db:",
    ];
    let is_before = |part: &&str| {
        let part = part.trim().trim_start_matches("./");
        BEFORE.iter().any(|head| part.starts_with(head))
    };
    let parts: Vec<&str> = line.split("&&").flat_map(|part| part.split(';')).collect();
    let rest: Vec<&&str> = parts.iter().filter(|part| !is_before(part)).collect();
    match rest.as_slice() {
        [only] if parts.len() > 1 || line != command => only.trim().to_owned(),
        _ => command.to_owned(),
    }
}

fn is_shell(word: &str) -> bool {
    matches!(word.rsplit('/').next(), Some("sh" | "bash" | "ash"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_put_in_where_they_have_a_default() {
        for (text, expect) in [
            ("a", Ok("a")),
            ("${A:-b}", Ok("b")),
            ("x-${A-b}-y", Ok("x-b-y")),
            ("${A:-${B:-c}}", Ok("c")),
            ("${A}", Err("A")),
            ("$A/b", Err("A")),
            ("${A:?needed}", Err("A")),
            ("cost $$5", Ok("cost $5")),
            ("5$", Ok("5$")),
            ("${A", Err("$")),
            ("${:-b}", Ok("b")),
        ] {
            assert_eq!(filled(text), expect.map(str::to_owned).map_err(str::to_owned), "{text}");
        }
    }

    #[test]
    fn commands_lose_what_a_developer_needs() {
        for (text, expect) in [
            (
                "bash -c \"rm -f tmp/pids/server.pid && bundle exec rails s -b 0.0.0.0\"",
                "bundle exec rails s -b 0.0.0.0",
            ),
            ("bundle exec sidekiq", "bundle exec sidekiq"),
            ("sh -c 'bin/a && bin/b'", "sh -c 'bin/a && bin/b'"),
            ("sh -c 'bundle exec rails db:migrate'", "sh -c 'bundle exec rails db:migrate'"),
            ("bundle exec rails db:migrate", "bundle exec rails db:migrate"),
            ("", ""),
        ] {
            assert_eq!(tidy(text), expect, "{text}");
        }
    }

    #[test]
    fn labels_lead_hosts() {
        for (name, value, expect) in [
            (
                "traefik.http.routers.a.rule",
                "Host(`a.example.com`) || Host(`b.example.com`, `c.example.com`)",
                "a.example.com b.example.com c.example.com",
            ),
            ("traefik.http.routers.a.rule", "PathPrefix(`/x`)", ""),
            ("caddy", "a.example.com, b.example.com", "a.example.com b.example.com"),
            ("team", "a.example.com", ""),
        ] {
            assert_eq!(hosts(name, value).join(" "), expect, "{value}");
        }
    }
}
