import AsyncHTTPClient
import BerthHTTP
import BerthTesting
import HTTPTypes
import HummingbirdCore
import Kubernetes
import Logging
import NIOCore
import NIOHTTP1
import Testing

@testable import BerthAPIServer

/// The machinery over an empty store behind a real socket, where everybody may do everything unless said otherwise.
struct ServedAPI: Sendable {
    let base: String
    let client: HTTPClient
    let objects: LocalObjectStore
    let storage: StorageContext
    let store: InMemoryResourceStore

    /// What a test changes of the server.
    struct Options: Sendable {
        var kinds: [ResourceKind] = StoredKinds.all + [ServedAPI.widgets]
        var served: [ServedResource] = []
        var authorizer: any Authorizer = Everybody()
        var limits = InFlightLimits.Limits()
        var audit: AuditLog?
        var admissions: [any Admission] = []
        var hub = WatchHubLimits()
    }

    /// A kind without a schema or strategy of its own, with a status.
    static let widgets: ResourceKind = {
        let gvk = GroupVersionKind(group: "example.com", version: "v1", kind: "Widget")
        var kind = ResourceKind(gvk, resource: "widgets", isNamespaced: true)
        kind.subresources = [
            Subresource("status", gvk, verbs: ["get", "patch", "update"], .status),
            Subresource("scale", ScaleRoute.kind, verbs: ["get", "patch", "update"], .scale),
        ]
        kind.selectableFields = ["spec.color"]
        return kind
    }()

    /// The sender of `X-Test-User`, or an administrator.
    private struct HeaderAuthenticator: Authenticator {
        func authenticate(_ request: Request, _ context: HTTPContext, isUse: Bool) async throws -> Authentication? {
            guard let name = HTTPField.Name("X-Test-User"), let user = request.headers[name] else {
                return Authentication(
                    UserInfo(username: "admin", groups: ["system:masters", "system:authenticated"])
                )
            }
            return Authentication(UserInfo(username: user, groups: ["system:authenticated"]))
        }
    }

    struct Everybody: Authorizer {
        func decide(_ attributes: AccessAttributes) async -> AccessDecision {
            AccessDecision(isAllowed: true, reason: "test")
        }
    }

