import BerthTesting
import Foundation
import Kubernetes
import Testing

/// `kubectl apply --server-side`, by the oldest and the newest kubectl.
@Suite(.timeLimit(.minutes(10)))
struct `Server-side apply by kubectl` {
    private static let deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: default, labels: {app: web}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: example.com/web:1
                env: [{name: A, value: "1"}, {name: B, value: "2"}]
                ports: [{containerPort: 80, name: http}, {containerPort: 80, protocol: UDP, name: quic}]

        """

    /// Applies, with what old ones need to be told.
    private func apply(_ kubectl: Kubectl, _ text: String, _ options: String...) async throws -> CommandResult {
        let validation = kubectl.version == .debian ? ["--validate=false"] : []
        return try await kubectl.run(all: ["apply", "--server-side", "-f", "-"] + options + validation, input: text)
    }

    @Test(arguments: KubectlVersion.judged)
    func `merges a deployment's containers and ports by their keys`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            let made = try await apply(kubectl, Self.deployment).check().output
            #expect(made == "deployment.apps/web serverside-applied\n")
            let number = try await kubectl.output("get", "deploy", "web", "-o", "jsonpath={.metadata.resourceVersion}")
            try await apply(kubectl, Self.deployment).check()
            let again = try await kubectl.output("get", "deploy", "web", "-o", "jsonpath={.metadata.resourceVersion}")
            #expect(again == number)
            let sidecar = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: default}
                spec:
                  template:
                    spec:
                      containers:
                      - {name: log, image: "example.com/log:1"}
                      - {name: web, env: [{name: C, value: "3"}]}

                """
            try await apply(kubectl, sidecar, "--field-manager=sidecar").check()
            let path =
                "jsonpath={.spec.template.spec.containers[*].name} {..env[*].name} {..ports[*].name} {.spec.replicas}"
            let merged = try await kubectl.output("get", "deploy", "web", "-o", path)
            #expect(merged == "log web A B C http quic 2")
            let fewer = Self.deployment.replacing(#", {name: B, value: "2"}"#, with: "")
            try await apply(kubectl, fewer).check()
            #expect(try await kubectl.output("get", "deploy", "web", "-o", path) == "log web A C http quic 2")
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `tells conflicts, and forces them`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            try await apply(kubectl, Self.deployment, "--field-manager=first").check()
            try await kubectl.output("scale", "deploy", "web", "--replicas=5")
            let other = Self.deployment.replacing("web:1", with: "web:2")
            let refused = try await apply(kubectl, other, "--field-manager=second")
            #expect(refused.code == 1)
            #expect(refused.text.contains("Apply failed with 2 conflicts: "), "\(refused)")
            #expect(refused.text.contains(#"conflicts with "first":"#), "\(refused)")
            #expect(refused.text.contains(#"- .spec.template.spec.containers[name="web"].image"#), "\(refused)")
            #expect(refused.text.contains("- .spec.replicas"), "\(refused)")
            try await apply(kubectl, other, "--field-manager=second", "--force-conflicts").check()
            let path = "jsonpath={..image} {.spec.replicas}"
            #expect(try await kubectl.output("get", "deploy", "web", "-o", path) == "example.com/web:2 2")
            let lost = try await apply(kubectl, Self.deployment, "--field-manager=first")
            #expect(
                lost.text.contains(
                    #"Apply failed with 1 conflict: conflict with "second": .spec.template.spec.containers[name="web"].image"#
                ),
                "\(lost)"
            )
        }
    }

    @Test func `takes over from apply without the server, and back`() async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(.newest)
            try await kubectl.run(all: ["apply", "-f", "-"], input: Self.deployment).check()
            let changed = Self.deployment.replacing("replicas: 2", with: "replicas: 3")
                .replacing(#", {name: B, value: "2"}"#, with: "")
            try await apply(kubectl, changed).check()
            let path = "jsonpath={.spec.replicas} {..env[*].name}"
            #expect(try await kubectl.output("get", "deploy", "web", "-o", path) == "3 A")
            let managers = try await kubectl.output(
                "get",
                "deploy",
                "web",
                "-o",
                "jsonpath={.metadata.managedFields[*].manager}"
            )
            #expect(
                Set(managers.split(separator: " ")) == ["kubectl", "kubectl-last-applied", "before-first-apply"]
            )
            try await kubectl.run(all: ["apply", "-f", "-"], input: Self.deployment).check()
            #expect(try await kubectl.output("get", "deploy", "web", "-o", path) == "2 A B")
            try await apply(kubectl, changed).check()
            #expect(try await kubectl.output("get", "deploy", "web", "-o", path) == "3 A")
            let other = try await apply(kubectl, Self.deployment, "--field-manager=other")
            #expect(other.code == 1 && other.text.contains(#"conflict with "kubectl""#), "\(other)")
        }
    }

    @Test func `shows what it would change, and who owns what`() async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(.newest)
            func map(_ data: String) -> String {
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, namespace: default}\ndata: \(data)\n"
            }
            let trial = try await apply(kubectl, map("{a: one}"), "--dry-run=server").check().output
            #expect(trial == "configmap/m serverside-applied (server dry run)\n")
            #expect(try await kubectl.run("get", "cm", "m").code == 1)
            try await apply(kubectl, map("{a: one}")).check()
            let same = try await kubectl.run(all: ["diff", "--server-side", "-f", "-"], input: map("{a: one}"))
            #expect(same.code == 0 && same.output.isEmpty, "\(same)")
            let differs = try await kubectl.run(all: ["diff", "--server-side", "-f", "-"], input: map("{a: two}"))
            #expect(differs.code == 1 && differs.output.contains("-  a: one\n+  a: two\n"), "\(differs)")
            let hidden = try await kubectl.output("get", "cm", "m", "-o", "yaml")
            #expect(!hidden.contains("managedFields"))
            let shown = try await kubectl.output("get", "cm", "m", "-o", "yaml", "--show-managed-fields")
            #expect(shown.contains("    fieldsV1:\n      f:data:\n        f:a: {}\n    manager: kubectl\n"), "\(shown)")
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `makes and keeps every kind of object`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            let text = """
                apiVersion: v1
                kind: Namespace
                metadata: {name: many, labels: {a: b}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: s, namespace: many}
                spec:
                  selector: {app: x}
                  ports: [{name: tcp, port: 53}, {name: udp, port: 53, protocol: UDP}]
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: a, namespace: many}
                automountServiceAccountToken: false
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: pull, namespace: many}
                stringData: {key: value}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: r, namespace: many}
                rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: r, namespace: many}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}
                subjects: [{kind: ServiceAccount, name: a, namespace: many}]
                ---
                apiVersion: image.openshift.io/v1
                kind: ImageStream
                metadata: {name: i, namespace: many}
                spec: {tags: [{name: latest, from: {kind: DockerImage, name: "example.com/a:1"}}]}
                ---
                apiVersion: config.openshift.io/v1
                kind: Image
                metadata: {name: cluster}
                spec: {externalRegistryHostnames: [registry.example.com]}
                ---
                apiVersion: user.openshift.io/v1
                kind: Group
                metadata: {name: developers}
                users: [alice, bob]
                """
            let first = try await apply(kubectl, text).check().output.split(separator: "\n")
            #expect(first.count == 9 && first.allSatisfy { $0.hasSuffix(" serverside-applied") }, "\(first)")
            func versions() async throws -> String {
                try await kubectl.output(
                    "get",
                    "namespaces,services,roles,rolebindings,is,groups.user.openshift.io",
                    "-A",
                    "-o",
                    "jsonpath={.items[*].metadata.resourceVersion}"
                )
            }
            let before = try await versions()
            try await apply(kubectl, text).check()
            #expect(try await versions() == before)
            let other = text.replacing("{name: tcp, port: 53}, ", with: "").replacing("app: x", with: "app: z")
            try await apply(kubectl, other).check()
            let path = "jsonpath={.spec.ports[*].name} {.spec.selector.app}"
            #expect(try await kubectl.output("get", "service", "s", "-n", "many", "-o", path) == "udp z")
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `merges custom objects as their definition says`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            let definition = """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: gadgets.example.com}
                spec:
                  group: example.com
                  names: {kind: Gadget, plural: gadgets, singular: gadget}
                  scope: Namespaced
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources: {status: {}}
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            type: object
                            properties:
                              size: {type: integer, default: 7}
                              plain: {type: array, items: {type: string}}
                              tags: {type: array, items: {type: string}, x-kubernetes-list-type: set}
                              whole: {type: object, additionalProperties: {type: string}, x-kubernetes-map-type: atomic}
                              free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                              ports:
                                type: array
                                x-kubernetes-list-type: map
                                x-kubernetes-list-map-keys: [port, protocol]
                                items:
                                  type: object
                                  required: [port, protocol]
                                  properties:
                                    port: {type: integer}
                                    protocol: {type: string, default: TCP}
                                    name: {type: string}
                """
            try await apply(kubectl, definition).check()
            try await eventually { try await kubectl.output("get", "gadgets") }
            func gadget(_ spec: String) -> String {
                "apiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: g, namespace: default}\nspec: \(spec)\n"
            }
            let first = "{tags: [a, b], plain: [x], whole: {a: b}, free: {p: {q: 1}}, ports: [{port: 80, name: one}]}"
            try await apply(kubectl, gadget(first)).check()
            let second = "{tags: [c], free: {p: {r: 1}}, ports: [{port: 81}, {port: 80, protocol: UDP}]}"
            try await apply(kubectl, gadget(second), "--field-manager=second").check()
            func spec() async throws -> JSONValue {
                let text = try await kubectl.output("get", "gadget", "g", "-o", "jsonpath={.spec}")
                return try JSONValue(parsing: text.utf8)
            }
            var merged = try await spec()
            #expect(merged["tags"] == ["a", "b", "c"] && merged["size"] == 7)
            #expect(merged["free"] == ["p": ["q": 1, "r": 1]] && merged["ports"]?.array?.count == 3)
            let atomic = try await apply(kubectl, gadget("{plain: [y], whole: {a: c}}"), "--field-manager=third")
            #expect(atomic.text.contains("- .spec.plain") && atomic.text.contains("- .spec.whole"), "\(atomic)")
            try await apply(kubectl, gadget("{tags: [b], size: 8}")).check()
            merged = try await spec()
            #expect(Set(merged["tags"]?.strings ?? []) == ["b", "c"] && merged["size"] == 8, "\(merged)")
            #expect(merged["plain"] == nil && merged["whole"] == nil && merged["free"] == ["p": ["r": 1]])
            #expect(merged["ports"]?.array?.compactMap { $0["port"]?.integer }.sorted() == [80, 81])
            let twice = try await apply(kubectl, gadget("{ports: [{port: 1}, {port: 1, name: x}]}"))
            #expect(
                twice.code == 1
                    && twice.text.contains(#".spec.ports: duplicate entries for key [port=1,protocol="TCP"]"#),
                "\(twice)"
            )
        }
    }
}
