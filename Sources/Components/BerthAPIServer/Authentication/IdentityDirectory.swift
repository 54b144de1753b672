import ServiceLifecycle

/// What authentication knows of users, groups and access tokens; follows their objects.
package final class IdentityDirectory: Service {
    private let objects: any LocalObjects

    package init(objects: any LocalObjects) { self.objects = objects }

    package func run() async throws {}
}
