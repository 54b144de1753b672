import BerthPKI
import Foundation

/// A kubeconfig with one cluster and one user who shows a certificate; everything is in it, so that it can be copied anywhere.
///
/// [Kubernetes: kubeconfig](https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/).
struct KubeconfigFile: Equatable, Sendable {
    /// `https://localhost:6443`.
    let server: String
    /// The name of the user and of the context.
    let name: String
    /// The authority that signed the server's certificate, PEM.
    let authority: [UInt8]
    /// The client's certificate, PEM.
    let certificate: [UInt8]
    /// Its key, PEM.
    let key: [UInt8]

    /// Reads what is to be put into the file.
    init(server: String, name: String, authority: String, client: ClientCertificate) throws {
        func content(_ path: String) throws -> [UInt8] {
            guard let content = try AtomicFile.read(path) else {
                throw CommandFailure("\(path): there is no such file")
            }
            return content
        }
        self.server = server
        self.name = name
        self.authority = try content(authority)
        certificate = try content(client.certificatePath)
        key = try content(client.keyPath)
    }

    /// The file's text.
    var text: String {
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: berth
          cluster:
            server: \(server)
            certificate-authority-data: \(Data(authority).base64EncodedString())
        users:
        - name: \(name)
          user:
            client-certificate-data: \(Data(certificate).base64EncodedString())
            client-key-data: \(Data(key).base64EncodedString())
        contexts:
        - name: \(name)
          context:
            cluster: berth
            user: \(name)
            namespace: default
        current-context: \(name)
        preferences: {}

        """
    }

    /// Writes the file, 0600, unless it is so already but for the context and namespace that somebody chose in it.
    func write(to path: String) throws(PKIError) {
        let kept = try AtomicFile.read(path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let words = Set(kept.split(whereSeparator: \.isWhitespace).map(String.init))
        let facts = [server] + [authority, certificate, key].map { Data($0).base64EncodedString() }
        if !words.isSuperset(of: facts) { try AtomicFile.write(text.utf8, to: path, mode: 0o600) }
    }
}
