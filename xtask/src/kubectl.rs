//! kubectl, where it is: nothing installs it.

use anyhow::{Context, Result};

use crate::need::Tool;
use crate::tree;

/// The kubectl of PATH.
pub(crate) fn get() -> Result<Tool> {
    let path = tree::on_path("kubectl").context("it is not on PATH")?;
    let how = path.display().to_string();
    Ok(Tool { how, env: vec![("LINKSPAN_KUBECTL", path.into())], ..Tool::default() })
}
