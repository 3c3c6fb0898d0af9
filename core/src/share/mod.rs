//! A spec as a link: everything behind the `#`, so that no server ever sees it.

mod base64;
mod error;
mod settings;

pub use error::ShareError;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// Longer specs do not travel in links, in bytes.
pub const MAX_TEXT: usize = 64 * 1024;
/// Longer fragments are not read, in bytes: no spec within [`MAX_TEXT`] needs as much.
pub const MAX_FRAGMENT: usize = 128 * 1024;

/// Goes up when the form behind it changes.
const VERSION: &str = "v1";

/// The fragment of a link, without `#`: `v1.` and the deflated text in the URL-safe base64
/// alphabet. The same text gives the same fragment everywhere.
#[must_use]
pub fn encode(text: &str) -> String {
    let packed = compress_to_vec(text.as_bytes(), 10);
    format!("{VERSION}.{}", base64::encode(&packed))
}

/// The spec's text out of a fragment, with or without its `#`. Two forms are read: what
/// [`encode`] writes, and settings that a person can write, such as
/// `preset=sidekiq&app=blog&hosts=blog.example.com,www.blog.example.com&web.replicas=3`.
/// There `%20` is a space and `+` a plus sign; lists are split at commas; what the preset says
/// holds for all that is not named.
///
/// # Errors
/// When the fragment is of neither form, of a later version, damaged or too long, or names a
/// preset or setting that does not exist.
pub fn decode(fragment: &str) -> Result<String, ShareError> {
    let fragment = fragment.trim();
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if fragment.len() > MAX_FRAGMENT {
        return Err(ShareError::TooLong);
    }
    match fragment.split_once('.') {
        Some((VERSION, packed)) => unpack(packed),
        Some((version, _)) if is_version(version) => {
            Err(ShareError::Version(version.chars().take(8).collect()))
        }
        _ if fragment.contains('=') => settings::text(fragment),
        _ => Err(ShareError::Unknown),
    }
}

fn is_version(text: &str) -> bool {
    text.strip_prefix('v').is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn unpack(packed: &str) -> Result<String, ShareError> {
    let packed = base64::decode(packed).ok_or(ShareError::Damaged)?;
    match decompress_to_vec_with_limit(&packed, MAX_TEXT) {
        Ok(text) => String::from_utf8(text).map_err(|_| ShareError::Damaged),
        Err(error) if error.status == TINFLStatus::HasMoreOutput => Err(ShareError::TooLong),
        Err(_) => Err(ShareError::Damaged),
    }
}

#[cfg(test)]
mod tests;
