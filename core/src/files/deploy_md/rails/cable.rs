//! `config/cable.yml`.

use super::{App, close, open};
use crate::files::text::Text;
use crate::plan::CableAdapter;

/// A websocket needs nothing of Service and Ingress; Action Cable's own settings are all.
pub(super) fn write(app: &App<'_>, text: &mut Text) {
    let plan = app.plan;
    let adapter = &plan.action_cable.adapter;
    text.because(adapter.because("Every pod has to see the messages of the others."));
    match adapter.value {
        CableAdapter::Redis => {
            open(text, "config/cable.yml", "yaml");
            text.push(format!(
                "production:\n  adapter: redis\n  url: <%= {} %>\n  channel_prefix: {}",
                app.address("REDIS_URL"),
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
