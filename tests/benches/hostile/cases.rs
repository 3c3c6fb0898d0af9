//! Folders made to hurt, each by a size.

use std::collections::BTreeMap;

/// Texts by path.
pub type Files = BTreeMap<String, String>;

/// A way to hurt.
pub struct Case {
    /// What it does.
    pub name: &'static str,
    /// How often, so that the folder is about as large as one file may be.
    pub size: usize,
    /// The folder.
    pub make: fn(usize) -> Files,
    /// Whether it is all fixes that are timed.
    pub mends: bool,
}

const fn case(name: &'static str, size: usize, make: fn(usize) -> Files) -> Case {
    Case { name, size, make, mends: false }
}

/// Every case.
pub const CASES: &[Case] = &[
    case("brackets without an end", 8_000_000, |n| one("[".repeat(n))),
    case("documents that are broken", 1_300_000, |n| one("--- [\n".repeat(n))),
    case("documents that are empty", 2_000_000, |n| one("---\n".repeat(n))),
    case("one long line", 4_000_000, |n| one(config(&format!("  a: {}\n", "x ".repeat(n))))),
    case("one key many times", 1_000_000, |n| one(config(&"  a: v\n".repeat(n)))),
    case("comments that say nothing", 1_600_000, |n| one(config("  a: v\n") + &"# c\n".repeat(n))),
    case("quotes that do not end", 8_000, |n| {
        one(documents(n, |_| config(&format!("  a: \"{}\n", "x".repeat(900)))))
    }),
    case("anchors around each other", 300_000, |n| {
        let anchors: String = (0..90).map(|at| format!("&a{at} [")).collect();
        one(format!("{anchors}{}{}", "x,".repeat(n), "]".repeat(90)))
    }),
    case("merges of merges", 90, |n| {
        let keys = lines(5_000, |at| format!("k{at}: v,"));
        let each = |at: usize| format!("b{at}: {{<<: *a, x: y}}\n");
        one(format!("a: &a {{{keys}}}\n{}", lines(n, each)))
    }),
    case("json on one line with misspelt fields", 100_000, |n| {
        let container = "{\"name\":\"a\",\"image\":\"b\",\"imagePullPolice\":\"Always\"}";
        let pod = |_| {
            let all = vec![container; 100].join(",");
            format!(
                "{{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{{\"name\":\"a\"}},\"spec\":{{\"containers\":[{all}]}}}}"
            )
        };
        let pods: Vec<String> = (0..n / 100).map(pod).collect();
        one(format!("{{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{}]}}", pods.join(",")))
    }),
    case("keys that are misspelt, a line each", 40_000, |n| {
        one(documents(n / 8, |at| pod_of(&format!("p{at}"), &"  restartPolice: Never\n".repeat(8))))
    }),
    case("pods and Services of one label, port by name", 20_000, |n| {
        one(pods(n * 3 / 2, |_| "app: a".into()) + &services(n, |_| "app: a".into(), "x"))
    }),
    case("pods and Services of one label, port by number", 20_000, |n| {
        one(pods(n * 3 / 2, |_| "app: a".into()) + &services(n, |_| "app: a".into(), "99"))
    }),
    case("a pod with long texts behind many Services", 14_000, |n| {
        let text = "1 ".repeat(n * 100);
        let pod = pod_of(
            "p",
            &format!(
                "    env: [{{name: A, value: {text:?}}}]\n    ports: [{{containerPort: 7}}]\n"
            ),
        );
        let pod = pod.replace("{name: p}", "{name: p, labels: {app: a}}");
        one(pod + "---\n" + &services(n, |_| "app: a".into(), "99"))
    }),
    case("pods and Services of labels that never meet", 20_000, |n| {
        let own = |at: usize| {
            if at.is_multiple_of(2) { "a: x, b: y".into() } else { "a: y, b: x".to_owned() }
        };
        let wanted = |at: usize| format!("a: x, b: x, c: v{at}");
        let all = |_| "a: x, b: x".to_owned();
        one(pods(n, own) + &services(n / 2, wanted, "x") + &services(n / 2, all, "x"))
    }),
    case("pods and Services of many labels each", 9_000, |n| {
        let own = |_| list(12, ", ", |it| format!("l{it}: v"));
        let wanted = |at: usize| {
            list(12, ", ", |it| format!("l{it}: {}", if at >> it & 1 == 1 { "v" } else { "w" }))
        };
        let some = |at: usize| {
            list(
                13,
                ", ",
                |it| if at >> it & 1 == 1 { format!("l{it}: v") } else { "l0: v".into() },
            )
        };
        one(pods(n, own) + &services(n / 2, wanted, "x") + &services(n / 2, some, "x"))
    }),
    case("policies by expressions that fit nothing", 12_000, |n| {
        let policy = |at: usize| {
            format!(
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: n{at}}}\nspec:\n  podSelector: {{matchExpressions: [{{key: app, operator: NotIn, values: [a, b{at}]}}]}}\n"
            )
        };
        one(pods(n * 3 / 2, |_| "app: a".into()) + &documents(n, policy))
    }),
    case("policies that fit everything", 14_000, |n| {
        let policy = |at: usize| {
            format!(
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: n{at}}}\nspec:\n  podSelector: {{matchExpressions: [{{key: app, operator: NotIn, values: [b{at}]}}]}}\n"
            )
        };
        one(pods(n, |_| "app: a".into()) + &documents(n, policy))
    }),
    case("budgets of one name", 20_000, |n| {
        let budget = |_| {
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {minAvailable: 1, selector: {matchLabels: {app: a}}}\n".to_owned()
        };
        one(pods(n, |_| "app: a".into()) + &documents(n, budget))
    }),
    case("workloads whose selectors overlap", 14_000, |n| {
        one(documents(n, |at| deployment(at, "app: a", "")))
    }),
    case("monitors of one label", 12_000, |n| {
        let monitor = |at: usize| {
            format!(
                "apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: {{name: m{at}}}\nspec:\n  selector: {{matchLabels: {{app: a}}}}\n  podMetricsEndpoints: [{{port: x}}, {{port: y}}]\n"
            )
        };
        one(pods(n, |_| "app: a".into()) + &documents(n, monitor))
    }),
    case("quotas of one namespace", 10_000, |n| {
        let quota = |at: usize| {
            format!(
                "apiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: q{at}}}\nspec: {{hard: {{cpu: 1, memory: 1Gi, pods: 1}}}}\n"
            )
        };
        one(documents(n, |at| deployment(at, &format!("app: a{at}"), ""))
            + "---\n"
            + &documents(n, quota))
    }),
    case("ConfigMaps of one name in many namespaces", 14_000, |n| {
        let map = |at: usize| {
            format!(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, namespace: n{at}}}\ndata: {{k: v}}\n"
            )
        };
        let pod = |at: usize| {
            pod_of(
                &format!("p{at}"),
                "    env: [{name: A, valueFrom: {configMapKeyRef: {name: a, key: x}}}]\n",
            )
        };
        one(documents(n, map) + "---\n" + &documents(n, pod))
    }),
    case("Secrets of one name in many namespaces", 14_000, |n| {
        let secret = |at: usize| {
            format!(
                "apiVersion: v1\nkind: Secret\nmetadata: {{name: a, namespace: n{at}}}\ndata: {{k: dg==}}\n"
            )
        };
        let pod = |at: usize| {
            pod_of(
                &format!("p{at}"),
                "    env: [{name: A, valueFrom: {secretKeyRef: {name: a, key: x}}}]\n    envFrom: [{secretRef: {name: a}}]\n",
            )
        };
        one(documents(n, secret) + "---\n" + &documents(n, pod))
    }),
    case("Services of one name in many namespaces", 14_000, |n| {
        let service = |at: usize| {
            format!(
                "apiVersion: v1\nkind: Service\nmetadata: {{name: web, namespace: n{at}}}\nspec: {{ports: [{{port: 80}}]}}\n"
            )
        };
        let pod = |at: usize| {
            pod_of(&format!("p{at}"), "    env: [{name: A, value: \"http://web:99\"}]\n")
        };
        one(documents(n, service) + "---\n" + &documents(n, pod))
    }),
    case("variables of databases, each its own", 12_000, |n| {
        one(documents(n, |at| {
            pod_of(
                &format!("p{at}"),
                &format!("    args: [puma]\n    env: [{{name: A{at}_DATABASE_URL, value: x}}]\n"),
            )
        }))
    }),
    case("grants and routes across namespaces", 6_000, |n| {
        let grant = |at: usize| {
            format!(
                "apiVersion: gateway.networking.k8s.io/v1\nkind: ReferenceGrant\nmetadata: {{name: g{at}, namespace: b}}\nspec: {{from: [{{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: c}}], to: [{{group: \"\", kind: Service}}]}}\n"
            )
        };
        let route = |at: usize| {
            format!(
                "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r{at}, namespace: a}}\nspec: {{rules: [{{backendRefs: [{{name: s, namespace: b, port: 80}}]}}]}}\n"
            )
        };
        one(documents(n, grant) + "---\n" + &documents(n, route))
    }),
    case("routes of one host and path", 10_000, |n| {
        let ingress = |at: usize| {
            format!(
                "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: i{at}}}\nspec: {{rules: [{{host: a.b.c, http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: s, port: {{number: 80}}}}}}}}]}}}}]}}\n"
            )
        };
        one(documents(n, ingress))
    }),
    case("objects of one name", 30_000, |n| one(documents(n, |_| config("  a: v\n")))),
    case("namespaces that nothing makes", 30_000, |n| {
        let made =
            |at: usize| format!("apiVersion: v1\nkind: Namespace\nmetadata: {{name: made-{at}}}\n");
        let used = |at: usize| {
            format!(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, namespace: used-{at}}}\n"
            )
        };
        one(documents(n, made) + "---\n" + &documents(n, used))
    }),
    case("variables of one container", 30, |n| {
        one(documents(n, |at| {
            let env = lines(5_000, |it| format!("    - {{name: V{it}, value: $(V{}) }}\n", it / 2));
            pod_of(&format!("p{at}"), &format!("    env:\n{env}"))
        }))
    }),
    case("containers of one pod", 10, |n| {
        one(documents(n, |at| {
            let more = lines(4_500, |it| {
                format!(
                    "  - {{name: c{it}, image: b, ports: [{{containerPort: 80, name: p{it}}}], livenessProbe: {{httpGet: {{port: 81}}}}}}\n"
                )
            });
            pod_of(&format!("p{at}"), &more)
        }))
    }),
    case("mounts and volumes of one pod", 20, |n| {
        one(documents(n, |at| {
            let mounts = lines(4_900, |it| format!("    - {{name: v{it}, mountPath: /v{it}}}\n"));
            let volumes = lines(4_900, |it| format!("  - {{name: v{it}, emptyDir: {{}}}}\n"));
            pod_of(&format!("p{at}"), &format!("    volumeMounts:\n{mounts}  volumes:\n{volumes}"))
        }))
    }),
    case("volumes whose paths overlap", 50, |n| {
        one(documents(n, |at| {
            let items = lines(4_900, |_| "{key: a, path: a/b},".into());
            pod_of(
                &format!("p{at}"),
                &format!("  volumes: [{{name: a, configMap: {{name: a, items: [{items}]}}}}]\n"),
            )
        }))
    }),
    case("ports of one container", 30, |n| {
        one(documents(n, |at| {
            let ports =
                lines(4_900, |it| format!("    - {{containerPort: {}, name: p}}\n", it + 1));
            pod_of(&format!("p{at}"), &format!("    ports:\n{ports}"))
        }))
    }),
    case("ports of one Service", 26, |n| {
        let service = |at: usize| {
            let ports = lines(4_900, |it| {
                format!("  - {{port: {}, name: p{it}, nodePort: 31000}}\n", it % 50 + 1)
            });
            format!(
                "apiVersion: v1\nkind: Service\nmetadata: {{name: s{at}}}\nspec:\n  type: NodePort\n  ports:\n{ports}"
            )
        };
        one(documents(n, service))
    }),
    case("ports of one Service behind an Ingress", 10, |n| {
        let both = |at: usize| {
            let ports = lines(4_900, |it| format!("  - {{port: {}, name: p{it}}}\n", it + 1));
            let paths = lines(4_900, |it| {
                format!(
                    "      - {{path: /{it}, pathType: Prefix, backend: {{service: {{name: s{at}, port: {{number: {}}}}}}}}}\n",
                    9_000 + it
                )
            });
            format!(
                "apiVersion: v1\nkind: Service\nmetadata: {{name: s{at}}}\nspec:\n  ports:\n{ports}---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: i{at}}}\nspec:\n  rules:\n  - host: a.b\n    http:\n      paths:\n{paths}"
            )
        };
        one(documents(n, both))
    }),
    case("labels of one Deployment", 60, |n| {
        one(documents(n, |at| deployment(at, &list(4_900, ", ", |it| format!("l{it}: v")), "")))
    }),
    case("resources of one container", 60, |n| {
        one(documents(n, |at| {
            let all = list(4_900, ", ", |it| format!("a.b/r{it}: 2"));
            pod_of(
                &format!("p{at}"),
                &format!("    resources: {{requests: {{{all}}}, limits: {{{all}}}}}\n"),
            )
        }))
    }),
    case("tolerations and spread of one pod", 10, |n| {
        one(documents(n, |at| {
            let tolerations = lines(4_900, |_| "  - {key: a, operator: Exists}\n".into());
            let spread = lines(4_900, |_| {
                "  - {maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule}\n".into()
            });
            pod_of(
                &format!("p{at}"),
                &format!("  tolerations:\n{tolerations}  topologySpreadConstraints:\n{spread}"),
            )
        }))
    }),
    case("lists of a Gateway", 20, |n| {
        let gateway = |at: usize| {
            let listeners = lines(4_900, |it| {
                format!(
                    "  - {{name: l{it}, port: {}, protocol: HTTP, hostname: h{it}.a.b}}\n",
                    it + 1
                )
            });
            format!(
                "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: g{at}}}\nspec:\n  gatewayClassName: a\n  listeners:\n{listeners}"
            )
        };
        one(documents(n, gateway))
    }),
    case("lists of a route", 20, |n| {
        let route = |at: usize| {
            let parents = lines(2_400, |it| format!("  - {{name: g, sectionName: s{it}}}\n"));
            let headers = list(2_400, ", ", |it| format!("{{name: h{it}, value: v}}"));
            let origins = list(2_400, ", ", |it| format!("https://a{it}.b"));
            format!(
                "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: g{at}}}\nspec:\n  parentRefs:\n{parents}  rules:\n  - matches: [{{headers: [{headers}]}}]\n    filters: [{{type: CORS, cors: {{allowOrigins: [{origins}]}}}}]\n"
            )
        };
        one(documents(n, route))
    }),
    case("rules of a role", 60, |n| {
        let role = |at: usize| {
            let rules =
                lines(4_900, |_| "- {apiGroups: [\"\"], resources: [pods], verbs: [get]}\n".into());
            format!(
                "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {{name: r{at}}}\nrules:\n{rules}"
            )
        };
        one(documents(n / 3, role))
    }),
    case("classes and volumes by other lists", 30, |n| {
        let class = |at: usize| {
            let terms =
                list(4_900, ", ", |_| "{matchLabelExpressions: [{key: a, values: [b]}]}".into());
            format!(
                "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {{name: c{at}}}\nprovisioner: a\nallowedTopologies: [{terms}]\n"
            )
        };
        one(documents(n, class))
    }),
    case("a StatefulSet with many claims", 10, |n| {
        let set = |at: usize| {
            let volumes = lines(4_900, |it| format!("      - {{name: v{it}, emptyDir: {{}}}}\n"));
            let claims = lines(2_400, |it| {
                format!(
                    "  - {{metadata: {{name: v{it}}}, spec: {{accessModes: [ReadWriteOnce], resources: {{requests: {{storage: 1Gi}}}}}}}}\n"
                )
            });
            format!(
                "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: s{at}}}\nspec:\n  selector: {{matchLabels: {{a: b}}}}\n  template:\n    metadata: {{labels: {{a: b}}}}\n    spec:\n      containers: [{{name: a, image: b}}]\n      volumes:\n{volumes}  volumeClaimTemplates:\n{claims}"
            )
        };
        one(documents(n, set))
    }),
    case("a job with many rules of failure", 20, |n| {
        let job = |at: usize| {
            let rules = lines(4_900, |_| {
                "    - {action: Ignore, onExitCodes: {operator: In, values: [1, 2, 3]}}\n".into()
            });
            format!(
                "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: j{at}}}\nspec:\n  podFailurePolicy:\n    rules:\n{rules}  template:\n    spec: {{restartPolicy: Never, containers: [{{name: a, image: b}}]}}\n"
            )
        };
        one(documents(n, job))
    }),
    case("comments that allow what is found", 40_000, |n| {
        let allowed = "# linkspan: allow unknown-field, wrong-type because it is so\n";
        one(documents(n, |_| format!("{allowed}{}", config("  a: 1\n"))))
    }),
    case("comments in one document", 60_000, |n| {
        one(config(&lines(n, |at| {
            let end = if at.is_multiple_of(20) { format!("  k{at}: 1\n") } else { String::new() };
            format!("  # linkspan: allow wrong-type, no-rule-{at} because it is so\n{end}")
        })))
    }),
    case("comments behind a text of many lines", 40_000, |n| {
        let text = "      x # linkspan: allow wrong-type because it is so\n".repeat(n);
        one(config(&format!("  a: |\n{text}")))
    }),
    case("many files, each with a fix", 20_000, |n| {
        (0..n)
            .map(|at| (format!("{at}.yml"), pod_of(&format!("p{at}"), "  restartPolice: Never\n")))
            .collect()
    }),
    Case {
        name: "fixes, as many as there may be",
        size: 100_000,
        make: |n| {
            (0..n / 1_000)
                .map(|at| {
                    let pod =
                        |it: usize| pod_of(&format!("p{at}-{it}"), "  restartPolice: Never\n");
                    (format!("{at}.yml"), documents(1_000, pod))
                })
                .collect()
        },
        mends: true,
    },
    Case {
        name: "fixes that bring other findings",
        size: 2_000,
        make: |n| {
            let pod = |it: usize| {
                pod_of(
                    &format!("p{it}"),
                    "    ports: [{containerPort: \"80\", hostPort: \"81\"}]\n",
                )
            };
            one(documents(n, pod))
        },
        mends: true,
    },
    case("a Dockerfile of many lines", 400_000, |n| docker("RUN bundle install\n".repeat(n))),
    case("a Dockerfile of many stages", 150_000, |n| {
        docker(lines(n, |at| format!("FROM s{} AS s{}\nENV A=b\nUSER x\n", at, at + 1)))
    }),
    case("a Dockerfile of one line that goes on", 700_000, |n| {
        docker(format!("FROM ruby\nRUN a {}\n", "\\\n  b && c".repeat(n)))
    }),
    case("a .dockerignore of stars", 4_000, |n| {
        let mut files = docker("FROM ruby\nCOPY . .\n".to_owned());
        let text = format!("{}x\n{}x\n", "*".repeat(n * 1_000), "**/".repeat(n * 300));
        files.insert(".dockerignore".to_owned(), text);
        files
    }),
    case("a script of many commands", 180_000, |n| {
        script(lines(n, |at| format!("kubectl apply -f config/kube/{at}.yml\n")))
    }),
    case("a script and many objects", 30_000, |n| {
        let mut files = script(lines(n, |_| "kubectl apply -f config/kube/a.yml\n".into()));
        let many = (0..n).map(|at| (format!("config/kube/{at}.yml"), config("  a: v\n")));
        files.extend(many);
        files
    }),
    case("a script of substitutions", 1_000_000, |n| script("$(".repeat(n))),
    case("a script of quotes", 4_000_000, |n| script("'\"".repeat(n))),
    case("a script of here-documents", 400_000, |n| script("cat <<A <<B <<C\n".repeat(n))),
    case("a command of one container that goes on", 300_000, |n| {
        let text = "a && b; $(c | d)\\n".repeat(n);
        one(pod_of("p", &format!("    command: [sh, -c, \"{text}\"]\n")))
    }),
    case("a name that goes on", 8_000_000, |n| {
        one(pod_of("p", &format!("    workingDir: \"{}\"\n", "/a".repeat(n / 2))))
    }),
];

