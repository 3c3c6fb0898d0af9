//! What the programs of a cluster with nodes are told: options and files, as pure text.
//!
//! Addresses are of 198.18.0.0/15, which is set apart for tests of networks (RFC 2544): nobody's own network is hidden.

use std::path::{Path, PathBuf};

use crate::debian::Debian;

/// The address of the first node, of the API server and of all that serves the cluster.
pub(super) const ADDRESS: &str = "198.18.0.1";
/// The name under which pods and people find the registry.
pub(super) const REGISTRY: &str = "registry.test:5000";
/// Who may push and pull there; it is a test's, and the room has no other guests.
pub(super) const REGISTRY_USER: &str = "linkspan";
/// Its password.
pub(super) const REGISTRY_PASSWORD: &str = "only-for-tests";
/// The password as the registry keeps it.
const REGISTRY_HASH: &str = "$2b$05$6/oc/gUB/k7ojKKWeIOqtuVjWBssqtSOSh18j6m91iTueEEMPulTm";
/// The registry that stands for all public ones.
pub(super) const MIRROR: &str = "198.18.0.1:5001";
/// The image of a pod that has only its network.
pub(super) const PAUSE: &str = "localhost/pause:1";
/// How many volumes each node has for claims.
const VOLUMES: usize = 10;

/// A node of the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node(pub(super) u8);

impl Node {
    /// Both.
    pub(super) const ALL: [Self; 2] = [Self(1), Self(2)];

    pub(super) fn name(self) -> String {
        format!("node{}", self.0)
    }

    fn address(self) -> String {
        format!("198.18.0.{}", self.0)
    }

    pub(super) fn folder(self, cluster: &Path) -> PathBuf {
        cluster.join(self.name())
    }

    pub(super) fn socket(self) -> String {
        format!("/run/containerd-{}.sock", self.name())
    }
}

/// Who talks to the API server, and with which rights; the password of each is the admin's and the name.
pub(super) const CLIENTS: [(&str, &str, &str); 8] = [
    ("admin", "admin", "system:masters"),
    ("controller-manager", "system:kube-controller-manager", ""),
    ("scheduler", "system:kube-scheduler", ""),
    ("proxy", "system:kube-proxy", ""),
    ("dns", "dns", "system:masters"),
    ("firewall", "firewall", "system:masters"),
    ("node1", "system:node:node1", "system:nodes"),
    ("node2", "system:node:node2", "system:nodes"),
];

/// The API server's file of passwords.
pub(super) fn tokens(token: &str) -> String {
    CLIENTS
        .map(|(client, user, group)| format!("{token}-{client},{user},{client},{group}\n"))
        .concat()
}

/// The script that furnishes the room: `$1` is the cluster's folder, `$2` the folder of buildah's settings.
/// What programs would write outside that folder goes into it, and settings of the kernel that kubelet
/// would change for the whole machine are files here.
pub(super) const FURNISH: &str = r#"
folder="$1"
mount --make-rprivate /
for part in etc var; do
  mkdir -p "$folder/$part/upper" "$folder/$part/work"
  mount -t overlay overlay -o "lowerdir=/$part,upperdir=$folder/$part/upper,workdir=$folder/$part/work" "/$part"
done
mount -t tmpfs none /run
mkdir -p /run/netns /run/lock /etc/containers
cp "$2"/policy.json "$2"/registries.conf /etc/containers/
printf '%s\n' '127.0.0.1 localhost' '198.18.0.1 node1 registry.test' '198.18.0.2 node2' >/etc/hosts
printf 'nameserver 198.18.0.1\n' >"$folder/resolv.conf"
rm -f /etc/resolv.conf
cp "$folder/resolv.conf" /etc/resolv.conf
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
  kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
  name="${setting%=*}"
  [ -e "/proc/sys/$name" ] || continue
  mkdir -p "$folder/sys/${name%/*}"
  printf '%s\n' "${setting#*=}" >"$folder/sys/$name"
  mount --bind "$folder/sys/$name" "/proc/sys/$name"
done
ip link set lo up
ip link add node0 type bridge
ip address add 198.18.0.1/24 dev node0
ip address add 198.18.0.2/24 dev node0
ip link set node0 up
ip route add default via 198.18.0.1
echo 1 >/proc/sys/net/ipv4/ip_forward
"#;

pub(super) fn etcd(folder: &Path) -> Vec<String> {
    // Nothing of it outlives the room, so nothing has to reach the disk.
    vec![format!("--data-dir={}", folder.join("etcd").display()), "--unsafe-no-fsync".to_owned()]
}

