//! How much memory this process has had.

use std::ffi::{c_int, c_long};

/// `struct rusage` of <https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/sys_resource.h.html> where `long` has 64
/// bits, as Linux and the BSDs lay it out.
#[repr(C)]
#[derive(Default)]
struct Usage {
    times: [i64; 4],
    peak: c_long,
    rest: [c_long; 13],
}

unsafe extern "C" {
    fn getrusage(who: c_int, usage: *mut Usage) -> c_int;
}

const SELF: c_int = 0;

/// The most that there has been in physical memory at a time, in bytes; 0 where the system does not tell.
pub fn peak() -> u64 {
    let mut usage = Usage::default();
    let failed = unsafe { getrusage(SELF, &mut usage) } != 0;
    // macOS tells bytes, the others kilobytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    if failed { 0 } else { u64::try_from(usage.peak).unwrap_or_default() * unit }
}
