import Foundation
import Logging
import S3Client
import ServiceLifecycle

/// Aborts the multipart uploads that a registry left in its bucket when it was killed.
///
/// Sessions live in their process and end themselves; this is for those whose process is gone. It asks for nothing but age,
/// which is far beyond what any session lasts, so that replicas never touch each other's work.
package struct AbandonedUploads: Service {
    /// How old an upload must be.
    package static let age: Duration = .seconds(7 * 24 * 3600)
    private static let interval: Duration = .seconds(6 * 3600)

    private let driver: S3StorageDriver

    package init(driver: S3StorageDriver) {
        self.driver = driver
    }

    /// Looks at once and then every few hours, until it is told to stop.
    package func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    try await abort(olderThan: Self.age)
                } catch let error as S3ClientError {
                    driver.logger.warning("abandoned uploads not looked at", metadata: ["error": "\(error)"])
                }
                try await Task.sleep(for: Self.interval)
            }
        }
    }

    /// Aborts what was begun longer ago than `age` below the registry's root; how many there were.
    @discardableResult
    package func abort(olderThan age: Duration) async throws -> Int {
        let limit = Date().addingTimeInterval(-Double(age.components.seconds))
        var marker: (key: String, uploadID: String)?
        var count = 0
        repeat {
            let page = try await driver.client.listMultipartUploads(
                bucket: driver.bucket,
                prefix: driver.prefix + "docker/registry/v2/",
                after: marker
            )
            for upload in page.uploads where upload.initiated < limit {
                try await driver.client.abortMultipartUpload(
                    bucket: driver.bucket,
                    key: upload.key,
                    uploadID: upload.uploadID
                )
                count += 1
            }
            marker = page.next
        } while marker != nil
        if count > 0 { driver.logger.info("abandoned uploads aborted", metadata: ["count": "\(count)"]) }
        return count
    }
}
