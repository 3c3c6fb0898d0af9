//! The form: every field of the spec, section by section.

mod search;
mod summary;

use crate::field::{self, Source};
use crate::platform;
use crate::prose::{counted, prose};
use crate::state::{Action, View, Width, groups, section_at};
use linkspan_core::field::{Field, PARTS, Section};
use linkspan_core::spec::Draft;
pub(crate) use search::SEARCH;
use search::Search;
use std::rc::Rc;
use summary::summary;
use yew::{AttrValue, Callback, Html, Properties, classes, component, html};

/// What the form is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FormProps {
    /// What was typed.
    pub(crate) draft: Rc<Draft>,
    /// What it gives.
    pub(crate) view: Rc<View>,
    /// The open sections.
    pub(crate) open: Rc<Vec<&'static str>>,
    /// Ids of sections and paths of groups that show their rare fields.
    pub(crate) unfolded: Rc<Vec<String>>,
    /// The field that decided the selected line.
    pub(crate) linked: Option<AttrValue>,
    /// Where changes go.
    pub(crate) act: Callback<Action>,
}

/// The form.
#[component]
pub(crate) fn Form(props: &FormProps) -> Html {
    html! {
        <form class="pane form" id="form" aria-label="Spec" autocomplete="off" tabindex="-1"
            onsubmit={|event: yew::SubmitEvent| event.prevent_default()}>
            <Search draft={props.draft.clone()} act={props.act.clone()} />
            { for groups().into_iter().map(|(section, fields)| html! {
                <>
                    if let Some(part) = PARTS.iter().find(|part| part.first == section.id) {
                        <p class="part" key={part.label}>{ part.label }</p>
                    }
                    { one(props, section, &fields) }
                </>
            }) }
        </form>
    }
}

fn one(props: &FormProps, section: Section, fields: &[&'static Field]) -> Html {
    let open = props.open.contains(&section.id);
    let body = format!("section-{}", section.id);
    let toggle = {
        let (id, act) = (section.id, props.act.clone());
        move |_| {
            let width = if platform::small() { Width::Small } else { Width::Wide };
            act.emit(Action::Section(id, width));
        }
    };
    let source = Source {
        draft: &props.draft,
        view: &props.view,
        linked: props.linked.as_deref(),
        unfolded: &props.unfolded,
        act: &props.act,
    };
    html! {
        <section class={classes!("section", open.then_some("open"))} key={section.id}>
            <h2>
                <button type="button" id={format!("{body}-toggle")} aria-expanded={open.to_string()}
                    aria-controls={body.clone()} onclick={toggle}>
                    <span class="chevron" aria-hidden="true"></span>
                    <span class="title">{ section.label }</span>
                    <span class="said">{ if open { String::new() } else { summary(&props.draft, fields) } }</span>
                    { badges(props, section.id) }
                </button>
            </h2>
            <div id={body} class="fields" hidden={!open}>
                if open {
                    if !section.help.is_empty() {
                        <p class="lead">{ prose(section.help) }</p>
                    }
                    { field::fold(&with_paths(fields), section.id, source) }
                }
            </div>
        </section>
    }
}

fn with_paths(fields: &[&'static Field]) -> Vec<(&'static Field, String)> {
    fields.iter().map(|field| (*field, field.path.to_owned())).collect()
}

/// Whether something in a section is wrong.
fn badges(props: &FormProps, id: &str) -> Html {
    let worst = props
        .view
        .problems
        .iter()
        .filter(|problem| section_at(&problem.path) == Some(id))
        .map(|problem| problem.severity)
        .max();
    let count = worst.map_or(0, |worst| {
        props
            .view
            .problems
            .iter()
            .filter(|each| each.severity == worst && section_at(&each.path) == Some(id))
            .count()
    });
    html! {
        if let Some(worst) = worst {
            <span class={classes!("badge", worst.word())}>{ counted(count, worst.word()) }</span>
        }
    }
}
