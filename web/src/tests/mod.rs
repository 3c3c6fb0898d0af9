//! Tests of the whole page: drawn to text natively, driven in a browser.

#[cfg(not(target_arch = "wasm32"))]
mod aboard;
#[cfg(target_arch = "wasm32")]
mod browser;
mod bytes;
#[cfg(not(target_arch = "wasm32"))]
mod checker;
#[cfg(not(target_arch = "wasm32"))]
mod first_paint;
#[cfg(not(target_arch = "wasm32"))]
mod keep;
#[cfg(not(target_arch = "wasm32"))]
mod render;
