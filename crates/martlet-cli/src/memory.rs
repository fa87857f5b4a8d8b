//! Memory that a query frees is kept for its next rows.

/// Told nothing, the C library of Linux gives each batch's memory back to the system at once and asks for it anew, at a
/// page fault for every 4 KiB; queries then take up to twice the time (docs/benchmarks.md).
pub(crate) fn keep_for_reuse() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        // The most that the library takes.
        const LARGEST_NOT_MAPPED: libc::c_int = 32 << 20;
        const MOST_KEPT: libc::c_int = 1 << 30;
        #[expect(unsafe_code, reason = "settings of the allocator have no safe interface")]
        // SAFETY: only numbers are passed, and no other thread runs yet.
        unsafe {
            libc::mallopt(libc::M_MMAP_THRESHOLD, LARGEST_NOT_MAPPED);
            libc::mallopt(libc::M_TRIM_THRESHOLD, MOST_KEPT);
        }
    }
}
