//! The functions that cargo-fuzz drives, over their seeds and a fixed set of changes to them.

#[path = "../../fuzz/src/lib.rs"]
mod targets;

use linkspan_core::internal::detect::{self, App};
use std::path::Path;

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// What YAML, JSON, templates and hostile texts are made of.
const WORDS: [&str; 32] = [
    ": ",
    "- ",
    "? ",
    "\n",
    "\r\n",
    "\t",
    "  ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "#",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "!!int ",
    "|\n",
    ">-\n",
    "\"",
    "'",
    "\\u12",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "{{ x }}",
    "\u{feff}",
    "\u{2028}",
    "\0",
    "é",
    "0x-1",
];

/// What files of an app are made of besides.
const RUBY: [&str; 40] = [
    "do\n",
    "end\n",
    "if x\n",
    "unless y\n",
    "else\n",
    "def a\n",
    "ENV[\"A_KEY\"]",
    "ENV.fetch('B')",
    "ENV.fetch(\"C\") { 5 }",
    "<%= ",
    "<% if a %>",
    "<% end %>",
    " %>",
    "=>",
    "%w[",
    "%q(",
    "<<~X\n",
    "X\n",
    "#{",
    "/",
    "\\",
    "gem \"pg\"\n",
    "group :test do\n",
    "\nproduction:\n",
    "adapter: mysql2\n",
    "FROM a:1\n",
    "RUN bundle install\n",
    "COPY [\"a\", \".\"]\n",
    "USER 1:1\n",
    "web: bin/rails s -p $PORT\n",
    "${A:-",
    "&& ",
    "every 1.day, at: \"4:30\" do\n",
    "GEM\n  specs:\n",
    "    rails (8.1.2)\n",
    "PLATFORMS\n  ruby\n",
    "99999999999999999999",
    "{\"env\": {",
    "\0Procfile\n",
    "\0config/puma.rb\n",
];

/// Every kind of file of an app that is read.
const FILES: [&str; 66] = [
    "Gemfile",
    "Gemfile.lock",
    "gems.rb",
    "gems.locked",
    ".ruby-version",
    ".node-version",
    ".nvmrc",
    ".tool-versions",
    "mise.toml",
    ".mise.toml",
    "package.json",
    "Procfile",
    "Procfile.dev",
    "app.json",
    ".env.example",
    ".env.sample",
    ".env.template",
    ".env.production.sample",
    ".env.production.example",
    "Dockerfile",
    "Containerfile",
    "Dockerfile.web",
    "web.Dockerfile",
    "docker/Dockerfile",
    "docker/web/Dockerfile",
    "docker/Dockerfile.web",
    ".dockerignore",
    "bin/docker-entrypoint",
    "config/application.rb",
    "config/boot.rb",
    "config/cable.yml",
    "config/cache.yml",
    "config/clock.rb",
    "config/database.yml",
    "config/database.sqlite.yml",
    "config/database.yml.sample",
    "config/environments/production.rb",
    "config/good_job.rb",
    "config/initializers/active_job.rb",
    "config/initializers/good_job.rb",
    "config/initializers/secret_token.rb",
    "config/initializers/session_store.rb",
    "config/initializers/sidekiq.rb",
    "config/initializers/sidekiq_cron.rb",
    "config/initializers/solid_queue.rb",
    "config/puma.rb",
    "config/queue.yml",
    "config/recurring.yml",
    "config/routes.rb",
    "config/routes/api.rb",
    "config/schedule.rb",
    "config/schedule.yml",
    "config/secrets.yml",
    "config/shoryuken.yml",
    "config/sidekiq.yml",
    "config/sidekiq_schedule.yml",
    "config/sidekiq_cron.yml",
    "config/solid_queue.yml",
    "config/storage.yml",
    "config/storage.oss.yml",
    "config/resque-pool.yml",
    "config/unicorn.rb",
    "config/pitchfork.rb",
    "clock.rb",
    "db/schema.rb",
    "db/structure.sql",
];

/// Inputs of the detector in one run: LINKSPAN_DETECTIONS says another number.
const DETECTIONS: usize = 20_000;

fn detections() -> usize {
    let said = std::env::var("LINKSPAN_DETECTIONS").ok();
    said.map_or(DETECTIONS, |text| text.parse().unwrap())
}

