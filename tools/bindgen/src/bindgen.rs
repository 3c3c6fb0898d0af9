//! `bindgen MODULE TARGET FOLDER`: writes the JavaScript beside a module that cargo compiled for wasm32.

use anyhow::{Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [module, target, folder] = words.as_slice() else {
        bail!("give a module, `web` or `no-modules`, and the folder to write to");
    };
    let mut bindgen = Bindgen::new();
    match target.as_str() {
        "web" => bindgen.web(true)?,
        "no-modules" => bindgen.no_modules(true)?,
        other => bail!("`{other}` is not a target; there are `web` and `no-modules`"),
    };
    bindgen.input_path(module).typescript(false).generate(folder)
}
