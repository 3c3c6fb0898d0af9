//! A field of the form: its label, its control, its help, and what is wrong with it.

mod choice;
mod environments;
mod fold;
mod frame;
mod groups;
mod list;
mod number;
mod overrides;
mod rows;
mod switch;
mod text;

pub(crate) use fold::fold;
pub(crate) use frame::Problem;

use crate::platform;
use crate::state::{Action, View};
use linkspan_core::field::{Accepts, Default, Field, Unit};
use linkspan_core::spec::Draft;
use list::List;
use overrides::Overrides;
use rows::Rows;
use yew::{AttrValue, Callback, Html, Properties, component, html, use_effect_with};

/// What a field of one text is drawn from.
#[derive(Clone, PartialEq)]
pub(crate) struct Single {
    /// The field.
    pub(crate) field: &'static Field,
    /// Its path, with indexes.
    pub(crate) path: AttrValue,
    /// What was typed.
    pub(crate) value: AttrValue,
    /// What holds while nothing is typed.
    pub(crate) normal: AttrValue,
    /// What is wrong with it.
    pub(crate) problem: Option<Problem>,
    /// Whether the selected line was decided here.
    pub(crate) linked: bool,
    /// Where changes go.
    pub(crate) act: Callback<Action>,
}

/// A control with all that it is drawn from. One component for all kinds: each component costs the page
/// about two kilobytes.
#[derive(Clone, PartialEq)]
enum Shape {
    One(Single),
    List(List),
    Rows(Rows),
    Overrides(Overrides),
}

/// What a control is drawn from.
#[derive(Clone, PartialEq, Properties)]
struct ControlProps {
    shape: Shape,
}

/// A control. It is drawn again only when something about it changes.
#[component]
fn Control(props: &ControlProps) -> Html {
    // What somebody chose by hand a browser keeps, whatever is marked as chosen later.
    let chosen = match &props.shape {
        Shape::One(single) if matches!(single.field.accepts, Accepts::Choice(_)) => {
            Some((single.path.clone(), single.value.clone()))
        }
        _ => None,
    };
    use_effect_with(chosen, |chosen| {
        if let Some((path, value)) = chosen {
            platform::choose(path, value);
        }
    });
    match &props.shape {
        Shape::One(single) => one(single),
        Shape::List(shape) => list::list(shape),
        Shape::Rows(shape) => rows::rows(shape),
        Shape::Overrides(shape) => overrides::overrides(shape),
    }
}

/// A control under a key.
fn control(key: String, shape: Shape) -> Html {
    html! { <Control {key} {shape} /> }
}

/// A field of one text.
fn one(props: &Single) -> Html {
    let control = match props.field.accepts {
        Accepts::Int { min, max, unit } => number::number(props, min..=max, unit),
        Accepts::Bool => switch::switch(props),
        Accepts::Choice(choices) => choice::choice(props, choices),
        _ => text::text(props),
    };
    frame::frame(props, control)
}

/// What all fields of a form are drawn from.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    /// What was typed.
    pub(crate) draft: &'a Draft,
    /// What it gives.
    pub(crate) view: &'a View,
    /// The field that decided the selected line.
    pub(crate) linked: Option<&'a str>,
    /// Ids of sections and paths of groups that show their rare fields.
    pub(crate) unfolded: &'a Vec<String>,
    /// Where changes go.
    pub(crate) act: &'a Callback<Action>,
}

/// A field of any kind.
fn draw(field: &'static Field, path: &str, source: Source<'_>) -> Html {
    let key = path.to_owned();
    let act = source.act.clone();
    let path = AttrValue::from(key.clone());
    let linked = source.linked.is_some_and(|linked| {
        linked == path.as_str() || linked.strip_prefix(path.as_str()).is_some_and(inside)
    });
    let (draft, view) = (source.draft, source.view);
    if field.accepts.is_list() {
        let texts: Vec<AttrValue> =
            draft.texts(&path).into_iter().map(|text| text.to_owned().into()).collect();
        let problems = frame::inside(view, &path);
        return control(key, Shape::List(List { field, path, texts, problems, linked, act }));
    }
    match field.accepts {
        Accepts::Map | Accepts::Annotations | Accepts::Rules => {
            let rows: Vec<(AttrValue, AttrValue)> = draft
                .rows(&path)
                .into_iter()
                .map(|(name, text)| (name.to_owned().into(), text.to_owned().into()))
                .collect();
            let problems = frame::inside(view, &path);
            control(key, Shape::Rows(Rows { field, path, rows, problems, linked, act }))
        }
        Accepts::Groups => groups::draw(field, source),
        Accepts::Environments => environments::draw(field, source),
        _ => {
            let value = AttrValue::from(draft.text(&path).to_owned());
            let problem = view.problem(&path).map(Problem::of);
            let normal = normal(field, &path, view, value.is_empty());
            control(key, Shape::One(Single { field, path, value, normal, problem, linked, act }))
        }
    }
}

/// Whether the rest of a path goes on inside.
fn inside(rest: &str) -> bool {
    rest.starts_with(['[', '.'])
}

/// What holds while nothing is typed. What is worked out from other fields is known only then.
fn normal(field: &Field, path: &str, view: &View, empty: bool) -> AttrValue {
    let holds = || view.values.get(path).filter(|_| empty).cloned().map(AttrValue::from);
    match field.default {
        Default::Value(text) => text.into(),
        Default::Derived(_) => holds().unwrap_or_default(),
        Default::Required | Default::Nothing => AttrValue::default(),
    }
}

/// What a number counts, as written behind it.
const fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "seconds",
        Unit::Count | Unit::Port => "",
    }
}
