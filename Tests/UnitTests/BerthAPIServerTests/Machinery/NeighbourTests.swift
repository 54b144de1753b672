import Kubernetes
import Testing

@testable import BerthAPIServer

/// Somebody with a role in one project learns nothing of another: every served resource, every verb.
@Suite(.timeLimit(.minutes(10))) struct `A neighbour` {
    /// Stands in the names and contents of everything that is hidden.
    private static let mark = "zq7hidden"
    private static let theirs = "zq7theirs"

    /// One way to ask.
    private struct Question: Sendable {
        let method: String
        let path: String
        var body: JSONValue?
        var type = "application/json"
        var accept: String?
    }

    private static let table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
    private static let metadata = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json"

    private static func root(_ kind: ResourceKind) -> String {
        kind.gvk.group.isEmpty ? "/api/\(kind.gvk.version)" : "/apis/\(kind.gvk.group)/\(kind.gvk.version)"
    }

    /// Every way to ask for what lies at `base`.
    private static func questions(_ kind: ResourceKind, _ base: String, selector: String = "") -> [Question] {
        let object: JSONValue = [
            "kind": .string(kind.gvk.kind), "apiVersion": .string(kind.gvk.apiVersion),
            "metadata": ["name": .string(mark)],
        ]
        let and = selector.isEmpty ? "" : "&\(selector)"
        var questions = [
            Question(method: "GET", path: "\(base)?limit=500\(and)"),
            Question(method: "GET", path: "\(base)?limit=500\(and)", accept: table),
            Question(method: "GET", path: "\(base)?limit=500\(and)", accept: metadata),
            Question(method: "GET", path: "\(base)?watch=true&timeoutSeconds=1\(and)"),
            Question(method: "GET", path: "\(base)?watch=true&timeoutSeconds=1&resourceVersion=1\(and)", accept: table),
        ]
        guard selector.isEmpty else { return questions }
        questions += [
            Question(method: "DELETE", path: "\(base)?dryRun=All"),
            Question(method: "POST", path: "\(base)?dryRun=All", body: object),
        ]
        for name in [mark, "absent"] {
            let path = "\(base)/\(name)"
            questions += [
                Question(method: "GET", path: path), Question(method: "GET", path: path, accept: table),
                Question(method: "PUT", path: path + "?dryRun=All", body: object),
                Question(method: "PATCH", path: path + "?dryRun=All", body: [:], type: "application/merge-patch+json"),
                Question(method: "DELETE", path: path + "?dryRun=All"),
            ]
            for subresource in kind.subresources {
                questions += [
                    Question(method: "GET", path: "\(path)/\(subresource.name)"),
                    Question(method: "POST", path: "\(path)/\(subresource.name)?dryRun=All", body: [:]),
                    Question(method: "PUT", path: "\(path)/\(subresource.name)?dryRun=All", body: object),
                ]
            }
        }
        return questions
    }

    private static func ask(_ client: WholeAPI.Client, _ question: Question) async throws -> ServedAPI.Answer {
        try await client.api.send(
            question.method,
            question.path,
            question.body,
            type: question.type,
            accept: question.accept,
            token: client.token
        )
    }

    /// Asks some at once, since watches last a second each.
    private static func ask(
        _ client: WholeAPI.Client,
        _ questions: [Question],
        _ judge: (Question, ServedAPI.Answer) -> Void
    ) async throws {
        struct Reply: Sendable {
            let question: Question
            let answer: ServedAPI.Answer
        }
        try await withThrowingTaskGroup(of: Reply.self) { group in
            for (number, question) in questions.enumerated() {
                if number >= 12, let reply = try await group.next() { judge(reply.question, reply.answer) }
                group.addTask { Reply(question: question, answer: try await ask(client, question)) }
            }
            for try await reply in group { judge(reply.question, reply.answer) }
        }
    }

    /// Objects of the neighbour, of as many kinds as take a plain one.
    private static func furnish(_ api: WholeAPI) async throws -> Int {
        var count = 0
        for kind in api.parts.catalog.all.map(\.kind) where kind.isNamespaced {
            let bodies: [String: JSONValue] = [
                "Secret": ["stringData": ["k": .string(mark)]],
                "Service": ["spec": ["ports": [["port": 80]]]],
                "Pod": ["spec": ["containers": [["name": "c", "image": .string(mark)]]]],
                "RoleBinding": [
                    "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"],
                    "subjects": [["kind": "User", "name": .string(mark), "apiGroup": "rbac.authorization.k8s.io"]],
                ],
                "Event": ["involvedObject": ["namespace": .string(theirs), "name": .string(mark)]],
            ]
            var object = bodies[kind.gvk.kind] ?? ["spec": [:]]
            object.set(["name": .string(mark), "namespace": .string(theirs)], at: ["metadata"])
            if case nil = try? await api.parts.objects.create(kind.groupResource, object) { continue }
            count += 1
        }
        return count
    }

    @Test func `learns nothing by any verb on any resource`() async throws {
        try await WholeAPI.serving { api, _ in
            let (one, two) = (try await api.user("one"), try await api.user("two-\(Self.mark)"))
            try await api.project("mine", of: one)
            try await api.project(Self.theirs, of: two)
            #expect(try await Self.furnish(api) > 8)
            let secret = "/api/v1/namespaces/\(Self.theirs)/secrets/\(Self.mark)"
            #expect(try await two.get(secret).code == 200)

            var all: [Question] = []
            var allowed: [String] = []
            for kind in api.parts.catalog.all.map(\.kind) {
                let root = Self.root(kind)
                let path = "\(root)/\(kind.resource)"
                var questions: [Question] = []
                if kind.isNamespaced {
                    let base = "\(root)/namespaces/\(Self.theirs)/\(kind.resource)"
                    questions += Self.questions(kind, base)
                    let selector = "fieldSelector=metadata.namespace%3D\(Self.theirs)"
                    questions += Self.questions(kind, path, selector: selector)
                    questions += Self.questions(kind, path, selector: "fieldSelector=metadata.name%3D\(Self.mark)")
                    questions += Self.questions(kind, "\(root)/namespaces/mine/\(kind.resource)", selector: selector)
                    questions.append(
                        Question(method: "GET", path: "\(root)/watch/namespaces/\(Self.theirs)/\(kind.resource)")
                    )
                } else {
                    questions += Self.questions(kind, path)
                    questions += Self.questions(kind, "\(path)/\(Self.theirs)")
                    questions.append(Question(method: "GET", path: "\(path)/\(Self.theirs)"))
                    questions.append(Question(method: "GET", path: "\(path)/\(Self.theirs)", accept: Self.table))
                    let selector = "fieldSelector=metadata.name%3D\(Self.theirs)"
                    questions += Self.questions(kind, path, selector: selector)
                }
                all += questions
            }
            try await Self.ask(one, all) { question, answer in
                let isRefused = [400, 401, 403, 404, 405].contains(answer.code)
                if isRefused {
                    // a refusal repeats what was asked for, and nothing else
                    let asked = question.path.contains(Self.mark) || question.body != nil
                    #expect(asked || !answer.text.contains(Self.mark), "\(question): \(answer.text)")
                    return
                }
                if question.method != "GET" { allowed.append("\(question.method) \(question.path)") }
                for word in [Self.mark, Self.theirs] {
                    #expect(
                        !answer.text.contains(word) || question.body != nil,
                        "\(question): \(answer.code) \(answer.text.prefix(500))"
                    )
                }
            }
            #expect(all.count > 2000, "\(all.count)")
            // what everybody may write: questions about oneself, and a project of one's own
            let own = [
                "selfsubject", "subjectrulesreviews", "projectrequests", "subjectaccessreviews",
                "resourceaccessreviews",
            ]
            let others = allowed.filter { path in !own.contains { path.contains($0) } }
            #expect(others.isEmpty, "\(others)")
        }
    }

    @Test func `is told the same of what is there and what is not`() async throws {
        try await WholeAPI.serving { api, _ in
            let (one, two) = (try await api.user("one"), try await api.user("two"))
            try await api.project("mine", of: one)
            try await api.project(Self.theirs, of: two)
            _ = try await Self.furnish(api)
            for kind in api.parts.catalog.all.map(\.kind) where kind.isNamespaced {
                let base = "\(Self.root(kind))/namespaces"
                func text(_ method: String, _ namespace: String, _ name: String) async throws -> String {
                    let path = "\(base)/\(namespace)/\(kind.resource)/\(name)"
                    let answer = try await Self.ask(one, Question(method: method, path: path))
                    return "\(answer.code) "
                        + answer.text.replacing(name, with: "NAME").replacing(namespace, with: "SPACE")
                }
                for method in ["GET", "DELETE"] {
                    let there = try await text(method, Self.theirs, Self.mark)
                    #expect(try await text(method, Self.theirs, "zq7absent") == there, "\(method) \(kind.resource)")
                    #expect(try await text(method, "zq7nowhere", Self.mark) == there, "\(method) \(kind.resource)")
                }
            }
        }
    }

    @Test func `reaches nothing of another project through an object of their own`() async throws {
        try await WholeAPI.serving { api, _ in
            let (one, two) = (try await api.user("one"), try await api.user("two"))
            try await api.project("mine", of: one)
            try await api.project(Self.theirs, of: two)
            _ = try await Self.furnish(api)
            // the body's namespace is not the URL's
            let moved: JSONValue = ["metadata": ["name": "x", "namespace": .string(Self.theirs)]]
            #expect(try await one.send("POST", "/api/v1/namespaces/mine/configmaps", moved).code == 400)
            // a tag of one's own stream that follows another's
            let stream: JSONValue = [
                "kind": "ImageStream", "apiVersion": "image.openshift.io/v1", "metadata": ["name": "s"],
                "spec": [
                    "tags": [
                        [
                            "name": "latest",
                            "from": [
                                "kind": "ImageStreamTag", "name": .string("\(Self.mark):latest"),
                                "namespace": .string(Self.theirs),
                            ],
                        ]
                    ]
                ],
            ]
            let streams = "/apis/image.openshift.io/v1/namespaces/mine/imagestreams"
            let refused = try await one.send("POST", streams, stream)
            #expect([403, 422].contains(refused.code), "\(refused.code) \(refused.text)")
            // questions about others' rights
            let reviews: [(String, JSONValue)] = [
                (
                    "/apis/authorization.k8s.io/v1/subjectaccessreviews",
                    [
                        "spec": [
                            "user": "two",
                            "resourceAttributes": [
                                "namespace": .string(Self.theirs), "verb": "get", "resource": "pods",
                            ],
                        ]
                    ]
                ),
                (
                    "/apis/authorization.k8s.io/v1/namespaces/\(Self.theirs)/localsubjectaccessreviews",
                    [
                        "metadata": ["namespace": .string(Self.theirs)],
                        "spec": [
                            "user": "two",
                            "resourceAttributes": [
                                "namespace": .string(Self.theirs), "verb": "get", "resource": "pods",
                            ],
                        ],
                    ]
                ),
                (
                    "/apis/authorization.k8s.io/v1/namespaces/mine/localsubjectaccessreviews",
                    [
                        "metadata": ["namespace": "mine"],
                        "spec": [
                            "user": "two",
                            "resourceAttributes": [
                                "namespace": .string(Self.theirs), "verb": "get", "resource": "pods",
                            ],
                        ],
                    ]
                ),
                (
                    "/apis/authorization.openshift.io/v1/namespaces/mine/localresourceaccessreviews",
                    ["namespace": .string(Self.theirs), "verb": "get", "resource": "pods"]
                ),
                (
                    "/apis/authorization.openshift.io/v1/resourceaccessreviews",
                    ["namespace": .string(Self.theirs), "verb": "get", "resource": "pods"]
                ),
            ]
            for (path, body) in reviews {
                let answer = try await one.send("POST", path, body)
                if answer.code == 201 {
                    #expect(
                        !answer.text.contains("\"two\"") && answer.json[path: "status", "allowed"]?.bool != true,
                        "\(path): \(answer.text)"
                    )
                } else {
                    #expect([400, 403, 404, 422].contains(answer.code), "\(path): \(answer.code) \(answer.text)")
                }
            }
        }
    }
}
