import BerthHTTP
import HTTPTypes
import HummingbirdCore
import NIOCore

/// `/livez`, `/readyz` and `/healthz`, for everybody and outside all limits.
///
/// https://kubernetes.io/docs/reference/using-api/health-checks/
struct HealthRoutes: Sendable {
    /// One thing that must be well.
    struct Check: Sendable {
        package let name: String
        /// Whether a process without it should be killed; else it only receives no requests.
        package let isVital: Bool
        package let isWell: @Sendable () async -> Bool

        package init(_ name: String, isVital: Bool = true, isWell: @escaping @Sendable () async -> Bool) {
            (self.name, self.isVital, self.isWell) = (name, isVital, isWell)
        }
    }

    private let checks: [Check]

    init(_ checks: [Check]) { self.checks = checks }

    /// nil when the path is none of these.
    func respond(method: String, target: RequestTarget) async -> Response? {
        let parts = target.rawPath.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        guard let root = parts.first, ["livez", "readyz", "healthz"].contains(root), parts.count <= 2 else {
            return nil
        }
        guard method == "GET" || method == "HEAD" else {
            return Self.text("405 method not allowed\n", .methodNotAllowed)
        }
        let all = checks.filter { root == "readyz" || $0.isVital }
        guard parts.count == 1 else {
            guard let check = all.first(where: { $0.name == parts[1] }) else {
                return Self.text("404 page not found\n", .notFound)
            }
            return await check.isWell() ? Self.text("ok", .ok) : Self.text("not ok\n", .internalServerError)
        }
        let excluded = target.query.filter { $0.name == "exclude" }.compactMap(\.value)
        var text = ""
        var isWell = true
        for check in all {
            guard !excluded.contains(check.name) else {
                text += "[+]\(check.name) excluded: ok\n"
                continue
            }
            let passes = await check.isWell()
            isWell = isWell && passes
            text += passes ? "[+]\(check.name) ok\n" : "[-]\(check.name) failed: reason withheld\n"
        }
        guard isWell else { return Self.text("\(text)\(root) check failed\n", .internalServerError) }
        let isVerbose = target.query.contains { $0.name == "verbose" }
        return Self.text(isVerbose ? "\(text)\(root) check passed\n" : "ok", .ok)
    }

    private static func text(_ text: String, _ status: HTTPResponse.Status) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/plain; charset=utf-8", .cacheControl: "no-cache, private",
                .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
