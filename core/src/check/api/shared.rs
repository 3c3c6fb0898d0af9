//! Rules that several definitions share.

use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, Remedy, rules};
use crate::yaml::Node;

rules! {
    pub(crate) const ADDRESS: Rule = Rule {
        name: "address",
        tier: Refused,
        severity: Error,
        says: "the text is not an IP address",
        why: "The API server parses addresses of name servers and host aliases strictly; a host name, a range or zeros in front of a number (since 1.36) is rejected with the whole object.",
        marks: [Schema],
    };
    pub(crate) const CHOICE: Rule = Rule {
        name: "choice",
        tier: Refused,
        severity: Error,
        says: "the value is none of the words that the field accepts",
        why: "Kubernetes' words are compared letter by letter, so `tcp` is not `TCP`; the API server rejects the object.",
        marks: [Certain, Schema],
    };
    pub(crate) const DUPLICATE_NAME: Rule = Rule {
        name: "duplicate-name",
        tier: Refused,
        severity: Error,
        says: "two containers, ports, volumes or mounts of one pod or Service have the same name, number or path",
        why: "They are told apart by it, so the API server rejects the second.",
    };
    pub(crate) const HOST: Rule = Rule {
        name: "host",
        tier: Refused,
        severity: Error,
        says: "the host of a rule or a certificate is not a host name",
        why: "The API server takes DNS names in lower case, with `*` as the first label only; addresses, ports and underscores are rejected.",
    };
    pub(crate) const RANGE: Rule = Rule {
        name: "range",
        tier: Refused,
        severity: Error,
        says: "a number is outside what the field accepts",
        why: "The API server rejects the object, whatever else is in it.",
    };
}

/// Reports a text that is none of the words which may stand there; one that differs from it in case only was meant.
pub(in crate::check) fn none_of(
    context: &mut Context<'_>,
    node: &Node,
    rest: &str,
    message: impl Into<String>,
    help: impl Into<String>,
    words: &[&'static str],
) {
    let meant = Remedy::in_case(node.text().unwrap_or_default(), words.iter().copied());
    let finding = Diagnostic::new(&CHOICE, message).help(help).remedy(meant);
    context.push(finding, node.into(), rest);
}
