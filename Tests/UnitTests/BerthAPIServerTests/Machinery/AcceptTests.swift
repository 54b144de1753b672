import Kubernetes
import Testing

@testable import BerthAPIServer

/// Codes and texts are those of kube-apiserver 1.20, asked the same.
@Suite struct `What a client accepts` {
    @Test(
        arguments: [
            "", "*/*", "application/json", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "application/json;as=Table;v=v1;g=meta.k8s.io", "application/yaml",
            "application/json;as=Table;v=v9;g=meta.k8s.io,application/json",
            "application/vnd.kubernetes.protobuf, */*", "application/vnd.kubernetes.protobuf", "application/*",
            "application/json; charset=utf-8", "text/plain;q=0.9, application/json;q=0.1",
        ]
    )
    func `is served when one of it is there`(_ accept: String) throws {
        _ = try ResponseForm(accept: accept, includeObject: nil)
        try ResponseForm.requireJSON(accept: accept)
    }

    @Test(
        arguments: [
            "text/html", "text/*", "nonsense", "application/json;q=0, text/html", "application/json;as=Table",
            "application/json;as=Table;v=v9;g=meta.k8s.io", "application/json;as=Foo;v=v1;g=meta.k8s.io",
            "application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io",
        ]
    )
    func `is refused when nothing of it is there`(_ accept: String) throws {
        #expect(throws: Status.notAcceptable) { try ResponseForm(accept: accept, includeObject: nil) }
    }

    @Test func `is told to who asks for a page`() async throws {
        try await WholeAPI.serving { api, admin in
            for path in ["/api/v1/namespaces", "/api", "/apis/apps/v1", "/version"] {
                let answer = try await api.send("GET", path, accept: "text/html", token: admin.token)
                #expect(answer.code == 406, "\(path)")
                #expect(answer.message.hasPrefix("only the following media types are accepted: application/json, "))
            }
            let browser = "text/html,application/xhtml+xml,*/*;q=0.8"
            for path in ["/api/v1/namespaces", "/version/", "/version", "/.well-known/openid-configuration/", "/api/"] {
                let answer = try await api.send("GET", path, accept: browser, token: admin.token)
                #expect(answer.code == 200, "\(path)")
            }
        }
    }
}
