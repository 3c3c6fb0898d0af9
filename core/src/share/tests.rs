use super::*;
use crate::preset::PRESETS;
use crate::spec;

#[test]
fn a_text_comes_back() {
    for text in ["", "app: shop\n", "app: größe\n"].into_iter().chain(PRESETS.map(|each| each.text))
    {
        let fragment = encode(text);
        assert!(
            fragment.bytes().all(|each| each.is_ascii_alphanumeric() || b"-_.".contains(&each))
        );
        assert_eq!(decode(&fragment).unwrap(), text);
        assert_eq!(decode(&format!(" #{fragment}\n")).unwrap(), text);
    }
}

#[test]
fn the_fragment_stays_as_it_was() {
    assert_eq!(encode("app: shop\n"), "v1.SywosFIozsgv4AIA");
    assert_eq!(decode("v1.SywosFIozsgv4AIA").unwrap(), "app: shop\n");
}

#[test]
fn settings_change_a_preset() {
    let text = decode(
        "preset=sidekiq&app=b%6cog&hosts=a.example.com,%20b.example.com&web.replicas=5\
         &env.MOTTO=a+b%3Dc%26d&workers[0].queues=mail,default&workers%5B1%5D.name=slow\
         &workers[0].env.DB_POOL=9",
    )
    .unwrap();
    let read = spec::read(&text);
    let draft = spec::Draft::from_text(&text);
    assert_eq!(draft.text("app"), "blog");
    assert_eq!(draft.texts("hosts"), ["a.example.com", "b.example.com"]);
    assert_eq!(draft.text("web.replicas"), "5");
    assert_eq!(draft.text("env.MOTTO"), "a+b=c&d");
    assert_eq!(draft.texts("workers[0].queues"), ["mail", "default"]);
    assert_eq!(draft.text("workers[1].name"), "slow");
    assert_eq!(draft.text("workers[0].env.DB_POOL"), "9");
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
}

#[test]
fn a_preset_alone_is_its_own_text() {
    for preset in PRESETS {
        assert_eq!(decode(&format!("#preset={}", preset.id)).unwrap(), preset.text);
    }
    assert_eq!(decode("app=shop").unwrap(), "app: shop\n");
    assert_eq!(decode("preset=smallest&hosts=").unwrap().matches("hosts").count(), 0);
}

fn refused(fragment: &str, message: &str) {
    assert_eq!(decode(fragment).unwrap_err().to_string(), message);
}

#[test]
fn errors_say_what_to_do() {
    refused("", "the link holds no spec: copy it again, from `#` to its end");
    refused("#hello", "the link holds no spec: copy it again, from `#` to its end");
    refused(
        "v2.abc",
        "the link is of version `v2`, this Linkspan reads `v1`: open it with a newer one",
    );
    refused("v1.a", "the link is damaged: copy it again, from `#` to its end");
    refused("v1.!!!!", "the link is damaged: copy it again, from `#` to its end");
    refused(
        "preset=sidekick",
        "there is no preset `sidekick`: choose one of sidekiq, guide, rails8, api, hobby, smallest, digitalocean, eks, gke, aks, hetzner, k3s, minikube, kind",
    );
    refused("web.replica=3", "there is no setting `web.replica`: did you mean `web.replicas`?");
    refused(
        "x.y.z=3",
        "there is no setting `x.y.z`: write it as in `linkspan.yml`, with dots, such as `web.replicas`",
    );
    refused(
        "app=a&100%",
        "`100%` is not a setting: write `name=value`, and `%25` for a percent sign",
    );
    refused(
        "workers[1].name=a",
        "there is no place for `workers[1].name`: groups are counted from 0, without gaps",
    );
}

#[test]
fn only_fields_can_be_set() {
    for key in [
        "env",
        "env.",
        "env.A.B",
        "env.A[0]",
        "workers",
        "workers[0]",
        "workers[].name",
        "hosts[0]",
        "app[0]",
        "app.x",
        "workers[0].name.x",
        "workers[x].name",
        "",
        ".",
        "[",
        "]",
        "web",
        "web.",
    ] {
        let error = decode(&format!("preset=sidekiq&{key}=1")).unwrap_err();
        let refused = matches!(error, ShareError::NoField { .. } | ShareError::NoPlace(_));
        assert!(refused, "{key}: {error}");
    }
    let deep = format!("env{}=1", ".a".repeat(50_000));
    assert!(matches!(decode(&deep).unwrap_err(), ShareError::NoField { .. }));
}

#[test]
fn limits_hold() {
    let whole = "a".repeat(MAX_TEXT);
    assert_eq!(decode(&encode(&whole)).unwrap(), whole);
    assert_eq!(decode(&encode(&"a".repeat(MAX_TEXT + 1))), Err(ShareError::TooLong));
    assert_eq!(decode(&encode(&"a".repeat(50_000_000))), Err(ShareError::TooLong));
    assert_eq!(decode(&"a=".repeat(MAX_FRAGMENT)), Err(ShareError::TooLong));
    assert_eq!(decode(&"app=a&".repeat(300)), Err(ShareError::TooMany));
}

#[test]
fn changed_links_give_an_error_or_a_text_but_no_panic() {
    let good = encode(PRESETS[0].text);
    for length in 0..good.len() {
        let _ = decode(good.get(..length).unwrap()).unwrap_err();
    }
    for at in 3..good.len() {
        for other in ['A', '_', '%', 'ü', '='] {
            let changed: String = good
                .chars()
                .enumerate()
                .map(|(here, each)| if here == at { other } else { each })
                .collect();
            let _ = decode(&changed);
        }
    }
}
