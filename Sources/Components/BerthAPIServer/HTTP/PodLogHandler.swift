import AsyncHTTPClient
import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes
import NIOCore
import NIOHTTP1
import NIOSSL

/// `pods/log`: asks the kubelet of the pod's node, by the kubelet's own protocol, and passes its answer on.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ (read log of the specified Pod)
struct PodLogHandler: SubresourceHandler {
    private static let pods = GroupResource(group: "", resource: "pods")
    private static let nodes = GroupResource(group: "", resource: "nodes")
    private static let defaultPort: Int64 = 10250
    /// What a refusal of a kubelet may say.
    private static let refusalLimit = 64 * 1024
    private static let passedOn = [
        "follow", "previous", "sinceSeconds", "sinceTime", "timestamps", "tailLines", "limitBytes",
    ]

    let objects: any LocalObjects
    /// PEM text of the authorities that kubelets' certificates are checked against.
    let certificateAuthority: String

    static func subresource(_ handler: PodLogHandler) -> Subresource {
        Subresource("log", GroupVersionKind(group: "", version: "v1", kind: "Pod"), verbs: ["get"], .custom(handler))
    }

    func handle(
        verb: String,
        name: String,
        body: JSONValue?,
        request: ResourceRequest
    ) async throws -> SubresourceAnswer {
        guard let pod = try await objects.get(Self.pods, namespace: request.namespace, name: name) else {
            throw Status.notFound(Self.pods, name: name)
        }
        let query = QueryOptions(target: request.target)
        try Self.checkNumbers(query, name)
        let container = try Self.container(query.value("container"), of: pod)
        guard let node = pod[path: "spec", "nodeName"]?.string, !node.isEmpty else {
            // nobody was told to run it: it has said nothing, and there is nothing to wait for
            return .response(Response(status: .ok, headers: [.contentType: "text/plain"]))
        }
        guard let host = try await objects.get(Self.nodes, namespace: "", name: node),
            let address = Self.address(of: host)
        else { throw Self.waiting(container, pod) }
        return .response(try await fetch(address, pod, container, request.target, node: node))
    }

    /// The container that is meant: the one asked for, the only one, or the annotated default.
    static func container(_ wanted: String?, of pod: JSONValue) throws(Status) -> String {
        func names(_ member: String) -> [String] {
            pod[path: "spec", member]?.array?.compactMap { $0["name"]?.string } ?? []
        }
        let (names, initial) = (names("containers"), names("initContainers"))
        if let wanted {
            guard names.contains(wanted) || initial.contains(wanted) else {
                throw .badRequest("container \(wanted) is not valid for pod \(pod.name)")
            }
            return wanted
        }
        if let preferred = pod.annotations["kubectl.kubernetes.io/default-container"], names.contains(preferred) {
            return preferred
        }
        guard names.count == 1, let only = names.first else {
            var text = "a container name must be specified for pod \(pod.name), choose one of: "
            text += "[\(names.joined(separator: " "))]"
            if !initial.isEmpty { text += " or one of the init containers: [\(initial.joined(separator: " "))]" }
            throw .badRequest(text)
        }
        return only
    }

    private static func checkNumbers(_ query: QueryOptions, _ name: String) throws(Status) {
        for (option, least) in [("tailLines", Int64(0)), ("sinceSeconds", 1), ("limitBytes", 1)] {
            guard let number = try query.integer(option), number < least else { continue }
            throw .invalid(
                GroupVersionKind(group: "", version: "v1", kind: "PodLogOptions"),
                name: name,
                [.invalid(option, "\(number)", "must be greater than or equal to \(least)")]
            )
        }
    }

    /// What a kubelet says of a container that has not begun.
    private static func waiting(_ container: String, _ pod: JSONValue) -> Status {
        let statuses = pod[path: "status", "containerStatuses"]?.array ?? []
        let state = statuses.first { $0["name"]?.string == container }
        let reason = state?[path: "state", "waiting", "reason"]?.string ?? "ContainerCreating"
        return .badRequest("container \"\(container)\" in pod \"\(pod.name)\" is waiting to start: \(reason)")
    }

    /// `host:port` of a node's kubelet.
    static func address(of node: JSONValue) -> String? {
        let addresses = node[path: "status", "addresses"]?.array ?? []
        let found = ["InternalIP", "ExternalIP", "Hostname", "InternalDNS"].lazy.compactMap { type in
            addresses.first { $0["type"]?.string == type }?["address"]?.string
        }.first
        guard let host = found, !host.isEmpty,
            host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"/@?#".utf8.contains($0) })
        else { return nil }
        let port = node[path: "status", "daemonEndpoints", "kubeletEndpoint", "Port"]?.integer ?? defaultPort
        guard (1...65535).contains(port) else { return nil }
        return host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private func fetch(
        _ address: String,
        _ pod: JSONValue,
        _ container: String,
        _ target: RequestTarget,
        node: String
    ) async throws -> Response {
        // Names of objects need no escapes in a path; the query goes on as it came.
        var url = "https://\(address)/containerLogs/\(pod.namespace)/\(pod.name)/\(container)"
        let options = target.query.filter { Self.passedOn.contains($0.name) }
            .map { item in item.value.map { "\(item.name)=\($0)" } ?? item.name }
        if !options.isEmpty { url += "?" + options.joined(separator: "&") }
        var outgoing = HTTPClientRequest(url: url)
        outgoing.tlsConfiguration = try trust()
        let answer: HTTPClientResponse
        do {
            answer = try await HTTPClient.shared.execute(outgoing, deadline: .distantFuture)
        } catch {
            throw Status.internalError("the kubelet of node \(node) cannot be reached")
        }
        guard answer.status.code == 200 else {
            let text = (try? await answer.body.collect(upTo: Self.refusalLimit)).map { String(buffer: $0) } ?? ""
            throw Status(
                code: Int(answer.status.code),
                reason: answer.status.code == 404
                    ? "NotFound" : answer.status.code < 500 ? "BadRequest" : "InternalError",
                message: text.isEmpty ? "the kubelet of node \(node) refused" : text,
                name: pod.name,
                kind: "pods"
            )
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain", .cacheControl: "no-cache, private"],
            body: ResponseBody { writer in
                for try await chunk in answer.body { try await writer.write(chunk) }
                try await writer.finish(nil)
            }
        )
    }

    private func trust() throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        guard !certificateAuthority.isEmpty else { return configuration }
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(certificateAuthority.utf8)))
        return configuration
    }
}
