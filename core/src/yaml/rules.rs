//! Rules of what is read, be it a manifest or a `linkspan.yml`.

use crate::diagnostic::rules;

rules! {
    pub(crate) const DUPLICATE_KEY: Rule = Rule {
        name: "duplicate-key",
        tier: Refused,
        severity: Error,
        says: "a key stands twice in one map",
        why: "Readers differ in which of the two they take: kubectl refuses the file, other tools silently drop the first or the second.",
        marks: [Certain, Reading],
    };
    pub(crate) const MISSING_FIELD: Rule = Rule {
        name: "missing-field",
        tier: Refused,
        severity: Error,
        says: "a field that has to be there is missing",
        why: "The API server has no default for it and rejects the object; in `linkspan.yml`, Linkspan cannot guess it.",
        aliases: ["kubeconform/required"],
        marks: [Schema, Completed],
    };
    pub(crate) const UNKNOWN_FIELD: Rule = Rule {
        name: "unknown-field",
        tier: Refused,
        severity: Error,
        says: "there is no such field",
        why: "kubectl refuses the file; other tools drop the field without a word, so that a misspelt setting has no effect.",
        aliases: ["kubeconform/additionalProperties"],
        marks: [Certain, Reading],
    };
    pub(crate) const WRONG_TYPE: Rule = Rule {
        name: "wrong-type",
        tier: Refused,
        severity: Error,
        says: "a value is of another type than its field",
        why: "YAML turns `3000`, `yes` and `1.10` into a number, a truth value and another number; the API server wants exactly the type of the field and rejects everything else.",
        aliases: ["kubeconform/type"],
        marks: [Certain, Reading, Schema],
    };
    pub(crate) const YAML_SYNTAX: Rule = Rule {
        name: "yaml-syntax",
        tier: Refused,
        severity: Error,
        says: "the text is not YAML",
        why: "No reader gets past this place; the rest of the file is checked without this document.",
        marks: [Certain],
    };
}
