//! The second thread that judges texts.

use gloo::events::EventListener;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};
use yew::Callback;

/// Its program, beside the page.
const PROGRAM: &str = "checker.js";

/// What is known of the thread.
#[derive(Default)]
struct Line {
    /// Whether it hears.
    ready: bool,
    /// Whether it is at work.
    busy: bool,
    /// Whether it broke.
    broken: bool,
    /// The newest question that it has not got.
    waiting: Option<String>,
}

/// A thread that judges, until it is dropped. Of questions that wait only the last one is asked.
pub(crate) struct Judge {
    worker: Worker,
    line: Rc<RefCell<Line>>,
    _listeners: [EventListener; 2],
}

impl Judge {
    /// Starts it. Without an answer something broke, and it is of no more use.
    pub(crate) fn start(answered: Callback<Option<String>>) -> Option<Self> {
        let worker = Worker::new(PROGRAM).ok()?;
        let line = Rc::new(RefCell::new(Line::default()));
        let broken = answered.clone();
        let hear = {
            let (worker, line) = (worker.clone(), Rc::clone(&line));
            EventListener::new(&worker.clone(), "message", move |event| {
                let data =
                    event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
                {
                    let mut line = line.borrow_mut();
                    (line.ready, line.busy) = (true, false);
                }
                pass(&worker, &line);
                if let Some(answer) = data.filter(|answer| !answer.is_empty()) {
                    answered.emit(Some(answer));
                }
            })
        };
        let fail = {
            let line = Rc::clone(&line);
            EventListener::new(&worker, "error", move |_| {
                line.borrow_mut().broken = true;
                broken.emit(None);
            })
        };
        Some(Self { worker, line, _listeners: [hear, fail] })
    }

    /// Whether another one has to be started.
    pub(crate) fn is_broken(&self) -> bool {
        self.line.borrow().broken
    }

    /// Asks, once the thread has answered what it was asked before.
    pub(crate) fn ask(&self, question: String) {
        self.line.borrow_mut().waiting = Some(question);
        pass(&self.worker, &self.line);
    }
}

/// Passes the waiting question on, if it can be heard now.
fn pass(worker: &Worker, line: &RefCell<Line>) {
    let mut line = line.borrow_mut();
    if !line.ready || line.busy {
        return;
    }
    if let Some(question) = line.waiting.take() {
        line.busy = worker.post_message(&JsValue::from(question)).is_ok();
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
