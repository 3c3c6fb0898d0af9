//! The keys of the page: one list for what they do and for what the page says about them.

use crate::command::Command;
use crate::platform::Stroke;
use crate::state::{Action, Menu};

/// What a key does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Does {
    /// Changes what is remembered.
    Act(Action),
    /// Asks something of the browser.
    Run(Command),
}

/// Every key and what the page says about it.
pub(crate) const KEYS: [(&str, &str); 11] = [
    ("Tab", "next field; the lines it decides are marked in the preview"),
    ("Up, Down", "in a number: one more, one less; in the preview: select a line"),
    ("Enter", "in the preview: go to the field that decides the line"),
    ("[ and ]", "previous and next file"),
    ("F8", "next problem"),
    ("Ctrl S", "download the bundle as .tar.gz"),
    ("Ctrl O", "open a bundle or a linkspan.yml"),
    ("P", "start from a preset"),
    ("W", "show or hide the reasons beside the lines"),
    ("Esc", "close what is open, or select no line"),
    ("?", "this list"),
];

/// What a key does. Letters do nothing where text is written.
pub(crate) fn hotkey(stroke: &Stroke) -> Option<Does> {
    let key = stroke.key.as_str();
    if stroke.command {
        return match key {
            "s" => Some(Does::Run(Command::TarGz)),
            "o" => Some(Does::Run(Command::Open)),
            _ => None,
        };
    }
    match key {
        "Escape" => Some(Does::Act(Action::Escape)),
        "F8" => Some(Does::Act(Action::NextProblem)),
        _ if stroke.typing => None,
        "?" => Some(Does::Act(Action::Keys(true))),
        "[" => Some(Does::Act(Action::Step(-1))),
        "]" => Some(Does::Act(Action::Step(1))),
        "p" => Some(Does::Act(Action::Menu(Some(Menu::Presets)))),
        "w" => Some(Does::Act(Action::Reasons)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, command: bool, typing: bool, expect: Option<Does>) {
        let stroke = Stroke { key: key.to_owned(), command, typing };
        assert_eq!(hotkey(&stroke), expect, "{key}");
    }

    #[test]
    fn letters_are_text_where_text_is_written() {
        check("?", false, false, Some(Does::Act(Action::Keys(true))));
        check("?", false, true, None);
        check("s", true, true, Some(Does::Run(Command::TarGz)));
        check("s", false, false, None);
        check("Escape", false, true, Some(Does::Act(Action::Escape)));
    }
}
