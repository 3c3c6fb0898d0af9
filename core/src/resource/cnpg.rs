//! PostgreSQL run by the operator CloudNativePG, and its PgBouncer: what we write of postgresql.cnpg.io/v1,
//! as the types of CloudNativePG 1.30.1 (`api/v1`) have it.

use super::container::requirements;
use super::database::{APP, called, name};
use super::labels::{explain_metadata, metadata};
use super::{BASE, postgres, put};
use crate::field::Guide;
use crate::plan::{DatabaseKind, POOL, POOL_CLIENTS, POOLERS, Plan, Reason};
use crate::render::Notes;
use crate::resource::Objects;
use k8s_openapi::api::core::v1::ResourceRequirements;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;
use std::collections::BTreeMap;

const VERSION: &str = "postgresql.cnpg.io/v1";

type Settings = BTreeMap<&'static str, String>;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object<S> {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: S,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClusterSpec {
    instances: i64,
    image_name: String,
    #[serde(rename = "enablePDB", skip_serializing_if = "Option::is_none")]
    enable_pdb: Option<bool>,
    postgresql: Postgresql,
    #[serde(skip_serializing_if = "Option::is_none")]
    bootstrap: Option<Bootstrap>,
    resources: ResourceRequirements,
    storage: Storage,
}

#[derive(Serialize)]
struct Postgresql {
    parameters: Settings,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shared_preload_libraries: Vec<String>,
}

#[derive(Serialize)]
struct Bootstrap {
    initdb: InitDb,
}

