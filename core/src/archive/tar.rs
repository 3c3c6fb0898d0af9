//! Tar: written as ustar (POSIX.1-1988), read as ustar, pax and GNU.

use super::ArchiveError;
use super::entries::{Entries, clean};
use crate::bundle::Bundle;

const BLOCK: usize = 512;
/// Where the checksum stands in a header.
const SUM: std::ops::Range<usize> = 148..156;

const CUT: ArchiveError = ArchiveError::Damaged("it ends too early");
const HEADER: ArchiveError = ArchiveError::Damaged("a file's header cannot be read");

/// The bundle as a tar file.
pub(super) fn write(bundle: &Bundle) -> Vec<u8> {
    let mut out = Vec::new();
    for (path, file) in &bundle.files {
        let path = super::inner_path(bundle, path);
        let (prefix, name) = split(&path).unwrap_or_else(|| {
            let record = pax_record("path", &path);
            header("", "pax", 0o644, record.len(), b'x', &mut out);
            content(record.as_bytes(), &mut out);
            ("", "")
        });
        let text = file.text();
        header(prefix, name, file.mode.bits(), text.len(), b'0', &mut out);
        content(text.as_bytes(), &mut out);
    }
    out.resize(out.len() + 2 * BLOCK, 0);
    out
}

/// A path as ustar's prefix and name: cut at a `/` where it is too long for the name alone.
/// `None` when there is no such place; a pax record carries the path then.
fn split(path: &str) -> Option<(&str, &str)> {
    if path.len() <= 100 {
        return Some(("", path));
    }
    path.match_indices('/')
        .filter_map(|(at, _)| path.split_at_checked(at))
        .map(|(prefix, rest)| (prefix, rest.trim_start_matches('/')))
        .find(|(prefix, name)| prefix.len() <= 155 && (1..=100).contains(&name.len()))
}

/// `<length> <key>=<value>\n`, where the length counts its own digits.
fn pax_record(key: &str, value: &str) -> String {
    let rest = key.len() + value.len() + 3;
    let mut length = rest;
    while length != rest + length.to_string().len() {
        length = rest + length.to_string().len();
    }
    format!("{length} {key}={value}\n")
}

fn header(prefix: &str, name: &str, mode: u32, size: usize, kind: u8, out: &mut Vec<u8>) {
    let mut head = Vec::with_capacity(BLOCK);
    field(name, 100, &mut head);
    field(&format!("{mode:07o}"), 8, &mut head);
    field("0000000", 8, &mut head);
    field("0000000", 8, &mut head);
    field(&format!("{size:011o}"), 12, &mut head);
    field("00000000000", 12, &mut head);
    let mut tail = vec![kind];
    field("", 100, &mut tail);
    tail.extend(b"ustar\x0000");
    field("", 32, &mut tail);
    field("", 32, &mut tail);
    field("0000000", 8, &mut tail);
    field("0000000", 8, &mut tail);
    field(prefix, 155, &mut tail);
    field("", 12, &mut tail);
    let sum: u32 = head.iter().chain(&tail).map(|byte| u32::from(*byte)).sum();
    out.extend(head);
    // The checksum counts its own field as eight spaces.
    out.extend(format!("{:06o}\0 ", sum + 8 * u32::from(b' ')).into_bytes());
    out.extend(tail);
}

fn field(text: &str, width: usize, out: &mut Vec<u8>) {
    let end = out.len() + width;
    out.extend(text.bytes().take(width));
    out.resize(end, 0);
}

fn content(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend(bytes);
    out.resize(out.len().next_multiple_of(BLOCK), 0);
}

/// Whether the first block is a header with a right checksum.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    bytes.get(..BLOCK).is_some_and(sum_matches)
}

fn sum_matches(block: &[u8]) -> bool {
    let Some(written) = block.get(SUM).and_then(number) else { return false };
    let counted = block
        .iter()
        .enumerate()
        .map(|(at, byte)| if SUM.contains(&at) { usize::from(b' ') } else { usize::from(*byte) });
    written == counted.sum::<usize>()
}

/// What an extra header says about the file after it.
#[derive(Default)]
struct Extra {
    path: Option<String>,
    size: Option<usize>,
}

