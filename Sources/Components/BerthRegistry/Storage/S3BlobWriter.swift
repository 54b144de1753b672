import Logging
import NIOCore
import NIOPosix
import S3Client

/// One blob on its way into a bucket: pieces are collected into parts, parts are uploaded while the next is received.
actor S3BlobWriter: BlobWriter {
    private let driver: S3StorageDriver
    private let path: StoragePath
    private let hasher: BlobHasher

    private var collected: [ByteBuffer] = []
    private var collectedBytes = 0
    private var uploadID: String?
    private var parts: [Int: S3UploadedPart] = [:]
    private var nextPart = 1
    private var inFlight = 0
    private var failure: (any Error)?
    private var waiter: CheckedContinuation<Void, Never>?

    /// Parts of one blob that are uploaded at once.
    private static let inFlightLimit = 2
    /// How long a writer waits for memory that other uploads hold.
    private static let patience: Duration = .seconds(2)
    private static let partLimit = 10_000

    init(driver: S3StorageDriver, path: StoragePath, hasher: BlobHasher) {
        self.driver = driver
        self.path = path
        self.hasher = hasher
    }

    func beginBody(length: Int64?) {}

    func write(_ batch: [ByteBuffer]) async throws {
        if let failure { throw failure }
        try await driver.pool.runIfActive { [hasher] in
            for bytes in batch { hasher.update(bytes) }
        }
        let size = batch.reduce(0) { $0 + $1.readableBytes }
        driver.budget.take(size)
        collected += batch
        collectedBytes += size
        if collectedBytes >= wantedPartSize { try await uploadCollected() }
        if driver.budget.isExhausted {
            if collectedBytes >= S3StorageDriver.smallestPart { try await uploadCollected() }
            await driver.budget.waitForRoom(patience: Self.patience)
        }
    }

    /// Sessions end with their process, so nothing has to be stored for an offset to be told.
    func checkpoint() throws {
        if let failure { throw failure }
    }

    func commit(as final: StoragePath?) async throws -> BlobPlacement {
        if let failure { throw failure }
        guard uploadID != nil else {
            let target = final ?? path
            let body = collected
            try await driver.translating {
                _ = try await driver.client.putObject(bucket: driver.bucket, key: try driver.key(target), body: body)
            }
            release()
            return target == final ? .inPlace : .at(target)
        }
        if collectedBytes > 0 { try await uploadCollected() }
        while inFlight > 0 { await settle() }
        if let failure { throw failure }
        let ordered = parts.values.sorted { $0.number < $1.number }
        try await driver.translating {
            _ = try await driver.client.completeMultipartUpload(
                bucket: driver.bucket,
                key: try driver.key(path),
                uploadID: uploadID ?? "",
                parts: ordered
            )
        }
        uploadID = nil
        return path == final ? .inPlace : .at(path)
    }

    func cancel() async {
        failure = failure ?? CancellationError()
        while inFlight > 0 { await settle() }
        release()
        guard let uploadID, let key = try? driver.key(path) else { return }
        self.uploadID = nil
        do {
            try await driver.client.abortMultipartUpload(bucket: driver.bucket, key: key, uploadID: uploadID)
        } catch {
            driver.logger.warning("upload could not be aborted", metadata: ["error": "\(error)"])
        }
    }

    /// Doubled now and then, so that 10,000 parts are enough for any blob.
    private var wantedPartSize: Int { driver.partSize << min(nextPart / 1000, 6) }

    private func uploadCollected() async throws {
        let body = collected
        let size = collectedBytes
        let number = nextPart
        guard number <= Self.partLimit else { throw StorageError.tooLarge(limit: .max) }
        collected = []
        collectedBytes = 0
        nextPart += 1
        do {
            if uploadID == nil {
                uploadID = try await driver.translating {
                    try await driver.client.createMultipartUpload(bucket: driver.bucket, key: try driver.key(path))
                }
            }
            while inFlight >= Self.inFlightLimit { await settle() }
            if let failure { throw failure }
        } catch {
            driver.budget.give(size)
            throw error
        }
        inFlight += 1
        let uploadID = uploadID ?? ""
        await driver.uploads.begin { [driver, path] in
            do {
                let part = try await driver.translating {
                    try await driver.client.uploadPart(
                        bucket: driver.bucket,
                        key: try driver.key(path),
                        uploadID: uploadID,
                        number: number,
                        body: body
                    )
                }
                await self.finished(.success(part), size: size)
            } catch {
                await self.finished(.failure(error), size: size)
            }
        }
    }

    private func finished(_ result: Result<S3UploadedPart, any Error>, size: Int) {
        inFlight -= 1
        driver.budget.give(size)
        switch result {
        case .success(let part): parts[part.number] = part
        case .failure(let error): failure = failure ?? error
        }
        waiter?.resume()
        waiter = nil
    }

    /// Returns when a part in flight has ended.
    private func settle() async {
        guard inFlight > 0 else { return }
        await withCheckedContinuation { waiter = $0 }
    }

    private func release() {
        driver.budget.give(collectedBytes)
        collected = []
        collectedBytes = 0
    }
}
