//! What job systems name: queues, capsules, classes.

use super::wrong::{Wrong, is_number, wrong};

pub(super) fn queue(text: &str) -> Result<(), Wrong> {
    let (name, weight) = text.rsplit_once(':').unwrap_or((text, "1"));
    let fits = !name.is_empty()
        && name.len() <= 100
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.*".contains(c))
        && !name.starts_with('-')
        && is_number(weight)
        && weight != "0";
    if fits {
        return Ok(());
    }
    wrong(
        "is not a queue",
        "write a name such as default, or a name and a weight such as critical:2",
    )
}

/// A queue that a job is put into: one, without a weight.
pub(super) fn one_queue(text: &str) -> Result<(), Wrong> {
    if queue(text).is_ok() && !text.contains([':', '*']) {
        return Ok(());
    }
    wrong("is not the name of a queue", "write one name, such as low")
}

/// Sidekiq has a capsule called `default` already: the group's own threads and queues.
pub(super) fn capsule(text: &str) -> Result<(), Wrong> {
    let parts: Vec<&str> = text.split(':').collect();
    let fits = match parts.as_slice() {
        [name, threads, queues] => {
            let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            !name.is_empty()
                && name.len() <= 40
                && name.chars().all(word)
                && *name != "default"
                && threads.parse().is_ok_and(|count: u8| (1..=100).contains(&count))
                && queues.split(',').all(|name| queue(name).is_ok())
        }
        _ => false,
    };
    if fits {
        return Ok(());
    }
    wrong(
        "is not a capsule",
        "write a name, a number of threads and queues, such as unsafe:1:imports,exports",
    )
}

pub(super) fn class(text: &str) -> Result<(), Wrong> {
    let constant = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_uppercase())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    if text.len() <= 120 && text.split("::").all(constant) {
        return Ok(());
    }
    wrong("is not a class", "write the class of an Active Job, such as DigestJob")
}
