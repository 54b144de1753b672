/// The accounts of a registry: the `auth.htpasswd` section.
struct HTPasswdSettings: Equatable, Sendable {
    let path: String
    let realm: String
    let accessFile: String?
    let allowsAnonymousPull: Bool

    /// Reads the section, noting what is wrong; nil when there are no accounts.
    init?(_ settings: inout Settings) {
        let anonymousPull = settings.flag("auth.htpasswd.anonymouspull") ?? false
        switch settings.text("auth") {
        case nil: guard settings.mentions("auth.htpasswd") else { return nil }
        case "htpasswd": break
        case "none": return nil
        case let kind?:
            settings.refuse("auth", "'\(kind)' is not supported; use htpasswd, or none")
            return nil
        }
        guard let path = settings.text("auth.htpasswd.path") else {
            settings.refuse(
                "auth.htpasswd.path",
                "name the file with the accounts; 'berth htpasswd FILE USER' makes one"
            )
            return nil
        }
        self.path = path
        realm = settings.text("auth.htpasswd.realm") ?? "Berth"
        accessFile = settings.text("auth.htpasswd.accessfile")
        allowsAnonymousPull = anonymousPull
    }
}
