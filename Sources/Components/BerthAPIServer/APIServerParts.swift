import BerthHTTP
import HummingbirdCore
import Kubernetes
import Logging
import NIOPosix
import ServiceLifecycle
import Synchronization

/// The parts of an API server, put together over a store: the one place that knows all of them.
struct APIServerParts: Sendable {
    let gateway: Gateway
    let metrics: MetricsRegistry
    let catalog: ResourceCatalog
    let objects: LocalObjectStore
    /// What runs beside the listener.
    let services: [any Service]

    private let customResources: CustomResourceController
    private let access: AccessControl
    private let hub: WatchHub
    private let settings: SeedSettings
    private let logger: Logger
    private let readiness: Readiness

    init(
        configuration: APIServerConfiguration,
        store: any ResourceStore,
        pool: NIOThreadPool,
        logger: Logger
    ) async throws {
        let hub = WatchHub(store: store, logger: logger)
        let reference = CatalogReference()
        let environment = DecorationSource()
        var storage = StorageContext(store: store, hub: hub)
        storage.environment = { environment.current }
        let objects = LocalObjectStore(context: storage, kind: { reference.storedKind($0) })
        let access = try await AccessControl(
            objects: objects,
            watches: storage.watches,
            patience: configuration.patience,
            keyPath: configuration.serviceAccountKeyPath,
            issuer: configuration.serviceAccountIssuer,
            certificateAuthority: configuration.certificateAuthority,
            registryHostnames: configuration.registryHostnames
        )
        let authorizer = access.authorizer
        let defaults = NamespaceDefaults(objects: objects, logger: logger, patience: configuration.patience * 6)
        let openShift = OpenShiftResources(
            objects: objects,
            authorizer: authorizer,
            directory: BackendDirectory { reference.entry($0) },
            defaults: defaults,
            patience: configuration.patience,
            logger: logger
        )
        catalog = ResourceCatalog(
            openShift.served + access.served + KindVersions.served(BackendDirectory { reference.entry($0) })
                + ExtendingResources.served(table: { reference.table }, startedAt: storage.now()),
            extensions: Self.extensions(
                access,
                PodLogHandler(objects: objects, certificateAuthority: configuration.certificateAuthority)
            )
        )
        let quotas = QuotaCounter(
            objects: objects,
            limits: NamespaceLimits(objects: objects, patience: configuration.patience),
            gate: QuotaGate(patience: configuration.patience)
        )
        let owners = OwnerReferenceAdmission(authorizer: authorizer, kinds: { reference.storedKinds })
        storage.admissions = access.admissions + openShift.admissions + [owners]
        // what is refused for another reason is charged to no quota: they come last
        storage.admissions += [
            PriorityAdmission(objects: objects), LimitRangeAdmission(limits: quotas.limits),
            QuotaAdmission(objects: objects, counter: quotas),
        ]
        storage.settle = { resource, revision in
            await access.settle(resource, revision: revision)
            await quotas.limits.settle(resource, through: revision)
        }
        reference.set(catalog, storage)
        let metrics = MetricsRegistry()
        let limits = InFlightLimits(configuration.inFlight)
        let audit = configuration.audit.map { AuditLog($0, pool: pool, logger: logger) }
        let readiness = Readiness()
        gateway = Gateway(
            health: HealthRoutes(Self.checks(store, hub, readiness)),
            paths: Self.paths(configuration, catalog, access, metrics),
            catalog: catalog,
            storage: storage,
            authenticators: access.authenticators,
            authorizer: authorizer,
            limits: limits,
            audit: audit,
            metrics: APIMetrics(metrics, limits: limits, hub: hub)
        )
        (self.metrics, self.objects, self.access, self.hub) = (metrics, objects, access, hub)
        (self.logger, self.readiness) = (logger, readiness)
        settings = SeedSettings(
            issuer: configuration.oauthURL,
            apiServerURL: configuration.externalURL,
            appsDomain: configuration.appsDomain,
            now: storage.now()
        )
        var services: [any Service] = [hub, Compactor(store: store, logger: logger)]
        if let audit { services.append(audit) }
        services += access.services
        services += [
            defaults,
            NamespaceLifecycle(
                objects: objects,
                contents: { reference.storedKinds.filter(\.isNamespaced).map(\.groupResource) },
                logger: logger
            ),
            GarbageCollector(context: storage, kinds: { reference.storedKinds }, logger: logger),
            environment.service(following: objects),
            quotas.limits, QuotaController(counter: quotas, hub: hub, store: store, logger: logger),
            BoundTokenOwners(hub: hub, store: store, watches: storage.watches),
        ]
        customResources = CustomResourceController(
            objects: objects,
            catalog: catalog,
            logger: logger,
            now: storage.now
        )
        services.append(customResources)
        self.services = services
    }

    /// Plants what a cluster begins with; while ``services`` run.
    func begin() async throws {
        try await customResources.begin()
        // the namespaces first: some of the roles lie in them
        try await SeedObjects.plant(into: objects, settings, logger: logger)
        try await access.begin(objects)
        // what was planted counts before anybody is told that the server is ready
        await access.authorizer.settle(through: try await gateway.storage.store.currentRevision(), hub)
        readiness.isReady.withLock { $0 = true }
    }

    private static func extensions(_ access: AccessControl, _ logs: PodLogHandler) -> [ResourceCatalog.Extension] {
        let pods = GroupResource(group: "", resource: "pods")
        let connections = PodConnectionHandler.subresources(PodConnectionHandler(objects: logs.objects))
        return ([PodLogHandler.subresource(logs)] + connections).map { ResourceCatalog.Extension(pods, $0) } + [
            ResourceCatalog.Extension(
                GroupResource(group: "", resource: "serviceaccounts"),
                Subresource(
                    "token",
                    GroupVersionKind(group: "authentication.k8s.io", version: "v1", kind: "TokenRequest"),
                    verbs: ["create"],
                    .custom(access.tokenRequests)
                )
            )
        ]
    }

    private static func checks(
        _ store: any ResourceStore,
        _ hub: WatchHub,
        _ readiness: Readiness
    ) -> [HealthRoutes.Check] {
        [
            HealthRoutes.Check("ping") { true },
            HealthRoutes.Check("store") { (try? await store.currentRevision()) != nil },
            HealthRoutes.Check("watches", isVital: false) { hub.revision >= 0 },
            HealthRoutes.Check("poststarthook/seed-objects", isVital: false) { readiness.isReady.withLock { $0 } },
        ]
    }

    private static func paths(
        _ configuration: APIServerConfiguration,
        _ catalog: ResourceCatalog,
        _ access: AccessControl,
        _ metrics: MetricsRegistry
    ) -> PathRoutes {
        let address = configuration.externalURL.split(separator: "/").last.map(String.init) ?? ""
        let tokens = access.tokens
        return PathRoutes(
            discovery: DiscoveryDocuments(catalog: catalog, serverAddress: address),
            documents: [
                "/version": { ServerVersion.json },
                OAuthMetadata.path: { OAuthMetadata.document(issuer: configuration.oauthURL) },
                "/.well-known/openid-configuration": {
                    tokens.openIDConfiguration(externalURL: configuration.externalURL)
                },
                "/openid/v1/jwks": { tokens.keySet },
            ],
            openAPI: OpenAPIDocuments(catalog: catalog),
            metrics: metrics
        )
    }
}

/// Whether everything that a cluster begins with is there.
final class Readiness: Sendable {
    let isReady = Mutex(false)
}
