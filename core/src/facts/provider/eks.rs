//! Amazon EKS with the AWS Load Balancer Controller. Sources: the controller's guides of Service and Ingress annotations
//! and AWS' documentation of EKS, ECR and Auto Mode, read 2026-11-23; its guide of Gateways and the types of
//! `gateway.k8s.aws/v1beta1`, read 2026-11-27: a Gateway's load balancer is internal, leads to ports of nodes and reads no
//! Secret unless objects of its own say more, which `resource::front_door::alb` writes. Identity: AWS' guides "Assign IAM roles
//! to Kubernetes service accounts" and "Assign an IAM role to a Kubernetes service account" (Pod Identity), read 2026-11-27.

use super::{Controller, Door, DoorTls, Identity, IdentityForm, LOGS_IN, Provider, Registry, tool};

pub(super) const EKS: Provider = Provider {
    id: "eks",
    label: "Amazon EKS",
    credentials: "(printf 'Cluster: ' && read -r cluster && printf 'Region: ' && read -r region &&\n  aws eks update-kubeconfig --name \"$cluster\" --region \"$region\")",
    tool: Some(tool("aws", LOGS_IN)),
    loads: None,
    policies: Some((
        "EKS",
        "with `enableNetworkPolicy` of the VPC CNI add-on; with Auto Mode, when its network policy controller is on",
    )),
    controller: Controller::Aws,
    balancer: "the cloud",
    identity: Some(Identity {
        what: "the ARN of a role of IAM",
        form: IdentityForm::Role,
        annotation: "eks.amazonaws.com/role-arn",
        pod_label: None,
        // The token is a file in the pod; what it is exchanged for comes by HTTPS.
        reaches: &[],
        about: "The role has to trust that ServiceAccount, and IAM has to know the cluster's issuer of tokens.",
        setup: &[
            (
                "Make the issuer known, once for each cluster (`EntityAlreadyExists` says that it is):",
                "read -rp 'Cluster: ' cluster && read -rp 'Region: ' region\nissuer=\"$(aws eks describe-cluster --name \"$cluster\" --region \"$region\" --query cluster.identity.oidc.issuer --output text)\"\naws iam create-open-id-connect-provider --url \"$issuer\" --client-id-list sts.amazonaws.com",
            ),
            (
                "Make the role, in the same shell, and give it a policy with what the app may do. Where there is the role already, `update-assume-role-policy` with `--policy-document` takes the place of `create-role`; it replaces whom the role trusted before:",
                "provider=\"${issuer#https://}\"\ncat >trust.json <<JSON\n{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\n    \"Effect\": \"Allow\",\n    \"Principal\": {\"Federated\": \"arn:{partition}:iam::{account}:oidc-provider/$provider\"},\n    \"Action\": \"sts:AssumeRoleWithWebIdentity\",\n    \"Condition\": {\"StringEquals\": {\n      \"$provider:aud\": \"sts.amazonaws.com\",\n      \"$provider:sub\": \"system:serviceaccount:{namespace}:{app}\"\n    }}\n  }]\n}\nJSON\naws iam create-role --role-name {role} --assume-role-policy-document file://trust.json\nrm trust.json\nread -rp 'ARN of the policy: ' policy\naws iam attach-role-policy --role-name {role} --policy-arn \"$policy\"",
            ),
            (
                "EKS Pod Identity is another way, with its agent in the cluster and a role that trusts `pods.eks.amazonaws.com`: then take `security.cloud_identity` out of `linkspan.yml`, add `security: {egress_addresses: [\"169.254.170.23:80\"]}` where there are network policies, and in place of the above:",
                "aws eks create-pod-identity-association --cluster-name \"$cluster\" --region \"$region\" \\\n  --namespace {namespace} --service-account {app} --role-arn {identity}",
            ),
        ],
        check: "printenv AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE",
    }),
    ranges: "aws ec2 describe-subnets --query 'Subnets[].[VpcId,SubnetId,CidrBlock]' --output table",
    registry: Some(Registry {
        host: ".amazonaws.com",
        login: "(printf 'Registry (ACCOUNT.dkr.ecr.REGION.amazonaws.com): ' && read -r registry && printf 'Region: ' && read -r region &&\n  aws ecr get-login-password --region \"$region\" |\n  docker login --username AWS --password-stdin \"$registry\")",
        pull_login: "",
    }),
    // Which classes exist depends on how the cluster was made.
    storage_class: "",
    ingress_class: "alb",
    gateway_class: "alb",
    prefers_gateway: false,
    load_balancer: Door {
        annotations: &[
            ("service.beta.kubernetes.io/aws-load-balancer-type", "external"),
            ("service.beta.kubernetes.io/aws-load-balancer-nlb-target-type", "ip"),
            ("service.beta.kubernetes.io/aws-load-balancer-scheme", "internet-facing"),
            ("service.beta.kubernetes.io/aws-load-balancer-healthcheck-protocol", "http"),
            ("service.beta.kubernetes.io/aws-load-balancer-healthcheck-path", "{health}"),
        ],
        tls: Some(DoorTls {
            annotations: &[
                ("service.beta.kubernetes.io/aws-load-balancer-ssl-cert", "{certificate}"),
                ("service.beta.kubernetes.io/aws-load-balancer-ssl-ports", "443"),
            ],
            named: true,
            keeps_http: false,
            redirects: false,
            about: CERTIFICATE,
        }),
    },
    ingress: Door {
        annotations: &[
            ("alb.ingress.kubernetes.io/scheme", "internet-facing"),
            ("alb.ingress.kubernetes.io/target-type", "ip"),
            ("alb.ingress.kubernetes.io/healthcheck-path", "{health}"),
        ],
        tls: Some(DoorTls {
            annotations: &[
                ("alb.ingress.kubernetes.io/listen-ports", "[{\"HTTP\": 80}, {\"HTTPS\": 443}]"),
                ("alb.ingress.kubernetes.io/ssl-redirect", "443"),
                ("alb.ingress.kubernetes.io/certificate-arn", "{certificate}"),
            ],
            named: false,
            keeps_http: false,
            redirects: true,
            about: CERTIFICATE,
        }),
    },
    gateway: Door {
        annotations: &[],
        tls: Some(DoorTls {
            annotations: &[],
            named: true,
            keeps_http: true,
            redirects: true,
            about: (
                "AWS Certificate Manager holds and renews the certificate; it has to be in the cluster's region",
                "aws acm list-certificates",
            ),
        }),
    },
    named_address: true,
    pitfalls: &[
        "Load balancers need the AWS Load Balancer Controller (EKS Auto Mode has its own); without it, no address ever appears.",
        "They are internal unless `scheme` says `internet-facing`, as it does here.",
        "EKS Auto Mode makes no StorageClass: volumes need one for `ebs.csi.eks.amazonaws.com`; name it in `storage.class`.",
        "A Gateway needs the controller in version 2.14 or later with its own definitions (`gateway.k8s.aws`), and a GatewayClass `alb` that you make for `gateway.k8s.aws/alb` first.",
    ],
};

const CERTIFICATE: (&str, &str) = (
    "AWS Certificate Manager holds and renews the certificate; it has to be in the cluster's region. An Ingress finds it by the host names",
    "aws acm list-certificates",
);
