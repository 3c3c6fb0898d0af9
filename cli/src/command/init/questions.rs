//! The questions that no file answers.

use super::add;
use crate::ask;
use crate::error::CliError;
use crate::paint::{self, plain};
use linkspan_core::internal::detect::{Findings, Given, Question};
use std::io::BufRead;

/// Asks each until the answer fits; Enter takes what is usual.
pub(super) fn ask(
    findings: &Findings,
    given: &mut Given,
    input: &mut impl BufRead,
    talk: &mut dyn FnMut(&str),
) -> Result<(), CliError> {
    if !findings.questions.is_empty() {
        talk("\nEnter takes the value in brackets. Nothing is written before the last answer.\n\n");
    }
    for question in &findings.questions {
        one(question, given, input, talk)?;
    }
    Ok(())
}

fn one(
    question: &Question,
    given: &mut Given,
    input: &mut impl BufRead,
    talk: &mut dyn FnMut(&str),
) -> Result<(), CliError> {
    talk(&format!("{}\n", paint::dim(&plain::inline(&question.why))));
    for offer in &question.offers {
        let why = if offer.why.is_empty() { String::new() } else { format!(": {}", offer.why) };
        talk(&format!("  {}{}\n", plain::inline(&offer.value), plain::inline(&why)));
    }
    let bracket = match question.usual.as_str() {
        "" => String::new(),
        usual => format!(" [{}]", plain::inline(usual)),
    };
    loop {
        talk(&format!("{}{bracket}: ", paint::bold(&plain::inline(&question.asks))));
        let typed = ask::line(input)?;
        let answer = if typed.is_empty() { question.usual.as_str() } else { typed.as_str() };
        if answer.is_empty() && question.path != "app" {
            return Ok(());
        }
        match add(&question.path, answer, given) {
            Ok(()) => return Ok(()),
            Err(error) => talk(&paint::failure(&error.to_string(), &error.help())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linkspan_core::internal::detect::{App, Value, detect};

    #[test]
    fn answers_are_judged_and_enter_takes_what_is_usual() {
        let mut app = App::new("shop");
        app.add_text("Gemfile", "gem \"rails\", \"8.1.2\"\ngem \"pg\"\ngem \"sqlite3\"\n");
        let findings = detect(&app, &Given::new());
        let paths: Vec<&str> = findings.questions.iter().map(|each| each.path.as_str()).collect();
        assert_eq!(paths, ["image", "hosts", "database.adapter"]);
        let (mut given, mut said) = (Given::new(), String::new());
        let typed = "a/b:latest\na/b\n\nsqlite\n";
        ask(&findings, &mut given, &mut typed.as_bytes(), &mut |text| said.push_str(text)).unwrap();
        let text = |text: &str| Value::Text(text.to_owned());
        let expect =
            [("image".to_owned(), text("a/b")), ("database.adapter".to_owned(), text("sqlite"))];
        assert_eq!(given, expect);
        assert!(said.contains("names a tag"), "{said}");
        let stopped = ask(&findings, &mut Given::new(), &mut "a/b".as_bytes(), &mut |_| ());
        assert!(matches!(stopped, Err(CliError::Stopped)));
    }
}
