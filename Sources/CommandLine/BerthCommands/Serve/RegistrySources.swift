/// Where a registry's configuration comes from, strongest first: flags, `BERTH_REGISTRY_*`, `REGISTRY_*`, the file.
enum RegistrySources {
    /// Reads them all; `file` is what the command line names, else `BERTH_REGISTRY_CONFIG` or `REGISTRY_CONFIGURATION_PATH`.
    static func settings(
        flags: [String: Setting],
        file: String?,
        environment: ProcessEnvironment
    ) throws -> Settings {
        let path = file ?? environment["BERTH_REGISTRY_CONFIG"] ?? environment["REGISTRY_CONFIGURATION_PATH"]
        return Settings(layers: [
            flags,
            try EnvironmentLayer.settings(
                from: environment,
                prefix: "BERTH_REGISTRY_",
                excluding: ["BERTH_REGISTRY_CONFIG"]
            ),
            try EnvironmentLayer.settings(
                from: environment,
                prefix: "REGISTRY_",
                excluding: ["REGISTRY_CONFIGURATION_PATH", "REGISTRY_AUTH_FILE"]
            ),
            try path.map { try ConfigurationFile(path: $0).settings } ?? [:],
        ])
    }
}
