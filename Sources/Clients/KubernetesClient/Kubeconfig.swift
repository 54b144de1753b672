import Kubernetes

/// A kubeconfig file: which server, and as whom.
///
/// https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
package enum Kubeconfig {
    /// Why a file names no usable server.
    package enum ParseError: Error, Sendable, Equatable {
        case noYAML
        /// The context, cluster or user of this name is missing.
        case missing(kind: String, name: String)
        case invalid(String)
    }

    /// The largest file read, in bytes.
    package static let sizeLimit = 1 << 20

    /// Reads the file at `path`; blocks.
    ///
    /// Relative paths in it are relative to its folder.
    package static func load(
        _ path: String,
        context: String? = nil
    ) throws -> KubernetesClientConfiguration {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return try parse(try FileText.read(path, limit: sizeLimit), context: context, folder: folder)
    }

    /// Reads a file's text; `context` instead of the current one when given.
    package static func parse(
        _ text: String,
        context: String? = nil,
        folder: String = "."
    ) throws(ParseError) -> KubernetesClientConfiguration {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(yaml: text)
        } catch {
            throw .noYAML
        }
        let contextName = context ?? document["current-context"]?.string ?? ""
        let chosen = try entry(document, list: "contexts", kind: "context", contextName)
        let cluster = try entry(document, list: "clusters", kind: "cluster", chosen["cluster"]?.string ?? "")
        guard let server = cluster["server"]?.string, server.hasPrefix("https://") || server.hasPrefix("http://") else {
            throw .invalid("server")
        }
        var configuration = KubernetesClientConfiguration(server: server)
        configuration.certificateAuthority = try material(cluster, "certificate-authority", folder)
        configuration.skipsCertificateVerification = cluster["insecure-skip-tls-verify"]?.bool ?? false
        if let user = chosen["user"]?.string, !user.isEmpty {
            configuration.credentials = try credentials(
                entry(document, list: "users", kind: "user", user),
                folder
            )
        }
        return configuration
    }

    private static func entry(
        _ document: JSONValue,
        list: String,
        kind: String,
        _ name: String
    ) throws(ParseError) -> JSONValue {
        let found = document[list]?.array?.first { $0["name"]?.string?.utf8.elementsEqual(name.utf8) ?? false }
        guard let value = found?[kind] else { throw .missing(kind: kind, name: name) }
        return value
    }

    private static func credentials(
        _ user: JSONValue,
        _ folder: String
    ) throws(ParseError) -> KubernetesClientConfiguration.Credentials {
        if let token = user["token"]?.string, !token.isEmpty { return .token(token) }
        if let path = user["tokenFile"]?.string, !path.isEmpty { return .tokenFile(resolve(path, folder)) }
        if let chain = try material(user, "client-certificate", folder) {
            guard let key = try material(user, "client-key", folder) else { throw .invalid("client-key") }
            return .certificate(chain: chain, key: key)
        }
        return .none
    }

    /// `<name>-data` in base64, else the file `<name>`.
    private static func material(
        _ entry: JSONValue,
        _ name: String,
        _ folder: String
    ) throws(ParseError) -> KubernetesClientConfiguration.Material? {
        if let data = entry[name + "-data"]?.string, !data.isEmpty {
            guard let bytes = Base64URL.decode(data.filter { !$0.isWhitespace }) else { throw .invalid(name + "-data") }
            return .bytes(bytes)
        }
        guard let path = entry[name]?.string, !path.isEmpty else { return nil }
        return .file(resolve(path, folder))
    }

    private static func resolve(_ path: String, _ folder: String) -> String {
        path.hasPrefix("/") ? path : "\(folder)/\(path)"
    }
}
