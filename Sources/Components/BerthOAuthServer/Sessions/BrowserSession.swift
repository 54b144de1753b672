import Crypto
import Kubernetes

/// Who logged in with a browser, for a few minutes.
struct BrowserSession: Sendable, Equatable {
    let user: KnownUser
    /// New at each login.
    let id: String
    /// Seconds since 1970.
    let expiry: Double

    /// What a session is inside its seal.
    var json: JSONValue {
        [
            "user": .string(user.name), "uid": .string(user.uid), "id": .string(id),
            "expiry": .integer(Int64(expiry)),
        ]
    }

    init(user: KnownUser, id: String, expiry: Double) {
        (self.user, self.id, self.expiry) = (user, id, expiry)
    }

    /// Reads what was inside a seal.
    init?(json: JSONValue) {
        guard let name = json["user"]?.string, let uid = json["uid"]?.string, let id = json["id"]?.string,
            let expiry = json["expiry"]?.integer
        else { return nil }
        self.init(user: KnownUser(name: name, uid: uid), id: id, expiry: Double(expiry))
    }
}
