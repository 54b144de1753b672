import ServiceLifecycle

/// Keeps the rules of aggregated ClusterRoles what their selectors gather.
package struct ClusterRoleAggregation: Service {
    private let objects: any LocalObjects

    package init(objects: any LocalObjects) { self.objects = objects }

    package func run() async throws {}
}
