#!/usr/bin/env python3
"""Writes core/src/check/schema/table.txt: the fields of the kinds that the checker knows.

    python3 -m venv venv && venv/bin/pip install kubernetes-validate==1.37.0 pyyaml
    go mod download sigs.k8s.io/gateway-api@v1.6.1
    venv/bin/python docs/schema/make.py            write the table
    venv/bin/python docs/schema/make.py --check    fail if the committed table is stale

Source of the fields: the OpenAPI definitions of Kubernetes 1.33 to 1.37 that the package
kubernetes-validate ships. Source of the enums: enums.json beside this file (OpenAPI v3 of a
running API server 1.36; the published files have none), and EXTRA_ENUMS below, read from
Kubernetes' validation code. Source of the Gateway API: the definitions of its standard channel in
the Go module named above (the cache that `go env GOMODCACHE` names). The form of the table is described in README.md beside this file.
"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE.parent.parent / "core/src/check/schema/table.txt"
MINORS = [33, 34, 35, 36, 37]
PREFIXES = [
    ("io.k8s.api.", ""),
    ("io.k8s.apimachinery.pkg.apis.", ""),
    ("io.k8s.apimachinery.pkg.", ""),
]

# apiVersion, kind, scope (N namespaced, C cluster), definition
KINDS = [
    ("apps/v1", "DaemonSet", "N"), ("apps/v1", "Deployment", "N"), ("apps/v1", "ReplicaSet", "N"),
    ("apps/v1", "StatefulSet", "N"),
    ("autoscaling/v1", "HorizontalPodAutoscaler", "N"),
    ("autoscaling/v2", "HorizontalPodAutoscaler", "N"),
    ("batch/v1", "CronJob", "N"), ("batch/v1", "Job", "N"),
    ("coordination.k8s.io/v1", "Lease", "N"),
    ("networking.k8s.io/v1", "Ingress", "N"), ("networking.k8s.io/v1", "IngressClass", "C"),
    ("networking.k8s.io/v1", "NetworkPolicy", "N"),
    ("policy/v1", "PodDisruptionBudget", "N"),
    ("rbac.authorization.k8s.io/v1", "ClusterRole", "C"),
    ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "C"),
    ("rbac.authorization.k8s.io/v1", "Role", "N"),
    ("rbac.authorization.k8s.io/v1", "RoleBinding", "N"),
    ("scheduling.k8s.io/v1", "PriorityClass", "C"), ("storage.k8s.io/v1", "StorageClass", "C"),
    ("v1", "ConfigMap", "N"), ("v1", "Endpoints", "N"), ("v1", "LimitRange", "N"),
    ("v1", "Namespace", "C"), ("v1", "PersistentVolume", "C"),
    ("v1", "PersistentVolumeClaim", "N"), ("v1", "Pod", "N"),
    ("v1", "ReplicationController", "N"), ("v1", "ResourceQuota", "N"), ("v1", "Secret", "N"),
    ("v1", "Service", "N"), ("v1", "ServiceAccount", "N"),
]

# Fields that OpenAPI calls required and the API server does not miss.
NOT_REQUIRED = {
    "*.status",
    "apps.v1.DaemonSetSpec.selector",
    "core.v1.ClusterTrustBundleProjection.path",
    "core.v1.ContainerResizePolicy.resourceName",
    "core.v1.ContainerResizePolicy.restartPolicy",
    "core.v1.DownwardAPIVolumeFile.path",
    "core.v1.GCEPersistentDiskVolumeSource.pdName",
    "core.v1.HTTPHeader.name",
    "core.v1.HostAlias.ip",
    "core.v1.PodSchedulingGate.name",
    "core.v1.ResourceClaim.name",
    "core.v1.ResourceFieldSelector.resource",
    "core.v1.ScaleIOPersistentVolumeSource.secretRef",
    "core.v1.ScaleIOVolumeSource.secretRef",
    "core.v1.ScopedResourceSelectorRequirement.operator",
    "core.v1.ScopedResourceSelectorRequirement.scopeName",
    "core.v1.ServiceAccountTokenProjection.path",
    "meta.v1.OwnerReference.apiVersion",
    "meta.v1.OwnerReference.kind",
    "meta.v1.OwnerReference.name",
    "meta.v1.OwnerReference.uid",
    "apps.v1.StatefulSetSpec.serviceName",
    "autoscaling.v2.HorizontalPodAutoscalerSpec.spec",
    "core.v1.ContainerRestartRule.action",
    "core.v1.ContainerRestartRuleOnExitCodes.operator",
    "core.v1.EndpointAddress.ip",
    "core.v1.NodeSelectorRequirement.operator",
    "core.v1.ObjectFieldSelector.fieldPath",
    "core.v1.PersistentVolumeSpec.accessModes",
    "core.v1.PodCertificateProjection.keyType",
    "core.v1.PodCertificateProjection.signerName",
    "core.v1.TypedLocalObjectReference.kind",
    "core.v1.TypedLocalObjectReference.name",
    "core.v1.TypedObjectReference.kind",
    "core.v1.TypedObjectReference.name",
    "core.v1.TCPSocketAction.port",
    "core.v1.HTTPGetAction.port",
    "meta.v1.LabelSelectorRequirement.operator",
    "networking.v1.NetworkPolicySpec.podSelector",
    "batch.v1.PodFailurePolicy.rules",
    "core.v1.HTTPHeader.value",
    "core.v1.ISCSIPersistentVolumeSource.lun",
    "core.v1.ISCSIVolumeSource.lun",
    "core.v1.LimitRangeSpec.limits",
    "core.v1.SleepAction.seconds",
    "core.v1.Sysctl.value",
    "rbac.v1.Subject.kind",
}

# Parts that the server reads as empty where they are missing, and then judges.
ALWAYS_THERE = {
    "apps.v1.DaemonSet.spec", "apps.v1.Deployment.spec", "apps.v1.ReplicaSet.spec",
    "apps.v1.ReplicaSetSpec.template", "apps.v1.StatefulSet.spec",
    "autoscaling.v1.HorizontalPodAutoscaler.spec", "autoscaling.v2.HorizontalPodAutoscaler.spec",
    "batch.v1.CronJob.spec", "batch.v1.Job.spec", "batch.v1.JobTemplateSpec.spec",
    "core.v1.PersistentVolume.spec", "core.v1.PersistentVolumeClaim.spec", "core.v1.Pod.spec",
    "core.v1.PodTemplateSpec.spec", "core.v1.ReplicationController.spec",
    "core.v1.Service.spec", "networking.v1.Ingress.spec", "networking.v1.IngressClass.spec",
}

# Enum fields for which the server takes "" as not given.
EMPTY_IS_DEFAULT = {
    "apps.v1.DaemonSetUpdateStrategy.type", "apps.v1.DeploymentStrategy.type",
    "apps.v1.StatefulSetSpec.podManagementPolicy", "apps.v1.StatefulSetUpdateStrategy.type",
    "batch.v1.CronJobSpec.concurrencyPolicy", "core.v1.Container.imagePullPolicy",
    "core.v1.Container.terminationMessagePolicy", "core.v1.ContainerPort.protocol",
    "core.v1.EndpointPort.protocol", "core.v1.EphemeralContainer.imagePullPolicy",
    "core.v1.EphemeralContainer.terminationMessagePolicy", "core.v1.HTTPGetAction.scheme",
    "core.v1.ImageVolumeSource.pullPolicy", "core.v1.PersistentVolumeSpec.persistentVolumeReclaimPolicy",
    "core.v1.PodSpec.dnsPolicy", "core.v1.PodSpec.restartPolicy", "core.v1.ServicePort.protocol",
    "core.v1.ServiceSpec.externalTrafficPolicy", "core.v1.ServiceSpec.sessionAffinity",
    "core.v1.ServiceSpec.type", "core.v1.Taint.effect", "core.v1.Toleration.effect",
    "core.v1.Toleration.operator", "rbac.v1.RoleRef.apiGroup",
}

# Values that validation code, not OpenAPI, limits; also where OpenAPI lists what a gate hides.
EXTRA_ENUMS = {
    "autoscaling.v2.HPAScalingRules.selectPolicy": ["Disabled", "Max", "Min"],
    "autoscaling.v2.HPAScalingPolicy.type": ["Percent", "Pods"],
    "autoscaling.v2.MetricSpec.type":
        ["ContainerResource", "External", "Object", "Pods", "Resource"],
    "autoscaling.v2.MetricTarget.type": ["AverageValue", "Utilization", "Value"],
    "apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted": ["Delete", "Retain"],
    "apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled": ["Delete", "Retain"],
    "apps.v1.DaemonSetUpdateStrategy.type": None,
    "apps.v1.DeploymentStrategy.type": None,
    "apps.v1.StatefulSetUpdateStrategy.type": None,
    "core.v1.LimitRangeItem.type": None,
    "core.v1.NodeSelectorRequirement.operator": None,
    "core.v1.AzureDiskVolumeSource.kind": None,
    "core.v1.ContainerResizePolicy.resourceName": None,
    "core.v1.ContainerResizePolicy.restartPolicy": None,
    "core.v1.PersistentVolumeSpec.accessModes": None,
    "core.v1.ServiceSpec.ipFamilies": None,
    "core.v1.PersistentVolumeClaimSpec.accessModes": None,
    "core.v1.VolumeMount.mountPropagation": None,
    "core.v1.Toleration.operator": None,
    "core.v1.ResourceQuotaSpec.scopes": None,
    "core.v1.ScopedResourceSelectorRequirement.scopeName": None,
    "core.v1.ScopedResourceSelectorRequirement.operator": None,
    "meta.v1.LabelSelectorRequirement.operator": ["DoesNotExist", "Exists", "In", "NotIn"],
    "rbac.v1.Subject.kind": ["Group", "ServiceAccount", "User"],
    "rbac.v1.RoleRef.apiGroup": ["rbac.authorization.k8s.io"],
}


GATEWAY = "sigs.k8s.io/gateway-api@v1.6.1/config/crd/standard"
# Kinds of the Gateway API: file, kind, scope.
ROUTES = [
    ("gatewayclasses", "GatewayClass", "C"), ("gateways", "Gateway", "N"),
    ("grpcroutes", "GRPCRoute", "N"), ("httproutes", "HTTPRoute", "N"),
    ("referencegrants", "ReferenceGrant", "N"),
]
# The patterns of its texts, by the names that core/src/check/schema/shape.rs gives them.
SUBDOMAIN = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
SHAPES = {
    r"^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$": "header",
    f"^$|^{SUBDOMAIN}$": "group",
    r"^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$": "kind",
    r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$": "label",
    f"^{SUBDOMAIN}$": "name",
    rf"^(\*\.)?{SUBDOMAIN}$": "host",
    r"(^\*$)|(^(http(s)?):\/\/(((\*\.)?([a-zA-Z0-9\-]+\.)*[a-zA-Z0-9-]+|\*)(:([0-9]{1,5}))?)$)":
        "origin",
    r"^([0-9]{1,5}(h|m|s|ms)){1,4}$": "duration",
    rf"^Hostname|IPAddress|NamedAddress|{SUBDOMAIN}\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$":
        "address-type",
    r"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$": "label-value",
    rf"^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|{SUBDOMAIN}\/[A-Za-z0-9]+$": "protocol",
    rf"^{SUBDOMAIN}\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$": "controller",
}


def bounds(schema, low, high):
    if low not in schema and high not in schema:
        return ""
    return f"#{schema.get(low, 0)}..{schema.get(high, '')}"


def named(text, way, made):
    """The shortest name that no other definition has: the last field, else the kind before it."""
    for name in (way[-1], way[0] + way[-1], "".join(way)):
        if made.setdefault(f"gateway.{name}", text) == text:
            return f"gateway.{name}"
    raise ValueError(way)


def custom(schema, way, made, form=False):
    """The code of a part of a custom kind; definitions that say the same are one. Of a status the API
    server asks only that its fields exist."""
    kind = schema.get("type")
    if form and kind not in ("object", "array"):
        return "*"
    if kind == "object" and "properties" in schema:
        parts = []
        required = [] if form else schema.get("required", [])
        for field, part in sorted(schema["properties"].items()):
            if field == "metadata" and len(way) == 1:
                code_of = "meta.v1.ObjectMeta"
            else:
                below = [*way, field[0].upper() + field[1:]]
                status = below[1:] == ["Status"]
                code_of = ("?" if status else "") + custom(part, below, made, form or status)
            parts.append(f"{field}{'!' if field in required else ''}:{code_of}")
        text = " ".join(parts)
        same = [name for name, other in made.items() if other == text]
        return same[0] if same else named(text, way, made)
    if kind == "object":
        inner = custom(schema.get("additionalProperties", {}), way, made, form)
        limits = "" if form else bounds(schema, "minProperties", "maxProperties")
        return "{" + inner + "}" + limits
    if kind == "array" and form:
        return "[" + custom(schema["items"], way, made, form) + "]"
    if kind == "array":
        keys = schema.get("x-kubernetes-list-map-keys", [])
        unique = "%" + "+".join(keys) if schema["x-kubernetes-list-type"] != "atomic" else ""
        inner = custom(schema["items"], way, made)
        return "[" + inner + "]" + bounds(schema, "minItems", "maxItems") + unique
    if kind == "string":
        text = "s" + ("=" + "|".join(schema["enum"]) if "enum" in schema else "")
        text += bounds(schema, "minLength", "maxLength")
        return text + ("~" + SHAPES[schema["pattern"]] if "pattern" in schema else "")
    if kind == "integer":
        shape = "~redirect" if schema.get("enum") == [301, 302, 303, 307, 308] else ""
        return ("i" if schema.get("format") == "int32" else "l") + bounds(schema, "minimum", "maximum") + shape
    return "b" if kind == "boolean" else "*"


def gateway(lines, done):
    import yaml
    cache = subprocess.run(["go", "env", "GOMODCACHE"], check=True, capture_output=True, text=True)
    folder = pathlib.Path(cache.stdout.strip()) / GATEWAY
    made = {}
    for file, kind, scope in ROUTES:
        crd = yaml.safe_load((folder / f"gateway.networking.k8s.io_{file}.yaml").read_text())
        for version in crd["spec"]["versions"]:
            if version["served"]:
                schema = version["schema"]["openAPIV3Schema"]
                owner = custom(schema, [kind], made)
                api = f"gateway.networking.k8s.io/{version['name']}"
                lines.append(f"kind {api} {kind} {scope} {owner}")
    for name, text in made.items():
        assert name not in done, name
        done[name] = f"{name} {text}"


def short(name):
    for prefix, instead in PREFIXES:
        if name.startswith(prefix):
            return instead + name[len(prefix):]
    return name


SPECIAL = {
    "api.resource.Quantity": "q",
    "util.intstr.IntOrString": "x",
    "meta.v1.Time": "t",
    "meta.v1.MicroTime": "u",
    "meta.v1.FieldsV1": "*",
    "runtime.RawExtension": "*",
}


def code(schema):
    if "$ref" in schema:
        name = short(schema["$ref"].rsplit("/", 1)[1])
        return SPECIAL.get(name, name)
    kind = schema.get("type")
    kinds = [each for each in (kind if isinstance(kind, list) else [kind]) if each != "null"]
    kind = kinds[0] if kinds else None
    if kind == "string":
        return "y" if schema.get("format") == "byte" else "s"
    if kind == "integer":
        return "i" if schema.get("format") == "int32" else "l"
    if kind == "number":
        return "n"
    if kind == "boolean":
        return "b"
    if kind == "array":
        return "[" + code(schema.get("items", {})) + "]"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return "{" + code(schema["additionalProperties"]) + "}"
    return "*"


def load(minor):
    import kubernetes_validate
    root = pathlib.Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"
    schema = json.loads((root / f"v1.{minor}.0-local" / "_definitions.json").read_text())["$defs"]
    while len(schema) < 10:
        schema = next(iter(schema.values()))
    return {short(name): value for name, value in schema.items()}


def enum(owner, field, enums):
    key = f"{owner}.{field}"
    values = EXTRA_ENUMS[key] if key in EXTRA_ENUMS else enums.get(key)
    if not values:
        return ""
    values = [value for value in values if value]
    empty = key in EMPTY_IS_DEFAULT or "" in enums.get(key, [])
    return "=" + ("|" if empty else "") + "|".join(sorted(values))


def table():
    versions = {minor: load(minor) for minor in MINORS}
    enums = json.loads((HERE / "enums.json").read_text())["enums"]
    lines = ["# Made by docs/schema/make.py; see docs/schema/README.md. Do not edit."]
    queue = []
    for api, kind, scope in KINDS:
        group, _, version = api.rpartition("/")
        owner = f"{group.split('.')[0] or 'core'}.{version}.{kind}"
        lines.append(f"kind {api} {kind} {scope} {owner}")
        queue.append(owner)
    done = {}
    # What only a status has, of which the API server reads the form and takes nothing.
    later = []
    while queue or later:
        form = not queue
        owner = (queue or later).pop()
        if owner in done:
            continue
        fields = {}
        for minor in MINORS:
            definition = versions[minor].get(owner)
            if definition is None:
                continue
            required = definition.get("required", [])
            for name, schema in definition.get("properties", {}).items():
                field = fields.setdefault(name, {"code": None, "minors": [], "required": True})
                # The newest version's type stands; types have not changed between 1.33 and 1.37.
                field["code"] = code(schema)
                if name == "status" and "." in field["code"]:
                    field["code"] = "?" + field["code"]
                field["minors"].append(minor)
                field["required"] &= name in required
        parts = []
        present = [minor for minor in MINORS if owner in versions[minor]]
        for name, field in sorted(fields.items()):
            bare = field["code"].strip("[]{}?")
            if "." in bare and bare not in done:
                (later if form or name == "status" else queue).append(bare)
            required = not form and field["required"] and f"{owner}.{name}" not in NOT_REQUIRED
            required &= f"*.{name}" not in NOT_REQUIRED
            required |= f"{owner}.{name}" in ALWAYS_THERE
            text = name + ("!" if required else "") + ":" + field["code"]
            text += "" if form else enum(owner, name, enums)
            if field["minors"] != present:
                text += f"@{field['minors'][0]}-{field['minors'][-1]}"
            parts.append(text)
        done[owner] = f"{owner} " + " ".join(parts)
    gateway(lines, done)
    lines += [done[name].rstrip() for name in sorted(done)]
    return "\n".join(lines) + "\n"


def main():
    made = table()
    if "--check" in sys.argv[1:]:
        if not TABLE.exists() or TABLE.read_text() != made:
            sys.exit(f"{TABLE.name} is stale: run docs/schema/make.py")
        return
    TABLE.write_text(made)
    print(f"{TABLE.name}: {len(made)} bytes, {made.count(chr(10))} lines")


if __name__ == "__main__":
    main()
