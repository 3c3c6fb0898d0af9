//! `config/cable.yml`.

use super::{App, close, open};
use crate::files::text::Text;
use crate::plan::{CableAdapter, StoreVariables};

/// A websocket needs nothing of Service and Ingress; Action Cable's own settings are all.
pub(super) fn write(app: &App<'_>, text: &mut Text) {
    let plan = app.plan;
    let adapter = &plan.action_cable.adapter;
    text.because(adapter.because("Every pod has to see the messages of the others."));
    match adapter.value {
        CableAdapter::Redis => {
            open(text, "config/cable.yml", "yaml");
            let place = match &plan.redis.variables.url {
                Some(url) => format!("  url: <%= {} %>", app.address(&url.value)),
                None => lines(&plan.redis.variables),
            };
            text.push(format!(
                "production:\n  adapter: redis\n{place}\n  channel_prefix: {}",
                plan.app.value.replace('-', "_")
            ));
        }
        CableAdapter::SolidCable => {
            open(text, "config/cable.yml", "yaml");
            text.push("production:\n  adapter: solid_cable");
            if app.has_database("cable") {
                text.push("  connects_to:\n    database:\n      writing: cable");
            }
            text.push("  polling_interval: 0.1.seconds\n  message_retention: 1.day");
        }
        CableAdapter::Postgresql => {
            open(text, "config/cable.yml", "yaml");
            text.push("production:\n  adapter: postgresql # a message has 8,000 bytes at the most; PgBouncer in transaction mode loses them");
        }
        CableAdapter::Async => {
            open(text, "config/cable.yml", "yaml");
            text.push("production:\n  adapter: async # one process alone can do with it");
        }
        CableAdapter::None => return,
    }
    close(text);
    text.push("That is for Action Cable, Turbo Streams included; an app without them may leave it out. Pages of another host than the app's own have to be named in `config.action_cable.allowed_request_origins`.\n");
}

/// The parts of an address, a line each.
fn lines(variables: &StoreVariables) -> String {
    let parts = App::parts(variables, ["host", "port", "username", "password", "db"]);
    let lines: Vec<String> =
        parts.into_iter().map(|(key, read)| format!("  {key}: <%= {read} %>")).collect();
    lines.join("\n")
}
