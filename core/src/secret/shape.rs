//! The one table of what keys and tokens look like.
//!
//! The least lengths are below those that services give out, so that a key that was cut or made up for a
//! test is seen as well.

/// What a key or token of some service looks like.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// What it is, with its article: `a key of Stripe`.
    pub name: &'static str,
    /// How it starts: one of these.
    pub starts: &'static [&'static str],
    /// Which characters follow.
    body: Body,
    /// How many of them at least.
    least: usize,
    /// Where its form is described.
    pub source: &'static str,
}

/// The characters behind the start of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    /// `0` to `9`, `a` to `f`.
    Hex,
    /// `A` to `Z`, `0` to `9`.
    Capitals,
    /// Letters and digits.
    Word,
    /// Letters, digits, `_` and `-`.
    Dashed,
    /// The same, with `.`, `=`, `+`, `/` and `~`.
    Coded,
    /// Letters, digits, `_` and `-`; letters and digits both, so that no word with dashes is one.
    Mixed,
    /// Everything up to a space, a quote or a bracket.
    Address,
}

impl Body {
    const fn has(self, byte: u8) -> bool {
        match self {
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Word => byte.is_ascii_alphanumeric(),
            Self::Dashed | Self::Mixed => {
                byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
            }
            Self::Coded => {
                byte.is_ascii_alphanumeric()
                    || matches!(byte, b'_' | b'-' | b'.' | b'=' | b'+' | b'/' | b'~')
            }
            Self::Address => {
                !byte.is_ascii_whitespace()
                    && !matches!(byte, b'"' | b'\'' | b'`' | b',' | b')' | b']' | b'}' | b'>')
            }
        }
    }
}

const fn shape(
    name: &'static str,
    starts: &'static [&'static str],
    body: Body,
    least: usize,
    source: &'static str,
) -> Shape {
    Shape { name, starts, body, least, source }
}

/// Where one list describes many of them; read in November 2026.
const GITLEAKS: &str = "https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml";
const AWS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids";
const GITHUB: &str = "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats";
const GITLAB: &str = "https://docs.gitlab.com/security/tokens/#token-prefixes";
const STRIPE: &str = "https://docs.stripe.com/keys";
const SLACK: &str = "https://docs.slack.dev/authentication/tokens";
const SLACK_HOOK: &str =
    "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks";
const DISCORD: &str = "https://discord.com/developers/docs/resources/webhook";
const GOOGLE: &str = "https://docs.cloud.google.com/docs/authentication/api-keys";
const VAULT: &str = "https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes";
const AGE: &str = "https://age-encryption.org/v1";
const JWT: &str = "https://www.rfc-editor.org/rfc/rfc7519";
const PEM: &str = "https://www.rfc-editor.org/rfc/rfc7468";

