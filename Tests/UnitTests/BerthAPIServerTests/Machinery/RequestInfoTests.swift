import BerthHTTP
import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A target of rights` {
    private func info(_ method: String, _ target: String) throws -> RequestInfo {
        let parsed = try #require(RequestTarget(target))
        return try RequestInfo(method: method, target: parsed)
    }

    @Test(
        arguments: [
            ("GET", "/api/v1/namespaces/a/pods", "list", "", "pods", "a", ""),
            ("GET", "/api/v1/namespaces/a/pods?watch=true", "watch", "", "pods", "a", ""),
            ("GET", "/api/v1/namespaces/a/pods/p", "get", "", "pods", "a", "p"),
            ("HEAD", "/api/v1/namespaces/a/pods/p", "get", "", "pods", "a", "p"),
            ("DELETE", "/api/v1/namespaces/a/pods", "deletecollection", "", "pods", "a", ""),
            ("POST", "/apis/apps/v1/namespaces/a/deployments", "create", "apps", "deployments", "a", ""),
            ("GET", "/api/v1/namespaces/a", "get", "", "namespaces", "a", "a"),
            ("PATCH", "/apis/g/v1/things/x", "patch", "g", "things", "", "x"),
            ("GET", "/api/v1/watch/namespaces/a/secrets/s", "watch", "", "secrets", "a", "s"),
            (
                "GET", "/apis/image.openshift.io/v1/namespaces/a/imagestreamtags/s%3At", "get", "image.openshift.io",
                "imagestreamtags", "a", "s:t"
            ),
        ]
    )
    func `names a verb and a resource`(
        _ method: String,
        _ target: String,
        _ verb: String,
        _ group: String,
        _ resource: String,
        _ namespace: String,
        _ name: String
    ) throws {
        let info = try info(method, target)
        #expect(info.isResource)
        #expect([info.verb, info.group, info.resource] == [verb, group, resource])
        #expect([info.namespace, info.name] == [namespace, name])
    }

    @Test(
        arguments: [
            "/", "/version", "/api", "/api/v1", "/apis/apps/v1", "/api/v1/namespaces/a%2Fb/pods", "/api/v1//pods",
            "/api/v1/namespaces/../secrets%2Fx",
        ]
    )
    func `with an encoded slash or an empty part is no resource`(_ target: String) throws {
        #expect(try !info("GET", target).isResource)
    }

    @Test func `of a project asks for rights in that project`() throws {
        let user = UserInfo(username: "u")
        let target = "/apis/project.openshift.io/v1/projects"
        #expect(try info("DELETE", target + "/p").attributes(for: user).namespace == "p")
        #expect(try info("GET", target).attributes(for: user).namespace.isEmpty)
    }
}
