//! Zip (PKWARE's APPNOTE): stored and deflated files, no encryption, no Zip64.

use super::ArchiveError;
use super::entries::{Entries, clean};
use super::gzip::{crc32, deflate, inflate};
use crate::bundle::{Bundle, Mode};

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
const END_LENGTH: usize = 22;

/// 2.0: deflate and folders.
const VERSION: u16 = 20;
const MADE_ON_UNIX: u16 = 3 << 8;
const NAMES_ARE_UTF8: u16 = 1 << 11;
const ENCRYPTED: u16 = 1;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// 1980-01-01, the first day that zip knows.
const DATE: u16 = 1 << 5 | 1;
const REGULAR: u32 = 0o100_000;
const FILE_TYPE: u32 = 0o170_000;

const CUT: ArchiveError = ArchiveError::Damaged("it ends too early");
const DIRECTORY: ArchiveError = ArchiveError::Damaged("its list of files cannot be read");
const LONGER: ArchiveError = ArchiveError::Damaged("a file is longer than its listing says");

/// The bundle as a zip file.
pub(super) fn write(bundle: &Bundle) -> Vec<u8> {
    let files = bundle.files.iter();
    pack(files.map(|(path, file)| (super::inner_path(bundle, path), file.text(), file.mode)))
}

/// Files by their names, in this order.
pub(super) fn pack(files: impl Iterator<Item = (String, impl AsRef<str>, Mode)>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    let mut count: u16 = 0;
    for (name, text, mode) in files {
        let text = text.as_ref();
        count = count.saturating_add(1);
        let packed = deflate(text.as_bytes());
        let smaller = packed.len() < text.len();
        let (method, data) =
            if smaller { (DEFLATED, packed.as_slice()) } else { (STORED, text.as_bytes()) };
        let offset = out.len() as u32;
        let mut shared = Vec::new();
        for half in [VERSION, NAMES_ARE_UTF8, method, 0, DATE] {
            shared.extend(half.to_le_bytes());
        }
        for word in [crc32(text.as_bytes()), data.len() as u32, text.len() as u32] {
            shared.extend(word.to_le_bytes());
        }
        shared.extend((name.len() as u16).to_le_bytes());
        shared.extend([0; 2]); // no extra field

        out.extend(LOCAL);
        out.extend(&shared);
        out.extend(name.as_bytes());
        out.extend(data);

        directory.extend(CENTRAL);
        directory.extend((MADE_ON_UNIX | VERSION).to_le_bytes());
        directory.extend(&shared);
        directory.extend([0; 6]); // no comment, first disk, no internal attributes
        directory.extend(((REGULAR | mode.bits()) << 16).to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(END);
    out.extend([0; 4]); // first disk of one
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]); // no comment
    out
}

/// Whether the first bytes are those of a zip file.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    bytes.starts_with(&LOCAL) || bytes.starts_with(&END)
}

/// Adds the regular files of a zip file, as its central directory lists them: sizes and checksums
/// stand there even where a local header leaves them to a data descriptor.
pub(super) fn read(bytes: &[u8], entries: &mut Entries) -> Result<(), ArchiveError> {
    let (mut listed, count) = directory(bytes)?;
    // Files that share their bytes could cost more time than the input is long.
    let mut unread = bytes.len();
    for _ in 0..count {
        let (listing, after) = listing(listed).ok_or(DIRECTORY)?;
        listed = after;
        if !listing.is_regular() {
            continue;
        }
        let Some(path) = clean(&listing.name)? else { continue };
        if listing.flags & ENCRYPTED != 0 {
            return Err(ArchiveError::Unsupported("encryption"));
        }
        if listing.size > entries.room() {
            return Err(ArchiveError::TooMuch);
        }
        unread =
            unread.checked_sub(listing.packed).ok_or(ArchiveError::Damaged("its files overlap"))?;
        let data = data(bytes, &listing).ok_or(CUT)?;
        let content = match listing.method {
            STORED => data.to_vec(),
            DEFLATED => match inflate(data, listing.size) {
                Ok((content, _)) => content,
                Err(ArchiveError::TooMuch) => return Err(LONGER),
                Err(error) => return Err(error),
            },
            _ => return Err(ArchiveError::Unsupported("another compression than deflate")),
        };
        if content.len() != listing.size || crc32(&content) != listing.sum {
            return Err(ArchiveError::Damaged("a checksum does not match"));
        }
        entries.add(path, content)?;
    }
    Ok(())
}

/// The central directory, and how many files it lists.
fn directory(bytes: &[u8]) -> Result<(&[u8], u16), ArchiveError> {
    // Behind the end record only a comment of at most 65,535 bytes can follow.
    let first = bytes.len().saturating_sub(END_LENGTH + usize::from(u16::MAX));
    let tail = bytes.get(first..).unwrap_or_default();
    let at = tail
        .windows(END_LENGTH)
        .rposition(|window| window.starts_with(&END))
        .and_then(|at| at.checked_add(first))
        .ok_or(CUT)?;
    let end = bytes.get(at..).ok_or(CUT)?;
    let (Some(count), Some(length), Some(start), Some(comment)) =
        (half(end, 10), word(end, 12), word(end, 16), half(end, 20))
    else {
        return Err(CUT);
    };
    if count == u16::MAX || start == u32::MAX {
        return Err(ArchiveError::Unsupported("Zip64"));
    }
    if end.len() < END_LENGTH + usize::from(comment) {
        return Err(CUT);
    }
    let start = start as usize;
    let stop = start.checked_add(length as usize).filter(|stop| *stop <= at);
    let listed = stop.and_then(|stop| bytes.get(start..stop)).ok_or(DIRECTORY)?;
    Ok((listed, count))
}

/// One file as the central directory lists it.
struct Listing {
    made_by: u16,
    flags: u16,
    method: u16,
    sum: u32,
    packed: usize,
    size: usize,
    attributes: u32,
    offset: usize,
    name: String,
}

impl Listing {
    /// Neither a folder nor, where it was packed on Unix, a link or device.
    fn is_regular(&self) -> bool {
        let unix = self.made_by & 0xff00 == MADE_ON_UNIX;
        let kind = (self.attributes >> 16) & FILE_TYPE;
        !self.name.ends_with(['/', '\\']) && (!unix || kind == 0 || kind == REGULAR)
    }
}

fn listing(bytes: &[u8]) -> Option<(Listing, &[u8])> {
    if !bytes.starts_with(&CENTRAL) {
        return None;
    }
    let name_end = 46 + usize::from(half(bytes, 28)?);
    let end = name_end + usize::from(half(bytes, 30)?) + usize::from(half(bytes, 32)?);
    let listing = Listing {
        made_by: half(bytes, 4)?,
        flags: half(bytes, 8)?,
        method: half(bytes, 10)?,
        sum: word(bytes, 16)?,
        packed: word(bytes, 20)? as usize,
        size: word(bytes, 24)? as usize,
        attributes: word(bytes, 38)?,
        offset: word(bytes, 42)? as usize,
        name: String::from_utf8_lossy(bytes.get(46..name_end)?).into_owned(),
    };
    Some((listing, bytes.get(end..)?))
}

/// The packed bytes of a file: they start behind its local header, whose name and extra field can
/// be of another length than those listed.
fn data<'a>(bytes: &'a [u8], listing: &Listing) -> Option<&'a [u8]> {
    let local = bytes.get(listing.offset..).filter(|local| local.starts_with(&LOCAL))?;
    let start = 30 + usize::from(half(local, 26)?) + usize::from(half(local, 28)?);
    local.get(start..start.checked_add(listing.packed)?)
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|two| u16::from_le_bytes(*two))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}
