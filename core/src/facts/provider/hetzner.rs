//! Clusters on Hetzner Cloud, with its cloud controller manager. Source: the manager's load balancer annotations
//! (`internal/annotation/load_balancer.go`), read 2026-11-23; unhealthy targets on private networks: its issues 93 and
//! 222, read 2026-11-27; the same annotations stood in its main branch that day, and `internal/config/config.go` has the
//! variables of the manager, `HCLOUD_TOKEN` among them, which the program `hcloud` reads as well (hetznercloud/setup-hcloud).

use super::{Controller, Door, DoorTls, Provider};

pub(super) const HETZNER: Provider = Provider {
    id: "hetzner",
    label: "Hetzner Cloud",
    // Hetzner runs no control planes: their kubeconfig is where kubeadm or k3s left it.
    credentials: "export KUBECONFIG=\"$HOME/.kube/{namespace}.yml\"\n(umask 077 && mkdir -p \"$HOME/.kube\" && printf 'Address of a control plane: ' && read -r server &&\n  ssh root@\"$server\" 'cat /etc/kubernetes/admin.conf /etc/rancher/k3s/k3s.yaml 2>/dev/null' |\n  sed \"s/127\\.0\\.0\\.1/$server/\" >\"$KUBECONFIG\")",
    tool: None,
    loads: None,
    policies: Some((
        "Hetzner and other own clusters",
        "with Cilium or Calico; not with Flannel alone",
    )),
    controller: Controller::Any,
    balancer: "the cloud",
    identity: None,
    ranges: "",
    registry: None,
    storage_class: "hcloud-volumes",
    ingress_class: "traefik",
    gateway_class: "traefik",
    prefers_gateway: false,
    load_balancer: Door {
        annotations: &[
            ("load-balancer.hetzner.cloud/location", "{location}"),
            ("load-balancer.hetzner.cloud/type", "lb11"),
            ("load-balancer.hetzner.cloud/health-check-protocol", "http"),
            ("load-balancer.hetzner.cloud/health-check-http-path", "{health}"),
        ],
        tls: Some(DoorTls {
            annotations: &[
                ("load-balancer.hetzner.cloud/protocol", "https"),
                ("load-balancer.hetzner.cloud/certificate-type", "managed"),
                ("load-balancer.hetzner.cloud/http-managed-certificate-domains", "{hosts}"),
                ("load-balancer.hetzner.cloud/http-redirect-http", "true"),
            ],
            named: false,
            keeps_http: false,
            redirects: true,
            about: (
                "Hetzner makes and renews the certificate; the names have to be in Hetzner's DNS",
                "hcloud certificate list",
            ),
        }),
    },
    ingress: Door::PLAIN,
    gateway: Door::PLAIN,
    named_address: false,
    pitfalls: &[
        "The kubeconfig of a control plane opens everything: it stays in `~/.kube`, out of the app's folder, which goes into git and into the image. Who made the cluster with a tool of its own (hetzner-k3s, kube-hetzner, Talos) has one from there already.",
        "A load balancer talks to the public addresses of the nodes. Where a firewall shuts those and the nodes meet on a private network, its targets stay unhealthy until the cloud controller manager has `HCLOUD_LOAD_BALANCERS_USE_PRIVATE_IP=true` and the network's name.",
        "A load balancer needs a location, which `expose.location` names: that of your nodes.",
        "The load balancer sends every host name and path to one Service; for more, run Traefik or another controller behind it.",
    ],
};
