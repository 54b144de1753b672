import BerthObjectStore
import BerthPKI
import Foundation
import Logging
import S3
import Testing

@testable import BerthCommands

@Suite struct `What 'berth up' writes` {
    private func plan(
        usesTLS: Bool = false,
        isBare: Bool = false,
        path: String = "/srv/a \"b\" 'c': #d\\e"
    ) throws -> UpPlan {
        UpPlan(
            folder: try DataFolder(flag: path, environment: ProcessEnvironment([:])),
            secrets: UpSecrets(
                rootUser: "root",
                rootPassword: "password",
                registryAccessKey: "ocp-registry-x",
                registrySecretKey: "s: {e} #c",
                httpSecret: "h",
                adminPassword: "a",
                kubeadminPassword: "k",
                isNew: false,
                isKubeadminNew: false
            ),
            addresses: [
                .registry: ListenAddress(host: "127.0.0.1", port: 5000),
                .objectStore: ListenAddress(host: "127.0.0.1", port: 9000),
                .apiServer: ListenAddress(host: "127.0.0.1", port: 6443),
                .oauthServer: ListenAddress(host: "127.0.0.1", port: 6444),
            ],
            names: [],
            usesTLS: usesTLS,
            publicName: try ServingName("localhost"),
            isBare: isBare,
            logLevel: "debug",
            logDirectory: nil
        )
    }

    @Test func `for the registry is understood by the registry, whatever the folder is called`() throws {
        let plan = try plan(usesTLS: true)
        let text = ComponentFile.registry(
            plan,
            address: ListenAddress(host: "::1", port: 0),
            objectStore: "https://127.0.0.1:9000"
        )
        let file = try ConfigurationFile(text: text, name: "registry.yml")
        let settings = try RegistrySettings(
            Settings(layers: [file.settings]),
            environment: ProcessEnvironment([:])
        )
        #expect(settings.listen == ListenAddress(host: "::1", port: 0))
        #expect(settings.htpasswd?.path == plan.folder.htpasswd)
        #expect(settings.tls?.certificate == plan.folder.pki + "/serving.crt")
        #expect(settings.warnings == [])
        #expect(settings.logLevel?.rawValue == "debug")
        guard case .s3(let storage) = settings.storage else {
            Issue.record("not S3")
            return
        }
        #expect(storage.credentials == Credentials(accessKey: "ocp-registry-x", secretKey: "s: {e} #c"))
        #expect(storage.bucket.text == "ocp-registry")
        #expect(storage.certificateAuthorityPath == plan.folder.pki + "/ca.crt")
    }

    @Test func `for the object store is understood by the object store`() throws {
        let plan = try plan()
        let text = ComponentFile.objectStore(plan, address: ListenAddress(host: "::1", port: 9))
        let file = try ConfigurationFile(text: text, name: "object-store.yml")
        let settings = try ObjectStoreSettings(Settings(layers: [layer(["data": "/d"], "flag"), file.settings]))
        #expect(settings.listen == ListenAddress(host: "::1", port: 9))
        #expect(settings.provision == plan.folder.provision)
        #expect(settings.tls == nil)
        #expect(settings.warnings == [])
    }

    @Test func `gives a bare object store nothing to make`() throws {
        let plan = try plan(isBare: true)
        let text = ComponentFile.objectStore(plan, address: ListenAddress(host: "127.0.0.1", port: 0))
        let file = try ConfigurationFile(text: text, name: "object-store.yml")
        #expect(file.settings["provision"] == nil)
    }

    @Test func `for the API server and the OAuth server is understood by them`() throws {
        let plan = try plan()
        let address = ListenAddress(host: "127.0.0.1", port: 6443)
        let api = try ConfigurationFile(text: ComponentFile.apiServer(plan, address: address), name: "api-server.yml")
        let server = try APIServerSettings(Settings(layers: [layer(["data": "/d"], "flag"), api.settings]))
        #expect(server.listen == address)
        #expect(server.clientAuthority == plan.folder.pki + "/clients/ca.crt")
        #expect(server.tls?.certificate == plan.folder.pki + "/serving.crt")
        #expect(server.issuer == "https://localhost:6444")
        #expect(server.url == "https://localhost:6443")
        #expect(server.etcd == nil)
        #expect(server.warnings == [])
        let text = ComponentFile.oauthServer(plan, address: address)
        let oauth = try ConfigurationFile(text: text, name: "oauth.yml")
        let authorizer = try OAuthServerSettings(Settings(layers: [oauth.settings]))
        #expect(authorizer.issuer == server.issuer)
        #expect(authorizer.api == "https://localhost:6443")
        #expect(authorizer.kubeconfig == plan.folder.oauthKubeconfig)
        #expect(authorizer.tls != nil)
        #expect(authorizer.warnings == [])
    }

