//! A port below 1024 of an image that another user than root runs.

use crate::check::rails::dockerfile::Image;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const LOW_PORT: Rule = Rule {
        name: "low-port",
        tier: Rails,
        severity: Warning,
        says: "an image listens on a port below 1024 as another user than root",
        why: "With older container runtimes the process may not open the port, and ends at once.",
        files: ["Dockerfile", ".dockerignore"],
    };
}

pub(super) fn check(image: &Image<'_>, found: &mut Vec<Diagnostic>) {
    if image.stages.last().is_none_or(|stage| stage.base.is_none())
        || image.user().is_none_or(|user| user.is_root)
    {
        return;
    }
    let exposed = image.last("EXPOSE");
    let low = exposed.and_then(|expose| {
        expose.words().find(|word| {
            let number = word.text.split('/').next().and_then(|number| number.parse::<u16>().ok());
            number.is_some_and(|number| number < 1024)
        })
    });
    if let Some(word) = low {
        let message = format!(
            "the image listens on {}, which not every container runtime lets another user than root do",
            word.text
        );
        let help = "listen on a port from 1024 on (Thruster: `HTTP_PORT`), and expose that";
        image.report(word, Diagnostic::new(&LOW_PORT, message).help(help), found);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::docker;

    #[test]
    fn only_root_may_open_a_low_port() {
        docker("FROM ruby:3.4\nUSER 1000\nEXPOSE 80\n", &["low-port 3:8"]);
    }
}