    static func serving(
        _ options: Options = Options(),
        _ body: @Sendable @escaping (ServedAPI) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let store = InMemoryResourceStore()
        let hub = WatchHub(store: store, limits: options.hub, logger: logger)
        let reference = CatalogReference()
        var storage = StorageContext(store: store, hub: hub)
        let objects = LocalObjectStore(context: storage, kind: { reference.storedKind($0) })
        storage.admissions = options.admissions
        let catalog = ResourceCatalog(
            options.served + KindVersions.served(BackendDirectory { reference.entry($0) })
                + ExtendingResources.served(table: { reference.table }, startedAt: 0),
            stored: options.kinds
        )
        reference.set(catalog, storage)
        let metrics = MetricsRegistry()
        let limits = InFlightLimits(options.limits)
        let gateway = Gateway(
            health: HealthRoutes([HealthRoutes.Check("ping") { true }]),
            paths: PathRoutes(
                discovery: DiscoveryDocuments(catalog: catalog),
                documents: ["/version": { ServerVersion.json }],
                openAPI: OpenAPIDocuments(catalog: catalog),
                metrics: metrics
            ),
            catalog: catalog,
            storage: storage,
            authenticators: [HeaderAuthenticator()],
            authorizer: options.authorizer,
            limits: limits,
            audit: options.audit,
            metrics: APIMetrics(metrics, limits: limits, hub: hub)
        )
        var listener = HTTPServiceConfiguration(port: 0)
        listener.limits = Patience.requests
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let http = HTTPService(
            configuration: listener,
            metrics: metrics,
            metricsPrefix: "test",
            logger: logger,
            responder: { request, context in await gateway.respond(to: request, context) },
            fallback: { _, _ in Response(status: .internalServerError) },
            onReady: { address in
                told.yield(address.port ?? 0)
                told.finish()
            }
        )
        let shared = storage
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await hub.run()
                return false
            }
            group.addTask {
                try await http.run()
                return false
            }
            if let audit = options.audit {
                group.addTask {
                    try await audit.run()
                    return false
                }
            }
            group.addTask {
                var port = 0
                for await bound in ports { port = bound }
                let client = Patience.client()
                let api = ServedAPI(
                    base: "http://127.0.0.1:\(port)",
                    client: client,
                    objects: objects,
                    storage: shared,
                    store: store
                )
                let result: Result<Void, any Error>
                do {
                    try await api.namespace("ns")
                    try await body(api)
                    result = .success(())
                } catch {
                    result = .failure(error)
                }
                try await client.shutdown()
                try result.get()
                return true
            }
            while let isBody = try await group.next() {
                guard isBody else { continue }
                group.cancelAll()
                return
            }
        }
    }

    func namespace(_ name: String) async throws {
        _ = try await objects.create(
            GroupResource(group: "", resource: "namespaces"),
            ["metadata": ["name": .string(name)]]
        )
    }

    /// An answer.
    struct Answer: Sendable {
        let code: Int
        let headers: [(name: String, value: String)]
        let text: String

        var json: JSONValue { (try? JSONValue(parsing: Array(text.utf8))) ?? .null }
        var message: String { json["message"]?.string ?? text }
        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    @discardableResult
    func send(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        type: String = "application/json",
        accept: String? = nil,
        user: String? = nil
    ) async throws -> Answer {
        try await send(method, path, bytes: body?.serializedBytes(), type: type, accept: accept, user: user)
    }

    func send(
        _ method: String,
        _ path: String,
        bytes: [UInt8]?,
        type: String = "application/json",
        encoding: String? = nil,
        accept: String? = nil,
        user: String? = nil,
        impersonated: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = .init(rawValue: method)
        if let bytes {
            request.body = .bytes(bytes)
            request.headers.add(name: "Content-Type", value: type)
        }
        if let encoding { request.headers.add(name: "Content-Encoding", value: encoding) }
        if let accept { request.headers.add(name: "Accept", value: accept) }
        if let user { request.headers.add(name: "X-Test-User", value: user) }
        if let impersonated { request.headers.add(name: "Impersonate-User", value: impersonated) }
        let response = try await client.execute(request, timeout: Patience.limit)
        let collected = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            code: Int(response.status.code),
            headers: response.headers.map { ($0.name, $0.value) },
            text: String(buffer: collected)
        )
    }

    /// An answer as it travels.
    struct RawAnswer: Sendable {
        let headers: [(name: String, value: String)]
        let body: ByteBuffer

        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    /// Gets what a client with an `Accept-Encoding` is sent, not decoded.
    func raw(_ path: String, acceptEncoding: String, accept: String? = nil) async throws -> RawAnswer {
        var request = HTTPClientRequest(url: base + path)
        request.headers.add(name: "Accept-Encoding", value: acceptEncoding)
        if let accept { request.headers.add(name: "Accept", value: accept) }
        let response = try await client.execute(request, timeout: Patience.limit)
        return RawAnswer(
            headers: response.headers.map { ($0.name, $0.value) },
            body: try await response.body.collect(upTo: 64 << 20)
        )
    }

    /// Runs `body` with the lines of a watch.
    func watching(
        _ path: String,
        accept: String? = nil,
        _ body: (inout WatchReader) async throws -> Void
    ) async throws {
        var request = HTTPClientRequest(url: base + path)
        if let accept { request.headers.add(name: "Accept", value: accept) }
        let response = try await client.execute(request, timeout: Patience.limit)
        try #require(response.status.code == 200)
        var reader = WatchReader(iterator: response.body.makeAsyncIterator())
        try await body(&reader)
    }

    static func widget(_ name: String, spec: JSONValue = ["size": 1], labels: [String: String] = [:]) -> JSONValue {
        [
            "kind": "Widget", "apiVersion": "example.com/v1",
            "metadata": ["name": .string(name), "labels": JSONValue(stringMap: labels)], "spec": spec,
        ]
    }

    static let widgetsPath = "/apis/example.com/v1/namespaces/ns/widgets"
}

/// Reads a watch line by line.
struct WatchReader {
    var iterator: HTTPClientResponse.Body.AsyncIterator
    private var buffer: [UInt8] = []

    init(iterator: HTTPClientResponse.Body.AsyncIterator) { self.iterator = iterator }

    /// The next event; nil at the end.
    mutating func next() async throws -> (type: String, object: JSONValue)? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = try JSONValue(parsing: buffer[..<end])
                buffer.removeSubrange(...end)
                return (line["type"]?.string ?? "", line["object"] ?? .null)
            }
            guard let chunk = try await iterator.next() else { return nil }
            buffer += Array(chunk.readableBytesView)
        }
    }
}