/// Every key and token that is known by its form.
pub const SHAPES: &[Shape] = &[
    shape("an access key of AWS", &["AKIA", "ASIA", "ABIA", "ACCA"], Body::Capitals, 12, AWS),
    shape(
        "a token of GitHub",
        &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
        Body::Dashed,
        6,
        GITHUB,
    ),
    shape(
        "a token of GitLab",
        &[
            "glpat-",
            "gldt-",
            "glrt-",
            "glrtr-",
            "glcbt-",
            "glptt-",
            "glft-",
            "glimt-",
            "glagent-",
            "glsoat-",
            "glwt-",
            "gloas-",
            "glffct-",
            "GR1348941",
        ],
        Body::Coded,
        6,
        GITLAB,
    ),
    shape(
        "a key of Stripe",
        &[
            "sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_", "whsec_",
            "sk_org_",
        ],
        Body::Word,
        6,
        STRIPE,
    ),
    shape(
        "a token of Slack",
        &[
            "xoxa-", "xoxb-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xoxc-", "xoxd-",
            "xapp-", "xoxe.xox",
        ],
        Body::Coded,
        6,
        SLACK,
    ),
    shape(
        "a webhook of Slack",
        &["hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/"],
        Body::Address,
        1,
        SLACK_HOOK,
    ),
    shape(
        "a webhook of Discord",
        &["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
        Body::Address,
        1,
        DISCORD,
    ),
    shape("a webhook of Teams", &["webhook.office.com/webhookb2/"], Body::Address, 1, GITLEAKS),
    shape("a key of SendGrid", &["SG."], Body::Coded, 20, GITLEAKS),
    shape("a key of Brevo", &["xkeysib-", "xsmtpsib-"], Body::Dashed, 12, GITLEAKS),
    shape("a key of Mailgun", &["key-"], Body::Hex, 32, GITLEAKS),
    shape("a key of Twilio", &["SK"], Body::Hex, 32, GITLEAKS),
    shape("a key of Google", &["AIza"], Body::Dashed, 20, GOOGLE),
    shape("a client secret of Google", &["GOCSPX-"], Body::Dashed, 12, GOOGLE),
    shape("a token of Google", &["ya29."], Body::Coded, 12, GOOGLE),
    shape("a token of npm", &["npm_"], Body::Word, 24, GITLEAKS),
    shape("a token of PyPI", &["pypi-AgE"], Body::Dashed, 12, GITLEAKS),
    shape("a key of RubyGems", &["rubygems_"], Body::Hex, 16, GITLEAKS),
    shape("a token of Docker Hub", &["dckr_pat_", "dckr_oat_"], Body::Dashed, 6, GITLEAKS),
    shape(
        "a key of OpenAI",
        &["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-"],
        Body::Mixed,
        20,
        GITLEAKS,
    ),
    shape("a key of Anthropic", &["sk-ant-"], Body::Dashed, 8, GITLEAKS),
    shape("a token of Hugging Face", &["hf_", "api_org_"], Body::Word, 24, GITLEAKS),
    shape("a key of Perplexity", &["pplx-"], Body::Word, 24, GITLEAKS),
    shape("a token of DigitalOcean", &["dop_v1_", "doo_v1_", "dor_v1_"], Body::Hex, 6, GITLEAKS),
    shape("a key of Heroku", &["HRKU-"], Body::Dashed, 12, GITLEAKS),
    shape("a token of Fly.io", &["fo1_", "fm1a_", "fm1r_", "fm2_"], Body::Coded, 24, GITLEAKS),
    shape(
        "a token of PlanetScale",
        &["pscale_tkn_", "pscale_pw_", "pscale_oauth_"],
        Body::Coded,
        6,
        GITLEAKS,
    ),
    shape(
        "a token of Shopify",
        &["shpat_", "shpca_", "shppa_", "shpss_", "shpua_", "shprt_"],
        Body::Hex,
        12,
        GITLEAKS,
    ),
    shape("a token of Square", &["sq0atp-", "sq0csp-", "EAAA"], Body::Dashed, 22, GITLEAKS),
    shape("a token of Facebook", &["EAAM", "EAAC"], Body::Word, 60, GITLEAKS),
    shape("a key of EasyPost", &["EZAK", "EZTK"], Body::Word, 30, GITLEAKS),
    shape("a key of Shippo", &["shippo_live_", "shippo_test_"], Body::Hex, 12, GITLEAKS),
    shape("a token of Duffel", &["duffel_live_", "duffel_test_"], Body::Dashed, 12, GITLEAKS),
    shape("a key of Flutterwave", &["FLWSECK-", "FLWSECK_TEST-"], Body::Dashed, 12, GITLEAKS),
    shape("a token of Sentry", &["sntrys_", "sntryu_"], Body::Coded, 12, GITLEAKS),
    shape("a key of New Relic", &["NRAK-", "NRII-", "NRJS-"], Body::Dashed, 12, GITLEAKS),
    shape("a token of Grafana", &["glc_", "glsa_"], Body::Coded, 20, GITLEAKS),
    shape("a token of Dynatrace", &["dt0c01."], Body::Coded, 20, GITLEAKS),
    shape("a key of Linear", &["lin_api_", "lin_oauth_"], Body::Word, 12, GITLEAKS),
    shape("a token of Notion", &["ntn_"], Body::Word, 24, GITLEAKS),
    shape("a token of Atlassian", &["ATATT3", "ATCTT3"], Body::Coded, 20, GITLEAKS),
    shape("a key of Postman", &["PMAK-"], Body::Dashed, 20, GITLEAKS),
    shape("a token of Databricks", &["dapi"], Body::Hex, 32, GITLEAKS),
    shape("a token of Pulumi", &["pul-"], Body::Hex, 40, GITLEAKS),
    shape("a token of Prefect", &["pnu_"], Body::Word, 24, GITLEAKS),
    shape("a token of Scalingo", &["tk-us-"], Body::Dashed, 32, GITLEAKS),
    shape(
        "a token of Doppler",
        &["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim."],
        Body::Coded,
        20,
        GITLEAKS,
    ),
    shape("a token of 1Password", &["ops_eyJ"], Body::Coded, 20, GITLEAKS),
    shape("a token of Vault", &["hvs.", "hvb.", "hvr."], Body::Dashed, 20, VAULT),
    shape("a token of OpenShift", &["sha256~"], Body::Dashed, 20, GITLEAKS),
    shape("a key of Alibaba Cloud", &["LTAI"], Body::Word, 16, GITLEAKS),
    shape("a secret key of age", &["AGE-SECRET-KEY-1"], Body::Word, 6, AGE),
    shape("a JSON web token", &["eyJ", "ZXlK"], Body::Coded, 24, JWT),
    // `-----BEGIN ... PRIVATE KEY` in base64, as a Secret has it.
    shape(
        "a private key",
        &[
            "LS0tLS1CRUdJTiBQUklWQVRF",
            "LS0tLS1CRUdJTiBSU0EgUFJJVkFURS",
            "LS0tLS1CRUdJTiBFQyBQUklWQVRF",
            "LS0tLS1CRUdJTiBEU0EgUFJJVkFURS",
            "LS0tLS1CRUdJTiBFTkNSWVBURUQgUFJJVkFURS",
            "LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUg",
            "LS0tLS1CRUdJTiBQR1AgUFJJVkFURS",
        ],
        Body::Coded,
        1,
        PEM,
    ),
];

impl Shape {
    /// The length in bytes of such a key at the start of a text.
    pub(super) fn length(&self, text: &str) -> Option<usize> {
        self.starts.iter().find_map(|start| {
            let rest = text.strip_prefix(start)?;
            let end = rest.bytes().position(|byte| !self.body.has(byte)).unwrap_or(rest.len());
            let body = rest.get(..end).filter(|body| body.len() >= self.least)?;
            let is_mixed = body.bytes().any(|byte| byte.is_ascii_digit())
                && body.bytes().any(|byte| byte.is_ascii_alphabetic());
            (self.body != Body::Mixed || is_mixed).then_some(start.len() + end)
        })
    }

    /// Whether a text starts as such a key does and goes on, however short.
    pub(super) fn begins(&self, text: &str) -> bool {
        // Two letters alone start many a name.
        self.starts
            .iter()
            .any(|start| start.len() > 4 && text.len() > start.len() && text.starts_with(start))
    }
}
