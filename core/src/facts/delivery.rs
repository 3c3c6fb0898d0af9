//! What workflows are made of.
//!
//! The action is pinned by its full commit, because a tag can be moved to other code. Source: the release
//! v6.0.2 of actions/checkout as pinned in public workflows, read 2026-11-23. `ubuntu-24.04` brings docker
//! with buildx, kubectl, git and bash (the lists of actions/runner-images, not read anew). Tags of the docker image: public
//! Dockerfiles and workflows of 2026 start from docker:29-cli and docker:29-dind (29.8.1 in September), read 2026-11-27;
//! the image is Alpine's, whose community packages hold kubectl (part of `kubernetes`) and sops (`community/sops` in
//! alpinelinux/aports), read the same day. None of these was pulled here.

/// Checks the code out.
pub const CHECKOUT: &str = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2";

/// GitHub's machine.
pub const GITHUB_RUNNER: &str = "ubuntu-24.04";

/// Decrypts what SOPS has encrypted: built by Go, which the machine has and which checks it against Go's list
/// of checksums. The newest release that the Go module proxy named on 2026-11-24.
pub const SOPS_MODULE: &str = "github.com/getsops/sops/v3/cmd/sops@v3.13.3";

/// The image of a GitLab job that builds images, Alpine's.
pub const DOCKER_CLI: &str = "docker.io/library/docker:29-cli";

/// The service beside it.
pub const DOCKER_DAEMON: &str = "docker.io/library/docker:29-dind";
