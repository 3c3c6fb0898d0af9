//! What a text is, as the core judges it.

pub(super) use linkspan_core::internal::judge::{
    Kind, is_encrypted, is_json, is_kustomization, is_spec_name, is_yaml, kind,
};
