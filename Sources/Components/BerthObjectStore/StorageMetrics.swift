import BerthHTTP

/// What the storage engine has done, as metrics: read when they are printed.
enum StorageMetrics {
    /// Adds the figures of `engine` to `registry`.
    static func register(_ engine: StorageEngine, in registry: MetricsRegistry) {
        let figures: [(MetricsRegistry.Kind, String, String, @Sendable (EngineStatistics) -> Double)] = [
            (.counter, "syncs_total", "Calls of fsync and fdatasync.", { Double($0.syncs) }),
            (.counter, "commits_total", "Group commits.", { Double($0.commits) }),
            (.counter, "changes_total", "Changes committed.", { Double($0.mutations) }),
            (.counter, "written_bytes_total", "Content bytes written.", { Double($0.bytesWritten) }),
            (.counter, "read_bytes_total", "Content bytes handed out.", { Double($0.bytesRead) }),
            (.counter, "verified_bytes_total", "Content bytes verified before a read.", { Double($0.bytesVerified) }),
            (.counter, "scrubbed_bytes_total", "Content bytes read by the scrubber.", { Double($0.bytesScrubbed) }),
            (.counter, "damaged_contents_total", "Contents found damaged.", { Double($0.damagedContents) }),
            (.gauge, "buckets", "Buckets.", { Double($0.buckets) }),
            (.gauge, "objects", "Objects.", { Double($0.objects) }),
            (.gauge, "content_bytes", "Bytes of all contents.", { Double($0.contentBytes) }),
        ]
        let families = figures.map { kind, name, help, value in
            (family: registry.family(kind, "berth_object_store_\(name)", help: help), value: value)
        }
        registry.collect {
            let statistics = engine.statistics
            for figure in families { figure.family.set(figure.value(statistics)) }
        }
    }
}
