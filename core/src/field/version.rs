//! Versions, as the files of an app write them.

use super::wrong::{Wrong, wrong};
use crate::facts::{Program, Version};

/// Judges the version of a program.
pub(super) fn check(program: Program, text: &str) -> Result<(), Wrong> {
    if Version::parse(program, text).is_some() {
        return Ok(());
    }
    let is_other = |name: &&str| text.starts_with(*name);
    let other = ["jruby", "truffleruby", "mruby", "rbx"].into_iter().find(is_other);
    if let (Program::Ruby, Some(other)) = (program, other) {
        return wrong(
            format!("is {other}, which the official images of Ruby do not hold"),
            "name an image that holds it as `rails.base_image`, and here the version of Ruby that it speaks, such as 3.4",
        );
    }
    wrong(
        format!("is not a version of {}", program.name()),
        match program {
            Program::Rails => "write it as 8.1, or as Gemfile.lock has it, such as 8.1.3",
            Program::Ruby => "write it as 3.4, or as .ruby-version has it, such as 3.4.7",
            Program::Node => "write it as 24, or as .node-version has it, such as 24.11.0",
        },
    )
}
