/// The accounts of a registry that stands alone.
package struct HTPasswdConfiguration: Sendable {
    /// The file that `htpasswd -B` writes (`auth.htpasswd.path`); read again when it changes.
    package var path: String
    /// Shown by clients that ask for a password (`auth.htpasswd.realm`).
    package var realm = "Berth"
    /// Who may do what (`AccessRules`); without a file every user may do everything.
    ///
    /// Read again when it changes.
    package var accessFilePath: String?
    /// Whether nobody may pull everything.
    package var anonymousPull = false
    /// How long a right password is remembered.
    package var successDuration: Duration = .seconds(60)
    /// Passwords being checked or waiting for it; more are turned away with 429.
    package var queueLimit = 64
    /// Of these, those of one address, and those of one user.
    package var queueShare = 48

    /// Accounts from the file at `path`.
    package init(path: String) {
        self.path = path
    }
}
