//! The playground: a form on one side, the files it makes on the other. It holds state and draws;
//! what a spec means is core's to know.

mod aboard;
mod app;
mod checker;
mod command;
mod field;
mod files;
mod form;
mod frame;
mod given;
mod hotkey;
mod platform;
mod preview;
mod prose;
mod state;
#[cfg(test)]
mod tests;

fn main() {
    platform::mount(app::AppProps::begin());
}
