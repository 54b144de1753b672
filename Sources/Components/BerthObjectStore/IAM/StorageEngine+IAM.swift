extension StorageEngine {
    /// All users and policies now; cheap, no disk.
    package var iam: IAMSnapshot { IAMSnapshot() }

    /// Creates a user, or replaces secret, status and policies of an existing one.
    package func putUser(_ user: UserRecord) async throws { throw StoreError.closed }

    /// Creates a user, or throws `userAlreadyExists`.
    package func createUser(_ user: UserRecord) async throws { throw StoreError.closed }

    /// Changes an existing user in one step, judged and written together.
    package func updateUser(
        _ accessKey: String,
        _ change: @escaping @Sendable (UserRecord) throws -> UserRecord
    ) async throws -> UserRecord { throw StoreError.closed }

    package func deleteUser(_ accessKey: String) async throws { throw StoreError.closed }

    /// Creates or replaces a policy.
    package func putPolicy(name: String, document: String) async throws -> PolicyRecord { throw StoreError.closed }

    /// Deletes a policy; `policyInUse` while it is attached.
    package func deletePolicy(_ name: String) async throws { throw StoreError.closed }
}
