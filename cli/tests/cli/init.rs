//! `linkspan init --from`: files of other tools.

use crate::folder::Folder;

#[test]
fn a_file_of_kamal_is_taken_over_wherever_it_lies() {
    let folder = Folder::new();
    folder.write(
        "old/deploy.yml",
        "service: shop\nimage: acme/shop\nproxy:\n  host: shop.example.com\n  ssl: true\nlabels:\n  a: b\nenv:\n  clear:\n    SMTP_PASSWORD: hunter22hunter22\n",
    );
    let ran = folder.run(&["init", "--yes", "--from", "old/deploy.yml"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let spec = folder.read("linkspan.yml");
    for line in [
        "app: shop  # old/deploy.yml:1",
        "image: docker.io/acme/shop  # old/deploy.yml:2",
        "hosts: [shop.example.com]  # old/deploy.yml:4",
        "secrets: [SMTP_PASSWORD]  # old/deploy.yml:10",
    ] {
        assert!(spec.lines().any(|each| each == line), "{line}\n{spec}");
    }
    let said = format!("{}{}{spec}", ran.err, ran.out);
    assert!(!said.contains("hunter22"), "{said}");
    assert!(said.contains("Not carried over") && said.contains("labels"), "{said}");
    assert!(said.contains("the value of `SMTP_PASSWORD` stands in the file"), "{said}");
}

#[test]
fn what_no_tool_reads_is_refused_by_name() {
    let folder = Folder::new();
    folder.write("notes.txt", "buy milk\n");
    folder.write("other.yml", "app: shop\nimage: a/b\nhosts: [a.example.com]\n");
    folder.write("empty/readme.yml", "a: 1\n");
    for (path, message) in [
        ("notes.txt", "`notes.txt` is no file of a tool that linkspan takes over"),
        ("other.yml", "`other.yml` is a linkspan.yml already"),
        ("empty", "`empty` is no file of a tool that linkspan takes over"),
        ("missing.yml", "cannot read `missing.yml`"),
    ] {
        let ran = folder.run(&["init", "--yes", "--from", path]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(message), "{ran:?}");
        assert!(!folder.path("linkspan.yml").exists());
    }
}