pub(super) fn apiserver(folder: &Path) -> Vec<String> {
    let certs = folder.join("certs");
    // The key that the server makes for its own certificate, before it reads this one.
    let key = certs.join("apiserver.key");
    let mut args = options(&[
        "--etcd-servers=http://127.0.0.1:2379",
        "--bind-address=0.0.0.0",
        "--advertise-address=198.18.0.1",
        "--secure-port=6443",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-cluster-ip-range=198.19.0.0/17",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--anonymous-auth=false",
        "--allow-privileged=true",
    ]);
    args.extend([
        format!("--cert-dir={}", certs.display()),
        format!("--service-account-signing-key-file={}", key.display()),
        format!("--service-account-key-file={}", key.display()),
        format!("--token-auth-file={}", folder.join("tokens").display()),
    ]);
    args
}

pub(super) fn controller_manager(folder: &Path) -> Vec<String> {
    let certs = folder.join("certs");
    let mut args = options(&[
        "--use-service-account-credentials=true",
        "--leader-elect=false",
        "--allocate-node-cidrs=true",
        "--cluster-cidr=198.19.128.0/17",
        "--node-cidr-mask-size=24",
        "--service-cluster-ip-range=198.19.0.0/17",
    ]);
    args.extend([
        kubeconfig(folder, "controller-manager"),
        format!("--service-account-private-key-file={}", certs.join("apiserver.key").display()),
        format!("--root-ca-file={}", certs.join("apiserver.crt").display()),
    ]);
    args
}

pub(super) fn scheduler(folder: &Path) -> Vec<String> {
    vec![kubeconfig(folder, "scheduler"), "--leader-elect=false".to_owned()]
}

pub(super) fn proxy(folder: &Path) -> Vec<String> {
    let mut args = options(&[
        "--proxy-mode=iptables",
        "--cluster-cidr=198.19.128.0/17",
        "--hostname-override=node1",
        // These would be written into the whole machine's kernel.
        "--conntrack-max-per-core=0",
        "--conntrack-tcp-timeout-established=0",
        "--conntrack-tcp-timeout-close-wait=0",
    ]);
    args.push(kubeconfig(folder, "proxy"));
    args
}

/// Both nodes are in one network, so that one firewall serves both.
pub(super) fn firewall(folder: &Path) -> Vec<String> {
    let mut args = options(&["--node=node1", "--address=198.18.0.1", "--services=198.19.0.0/17"]);
    args.push(kubeconfig(folder, "firewall"));
    args
}

pub(super) fn kubelet(folder: &Path, node: Node) -> Vec<String> {
    let own = node.folder(folder);
    vec![
        format!("--config={}", own.join("kubelet.yml").display()),
        kubeconfig(folder, &node.name()),
        format!("--hostname-override={}", node.name()),
        format!("--node-ip={}", node.address()),
        format!("--root-dir={}", own.join("kubelet").display()),
        format!("--cert-dir={}", own.join("certs").display()),
    ]
}

/// kubelet's own settings. Whoever is in the room is admin anyway, so kubelet asks nobody for a password.
pub(super) fn kubelet_file(node: Node, group: &str) -> String {
    format!(
        "apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: {address}
port: 10250
healthzBindAddress: {address}
readOnlyPort: 0
authentication: {{anonymous: {{enabled: true}}, webhook: {{enabled: false}}}}
authorization: {{mode: AlwaysAllow}}
containerRuntimeEndpoint: unix://{socket}
cgroupDriver: cgroupfs
cgroupRoot: /{group}/{name}
failCgroupV1: false
failSwapOn: false
clusterDNS: [{ADDRESS}]
clusterDomain: cluster.local
podLogsDir: /var/log/pods-{name}
evictionHard: {{memory.available: 50Mi, nodefs.available: 1%, imagefs.available: 1%}}
imageGCHighThresholdPercent: 100
serializeImagePulls: false
syncFrequency: 1s
maxPods: 60
",
        address = node.address(),
        socket = node.socket(),
        name = node.name(),
    )
}

