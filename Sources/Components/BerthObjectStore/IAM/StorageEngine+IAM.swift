extension StorageEngine {
    /// Creates a user, or replaces secret, status and policies of an existing one.
    package func putUser(_ user: UserRecord) async throws {
        try await queue.submit { try Self.put(user, $0) }
    }

    /// Creates a user, or throws `userAlreadyExists`.
    package func createUser(_ user: UserRecord) async throws {
        try await queue.submit { transaction in
            guard try IndexQueries(transaction.db).user(user.accessKey) == nil else {
                throw StoreError.userAlreadyExists
            }
            try Self.put(user, transaction)
        }
    }

    /// Changes an existing user in one step, judged and written together.
    package func updateUser(
        _ accessKey: String,
        _ change: @escaping @Sendable (UserRecord) throws -> UserRecord
    ) async throws -> UserRecord {
        try await queue.submit { transaction in
            guard let user = try IndexQueries(transaction.db).user(accessKey) else { throw StoreError.noSuchUser }
            let changed = try change(user)
            guard changed.accessKey == accessKey else { throw StoreError.invalidIdentity }
            try Self.put(changed, transaction)
            return changed
        }
    }

    /// Deletes a user, or throws `noSuchUser`.
    package func deleteUser(_ accessKey: String) async throws {
        try await queue.submit(releasesSpace: true) { transaction in
            guard try IndexQueries(transaction.db).user(accessKey) != nil else { throw StoreError.noSuchUser }
            try transaction.apply(.deleteUser(accessKey: accessKey))
        }
    }

    /// Creates or replaces a policy.
    package func putPolicy(name: String, document: String) async throws -> PolicyRecord {
        guard !name.isEmpty, name.utf8.count <= 128 else { throw StoreError.invalidIdentity }
        let policy = PolicyRecord(name: name, document: document, updated: options.now().roundedToMilliseconds)
        try await queue.submit { try $0.apply(.putPolicy(name: name, record: policy.encoded())) }
        return policy
    }

    /// Deletes a policy; `policyInUse` while it is attached.
    package func deletePolicy(_ name: String) async throws {
        try await queue.submit(releasesSpace: true) { transaction in
            guard try IndexQueries(transaction.db).hasPolicy(name) else { throw StoreError.noSuchPolicy }
            let iam = try IAMSnapshot(transaction.db, generation: 0)
            guard !iam.users.values.contains(where: { $0.policies.contains(name) }) else {
                throw StoreError.policyInUse
            }
            try transaction.apply(.deletePolicy(name: name))
        }
    }

    /// All policies of the user must exist, in the state that the change itself sees.
    private static func put(_ user: UserRecord, _ transaction: IndexTransaction) throws {
        guard !user.accessKey.isEmpty, user.accessKey.utf8.count <= 128, !user.secretKey.isEmpty else {
            throw StoreError.invalidIdentity
        }
        let queries = IndexQueries(transaction.db)
        for policy in user.policies where try !queries.hasPolicy(policy) { throw StoreError.noSuchPolicy }
        try transaction.apply(.putUser(accessKey: user.accessKey, record: user.encoded()))
    }
}
