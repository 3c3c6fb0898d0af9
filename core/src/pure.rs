//! All of the standard library that the core can name: `std` leads here (see lib.rs), so a file, the network, the
//! environment, a clock, a process or a thread is not forbidden but unknown. What is added here takes values and gives
//! values. Tests see the whole of std.

extern crate alloc;

pub(crate) use alloc::{borrow, collections, fmt, rc, vec};
pub(crate) use core::{cell, cmp, error, iter, mem, ops, ptr, slice, str};

/// Addresses as values; what connects to them is not here.
pub(crate) mod net {
    pub(crate) use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
}

/// What is shared, and what is made once.
pub(crate) mod sync {
    extern crate alloc;
    extern crate std as whole;

    pub(crate) use alloc::sync::Arc;
    pub(crate) use whole::sync::{LazyLock, OnceLock};
}
