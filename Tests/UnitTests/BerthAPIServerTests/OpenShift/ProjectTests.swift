import BerthHTTP
import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `Projects` {
    private let group = "project.openshift.io"

    private func namespace(_ name: String, annotations: [String: String] = [:]) -> JSONValue {
        SeedPlanter.object("v1", "Namespace", name, annotations: annotations)
    }

    @Test func `are those namespaces that the caller may get`() async throws {
        let fixture = ViewFixture { $0.verb == "get" && $0.namespace == "mine" }
        for name in ["mine", "theirs"] {
            _ = try await fixture.objects.create(KnownResource.namespaces, namespace(name))
        }
        let (projects, kind) = try fixture.backend("projects", group: group)
        let list = try await projects.list(ListOptions(), ViewFixture.request(kind))
        #expect(list.items.map(\.name) == ["mine"])
        #expect(list.items.first?.kind == "Project")
        #expect(list.items.first?[path: "status", "phase"] == "Active")
        #expect(list.items.first?[path: "spec", "finalizers"]?.strings == ["kubernetes"])
    }

    @Test func `change in display name and description only`() async throws {
        let fixture = ViewFixture()
        _ = try await fixture.objects.create(KnownResource.namespaces, namespace("mine", annotations: ["a": "1"]))
        let (projects, kind) = try fixture.backend("projects", group: group)
        let request = try ViewFixture.request(kind)
        let changed = try await projects.update("mine", subresource: nil, request) { current in
            var project = current ?? [:]
            project.set("Mine", at: ["metadata", "annotations", ProjectView.displayName])
            return project
        }
        #expect(changed.object.annotations[ProjectView.displayName] == "Mine")
        await #expect(throws: Status.self) {
            _ = try await projects.update("mine", subresource: nil, request) { current in
                var project = current ?? [:]
                project.set("2", at: ["metadata", "annotations", "a"])
                return project
            }
        }
        await #expect(throws: Status.self) {
            _ = try await projects.update("mine", subresource: nil, request) { current in
                var project = current ?? [:]
                project.set("x", at: ["metadata", "labels", "new"])
                return project
            }
        }
    }

    @Test func `are made with everything that belongs to them`() async throws {
        let fixture = ViewFixture()
        let (requests, kind) = try fixture.backend("projectrequests", group: group)
        let project = try await requests.create(
            ["metadata": ["name": "sandbox-1"], "displayName": "Sand"],
            ViewFixture.request(kind)
        )
        #expect(project.kind == "Project")
        #expect(project.annotations["openshift.io/requester"] == "user1")
        #expect(project.annotations[ProjectView.displayName] == "Sand")
        #expect(project.annotations[ProjectView.description]?.isEmpty == true)
        #expect(project.annotations["openshift.io/sa.scc.uid-range"] == "1000000000/10000")
        #expect(project.annotations[ProjectRequestBackend.unfinished] == nil)
        let accounts = try await fixture.objects.list(KnownResource.serviceAccounts, namespace: "sandbox-1")
        #expect(accounts.map(\.name) == ["builder", "default", "deployer"])
        let bindings = try await fixture.objects.list(KnownResource.roleBindings, namespace: "sandbox-1")
        #expect(
            bindings.map(\.name) == ["admin", "system:deployers", "system:image-builders", "system:image-pullers"]
        )
        #expect(bindings.first?["subjects"]?.array?.first?["name"] == "user1")
    }

    @Test func `take from their request only what describes them`() async throws {
        let fixture = ViewFixture()
        let (requests, kind) = try fixture.backend("projectrequests", group: group)
        let project = try await requests.create(
            [
                "metadata": [
                    "name": "sandbox-2",
                    "labels": ["pod-security.kubernetes.io/enforce": "privileged"],
                    "annotations": [
                        "openshift.io/sa.scc.uid-range": "0/65536", "openshift.io/node-selector": "master=",
                        "openshift.io/requester": "somebody",
                    ],
                ]
            ],
            ViewFixture.request(kind)
        )
        #expect(project.labels["pod-security.kubernetes.io/enforce"] == nil)
        #expect(project.annotations["openshift.io/sa.scc.uid-range"] == "1000000000/10000")
        #expect(project.annotations["openshift.io/node-selector"] == nil)
        #expect(project.annotations["openshift.io/requester"] == "user1")
    }

    @Test func `are asked for under free and allowed names`() async throws {
        let fixture = ViewFixture()
        let (requests, kind) = try fixture.backend("projectrequests", group: group)
        let request = try ViewFixture.request(kind)
        func refusal(_ name: String) async -> Status? {
            do {
                _ = try await requests.create(["metadata": ["name": .string(name)]], request)
                return nil
            } catch { return error as? Status }
        }
        #expect(
            await refusal("openshift-x")?.message
                == #"project.project.openshift.io "openshift-x" is forbidden: "#
                + #"cannot request a project starting with "openshift-""#
        )
        #expect(await refusal("kube")?.code == 403)
        #expect(await refusal("Upper")?.code == 422)
        #expect(await refusal("x")?.code == 422)
        #expect(await refusal("free") == nil)
        #expect(await refusal("free")?.message == #"project.project.openshift.io "free" already exists"#)
    }

    @Test func `are taken away again when they cannot be finished`() async throws {
        let fixture = ViewFixture()
        fixture.objects.fail(KnownResource.roleBindings)
        let (requests, kind) = try fixture.backend("projectrequests", group: group)
        await #expect(throws: Status.self) {
            _ = try await requests.create(["metadata": ["name": "half"]], ViewFixture.request(kind))
        }
        let left = try await fixture.objects.get(KnownResource.namespaces, namespace: "", name: "half")
        #expect(left?.deletionTimestamp != nil)
    }

    @Test func `are not made by a dry run`() async throws {
        let fixture = ViewFixture()
        let (requests, kind) = try fixture.backend("projectrequests", group: group)
        let project = try await requests.create(
            ["metadata": ["name": "dry"]],
            ViewFixture.request(kind, isDryRun: true)
        )
        #expect(project.name == "dry")
        #expect(try await fixture.objects.list(KnownResource.namespaces, namespace: nil).isEmpty)
    }

    @Test func `may be asked for by those who may create requests`() async throws {
        let (allowed, kind) = try ViewFixture().backend("projectrequests", group: group)
        let yes = await #expect(throws: Status.self) {
            _ = try await allowed.list(ListOptions(), ViewFixture.request(kind))
        }
        #expect(yes?.isSuccess == true)
        #expect(yes?.json["status"] == "Success")

        let fixture = ViewFixture { _ in false }
        let (refused, _) = try fixture.backend("projectrequests", group: group)
        let no = await #expect(throws: Status.self) {
            _ = try await refused.list(ListOptions(), ViewFixture.request(kind))
        }
        #expect(no?.code == 403)
        #expect(no?.message == "You may not request a new project via this API.")
        _ = try await fixture.objects.create(
            KnownResource.projectConfigurations,
            SeedPlanter.object(
                "config.openshift.io/v1",
                "Project",
                "cluster",
                ["spec": ["projectRequestMessage": "ask Ann"]]
            )
        )
        let told = await #expect(throws: Status.self) {
            _ = try await refused.list(ListOptions(), ViewFixture.request(kind))
        }
        #expect(told?.message == "ask Ann")
        #expect(told?.causes.first?.message == "ask Ann")
    }

    @Test func `are seen as far as scopes go`() {
        #expect(ProjectVisibility.visible(by: nil) == nil)
        #expect(ProjectVisibility.visible(by: ["user:full"]) == nil)
        #expect(ProjectVisibility.visible(by: ["user:info"]) == [])
        #expect(ProjectVisibility.visible(by: ["role:view:a", "role:system:x:b:!"]) == ["a", "b"])
        #expect(ProjectVisibility.visible(by: ["role:view:*"]) == nil)
    }

    @Test func `have their rights in themselves`() throws {
        let target = try #require(RequestTarget("/apis/project.openshift.io/v1/projects/mine"))
        let attributes = try RequestInfo(method: "GET", target: target).attributes(for: .anonymous)
        #expect(attributes.namespace == "mine")
        #expect(attributes.name == "mine")
    }
}
