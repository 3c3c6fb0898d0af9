//! What a spec changes of an object that Linkspan makes: a strategic merge patch as kubectl reads it, or a JSON patch
//! (RFC 6902). The text of either is YAML: a map is the first, a list the second, as Kustomize takes them.

mod json;
mod keys;
mod merge;

#[cfg(test)]
mod tests;

use crate::value::{Key, Value};
use crate::yaml::{self, Content, Node, Scalar};

/// The most bytes that the text of a patch has.
const MAX_BYTES: usize = 64 * 1024;

/// What identifies an object: no patch changes it, for deploy.sh and the files around know it by that.
const IDENTITY: [&[&str]; 4] =
    [&["apiVersion"], &["kind"], &["metadata", "name"], &["metadata", "namespace"]];

/// A patch that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Patch {
    /// A strategic merge patch.
    Merge(Vec<(Key, Value)>),
    /// The operations of a JSON patch, in order.
    Json(Vec<json::Operation>),
}

/// Why a patch cannot be read or does not fit its object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// What is wrong, after "the patch ".
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: String,
}

impl Fault {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// A step of a path into an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To the value under a key of a map.
    Key(String),
    /// To an item of a list.
    Index(usize),
}

/// What a patch did, in order; paths are those of the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The value here is the patch's.
    Set(Vec<Step>),
    /// The value that stood under this key is gone.
    Gone(Vec<Step>),
    /// The list here has other items: for each of now, where it stood before, and nothing for a new one.
    Items(Vec<Step>, Vec<Option<usize>>),
}

impl Patch {
    /// Reads the text of a patch.
    ///
    /// # Errors
    ///
    /// When it is no YAML, neither a map nor a list of operations, or holds what no object of ours can.
    pub(crate) fn read(text: &str) -> Result<Self, Fault> {
        if text.len() > MAX_BYTES {
            return Err(Fault::new("is longer than 64 KiB", "make a manifest of your own of it"));
        }
        let (documents, problems) = yaml::read(text);
        if let Some(problem) = problems.into_iter().next() {
            let message = format!("is no YAML: line {}: {}", problem.place.line, problem.message);
            return Err(Fault::new(message, problem.help));
        }
        let mut roots = documents.iter().filter_map(|document| document.root.as_ref());
        let (root, rest) = (roots.next(), roots.next());
        if rest.is_some() {
            let help = "write each into an item of its own under `patches`";
            return Err(Fault::new("holds several documents", help));
        }
        let help =
            "write the fields that change, as in a manifest, or a list of operations (RFC 6902)";
        match root.map(value).transpose()? {
            Some(Value::Map(entries)) if !entries.is_empty() => Ok(Self::Merge(entries)),
            Some(Value::List(items)) if !items.is_empty() => json::read(&items).map(Self::Json),
            None | Some(Value::Null | Value::Map(_) | Value::List(_)) => {
                Err(Fault::new("is empty", help))
            }
            Some(_) => Err(Fault::new("is one value and no map", help)),
        }
    }

    /// Changes an object, and says what changed. An object whose patch fails is not to be used.
    ///
    /// # Errors
    ///
    /// When the patch does not fit the object, or takes away what the object is known by.
    pub(crate) fn apply(&self, object: &mut Value) -> Result<Vec<Change>, Fault> {
        let known = IDENTITY.map(|path| at(object, path).cloned());
        let changes = match self {
            Self::Merge(patch) => merge::apply(patch, object)?,
            Self::Json(operations) => json::apply(operations, object)?,
        };
        for (path, before) in IDENTITY.into_iter().zip(known) {
            if at(object, path) != before.as_ref() {
                let message = format!("changes `{}`", path.join("."));
                let help = "leave it out: other files know the object by it";
                return Err(Fault::new(message, help));
            }
        }
        Ok(changes)
    }
}

fn at<'a>(object: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(object, |value, key| value.get(key))
}

/// A value without its place, as kubectl would send it.
pub(crate) fn value(node: &Node) -> Result<Value, Fault> {
    let here = || format!("line {}", node.start().line);
    match &node.content {
        Content::List(items) => items.iter().map(value).collect::<Result<_, _>>().map(Value::List),
        Content::Map(entries) => {
            let mut map: Vec<(Key, Value)> = Vec::with_capacity(entries.len());
            for entry in entries {
                if map.iter().any(|(key, _)| entry.key == **key) {
                    let message = format!("has the key `{}` twice, in {}", entry.key, here());
                    return Err(Fault::new(message, "remove one of them"));
                }
                map.push((Key::Owned(entry.key.to_string()), value(&entry.value)?));
            }
            Ok(Value::Map(map))
        }
        Content::Scalar { .. } => match yaml::resolve(node) {
            None | Some(Scalar::Null) => Ok(Value::Null),
            Some(Scalar::Bool(value)) => Ok(Value::Bool(value)),
            Some(Scalar::Text(text)) => Ok(Value::Text(text.to_owned())),
            Some(Scalar::Int(number)) => i64::try_from(number).map(Value::Int).map_err(|_| {
                Fault::new(
                    format!("has a number that is too large, in {}", here()),
                    "put it in quotes if it is a text",
                )
            }),
            Some(Scalar::Float(_)) => Err(Fault::new(
                format!("has a number with a fraction, in {}", here()),
                "put it in quotes: amounts such as \"0.5\" are texts in Kubernetes",
            )),
        },
    }
}
