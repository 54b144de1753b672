import BerthTesting
import Crypto
import Foundation
import Kubernetes

@testable import BerthOAuthServer

extension RunningOAuthServer {
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = Base64URL.encode(SHA256.hash(data: Array(verifier.utf8)))
    static let implicitURI = "\(issuer)/oauth/token/implicit"

    /// A query or form.
    static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\($0.0)=\(FormText.encode($0.1))" }.joined(separator: "&")
    }

    /// What oc asks at the authorize endpoint, with changes: nil leaves a field out.
    static func authorizeFields(_ changes: [String: String?] = [:]) -> [(String, String)] {
        var fields = [
            ("client_id", "openshift-challenging-client"), ("code_challenge", challenge),
            ("code_challenge_method", "S256"), ("redirect_uri", implicitURI), ("response_type", "code"),
        ]
        for (name, value) in changes {
            fields.removeAll { $0.0 == name }
            if let value { fields.append((name, value)) }
        }
        return fields
    }

    static func basic(_ user: String, _ password: String) -> (String, String) {
        ("Authorization", "Basic " + Data("\(user):\(password)".utf8).base64EncodedString())
    }

    /// GET of the authorize endpoint as oc does it.
    func authorize(
        _ changes: [String: String?] = [:],
        user: (String, String)? = nil,
        headers: [(String, String)] = [("X-CSRF-Token", "1")]
    ) async throws -> HTTPReply {
        let query = Self.form(Self.authorizeFields(changes))
        let credentials = user.map { [Self.basic($0.0, $0.1)] } ?? []
        return try await http.request("GET", "/oauth/authorize?\(query)", headers: headers + credentials)
    }

    /// A code for user1.
    func code(_ changes: [String: String?] = [:]) async throws -> String {
        let reply = try await authorize(changes, user: ("user1", "secret1"))
        return Self.parameter("code", of: reply["Location"] ?? "") ?? ""
    }

    /// POST to the token endpoint as oc does it.
    func exchange(
        _ code: String,
        _ changes: [String: String?] = [:],
        client: (String, String)? = ("openshift-challenging-client", "")
    ) async throws -> HTTPReply {
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Self.implicitURI),
            ("code_verifier", Self.verifier),
        ]
        for (name, value) in changes {
            fields.removeAll { $0.0 == name }
            if let value { fields.append((name, value)) }
        }
        return try await post("/oauth/token", fields, headers: client.map { [Self.basic($0.0, $0.1)] } ?? [])
    }

    func post(
        _ path: String,
        _ fields: [(String, String)],
        headers: [(String, String)] = []
    ) async throws -> HTTPReply {
        try await http.request(
            "POST",
            path,
            headers: [("Content-Type", "application/x-www-form-urlencoded")] + headers,
            body: Array(Self.form(fields).utf8)
        )
    }

    /// The parameter of a URL's query or fragment.
    static func parameter(_ name: String, of url: String) -> String? {
        guard let mark = url.firstIndex(where: { $0 == "?" || $0 == "#" }) else { return nil }
        return FormFields(parsing: [String(url[url.index(after: mark)...])], limit: 50)?[name]
    }

    /// The `Set-Cookie` values by name.
    static func cookies(_ reply: HTTPReply) -> [String: String] {
        var cookies: [String: String] = [:]
        for (name, value) in reply.headers where name.lowercased() == "set-cookie" {
            let pair = value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = String(pair[1])
        }
        return cookies
    }

    /// The value of a form's hidden field.
    static func hidden(_ name: String, in reply: HTTPReply) -> String? {
        guard let start = reply.text.range(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(reply.text[start.upperBound...].prefix { $0 != "\"" }).replacing("&amp;", with: "&")
    }

    /// Logs in by the form: the cookies a browser has then, and the last answer.
    func browserLogin(
        then: String = "/oauth/token/request",
        _ user: String = "user1",
        _ password: String = "secret1",
        path: String = "/login"
    ) async throws -> (cookies: String, reply: HTTPReply) {
        let form = try await http.request("GET", "\(path)?then=\(FormText.encode(then))")
        let guardCookie = Self.cookies(form)["csrf"] ?? ""
        let reply = try await post(
            path,
            [
                ("then", Self.hidden("then", in: form) ?? ""), ("csrf", Self.hidden("csrf", in: form) ?? ""),
                ("username", user), ("password", password),
            ],
            headers: [("Cookie", "csrf=\(guardCookie)")]
        )
        return ("csrf=\(guardCookie); ssn=\(Self.cookies(reply)["ssn"] ?? "")", reply)
    }

    /// The JSON of a reply.
    static func json(_ reply: HTTPReply) -> JSONValue {
        (try? JSONValue(parsing: reply.body)) ?? .null
    }
}
