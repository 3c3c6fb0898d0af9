//! Values of a Secret that end with a newline.

use crate::check::api::decode;
use crate::check::context::entries;
use crate::check::object::Object;
use crate::check::practice::finder::Finder;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const SECRET_NEWLINE: Rule = Rule {
        name: "secret-newline",
        tier: Risky,
        severity: Warning,
        says: "a value of a Secret ends with a newline",
        why: "`echo` writes one, and `base64` encodes it with the rest: the app gets a password or an address with a line end in it, and is refused with it.",
    };
}

/// A value of one line with its line end. A file keeps its own, and so does what has several lines.
pub(super) fn check(finder: &mut Finder<'_>, object: &Object) {
    for (list, help) in [
        ("data", "encode it without one: `printf %s VALUE | base64`"),
        ("stringData", "write `|-` in place of `|`, or the value in quotes on one line"),
    ] {
        for entry in entries(&object.root, list).iter().filter(|entry| !entry.key.contains('.')) {
            let Some(text) = entry.value.text() else { continue };
            let plain = if list == "data" { decode(text) } else { Some(text.as_bytes().to_vec()) };
            if plain.is_some_and(|bytes| is_ended_line(&bytes)) {
                let message = format!("the value of `{}` ends with a newline", entry.key);
                let path = format!("{list}[{}]", entry.key);
                finder.report(&SECRET_NEWLINE, object, (&entry.value, path), message, help);
            }
        }
    }
}

/// Whether bytes are one line and its end.
fn is_ended_line(bytes: &[u8]) -> bool {
    let line = bytes.strip_suffix(b"\n").map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    line.is_some_and(|line| !line.is_empty() && !line.contains(&b'\n'))
}

#[cfg(test)]
mod tests {
    use crate::check::practice::tests::of;

    #[test]
    fn one_line_has_no_end() {
        for (entry, expect) in [
            ("data: {KEY: YWJjCg==}", &["data[KEY] 4"][..]),
            ("data: {KEY: YWJjDQo=}", &["data[KEY] 4"]),
            ("stringData: {KEY: \"abc\\n\"}", &["stringData[KEY] 4"]),
            ("data: {KEY: YWJj}", &[]),
            ("data: {KEY: Cg==}", &[]),
            // Two lines, and a file.
            ("data: {KEY: YQpiCg==}", &[]),
            ("data: {master.key: YWJjCg==}", &[]),
            ("stringData: {KEY: abc}", &[]),
        ] {
            let text = format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: shop}}\n{entry}\n");
            assert_eq!(of("secret-newline", &text), expect, "{entry}");
        }
    }
}
