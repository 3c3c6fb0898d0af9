//! The Dockerfile, and how its image is pulled.

use crate::Edit::{Put, Swap};
use crate::Error;
use crate::bundle::{Bundle, Found};
use crate::release::is_pinned;

pub const ERRORS: &[Error] = &[
    Error {
        id: "B14",
        about: "a Ruby without security fixes",
        find: old_ruby,
        ways: &[
            Swap("Dockerfile", "ARG RUBY_VERSION=3.4", "ARG RUBY_VERSION=2.5"),
            Swap("Dockerfile", "ruby:${RUBY_VERSION}-slim", "ruby:3.2-slim"),
        ],
    },
    Error {
        id: "B15",
        about: "a script or a key of the network run as it comes",
        find: runs_the_network,
        ways: &[
            Swap(
                "Dockerfile",
                "WORKDIR /rails\n",
                "RUN curl -sL https://deb.example.com/setup_12.x | bash -\n",
            ),
            Swap("Dockerfile", "WORKDIR /rails\n", "RUN apt-key add key.gpg\n"),
            Swap(
                "DEPLOY.md",
                "./deploy.sh --console",
                "curl -s https://get.example.com | sudo bash",
            ),
            Swap(
                "Dockerfile",
                "WORKDIR /rails\n",
                "RUN curl -fsSL -o /tmp/setup https://get.example.com/setup && \\\n    bash /tmp/setup\n",
            ),
            Swap(
                "DEPLOY.md",
                "./deploy.sh --console",
                "wget https://get.example.com/setup.sh\nchmod +x setup.sh\n./setup.sh",
            ),
            Swap("DEPLOY.md", "./deploy.sh --console", "bash <(curl -s https://get.example.com)"),
            Swap(
                "DEPLOY.md",
                "./deploy.sh --console",
                "sh -c \"$(curl -s https://get.example.com)\"",
            ),
        ],
    },
    Error {
        id: "B16",
        about: "`apt-get install yarn`, which is another program in Debian",
        find: |bundle| {
            bundle.commands_that(|line| {
                line.contains("apt-get install")
                    && line.split_whitespace().any(|word| word == "yarn")
            })
        },
        ways: &[Swap(
            "Dockerfile",
            "apt-get install --no-install-recommends -y",
            "apt-get install -y yarn",
        )],
    },
    Error {
        id: "B17",
        about: "Ubuntu's packages in an image of Debian",
        find: ubuntu,
        ways: &[
            Swap("Dockerfile", "WORKDIR /rails\n", "RUN add-apt-repository ppa:a/b\n"),
            Put("docs.md", "Packages come from the default Ubuntu repositories."),
        ],
    },
    Error {
        id: "B18",
        about: "an image that runs as root, in development mode, with what only a build needs",
        find: careless_image,
        ways: &[
            Swap("Dockerfile", "USER 1000:1000\n", ""),
            Swap("Dockerfile", "USER 1000:1000\n", "USER root\n"),
            Swap("Dockerfile", "RAILS_ENV=\"production\"", "A=\"b\""),
            Swap("Dockerfile", "BUNDLE_WITHOUT=\"development:test\"", "A=\"b\""),
            Swap("Dockerfile", "rm -rf /var/lib/apt/lists /var/cache/apt/archives", "true"),
            Swap("Dockerfile", "CMD [\"bundle\", \"exec\", \"puma\"", "CMD [\"puma\""),
            Swap("Dockerfile", "FROM base\n", ""),
        ],
    },
    Error {
        id: "B19",
        about: "a build that needs the master key",
        find: needs_the_key,
        ways: &[
            Put("config/environments/production.rb", "config.require_master_key = true\n"),
            Swap(
                "DEPLOY.md",
                "# Deploying",
                "```ruby\nconfig.require_master_key = true\n```\n# Deploying",
            ),
            Swap("Dockerfile", "SECRET_KEY_BASE_DUMMY=1 ", ""),
        ],
    },
    Error {
        id: "B36",
        about: "an image that every pod pulls again",
        find: pulled_again,
        ways: &[
            Swap(
                "config/kube/release/web.yml",
                "imagePullPolicy: IfNotPresent",
                "imagePullPolicy: Always",
            ),
            Swap(
                "config/kube/release/web.yml",
                "image: registry.example.com/acme/shop:unreleased\n          imagePullPolicy: IfNotPresent",
                "image: acme/shop:latest",
            ),
        ],
    },
];

