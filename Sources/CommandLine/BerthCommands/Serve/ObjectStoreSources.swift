/// Where an object store's configuration comes from, strongest first: flags, `BERTH_OBJECT_STORE_*`, `MINIO_*`, the file.
enum ObjectStoreSources {
    /// MinIO's names for our keys, the newer before the older.
    private static let names = [
        ("root.accesskey", ["MINIO_ROOT_USER", "MINIO_ACCESS_KEY"]),
        ("root.secretkey", ["MINIO_ROOT_PASSWORD", "MINIO_SECRET_KEY"]),
        ("region", ["MINIO_SITE_REGION", "MINIO_REGION", "MINIO_REGION_NAME"]),
        ("domains", ["MINIO_DOMAIN"]),
        ("data", ["MINIO_VOLUMES"]),
        ("http.addr", ["MINIO_ADDRESS"]),
    ]

    /// Reads them all; `file` is what the command line names, else `BERTH_OBJECT_STORE_CONFIG`.
    static func settings(
        flags: [String: Setting],
        file: String?,
        environment: ProcessEnvironment
    ) throws -> Settings {
        var minio: [String: Setting] = [:]
        for (key, names) in names {
            for name in names where minio[key] == nil { minio[key] = try environment.setting(key, from: name) }
        }
        return Settings(layers: [
            flags,
            try EnvironmentLayer.settings(
                from: environment,
                prefix: "BERTH_OBJECT_STORE_",
                excluding: ["BERTH_OBJECT_STORE_CONFIG"]
            ),
            minio,
            try (file ?? environment["BERTH_OBJECT_STORE_CONFIG"]).map { try ConfigurationFile(path: $0).settings }
                ?? [:],
        ])
    }
}
