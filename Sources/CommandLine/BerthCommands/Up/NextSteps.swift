/// What to do once everything runs: lines to paste, and where things are.
struct NextSteps: Sendable {
    /// One thing to do and the commands for it.
    struct Step: Codable, Equatable, Sendable {
        let title: String
        let commands: [String]
    }

    let folder: DataFolder
    /// URL of the registry.
    let registry: String
    /// URL of the object store.
    let objectStore: String
    /// The name under which other machines know this one, when it was given.
    var hostName: String?
    /// How the program is called by whoever reads this.
    let program: String
    /// Whether `--data` must be given.
    let isStandardFolder: Bool
    /// The admin's password, only when it was made just now.
    let newPassword: String?
    /// The name of the bucket that holds all images.
    var bucket = ProvisionFile.bucket

    /// The steps, in the order in which a newcomer takes them.
    var steps: [Step] {
        let secrets = folder.secrets
        let isTLS = registry.hasPrefix("https:")
        let name = registryName
        let tools = isTLS ? "" : "--tls-verify=false "
        let data = isStandardFolder ? "" : " --data \(Self.quoted(folder.path))"
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
        steps.append(
            Step(
                title: "see the bytes in the bucket",
                commands: [
                    "export AWS_ACCESS_KEY_ID=$(cat \(Self.quoted(secrets + "/root-user"))) AWS_DEFAULT_REGION=us-east-1",
                    "export AWS_SECRET_ACCESS_KEY=$(cat \(Self.quoted(secrets + "/root-password")))"
                        + (isTLS ? " AWS_CA_BUNDLE=\(Self.quoted(folder.pki + "/ca.crt"))" : ""),
                    "aws --endpoint-url \(objectStore) s3 ls --recursive s3://\(bucket)",
                ]
            )
        )
        steps.append(
            Step(
                title: "look after it",
                commands: [
                    "cat \(password)", "\(program) status\(data)", "\(program) next\(data)", "\(program) down\(data)",
                ]
            )
        )
        return steps
    }

    /// The box that a person reads.
    var text: String {
        var text = """

              registry       \(registry)   (user admin\(newPassword.map { ", password \($0)" } ?? ""))
              object store   \(objectStore)   (bucket \(bucket))
              data           \(folder.path)

            """
        if newPassword != nil {
            text += "\n  The password is shown this once; it is kept in \(UpSecrets.adminPasswordPath(folder)).\n"
        }
        for step in steps {
            text += "\n  # \(step.title)\n"
            for command in step.commands { text += "  \(command)\n" }
        }
        return text + "\n"
    }

    /// `localhost:5000`, as clients write it in front of a repository.
    private var registryName: String {
        if let hostName, let port = ListenAddress(String(registry.drop { $0 != "/" }.drop { $0 == "/" }))?.port {
            return "\(hostName):\(port)"
        }
        let authority = registry.drop { $0 != "/" }.drop { $0 == "/" }
        let address = ListenAddress(String(authority))
        // container engines speak HTTP to localhost without being told to
        if let address, address.isLoopback {
            return "localhost:\(address.port)"
        }
        return String(authority)
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
