//! Dockerfiles: what each says, and the rules that it may break.

pub(super) mod copied;
pub(super) mod read;

pub(super) use read::{Image, read, read_one};

use crate::check::Source;
use crate::check::rails::{
    assets_without_key, image_migrates, key_in_image, latest_base, low_port, private_file_in_image,
    root_image, secret_in_image, shell_without_exec,
};
use crate::check::shell::Word;
use crate::diagnostic::Diagnostic;

/// Judges every Dockerfile.
pub(super) fn check(images: &[Image<'_>], companions: &[Source<'_>], found: &mut Vec<Diagnostic>) {
    for image in images {
        secret_in_image::check(image, found);
        latest_base::check(image, found);
        root_image::check(image, found);
        low_port::check(image, found);
        image_migrates::check(image, found);
        shell_without_exec::in_image(image, found);
        assets_without_key::check(image, found);
        private_file_in_image::check(image, companions, found);
        key_in_image::check(image, companions, found);
    }
}

impl Image<'_> {
    /// Reports a finding at a word.
    pub(super) fn report(&self, word: &Word, diagnostic: Diagnostic, found: &mut Vec<Diagnostic>) {
        found.push(diagnostic.file(self.path).at(word.place, word.width));
    }
}