/// Adds the regular files of a tar file.
pub(super) fn read(bytes: &[u8], entries: &mut Entries) -> Result<(), ArchiveError> {
    if !looks_like(bytes) && bytes.iter().take(BLOCK).any(|byte| *byte != 0) {
        return Err(ArchiveError::Unknown);
    }
    let mut rest = bytes;
    let mut extra = Extra::default();
    loop {
        let (block, after) = rest.split_at_checked(BLOCK).ok_or(CUT)?;
        if block.iter().all(|byte| *byte == 0) {
            return Ok(());
        }
        if !sum_matches(block) {
            return Err(HEADER);
        }
        let kind = *block.get(156).ok_or(CUT)?;
        if matches!(kind, b'1'..=b'6') {
            // Links, devices and folders have no content, whatever their size says.
            extra = Extra::default();
            rest = after;
            continue;
        }
        let written = block.get(124..136).and_then(number).ok_or(HEADER)?;
        let size = match kind {
            b'x' | b'g' | b'L' | b'K' => written,
            _ => extra.size.unwrap_or(written),
        };
        let content = after.get(..size).ok_or(CUT)?;
        rest = after.get(size.next_multiple_of(BLOCK)..).ok_or(CUT)?;
        match kind {
            b'x' => pax(content, &mut extra)?,
            b'L' => extra.path = Some(text(content)),
            b'g' | b'K' => {}
            b'0' | b'\0' | b'7' => {
                let name = extra.path.take().unwrap_or_else(|| ustar_path(block));
                extra = Extra::default();
                // Before ustar a folder was a file whose name ends so.
                if !name.ends_with('/')
                    && let Some(path) = clean(&name)?
                {
                    entries.add(path, content.to_vec())?;
                }
            }
            b'S' => return Err(ArchiveError::Unsupported("sparse files")),
            _ => extra = Extra::default(),
        }
    }
}

fn ustar_path(block: &[u8]) -> String {
    let name = text(block.get(..100).unwrap_or_default());
    let posix = block.get(257..263) == Some(b"ustar\0");
    match text(block.get(345..500).unwrap_or_default()) {
        prefix if posix && !prefix.is_empty() => format!("{prefix}/{name}"),
        _ => name,
    }
}

fn pax(records: &[u8], extra: &mut Extra) -> Result<(), ArchiveError> {
    let mut rest = records;
    while !rest.is_empty() {
        let digits = rest.iter().position(|byte| *byte == b' ').ok_or(HEADER)?;
        let length = rest.get(..digits).and_then(|digits| str::from_utf8(digits).ok());
        let length: usize = length.and_then(|length| length.parse().ok()).ok_or(HEADER)?;
        let record = rest.get(digits + 1..length).ok_or(HEADER)?;
        rest = rest.get(length..).unwrap_or_default();
        let record = String::from_utf8_lossy(record);
        match record.trim_end_matches('\n').split_once('=') {
            Some(("path", path)) => extra.path = Some(path.to_owned()),
            Some(("size", size)) => extra.size = Some(size.parse().map_err(|_| HEADER)?),
            Some((key, _)) if key.starts_with("GNU.sparse") => {
                return Err(ArchiveError::Unsupported("sparse files"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Text up to the first NUL.
fn text(field: &[u8]) -> String {
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    String::from_utf8_lossy(field.get(..end).unwrap_or_default()).into_owned()
}

/// An octal number, or one in base 256 as GNU writes large ones.
fn number(field: &[u8]) -> Option<usize> {
    if field.first().is_some_and(|first| first & 0x80 != 0) {
        let bytes = field.iter().enumerate().map(|(at, byte)| match at {
            0 => byte & 0x7f,
            _ => *byte,
        });
        return bytes.into_iter().try_fold(0usize, |value, byte| {
            value.checked_mul(256)?.checked_add(usize::from(byte))
        });
    }
    let text = str::from_utf8(field).ok()?;
    let digits = text.trim_matches(|each: char| each == ' ' || each == '\0');
    if digits.is_empty() { Some(0) } else { usize::from_str_radix(digits, 8).ok() }
}
