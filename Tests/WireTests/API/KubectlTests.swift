import BerthTesting
import Foundation
import Kubernetes
import Testing

/// The commands of every day, by kubectl as it is: the oldest that Debian ships and the newest there is.
@Suite(.timeLimit(.minutes(10)))
struct `kubectl` {
    @Test(arguments: KubectlVersion.judged)
    func `makes secrets and shows them without their content`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            let name = "image-registry-private-configuration-user"
            let create = [
                "--from-literal=REGISTRY_STORAGE_S3_ACCESSKEY=ocp-registry-id",
                "--from-literal=REGISTRY_STORAGE_S3_SECRETKEY=ocp-registry-secret", "-n", "openshift-image-registry",
            ]
            func run() async throws -> CommandResult {
                try await kubectl.run(all: ["create", "secret", "generic", name] + create)
            }
            #expect(try await run().check().output == "secret/\(name) created\n")
            let second = try await run()
            #expect(second.code == 1 && second.text.contains("secrets \"\(name)\" already exists"), "\(second)")
            let table = try await kubectl.output("get", "secret", name, "-n", "openshift-image-registry")
            let lines = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            #expect(lines.first == ["NAME", "TYPE", "DATA", "AGE"])
            #expect(lines.last?.prefix(3) == [name, "Opaque", "2"])
            let wide = try await kubectl.output("get", "secrets", "-A", "-o", "wide")
            #expect(wide.hasPrefix("NAMESPACE ") && !wide.contains("ocp-registry-secret"))
            let path = "-o=jsonpath={.data.REGISTRY_STORAGE_S3_SECRETKEY}"
            let data = try await kubectl.output("get", "secret", name, "-n", "openshift-image-registry", path)
            #expect(Data(base64Encoded: data) == Data("ocp-registry-secret".utf8))
            let text = try await kubectl.output("describe", "secret", name, "-n", "openshift-image-registry")
            #expect(text.contains("REGISTRY_STORAGE_S3_SECRETKEY:  19 bytes"), "\(text)")
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `edits the registry's configuration and sees why an edit is refused`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            let config = "configs.imageregistry.operator.openshift.io/cluster"
            let editor = try fixture.file(
                "editor.sh",
                """
                #!/bin/sh
                sed -i 's/managementState: Removed/managementState: Managed/; s/^  storage:.*/  storage:\\n    s3:\\n      bucket: ocp-registry\\n      region: local/' "$1"
                """
            )
            chmod(editor, 0o755)
            let edited = try await kubectl.run("edit", config, environment: ["KUBE_EDITOR": editor]).check()
            #expect(edited.output == "config.imageregistry.operator.openshift.io/cluster edited\n")
            let state = try await kubectl.output("get", config, "-o", "jsonpath={.spec.managementState}")
            #expect(state == "Managed")
            let same = try fixture.file("same.sh", "#!/bin/sh\nexit 0\n")
            chmod(same, 0o755)
            let unchanged = try await kubectl.run("edit", config, environment: ["KUBE_EDITOR": same]).check()
            #expect(unchanged.text.contains("Edit cancelled, no changes made"), "\(unchanged)")
            let wrong = try fixture.file(
                "wrong.sh",
                "#!/bin/sh\nsed -i 's/managementState: Managed/managementState: Sometimes/' \"$1\"\n"
            )
            chmod(wrong, 0o755)
            let refused = try await kubectl.run("edit", config, environment: ["KUBE_EDITOR": wrong])
            #expect(refused.code == 1 && refused.text.contains("is invalid"), "\(refused)")
            // what is wrong stands in the file that the editor is shown again
            let copy = refused.text.split(separator: "\"").map(String.init).first { $0.hasSuffix(".yaml") } ?? ""
            let shown = String(decoding: FileManager.default.contents(atPath: copy) ?? Data(), as: UTF8.self)
            #expect(shown.contains("# * spec.managementState: "), "\(refused)\n\(shown)")
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `applies what is there already, and what is not`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            let validation = version == .debian ? ["--validate=false"] : []
            func apply(_ text: String) async throws -> String {
                try await kubectl.run(all: ["apply", "-f", "-"] + validation, input: text).check().output
            }
            let oauth = """
                apiVersion: config.openshift.io/v1
                kind: OAuth
                metadata:
                  name: cluster
                spec:
                  identityProviders:
                  - name: htpasswd_provider
                    mappingMethod: claim
                    type: HTPasswd
                    htpasswd:
                      fileData:
                        name: htpass-secret
                """
            #expect(try await apply(oauth) == "oauth.config.openshift.io/cluster configured\n")
            #expect(try await apply(oauth) == "oauth.config.openshift.io/cluster unchanged\n")
            func map(_ data: String) -> String {
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, namespace: default}\ndata: \(data)\n"
            }
            #expect(try await apply(map("{a: one, b: two}")) == "configmap/m created\n")
            #expect(try await apply(map("{a: one}")) == "configmap/m configured\n")
            #expect(try await kubectl.output("get", "cm", "m", "-o", "jsonpath={.data}") == #"{"a":"one"}"#)
            #expect(
                try await kubectl.output("delete", "configmap", "m") == #"configmap "m" deleted"# + Self.suffix(version)
            )
        }
    }

    /// What newer ones say of the namespace.
    static func suffix(_ version: KubectlVersion) -> String { version == .debian ? "" : " from default namespace" }

    @Test(arguments: KubectlVersion.judged)
    func `labels, annotates, patches and replaces`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            try await kubectl.output("create", "configmap", "m", "--from-literal=a=one")
            #expect(try await kubectl.output("label", "cm", "m", "tier=web") == "configmap/m labeled")
            #expect(try await kubectl.output("annotate", "cm", "m", "note=a b") == "configmap/m annotated")
            for (type, patch) in [
                ("strategic", #"{"data":{"b":"two"}}"#), ("merge", #"{"data":{"a":null}}"#),
                ("json", #"[{"op":"add","path":"/data/c","value":"three"}]"#),
            ] {
                let text = try await kubectl.output("patch", "cm", "m", "--type", type, "-p", patch)
                #expect(text == "configmap/m patched", "\(type)")
            }
            let data = try await kubectl.output("get", "cm", "m", "-o", "jsonpath={.data}")
            #expect(data == #"{"b":"two","c":"three"}"#)
            #expect(try await kubectl.output("get", "cm", "-l", "tier=web", "-o", "name") == "configmap/m")
            #expect(try await kubectl.output("get", "cm", "-l", "tier!=web,tier", "-o", "name") == "")
            let field = try await kubectl.output("get", "cm", "--field-selector", "metadata.name=m", "-o", "name")
            #expect(field == "configmap/m")
            let labels = try await kubectl.output("get", "cm", "m", "--show-labels")
            #expect(labels.contains("LABELS") && labels.contains("tier=web"))
            // the copy is behind: replacing with it is refused
            let copy = try await kubectl.output("get", "cm", "m", "-o", "json")
            try await kubectl.output("label", "cm", "m", "tier-")
            let validation = version == .debian ? ["--validate=false"] : []
            let late = try await kubectl.run(all: ["replace", "-f", "-"] + validation, input: copy)
            #expect(late.code == 1 && late.text.contains("the object has been modified"), "\(late)")
            let crd = try await kubectl.run("patch", "oauth", "cluster", "-p", #"{"spec":{}}"#)
            #expect(crd.code == 1 && crd.text.contains("application/merge-patch+json"), "\(crd)")
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `deploys, scales and waits`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasOAuth: false)
            let kubectl = try cluster.kubectl(version)
            try await kubectl.output("create", "deployment", "web", "--image=registry.example/web:1")
            #expect(try await kubectl.output("scale", "deploy/web", "--replicas=2") == "deployment.apps/web scaled")
            let table = try await kubectl.output("get", "deploy", "web", "-o", "wide")
            #expect(table.contains("0/2") && table.contains("registry.example/web:1"), "\(table)")
            let rollout = try kubectl.start("rollout", "status", "deploy/web", "--timeout=280s", "-v=6")
            let wait = try kubectl.start("wait", "--for=condition=Available", "deploy/web", "--timeout=280s", "-v=6")
            for process in [rollout, wait] { try await Kubectl.untilWatching(process, fixture) }
            let status = """
                {"status":{"observedGeneration":2,"replicas":2,"updatedReplicas":2,"readyReplicas":2,\
                "availableReplicas":2,"conditions":[{"type":"Available","status":"True"}]}}
                """
            let path = "/apis/apps/v1/namespaces/default/deployments/web/status"
            let reply = try await cluster.admin.send("PATCH", path, status, type: "application/merge-patch+json")
            #expect(reply.status == 200, "\(reply)")
            #expect(try await rollout.wait(timeout: .seconds(300)) == 0, "\(rollout.errorOutput)")
            #expect(rollout.output.contains("successfully rolled out"))
            #expect(try await wait.wait(timeout: .seconds(300)) == 0, "\(wait.errorOutput)")
            let restart = try await kubectl.output("rollout", "restart", "deploy/web")
            #expect(restart == "deployment.apps/web restarted")
            let all = try await kubectl.output("get", "all")
            #expect(all.contains("deployment.apps/web"))
            let gone = try kubectl.start("wait", "--for=delete", "deploy/web", "--timeout=280s", "-v=6")
            try await Kubectl.untilWatching(gone, fixture)
            try await kubectl.output("delete", "deploy", "web")
            #expect(try await gone.wait(timeout: .seconds(300)) == 0, "\(gone.errorOutput)")
        }
    }
}
