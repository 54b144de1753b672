import ArgumentParser

/// The flags that every configured command has: a file, and single keys.
struct SettingFlags: ParsableArguments {
    @Option(name: [.short, .long], help: ArgumentHelp("Read the configuration from a YAML file.", valueName: "file"))
    var config: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Set one key of the configuration; may be given several times.", valueName: "key=value")
    )
    var set: [String] = []

    /// The settings that `--set` makes; a secret is refused, since everybody on the machine can read command lines.
    func layer() throws -> [String: Setting] {
        var layer: [String: Setting] = [:]
        for text in set {
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw ValidationError("--set '\(text)': write key=value")
            }
            let key = String(text[..<equals])
            guard !KnownKeys.isSecret(key.lowercased()) else {
                throw ValidationError(
                    "--set \(key): a secret does not belong on a command line; use a file or a variable"
                )
            }
            layer[key.lowercased()] = Setting(
                key: key,
                value: String(text[text.index(after: equals)...]),
                origin: "--set \(key)"
            )
        }
        return layer
    }
}
