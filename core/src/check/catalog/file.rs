//! Rules of files that cannot be judged.

use crate::diagnostic::rules;

rules! {
    pub const NOT_UTF8: Rule = Rule {
        name: "not-utf8",
        tier: Refused,
        severity: Error,
        says: "the file is not text in UTF-8",
        why: "kubectl and every other reader of YAML expect UTF-8; other encodings are rejected or turn into other characters.",
        example: none,
    };
    pub const TOO_LARGE: Rule = Rule {
        name: "too-large",
        tier: Refused,
        severity: Error,
        says: "a file or the data of a ConfigMap or Secret is larger than Kubernetes takes",
        why: "etcd stores no object above 1.5 MiB, and a ConfigMap or Secret holds 1 MiB of data; files above 8 MiB are not read here.",
        example: none,
    };
    pub const UNREADABLE: Rule = Rule {
        name: "unreadable",
        tier: Refused,
        severity: Error,
        says: "a file or folder cannot be read",
        why: "What cannot be read is not checked, and a check that passes would say nothing about it.",
        example: none,
    };
}
