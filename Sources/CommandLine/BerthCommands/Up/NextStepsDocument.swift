/// The next steps for programs: what `--output json` prints, as one line.
struct NextStepsDocument: Codable, Equatable, Sendable {
    /// Always `ready`.
    var event = "ready"
    /// Always `up`.
    var component = "up"
    let addresses: [String: String]
    let pid: Int32
    let data: String
    let adminUser: String
    let adminPasswordFile: String
    let bucket: String
    let next: [NextSteps.Step]

    init(_ steps: NextSteps, pid: Int32) {
        addresses = [
            SupervisedComponent.registry.rawValue: steps.registry,
            SupervisedComponent.objectStore.rawValue: steps.objectStore,
        ]
        self.pid = pid
        data = steps.folder.path
        adminUser = "admin"
        adminPasswordFile = UpSecrets.adminPasswordPath(steps.folder)
        bucket = steps.bucket
        next = steps.steps
    }
}
