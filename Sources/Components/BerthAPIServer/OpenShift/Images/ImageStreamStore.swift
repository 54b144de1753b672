import Kubernetes

/// Reads and writes image streams and images for the resources that are views of them.
struct ImageStreamStore: Sendable {
    /// How often a write is tried anew when somebody else writes the stream.
    static let tries = 32

    let objects: any LocalObjects
    let directory: BackendDirectory
    var now: @Sendable () -> Double = { WallClock.now() }

    func stream(_ name: String, in namespace: String) async throws -> ImageStream {
        guard let stream = try await find(name, in: namespace) else {
            throw Status.notFound(KnownResource.imageStreams, name: name)
        }
        return stream
    }

    func find(_ name: String, in namespace: String) async throws -> ImageStream? {
        try await objects.get(KnownResource.imageStreams, namespace: namespace, name: name).map(ImageStream.init)
    }

    func image(_ name: String) async throws -> JSONValue? {
        name.isEmpty ? nil : try await objects.get(KnownResource.images, namespace: "", name: name)
    }

    /// Writes a stream's spec as its user, so that what its tags point to is checked and resolved.
    ///
    /// `change` gets the stream, nil when there is none.
    func writeSpec(
        of name: String,
        _ request: ResourceRequest,
        change: @escaping @Sendable (ImageStream?) async throws -> ImageStream
    ) async throws -> ImageStream {
        let inner = try directory.backend(of: KnownResource.imageStreams, for: request)
        for _ in 0..<Self.tries {
            do {
                guard try await find(name, in: request.namespace) != nil else {
                    let fresh = try await change(nil)
                    return ImageStream(try await inner.backend.create(fresh.object, inner.request))
                }
                let outcome = try await inner.backend.update(name, subresource: nil, inner.request) { current in
                    guard let current else { throw Status.notFound(KnownResource.imageStreams, name: name) }
                    return try await change(ImageStream(current)).object
                }
                return ImageStream(outcome.object)
            } catch let status as Status
                where status.reason == "AlreadyExists" && status.kind == KnownResource.imageStreams.resource
            {
                continue
            }
        }
        throw Status.conflict(KnownResource.imageStreams, name: name)
    }

    /// Writes a stream's status.
    ///
    /// - Returns: The stream; nil when there is none.
    func writeStatus(
        of name: String,
        in namespace: String,
        change: @escaping @Sendable (inout ImageStream) -> Bool
    ) async throws -> ImageStream? {
        try await objects.update(
            KnownResource.imageStreams,
            namespace: namespace,
            name: name,
            subresource: "status"
        ) { current in
            var stream = ImageStream(current)
            return change(&stream) ? stream.object : nil
        }.map(ImageStream.init)
    }

    /// Creates an image unless it is there.
    ///
    /// - Returns: The image as it is kept, and whether it was there before.
    func keep(_ image: JSONValue) async throws -> (image: JSONValue, wasThere: Bool) {
        if let present = try await self.image(image.name) { return (present, true) }
        do {
            return (try await objects.create(KnownResource.images, image), false)
        } catch let status as Status where status.reason == "AlreadyExists" {
            guard let present = try await self.image(image.name) else { throw status }
            return (present, true)
        }
    }
}
