import BerthTesting
import Foundation
import Kubernetes
import Testing

/// What kubectl makes of files: pruning, sets, kustomizations, parts of objects.
@Suite(.timeLimit(.minutes(10)))
struct `kubectl with files` {
    private static func map(_ name: String, _ value: String = "v", labels: String = "set: one") -> String {
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name), labels: {\(labels)}}\ndata: {k: \(value)}\n---\n"
    }

    private static let dns = """
        apiVersion: v1
        kind: Service
        metadata: {name: dns}
        spec:
          selector: {app: dns}
          ports: [{name: tcp, port: 53}, {name: udp, port: 53, protocol: UDP}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: dns, annotations: {}}
        spec:
          selector: {matchLabels: {app: dns}}
          template:
            metadata: {labels: {app: dns}}
            spec:
              containers:
              - name: dns
                image: example.com/dns:1
                ports: [{containerPort: 53, name: tcp}, {containerPort: 53, name: udp, protocol: UDP}]

        """

    @Test func `takes away what a set has no longer`() async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(.newest)
            func apply(_ text: String, _ options: String...) async throws -> String {
                let arguments = ["apply", "-f", "-", "-n", "default"] + options
                return try await kubectl.run(
                    all: arguments,
                    input: text,
                    environment: ["KUBECTL_APPLYSET": "true"]
                ).check().text
            }
            _ = try await apply(Self.map("a") + Self.map("b"), "--prune", "--applyset=secret/parent")
            let parent = try await kubectl.output("get", "secret", "parent", "-o", "jsonpath={.metadata}")
            #expect(parent.contains(#""applyset.kubernetes.io/contains-group-kinds":"ConfigMap""#), "\(parent)")
            let pruned = try await apply(Self.map("a", "w"), "--prune", "--applyset=secret/parent")
            #expect(pruned.contains("configmap/a configured\nconfigmap/b pruned\n"), "\(pruned)")
            _ = try await apply(Self.map("c"), "--prune", "--applyset=configmap/other", "--server-side")
            _ = try await apply(Self.map("d"), "--prune", "--applyset=configmap/other", "--server-side")
            let names = try await kubectl.output(
                "get",
                "cm",
                "-l",
                "set=one",
                "-o",
                "jsonpath={.items[*].metadata.name}"
            )
            #expect(names == "a d")
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `prunes by labels, and takes kustomizations`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            try await kubectl.output("apply", "-f", "-", input: Self.map("a") + Self.map("b"))
            let pruning = ["apply", "-f", "-", "--prune", "-l", "set=one", "-n", "default"]
            let pruned = try await kubectl.run(all: pruning, input: Self.map("a")).check()
            #expect(pruned.text.contains("configmap/b pruned"), "\(pruned)")
            let folder = try fixture.folder("kustomized")
            try Self.map("c").write(toFile: folder + "/map.yaml", atomically: true, encoding: .utf8)
            try "resources: [map.yaml]\nnamePrefix: k-\n"
                .write(toFile: folder + "/kustomization.yaml", atomically: true, encoding: .utf8)
            #expect(try await kubectl.output("apply", "-k", folder).contains("configmap/k-c created"))
            #expect(try await kubectl.run("diff", "-k", folder).code == 0)
            #expect(try await kubectl.output("delete", "-k", folder).contains(#"configmap "k-c" deleted"#))
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `keeps two ports of one number apart by their protocols`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            let path = "jsonpath={.items[*].spec.ports[*].protocol} {..containers[*].ports[*].protocol}"
            func protocols() async throws -> String {
                try await kubectl.output("get", "svc/dns", "deploy/dns", "-o", path)
            }
            try await kubectl.output("apply", "-f", "-", input: Self.dns)
            #expect(try await protocols() == "TCP UDP TCP UDP")
            let again = try await kubectl.output("apply", "-f", "-", input: Self.dns)
            #expect(again == "service/dns unchanged\ndeployment.apps/dns unchanged")
            #expect(try await kubectl.run(all: ["diff", "-f", "-"], input: Self.dns).code == 0)
            try await kubectl.output("delete", "svc/dns", "deploy/dns")
            let options = version == .debian ? ["--validate=false"] : []
            let serverSide = ["apply", "--server-side", "-f", "-"] + options
            try await kubectl.run(all: serverSide, input: Self.dns).check()
            // who names the protocol that is the default means the same port
            let named = Self.dns.replacing("{name: tcp, port: 53}", with: "{name: tcp, port: 53, protocol: TCP}")
            try await kubectl.run(all: serverSide, input: named).check()
            #expect(try await protocols() == "TCP UDP TCP UDP")
            let fewer = named.replacing("{name: tcp, port: 53, protocol: TCP}, ", with: "")
                .replacing("{containerPort: 53, name: tcp}, ", with: "")
            try await kubectl.run(all: serverSide, input: fewer).check()
            #expect(try await protocols() == "UDP UDP")
        }
    }

    @Test func `reads and changes the parts of an object`() async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(.newest)
            try await kubectl.output("apply", "-f", "-", input: Self.dns)
            func patch(_ part: String, _ text: String) async throws -> String {
                try await kubectl.output("patch", "deploy", "dns", "--subresource=\(part)", "--type=merge", "-p", text)
            }
            #expect(try await patch("status", #"{"status":{"replicas":1}}"#) == "deployment.apps/dns patched")
            #expect(try await patch("scale", #"{"spec":{"replicas":3}}"#) == "scale.autoscaling/dns patched")
            let scale = try await kubectl.output(
                "get",
                "deploy",
                "dns",
                "--subresource=scale",
                "-o",
                "jsonpath={.kind} {.spec.replicas} {.status.replicas} {.status.selector}"
            )
            #expect(scale == "Scale 3 1 app=dns")
            try await kubectl.output("scale", "deploy", "dns", "--current-replicas=3", "--replicas=2")
            let late = try await kubectl.run("scale", "deploy", "dns", "--current-replicas=3", "--replicas=1")
            #expect(late.code == 1 && late.text.contains("Expected replicas to be 3, was 2"), "\(late)")
            let old = try await kubectl.run("annotate", "svc", "dns", "a=b", "--resource-version=1")
            #expect(old.code == 1 && old.text.contains("the object has been modified"), "\(old)")
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `is told why there is nothing to connect to`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: d}]}\n"
            try await kubectl.output("apply", "-f", "-", input: pod)
            for command in [["exec", "p", "--", "ls"], ["cp", "p:/etc/hosts", "hosts"], ["attach", "p"]] {
                let refused = try await kubectl.run(all: command)
                #expect(refused.code == 1 && refused.text.contains("pod p does not have a host assigned"), "\(refused)")
            }
            if version == .newest {
                let refused = try await kubectl.run("debug", "p", "--image=busybox")
                #expect(refused.text.contains("ephemeral containers are disabled for this cluster"), "\(refused)")
            }
            let undone = try await kubectl.run("rollout", "undo", "deploy/none")
            #expect(undone.code == 1 && undone.text.contains(#"deployments.apps "none" not found"#), "\(undone)")
        }
    }

    @Test func `applies its own configuration of the registry at once`() async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(.newest)
            func config(_ state: String) -> String {
                """
                apiVersion: imageregistry.operator.openshift.io/v1
                kind: Config
                metadata: {name: cluster}
                spec: {managementState: \(state), replicas: 2, storage: {s3: {bucket: ocp-registry, region: local}}}
                """
            }
            let arguments = ["apply", "--server-side", "-f", "-"]
            try await kubectl.run(all: arguments, input: config("Managed")).check()
            try await kubectl.run(all: arguments, input: config("Unmanaged")).check()
            let other = ["--field-manager=other"]
            let refused = try await kubectl.run(all: arguments + other, input: config("Removed"))
            #expect(refused.code == 1 && refused.text.contains(#"conflict with "kubectl""#), "\(refused)")
        }
    }
}
