//! Gzip (RFC 1952) around one stream, and the deflate and checksum that zip shares.

use super::{ArchiveError, MAX_UNPACKED};
use crc::{CRC_32_ISO_HDLC, Crc};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// The first bytes of every gzip file.
pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The one-kilobyte table: the faster ones cost the page more than they save it.
const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

const CUT: ArchiveError = ArchiveError::Damaged("it ends too early");
const BROKEN: ArchiveError = ArchiveError::Damaged("its compressed data cannot be read");
const SUM: ArchiveError = ArchiveError::Damaged("a checksum does not match");

/// The checksum of gzip and zip.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    CRC.checksum(bytes)
}

/// Raw deflate.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, 9)
}

/// A gzip file without name and date, from an unknown system.
pub(super) fn wrap(bytes: &[u8]) -> Vec<u8> {
    let [first, second] = MAGIC;
    let method_deflate = 8;
    let slowest = 2;
    let unknown_system = 255;
    let mut out = vec![first, second, method_deflate, 0, 0, 0, 0, 0, slowest, unknown_system];
    out.extend(deflate(bytes));
    out.extend(crc32(bytes).to_le_bytes());
    // Modulo 2^32, as the format wants it.
    out.extend((bytes.len() as u32).to_le_bytes());
    out
}

/// What is in a gzip file of one stream; zeros may follow it.
pub(super) fn unwrap(bytes: &[u8]) -> Result<Vec<u8>, ArchiveError> {
    let body = bytes.get(header_length(bytes).ok_or(CUT)?..).ok_or(CUT)?;
    let (content, used) = inflate(body, MAX_UNPACKED)?;
    let trailer = body.get(used..).ok_or(CUT)?;
    let (sum, rest) = trailer.split_first_chunk::<4>().ok_or(CUT)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(CUT)?;
    if u32::from_le_bytes(*sum) != crc32(&content)
        || u32::from_le_bytes(*length) != content.len() as u32
    {
        return Err(SUM);
    }
    if rest.iter().any(|byte| *byte != 0) {
        return Err(ArchiveError::Unsupported("several gzip streams in one file"));
    }
    Ok(content)
}

fn header_length(bytes: &[u8]) -> Option<usize> {
    let flags = *bytes.get(3)?;
    let mut at: usize = 10;
    if flags & 0b0_0100 != 0 {
        let extra = bytes.get(at..)?.first_chunk::<2>()?;
        at += 2 + usize::from(u16::from_le_bytes(*extra));
    }
    for text in [0b0_1000, 0b1_0000] {
        if flags & text != 0 {
            at += 1 + bytes.get(at..)?.iter().position(|byte| *byte == 0)?;
        }
    }
    if flags & 0b0_0010 != 0 {
        at += 2;
    }
    Some(at)
}

/// Raw inflate of a stream at the start of the bytes: its content, at most so many bytes, and how
/// long the stream is.
pub(super) fn inflate(bytes: &[u8], limit: usize) -> Result<(Vec<u8>, usize), ArchiveError> {
    let mut state = Box::<DecompressorOxide>::default();
    let limit = limit.max(1);
    let mut out = vec![0; bytes.len().saturating_mul(3).clamp(1, limit)];
    let (mut read, mut written) = (0, 0);
    loop {
        let input = bytes.get(read..).ok_or(BROKEN)?;
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, taken, given) = decompress(&mut state, input, &mut out, written, flags);
        read += taken;
        written += given;
        match status {
            TINFLStatus::Done => {
                out.truncate(written);
                return Ok((out, read));
            }
            TINFLStatus::HasMoreOutput if out.len() >= limit => {
                return Err(ArchiveError::TooMuch);
            }
            TINFLStatus::HasMoreOutput => {
                out.resize(out.len().saturating_mul(2).min(limit), 0);
            }
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => {
                return Err(CUT);
            }
            _ => return Err(BROKEN),
        }
    }
}
