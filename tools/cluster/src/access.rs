//! How a cluster is reached: free ports, a password, a kubeconfig.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use anyhow::{Context, Result};

/// Three ports that nobody listens on, held at once so that they differ.
pub(super) fn free_ports() -> Result<[u16; 3]> {
    let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("finding a free port");
    let (first, second, third) = (listen()?, listen()?, listen()?);
    Ok([first.local_addr()?.port(), second.local_addr()?.port(), third.local_addr()?.port()])
}

/// A password that nobody can guess.
pub(super) fn token() -> Result<String> {
    use std::io::Read;
    let mut bytes = [0_u8; 16];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes).context("reading randomness")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Leads to a server by the certificate that it makes for itself.
pub(super) fn kubeconfig(name: &str, address: &str, authority: &Path, token: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: {name}\n\
         clusters:\n- name: {name}\n  cluster:\n    server: {address}\n    certificate-authority: {}\n\
         contexts:\n- name: {name}\n  context:\n    cluster: {name}\n    user: admin\n\
         users:\n- name: admin\n  user:\n    token: {token}\n",
        quoted(&authority.display().to_string())
    )
}

/// A text as YAML reads it back.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_ports_differ() -> Result<()> {
        assert_ne!(token()?, token()?);
        let [first, second, third] = free_ports()?;
        assert!(first != second && second != third && first != third);
        Ok(())
    }
}
