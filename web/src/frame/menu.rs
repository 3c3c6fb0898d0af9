//! A button with a menu.

use crate::platform;
use crate::state::{Action, Menu};
use yew::{Callback, Html, KeyboardEvent, classes, html};

/// An item of a menu.
pub(super) struct Choice {
    /// What it says.
    pub(super) label: &'static str,
    /// One sentence more.
    pub(super) help: &'static str,
    /// Whether it is what holds now.
    pub(super) chosen: bool,
    /// What choosing it asks for.
    pub(super) then: Callback<()>,
}

/// What a menu is drawn from.
pub(super) struct Dropdown {
    /// Which one it is.
    pub(super) menu: Menu,
    /// Whether it is open.
    pub(super) open: bool,
    /// What its button says.
    pub(super) label: String,
    /// What it is for.
    pub(super) title: &'static str,
    /// Its items.
    pub(super) choices: Vec<Choice>,
    /// Whether its button is the main one of the page.
    pub(super) primary: bool,
}

/// A button with a menu under it.
pub(super) fn dropdown(drawn: &Dropdown, act: &Callback<Action>) -> Html {
    let Dropdown { menu, open, label, title, choices, primary } = drawn;
    let (menu, id) = (*menu, menu.id());
    let list = format!("{id}-list");
    let toggle = {
        let then = if *open { None } else { Some(menu) };
        act.reform(move |_| Action::Menu(then))
    };
    let close = act.reform(|_| Action::Menu(None));
    let onkeydown = {
        let (list, act) = (list.clone(), act.clone());
        move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" => platform::focus_item(&list, "[role=menuitem]", 1),
                "ArrowUp" => platform::focus_item(&list, "[role=menuitem]", -1),
                "Tab" => {
                    act.emit(Action::Menu(None));
                    return;
                }
                _ => return,
            }
            event.prevent_default();
        }
    };
    let kind = if *primary { "primary" } else { "plain" };
    html! {
        <div class={classes!("menu", primary.then_some("right"), id)}>
            <button type="button" {id} class={classes!(kind, "opens")} aria-haspopup="menu"
                aria-expanded={open.to_string()} title={*title} onclick={toggle}>
                <span class="menu-label">{ label }</span>
            </button>
            if *open {
                <div class="backdrop" onclick={close}></div>
                <div class="menu-list" role="menu" id={list} aria-labelledby={id} {onkeydown}>
                    { for choices.iter().enumerate().map(|(index, choice)| {
                        html! {
                            <button type="button" role="menuitem" id={format!("{id}-{index}")}
                                key={index} onclick={choice.then.reform(|_| ())}>
                                <span class="menu-name">
                                    { choice.label }
                                    if choice.chosen { <span class="badge set">{ "shown" }</span> }
                                </span>
                                <span class="menu-help">{ crate::prose::prose(choice.help) }</span>
                            </button>
                        }
                    }) }
                </div>
            }
        </div>
    }
}
