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
    let kubeadminPasswordFile: String
    let kubeconfig: String
    let certificateAuthority: String
    let bucket: String
    let next: [NextSteps.Step]

    init(_ steps: NextSteps, pid: Int32) {
        addresses = steps.addresses.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
        self.pid = pid
        data = steps.folder.path
        adminUser = "admin"
        adminPasswordFile = UpSecrets.adminPasswordPath(steps.folder)
        kubeadminPasswordFile = UpSecrets.kubeadminPasswordPath(steps.folder)
        kubeconfig = steps.folder.kubeconfig
        certificateAuthority = steps.folder.pki + "/ca.crt"
        bucket = steps.bucket
        next = steps.steps
    }
}
