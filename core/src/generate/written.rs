//! What choices write, and where: pieces of files that are there, and pieces that are not. No
//! manifest has a finding.

use crate::check::{Options, Source, check as judge, outside};
use crate::generate;

/// A spec after app and image, a file, and pieces of it; a piece after `!` must not be there.
pub(super) type Case<'a> = (&'a str, &'a str, &'a [&'a str]);

pub(super) fn check(cases: &[Case<'_>]) {
    for (rest, path, pieces) in cases {
        let generated = generate(&format!("app: shop\nimage: a/b\n{rest}"));
        assert!(!generated.report.has_errors(), "{rest}: {:#?}", generated.report);
        let files = generated.bundle.files.iter();
        let manifests = files.filter(|(path, _)| path.starts_with("config/kube/"));
        let texts: Vec<_> = manifests.map(|(path, file)| (path, file.text())).collect();
        let sources: Vec<_> = texts.iter().map(|(path, text)| Source { path, text }).collect();
        let outside = generated.plans().iter().flat_map(outside).collect();
        let judged = judge(&sources, &Options { outside, ..Options::default() });
        assert_eq!(judged.diagnostics, [], "{rest}");
        let file = generated.bundle.files.get(*path);
        let text = file.map(|file| file.text()).unwrap_or_default();
        for piece in *pieces {
            match piece.strip_prefix('!') {
                Some(absent) => {
                    assert!(!text.contains(absent), "{rest}: {absent} in {path}\n{text}")
                }
                None => assert!(text.contains(piece), "{rest}: no {piece} in {path}\n{text}"),
            }
        }
    }
}

const ALB: &str = "hosts: [a.example.com]\nprovider: eks\nexpose: {via: gateway, certificate: 'arn:aws:acm:eu-west-1:1:certificate/a'}\n";
const OTHER_GATEWAY: &str =
    "hosts: [a.example.com]\nprovider: eks\nexpose: {via: gateway, gateway_class: traefik}\n";

#[test]
fn a_gateway_of_aws_has_what_its_controller_reads() {
    let gateway = "config/kube/gateway.yml";
    let balancer = "config/kube/load-balancer.yml";
    check(&[
        (
            ALB,
            gateway,
            &["kind: LoadBalancerConfiguration\n", "group: gateway.k8s.aws\n", "!certificateRefs"],
        ),
        (
            ALB,
            balancer,
            &["scheme: internet-facing\n", "HTTPS:443", "arn:aws:acm:eu-west-1:1:certificate/a"],
        ),
        (
            ALB,
            "config/kube/target-group.yml",
            &["targetType: ip\n", "healthCheckPath: /up\n", "name: shop-web\n"],
        ),
        (ALB, "config/kube/http-route.yml", &["name: shop-web\n", "!timeouts"]),
        (ALB, "config/kube/https-redirect.yml", &["scheme: https\n"]),
        (OTHER_GATEWAY, gateway, &["certificateRefs", "!infrastructure"]),
        (OTHER_GATEWAY, balancer, &["!scheme"]),
    ]);
    let bare = "hosts: [a.example.com]\nprovider: eks\nexpose: {via: gateway, tls: none}\n";
    check(&[(bare, balancer, &["internet-facing", "!listenerConfigurations"])]);
}

#[test]
fn a_probe_of_azure_asks_by_http() {
    let probe = "azure-load-balancer-health-probe-protocol: http\n";
    check(&[(
        "provider: aks\nexpose: {via: load_balancer}\n",
        "config/kube/web-service.yml",
        &[probe],
    )]);
}

const POLICY: &str = "security: {network_policy: true, monitoring_namespace: m}\n";

/// Spec and network policy of one store, with pieces.
fn policy(rest: &str, part: &str, pieces: &[&str]) {
    let rest = format!("{POLICY}{rest}");
    let path = format!("config/kube/network-{part}.yml");
    check(&[(&rest, &path, pieces)]);
}

#[test]
fn whoever_needs_a_data_store_reaches_it() {
    let scaled =
        |kind: &str| format!("workers: [{{name: a, kind: {kind}, autoscale: {{max: 2}}}}]\n");
    let sidekiq = scaled("sidekiq");
    policy(
        &format!("redis: {{kind: cluster}}\n{sidekiq}"),
        "redis",
        &["metadata.name: keda\n", "port: 6379\n"],
    );
    policy("redis: {kind: cluster}\nworkers: [{name: a}]\n", "redis", &["!metadata.name: keda"]);
    policy(
        &format!("redis: {{kind: cluster}}\ndatabase: {{kind: cluster}}\n{}", scaled("good_job")),
        "redis",
        &["!metadata.name: keda"],
    );
    policy(
        &format!("database: {{kind: cluster}}\n{}", scaled("good_job")),
        "postgres",
        &["metadata.name: keda\n", "- Egress"],
    );
    policy(
        &format!("database: {{kind: cnpg}}\n{}", scaled("solid_queue")),
        "postgres",
        &[
            "cnpg.io/podRole: instance\n",
            "cnpg.io/cluster: shop-postgres\n",
            "metadata.name: cnpg-system\n",
            "metadata.name: keda\n",
            "port: 8000\n",
            "port: 9187\n",
            "!- Egress",
        ],
    );
    policy(
        "database: {kind: cnpg, pooler: true}\n",
        "pooler",
        &[
            "cnpg.io/poolerName: shop-postgres-pooler\n",
            "port: 5432\n",
            "port: 9127\n",
            "!cnpg-system",
        ],
    );
    policy("database: {kind: cnpg}\n", "app", &["cnpg.io/cluster: shop-postgres\n", "!NotIn"]);
    let own = "security: {network_policy: true, keda_namespace: scaler}\nredis: {kind: cluster}\n";
    let rest = format!("{own}{sidekiq}");
    check(&[(&rest, "config/kube/network-redis.yml", &["metadata.name: scaler\n", "!keda"])]);
}

#[test]
fn pods_are_known_to_the_provider_and_reach_what_hands_out_its_keys() {
    let account = "config/kube/service-account.yml";
    let policy = "config/kube/network-app.yml";
    let web = "config/kube/release/web.yml";
    check(&[
        ("", account, &["!annotations"]),
        (
            "provider: eks\nsecurity: {cloud_identity: 'arn:aws:iam::1:role/shop'}\n",
            account,
            &["eks.amazonaws.com/role-arn: \"arn:aws:iam::1:role/shop\"\n"],
        ),
        (
            "provider: gke\nsecurity: {cloud_identity: shop@acme.iam.gserviceaccount.com, network_policy: true}\n",
            policy,
            &["cidr: \"169.254.169.252/32\"\n", "port: 988\n", "cidr: \"169.254.169.254/32\"\n"],
        ),
        (
            "provider: aks\nsecurity: {cloud_identity: 00000000-0000-0000-0000-000000000000}\n",
            web,
            &["azure.workload.identity/use: \"true\"\n"],
        ),
        (
            "provider: eks\nsecurity: {network_policy: true, egress_addresses: ['169.254.170.23:80', '10.0.0.0/8:25']}\n",
            policy,
            &[
                "cidr: \"169.254.170.23/32\"\n",
                "port: 80\n",
                "cidr: \"10.0.0.0/8\"\n",
                "port: 25\n",
            ],
        ),
    ]);
}

#[test]
fn a_port_that_is_named_with_addresses_is_open_to_no_other() {
    let policy = "config/kube/network-app.yml";
    let guide = "DEPLOY.md";
    let any = "# Any address, but these ports alone";
    let spec = |more: &str| format!("security: {{network_policy: true, {more}}}\n");
    let narrow = spec("egress_addresses: ['10.0.0.0/16:5432']");
    let narrowest = spec("egress_addresses: ['10.0.0.0/16:5432', '192.0.2.7:443']");
    let kept = spec("egress_ports: ['5432'], egress_addresses: ['10.0.0.0/16:5432']");
    check(&[
        (&spec(""), policy, &[any, "port: 443\n", "port: 5432\n", "!cidr"]),
        (&narrow, policy, &[any, "port: 443\n", "cidr: \"10.0.0.0/16\"\n"]),
        (&narrow, guide, &["- any address at TCP port 443\n", "- `10.0.0.0/16` at TCP port 5432"]),
        (&narrowest, policy, &["!# Any address", "cidr: \"192.0.2.7/32\"\n", "!ports: []"]),
        (&narrowest, guide, &["!any address at TCP", "`192.0.2.7/32` at TCP port 443"]),
        (&kept, guide, &["- any address at TCP ports 443, 5432\n"]),
    ]);
}

const ARN: &str =
    "provider: eks\nsecurity: {cloud_identity: 'arn:aws-cn:iam::123456789012:role/team/shop'}\n";

#[test]
fn what_an_identity_needs_at_the_provider_is_told() {
    let guide = "DEPLOY.md";
    let gke = "namespace: front\nprovider: gke\nsecurity: {cloud_identity: shop@acme.iam.gserviceaccount.com}\n";
    let aks = "provider: aks\nsecurity: {cloud_identity: 00000000-0000-0000-0000-000000000000}\n";
    check(&[
        ("provider: eks\n", guide, &["!## Identity", "!create-role"]),
        (
            ARN,
            guide,
            &[
                "## Identity at Amazon EKS\n",
                "\"arn:aws-cn:iam::123456789012:oidc-provider/$provider\"",
                "\"system:serviceaccount:shop:shop\"",
                "--role-name shop ",
                "169.254.170.23:80",
            ],
        ),
        (
            gke,
            guide,
            &["${pool}[front/shop]", "shop@acme.iam.gserviceaccount.com \\\n", "metadata.google"],
        ),
        (aks, guide, &["--subject system:serviceaccount:shop:shop ", "printenv AZURE_CLIENT_ID"]),
    ]);
}

#[test]
fn an_ingress_without_tls_says_why() {
    let ingress = "config/kube/ingress.yml";
    let allow = "# linkspan: allow ingress-tls because";
    let with = |hosts: &str, tls: &str| format!("{hosts}expose: {{via: ingress, tls: {tls}}}\n");
    check(&[
        (&with("hosts: [a.example.com]\n", "none"), ingress, &[allow]),
        (&with("hosts: [a.test, a.example.com]\n", "none"), ingress, &[allow]),
        (&with("hosts: [a.test]\n", "none"), ingress, &["!linkspan: allow"]),
        (&with("hosts: [a.example.com]\n", "secret"), ingress, &["!linkspan: allow"]),
    ]);
}

#[test]
fn good_job_goes_past_pgbouncer() {
    let worker = "workers: [{name: jobs, kind: good_job}, {name: other, kind: solid_queue}]\n";
    let cnpg = format!("database: {{kind: cnpg, pooler: true}}\n{worker}");
    let outside = format!("database: {{direct_url: true}}\n{worker}");
    check(&[
        (&cnpg, "config/kube/release/jobs.yml", &["key: uri\n", "!pooler"]),
        (
            &cnpg,
            "config/kube/release/other.yml",
            &["shop-postgres-pooler:5432/app?prepared_statements=false&advisory_locks=false"],
        ),
        (&cnpg, "config/kube/release/web.yml", &["shop-postgres-pooler:5432"]),
        (&outside, "config/kube/release/jobs.yml", &["key: MIGRATION_DATABASE_URL\n"]),
        (&outside, "config/kube/release/other.yml", &["!MIGRATION_DATABASE_URL"]),
    ]);
}

#[test]
fn fluentd_watches_the_pods_of_its_node() {
    let agent = "config/kube/logging/daemon-set.yml";
    check(&[
        (
            "logging: {kind: fluentd}\n",
            agent,
            &["name: K8S_NODE_NAME\n", "fieldPath: spec.nodeName\n"],
        ),
        ("logging: {kind: otel, url: 'https://a.example'}\n", agent, &["!K8S_NODE_NAME"]),
    ]);
}

/// A cluster on this machine pulls from nowhere, unless somebody else than deploy.sh delivers.
#[test]
fn an_image_is_put_onto_the_nodes_of_a_cluster_on_this_machine() {
    let account = "config/kube/service-account.yml";
    for program in ["kind", "minikube"] {
        let spec = |rest: &str| format!("provider: {program}\n{rest}");
        let (loads, pushes) = (format!("\nload={program}\n"), format!("!\nload={program}"));
        let needs = format!("# Needs bash, git, docker, {program} and kubectl.");
        let (login, none) = (["imagePullSecrets"], ["!imagePullSecrets"]);
        let (pulled, ci) = ("registry: {private: true}\n", "delivery: {ci: github}\n");
        check(&[
            (&spec(""), "deploy.sh", &[&loads, &needs]),
            (&spec(""), account, &none),
            (&spec(pulled), "deploy.sh", &[&pushes]),
            (&spec(pulled), account, &login),
            (&spec(ci), "deploy.sh", &[&pushes]),
            (&spec(ci), account, &login),
        ]);
    }
    check(&[("", "deploy.sh", &["!\nload="])]);
}
