//! What the checker knows of Kubernetes is what Kubernetes' own modules say, in the versions that `facts/go.mod` pins.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod pod_security;
mod removed;
