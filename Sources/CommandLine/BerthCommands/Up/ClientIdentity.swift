import BerthPKI
import Foundation

/// Who a program is to the API server, by a certificate that `berth up` makes.
struct ClientIdentity: Equatable, Sendable {
    /// The name of its files, of its user in a kubeconfig and of its context.
    let name: String
    let user: String
    let groups: [String]

    /// The person who runs `berth up`: may do everything, and nobody can take that away.
    static let admin = ClientIdentity(name: "admin", user: "system:admin", groups: ["system:masters"])
    /// The OAuth server, whose rights are a role that the API server plants.
    ///
    /// It makes users and tokens, so whoever has this certificate can become any user that logs in by OAuth.
    static let oauthServer = ClientIdentity(name: "oauth-server", user: "system:oauth-server", groups: [])

    /// Every identity that is made.
    static let all = [admin, oauthServer]

    /// Its certificate, made when there is none or when it is due.
    func certificate(
        inFolder folder: DataFolder,
        _ authority: CertificateAuthority,
        now: Date
    ) throws -> ClientCertificate {
        try ClientCertificate.ensure(
            inFolder: folder.clientPKI,
            name: name,
            user: user,
            groups: groups,
            authority: authority,
            now: now
        )
    }
}