/// A folder with one file.
fn one(text: String) -> Files {
    Files::from([("a.yml".to_owned(), text)])
}

fn docker(text: String) -> Files {
    let mut files = one(config("  a: v\n"));
    files.insert("Dockerfile".to_owned(), text);
    files
}

fn script(text: String) -> Files {
    let mut files = Files::from([("config/kube/a.yml".to_owned(), config("  a: v\n"))]);
    files.insert("deploy.sh".to_owned(), format!("#!/bin/bash\n{text}"));
    files
}

fn list(count: usize, between: &str, each: impl Fn(usize) -> String) -> String {
    let all: Vec<String> = (0..count).map(each).collect();
    all.join(between)
}

fn lines(count: usize, each: impl Fn(usize) -> String) -> String {
    (0..count).map(each).collect()
}

fn documents(count: usize, each: impl Fn(usize) -> String) -> String {
    list(count, "---\n", each)
}

fn config(data: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n{data}")
}

/// A pod with one container; `rest` goes on behind its image.
fn pod_of(name: &str, rest: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec:\n  containers:\n  - name: a\n    image: b\n{rest}"
    )
}

fn pods(count: usize, labels: impl Fn(usize) -> String) -> String {
    let pod = |at: usize| {
        let labels = labels(at);
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: p{at}, labels: {{{labels}}}}}\nspec: {{containers: [{{name: a, image: b, ports: [{{containerPort: 7}}]}}]}}\n---\n"
        )
    };
    lines(count, pod)
}

fn services(count: usize, labels: impl Fn(usize) -> String, port: &str) -> String {
    let service = |at: usize| {
        let labels = labels(at);
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: s{at}}}\nspec: {{selector: {{{labels}}}, ports: [{{port: 80, targetPort: {port}}}]}}\n---\n"
        )
    };
    lines(count, service)
}

fn deployment(at: usize, labels: &str, rest: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: d{at}}}\nspec:\n  selector: {{matchLabels: {{{labels}}}}}\n  template:\n    metadata: {{labels: {{{labels}}}}}\n    spec:\n      containers: [{{name: a, image: b}}]\n{rest}"
    )
}
