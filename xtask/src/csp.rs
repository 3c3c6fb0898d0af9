//! Moves the start script that trunk writes into the page to a file, for a strict policy runs no inline script.

use anyhow::{Context, Result, bail};

/// A page without inline scripts, and the script that it had.
#[derive(Debug)]
pub(crate) struct Page {
    /// The page, which names the script's file.
    pub(crate) html: String,
    /// The script's file name. It has the hash of the module it starts, so a cached one never starts another.
    pub(crate) name: String,
    /// The script.
    pub(crate) script: String,
}

/// How trunk opens its start script.
const OPEN: &str = "<script type=\"module\">";
/// How it closes it.
const CLOSE: &str = "</script>";

/// Takes the page apart; a second inline script is an error, for nothing would run it.
pub(crate) fn apart(html: &str) -> Result<Page> {
    let (before, rest) =
        html.split_once(OPEN).context("index.html has no start script of trunk's")?;
    let (inside, after) = rest.split_once(CLOSE).context("index.html ends within a script")?;
    if let Some(script) = inline_script(before).or_else(|| inline_script(after)) {
        bail!(
            "index.html has an inline script, which a strict policy does not run: `{script}`; put it in a file"
        );
    }
    let module = literal_ending(inside, ".js").context("the start script imports no module")?;
    let wasm = literal_ending(inside, ".wasm").context("the start script loads no wasm")?;
    let hash = module.trim_end_matches(".js").rsplit('-').next().unwrap_or_default();
    let name = format!("start-{hash}.js");
    let folder = module.rsplit_once('/').map_or("", |(folder, _)| folder);
    let slash = if folder.is_empty() { "" } else { "/" };
    // Relative to this file, not to the page that it is part of.
    let script = inside
        .replace(&format!("'{wasm}'"), &format!("new URL('{wasm}', import.meta.url)"))
        .trim()
        .to_owned()
        + "\n";
    let html =
        format!("{before}<script type=\"module\" src=\"{folder}{slash}{name}\"></script>{after}");
    Ok(Page { html, name, script })
}

/// The first single-quoted text with this ending.
fn literal_ending<'a>(script: &'a str, ending: &str) -> Option<&'a str> {
    script.split('\'').skip(1).step_by(2).find(|text| text.ends_with(ending))
}

/// The opening tag of the first script without a `src`, if there is one.
fn inline_script(html: &str) -> Option<String> {
    html.split("<script").skip(1).find_map(|rest| {
        let tag = rest.split('>').next()?;
        let data = tag.contains("application/json") || tag.contains("application/ld+json");
        (!tag.contains("src=") && !data).then(|| format!("<script{tag}>"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<html><head>\n<script type=\"module\">\nimport init, * as bindings from './web-c7a2.js';\n\
        const wasm = await init({ module_or_path: './web-c7a2_bg.wasm' });\n</script>\n</head></html>";

    #[test]
    fn the_start_script_becomes_a_file() -> Result<()> {
        let page = apart(HTML)?;
        assert_eq!(page.name, "start-c7a2.js");
        assert_eq!(
            page.html,
            "<html><head>\n<script type=\"module\" src=\"./start-c7a2.js\"></script>\n</head></html>"
        );
        assert_eq!(
            page.script,
            "import init, * as bindings from './web-c7a2.js';\nconst wasm = await init({ module_or_path: \
             new URL('./web-c7a2_bg.wasm', import.meta.url) });\n"
        );
        Ok(())
    }

    #[test]
    fn another_inline_script_is_refused() {
        let html = HTML
            .replace("</head>", "<script defer src=\"a.js\"></script><script>go()</script></head>");
        let error = apart(&html).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("`<script>`"), "{error}");
        assert!(apart("<html></html>").is_err());
    }
}
