import BerthTesting
import Foundation
import Kubernetes
import Testing

/// What kubectl shows: tables, forms of output, lists in pages, watches, descriptions.
@Suite(.timeLimit(.minutes(10)))
struct `kubectl shows` {
    @Test(arguments: KubectlVersion.judged)
    func `every kind that discovery lists, as a table and as objects`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            let text = try await kubectl.output("api-resources", "--verbs=list", "-o", "name")
            let resources = text.split(separator: "\n").map(String.init)
            #expect(resources.count > 40, "\(text)")
            // several at once: a kubectl asks for each in turn, and its start takes longer than its questions
            for start in stride(from: 0, to: resources.count, by: 12) {
                let some = resources[start..<min(start + 12, resources.count)].joined(separator: ",")
                for form in ["wide", "yaml"] {
                    let result = try await kubectl.run("get", some, "-A", "-o", form)
                    #expect(result.succeeded, "\(result)")
                }
            }
            let versions = try await kubectl.output("api-versions")
            for group in ["v1", "apps/v1", "image.openshift.io/v1", "config.openshift.io/v1"] {
                #expect(versions.split(separator: "\n").contains { $0 == group }, "\(versions)")
            }
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `lists in pages, sorted, selected and in every form`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasOAuth: false)
            let kubectl = try cluster.kubectl(version)
            for index in 1...7 {
                let body = """
                    {"metadata":{"name":"m\(index)","labels":{"n":"\(index % 2)"}},"data":{"k":"\(9 - index)"}}
                    """
                let reply = try await cluster.admin.send("POST", "/api/v1/namespaces/default/configmaps", body)
                #expect(reply.status == 201, "\(reply)")
            }
            let pages = try await kubectl.output("get", "cm", "--chunk-size=2", "-o", "name")
            #expect(pages.split(separator: "\n").filter { $0.hasPrefix("configmap/m") }.count == 7)
            let odd = try await kubectl.output("get", "cm", "-l", "n in (1,3)", "--no-headers")
            #expect(odd.split(separator: "\n").count == 4)
            let sorted = try await kubectl.output("get", "cm", "-l", "n", "--sort-by=.data.k", "-o", "name")
            #expect(sorted.split(separator: "\n").first == "configmap/m7")
            let columns = try await kubectl.output("get", "cm", "m1", "-o", "custom-columns=N:.metadata.name,K:.data.k")
            #expect(columns.split(separator: "\n").last.map { $0.split(separator: " ") } == ["m1", "8"])
            let template = try await kubectl.output("get", "cm", "m2", "-o", "go-template={{.data.k}}")
            #expect(template == "7")
            let empty = try await kubectl.run("get", "pods").check()
            #expect(empty.errorOutput == "No resources found in default namespace.\n")
            let missing = try await kubectl.run("get", "cm", "nope")
            #expect(missing.code == 1)
            #expect(missing.errorOutput == "Error from server (NotFound): configmaps \"nope\" not found\n")
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `watches, from the first change on`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            try await kubectl.output("create", "configmap", "m", "--from-literal=a=one")
            let all = try kubectl.start("get", "cm", "-w", "--no-headers", "-v=6")
            let one = try kubectl.start("get", "cm", "m", "-w", "-o", "jsonpath={.data.a}{\"\\n\"}", "-v=6")
            _ = try await fixture.waitFor(all, "watch") { $0.output.contains("m ") ? true : nil }
            _ = try await fixture.waitFor(one, "watch") { $0.output.contains("one") ? true : nil }
            for process in [all, one] { try await Kubectl.untilWatching(process, fixture) }
            try await kubectl.output("patch", "cm", "m", "-p", #"{"data":{"a":"two","b":"x"}}"#)
            try await kubectl.output("create", "configmap", "later", "--from-literal=a=1")
            try await kubectl.output("delete", "cm", "later")
            _ = try await fixture.waitFor(one, "watch") { $0.output.contains("two") ? true : nil }
            let seen = try await fixture.waitFor(all, "watch") { process in
                process.output.split(separator: "\n").filter { $0.hasPrefix("later") }.count >= 2 ? process.output : nil
            }
            let counts = seen.split(separator: "\n").filter { $0.hasPrefix("m ") }.map { $0.split(separator: " ")[1] }
            #expect(counts == ["1", "2"], "\(seen)")
            #expect(one.output == "one\ntwo\n")
            await all.stop()
            await one.stop()
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `descriptions, events, versions and rights`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasOAuth: false)
            let kubectl = try cluster.kubectl(version)
            for name in [
                "namespace/openshift-config", "clusterrole/admin", "oauth/cluster", "sa/default",
                "configs.imageregistry.operator.openshift.io/cluster", "co/image-registry",
            ] {
                let result = try await kubectl.run("describe", name)
                #expect(result.succeeded && result.output.contains("Name:"), "\(result)")
            }
            let event = """
                {"metadata":{"generateName":"e-"},"involvedObject":{"kind":"ConfigMap","name":"m","namespace":"default"},\
                "reason":"Tested","message":"it was tested","type":"Normal","lastTimestamp":"2026-01-02T03:04:05Z"}
                """
            let reply = try await cluster.admin.send("POST", "/api/v1/namespaces/default/events", event)
            #expect(reply.status == 201, "\(reply)")
            let events = try await kubectl.output("get", "events")
            #expect(events.contains("Tested") && events.contains("configmap/m"), "\(events)")
            #expect(try await kubectl.output("auth", "can-i", "create", "pods") == "yes")
            let list = try await kubectl.output("auth", "can-i", "--list")
            #expect(list.contains("*.*"), "\(list)")
            let other = try await kubectl.run("auth", "can-i", "get", "secrets", "--as", "nobody")
            #expect(other.code == 1 && other.output.hasPrefix("no"), "\(other)")
            let forbidden = try await kubectl.run("get", "secrets", "--as", "nobody")
            let text = "secrets is forbidden: User \"nobody\" cannot list resource \"secrets\" in API group \"\""
            #expect(forbidden.errorOutput.contains(text + " in the namespace \"default\""), "\(forbidden)")
            #expect(try await kubectl.run("version").text.contains("Server Version"))
        }
    }

    @Test(.enabled(if: ForeignClient.isExpected(KubectlVersion.newest.rawValue)))
    func `explanations, tokens and what strict validation refuses`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasOAuth: false)
            let kubectl = try cluster.kubectl()
            let field = try await kubectl.output("explain", "deployment.spec.replicas")
            #expect(field.contains("FIELD: replicas") && field.contains("integer"), "\(field)")
            let kind = try await kubectl.output("explain", "configs.imageregistry.operator.openshift.io.spec")
            #expect(kind.contains("managementState"), "\(kind)")
            let wrong = try await kubectl.run(
                "create",
                "-f",
                "-",
                input: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: w}\ndatum: {a: b}\n"
            )
            #expect(wrong.code == 1 && wrong.text.contains("unknown field \"datum\""), "\(wrong)")
            try await kubectl.output("create", "serviceaccount", "robot")
            let token = try await kubectl.output("create", "token", "robot", "--duration=10m")
            #expect(token.split(separator: ".").count == 3)
            let who = try await cluster.kubectl(token: token).output("auth", "whoami")
            #expect(who.contains("system:serviceaccount:default:robot"), "\(who)")
            let dry = try await kubectl.output("create", "configmap", "dry", "--dry-run=server", "-o", "name")
            #expect(dry == "configmap/dry")
            #expect(!(try await kubectl.run("get", "cm", "dry")).succeeded)
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `kinds that others define`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            let definition = """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: boats.example.com}
                spec:
                  group: example.com
                  scope: Namespaced
                  names: {plural: boats, singular: boat, kind: Boat, shortNames: [bt]}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """
            try await kubectl.run(all: ["apply", "-f", "-"], input: definition).check()
            let ready = ["wait", "--for=condition=Established", "crd/boats.example.com", "--timeout=280s"]
            try await kubectl.run(all: ready).check()
            let boat = "apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: b}\nspec: {length: 12}\n"
            try await kubectl.run(all: ["apply", "-f", "-"], input: boat).check()
            #expect(try await kubectl.output("get", "bt", "-o", "jsonpath={.items[0].spec.length}") == "12")
            try await kubectl.output("delete", "crd", "boats.example.com")
            let gone = try await kubectl.run("get", "boats.v1.example.com")
            #expect(!gone.succeeded, "\(gone)")
        }
    }
}
