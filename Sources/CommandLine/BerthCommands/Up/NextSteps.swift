/// What to do once everything runs: lines to paste, and where things are.
struct NextSteps: Sendable {
    /// One thing to do and the commands for it.
    struct Step: Codable, Equatable, Sendable {
        let title: String
        let commands: [String]
    }

    let folder: DataFolder
    /// URL of each component that runs, by its name.
    let addresses: [SupervisedComponent: String]
    /// The name under which other machines know this one, when it was given.
    var hostName: String?
    /// How the program is called by whoever reads this.
    let program: String
    /// Whether `--data` must be given.
    let isStandardFolder: Bool
    /// The admin's password, only when it was made just now.
    var newPassword: String?
    /// Kubeadmin's password, only when it was made just now.
    var newKubeadminPassword: String?
    /// The name of the bucket that holds all images.
    var bucket = ProvisionFile.bucket

    /// URL of the registry; nil while it is left to be set up by hand.
    var registry: String? { addresses[.registry] }

    /// The steps, in the order in which a newcomer takes them.
    var steps: [Step] {
        var steps: [Step] = []
        if let registry { steps += registrySteps(registry) }
        steps.append(
            Step(
                title: "log in with oc; the password is in \(UpSecrets.kubeadminPasswordPath(folder))",
                commands: [
                    "oc login -u kubeadmin \(api) --certificate-authority=\(Self.quoted(folder.pki + "/ca.crt"))"
                ]
            )
        )
        steps.append(
            Step(
                title: "or use oc and kubectl with the administrator's certificate",
                commands: ["export KUBECONFIG=\(Self.quoted(folder.kubeconfig))", "kubectl get namespaces"]
            )
        )
        steps.append(bucketStep)
        let data = isStandardFolder ? "" : " --data \(Self.quoted(folder.path))"
        let password =
            registry == nil ? UpSecrets.kubeadminPasswordPath(folder) : UpSecrets.adminPasswordPath(folder)
        steps.append(
            Step(
                title: "look after it",
                commands: [
                    "cat \(Self.quoted(password))", "\(program) status\(data)", "\(program) next\(data)",
                    "\(program) down\(data)",
                ]
            )
        )
        return steps
    }

    /// The box that a person reads.
    var text: String {
        func shown(_ password: String?) -> String { password.map { ", password \($0)" } ?? "" }
        var text = "\n"
        if let registry { text += "  registry       \(registry)   (user admin\(shown(newPassword)))\n" }
        text += "  API            \(api)   (user kubeadmin\(shown(newKubeadminPassword)))\n"
        let inside = registry == nil ? "empty" : "bucket \(bucket)"
        text += "  object store   \(addresses[.objectStore] ?? "")   (\(inside))\n"
        text += "  data           \(folder.path)\n"
        if newPassword != nil || newKubeadminPassword != nil {
            text += "\n  Passwords are shown this once; they are kept in \(folder.secrets).\n"
        }
        for step in steps {
            text += "\n  # \(step.title)\n"
            for command in step.commands { text += "  \(command)\n" }
        }
        return text + "\n"
    }

    /// The API server as clients are told to call it.
    var api: String {
        let url = addresses[.apiServer] ?? ""
        guard let address = Self.address(of: url) else { return url }
        if let hostName { return "https://\(ListenAddress(host: hostName, port: address.port))" }
        return address.isLoopback ? "https://localhost:\(address.port)" : url
    }

    private func registrySteps(_ registry: String) -> [Step] {
        let isTLS = registry.hasPrefix("https:")
        let name = registryName(registry)
        let tools = isTLS ? "" : "--tls-verify=false "
        let password = Self.quoted(UpSecrets.adminPasswordPath(folder))
        var steps: [Step] = []
        if isTLS {
            let directory = Self.quoted("/etc/docker/certs.d/\(name)")
            steps.append(
                Step(
                    title:
                        "trust this machine's certificates (Docker; for Podman the folder is /etc/containers/certs.d)",
                    commands: ["mkdir -p \(directory) && cp \(Self.quoted(folder.pki + "/ca.crt")) \(directory)/ca.crt"]
                )
            )
        }
        steps.append(
            Step(
                title: "push and pull with Docker",
                commands: [
                    "docker login \(name) -u admin --password-stdin < \(password)",
                    "docker tag alpine \(name)/demo/alpine && docker push \(name)/demo/alpine",
                    "docker pull \(name)/demo/alpine",
                ]
            )
        )
        steps.append(
            Step(
                title: "or with Podman, Buildah, Skopeo",
                commands: [
                    "podman login \(tools)\(name) -u admin --password-stdin < \(password)",
                    "podman push \(tools)alpine \(name)/demo/alpine",
                    "skopeo inspect \(tools)docker://\(name)/demo/alpine",
                ]
            )
        )
        return steps
    }

    private var bucketStep: Step {
        let secrets = folder.secrets
        let objectStore = addresses[.objectStore] ?? ""
        let trust =
            objectStore.hasPrefix("https:") ? " AWS_CA_BUNDLE=\(Self.quoted(folder.pki + "/ca.crt"))" : ""
        return Step(
            title: registry == nil ? "look into the object store" : "see the bytes in the bucket",
            commands: [
                "export AWS_ACCESS_KEY_ID=$(cat \(Self.quoted(secrets + "/root-user"))) AWS_DEFAULT_REGION=us-east-1",
                "export AWS_SECRET_ACCESS_KEY=$(cat \(Self.quoted(secrets + "/root-password")))" + trust,
                "aws --endpoint-url \(objectStore) s3 ls" + (registry == nil ? "" : " --recursive s3://\(bucket)"),
            ]
        )
    }

    /// `localhost:5000`, as clients write it in front of a repository.
    private func registryName(_ registry: String) -> String {
        let address = Self.address(of: registry)
        if let hostName, let address { return "\(ListenAddress(host: hostName, port: address.port))" }
        // container engines speak HTTP to localhost without being told to
        if let address, address.isLoopback { return "localhost:\(address.port)" }
        return String(registry.drop { $0 != "/" }.drop { $0 == "/" })
    }

    private static func address(of url: String) -> ListenAddress? {
        ListenAddress(String(url.drop { $0 != "/" }.drop { $0 == "/" }))
    }

    /// The text as one word of a shell.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "/._-:@%+=,".utf8.contains(byte)
            }
        }
        return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
