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
    pub(crate) const FINALIZER: Rule = Rule {
        name: "finalizer",
        tier: Refused,
        severity: Error,
        says: "a finalizer that does not exist, or two that contradict each other",
        why: "An object with a finalizer that nobody handles could never be deleted, so the server rejects it.",
    };
    pub(crate) const HOST: Rule = Rule {
        name: "host",
        tier: Refused,
        severity: Error,
        says: "the host of a rule or a certificate is not a host name",
        why: "The API server takes DNS names in lower case, with `*` as the first label only; addresses, ports and underscores are rejected.",
    };
    pub(crate) const JOB: Rule = Rule {
        name: "job",
        tier: Refused,
        severity: Error,
        says: "a field of a Job needs `completionMode: Indexed`, or is set by Kubernetes alone",
        why: "Settings for each index need `completionMode: Indexed`, and selectors of Jobs are made by the server; the API server rejects what does not fit.",
    };
    pub(crate) const POD: Rule = Rule {
        name: "pod",
        tier: Refused,
        severity: Error,
        says: "settings of a pod contradict each other",
        why: "A pod cannot share the processes of the host and its own, nor have two numbers for one port of the host's network; the API server rejects it.",
    };
    pub(crate) const RANGE: Rule = Rule {
        name: "range",
        tier: Refused,
        severity: Error,
        says: "a number is outside what the field accepts",
        why: "The API server rejects the object, whatever else is in it.",
    };
    pub(crate) const RESTART_POLICY: Rule = Rule {
        name: "restart-policy",
        tier: Refused,
        severity: Error,
        says: "the restart policy does not fit the kind of workload",
        why: "Pods of a Deployment are always started again and pods of a Job never or on failure; the API server rejects any other combination.",
    };
    pub(crate) const VOLUME: Rule = Rule {
        name: "volume",
        tier: Refused,
        severity: Error,
        says: "a volume has several sources, or a mount leaves its volume",
        why: "A volume is one thing, and a path below it must stay there; the API server rejects the pod.",
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
