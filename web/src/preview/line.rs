//! A line. It is drawn again only when something about it changes.

use linkspan_core::internal::render::Token;
use std::ops::Range;
use std::rc::Rc;
use yew::{AttrValue, Html, Properties, classes, component, html};

/// Ends of the parts of a line, each with the class that colours it.
pub(crate) type Tokens = Rc<[(Range<usize>, &'static str)]>;

/// What a line is drawn from.
#[derive(PartialEq, Properties)]
pub(super) struct RowProps {
    /// Its place, from 0.
    pub(super) index: usize,
    /// Its text.
    pub(super) text: String,
    /// Its parts.
    pub(super) tokens: Tokens,
    /// What stands beside it.
    pub(super) note: AttrValue,
    /// Whether it changed.
    pub(super) changed: bool,
    /// Whether it belongs to the focused field.
    pub(super) touched: bool,
    /// Whether it is selected.
    pub(super) selected: bool,
}

/// A line.
#[component]
pub(super) fn Row(props: &RowProps) -> Html {
    let RowProps { index, text, tokens, note, changed, touched, selected } = props;
    let number = index + 1;
    let class = classes!(
        "line",
        changed.then_some("changed"),
        touched.then_some("touched"),
        selected.then_some("selected")
    );
    let spans = tokens.iter().map(|(range, class)| {
        let part = text.get(range.clone()).unwrap_or_default().to_owned();
        if class.is_empty() {
            html! { { part } }
        } else {
            html! { <span class={*class}>{ part }</span> }
        }
    });
    html! {
        <li {class} id={format!("line-{number}")} role="option" data-line={index.to_string()}
            aria-selected={selected.to_string()}>
            <span class="number" aria-hidden="true">{ number }</span>
            <span class="sign" aria-hidden="true">{ sign(*changed, *touched) }</span>
            <code>{ for spans }</code>
            if !note.is_empty() { <span class="reason" aria-hidden="true">{ note }</span> }
        </li>
    }
}

/// The sign in the margin: colour never says it alone.
const fn sign(changed: bool, touched: bool) -> &'static str {
    match (changed, touched) {
        (true, _) => "~",
        (false, true) => "›",
        (false, false) => "",
    }
}

/// The parts of a line with their classes.
pub(crate) fn tokens(spans: &[(Token, Range<usize>)]) -> Tokens {
    spans.iter().map(|(token, range)| (range.clone(), class(*token))).collect()
}

const fn class(token: Token) -> &'static str {
    match token {
        Token::Plain => "",
        Token::Key => "t-key",
        Token::Text => "t-text",
        Token::Number => "t-number",
        Token::Comment => "t-comment",
        Token::Keyword => "t-keyword",
        Token::Variable => "t-variable",
    }
}
