//! Node.js, which installs packages in the build stage.
//!
//! Sources: `schedule.json` of nodejs/Release, and `products/nodejs.md` of endoflife.date for the majors before 20 (even majors
//! get fixes for three years, odd ones for eight months; 16 ended early, with its OpenSSL); nodejs/corepack issue 783
//! (corepack is not part of Node.js from 25 on). Read 2026-11-27; that day npm's newest corepack was 0.36.0. The next to
//! end: 22 on 2027-04-30, 24 on 2028-04-30, 26 on 2029-04-30.

/// What installs corepack where Node.js does not bring it.
pub const COREPACK: &str = "corepack@0.36.0";

/// The last Yarn of the first kind, as npm has it: it takes whatever `packageManager` says of a Yarn 1, where corepack wants
/// a whole version (`yarn@1.0` is none; tried with corepack 0.36.0), and goes on as the Yarn that `yarnPath` in .yarnrc.yml
/// names. Source: npm's registry, and src/cli/index.js of yarnpkg/yarn; tried 2026-11-30.
pub const YARN_CLASSIC: &str = "yarn@1.22.22";

/// What npm calls Yarn from the second version on.
pub const YARN_MODERN: &str = "@yarnpkg/cli-dist";

/// Files that say which node packages are installed, by their names, wherever they lie: those of npm, Yarn 1 to 4, pnpm and
/// Bun. Sources: the documentation of each, read 2026-11-30.
pub const PACKAGE_FILES: [&str; 11] = [
    "package.json",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    ".pnpmfile.*",
    "bun.lock*",
    "bunfig.toml",
    ".npmrc",
    ".yarnrc*",
];

/// Folders of such files: Yarn's releases, plugins and patches; patches of pnpm and patch-package.
pub const PACKAGE_FOLDERS: [&str; 2] = [".yarn", "patches"];

/// Files with the settings of those programs, which may hold a login.
pub const PACKAGE_LOGINS: [&str; 3] = [".npmrc", ".yarnrc*", "bunfig.toml"];

/// When fixes of a major version ended; none while they go on, or where it is not known.
#[must_use]
pub const fn node_ended(major: i64) -> Option<&'static str> {
    match major {
        14 => Some("2023-04-30"),
        15 => Some("2021-06-01"),
        16 => Some("2023-09-11"),
        17 => Some("2022-06-01"),
        18 => Some("2025-04-30"),
        19 => Some("2023-06-01"),
        20 => Some("2026-04-30"),
        21 => Some("2024-06-01"),
        23 => Some("2025-06-01"),
        25 => Some("2026-06-01"),
        _ => None,
    }
}

/// Whether a major version brings corepack, which fetches Yarn and pnpm.
#[must_use]
pub const fn ships_corepack(major: i64) -> bool {
    major < 25
}
