//! Back to the release before.

use crate::controllers::{Controllers, Fate};
use crate::failures::{both, deploy, prepare};
use crate::server::Server;

fn tags(controllers: &Controllers<'_>) -> Vec<String> {
    let image = |each: &serde_json::Value| {
        each["spec"]["template"]["spec"]["containers"][0]["image"].as_str().unwrap().to_owned()
    };
    let images = controllers.list("deployments.apps");
    images.iter().map(|each| image(each).rsplit(':').next().unwrap().to_owned()).collect()
}

#[test]
fn a_rollback_takes_all_deployments_to_the_release_before() {
    let Some(server) = Server::find() else { return };
    let checkout = prepare(&server);
    let controllers = Controllers::of(&server, "shop");
    controllers.beside(|| {
        let run = |args: &str| {
            let output = deploy(&checkout, &server, args);
            assert!(output.status.success(), "{args}: {}", both(&output));
            both(&output)
        };
        let first = checkout.commit();
        run("");
        let templates = || {
            let all = controllers.list("deployments.apps");
            all.iter().map(|each| each["spec"]["template"].clone()).collect::<Vec<_>>()
        };
        let then = templates();
        let output = deploy(&checkout, &server, "--rollback");
        assert_eq!(output.status.code(), Some(1));
        assert!(both(&output).contains("kept: none"), "{}", both(&output));

        // A release that failed is none to go back to.
        let failed = checkout.commit();
        controllers.doom(&failed, Fate::LacksImage);
        assert_eq!(deploy(&checkout, &server, "").status.code(), Some(3));
        let third = checkout.commit();
        run("");
        assert_eq!(tags(&controllers), [third.as_str(), &third]);
        let said = run("--rollback");
        assert!(said.contains(&format!("Going back from {third} to {first}")), "{said}");
        assert!(said.contains(&format!("Run since then: shop-migrate-{third}")), "{said}");
        assert_eq!(templates(), then, "{said}");
        run(&format!("--rollback {third}"));
        assert_eq!(tags(&controllers), [third.as_str(), &third]);
        // Settings go with it, and the next release is no worse for it.
        run("--config");
        assert_eq!(tags(&controllers), [third.as_str(), &third]);
        checkout.commit();
        run("");
    });
    server.empty("shop");
}
