use super::*;
use crate::bundle::{File, Line, Mode};
use crate::field::Guide;
use crate::plan::Reason;

fn file(mode: Mode, text: &str) -> File {
    let reason = Reason::fixed(Guide::Cluster, "a test");
    let lines = text.lines().map(|text| Line {
        text: text.to_owned().into(),
        path: String::new(),
        reason: reason.clone(),
    });
    File { mode, lines: lines.collect() }
}

fn bundle() -> Bundle {
    let deep = format!("{}{}.yml", "folder/".repeat(17), "x".repeat(60));
    let deeper = format!("{}.yml", "y".repeat(180));
    let files = [
        ("linkspan.yml", Mode::Plain, "app: shop\n"),
        ("bin/docker-entrypoint", Mode::Script, "#!/bin/sh\nexec \"$@\"\n"),
        ("k8s/web.yml", Mode::Plain, &"kind: Deployment\n".repeat(500)),
        ("empty", Mode::Plain, ""),
        ("größe.md", Mode::Plain, "Grüße\n"),
        (&deep, Mode::Plain, "deep\n"),
        (&deeper, Mode::Plain, "deeper\n"),
    ];
    let files = files.map(|(path, mode, text)| (path.to_owned(), file(mode, text)));
    Bundle { app: "shop".into(), files: files.into(), ..Bundle::default() }
}

fn texts(bundle: &Bundle) -> BTreeMap<String, Vec<u8>> {
    bundle.files.iter().map(|(path, file)| (path.clone(), file.text().into_bytes())).collect()
}

/// Every form of one bundle.
fn archives() -> [Vec<u8>; 3] {
    let bundle = bundle();
    [tar_gz(&bundle), tar::write(&bundle), super::zip(&bundle)]
}

/// A zip file as other programs write it: one entry, all of it to be bent by a test.
fn zip_of(name: &str, text: &str) -> Vec<u8> {
    let files = BTreeMap::from([(name.to_owned(), file(Mode::Plain, text))]);
    super::zip(&Bundle { app: String::new(), files, ..Bundle::default() })
}

fn tar_of(name: &str, kind: u8, text: &str) -> Vec<u8> {
    let files = BTreeMap::from([(name.to_owned(), file(Mode::Plain, text))]);
    let mut bytes = tar::write(&Bundle { app: String::new(), files, ..Bundle::default() });
    bytes[156] = kind;
    sum_up(&mut bytes);
    bytes
}

