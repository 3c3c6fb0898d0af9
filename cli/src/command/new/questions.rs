//! The questions of `linkspan new`, each about a field of the list.

use super::{Args, is_yes, settings};
use crate::ask;
use crate::error::CliError;
use crate::paint::{self, plain};
use linkspan_core::field::{self, Accepts, Default, Field};
use linkspan_core::spec::Draft;
use std::io::BufRead;

/// What to ask, after the flags.
pub(super) struct Questions {
    /// Fields that no flag has set, with a suggestion of ours where the field has no default.
    fields: Vec<(&'static Field, String)>,
    sidekiq: bool,
}

impl Questions {
    pub(super) fn new(args: &Args, folder: &str) -> Self {
        let name = folder.to_lowercase().replace(['_', ' ', '.'], "-");
        let mut paths = Vec::new();
        if args.app.is_none() {
            paths.push(("app", name));
        }
        if args.image.is_none() {
            paths.push(("image", String::new()));
        }
        if args.host.is_empty() {
            paths.push(("hosts", String::new()));
        }
        paths.push(("rails.version", String::new()));
        paths.push(("database.adapter", String::new()));
        let given =
            |path: &str| args.set.iter().any(|setting| setting.split('=').next() == Some(path));
        let fields = paths
            .into_iter()
            .filter(|(path, _)| !given(path))
            .filter_map(|(path, suggestion)| Some((field::find(path)?, suggestion)));
        let workers = args.set.iter().any(|setting| setting.starts_with("workers"));
        Self { fields: fields.collect(), sidekiq: !args.sidekiq && !workers }
    }

    /// Asks until every answer fits. The draft is only worth keeping when this succeeds.
    pub(super) fn ask(
        &self,
        draft: &mut Draft,
        input: &mut impl BufRead,
        talk: &mut dyn FnMut(&str),
    ) -> Result<(), CliError> {
        talk("Enter takes the value in brackets. Nothing is written before the last answer.\n\n");
        for (field, suggestion) in &self.fields {
            one(field, suggestion, draft, input, talk)?;
        }
        if self.sidekiq && draft.count("workers") == 0 {
            talk(&format!("{} [y/N]: ", paint::bold("Background jobs in Sidekiq")));
            if is_yes(&ask::line(input)?) {
                settings::sidekiq(draft);
            }
        }
        talk("\n");
        Ok(())
    }
}

fn one(
    field: &Field,
    suggestion: &str,
    draft: &mut Draft,
    input: &mut impl BufRead,
    talk: &mut dyn FnMut(&str),
) -> Result<(), CliError> {
    let path = field.path;
    let current = draft.texts(path).join(", ");
    let usual = match field.default {
        _ if !current.is_empty() => current,
        Default::Value(value) => value.to_owned(),
        _ if field::check(field.accepts, suggestion).is_ok() => suggestion.to_owned(),
        _ => String::new(),
    };
    talk(&format!("{}\n", paint::dim(&hint(field))));
    loop {
        let bracket =
            if usual.is_empty() { String::new() } else { format!(" [{}]", plain::inline(&usual)) };
        talk(&format!("{}{bracket}: ", paint::bold(field.label)));
        let typed = ask::line(input)?;
        let answer = if typed.is_empty() { usual.as_str() } else { typed.as_str() };
        if answer.is_empty() && field.default != Default::Required {
            return Ok(());
        }
        match settings::set(draft, path, answer) {
            Ok(()) => return Ok(()),
            Err(error) => talk(&paint::failure(&error.to_string(), &error.help())),
        }
    }
}

fn hint(field: &Field) -> String {
    let more = match field.accepts {
        Accepts::Choice(choices) => {
            let words: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
            format!(" One of {}.", words.join(", "))
        }
        kind if kind.is_list() => " Several with commas between; empty for none.".to_owned(),
        _ => String::new(),
    };
    format!("{}{more}", field.help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Cli, Command};
    use clap::Parser;

    fn answer(flags: &[&str], typed: &str) -> (Result<(), CliError>, String, String) {
        let all = ["linkspan", "new"].into_iter().chain(flags.iter().copied());
        let Command::New(args) = Cli::parse_from(all).command else { panic!("not new") };
        let mut draft = Draft::from_text("");
        settings::apply(&args, &mut draft).unwrap();
        let mut said = String::new();
        let result =
            Questions::new(&args, "My_Shop")
                .ask(&mut draft, &mut typed.as_bytes(), &mut |text| said.push_str(text));
        (result, draft.to_text(), anstream::adapter::strip_str(&said).to_string())
    }

    #[test]
    fn answers_become_a_spec_and_wrong_ones_are_asked_again() {
        let typed = "\nacme/shop:latest\nacme/shop\na.example.com, b.example.com\n9\n\nmysql\ny\n";
        let (result, text, said) = answer(&[], typed);
        result.unwrap();
        assert_eq!(
            text,
            "app: my-shop\nimage: acme/shop\nhosts: [a.example.com, b.example.com]\n\
             rails:\n  version: \"8.1\"\ndatabase:\n  adapter: mysql\n\
             workers:\n  - name: sidekiq\n    kind: sidekiq\n"
        );
        assert!(said.contains("error: `image` names a tag"), "{said}");
        assert!(said.contains("App name [my-shop]: "), "{said}");
    }

    #[test]
    fn what_a_flag_says_is_not_asked() {
        let flags = ["--app", "a", "--image", "b/c", "--set", "database.adapter=none", "--sidekiq"];
        let (result, text, said) = answer(&flags, "\n8.0\n");
        result.unwrap();
        assert!(!said.contains("App name") && !said.contains("Sidekiq"), "{said}");
        assert!(text.contains("version: \"8.0\"") && text.contains("kind: sidekiq"), "{text}");
    }

    #[test]
    fn an_input_that_ends_stops() {
        for typed in ["", "shop", "shop\nacme/shop\n\n\n"] {
            let (result, ..) = answer(&[], typed);
            assert!(matches!(result, Err(CliError::Stopped)), "{typed:?}");
        }
    }
}
