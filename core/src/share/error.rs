//! Why a link gives no spec.

use thiserror::Error;

/// Why a link gives no spec: what is wrong, then what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ShareError {
    /// Neither a packed spec nor settings.
    #[error("the link holds no spec: copy it again, from `#` to its end")]
    Unknown,
    /// Packed by a later Linkspan.
    #[error("the link is of version `{0}`, this Linkspan reads `v1`: open it with a newer one")]
    Version(String),
    /// Cut off, or changed on its way.
    #[error("the link is damaged: copy it again, from `#` to its end")]
    Damaged,
    /// Longer than the limits of this module.
    #[error("the link holds more than 64 KiB: send `linkspan.yml` as a file")]
    TooLong,
    /// More settings than a person writes.
    #[error("the link holds more than 200 settings: send `linkspan.yml` as a file")]
    TooMany,
    /// A part between two `&` without `=`, or with a broken `%`; shortened and escaped.
    #[error("`{0}` is not a setting: write `name=value`, and `%25` for a percent sign")]
    NotASetting(String),
    /// No such preset.
    #[error("there is no preset `{name}`: choose one of {known}")]
    NoPreset {
        /// As written, shortened and escaped.
        name: String,
        /// Those that there are.
        known: String,
    },
    /// No such field of the spec.
    #[error("there is no setting `{name}`: {help}")]
    NoField {
        /// As written, shortened and escaped.
        name: String,
        /// What was probably meant.
        help: String,
    },
    /// A group that is not there, such as `workers[7].name` where the preset has two.
    #[error("there is no place for `{0}`: groups are counted from 0, without gaps")]
    NoPlace(String),
}
