//! `linkspan init`

mod compare;
mod files;
mod questions;
mod show;
mod sources;

use super::{Output, generate};
use crate::ask;
use crate::error::{CliError, shown};
use crate::exit::Exit;
use crate::output::{self, Existing};
use crate::paint::{self, Sources, plain};
use crate::{input, terminal};
use linkspan_core::field::{self, nearest};
use linkspan_core::internal::detect::{self, Given, Value};
use linkspan_core::spec::FILE;
use std::io;
use std::path::{Path, PathBuf};

/// Write a linkspan.yml from the files of an app: Gemfile.lock, config/database.yml, Procfile and others
///
/// Nothing of the app is run, and no value of a secret is read: texts alone say what the app needs, and
/// behind each value stands where it was read. On a terminal, linkspan asks for what no file tells; in a
/// script, or with --yes, it takes what is usual and says what is open. A file that is there is never
/// overwritten.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::exit::HELP)]
pub(crate) struct Args {
    /// The app's folder
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// A file of another tool to take over, or a folder of manifests; give it once for each: Kamal's
    /// deploy.yml, a compose file, a Procfile, app.json, a Cuberfile, kuby.rb, Helm values
    #[arg(long, value_name = "FILE|FOLDER")]
    from: Vec<PathBuf>,
    /// Where to write; by default linkspan.yml in the app's folder
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Name of the app
    #[arg(long, value_name = "NAME")]
    app: Option<String>,
    /// Repository of the image, without a tag
    #[arg(long, value_name = "REPOSITORY")]
    image: Option<String>,
    /// Host name; give it once for each
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Any field that is one text: --set database.adapter=postgresql, --set web.probe=tcp
    #[arg(long, value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// Ask nothing, even on a terminal
    #[arg(long, short)]
    yes: bool,
    /// Write nothing; print the linkspan.yml
    #[arg(long)]
    dry_run: bool,
    /// Write nothing; compare the linkspan.yml that is there with what the files say now, and exit with 1
    /// when they differ
    #[arg(long, conflicts_with_all = ["dry_run", "out"])]
    check: bool,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    output: Output,
}

pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let path = args.out.clone().unwrap_or_else(|| args.folder.join(FILE));
    let writes = !args.check && !args.dry_run;
    if writes && path.symlink_metadata().is_ok() {
        return Err(exists(&path));
    }
    let read = |cause| CliError::Read { path: args.folder.clone(), cause };
    let mut app = files::app(&args.folder).map_err(read)?;
    for source in &args.from {
        sources::add(&args.folder, source, &mut app)?;
    }
    let mut given = given(args)?;
    if args.check {
        return compare::run(args, &path, &app, &given);
    }
    let mut findings = detect::detect(&app, &given);
    if args.output == Output::Human {
        terminal::talk(&show::seen(&findings));
        if terminal::can_ask() && !args.yes {
            questions::ask(&findings, &mut given, &mut io::stdin().lock(), &mut terminal::talk)?;
            findings = detect::detect(&app, &given);
        }
    }
    let text = detect::spec(&findings);
    let mut report = linkspan_core::generate(&text).report;
    if args.output == Output::Json {
        terminal::result(&show::json(&findings, &text))?;
    } else {
        terminal::talk(&show::open(&findings));
        let name = input::name(&path);
        for diagnostic in report.diagnostics.iter_mut().filter(|each| each.file == FILE) {
            name.clone_into(&mut diagnostic.file);
        }
        terminal::talk(&paint::report(&report, &Sources::from([(name, text.clone())])));
    }
    if args.dry_run {
        if args.output == Output::Human {
            terminal::result(&text)?;
        }
        return Ok(Exit::Done);
    }
    output::write_one(&path, text.as_bytes(), Existing::Keep).map_err(|cause| {
        match cause.kind() {
            io::ErrorKind::AlreadyExists => exists(&path),
            _ => CliError::Write { path: path.clone(), cause },
        }
    })?;
    if args.output == Output::Human {
        terminal::result(&format!("{}  {}\n", paint::green("new"), shown(&path)))?;
        return next(args, path, report.has_errors());
    }
    Ok(Exit::Done)
}

/// Offers what comes next, where somebody can say no.
fn next(args: &Args, path: PathBuf, is_open: bool) -> Result<Exit, CliError> {
    let asks = terminal::can_ask() && !args.yes && !is_open;
    if asks && ask::yes("Write the files that follow from it now (`linkspan generate`)?")? {
        return generate::run(&generate::Args::of(path, args.folder.clone()));
    }
    terminal::talk(match is_open {
        true => "Next: answer what is open in it, then `linkspan generate`\n",
        false => "Next: read it through, then `linkspan generate`\n",
    });
    Ok(Exit::Done)
}

/// What flags say.
fn given(args: &Args) -> Result<Given, CliError> {
    let mut given = Given::new();
    for (path, value) in [("app", &args.app), ("image", &args.image)] {
        if let Some(value) = value {
            add(path, value, &mut given)?;
        }
    }
    if !args.host.is_empty() {
        add("hosts", &args.host.join(","), &mut given)?;
    }
    for setting in &args.set {
        let Some((path, value)) = setting.split_once('=') else {
            return Err(CliError::Usage(
                format!("`--set {}` sets nothing", plain::inline(setting)),
                "write FIELD=VALUE, such as --set database.adapter=postgresql".to_owned(),
            ));
        };
        add(path, value, &mut given)?;
    }
    Ok(given)
}

/// Adds an answer that its field accepts.
fn add(path: &str, value: &str, given: &mut Given) -> Result<(), CliError> {
    let Some(field) = field::find(path).filter(|field| !field.path.contains("[]")) else {
        let help = match nearest(path, field::fields().map(|field| field.path)) {
            Some(near) if near != path => format!("did you mean `{near}`?"),
            _ => "fields of groups are set in linkspan.yml itself".to_owned(),
        };
        let shown = plain::inline(path);
        return Err(CliError::Usage(format!("`{shown}` is no field that a flag can set"), help));
    };
    let texts: Vec<String> = match field.accepts.is_list() {
        true => value
            .split(',')
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect(),
        false => vec![value.to_owned()],
    };
    for text in &texts {
        // The value itself is not shown: somebody may have put a secret where its name belongs.
        field::check(field.accepts, text).map_err(|wrong| {
            CliError::Usage(format!("`{}` {}", field.path, wrong.message), wrong.help)
        })?;
    }
    let value =
        if field.accepts.is_list() { Value::List(texts) } else { Value::Text(value.to_owned()) };
    given.retain(|(other, _)| other != path);
    given.push((path.to_owned(), value));
    Ok(())
}

fn exists(path: &Path) -> CliError {
    CliError::Refused(
        format!("`{}` is there already", shown(path)),
        "compare it with the app by `linkspan init --check`, or write elsewhere with `--out FILE`"
            .to_owned(),
    )
}
