//! Gemfile and Gemfile.lock.

use super::super::app::App;
use super::super::finding::At;
use super::super::ruby::{Code, Known, Statement, value};
use std::collections::BTreeMap;

/// A gem that Gemfile.lock names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Gem {
    pub(in super::super) version: String,
    pub(in super::super) at: At,
    /// Whether no condition of the Gemfile decides if it is there.
    pub(in super::super) sure: bool,
}

/// The gems of an app.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Gems {
    /// Those of Gemfile.lock, with all that they need.
    locked: BTreeMap<String, Gem>,
    /// Those of the Gemfile that production installs: what it asks for.
    named: BTreeMap<String, Gem>,
    /// Those that only development or tests install, each with its place.
    others: Vec<(String, At)>,
    /// Platforms of Gemfile.lock, and where they begin.
    pub(in super::super) platforms: Option<(Vec<String>, At)>,
    /// Gems that others of Gemfile.lock need, by those.
    needed_by: BTreeMap<String, Vec<String>>,
    /// Ruby's version in Gemfile.lock.
    pub(in super::super) ruby: Option<(String, At)>,
    /// Addresses that gems come from.
    pub(in super::super) remotes: Vec<(String, At)>,
    /// Folders of the repository that gems lie in.
    pub(in super::super) folders: Vec<(String, At)>,
    /// Whether there is a Gemfile.lock.
    pub(in super::super) has_lock: bool,
    /// The Gemfile.
    pub(in super::super) gemfile: Code,
}

impl Gems {
    pub(super) fn of(app: &App) -> Self {
        let mut gems = Self {
            gemfile: Code::read(app.text("Gemfile").unwrap_or_default()),
            ..Self::default()
        };
        gems.gemfile();
        if let Some(text) = app.text("Gemfile.lock") {
            gems.lock(text);
        }
        gems.has_lock = app.has("Gemfile.lock");
        gems
    }

    /// A gem that production has, with the place that names it.
    pub(in super::super) fn get(&self, name: &str) -> Option<&Gem> {
        if self.only_others(name).is_some() {
            return None;
        }
        self.locked.get(name).or_else(|| self.named.get(name).filter(|_| !self.has_lock))
    }

