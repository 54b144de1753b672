/// Variables whose names spell out keys: `REGISTRY_STORAGE_S3_BUCKET` is `storage.s3.bucket`.
///
/// This is distribution's rule. A value in YAML's flow form, `{bucket: x}` or `[nosniff]`, sets all keys below.
enum EnvironmentLayer {
    /// The settings that the variables beginning with `prefix` make, except those named in `excluding`.
    static func settings(
        from environment: ProcessEnvironment,
        prefix: String,
        excluding: Set<String> = []
    ) throws(ConfigurationError) -> [String: Setting] {
        var settings: [String: Setting] = [:]
        // shorter names first: REGISTRY_HTTP_TLS_KEY is a stronger word on its key than REGISTRY_HTTP
        for (name, value) in environment.variables.sorted(by: { ($0.key.count, $0.key) < ($1.key.count, $1.key) })
        where name.hasPrefix(prefix) && name.count > prefix.count && !excluding.contains(name) && !value.isEmpty {
            let key = name.dropFirst(prefix.count).replacing("_", with: ".")
            if value.hasPrefix("{") || value.hasPrefix("[") {
                let nested = try ConfigurationFile(text: value, name: name, under: String(key)).settings
                settings.merge(nested.mapValues { Setting(key: $0.key, value: $0.value, origin: name) }) { $1 }
            } else if key.hasSuffix(".FILE"), KnownKeys.isSecret(key.lowercased().dropLast(5)) {
                let secret = String(key.dropLast(5))
                settings[secret.lowercased()] = Setting(
                    key: secret,
                    value: try SecretFile.read(value, origin: name),
                    origin: name
                )
            } else {
                settings[key.lowercased()] = Setting(key: String(key), value: value, origin: name)
            }
        }
        return settings
    }
}
