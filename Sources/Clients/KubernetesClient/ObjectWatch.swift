import AsyncHTTPClient
package import Kubernetes
import Logging
import NIOCore

/// What a watch tells.
package enum WatchEvent: Sendable, Equatable {
    case added(JSONValue)
    case modified(JSONValue)
    case deleted(JSONValue)
    /// Nothing happened up to this resource version.
    case bookmark(resourceVersion: String)

    /// The object, or nothing for a bookmark.
    package var object: JSONValue? {
        switch self {
        case .added(let object), .modified(let object), .deleted(let object): object
        case .bookmark: nil
        }
    }
}

/// The changes after a resource version, without gap and without repeat, for as long as one asks.
///
/// Connections that end are taken up again from the last version seen. It throws ``KubernetesClientError`` only for what does not pass:
/// `isExpired` means list again.
package struct ObjectWatch: AsyncSequence, Sendable {
    package typealias Element = WatchEvent
    package typealias Failure = any Error

    let client: KubernetesClient
    let resource: APIResource
    let selection: ObjectSelection
    let resourceVersion: String
    /// How long the server is asked to keep one connection open.
    let connectionSeconds: Int

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(watch: self, resourceVersion: resourceVersion)
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        private static let firstBackoff: Duration = .milliseconds(200)
        private static let backoffLimit: Duration = .seconds(20)

        private let watch: ObjectWatch
        private var resourceVersion: String
        private var body: HTTPClientResponse.Body.AsyncIterator?
        private var lines: LineSplitter
        private var backoff = Self.firstBackoff

        init(watch: ObjectWatch, resourceVersion: String) {
            self.watch = watch
            self.resourceVersion = resourceVersion
            lines = LineSplitter(limit: watch.client.configuration.watchLineLimit)
        }

        package mutating func next() async throws -> WatchEvent? {
            while true {
                while let line = try lines.next() {
                    if let event = try read(line) { return event }
                }
                do {
                    if try await receive() { continue }
                } catch let error as KubernetesClientError where error.isTransient {
                    watch.client.logger.debug(
                        "a watch is interrupted",
                        metadata: ["resource": "\(watch.resource.plural)"]
                    )
                }
                body = nil
                lines.reset()
                try await Task.sleep(for: backoff)
                backoff = Swift.min(backoff * 2, Self.backoffLimit)
            }
        }

        /// Waits for more bytes, connecting first where there is no connection; false when the connection ended.
        private mutating func receive() async throws -> Bool {
            if body == nil {
                var request = KubernetesRequest("GET", watch.resource.path(namespace: watch.selection.namespace))
                request.query = watch.selection.query
                request.query += [
                    (name: "watch", value: "true"), (name: "allowWatchBookmarks", value: "true"),
                    (name: "resourceVersion", value: resourceVersion),
                    (name: "timeoutSeconds", value: "\(watch.connectionSeconds)"),
                ]
                body = try await watch.client.open(request).body.makeAsyncIterator()
            }
            // taken out while it is awaited: it is a value
            guard var open = body else { return false }
            do {
                guard let chunk = try await open.next() else { return false }
                body = open
                lines.append(chunk)
                return true
            } catch {
                throw KubernetesClient.broken(error)
            }
        }

        private mutating func read(_ line: ByteBuffer) throws -> WatchEvent? {
            guard let value = try? JSONValue(parsing: line), let object = value["object"] else {
                throw KubernetesClientError.malformedAnswer("a line of a watch is no event")
            }
            let type = value["type"]?.string ?? ""
            if type == "ERROR" {
                let status = Status(json: object) ?? .internalError("a watch failed")
                throw KubernetesClientError.refused(status)
            }
            if !object.resourceVersion.isEmpty { resourceVersion = object.resourceVersion }
            backoff = Self.firstBackoff
            switch type {
            case "ADDED": return .added(object)
            case "MODIFIED": return .modified(object)
            case "DELETED": return .deleted(object)
            case "BOOKMARK": return .bookmark(resourceVersion: object.resourceVersion)
            default: return nil
            }
        }
    }
}

extension KubernetesClient {
    /// The changes after `resourceVersion`, the one of a list.
    package func watch(
        _ resource: APIResource,
        _ selection: ObjectSelection = ObjectSelection(),
        after resourceVersion: String,
        connectionSeconds: Int = 300
    ) -> ObjectWatch {
        ObjectWatch(
            client: self,
            resource: resource,
            selection: selection,
            resourceVersion: resourceVersion,
            connectionSeconds: connectionSeconds
        )
    }
}
