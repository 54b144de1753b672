/// The version of the program, as `berth --version` says it.
enum BerthVersion {
    static let text = "0.1.0"
}
