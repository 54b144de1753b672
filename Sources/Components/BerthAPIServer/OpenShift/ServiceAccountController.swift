package import Logging
import ServiceLifecycle

/// Gives each namespace its service accounts `default`, `builder` and `deployer`, and them their secrets.
package struct ServiceAccountController: Service {
    private let objects: any LocalObjects
    private let logger: Logger

    package init(objects: any LocalObjects, logger: Logger) { (self.objects, self.logger) = (objects, logger) }

    package func run() async throws {}
}
