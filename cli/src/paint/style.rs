//! The few styles.

use anstyle::{AnsiColor, Style};

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

pub(crate) fn bold(text: &str) -> String {
    paint(Style::new().bold(), text)
}

pub(crate) fn dim(text: &str) -> String {
    paint(Style::new().dimmed(), text)
}

pub(crate) fn red(text: &str) -> String {
    paint(AnsiColor::BrightRed.on_default().bold(), text)
}

pub(crate) fn yellow(text: &str) -> String {
    paint(AnsiColor::Yellow.on_default().bold(), text)
}

pub(crate) fn green(text: &str) -> String {
    paint(AnsiColor::BrightGreen.on_default().bold(), text)
}
