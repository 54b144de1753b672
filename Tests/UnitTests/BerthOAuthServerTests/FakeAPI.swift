import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes
import NIOCore
import Synchronization

/// An API server of a few dozen lines: objects by path, resource versions, preconditions; no watches, no rights.
final class FakeAPI: Sendable {
    private struct State {
        var objects: [String: JSONValue] = [:]
        var version = 100
        var isDown = false
        var writes = 0
        var now: Double
    }

    private let state: Mutex<State>

    init(now: Double) {
        state = Mutex(State(now: now))
    }

    /// The clock that stamps objects.
    var now: Double {
        get { state.withLock { $0.now } }
        set { state.withLock { $0.now = newValue } }
    }

    /// Answers everything with 503 while set.
    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }

    /// Writes that were carried out.
    var writes: Int { state.withLock { $0.writes } }

    /// The object at a path such as `/apis/user.openshift.io/v1/users/a`.
    func object(_ path: String) -> JSONValue? { state.withLock { $0.objects[path] } }

    /// The objects of a collection.
    func objects(_ collection: String) -> [JSONValue] {
        state.withLock { state in
            state.objects.filter {
                $0.key.hasPrefix(collection + "/") && !$0.key.dropFirst(collection.count + 1).contains("/")
            }
            .sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// Stores an object as if it had been there for long.
    @discardableResult
    func put(_ collection: String, _ object: JSONValue, age: Double = 0) -> JSONValue {
        state.withLock { state in
            state.version += 1
            var object = object
            let path = "\(collection)/\(object.name)"
            object.set(.string(state.objects[path]?.uid ?? UUIDText.random()), at: ["metadata", "uid"])
            object.set(.string("\(state.version)"), at: ["metadata", "resourceVersion"])
            object.set(.string(RFC3339.text(seconds: state.now - age)), at: ["metadata", "creationTimestamp"])
            state.objects[path] = object
            return object
        }
    }

    /// Removes an object.
    func remove(_ path: String) {
        state.withLock { $0.objects[path] = nil }
    }

    /// Answers a request.
    func respond(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 4 << 20)
        let target = RequestTarget(request.head.path ?? "")
        guard let target, let bytes = RequestTarget.decode(target.rawPath) else { return reply(.unknownPath) }
        let path = String(decoding: bytes, as: UTF8.self)
        guard !isDown else { return reply(Status(code: 503, reason: "ServiceUnavailable", message: "down")) }
        do {
            let sent = body.readableBytes == 0 ? nil : try JSONValue(parsing: body)
            return answer(try change(request.method, path, sent))
        } catch let status as Status {
            return reply(status)
        } catch {
            return reply(.badRequest("no JSON"))
        }
    }

    private func change(_ method: HTTPRequest.Method, _ path: String, _ sent: JSONValue?) throws -> JSONValue {
        let resource = GroupResource(group: "", resource: "things")
        return try state.withLock { state in
            let known = state.objects[path]
            switch method {
            case .get:
                if let known { return known }
                let last = path.split(separator: "/").last.map(String.init) ?? ""
                guard Self.collections.contains(last) else { throw Status.notFound(resource, name: last) }
                let items = state.objects.filter {
                    $0.key.hasPrefix(path + "/") && !$0.key.dropFirst(path.count + 1).contains("/")
                }
                return ["kind": "List", "metadata": ["resourceVersion": "1"], "items": .array(Array(items.values))]
            case .post:
                guard var object = sent, !object.name.isEmpty else { throw Status.badRequest("no name") }
                let place = "\(path)/\(object.name)"
                guard state.objects[place] == nil else { throw Status.alreadyExists(resource, name: object.name) }
                state.version += 1
                state.writes += 1
                object.set(.string(UUIDText.random()), at: ["metadata", "uid"])
                object.set(.string("\(state.version)"), at: ["metadata", "resourceVersion"])
                object.set(.string(RFC3339.text(seconds: state.now)), at: ["metadata", "creationTimestamp"])
                state.objects[place] = object
                return object
            case .put:
                guard var object = sent, let known else { throw Status.notFound(resource, name: "") }
                guard object.resourceVersion.isEmpty || object.resourceVersion == known.resourceVersion else {
                    throw Status.conflict(resource, name: object.name)
                }
                state.version += 1
                state.writes += 1
                object.set(.string("\(state.version)"), at: ["metadata", "resourceVersion"])
                state.objects[path] = object
                return object
            case .delete:
                guard let known else { throw Status.notFound(resource, name: "") }
                let wanted = sent?["preconditions"]
                if let uid = wanted?["uid"]?.string, uid != known.uid {
                    throw Status.conflict(resource, name: known.name)
                }
                if let version = wanted?["resourceVersion"]?.string, version != known.resourceVersion {
                    throw Status.conflict(resource, name: known.name)
                }
                state.writes += 1
                state.objects[path] = nil
                return ["kind": "Status", "apiVersion": "v1", "status": "Success"]
            default: throw Status.unknownPath
            }
        }
    }

    private static let collections: Set<String> = [
        "users", "identities", "oauthaccesstokens", "oauthauthorizetokens", "secrets",
    ]

    private func answer(_ value: JSONValue) -> Response {
        var buffer = ByteBuffer()
        value.write(to: &buffer)
        return Response(status: .ok, body: ResponseBody(byteBuffer: buffer))
    }

    private func reply(_ status: Status) -> Response {
        var buffer = ByteBuffer()
        status.json.write(to: &buffer)
        return Response(status: .init(code: status.code), body: ResponseBody(byteBuffer: buffer))
    }
}
