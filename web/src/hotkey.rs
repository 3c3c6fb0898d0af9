//! The keys of the page: one list for what they do and for what the page says about them.

use crate::command::Command;
use crate::form::SEARCH;
use crate::platform::Stroke;
use crate::state::{Action, Checking, Menu, Mode};

/// What a key does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Does {
    /// Changes what is remembered.
    Act(Action),
    /// Asks something of the browser.
    Run(Command),
}

/// Every key and what the page says about it.
pub(crate) const KEYS: [(&str, &str); 15] = [
    ("Tab", "next field; the lines it decides are marked in the preview"),
    ("Up, Down", "in a number: one more, one less; in the preview: select a line"),
    ("Enter", "in the preview: go to the field that decides the line"),
    ("/", "find a field"),
    ("[ and ]", "previous and next file"),
    ("C", "make files, or check files that are there"),
    ("F8", "next problem; in the checker: next finding"),
    ("Ctrl .", "in the checker: fix the finding at the caret"),
    ("Ctrl Z", "take the last change of the spec back; with Shift, do it again"),
    ("Ctrl S", "download the bundle as .tar.gz, or the checked files"),
    ("Ctrl O", "open a bundle or a linkspan.yml, or files to check"),
    ("P", "start from a preset"),
    ("W", "show or hide the reasons beside the lines"),
    ("Esc", "close what is open, or select no line"),
    ("?", "this list"),
];

/// What a key does. Letters do nothing where text is written.
pub(crate) fn hotkey(stroke: &Stroke, mode: Mode, letters: bool) -> Option<Does> {
    let key = stroke.key.as_str();
    if stroke.command {
        // A text that is no field's of the spec has a way back of its own, the browser's.
        let own = stroke.typing && !stroke.field;
        return match (key, mode) {
            ("z" | "Z", Mode::Make) if !own => {
                Some(Does::Act(if stroke.shift { Action::Forth } else { Action::Back }))
            }
            ("y", Mode::Make) if !own => Some(Does::Act(Action::Forth)),
            ("s", Mode::Make) => Some(Does::Run(Command::TarGz)),
            ("s", Mode::Check) => Some(Does::Run(Command::Texts)),
            ("o", Mode::Make) => Some(Does::Run(Command::Open)),
            ("o", Mode::Check) => Some(Does::Run(Command::Choose)),
            (".", Mode::Check) => Some(Does::Act(Action::Check(Checking::FixHere))),
            _ => None,
        };
    }
    match key {
        "Escape" => Some(Does::Act(Action::Escape)),
        "F8" => Some(Does::Act(Action::NextProblem)),
        _ if stroke.typing || !letters => None,
        "?" => Some(Does::Act(Action::Keys(true))),
        "[" => Some(Does::Act(Action::Step(-1))),
        "]" => Some(Does::Act(Action::Step(1))),
        "c" => Some(Does::Act(Action::Mode(match mode {
            Mode::Make => Mode::Check,
            Mode::Check => Mode::Make,
        }))),
        _ if mode == Mode::Check => None,
        "/" => Some(Does::Act(Action::Focus(SEARCH))),
        "p" => Some(Does::Act(Action::Menu(Some(Menu::Presets)))),
        "w" => Some(Does::Act(Action::Reasons)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_in(mode: Mode, key: &str, command: bool, typing: bool, expect: Option<Does>) {
        let stroke = Stroke { key: key.to_owned(), command, shift: false, typing, field: typing };
        assert_eq!(hotkey(&stroke, mode, true), expect, "{key}");
    }

    fn check(key: &str, command: bool, typing: bool, expect: Option<Does>) {
        check_in(Mode::Make, key, command, typing, expect);
    }

    #[test]
    fn keys_mean_what_the_page_is_used_for() {
        check("c", false, false, Some(Does::Act(Action::Mode(Mode::Check))));
        check_in(Mode::Check, "c", false, false, Some(Does::Act(Action::Mode(Mode::Make))));
        check_in(Mode::Check, "c", false, true, None);
        check_in(Mode::Check, "p", false, false, None);
        check_in(Mode::Check, "s", true, true, Some(Does::Run(Command::Texts)));
        let fix = Action::Check(Checking::FixHere);
        check_in(Mode::Check, ".", true, true, Some(Does::Act(fix)));
        check(".", true, true, None);
    }

    #[test]
    fn the_spec_is_taken_back_where_no_other_text_is_written() {
        let stroke = |key: &str, shift, typing, field| {
            let stroke = Stroke { key: key.to_owned(), command: true, shift, typing, field };
            hotkey(&stroke, Mode::Make, true)
        };
        assert_eq!(stroke("z", false, true, true), Some(Does::Act(Action::Back)));
        assert_eq!(stroke("Z", true, false, false), Some(Does::Act(Action::Forth)));
        assert_eq!(stroke("z", true, false, false), Some(Does::Act(Action::Forth)));
        assert_eq!(stroke("y", false, false, false), Some(Does::Act(Action::Forth)));
        assert_eq!(stroke("z", false, true, false), None, "the browser's own");
        check_in(Mode::Check, "z", true, true, None);
    }

    #[test]
    fn keys_without_ctrl_can_be_switched_off() {
        let stroke = |key: &str, command| {
            let stroke =
                Stroke { key: key.to_owned(), command, shift: false, typing: false, field: false };
            hotkey(&stroke, Mode::Make, false)
        };
        for key in ["c", "p", "w", "/", "[", "]", "?"] {
            assert_eq!(stroke(key, false), None, "{key}");
        }
        assert!(
            stroke("z", true).is_some()
                && stroke("F8", false).is_some()
                && stroke("Escape", false).is_some()
        );
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