pub(super) fn containerd_file(folder: &Path, node: Node, debian: &Debian) -> String {
    let own = node.folder(folder);
    format!(
        r#"version = 2
root = "{root}"
state = "/run/containerd-{name}"
disabled_plugins = ["io.containerd.internal.v1.opt"]

[grpc]
address = "{socket}"

[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "{PAUSE}"
disable_apparmor = true
disable_tcp_service = true
restrict_oom_score_adj = true

[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "{plugins}"
conf_dir = "{network}"

[plugins."io.containerd.grpc.v1.cri".containerd]
snapshotter = "overlayfs"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
SystemdCgroup = false

[plugins."io.containerd.grpc.v1.cri".registry.mirrors."{REGISTRY}"]
endpoint = ["http://{REGISTRY}"]

[plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]
endpoint = ["http://{MIRROR}"]
"#,
        root = own.join("containerd").display(),
        name = node.name(),
        socket = node.socket(),
        plugins = debian.file("usr/lib/cni").display(),
        network = own.join("network").display(),
    )
}

/// The network of a node's pods.
pub(super) fn network_file(node: Node) -> String {
    let (name, range) = (node.name(), 127 + u16::from(node.0));
    format!(
        r#"{{
  "cniVersion": "0.4.0",
  "name": "{name}",
  "plugins": [
    {{
      "type": "bridge",
      "bridge": "pods{number}",
      "isDefaultGateway": true,
      "hairpinMode": true,
      "ipam": {{"type": "host-local", "ranges": [[{{"subnet": "198.19.{range}.0/24"}}]]}}
    }},
    {{"type": "portmap", "capabilities": {{"portMappings": true}}}}
  ]
}}
"#,
        number = node.0
    )
}

/// CoreDNS: the cluster's names, then those of the room; it asks nobody outside.
pub(super) fn dns_file(folder: &Path) -> String {
    format!(
        "cluster.local:53 in-addr.arpa:53 {{
  bind {ADDRESS}
  errors
  kubernetes cluster.local in-addr.arpa {{
    kubeconfig {} linkspan-node
    ttl 1
  }}
}}
.:53 {{
  bind {ADDRESS}
  hosts /etc/hosts
}}
",
        client(folder, "dns").display()
    )
}

/// A registry that keeps what it gets in a folder.
pub(super) fn registry_file(folder: &Path, address: &str, passwords: Option<&Path>) -> String {
    let mut text = format!(
        "version: 0.1
log: {{level: error}}
storage: {{filesystem: {{rootdirectory: {}}}}}
http: {{addr: \"{address}\", secret: none}}
",
        folder.display()
    );
    if let Some(path) = passwords {
        text.push_str(&format!("auth: {{htpasswd: {{realm: tests, path: {}}}}}\n", path.display()));
    }
    text
}

/// The registry's file of passwords.
pub(super) fn passwords() -> String {
    format!("{REGISTRY_USER}:{REGISTRY_HASH}\n")
}

/// Volumes on the disk of each node, and the storage class that claims get without asking.
pub(super) fn volumes(folder: &Path) -> String {
    let mut text = "apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: local
  annotations: {storageclass.kubernetes.io/is-default-class: \"true\"}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
"
    .to_owned();
    for node in Node::ALL {
        for number in 0..VOLUMES {
            text.push_str(&format!(
                "---
apiVersion: v1
kind: PersistentVolume
metadata: {{name: {name}-{number}}}
spec:
  capacity: {{storage: 100Gi}}
  accessModes: [ReadWriteOnce]
  storageClassName: local
  local: {{path: {path}}}
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions: [{{key: kubernetes.io/hostname, operator: In, values: [{name}]}}]
",
                name = node.name(),
                path = volume(folder, node, number).display(),
            ));
        }
    }
    text
}

/// The folders of those volumes.
pub(super) fn volume_folders(folder: &Path) -> Vec<PathBuf> {
    let of = |node| (0..VOLUMES).map(move |number| volume(folder, node, number));
    Node::ALL.into_iter().flat_map(of).collect()
}

fn volume(folder: &Path, node: Node, number: usize) -> PathBuf {
    node.folder(folder).join(format!("volumes/{number}"))
}

/// The kubeconfig of a client.
pub(super) fn client(folder: &Path, client: &str) -> PathBuf {
    folder.join(format!("{client}.kubeconfig"))
}

fn kubeconfig(folder: &Path, name: &str) -> String {
    format!("--kubeconfig={}", client(folder, name).display())
}

fn options(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_has_a_password_of_its_own() {
        let text = tokens("secret");
        assert_eq!(text.lines().count(), CLIENTS.len());
        assert!(text.contains("secret-node2,system:node:node2,node2,system:nodes\n"), "{text}");
    }

    #[test]
    fn the_nodes_share_nothing() {
        let files = Node::ALL.map(|node| kubelet_file(node, "g") + &network_file(node));
        for word in ["198.18.0.1\n", "198.19.128.", "pods-node1", "/g/node1\n", "\"pods1\""] {
            assert!(!files[1].replace("clusterDNS: [198.18.0.1]", "").contains(word), "{word}");
            assert!(files[0].contains(word), "{word}");
        }
    }
}