    @Test func `gives the registry exactly the rights that it needs`() throws {
        let provision = try JSONDecoder().decode(
            Provision.self,
            from: Data(ProvisionFile.text(try plan().secrets).utf8)
        )
        #expect(provision.buckets == ["ocp-registry"])
        #expect(provision.users.map(\.policies) == [["ocp-registry"]])
        let policy = try #require(provision.policies["ocp-registry"])
        _ = try PolicyDocument(policy)
        #expect(
            Set(policy.matches(of: /s3:\w+/).map { String($0.0) }) == [
                "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListMultipartUploadParts",
                "s3:AbortMultipartUpload", "s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads",
            ]
        )
    }

    @Test func `hands no configuration of ours to the components behind their back`() {
        let environment = UpPlan.childEnvironment(
            ProcessEnvironment([
                "PATH": "/bin", "REGISTRY_STORAGE": "inmemory", "MINIO_ROOT_PASSWORD": "x", "BERTH_DATA": "y",
                "AWS_SECRET_ACCESS_KEY": "z", "HOME": "/root",
            ])
        )
        #expect(environment.variables == ["PATH": "/bin", "HOME": "/root"])
    }

    @Test func `keeps a password as bcrypt, of cost 10`() throws {
        let line = try #require(HTPasswdLine.make(user: "admin", password: "hunter2"))
        #expect(line.hasPrefix("admin:$2y$10$"))
        #expect(line.utf8.count == "admin:".utf8.count + 60)
        #expect(line != HTPasswdLine.make(user: "admin", password: "hunter2"))
        for (user, password) in [
            ("a:b", "x"), ("", "x"), ("a\n", "x"), ("a", ""), ("a", String(repeating: "x", count: 73)),
        ] {
            #expect(HTPasswdLine.make(user: user, password: password) == nil)
        }
    }

    @Test func `leaves a folder that is not ours as it is`() async throws {
        let path = NSTemporaryDirectory() + "berth-up-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try AtomicFile.write("theirs".utf8, to: path + "/file", mode: 0o644)
        #expect(chmod(path, 0o1777) == 0)
        let folder = try DataFolder(flag: path, environment: ProcessEnvironment([:]))
        #expect(throws: CommandFailure.self) { try folder.prepare() }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o1777)
    }

    @Test func `says in a kubeconfig which server and who, and anew when either is another`() async throws {
        let path = NSTemporaryDirectory() + "berth-up-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let plan = try plan(path: path)
        try plan.folder.prepare()
        #expect(try plan.renewCertificates(now: Date()) == ClientIdentity.all)
        #expect(try plan.renewCertificates(now: Date()).isEmpty)
        func written(_ server: String) throws -> String {
            try plan.writeKubeconfig(of: .admin, server: server, to: plan.folder.kubeconfig)
            return String(decoding: try AtomicFile.read(plan.folder.kubeconfig) ?? [], as: UTF8.self)
        }
        #expect(try written("https://localhost:54321").contains("server: https://localhost:54321\n"))
        // a person's choice of a namespace is kept, and a port that begins like the old one is another
        let chosen = try written("https://localhost:54321")
            .replacingOccurrences(of: "namespace: default", with: "namespace: mine")
        try AtomicFile.write(chosen.utf8, to: plan.folder.kubeconfig, mode: 0o600)
        #expect(try written("https://localhost:54321").contains("namespace: mine\n"))
        #expect(try written("https://localhost:5432").contains("server: https://localhost:5432\n"))
        let before = try written("https://localhost:5432")
        #expect(try plan.renewCertificates(now: Date() + 300 * 86400) == ClientIdentity.all)
        #expect(try written("https://localhost:5432") != before)
    }

    @Test func `can be pasted into a shell`() throws {
        let steps = NextSteps(
            folder: try plan().folder,
            addresses: [
                .registry: "http://127.0.0.1:5000", .objectStore: "http://127.0.0.1:9000",
                .apiServer: "https://127.0.0.1:6443",
            ],
            program: "berth",
            isStandardFolder: false
        )
        let commands = steps.steps.flatMap(\.commands)
        #expect(commands.contains { $0.hasPrefix("docker login localhost:5000 -u admin") })
        #expect(commands.contains { $0.contains(#"'/srv/a "b" '\''c'\'': #d\e/secrets/admin-password'"#) })
        #expect(
            commands.contains { $0.hasPrefix("oc login -u kubeadmin https://localhost:6443 --certificate-authority=") }
        )
        #expect(commands.contains(#"export KUBECONFIG='/srv/a "b" '\''c'\'': #d\e/kubeconfig'"#))
        #expect(!steps.text.contains(", password "))
    }

    @Test func `names the host that others use, and asks them to trust it`() throws {
        let steps = NextSteps(
            folder: try plan(path: "/srv/berth").folder,
            addresses: [
                .registry: "https://127.0.0.1:5000", .objectStore: "https://127.0.0.1:9000",
                .apiServer: "https://127.0.0.1:6443",
            ],
            hostName: "registry.example.test",
            program: "berth",
            isStandardFolder: true,
            newPassword: "hunter2"
        )
        let commands = steps.steps.flatMap(\.commands)
        #expect(commands.first?.contains("certs.d/registry.example.test:5000") == true)
        #expect(commands.contains { $0.contains("AWS_CA_BUNDLE=/srv/berth/pki/ca.crt") })
        #expect(commands.contains { $0.hasPrefix("oc login -u kubeadmin https://registry.example.test:6443 ") })
        #expect(steps.text.contains("hunter2"))
        #expect(!JSONText.line(NextStepsDocument(steps, pid: 1)).contains("hunter2"))
    }

    @Test func `puts brackets around an address of IPv6`() throws {
        let steps = NextSteps(
            folder: try plan(path: "/srv/berth").folder,
            addresses: [.registry: "https://[::1]:5000", .apiServer: "https://[::1]:6443"],
            hostName: "fd00::1",
            program: "berth",
            isStandardFolder: true
        )
        let commands = steps.steps.flatMap(\.commands)
        #expect(commands.contains { $0.hasPrefix("docker login [fd00::1]:5000 ") })
        #expect(commands.contains { $0.hasPrefix("oc login -u kubeadmin https://[fd00::1]:6443 ") })
    }
}
