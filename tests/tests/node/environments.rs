//! Staging and production of one spec on one cluster: one image, two namespaces, each changed by itself.

use crate::app::App;
use crate::apply;
use crate::cluster::Cluster;
use crate::releases::{login, secrets};
use crate::shop::Shop;
use crate::story::Story;

const ENVIRONMENTS: &str = "environments:
  staging:
    web: {replicas: 1}
    env: {SHOP_GREETING: On trial}
  production: {}
";

/// Each stands for itself, by deploy.sh and by `linkspan apply`.
pub(crate) fn side_by_side(story: &mut Story) {
    let shop = Shop::new(|spec| {
        let spec = spec.replace("app: shop", "app: fleet");
        spec.replace("security:\n", "security:\n  pin_image: true\n") + ENVIRONMENTS
    });
    login(&story.cluster, &shop);
    for (environment, redis) in [("staging", 4), ("production", 5)] {
        let mut secrets = secrets();
        let database =
            format!("postgresql://postgres:only-for-tests@postgres.data:5432/fleet_{environment}");
        let redis = format!("redis://redis.data:6379/{redis}");
        for (name, value) in &mut secrets {
            match *name {
                "DATABASE_URL" => *value = &database,
                "REDIS_URL" => *value = &redis,
                _ => {}
            }
        }
        shop.prepare_by(&format!("DEPLOY-{environment}.md"), &story.cluster, &secrets);
    }
    shop.deploy(&[]).expect(2, &["name the environment: staging, production"]);

    shop.deploy(&["staging"]).expect(0, &["migration is complete"]);
    let staging = App::in_space(&story.cluster, "fleet", "fleet-staging");
    assert_eq!(staging.ask("/version")["greeting"], "On trial");
    assert_eq!(pods(&story.cluster, "fleet-production"), 0);

    shop.deploy(&["production"]).expect(0, &["migration is complete"]);
    let production = App::in_space(&story.cluster, "fleet", "fleet-production");
    assert_eq!(production.ask("/version")["greeting"], "Welcome aboard");
    assert_eq!(
        (pods(&story.cluster, "fleet-staging"), pods(&story.cluster, "fleet-production")),
        (1, 2)
    );
    let pinned = image(&story.cluster, "fleet-staging");
    assert!(pinned.contains("@sha256:"), "{pinned}");
    assert_eq!(pinned, image(&story.cluster, "fleet-production"));

    let revision = shop.release("second");
    apply::push_of(&shop, &story.cluster, &revision);
    let release = |revision: &str| {
        let words = ["apply", "--yes", "--environment", "staging", "--revision", revision];
        apply::run(&shop, &words)
    };
    release(&revision).expect(2, &["has no digest"]);
    release(&format!("{revision}@{}", apply::digest_of(&shop, &story.cluster, &revision)))
        .expect(0, &[]);
    assert!(image(&story.cluster, "fleet-staging").contains("@sha256:"));
    assert_eq!(staging.ask("/version")["release"], "second");
    assert_eq!(production.ask("/version")["release"], "first");
    apply::run(&shop, &["status", "--environment", "staging"]).expect(0, &[&revision]);
    shop.deploy(&["staging", "--rollback"]).expect(0, &[]);
    assert_eq!(staging.ask("/version")["release"], "first");
    for environment in ["staging", "production"] {
        story.cluster.ask(&format!("delete namespace fleet-{environment} --wait=false"));
    }
}

/// How many web pods are to serve.
fn pods(cluster: &Cluster, namespace: &str) -> u64 {
    let list = cluster.get(&format!("deployments --namespace={namespace}"));
    let web = list["items"].as_array().unwrap().iter();
    let mut web = web.filter(|each| each["metadata"]["name"] == "fleet-web");
    web.next().map_or(0, |each| each["spec"]["replicas"].as_u64().unwrap())
}

fn image(cluster: &Cluster, namespace: &str) -> String {
    let path = "jsonpath={.spec.template.spec.containers[0].image}";
    cluster.ask(&format!("get deployment fleet-web --namespace={namespace} --output={path}"))
}
