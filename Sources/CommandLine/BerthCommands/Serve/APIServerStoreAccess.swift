import BerthAPIServer
import BerthPKI
import Foundation
import Logging

/// The state of an API server from outside of it, for the commands that copy it.
struct APIServerStoreAccess {
    private let directory: String
    private let etcd: EtcdSettings?

    /// The store that the flags name, in a data directory or in the data folder of `berth up`.
    init(directory: String, options: APIServerStoreOptions) throws {
        let folder = try DataFolder(flag: directory, environment: .current())
        self.directory = folder.isPrepared ? folder.apiServer : directory
        var layer: [String: Setting] = [:]
        options.note(in: &layer)
        var settings = Settings(layers: [layer])
        etcd = EtcdSettings(&settings)
        try settings.validate()
    }

    private var statePath: String { directory + "/state.sqlite" }

    /// Hands on a store to be read while the server works, or with `isNew` one to be filled, which must be empty.
    func with<Value>(
        isNew: Bool,
        _ body: (any ResourceStore, String) async throws -> Value
    ) async throws -> Value {
        let logger = LogOptions.logger("api-server", level: .warning)
        if let etcd { return try await use(try EtcdResourceStore(etcd.configuration, logger: logger), isNew, body) }
        if isNew {
            guard access(statePath, F_OK) != 0 else { throw Self.occupied(directory) }
            try AtomicFile.makeFolder(directory, mode: 0o700)
            return try await fill(logger, body)
        }
        guard access(statePath, F_OK) == 0 else {
            throw CommandFailure("\(directory) has no state of an API server", exitCode: ExitStatus.notFound)
        }
        // the server has the file for itself: a copy of one moment is read instead
        let copy = directory + "/backup-\(getpid()).sqlite"
        Self.remove(copy)
        defer { Self.remove(copy) }
        try SQLiteResourceStore.copy(statePath, to: copy)
        return try await use(try await SQLiteResourceStore(file: copy, logger: logger), false, body)
    }

    /// A state is there whole or not at all: it is filled beside its place, and moved there when everything is in it.
    private func fill<Value>(
        _ logger: Logger,
        _ body: (any ResourceStore, String) async throws -> Value
    ) async throws -> Value {
        let partial = directory + "/restore-\(getpid()).sqlite"
        Self.remove(partial)
        defer { Self.remove(partial) }
        let value = try await use(try await SQLiteResourceStore(file: partial, logger: logger), true, body)
        // closed, the store has everything in its main file
        guard Self.isAbsentOrEmpty(partial + "-wal") else {
            throw CommandFailure("\(partial): the store could not be closed")
        }
        guard link(partial, statePath) == 0 else {
            if errno == EEXIST { throw Self.occupied(directory) }
            throw CommandFailure("\(statePath): link failed: \(AtomicFile.message(of: errno))")
        }
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        fsync(folder)
        close(folder)
        return value
    }

    private static func isAbsentOrEmpty(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT }
        defer { close(descriptor) }
        return lseek(descriptor, 0, SEEK_END) == 0
    }

    private static func remove(_ store: String) {
        for suffix in ["", "-wal", "-shm", "-lock", "-reserve"] { unlink(store + suffix) }
    }

    private func use<Value>(
        _ store: any ResourceStore,
        _ isNew: Bool,
        _ body: (any ResourceStore, String) async throws -> Value
    ) async throws -> Value {
        let result: Result<Value, any Error>
        do {
            if isNew {
                let found = try await store.all(after: nil, limit: 1, at: nil)
                guard found.items.isEmpty else { throw Self.occupied(etcd?.servers.first ?? directory) }
                try AtomicFile.makeFolder(directory, mode: 0o700)
            }
            result = .success(try await body(store, directory))
        } catch {
            result = .failure(error)
        }
        await store.close()
        do {
            return try result.get()
        } catch let error as StateBackupError {
            throw CommandFailure("\(error)")
        } catch let error as StoreError {
            throw CommandFailure("\(etcd?.servers.first ?? directory): \(error)")
        }
    }

    private static func occupied(_ place: String) -> CommandFailure {
        CommandFailure("\(place) has a state already, and it is never overwritten; restore into an empty one")
    }
}
