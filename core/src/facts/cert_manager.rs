//! cert-manager, which asks for certificates and renews them. The newest release on the Go module proxy on 2026-11-23;
//! that its chart takes `config.gatewayAPI.enabled` was read in its sources.

/// Version of the release and of its chart.
pub const CERT_MANAGER: &str = "v1.21.2";
