//! The functions that cargo-fuzz drives, over their seeds and a fixed set of changes to them.

#[path = "../../fuzz/src/lib.rs"]
mod targets;

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

fn change(seeds: &[Vec<u8>], seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(4) {
        let from = dice.below(bytes.len() + 1);
        let to = (from + dice.below(20)).min(bytes.len());
        match dice.below(6) {
            0 => drop(bytes.drain(from..to)),
            1 => drop(bytes.splice(from..from, WORDS[dice.below(WORDS.len())].bytes())),
            2 => drop(bytes.splice(from..to, WORDS[dice.below(WORDS.len())].bytes())),
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

/// Runs a target over each seed and over so many changes of it.
fn drive(name: &str, changes: usize, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds").join(name);
    let files = linkspan_tests::files_below(&folder).unwrap();
    let seeds: Vec<Vec<u8>> =
        files.iter().map(|file| std::fs::read(folder.join(file)).unwrap()).collect();
    assert!(!seeds.is_empty(), "{name} has no seeds");
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for seed in &seeds {
        target(seed);
        for _ in 0..changes {
            target(&change(&seeds, seed, &mut dice));
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
