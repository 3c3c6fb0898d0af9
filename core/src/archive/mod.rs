//! Bundles as `.tar.gz` and `.zip`, out and in.
