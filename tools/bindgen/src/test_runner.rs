//! `wasm-bindgen-test-runner MODULE`: what cargo starts in place of a test that was compiled for wasm32.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
