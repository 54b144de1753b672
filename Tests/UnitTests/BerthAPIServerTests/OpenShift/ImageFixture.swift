import Kubernetes
import Logging

@testable import BerthAPIServer

/// The image resources over the machinery and an empty store.
struct ImageFixture: Sendable {
    static let digest = "sha256:" + String(repeating: "a", count: 64)
    static let host = "image-registry.openshift-image-registry.svc:5000"

    let objects: LocalObjectStore
    let reference: CatalogReference

    /// Runs a test in a server's parts that has the namespaces `ns` and `other`.
    static func serving(
        source: ImageSource? = nil,
        allows: @escaping @Sendable (AccessAttributes) -> Bool = { _ in true },
        _ body: @Sendable @escaping (ImageFixture) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let store = InMemoryResourceStore()
        let hub = WatchHub(store: store, logger: logger)
        let reference = CatalogReference()
        var storage = StorageContext(store: store, hub: hub)
        storage.environment = {
            var environment = DecorationEnvironment()
            environment.internalRegistryHostname = host
            return environment
        }
        let objects = LocalObjectStore(context: storage, kind: { reference.storedKind($0) })
        let views = OpenShiftResources(
            objects: objects,
            authorizer: ViewFixture.Rights(allows: allows),
            directory: BackendDirectory { reference.entry($0) },
            defaults: NamespaceDefaults(objects: objects, logger: logger),
            logger: logger
        )
        var served = views.served
        if let source {
            let streams = ImageStreamStore(objects: objects, directory: BackendDirectory { reference.entry($0) })
            served = served.map { resource in
                guard resource.kind.resource == "imagestreamimports" else { return resource }
                return ServedResource(
                    resource.kind,
                    .virtual(ImageStreamImportBackend(store: streams, source: source))
                )
            }
        }
        storage.admissions = views.admissions
        reference.set(ResourceCatalog(served), storage)
        let fixture = ImageFixture(objects: objects, reference: reference)
        try await withThrowingTaskGroup { group in
            group.addTask { try await hub.run() }
            for name in ["ns", "other"] {
                _ = try await objects.create(
                    KnownResource.namespaces,
                    SeedPlanter.object("v1", "Namespace", name)
                )
            }
            _ = try await objects.create(
                KnownResource.imageConfigurations,
                SeedPlanter.object("config.openshift.io/v1", "Image", "cluster", ["spec": [:]])
            )
            _ = try await objects.update(
                KnownResource.imageConfigurations,
                namespace: "",
                name: "cluster",
                subresource: "status"
            ) {
                var changed = $0
                changed.set(["internalRegistryHostname": .string(host)], at: ["status"])
                return changed
            }
            try await body(fixture)
            group.cancelAll()
        }
    }

    /// A backend as clients meet it, and a request on it.
    func backend(_ resource: String, in namespace: String = "ns") throws -> (any ResourceBackend, ResourceRequest) {
        guard let entry = reference.entry(GroupResource(group: "image.openshift.io", resource: resource)) else {
            throw Status.unknownPath
        }
        return (entry.backend, try ViewFixture.request(entry.kind, namespace: namespace))
    }

    func create(_ resource: String, _ object: JSONValue, in namespace: String = "ns") async throws -> JSONValue {
        let (backend, request) = try backend(resource, in: namespace)
        return try await backend.create(object, request)
    }

    func get(_ resource: String, _ name: String, in namespace: String = "ns") async throws -> JSONValue {
        let (backend, request) = try backend(resource, in: namespace)
        return try await backend.get(name, request)
    }

    func stream(_ name: String, in namespace: String = "ns") async throws -> ImageStream {
        ImageStream(try await get("imagestreams", name, in: namespace))
    }

    /// Creates a stream and pushes an image to a tag.
    func push(
        _ stream: String,
        tag: String = "latest",
        digest: String = digest,
        in namespace: String = "ns"
    )
        async throws
    {
        if try await objects.get(KnownResource.imageStreams, namespace: namespace, name: stream) == nil {
            _ = try await create(
                "imagestreams",
                SeedPlanter.object("image.openshift.io/v1", "ImageStream", stream, namespace: namespace),
                in: namespace
            )
        }
        _ = try await create(
            "imagestreammappings",
            Self.mapping(stream, tag: tag, digest: digest, in: namespace),
            in: namespace
        )
    }

    /// What the registry sends for a pushed image of one layer.
    static func mapping(_ stream: String, tag: String, digest: String, in namespace: String) -> JSONValue {
        let config = "sha256:" + String(repeating: "c", count: 64)
        let layer = "sha256:" + String(repeating: "b", count: 64)
        let manifest =
            #"{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json","config":"#
            + #"{"digest":"\#(config)","size":10},"layers":[{"digest":"\#(layer)","size":1000,"mediaType":"gzip"}]}"#
        return [
            "metadata": ["name": .string(stream), "namespace": .string(namespace)], "tag": .string(tag),
            "image": [
                "metadata": [
                    "name": .string(digest),
                    "annotations": [
                        "openshift.io/image.managed": "true", "image.openshift.io/manifestBlobStored": "true",
                    ],
                ],
                "dockerImageReference": .string("\(host)/\(namespace)/\(stream)@\(digest)"),
                "dockerImageManifest": .string(manifest),
                "dockerImageConfig":
                    #"{"architecture":"arm64","config":{"Cmd":["sh"]},"created":"2020-01-01T00:00:00Z"}"#,
            ],
        ]
    }
}
