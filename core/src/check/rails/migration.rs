//! Tasks that change the schema, wherever they run.

/// Tasks that change the schema.
const TASKS: [&str; 6] =
    ["db:create", "db:migrate", "db:prepare", "db:schema:load", "db:setup", "db:structure:load"];

/// A task that changes the schema in a text.
pub(super) fn task(text: &str) -> Option<&'static str> {
    TASKS.into_iter().find(|task| {
        text.match_indices(task).any(|(at, _)| {
            // `db:migrate:status` changes nothing, `db:migrate:primary` does.
            let rest = text.get(at + task.len()..).unwrap_or_default();
            !rest.starts_with(":status") && !rest.starts_with(":abort_if")
        })
    })
}
