import Kubernetes
import Testing

@testable import BerthAPIServer

/// Codes and texts are those of kube-apiserver 1.20, asked the same.
@Suite struct `A refusal` {
    private static let path = ServedAPI.widgetsPath

    @Test(
        arguments: [
            ("POST", "/a", 405, "the server does not allow this method on the requested resource"),
            ("PUT", "", 405, "the server does not allow this method on the requested resource"),
            ("PATCH", "", 405, "the server does not allow this method on the requested resource"),
            ("GET", "?timeoutSeconds=x", 400, "invalid value of the query parameter timeoutSeconds: \"x\""),
            ("GET", "?labelSelector=a%3Db%3Dc", 400, "found '=', expected: ',' or 'end of string'"),
            ("GET", "?fieldSelector=foo", 400, "invalid selector: 'foo'; can't understand 'foo'"),
            ("GET", "?fieldSelector=foo%3Dbar", 400, "field label not supported: foo"),
            (
                "POST", "?dryRun=", 422,
                "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: \"\": supported values: \"All\""
            ),
            (
                "DELETE", "/a?propagationPolicy=Foo", 422,
                "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"Foo\": supported "
                    + "values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""
            ),
            ("PUT", "/absent", 404, "widgets.example.com \"absent\" not found"),
        ] as [(String, String, Int, String)]
    )
    func `says what the real server says`(
        _ method: String,
        _ place: String,
        _ code: Int,
        _ message: String
    ) async throws {
        try await ServedAPI.serving { api in
            try await api.send("POST", Self.path, ServedAPI.widget("a"))
            let name = place == "/absent" ? "absent" : "a"
            let body = ["POST", "PUT", "PATCH"].contains(method) ? ServedAPI.widget(name) : nil
            let answer = try await api.send(method, Self.path + place, body)
            #expect(answer.code == code)
            #expect(answer.message == message)
        }
    }

    @Test func `keeps from harm what was not named`() async throws {
        try await ServedAPI.serving { api in
            try await api.send("POST", Self.path, ServedAPI.widget("a"))
            let all = try await api.send("DELETE", "/apis/example.com/v1/widgets")
            #expect(all.code == 405)
            for body: JSONValue in [[:], ["metadata": [:]]] {
                let answer = try await api.send("PUT", Self.path + "/a", body)
                #expect(answer.code == 400)
                #expect(
                    answer.message
                        == "the name of the object (a based on URL) was undeterminable: name must be provided"
                )
            }
            #expect(try await api.send("GET", Self.path + "/a").json["spec"] != nil)
        }
    }

    @Test func `of a future revision names it`() async throws {
        try await ServedAPI.serving { api in
            let answer = try await api.send("GET", Self.path + "?resourceVersion=999999999")
            #expect(answer.code == 504)
            #expect(answer.message.hasPrefix("Timeout: Too large resource version: 999999999, current: "))
        }
    }

    @Test(
        arguments: [
            (["finalizers": ["b/a/d"]], "a valid label key must consist of alphanumeric characters"),
            (["ownerReferences": [["apiVersion": "v1", "kind": "Pod", "name": "p"]]], "uid must not be empty"),
            (["labels": ["": "x"]], "name part must be non-empty"),
        ] as [(JSONValue, String)]
    )
    func `of metadata says why`(_ members: JSONValue, _ why: String) async throws {
        try await ServedAPI.serving { api in
            var object = ServedAPI.widget("a")
            for member in try #require(members.object) { object.set(member.value, at: ["metadata", member.name]) }
            let answer = try await api.send("POST", Self.path, object)
            #expect(answer.code == 422)
            #expect(answer.message.contains(why))
        }
    }

    @Test(
        arguments: [
            ("", false), ("apps", false), ("rbac.authorization.k8s.io", false), ("apiextensions.k8s.io", true),
            ("example.com", true), ("imageregistry.operator.openshift.io", true),
        ]
    )
    func `of a finalizer without a prefix is for Kubernetes' own kinds`(_ group: String, _ isTaken: Bool) {
        let kind = ResourceKind(
            GroupVersionKind(group: group, version: "v1", kind: "Widget"),
            resource: "widgets",
            isNamespaced: false
        )
        let object: JSONValue = ["metadata": ["name": "a", "finalizers": ["cleanup.example.com"]]]
        let faults = ObjectMetadataRules.faults(of: object, kind: kind, old: nil)
        #expect(faults.map(\.field) == (isTaken ? [] : ["metadata.finalizers[0]"]))
        #expect(ObjectMetadataRules.faults(of: object, kind: kind, old: object).isEmpty)
    }
}