#[derive(Serialize)]
struct InitDb {
    database: &'static str,
    owner: &'static str,
    #[serde(rename = "postInitTemplateSQL")]
    post_init_template_sql: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Storage {
    size: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    storage_class: Option<String>,
}

#[derive(Serialize)]
struct PoolerSpec {
    cluster: Named,
    instances: i64,
    #[serde(rename = "type")]
    kind: &'static str,
    pgbouncer: PgBouncer,
}

#[derive(Serialize)]
struct DatabaseSpec {
    cluster: Named,
    name: String,
    owner: &'static str,
}

#[derive(Serialize)]
struct Named {
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PgBouncer {
    pool_mode: &'static str,
    parameters: Settings,
}

/// The Secret that the operator makes for the app.
pub(super) fn secret(plan: &Plan) -> String {
    format!("{}-app", name(plan))
}

/// The Service that leads to the instance that can be written to.
pub(super) fn host(plan: &Plan) -> String {
    format!("{}-rw", name(plan))
}

/// Name of PgBouncer's object, and of the Service that the operator makes for it.
pub(super) fn pooler_name(plan: &Plan) -> String {
    format!("{}-pooler", name(plan))
}

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if plan.database_kind() == DatabaseKind::Cnpg {
        cluster(plan, bundle);
        plan.database.also.value.iter().for_each(|also| database(plan, also, bundle));
    }
    if plan.has_pooler() {
        pooler(plan, bundle);
    }
}

fn cluster(plan: &Plan, bundle: &mut Objects<'_>) {
    let database = &plan.database;
    let alone = database.instances.value == 1;
    let mut parameters = Settings::new();
    if let Some(most) = &database.max_connections {
        parameters.insert("max_connections", most.value.to_string());
    }
    // The operator loads this one where it has a setting.
    let counts = database.extensions.value.iter().any(|name| name == "pg_stat_statements");
    if counts {
        parameters.insert("pg_stat_statements.track", "top".to_owned());
    }
    parameters.insert("shared_buffers", format!("{}MB", database.shared_buffers.value));
    let mut notes = Notes::new(Reason::fixed(
        Guide::Application,
        "PostgreSQL, run by the operator CloudNativePG: it makes pods, volumes, the Secret with the address, and moves to another instance when one fails.",
    ));
    notes.decided("kind", &database.kind);
    explain_metadata(plan, &mut notes);
    notes.decided("spec.instances", &database.instances);
    notes.decided("spec.imageName", &database.image);
    if alone {
        notes.comment(
            "spec.enablePDB",
            Guide::Security,
            "A budget for the only instance would stop every drain of its node.",
        );
    }
    let at = |name: &str| format!("spec.postgresql.parameters.{name}");
    if let Some(most) = &database.max_connections {
        notes.decided(&at("max_connections"), most);
    }
    notes.decided(&at("shared_buffers"), &database.shared_buffers);
    notes.decided("spec.storage.size", &database.storage);
    if let Some(class) = &plan.storage_class {
        notes.decided("spec.storage.storageClass", class);
    }
    // Those that the operator loads by itself may not be named.
    let managed = ["pg_stat_statements", "auto_explain", "pgaudit"];
    let preloaded = postgres::preloaded(plan).into_iter();
    let preloaded: Vec<String> =
        preloaded.filter(|name| !managed.contains(name)).map(str::to_owned).collect();
    let created: Vec<String> = postgres::created(plan).collect();
    let bootstrap = (!created.is_empty()).then_some(Bootstrap {
        initdb: InitDb { database: APP, owner: APP, post_init_template_sql: created },
    });
    if bootstrap.is_some() {
        notes.decided("spec.bootstrap", &database.extensions);
    }
    if !preloaded.is_empty() {
        notes.decided("spec.postgresql.shared_preload_libraries", &database.extensions);
    }
    let cluster = Object {
        api_version: VERSION,
        kind: "Cluster",
        metadata: metadata(plan, &name(plan), "postgres"),
        spec: ClusterSpec {
            instances: database.instances.value,
            image_name: database.image.value.clone(),
            enable_pdb: alone.then_some(false),
            postgresql: Postgresql { parameters, shared_preload_libraries: preloaded },
            bootstrap,
            resources: notes.part("spec.resources", requirements(&database.resources)),
            storage: Storage {
                size: database.storage.value.clone(),
                storage_class: plan.storage_class.as_ref().map(|class| class.value.clone()),
            },
        },
    };
    put(bundle, BASE, "postgres", &cluster, &notes);
}

fn database(plan: &Plan, also: &str, bundle: &mut Objects<'_>) {
    let part = also.replace('_', "-");
    let database = Object {
        api_version: VERSION,
        kind: "Database",
        metadata: metadata(plan, &format!("{}-{part}-db", name(plan)), "postgres"),
        spec: DatabaseSpec { cluster: Named { name: name(plan) }, name: called(also), owner: APP },
    };
    let mut notes = Notes::new(plan.database.also.reason());
    explain_metadata(plan, &mut notes);
    notes.fixed(
        "spec.owner",
        Guide::Application,
        "The app's role, which may not make databases by itself.",
    );
    put(bundle, BASE, &format!("postgres-{part}-db"), &database, &notes);
}

fn pooler(plan: &Plan, bundle: &mut Objects<'_>) {
    let parameters = Settings::from([
        ("default_pool_size", POOL.to_string()),
        ("max_client_conn", POOL_CLIENTS.to_string()),
    ]);
    let pooler = Object {
        api_version: VERSION,
        kind: "Pooler",
        metadata: metadata(plan, &pooler_name(plan), "pooler"),
        spec: PoolerSpec {
            cluster: Named { name: name(plan) },
            instances: POOLERS,
            kind: "rw",
            pgbouncer: PgBouncer { pool_mode: "transaction", parameters },
        },
    };
    let mut notes = Notes::new(plan.database.pooler.reason());
    explain_metadata(plan, &mut notes);
    notes.fixed(
        "spec.instances",
        Guide::Application,
        "Two, so that a drained node does not cut the app off.",
    );
    notes.fixed("spec.type", Guide::Application, "To the instance that can be written to.");
    notes.comment(
        "spec.pgbouncer.poolMode",
        Guide::Application,
        "A connection is lent for one transaction: the app does without prepared statements, and LISTEN does not work.",
    );
    notes.fixed(
        "spec.pgbouncer.parameters",
        Guide::Application,
        "For each of its pods: connections to the database, connections of the app.",
    );
    put(bundle, BASE, "postgres-pooler", &pooler, &notes);
}
