/// Where the configuration of a component comes from that has no well-known names beside ours: flags, `BERTH_<NAME>_*`, the file.
enum ComponentSources {
    /// Reads them all; `file` is what the command line names, else `BERTH_<NAME>_CONFIG`.
    static func settings(
        of component: String,
        flags: [String: Setting],
        file: String?,
        environment: ProcessEnvironment
    ) throws -> Settings {
        let prefix = "BERTH_" + component.uppercased().replacing("-", with: "_") + "_"
        return Settings(layers: [
            flags,
            try EnvironmentLayer.settings(from: environment, prefix: prefix, excluding: [prefix + "CONFIG"]),
            try (file ?? environment[prefix + "CONFIG"]).map { try ConfigurationFile(path: $0).settings } ?? [:],
        ])
    }
}
