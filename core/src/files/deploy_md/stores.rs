//! memcached and search engines in `DEPLOY.md`, and what stands in the variables of any store.

use super::{code, data, settings};
use crate::facts::MEMCACHE_SERVERS;
use crate::files::text::Text;
use crate::plan::{
    Adapter, Database, DatabaseKind, Decided, MEMCACHED, Plan, SEARCH, SearchKind, StoreKind,
    StoreVariables,
};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    memcached(plan, text);
    search(plan, text);
}

fn memcached(plan: &Plan, text: &mut Text) {
    if !plan.has_memcached() {
        return;
    }
    let (namespace, memcached) = (&plan.namespace.value, &plan.memcached);
    let name = format!("{}-{MEMCACHED}", plan.app.value);
    text.because(memcached.kind.reason());
    text.push(format!("## memcached\n\nmemcached runs in the cluster: the StatefulSet `{name}`, one pod without a volume. What it holds is a cache: a pod that is replaced begins empty, and while it is away Rails works everything out anew. To see its figures:\n"));
    code(
        text,
        format!(
            "kubectl --namespace {namespace} port-forward statefulset/{name} 11211 &\nsleep 2; printf 'stats\\r\\nquit\\r\\n' | nc 127.0.0.1 11211; kill %1"
        ),
    );
    text.because(memcached.holds.reason());
    text.push(format!("It holds {} MiB at most and drops the oldest entries beyond that. It asks for no password: whoever reaches it reads and changes the cache, so let only the app's pods reach it (`security: {{network_policy: true}}`).\n", memcached.holds.value));
}

fn search(plan: &Plan, text: &mut Text) {
    if !plan.has_search() {
        return;
    }
    let (namespace, app, search) = (&plan.namespace.value, &plan.app.value, &plan.search);
    let name = format!("{app}-{SEARCH}");
    let engine = search.facts().name;
    let kubectl = format!("kubectl --namespace {namespace}");
    text.because(search.kind.reason());
    text.push(format!("## Search\n\n{engine} runs in the cluster: the StatefulSet `{name}`, one node, its index on the volume `data-{name}-0`, which stays when the pod goes. While the pod is replaced, searches fail for a minute. Its state, `yellow` for one node alone, and its indices:\n"));
    code(
        text,
        format!(
            "{kubectl} exec statefulset/{name} --container {SEARCH} -- curl --silent 'http://127.0.0.1:9200/_cluster/health?pretty'\n{kubectl} exec statefulset/{name} --container {SEARCH} -- curl --silent 'http://127.0.0.1:9200/_cat/indices?v'"
        ),
    );
    text.push("The index is empty after the first deploy: fill it from the database by a task of the app, such as `./deploy.sh --task bin/rails searchkick:reindex:all` with Searchkick. The same makes it anew, so it needs no backup of its own.\n");
    text.because(search.kind.because("One node inside the cluster."));
    text.push(format!("It asks for no password and speaks no TLS: {engine}'s own security wants certificates for each node, which protects nothing where one node serves one app. Whoever reaches port 9200 reads and changes the index, so let only the app's pods reach it (`security: {{network_policy: true}}`).\n"));
    text.because(search.heap.reason());
    text.push(format!("Java's heap has {} MiB, half of `search.memory_limit`. Files of the index are read, not mapped (`node.store.allow_mmap: false`), so the nodes of the cluster need no other `vm.max_map_count`; for a large index that is slower.\n", search.heap.value));
    text.because(search.storage.reason());
    data::grow(plan, SEARCH, &search.storage, text);
    text.because(search.image.reason());
    let settings = settings(plan);
    text.push(format!("A newer version is a new `search.image` and {settings}; there is no way back to an older one on the same volume. A new major version reads the index of the one before it and none older. Plugins stand in an image of your own that is made of this one.\n"));
}

/// Where the value of a variable of a store comes from, and what it is; none where it is no such variable.
pub(super) fn about(plan: &Plan, name: &str) -> Option<(&'static str, String)> {
    let is = |variable: &Option<Decided<String>>| {
        variable.as_ref().is_some_and(|variable| variable.value == name)
    };
    let database = &plan.database;
    let of_database = of_database(plan, database, name, &is).filter(|_| plan.has_server());
    if of_database.is_some() {
        return of_database;
    }
    let redis = &plan.redis;
    if plan.has_redis() && name == redis.password() {
        return Some(("openssl rand -hex 32", "the password of the Redis in the cluster, made at random. It stands in a URL, so it may hold letters, digits, dots, dashes, `_` and `~` only.".into()));
    }
    if is(&redis.variables.url) {
        return Some(("cat", "the address of Redis, such as `redis://:PASSWORD@HOST:6379/0`, or `rediss://` for one that asks for TLS.".into()));
    }
    for also in &redis.also.value {
        let own = redis.variables_of(also);
        if is(&own.url) {
            let usual = redis.variables.url.as_ref().map_or("", |url| url.value.as_str());
            return Some((
                "cat",
                format!(
                    "the address of this Redis, in the same form as {usual}; it may be another database of the same server."
                ),
            ));
        }
        if is(&own.host) {
            return Some(("cat", format!("the host of the Redis `{also}`.")));
        }
    }
    if is(&plan.memcached.variables.url) {
        return Some(("cat", "the address of memcached, such as `cache.example.com:11211`; several stand with commas between them.".into()));
    }
    if is(&plan.search.variables.url) {
        return Some((
            "cat",
            format!(
                "the address of {}, such as `https://USER:PASSWORD@search.example.com:9200`.",
                plan.search.facts().name
            ),
        ));
    }
    let engine = match plan.search.engine.value {
        SearchKind::Opensearch => "OpenSearch",
        SearchKind::Elasticsearch => "Elasticsearch",
    };
    [
        (&redis.variables, "Redis"),
        (&plan.memcached.variables, "memcached"),
        (&plan.search.variables, engine),
    ]
    .into_iter()
    .find_map(|(variables, store)| part(variables, store, &is))
}

