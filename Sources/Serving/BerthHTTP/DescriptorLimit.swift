import Glibc

/// How many files and connections this process may have open at once.
enum DescriptorLimit {
    /// What is kept for everything but connections and what their requests read and write.
    private static let reserve = 48

    /// The most connections, each with one file of its request, that the limit of descriptors has room for.
    ///
    /// Accepting beyond it would fail again and again without a pause. The limit is first raised as far as allowed.
    static func connections(atMost wanted: Int) -> Int {
        min(wanted, max((raised() - reserve) / 2, 8))
    }

    private static func raised() -> Int {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 1024 }
        let wanted = rlimit(rlim_cur: limit.rlim_max, rlim_max: limit.rlim_max)
        let isRaised = withUnsafePointer(to: wanted) { setrlimit(resource, $0) == 0 }
        return Int(clamping: isRaised ? wanted.rlim_cur : limit.rlim_cur)
    }
}
