//! `linkspan explain`

use crate::folder::{Folder, SHOP};

#[test]
fn lines_know_why_they_are_there() {
    let folder = Folder::with_spec();
    folder.run(&["generate"]);
    let file = "config/kube/release/web.yml";
    let text = folder.read(file);
    let number = text.lines().position(|line| line.trim() == "replicas: 3").unwrap() + 1;
    let ran = folder.run(&["explain", &format!("./{file}:{number}:5")]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for expect in ["replicas: 3", "set by you", "web.replicas", "spec.replicas"] {
        assert!(ran.out.contains(expect), "{expect}: {ran:?}");
    }
    let json = folder.run(&["explain", &format!("{file}:{number}"), "--output", "json"]).json();
    assert_eq!(json["line"]["field"], "web.replicas");
    let locked = folder.run(&["explain", "linkspan.lock:2"]);
    assert_eq!(locked.code, Some(0), "{locked:?}");
    assert!(locked.out.contains("nobody has edited it"), "{locked:?}");
    for (subject, expect) in [
        (format!("{file}:9999"), "has no line 9999"),
        ("config/kube/web.yml:1".to_owned(), "did you mean `config/kube/release/web.yml`?"),
        ("nothing.txt:1".to_owned(), "gives no file"),
    ] {
        let ran = folder.run(&["explain", &subject]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(expect), "{ran:?}");
    }
}

#[test]
fn misspelt_fields_are_guessed() {
    let folder = Folder::new();
    for (subject, expect) in [
        ("web.replcas", "`web.replicas`"),
        ("replicas", "`web.replicas`"),
        ("x", "linkspan explain"),
    ] {
        let ran = folder.run(&["explain", subject]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains(expect), "{ran:?}");
    }
    assert_eq!(folder.run(&["explain", "workers[3].queues"]).code, Some(0));
    assert_eq!(folder.run(&["explain", "env.RAILS_LOG_LEVEL"]).code, Some(0));
}

#[test]
fn every_field_is_explained() {
    let folder = Folder::new();
    let list = folder.run(&["explain", "--output", "json"]).json();
    let fields = list["fields"].as_array().unwrap();
    assert!(fields.len() > 20);
    for field in fields {
        let path = field["path"].as_str().unwrap();
        assert_eq!(folder.run(&["explain", path]).code, Some(0), "{path}");
    }
}

/// A person who does not know a word asks for it, in whatever letters; a word of ours is found by a part of it.
#[test]
fn words_are_explained() {
    let folder = Folder::new();
    for (word, expect) in [
        ("pod", "a running copy of the image"),
        ("Pods", "a running copy of the image"),
        ("Ingress", "which host name leads to which Service"),
        ("job", "Not an Active Job"),
        ("Secret", "passwords and keys"),
        ("context", "which cluster a command talks to"),
        ("bundle", "all files that `linkspan generate` writes"),
        ("spec", "the only one to edit"),
        ("cable", "action_cable.adapter"),
        ("issuer", "Let's Encrypt"),
    ] {
        let ran = folder.run(&["explain", word]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.contains(expect), "{word}: {ran:?}");
    }
    // A field that has the name of a word comes first, the word after it.
    let both = folder.run(&["explain", "namespace"]).out;
    let field = both.find("Kubernetes namespace").or_else(|| both.find("Default"));
    assert!(field < both.find("two namespaces and do not meet"), "{both}");
    let json = folder.run(&["explain", "pod", "--output", "json"]).json();
    assert_eq!(json["words"][0]["name"], "pod");
}

#[test]
fn a_file_without_a_line_is_told_how_to_name_one() {
    let folder = Folder::with_spec();
    folder.run(&["generate"]);
    let ran = folder.run(&["explain", "Dockerfile"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("linkspan explain Dockerfile:1"), "{ran:?}");
}

#[test]
fn a_line_of_another_folder_is_explained_by_the_spec_that_is_there() {
    let folder = Folder::new();
    folder.write("shop/linkspan.yml", SHOP);
    let there = folder.command(&["generate"]).current_dir(folder.path("shop")).output().unwrap();
    assert!(there.status.success(), "{there:?}");
    for file in ["Dockerfile:1", "config/kube/release/web.yml:3"] {
        let ran = folder.run(&["explain", &format!("shop/{file}")]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
}

#[test]
fn the_packages_have_a_reason_of_their_own() {
    let folder = Folder::with_spec();
    let spec = folder.read("linkspan.yml");
    folder.write("linkspan.yml", format!("{spec}rails: {{javascript: npm}}\n"));
    folder.run(&["generate"]);
    let text = folder.read("Dockerfile");
    let number =
        text.lines().position(|line| line.starts_with("COPY --from=packages")).unwrap() + 1;
    let ran = folder.run(&["explain", &format!("Dockerfile:{number}")]);
    assert!(ran.out.contains("rails.javascript"), "{ran:?}");
}

#[test]
fn what_the_bundle_assumes_is_listed_with_the_fields_that_say_otherwise() {
    let folder = Folder::with_spec();
    let human = folder.run(&["explain", "assumptions"]);
    assert_eq!(human.code, Some(0), "{human:?}");
    assert!(human.out.contains("otherwise rails.credentials"), "{human:?}");
    let json = folder.run(&["explain", "assumptions", "--output", "json"]);
    assert!(json.out.starts_with("{\"assumptions\":[{\"fields\":["), "{json:?}");
    let none = Folder::new().run(&["explain", "assumptions"]);
    assert_eq!(none.code, Some(2), "{none:?}");
}
