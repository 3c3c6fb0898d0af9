//! The second thread: it judges texts and reads the files of an app, so that the page never has to wait for it, and is
//! loaded when somebody asks for one of them.

use linkspan_core::internal::intake;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answers = scope.clone();
    let asked = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let question = event.data().as_string().unwrap_or_default();
        let _ = answers.post_message(&JsValue::from(intake::reply(&question)));
    });
    scope.set_onmessage(Some(asked.as_ref().unchecked_ref()));
    asked.forget();
    // What is asked before nobody hears; an empty answer says that from now on somebody does.
    let _ = scope.post_message(&JsValue::from(""));
}
