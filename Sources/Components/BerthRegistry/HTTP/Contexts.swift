import BerthHTTP
import HTTPTypes
import HummingbirdCore
import OCI

/// A request whose sender is known, or known to be nobody.
struct AuthenticatedContext: Sendable {
    let principal: Principal
    let http: HTTPContext
    private let access: any AccessController

    /// Checks the request's credentials.
    init(_ request: Request, _ http: HTTPContext, access: any AccessController) async throws {
        let credentials = Credentials(authorization: request.headers[.authorization])
        principal = try await access.principal(for: credentials, from: http.remoteAddress)
        self.http = http
        self.access = access
        if let name = principal.name { http.notes.principal = name }
    }

    /// Whether the sender holds a right over a repository.
    func may(_ action: RepositoryAction, _ repository: RepositoryName) async throws -> Bool {
        try await access.allows(action, on: repository, to: principal)
    }

    /// Passes senders that are somebody, or anybody where nobody is asked who he is.
    func requireIdentity() throws {
        guard principal.name != nil || access.admitsAnonymous else {
            throw RegistryError.unauthorized(challenge: access.challenge)
        }
    }

    fileprivate func require(_ action: RepositoryAction, _ repository: RepositoryName) async throws {
        guard try await may(action, repository) else {
            if principal.name == nil { throw RegistryError.unauthorized(challenge: access.challenge) }
            throw RegistryError.denied
        }
    }
}

/// Proof that the sender may read a repository.
struct PullContext: Sendable {
    let repository: RepositoryName
    let sender: AuthenticatedContext

    init(_ sender: AuthenticatedContext, _ repository: RepositoryName) async throws {
        try await sender.require(.pull, repository)
        self.repository = repository
        self.sender = sender
    }
}

/// Proof that the sender may add to a repository.
struct PushContext: Sendable {
    let repository: RepositoryName
    let sender: AuthenticatedContext
    /// Whether existing tags may be moved.
    let mayOverwrite: Bool

    init(_ sender: AuthenticatedContext, _ repository: RepositoryName) async throws {
        try await sender.require(.create, repository)
        self.repository = repository
        self.sender = sender
        mayOverwrite = try await sender.may(.overwrite, repository)
    }
}

/// Proof that the sender may delete from a repository.
struct DeleteContext: Sendable {
    let repository: RepositoryName
    let sender: AuthenticatedContext

    init(_ sender: AuthenticatedContext, _ repository: RepositoryName) async throws {
        try await sender.require(.delete, repository)
        self.repository = repository
        self.sender = sender
    }
}
