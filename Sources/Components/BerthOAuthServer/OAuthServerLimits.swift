/// The OAuth server's own limits; each is a row of `docs/security.md`.
package struct OAuthServerLimits: Sendable {
    /// How long a code may be exchanged, in seconds.
    package var codeSeconds = 60
    /// How long an access token lives when neither its client nor `OAuth/cluster` says, in seconds.
    package var accessTokenSeconds = 86_400
    /// The shortest inactivity after which a token may be made to end, in seconds.
    package var inactivitySecondsMinimum = 300
    /// How long a browser stays logged in at this server, in seconds.
    package var sessionSeconds = 300
    /// Largest form, in bytes.
    package var formBytesLimit = 64 * 1024
    /// Most fields of a form and query.
    package var formFieldsLimit = 64
    /// Longest user name or password looked at, in bytes.
    package var passwordBytesLimit = 255
    /// Passwords checked at once.
    package var passwordWidth = 2
    /// Passwords waiting to be checked; more are turned away with 429.
    package var passwordQueueLimit = 64
    /// Of these, those of one address, and those of one user.
    package var passwordQueueShare = 32
    /// How old what is known of the identity providers may be.
    package var providerAge: Duration = .milliseconds(500)
    /// How often tokens and codes that have expired are looked for.
    package var reapInterval: Duration = .seconds(600)
    /// Most scopes of one request.
    package var scopesLimit = 32

    /// The defaults named at each value.
    package init() {}
}