type Is<'a> = dyn Fn(&Option<Decided<String>>) -> bool + 'a;

/// The parts of an address.
fn part(variables: &StoreVariables, store: &str, is: &Is<'_>) -> Option<(&'static str, String)> {
    let what = if is(&variables.host) {
        "the host of"
    } else if is(&variables.port) {
        "the port of"
    } else if is(&variables.user) {
        "the user of"
    } else if is(&variables.password) {
        "the password of"
    } else if is(&variables.name) {
        "the name of"
    } else {
        return None;
    };
    Some(("cat", format!("{what} {store}.")))
}

fn of_database(
    plan: &Plan,
    database: &Database,
    name: &str,
    is: &Is<'_>,
) -> Option<(&'static str, String)> {
    let is_mysql = database.adapter.value == Adapter::Mysql;
    if plan.database_kind() == DatabaseKind::Cluster && name == database.password() {
        let store = if is_mysql { "database" } else { "PostgreSQL" };
        return Some((
            "openssl rand -hex 32",
            format!(
                "the password of the {store} in the cluster, made at random before its first start. It stands in a URL, so it may hold letters, digits, dots, dashes, `_` and `~` only. To change it later, see Database."
            ),
        ));
    }
    if is(&database.variables.url) {
        let example = if is_mysql {
            "`mysql2://USER:PASSWORD@HOST:3306/DATABASE`"
        } else {
            "`postgresql://USER:PASSWORD@HOST:5432/DATABASE`"
        };
        return Some((
            "cat",
            format!(
                "the address of the database, such as {example}; characters such as `@` or `/` in the password have to be percent-encoded."
            ),
        ));
    }
    for also in &database.also.value {
        let own = database.variables_of(also);
        let what = if is(&own.url) && database.is_replica(also) {
            "the address of the replica, in the same form; nothing is written there.".to_owned()
        } else if is(&own.url) {
            "the address of this database, in the same form; its tables may be in a server, or a database, of their own.".to_owned()
        } else if is(&own.host) {
            format!("the host of the replica `{also}`; nothing is written there.")
        } else if is(&own.name) {
            format!("what the server calls the database `{also}`.")
        } else {
            continue;
        };
        return Some(("cat", what));
    }
    let direct = plan.migrate.iter().flat_map(|job| &job.direct);
    if let Some(direct) = direct.into_iter().find(|direct| direct.key.value == name) {
        let what = if is_url(database, &direct.variable) {
            "the address of the same database for migrations, which leads past PgBouncer to the server itself"
        } else {
            "the same for migrations, past PgBouncer to the server itself"
        };
        return Some((
            "cat",
            format!("{what}; the migration reads it as `{}`, nothing else does.", direct.variable),
        ));
    }
    part(&database.variables, "the database", is)
}

/// Whether a variable holds a whole address.
fn is_url(database: &Database, variable: &str) -> bool {
    let StoreVariables { host, port, .. } = &database.variables;
    ![host, port].into_iter().flatten().any(|part| part.value == variable)
}

/// What has to be there outside the cluster.
pub(super) fn needs(plan: &Plan, text: &mut Text) {
    if plan.memcached.kind.value == StoreKind::External {
        text.because(plan.memcached.kind.reason());
        text.push("- a memcached that the cluster reaches");
    }
    if plan.search.kind.value == StoreKind::External {
        text.because(plan.search.kind.reason());
        text.push(format!("- {} that the cluster reaches", plan.search.facts().name));
    }
}

/// The lines of `production.rb` for the cache.
pub(super) fn cache_store(plan: &Plan) -> String {
    let StoreVariables { url, host, port, .. } = &plan.memcached.variables;
    let read = |variable: &Decided<String>| format!("ENV[\"{}\"]", variable.value);
    // While the image is built it is not there.
    let fetch = |variable: &Decided<String>| format!("ENV.fetch(\"{}\", \"\")", variable.value);
    let address = match (url, host, port) {
        // Dalli reads this one by itself.
        (Some(url), ..) if url.value == MEMCACHE_SERVERS => String::new(),
        (Some(url), ..) => format!(", *{}.split(\",\")", fetch(url)),
        (None, Some(host), Some(port)) => format!(", \"#{{{}}}:#{{{}}}\"", read(host), read(port)),
        (None, Some(host), None) => format!(", {}", read(host)),
        (None, None, _) => String::new(),
    };
    format!("  config.cache_store = :mem_cache_store{address}")
}

/// What the app does with its search engine.
pub(super) fn search_line(plan: &Plan, text: &mut Text) {
    let search = &plan.search;
    text.because(search.kind.reason());
    let names: Vec<String> =
        search.variables.all().map(|variable| format!("`{}`", variable.value)).collect();
    text.push(format!(
        "- {} is at the address in {}; Searchkick and the gems `opensearch-ruby` and `elasticsearch` read OPENSEARCH_URL or ELASTICSEARCH_URL by themselves. Another name is said by `search.variables`.",
        search.facts().name,
        names.join(" and "),
    ));
}
