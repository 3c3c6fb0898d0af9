//! The Gateway API. The types in `resource::gateway` are those of this release's standard channel
//! (`sigs.k8s.io/gateway-api`, `config/crd/standard`), read 2026-11-23.

/// The release.
pub const GATEWAY_API: &str = "v1.6.1";
