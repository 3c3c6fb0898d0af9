//! The commands of DEPLOY.md.

/// The commands of a section, each block with the text before it.
///
/// # Panics
/// When there is no such section, or a block in it does not end.
#[must_use]
pub fn commands(text: &str, section: &str) -> Vec<(String, String)> {
    let heading = format!("\n## {section}\n");
    let rest = text.split_once(&heading).map(|(_, rest)| rest);
    let rest = rest.unwrap_or_else(|| panic!("DEPLOY.md has no {section}"));
    let rest = rest.split("\n## ").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut before = String::new();
    let mut block: Option<String> = None;
    for line in rest.lines() {
        block = match (block, line) {
            (None, "```bash") => Some(String::new()),
            (None, line) => {
                before = format!("{before}{line}\n");
                None
            }
            (Some(text), "```") => {
                found.push((std::mem::take(&mut before), text));
                None
            }
            (Some(text), line) => Some(format!("{text}{line}\n")),
        };
    }
    assert!(block.is_none(), "an open block in {section}");
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_one_section_are_found() {
        let text = "# A\n\n## One\n\nDo:\n```bash\na\n  b\n```\nThen:\n```bash\nc\n```\n\n## Two\n```bash\nd\n```\n";
        let found = commands(text, "One");
        let expect = [("\nDo:\n", "a\n  b\n"), ("Then:\n", "c\n")];
        assert_eq!(found, expect.map(|(before, block)| (before.to_owned(), block.to_owned())));
        assert_eq!(commands(text, "Two").len(), 1);
    }
}
