import AsyncHTTPClient
import Crypto
import Kubernetes
import NIOCore
import NIOHTTP1
import NIOSSL

/// Looks images up in the registry that they name, by the distribution protocol.
///
/// Of an image for several platforms the one for linux and amd64 is taken.
struct RegistryImages: Sendable {
    private static let manifestLimit = 4 << 20
    private static let accepted = [
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json", "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.index.v1+json",
    ]

    /// How long connecting may take.
    var connectPatience = TimeAmount.seconds(5)
    /// How long one answer may take.
    var patience = TimeAmount.seconds(15)

    var source: ImageSource {
        ImageSource(
            image: { query in try await connected(query) { try await $0.image() } },
            tags: { query in try await connected(query) { try await $0.tags() } }
        )
    }

    private func connected<Value: Sendable>(
        _ query: ImageSource.Query,
        _ body: (inout Session) async throws -> Value
    ) async throws -> Value {
        var settings = HTTPClient.Configuration()
        settings.redirectConfiguration = .follow(max: 5, allowCycles: false)
        settings.timeout = .init(connect: connectPatience, read: patience)
        // whoever imports is told at once what is wrong, and asks again
        settings.connectionPool.retryConnectionEstablishment = false
        if query.isInsecure {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.certificateVerification = .none
            settings.tlsConfiguration = tls
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
        var session = Session(client: client, query: query, patience: patience)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(&session))
        } catch let status as Status {
            result = .failure(status)
        } catch {
            let text = RegistryFailure.text(error, url: session.place.url, authority: session.place.authority)
            result = .failure(Status.internalError(text))
        }
        try? await client.shutdown()
        return try result.get()
    }

    /// The requests of one import, with the token they were given.
    private struct Session {
        let client: HTTPClient
        let query: ImageSource.Query
        private let patience: TimeAmount
        private var authorization: String?
        private var scheme = "https"
        /// Where tokens were asked for last; nil while the registry itself is asked.
        private var realm: String?

        init(client: HTTPClient, query: ImageSource.Query, patience: TimeAmount) {
            (self.client, self.query, self.patience) = (client, query, patience)
        }

        /// Where the last request went, as it is told.
        var place: (url: String, authority: String) {
            guard let realm else { return ("\(scheme)://\(host)/v2/", host) }
            let parts = realm.prefix { $0 != "?" && $0 != "#" }.split(separator: "/", maxSplits: 2)
            // what stands before an @ would be a password
            let authority = parts.dropFirst().first?.split(separator: "@").last ?? ""
            let path = parts.dropFirst(2).first.map { "/\($0)" } ?? ""
            return ("\(parts.first ?? "")//\(authority)\(path)", String(authority))
        }

        var host: String {
            let name = query.reference.registry
            return name.isEmpty || name == "docker.io" ? "registry-1.docker.io" : name
        }

        mutating func image() async throws -> RemoteImage {
            let reference = query.reference
            let key = reference.id.isEmpty ? (reference.tag.isEmpty ? "latest" : reference.tag) : reference.id
            var found = try await manifest(key)
            if let entries = found.json["manifests"]?.array {
                let wanted = entries.first {
                    $0[path: "platform", "os"] == "linux" && $0[path: "platform", "architecture"] == "amd64"
                }
                guard let digest = (wanted ?? entries.first)?["digest"]?.string, ImageReference.isDigest(digest) else {
                    throw Status.internalError("the image's index is empty")
                }
                found = try await manifest(digest)
            }
            var config = ""
            if let digest = found.json[path: "config", "digest"]?.string, ImageReference.isDigest(digest) {
                let bytes = try await get("/v2/\(reference.repository)/blobs/\(digest)", accepting: [])
                guard ImageReference.digest(of: bytes) == digest else {
                    throw Status.internalError("the image's configuration does not match its digest")
                }
                config = String(decoding: bytes, as: UTF8.self)
            }
            return RemoteImage(
                digest: found.digest,
                mediaType: ImageMetadata.mediaType(of: found.json),
                manifest: found.text,
                config: config
            )
        }

        private mutating func manifest(_ key: String) async throws -> (digest: String, text: String, json: JSONValue) {
            let path = "/v2/\(query.reference.repository)/manifests/\(key)"
            let bytes = try await get(path, accepting: RegistryImages.accepted)
            let digest = ImageReference.digest(of: bytes)
            guard !key.hasPrefix("sha256:") || key == digest else {
                throw Status.internalError("the image's manifest does not match its digest")
            }
            guard let json = try? JSONValue(parsing: bytes) else {
                throw Status.internalError("the image's manifest is no JSON")
            }
            return (digest, String(decoding: bytes, as: UTF8.self), json)
        }

        mutating func tags() async throws -> [String] {
            let bytes = try await get("/v2/\(query.reference.repository)/tags/list", accepting: [])
            return (try? JSONValue(parsing: bytes))?["tags"]?.strings ?? []
        }

        /// One GET, again with credentials when the registry asks for them, and without TLS when it may be.
        private mutating func get(_ path: String, accepting types: [String]) async throws -> [UInt8] {
            for _ in 0..<4 {
                let response: HTTPClientResponse
                do {
                    response = try await send("\(scheme)://\(host)\(path)", authorization, types)
                } catch let error where query.isInsecure && scheme == "https" && !(error is CancellationError) {
                    scheme = "http"
                    continue
                }
                switch response.status.code {
                case 200: return Array(buffer: try await response.body.collect(upTo: RegistryImages.manifestLimit))
                case 401 where authorization == nil:
                    authorization = try await credentials(for: response.headers["WWW-Authenticate"])
                    continue
                case 401, 403:
                    throw Status(
                        code: 401,
                        reason: "Unauthorized",
                        message: "you may not have access to the container image \"\(query.reference)\""
                    )
                case 404:
                    throw Status.notFound(
                        GroupResource(group: "image.openshift.io", resource: "dockerimage"),
                        name: "\(query.reference)"
                    )
                default: throw Status.internalError("the registry answered \(response.status.code)")
                }
            }
            throw Status.internalError("the registry cannot be reached")
        }

        private func send(
            _ url: String,
            _ authorization: String?,
            _ types: [String]
        ) async throws -> HTTPClientResponse {
            var request = HTTPClientRequest(url: url)
            if let authorization, !authorization.isEmpty {
                request.headers.add(name: "Authorization", value: authorization)
            }
            for type in types { request.headers.add(name: "Accept", value: type) }
            return try await client.execute(request, timeout: patience)
        }

        /// What to send as `Authorization`: a token from the place that the registry names, or the password.
        private mutating func credentials(for headers: [String]) async throws -> String {
            let challenges = headers.compactMap(RegistryChallenge.init)
            let basic = RegistryCredentials.basic(for: host, in: query.secrets).map { "Basic \($0)" }
            guard let bearer = challenges.first(where: { $0.scheme == "bearer" }) else { return basic ?? "" }
            let realm = bearer.parameters["realm"] ?? ""
            guard realm.hasPrefix("https://") || (query.isInsecure && realm.hasPrefix("http://")) else {
                throw Status.internalError("the registry names no place for tokens")
            }
            var items = ["scope=\(Self.escaped("repository:\(query.reference.repository):pull"))"]
            if let service = bearer.parameters["service"] { items.append("service=\(Self.escaped(service))") }
            let url = realm + (realm.contains("?") ? "&" : "?") + items.joined(separator: "&")
            self.realm = realm
            let response = try await send(url, basic, [])
            defer { self.realm = nil }
            guard response.status.code == 200 else { return "" }
            let bytes = Array(buffer: try await response.body.collect(upTo: 1 << 20))
            let answer = try? JSONValue(parsing: bytes)
            let token = answer?["token"]?.string ?? answer?["access_token"]?.string ?? ""
            return token.isEmpty ? "" : "Bearer \(token)"
        }

        private static func escaped(_ text: String) -> String {
            text.utf8.map { byte in
                let isPlain =
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || Array("-._~".utf8).contains(byte)
                if isPlain { return String(decoding: [byte], as: UTF8.self) }
                let digits = Array("0123456789ABCDEF")
                return "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 0xF)])"
            }.joined()
        }
    }
}
