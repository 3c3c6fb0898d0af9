//! Strings that readers, shells and templates like to get wrong.

/// Odd strings, each a class of its own.
#[must_use]
pub fn strings() -> Vec<String> {
    let mut all: Vec<String> = [
        "", " ", "  both ends  ", "yes", "Yes", "NO", "on", "Off", "y", "N", "true", "null", "~", "NaN",
        ".inf", "-.Inf", "1_000", "0x1F", "0o17", "017", "0b101", "1e3", "1.0", "+1", "-0", "1:30", "12:30:45",
        "2026-11-23", "2026-11-23T10:00:00Z", "=", "<<", "-", "--", "---", "...", "- a", "? a", ": a", "a: b",
        "a:", ":a", "a #b", "#a", "*a", "&a", "!a", "!!int 3", "%a", "@a", "`a`", "[a", "{a", "a]", "a, b",
        "'", "\"", "''", "\"\"", "it's", "say \"hi\"", "\\", "\\n", "a\nb", "a\n", "\na", "\n", "a\r\nb", "\r",
        "a\tb", "\ta", "\tled\nby tab", "  led\n  by spaces", "a\u{85}b", "a\u{2028}b", "a\u{2029}b", "\u{feff}a",
        "a\u{a0}b", "\u{200b}", "\u{202e}evil", "\u{7f}", "\u{1}", "\u{1b}[31m", "é", "日本語", "🚢", "\u{10ffff}",
        "\u{fffd}", "\u{e000}", "$(touch pwned)", "`touch pwned`", "${HOME}", "$HOME", "; touch pwned", "| touch pwned",
        "&& touch pwned", "\n touch pwned\n", "'; touch pwned; '", "\"; touch pwned; \"", "{{ .Values }}", "{{`}}",
        "<script>alert(1)</script>", "&amp;", "%s%n", "../../etc/passwd", "unreleased", "a:unreleased",
        "image: a:unreleased", "---\nkind: Evil\n", "|\n  block", ">-", "|+", "0", "00", "08", "0.1.2", "1.", ".5",
        "1e400", "9223372036854775808", "18446744073709551616", "0x", "0xG", "1__0", "_1", "e3", "Infinity",
    ]
    .iter()
    .map(|text| (*text).to_owned())
    .collect();
    all.push("x".repeat(10_000));
    all.push("long words ".repeat(900));
    all.push("ü\"'\\\n".repeat(500));
    all
}

/// A spec whose environment holds every one of the strings, `V0`, `V1` and so on.
#[must_use]
pub fn environment_spec(strings: &[String]) -> String {
    let rows: Vec<(String, String)> = strings
        .iter()
        .enumerate()
        .map(|(index, text)| (format!("V{index}"), text.clone()))
        .collect();
    let mut draft = linkspan_core::spec::Draft::from_text("app: shop\nimage: registry.example.com/acme/shop\n");
    draft.set_rows("env", &rows);
    draft.to_text()
}
