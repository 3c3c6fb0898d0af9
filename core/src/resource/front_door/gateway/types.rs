//! What we emit of the Gateway API, as its v1.6 standard channel defines it (`gateway.networking.k8s.io/v1`).

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

/// Group and version of every kind here.
const API: &str = "gateway.networking.k8s.io/v1";

/// An object of the Gateway API.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Object<S> {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: S,
}

/// A Gateway.
pub(super) fn gateway(metadata: ObjectMeta, spec: GatewaySpec) -> Object<GatewaySpec> {
    Object { api_version: API, kind: "Gateway", metadata, spec }
}

/// An HTTPRoute.
pub(super) fn route(metadata: ObjectMeta, spec: RouteSpec) -> Object<RouteSpec> {
    Object { api_version: API, kind: "HTTPRoute", metadata, spec }
}

/// Who serves it, and where it listens.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GatewaySpec {
    pub(super) gateway_class_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) infrastructure: Option<Infrastructure>,
    pub(super) listeners: Vec<Listener>,
}

/// What the controller is told beside.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Infrastructure {
    pub(super) parameters_ref: Parameters,
}

/// An object of the controller's own, in the Gateway's namespace.
#[derive(Serialize)]
pub(super) struct Parameters {
    pub(super) group: &'static str,
    pub(super) kind: &'static str,
    pub(super) name: String,
}

/// A port, for one host name or all.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Listener {
    pub(super) name: String,
    pub(super) protocol: &'static str,
    pub(super) port: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hostname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tls: Option<ListenerTls>,
    pub(super) allowed_routes: AllowedRoutes,
}

/// The certificate of a listener.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListenerTls {
    pub(super) mode: &'static str,
    pub(super) certificate_refs: Vec<Name>,
}

/// Something by its name, here a Secret in the Gateway's namespace.
#[derive(Serialize)]
pub(super) struct Name {
    pub(super) name: String,
}

/// Whose routes may attach.
#[derive(Serialize)]
pub(super) struct AllowedRoutes {
    pub(super) namespaces: From,
}

/// `Same`: those of the Gateway's namespace.
#[derive(Serialize)]
pub(super) struct From {
    pub(super) from: &'static str,
}

/// What a route attaches to, for which hosts, and what it does.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RouteSpec {
    pub(super) parent_refs: Vec<Parent>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) hostnames: Vec<String>,
    pub(super) rules: Vec<Rule>,
}

/// A listener of a Gateway.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Parent {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) namespace: Option<String>,
    pub(super) section_name: String,
}

/// What happens to requests.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) matches: Vec<Match>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) filters: Vec<Filter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timeouts: Option<Timeouts>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) backend_refs: Vec<Backend>,
}

/// Which requests.
#[derive(Serialize)]
pub(super) struct Match {
    pub(super) path: PathMatch,
}

/// A path and all below it.
#[derive(Serialize)]
pub(super) struct PathMatch {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) value: String,
}

/// What is done to a request on its way.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Filter {
    /// The browser is sent elsewhere.
    Redirect(Redirect),
    /// An object of the controller's own says what.
    Extension(Extension),
}

/// An object of the controller's own, in the route's namespace.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Extension {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) extension_ref: Parameters,
}

/// Sends the browser elsewhere.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Redirect {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) request_redirect: Target,
}

/// To HTTPS, for good.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Target {
    pub(super) scheme: &'static str,
    pub(super) status_code: i64,
}

/// How long a request may last.
#[derive(Serialize)]
pub(super) struct Timeouts {
    pub(super) request: String,
}

/// A port of a Service.
#[derive(Serialize)]
pub(super) struct Backend {
    pub(super) name: String,
    pub(super) port: i64,
}