/// Writes the checksum of the first header anew.
fn sum_up(bytes: &mut [u8]) {
    bytes[148..156].fill(b' ');
    let sum: u32 = bytes[..512].iter().map(|byte| u32::from(*byte)).sum();
    bytes[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}

fn paths(bytes: &[u8]) -> Vec<String> {
    open(bytes).unwrap().into_keys().collect()
}

#[test]
fn what_is_packed_comes_out_again() {
    for archive in archives() {
        assert_eq!(open(&archive).unwrap(), texts(&bundle()));
        assert_eq!(spec_text(&archive).unwrap(), "app: shop\n");
    }
}

#[test]
fn the_same_bundle_gives_the_same_bytes() {
    assert_eq!(archives(), archives());
    // Fixed once and for all, so that another platform or a new deflate shows here.
    let sums = archives().map(|archive| gzip::crc32(&archive));
    assert_eq!(sums, [3_374_441_534, 4_217_298_587, 4_234_661_831]);
}

#[test]
fn a_folder_that_holds_everything_is_taken_off() {
    assert_eq!(paths(&tar_of("./shop/k8s/a.yml", b'0', "a\n")), ["k8s/a.yml"]);
    assert_eq!(paths(&tar_of("a.yml", b'0', "a\n")), ["a.yml"]);
    assert_eq!(paths(&zip_of("shop\\k8s\\a.yml", "a\n")), ["k8s/a.yml"]);
    let files = ["a/x", "a/y", "ab/z", "__MACOSX/a/._x", "a/._x"];
    let files = files.map(|path| (path.to_owned(), file(Mode::Plain, "a\n")));
    let two = Bundle { app: String::new(), files: files.into(), ..Bundle::default() };
    assert_eq!(paths(&super::zip(&two)), ["a/x", "a/y", "ab/z"]);
}

#[test]
fn the_spec_is_found() {
    assert_eq!(spec_text(b"app: shop\n").unwrap(), "app: shop\n");
    assert_eq!(spec_text(&zip_of("a/b/linkspan.yml", "app: b\n")).unwrap(), "app: b\n");
    assert_eq!(spec_text(&zip_of("a/linkspan.yml.old", "")), Err(ArchiveError::NoSpec));
    assert_eq!(spec_text(b"a\0b"), Err(ArchiveError::Unknown));
    assert_eq!(spec_text(b"\xff\xfe"), Err(ArchiveError::Unknown));
    let mut latin = tar_of("linkspan.yml", b'0', "app: x\n");
    latin[512] = 0xe9;
    assert_eq!(spec_text(&latin), Err(ArchiveError::NotText));
}

#[test]
fn paths_that_lead_out_are_refused() {
    for name in ["/etc/passwd", "../a", "a/../../b", "..", "C:\\a", "a\\..\\..\\b", "\\a", "a\nb"] {
        for bytes in
            [tar_of(name, b'0', "a\n"), gzip::wrap(&tar_of(name, b'0', "a\n")), zip_of(name, "a\n")]
        {
            let error = open(&bytes).unwrap_err();
            assert!(matches!(error, ArchiveError::UnsafePath(_)), "{name}: {error}");
            assert!(!error.to_string().contains('\n'));
        }
    }
    let error = open(&zip_of(&format!("../{}`", "é".repeat(99)), "")).unwrap_err().to_string();
    assert!(error.starts_with("`../é") && error.contains("é…` leads"), "{error}");
    assert_eq!(paths(&zip_of("a..b/..c", "")), ["..c"]);
}

#[test]
fn links_devices_and_folders_are_left_out() {
    for kind in b'1'..=b'6' {
        assert_eq!(open(&tar_of("a", kind, "")), Err(ArchiveError::Empty));
    }
    let mut link = zip_of("a", "/etc/passwd\n");
    let attributes = link.windows(4).position(|four| four == b"PK\x01\x02").unwrap() + 38;
    link[attributes..attributes + 4].copy_from_slice(&(0o120_777u32 << 16).to_le_bytes());
    assert_eq!(open(&link), Err(ArchiveError::Empty));
    assert_eq!(open(&zip_of("a/", "")), Err(ArchiveError::Empty));
}

#[test]
fn limits_hold() {
    assert_eq!(open(&vec![0; MAX_BYTES + 1]), Err(ArchiveError::TooLarge));
    assert_eq!(spec_text(&vec![b'a'; MAX_BYTES + 1]), Err(ArchiveError::TooLarge));

    let many = (0..=MAX_FILES).map(|at| (format!("{at}.yml"), file(Mode::Plain, "")));
    let mut many = Bundle { app: "shop".into(), files: many.collect(), ..Bundle::default() };
    assert_eq!(open(&tar_gz(&many)), Err(ArchiveError::TooMany));
    assert_eq!(open(&super::zip(&many)), Err(ArchiveError::TooMany));
    many.files.pop_first();
    assert_eq!(open(&tar_gz(&many)).unwrap().len(), MAX_FILES);
    assert_eq!(open(&super::zip(&many)).unwrap().len(), MAX_FILES);

    let line = "a".repeat(MAX_UNPACKED / 4);
    let bomb = (0..5).map(|at| (format!("{at}.yml"), file(Mode::Plain, &line)));
    let bomb = Bundle { app: "shop".into(), files: bomb.collect(), ..Bundle::default() };
    assert_eq!(open(&tar_gz(&bomb)), Err(ArchiveError::TooMuch));
    assert_eq!(open(&super::zip(&bomb)), Err(ArchiveError::TooMuch));
}

#[test]
fn a_zip_whose_listing_lies_is_refused() {
    let good = zip_of("a", &"a".repeat(5_000));
    let listed = good.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let bent = |at: usize, value: u32| {
        let mut bytes = good.clone();
        bytes[listed + at..listed + at + 4].copy_from_slice(&value.to_le_bytes());
        open(&bytes).unwrap_err()
    };
    assert_eq!(bent(24, 100), ArchiveError::Damaged("a file is longer than its listing says"));
    assert_eq!(bent(24, 9_000), ArchiveError::Damaged("a checksum does not match"));
    assert_eq!(bent(24, u32::MAX), ArchiveError::TooMuch);
    assert_eq!(bent(20, u32::MAX), ArchiveError::Damaged("its files overlap"));
    assert_eq!(bent(42, u32::MAX), ArchiveError::Damaged("it ends too early"));
    assert_eq!(bent(16, 1), ArchiveError::Damaged("a checksum does not match"));
    assert_eq!(bent(8, 1), ArchiveError::Unsupported("encryption"));
    assert_eq!(bent(10, 12), ArchiveError::Unsupported("another compression than deflate"));
}

#[test]
fn cut_archives_are_refused() {
    for archive in archives() {
        let whole = open(&archive).unwrap();
        for length in 0..archive.len() {
            match open(&archive[..length]) {
                // Of a tar file only zeros behind the last file can be missing.
                Ok(files) => {
                    assert_eq!(files, whole);
                    assert!(archive[length..].iter().all(|byte| *byte == 0));
                }
                Err(error) => assert!(!error.to_string().is_empty()),
            }
            let _ = spec_text(&archive[..length]);
        }
    }
}

#[test]
fn changed_archives_give_an_error_or_files_but_no_panic() {
    let mut state: u64 = 1;
    let mut random = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for archive in archives() {
        for _ in 0..4_000 {
            let mut bytes = archive.clone();
            for _ in 0..=random(4) {
                let at = random(bytes.len());
                bytes[at] ^= [0, 1, 0x7f, 0x80, 0xff, b'0', b'9'][random(7)];
            }
            let _ = open(&bytes);
        }
    }
    for _ in 0..4_000 {
        let starts: [&[u8]; 4] = [b"\x1f\x8b\x08", b"PK\x03\x04", b"PK\x05\x06", b""];
        let mut bytes = starts[random(4)].to_vec();
        bytes.extend((0..random(700)).map(|_| u8::try_from(random(256)).unwrap()));
        let _ = open(&bytes);
        let _ = spec_text(&bytes);
    }
}

#[test]
fn a_changed_gzip_or_zip_never_gives_other_contents() {
    let whole = texts(&bundle());
    let [tar_gz, _, zip] = archives();
    for at in 10..tar_gz.len() {
        let mut bytes = tar_gz.clone();
        bytes[at] ^= 0x10;
        // The last bits of a deflate stream can be padding.
        assert!(open(&bytes).map_or(true, |files| files == whole), "byte {at}");
    }
    for at in 0..zip.len() {
        let mut bytes = zip.clone();
        bytes[at] ^= 0x10;
        if let Ok(files) = open(&bytes) {
            assert!(files.values().all(|file| whole.values().any(|good| good == file)), "{at}");
        }
    }
}

#[test]
fn what_other_programs_write_is_read() {
    // GNU's long name, in front of its file.
    let long = format!("{}/a.yml", "z".repeat(120));
    let mut gnu = tar_of("././@LongLink", b'L', &long);
    gnu[512 + long.len()] = 0;
    gnu.truncate(1024);
    gnu.extend(tar_of("cut", b'0', "a\n"));
    assert_eq!(paths(&gnu), ["a.yml"]);
    // A size in base 256.
    let mut large = tar_of("a.yml", b'0', "a\n");
    large[124..136].copy_from_slice(&[0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
    sum_up(&mut large);
    assert_eq!(open(&large).unwrap()["a.yml"], b"a\n");
    large[124..136].fill(0xff);
    sum_up(&mut large);
    assert!(open(&large).is_err());
    // A gzip header with a name, a comment and an extra field.
    let plain = gzip::wrap(&tar_of("a.yml", b'0', "a\n"));
    let mut named = plain[..10].to_vec();
    named[3] = 0b1_1100;
    named.extend(b"\x02\x00xxname\0comment\0");
    named.extend(&plain[10..]);
    assert_eq!(paths(&named), ["a.yml"]);
    // A comment behind the zip.
    let mut commented = zip_of("a.yml", "a\n");
    let length = commented.len();
    commented[length - 2] = 3;
    commented.extend(b"abc");
    assert_eq!(paths(&commented), ["a.yml"]);
}

#[test]
fn texts_come_back_as_they_were() {
    let texts = BTreeMap::from([
        ("a/web.yml".to_owned(), "a: 1\r\nb: 2".to_owned()),
        ("deploy.sh".to_owned(), "\u{feff}#!/bin/sh\n".to_owned()),
    ]);
    let bytes = zip_texts(&texts);
    let expect: BTreeMap<String, Vec<u8>> =
        texts.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    assert_eq!(open(&bytes).unwrap(), expect);
}