fn minor(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split(['.', '-']);
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn old_ruby(bundle: &Bundle) -> Found {
    let mut found = Vec::new();
    for line in bundle.text("Dockerfile").lines() {
        let version = line
            .strip_prefix("ARG RUBY_VERSION=")
            .or_else(|| line.strip_prefix("FROM ")?.split_once("ruby:").map(|(_, tag)| tag));
        let Some(version) = version else { continue };
        if !version.starts_with("${") && minor(version).is_none_or(|version| version < (3, 3)) {
            found.push(line.to_owned());
        }
    }
    found
}

/// Whether a word begins a program, with what it is started by passed over.
fn program(part: &str) -> Option<&str> {
    let before = |word: &&str| ["sudo", "-E", "RUN", "exec", "-", "run:"].contains(word);
    part.split_whitespace().find(|word| !before(word))
}

fn fetches(part: &str) -> bool {
    program(part).is_some_and(|word| ["curl", "wget"].contains(&word))
}

/// The last name of a path or an address.
fn last(path: &str) -> &str {
    path.trim_matches(['"', '\'', ')']).rsplit('/').next().unwrap_or_default()
}

/// The file that a command fetches into: as its option says, as the shell does, or by the address.
fn fetched_into(part: &str) -> Option<&str> {
    let words: Vec<&str> = part.split_whitespace().collect();
    let after = |options: &[&str]| {
        let at = words.iter().position(|word| options.contains(word))?;
        words.get(at + 1).copied()
    };
    let wget = program(part) == Some("wget");
    let options: &[&str] =
        if wget { &["-O", "--output-document", ">"] } else { &["-o", "--output", ">"] };
    let remote = wget || words.iter().any(|word| ["-O", "--remote-name"].contains(word));
    let address = || words.iter().find(|word| word.contains("://")).copied();
    after(options).or_else(|| address().filter(|_| remote)).map(last)
}

fn runs_the_network(bundle: &Bundle) -> Found {
    let mut found = Vec::new();
    let mut loaded: Vec<(String, String)> = Vec::new();
    for (path, line) in bundle.commands() {
        let inside = ["<(curl ", "<(wget ", "sh -c \"$(curl ", "eval \"$(curl "];
        let mut wrong = line.split_whitespace().any(|word| word == "apt-key")
            || inside.iter().any(|start| line.contains(start));
        let mut piped = false;
        for part in line.replace("&&", ";").split(';').flat_map(|chain| {
            chain.split('|').enumerate().map(|(at, part)| (at > 0, part.trim().to_owned()))
        }) {
            let (goes_on, part) = part;
            let words: Vec<&str> = part.split_whitespace().collect();
            let first = program(&part).unwrap_or_default();
            let runs = ["sh", "bash", "source", ".", "python3", "ruby", "gpg", "apt-key", "chmod"];
            piped = goes_on && piped;
            wrong |= piped && ["sh", "bash", "gpg", "apt-key"].contains(&first);
            let named = |word: &&str| {
                let name = (path.clone(), last(word).to_owned());
                loaded.contains(&name)
            };
            wrong |= runs.contains(&first) && words.iter().any(named);
            wrong |= first.contains('/') && named(&first);
            if fetches(&part) {
                piped = true;
                let into = fetched_into(&part).map(|name| (path.clone(), name.to_owned()));
                loaded.extend(into);
            }
            // What is compared with a known hash is what it was.
            if first == "sha256sum" && (part.contains(" -c") || part.contains("--check")) {
                loaded.retain(|(file, _)| file != path);
            }
        }
        if wrong {
            found.push(format!("{path}: {line}"));
        }
    }
    found
}

fn ubuntu(bundle: &Bundle) -> Found {
    let files =
        bundle.files.iter().filter(|(path, _)| *path == "Dockerfile" || path.ends_with(".md"));
    let lines = files.flat_map(|(path, text)| text.lines().map(move |line| (path, line)));
    lines
        .filter(|(_, line)| {
            let line = line.to_lowercase();
            ["ubuntu", "ppa:", "add-apt-repository"].iter().any(|word| line.contains(word))
        })
        .map(|(path, line)| format!("{path}: {line}"))
        .collect()
}

fn careless_image(bundle: &Bundle) -> Found {
    let text = bundle.text("Dockerfile");
    // One of the user's, or of whoever publishes the image.
    let is_ours = !["\nbuild=(--file ", "\npublished="]
        .iter()
        .any(|mark| bundle.text("deploy.sh").contains(mark));
    if text.is_empty() && !is_ours {
        return Vec::new();
    }
    let stages: Vec<&str> = text.split("\nFROM ").collect();
    let last = stages.last().copied().unwrap_or_default();
    let before_gems = text.split("bundle install").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut want = |holds: bool, what: &str| {
        if !holds {
            found.push(format!("Dockerfile: no {what}"));
        }
    };
    let user = last.lines().filter_map(|line| line.strip_prefix("USER ")).next_back();
    let number = user.and_then(|user| user.split(':').next()?.parse::<u32>().ok());
    want(number.is_some_and(|number| number > 0), "user other than root, by number");
    want(stages.len() >= 4, "stages");
    want(!last.contains("build-essential"), "final stage without compilers");
    want(before_gems.contains("RAILS_ENV=\"production\""), "production mode before the gems");
    want(
        before_gems.contains("BUNDLE_WITHOUT=\"development:test\""),
        "bundle without development and test",
    );
    let command = last.lines().rfind(|line| line.starts_with("CMD ")).unwrap_or_default();
    want(command.contains("\"bundle\", \"exec\"") || command.contains("bin/"), "bundle exec");
    for (_, line) in bundle.commands().iter().filter(|(path, _)| path == "Dockerfile") {
        want(
            !line.contains("apt-get update") || line.contains("rm -rf /var/lib/apt/lists"),
            "clean apt lists",
        );
    }
    found
}

fn needs_the_key(bundle: &Bundle) -> Found {
    let ruby = bundle.ruby().into_iter().filter(|(_, line)| {
        let code = line.split('#').next().unwrap_or_default();
        code.contains("require_master_key = true") && !code.contains("SECRET_KEY_BASE_DUMMY")
    });
    let mut found: Found = ruby.map(|(path, line)| format!("{path}: {line}")).collect();
    found.extend(bundle.commands_that(|line| {
        line.contains("assets:precompile")
            && line.starts_with("RUN")
            && !line.contains("SECRET_KEY_BASE_DUMMY=1")
    }));
    found
}

fn pulled_again(bundle: &Bundle) -> Found {
    let mut found = Vec::new();
    for object in bundle.objects() {
        for container in object.containers() {
            let policy = container["imagePullPolicy"].as_str().unwrap_or_default();
            let image = container["image"].as_str().unwrap_or_default();
            if policy == "Always" || (policy.is_empty() && !is_pinned(image)) {
                found.push(format!("{}: {image}", object.path));
            }
        }
    }
    found
}