fn change(seeds: &[Vec<u8>], seed: &[u8], words: &[&str], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(4) {
        let from = dice.below(bytes.len() + 1);
        let to = (from + dice.below(20)).min(bytes.len());
        match dice.below(6) {
            0 => drop(bytes.drain(from..to)),
            1 => drop(bytes.splice(from..from, words[dice.below(words.len())].bytes())),
            2 => drop(bytes.splice(from..to, words[dice.below(words.len())].bytes())),
            3 => {
                let again = bytes[from..to].repeat(1 + dice.below(3));
                drop(bytes.splice(from..from, again));
            }
            4 => {
                let other = &seeds[dice.below(seeds.len())];
                let start = dice.below(other.len());
                bytes.truncate(from);
                bytes.extend_from_slice(&other[start..]);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(from) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
    }
    bytes
}

/// The seeds of a target.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds").join(name);
    let files = linkspan_tests::files_below(&folder).unwrap();
    let seeds: Vec<Vec<u8>> =
        files.iter().map(|file| std::fs::read(folder.join(file)).unwrap()).collect();
    assert!(!seeds.is_empty(), "{name} has no seeds");
    seeds
}

/// Runs a target over each seed and over so many changes of it.
fn drive(name: &str, changes: usize, target: fn(&[u8])) {
    let seeds = seeds(name);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for seed in &seeds {
        target(seed);
        for _ in 0..changes {
            target(&change(&seeds, seed, &WORDS, &mut dice));
        }
    }
}

#[test]
fn the_reader_holds() {
    drive("reader", 400, targets::reader);
}

#[test]
fn the_checker_holds() {
    drive("checker", 100, targets::checker);
}

#[test]
fn specs_hold() {
    drive("spec", 15, targets::spec);
}

#[test]
fn archives_hold() {
    drive("archive", 300, targets::archive);
}

#[test]
fn scalars_hold() {
    drive("scalar", 500, targets::scalar);
}

#[test]
fn each_kind_of_file_is_read() {
    for path in FILES {
        assert_eq!(detect::wanted(path), Some(detect::Wanted::Text), "{path}");
    }
}

/// Half of the inputs are changes of the seeds, half are files of every kind with anything in them.
#[test]
fn the_detector_holds() {
    let seeds = seeds("detector");
    let words = [&WORDS[..], &RUBY[..]].concat();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    seeds.iter().for_each(|seed| targets::detector(seed));
    for at in 0..detections() {
        if at % 2 == 0 {
            let seed = &seeds[dice.below(seeds.len())];
            targets::detector(&change(&seeds, seed, &words, &mut dice));
            continue;
        }
        let mut input = String::new();
        for _ in 0..=dice.below(3) {
            input.push_str(FILES[(at / 2 + dice.below(2)) % FILES.len()]);
            input.push('\n');
            for _ in 0..dice.below(30) {
                input.push_str(words[dice.below(words.len())]);
            }
            input.push('\0');
        }
        targets::detector(input.as_bytes());
    }
}

/// Of a folder with very many files only the named ones are opened, and the rest changes nothing.
#[test]
fn of_very_many_files_the_named_ones_are_read() {
    let own =
        [("Gemfile", "gem \"rails\", \"8.1.2\"\ngem \"pg\"\n"), ("Procfile", "worker: bin/work\n")];
    let names = (0..200_000_u32).map(|at| match at % 4 {
        0 => format!("file-{at}.csv"),
        1 => format!("app/models/model_{at}.rb"),
        2 => format!("config/locales/{at}.yml"),
        _ => format!("node_modules/a-{at}/package.json"),
    });
    let (mut small, mut large, mut opened) = (App::new("shop"), App::new("shop"), 0);
    for name in names {
        match detect::wanted(&name) {
            Some(detect::Wanted::Text) => opened += 1,
            Some(_) => large.add_path(name),
            None => {}
        }
    }
    for (path, text) in own {
        small.add_text(path, text);
        large.add_text(path, text);
    }
    assert_eq!(opened, 0);
    assert!(large.paths().count() <= detect::MAX_BESIDE + own.len());
    assert!(!detect::enters("app/models") && !detect::enters("node_modules"));
    assert_eq!(detect::detect(&small, &Vec::new()), detect::detect(&large, &Vec::new()));
}