    /// Whether production has a gem.
    pub(in super::super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Where the Gemfile names a gem for development or tests alone.
    pub(in super::super) fn only_others(&self, name: &str) -> Option<&At> {
        self.others.iter().find(|(other, _)| other == name).map(|(_, at)| at)
    }

    /// Every gem that production may have.
    pub(in super::super) fn names(&self) -> impl Iterator<Item = &str> {
        let all = if self.has_lock { &self.locked } else { &self.named };
        all.keys().map(String::as_str).filter(|name| self.only_others(name).is_none())
    }

    /// Whether the app itself asks for a gem, or one that is there for more than this one gem.
    pub(in super::super) fn is_asked_for(&self, name: &str, but: &str) -> bool {
        let others = self.needed_by.get(name).map(Vec::as_slice).unwrap_or_default();
        self.named.contains_key(name)
            || self.gemfile.statements.is_empty()
            || others.iter().any(|other| other != but && self.has(other))
    }

    /// What the Gemfile asks for of a gem.
    pub(in super::super) fn named(&self, name: &str) -> Option<&Gem> {
        self.named.get(name)
    }

    /// Whether nothing is known of the gems.
    pub(in super::super) fn is_empty(&self) -> bool {
        self.locked.is_empty() && self.named.is_empty()
    }

    fn gemfile(&mut self) {
        let code = std::mem::take(&mut self.gemfile);
        for statement in code.calls("gem") {
            let Some(name) = statement.text(0) else { continue };
            let version = match statement.arguments().get(1).map(|argument| value(argument)) {
                Some(Known::Text(version)) => version,
                Some(Known::List(all)) => all.into_iter().next().unwrap_or_default(),
                _ => String::new(),
            };
            let at = At::new("Gemfile", statement.line);
            let gem = Gem { version, at, sure: !statement.guarded };
            match is_for_production(&code, statement) {
                true => drop(self.named.insert(name, gem)),
                false => self.others.push((name, gem.at)),
            }
        }
        // What one line leaves to tests and another does not, production has.
        let named = &self.named;
        self.others.retain(|(name, _)| !named.contains_key(name));
        self.gemfile = code;
    }

    fn lock(&mut self, text: &str) {
        let mut section = "";
        let mut ruby = false;
        let mut own = "";
        for (line, number) in text.lines().zip(1..) {
            let at = || At::new("Gemfile.lock", number);
            if !line.starts_with(' ') {
                section = line.trim();
                ruby = section == "RUBY VERSION";
                if section == "PLATFORMS" {
                    self.platforms = Some((Vec::new(), at()));
                }
                continue;
            }
            if ruby {
                let version = line.trim().strip_prefix("ruby ").unwrap_or_default();
                let end = version.find('p').unwrap_or(version.len());
                let version = version.get(..end).unwrap_or_default();
                // `3.5.0preview1` ends at its word too; that is no release.
                if !version.is_empty() && !line.contains("pre") && !version.contains(' ') {
                    self.ruby = Some((version.to_owned(), at()));
                }
                ruby = false;
            }
            if let ("PLATFORMS", Some((platforms, _))) = (section, &mut self.platforms) {
                platforms.push(line.trim().to_owned());
            }
            if !matches!(section, "GEM" | "GIT" | "PATH" | "PLUGIN SOURCE") {
                continue;
            }
            if let Some(remote) = line.strip_prefix("  remote: ") {
                match section {
                    "PATH" => self.folders.push((remote.trim().to_owned(), at())),
                    _ => self.remotes.push((remote.trim().to_owned(), at())),
                }
            } else if let Some(spec) =
                line.strip_prefix("    ").filter(|spec| !spec.starts_with(' '))
                && let Some((name, version)) = spec.split_once(" (")
            {
                let version = version.trim_end_matches(')');
                let version = version.split('-').next().unwrap_or(version).to_owned();
                self.locked.entry(name.to_owned()).or_insert(Gem { version, at: at(), sure: true });
                own = name;
            } else if let Some(need) = line.strip_prefix("      ") {
                let need = need.split([' ', '!']).next().unwrap_or(need).to_owned();
                self.needed_by.entry(need).or_default().push(own.to_owned());
            }
        }
    }
}

/// Groups that production leaves out: those that the image of Rails and ours do not install.
const OTHERS: [&str; 4] = ["development", "test", "ci", "doc"];

fn is_for_production(code: &Code, statement: &Statement) -> bool {
    let own = statement.arguments();
    let groups = own.iter().filter(|argument| {
        argument.first().is_some_and(|first| matches!(first.text.as_str(), "group" | "groups"))
    });
    let mut words: Vec<String> = groups
        .flat_map(|argument| argument.iter().skip(1))
        .map(|token| token.text.clone())
        .collect();
    for opener in code.around(statement).filter(|opener| opener.call() == Some("group")) {
        words.extend(opener.tokens.iter().skip(1).map(|token| token.text.clone()));
    }
    words.retain(|word| {
        word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && !word.is_empty()
    });
    words.is_empty() || !words.iter().all(|word| OTHERS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gems_of_production_are_known() {
        let mut app = App::new("");
        app.add_text(
            "Gemfile",
            "gem \"rails\", \"~> 8.1\"\ngem \"puma\", group: :test\ngroup :development, :test do\n  gem \"sqlite3\"\nend\n\
             group :production do\n  gem \"pg\"\nend\n# gem \"mysql2\"\n",
        );
        app.add_text(
            "Gemfile.lock",
            "GIT\n  remote: https://github.com/rails/rails.git\n  specs:\n    rails (8.2.0.alpha)\n      pg (>= 1)\n\
             PATH\n  remote: engines/a\n  specs:\n    a (0.1)\nGEM\n  remote: https://rubygems.org/\n  specs:\n    pg (1.5.9-x86_64-linux)\n    \
             puma (6.6)\n    sqlite3 (2.5)\n\nRUBY VERSION\n   ruby 3.4.4p34\n\nBUNDLED WITH\n   2.6\n",
        );
        let gems = Gems::of(&app);
        let version = |name: &str| gems.get(name).map(|gem| gem.version.as_str());
        assert_eq!(version("rails"), Some("8.2.0.alpha"));
        assert_eq!(version("pg"), Some("1.5.9"));
        assert_eq!((version("sqlite3"), version("puma"), version("mysql2")), (None, None, None));
        assert_eq!(gems.ruby, Some(("3.4.4".to_owned(), At::new("Gemfile.lock", 18))));
        assert_eq!(gems.folders.first().map(|(folder, _)| folder.as_str()), Some("engines/a"));
    }
}
