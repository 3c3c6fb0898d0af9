//! A button with a menu.

use crate::platform;
use crate::state::{Action, Menu};
use yew::{AttrValue, Callback, Html, KeyboardEvent, Properties, classes, component, html};

/// An item of a menu.
#[derive(Clone, PartialEq)]
pub(super) struct Choice<T> {
    /// What it says.
    pub(super) label: &'static str,
    /// One sentence more.
    pub(super) help: &'static str,
    /// Whether it is what holds now.
    pub(super) chosen: bool,
    /// What choosing it asks for.
    pub(super) then: T,
}

/// What a menu is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct DropdownProps<T: Clone + PartialEq + 'static> {
    /// Which one it is.
    pub(super) menu: Menu,
    /// Whether it is open.
    pub(super) open: bool,
    /// What its button says.
    pub(super) label: AttrValue,
    /// What it is for.
    pub(super) title: AttrValue,
    /// Its items.
    pub(super) choices: Vec<Choice<T>>,
    /// Whether its button is the main one of the page.
    #[prop_or_default]
    pub(super) primary: bool,
    /// Where opening and closing go.
    pub(super) act: Callback<Action>,
    /// Where the choice goes.
    pub(super) choose: Callback<T>,
}

/// A button with a menu under it.
#[component]
pub(super) fn Dropdown<T: Clone + PartialEq + 'static>(props: &DropdownProps<T>) -> Html {
    let DropdownProps { menu, open, label, title, choices, primary, act, choose } = props;
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
                aria-expanded={open.to_string()} {title} onclick={toggle}>
                <span class="menu-label">{ label }</span>
            </button>
            if *open {
                <div class="backdrop" onclick={close}></div>
                <div class="menu-list" role="menu" id={list} aria-labelledby={id} {onkeydown}>
                    { for choices.iter().enumerate().map(|(index, choice)| {
                        let then = choice.then.clone();
                        html! {
                            <button type="button" role="menuitem" id={format!("{id}-{index}")}
                                key={index} onclick={choose.reform(move |_| then.clone())}>
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
