//! The Dockerfile: stages, so that compilers stay out of the final image.

mod base;
mod build;
mod javascript;
mod packages;
mod release;
mod step;

use super::text::Text;
use crate::field::Guide;
use crate::plan::Plan;

pub(super) fn write(plan: &Plan) -> Text {
    let mut text =
        Text::new(Guide::DockerImage, "Builds the image that every process of the app runs in.");
    let secrets = &plan.build.secrets;
    if !secrets.value.is_empty() {
        text.because(secrets.because("Secrets as variables came with version 1.10 of this language: a builder that is older fetches it."));
        text.push("# syntax=docker/dockerfile:1");
        text.fixed(Guide::DockerImage, "Builds the image that every process of the app runs in.");
    }
    let given: String =
        secrets.value.iter().map(|name| format!("--secret id={name},env={name} ")).collect();
    text.push(format!(
        "# Production image of {}: web, workers, migrations and console all run in it.\n# Build it with: docker build --tag {}:dev {given}.",
        plan.app.value, plan.image.value
    ));
    if plan.build.steps.any() {
        step::apart(&mut text);
    }
    text.push("");
    base::write(plan, &mut text);
    build::write(plan, &mut text);
    release::write(plan, &mut text);
    text
}
