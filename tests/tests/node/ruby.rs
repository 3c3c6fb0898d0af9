//! A real Ruby reads what bundles bring or ask for in its language: files, and the blocks of DEPLOY.md.

use crate::cluster::{told, with_input};
use crate::story::Story;
use linkspan_tests::{apps, files_below, here};
use serde_json::json;

/// Compiles each text, and YAML's parts in Ruby too; says what it cannot read.
const READ: &str = r##"
require "yaml"; require "erb"; require "json"
bad = JSON.parse($stdin.read).filter_map do |name, kind, text|
  RubyVM::InstructionSequence.compile(kind == "ruby" ? text : ERB.new(text).src)
  YAML.safe_load(text.gsub(/<%.*?%>/m, "x"), aliases: true) if kind == "yaml"
  nil
rescue SyntaxError, StandardError => error
  "#{name}: #{error.message}"
end
puts bad.empty? ? "all of it can be read" : bad
"##;

pub(crate) fn reads_all(story: &mut Story) {
    let mut texts = vec![json!(["broken", "ruby", "def a(\n"]), json!(["broken", "yaml", "a: ["])];
    for (app, _) in apps().unwrap() {
        let folder = here().join("golden").join(&app).join("bundle");
        for path in files_below(&folder).unwrap() {
            let text = std::fs::read_to_string(folder.join(&path)).unwrap();
            let name = format!("{app}/{path}");
            let is_ours = path.starts_with("config/kube") || path.starts_with("config/gitops");
            if path.ends_with(".md") {
                texts.extend(blocks(&text).map(|(kind, block)| json!([name, kind, block])));
            } else if path.ends_with(".rb") {
                texts.push(json!([name, "ruby", text]));
            } else if path.starts_with("config/") && path.ends_with(".yml") && !is_ours {
                texts.push(json!([name, "yaml", text]));
            }
        }
    }
    assert!(texts.len() > 100, "{} texts", texts.len());
    let words = "exec --stdin deployment/shop-web --namespace=shop -- ruby -e";
    let mut command = story.cluster.kubectl(words);
    let said = told(&with_input(command.arg(READ), &json!(texts).to_string()));
    let left: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    let bad = left.iter().filter(|line| line.contains(": ") && !line.starts_with("broken: "));
    assert_eq!(bad.collect::<Vec<_>>(), Vec::<&&str>::new());
    // It is able to find something.
    assert_eq!(left.iter().filter(|line| line.starts_with("broken: ")).count(), 2, "{said}");
    story.figure("texts that Ruby read", &(texts.len() - 2).to_string());
}

/// The blocks of a document in Ruby or YAML.
fn blocks(text: &str) -> impl Iterator<Item = (&'static str, &str)> {
    ["ruby", "yaml"].into_iter().flat_map(move |kind| {
        let open = if kind == "ruby" { "```ruby\n" } else { "```yaml\n" };
        text.split(open).skip(1).filter_map(move |rest| Some((kind, rest.split("```").next()?)))
    })
}
