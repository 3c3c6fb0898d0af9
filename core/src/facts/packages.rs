//! Packages that the image is made of, by their names in Debian and in Alpine.
//!
//! Sources: Debian's package lists; APKBUILD files of alpinelinux/aports (postgresql17 has libpq and libpq-dev and provides
//! postgresql-client; mariadb has mariadb-client; mariadb-connector-c brings libmariadb, its -dev package mysql_config; vips is
//! the library without its C++ part). Read 2026-11-30; none of the Alpine names was installed here. jemalloc is left out on
//! Alpine: its libc is another one, and not every release of Alpine has the package. The node and bun binaries of
//! Alpine's images are linked with libstdc++ (the Dockerfiles of nodejs/docker-node and oven-sh/bun, read the same day).

/// A package by its names; empty where a distribution needs none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Package {
    /// Debian's and Ubuntu's.
    pub debian: &'static str,
    /// Alpine's.
    pub alpine: &'static str,
}

impl Package {
    const fn new(debian: &'static str, alpine: &'static str) -> Self {
        Self { debian, alpine }
    }
}

/// What every app needs while it runs.
pub const RUNTIME: [Package; 4] = [
    Package::new("curl", "curl"),
    Package::new("libjemalloc2", ""),
    Package::new("tzdata", "tzdata"),
    // bin/docker-entrypoint is written for it.
    Package::new("", "bash"),
];

/// What compiles native gems.
pub const COMPILERS: [Package; 4] = [
    Package::new("build-essential", "build-base"),
    Package::new("git", "git"),
    Package::new("libyaml-dev", "yaml-dev"),
    Package::new("pkg-config", "pkgconf"),
];

/// Client of PostgreSQL.
pub const POSTGRESQL: [Package; 2] =
    [Package::new("libpq5", "libpq"), Package::new("postgresql-client", "postgresql-client")];
/// What its gem is compiled with.
pub const POSTGRESQL_HEADERS: [Package; 1] = [Package::new("libpq-dev", "libpq-dev")];
/// Client of MySQL.
pub const MYSQL: [Package; 2] = [
    Package::new("default-mysql-client", "mariadb-client"),
    Package::new("libmariadb3", "mariadb-connector-c"),
];
/// What its gem is compiled with.
pub const MYSQL_HEADERS: [Package; 1] =
    [Package::new("default-libmysqlclient-dev", "mariadb-connector-c-dev")];
/// SQLite.
pub const SQLITE: [Package; 1] = [Package::new("sqlite3", "sqlite")];
/// What its gem is compiled with.
pub const SQLITE_HEADERS: [Package; 1] = [Package::new("libsqlite3-dev", "sqlite-dev")];
/// Resizes images.
pub const VIPS: [Package; 1] = [Package::new("libvips", "vips")];
/// What node and bun are linked with.
pub const NODE: [Package; 1] = [Package::new("", "libstdc++")];

/// Gems with what they need besides: the gem, Debian's packages while the app runs, and those that compile it. Sources, read
/// 2026-11-30: the READMEs of mini_magick, rmagick, streamio-ffmpeg, ferrum and grover (both start Chrome), ffi-libarchive,
/// charlock_holmes (ICU), rugged (cmake, pkg-config and libssh2), rbtrace and wicked_pdf (brings its own program); Debian's package lists.
pub const GEM_PACKAGES: [(&str, &[&str], &[&str]); 11] = [
    ("mini_magick", &["imagemagick"], &[]),
    ("rmagick", &["imagemagick"], &["libmagickwand-dev"]),
    ("streamio-ffmpeg", &["ffmpeg"], &[]),
    ("ferrum", &["chromium"], &[]),
    ("grover", &["chromium"], &[]),
    ("cuprite", &["chromium"], &[]),
    ("ffi-libarchive", &["libarchive13t64"], &[]),
    ("charlock_holmes", &[], &["libicu-dev"]),
    ("rugged", &[], &["cmake"]),
    ("curb", &[], &["libcurl4-openssl-dev"]),
    ("tiny_tds", &["freetds-bin"], &["freetds-dev"]),
];
