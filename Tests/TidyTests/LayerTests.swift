import Testing

@Suite struct `The layers` {
    /// What of ours each module may import: the picture in ARCHITECTURE.md.
    private static let allowed: [String: Set<String>] = [
        "OCI": [], "S3": ["CChecksum"], "Kubernetes": [],
        "S3Client": ["S3"], "KubernetesClient": ["Kubernetes"],
        "BerthHTTP": [], "BerthPKI": [], "BerthPasswords": ["CCrypt"],
        "BerthRegistry": ["OCI", "S3", "S3Client", "BerthHTTP", "BerthPasswords"],
        "BerthObjectStore": ["S3", "CChecksum", "BerthHTTP"],
        "BerthAPIServer": ["Kubernetes", "BerthHTTP", "BerthPKI", "CZlib"],
        "BerthOAuthServer": ["Kubernetes", "KubernetesClient", "BerthHTTP", "BerthPasswords"],
        "BerthCommands": [
            "OCI", "S3", "S3Client", "Kubernetes", "KubernetesClient", "BerthHTTP", "BerthPKI", "BerthRegistry",
            "BerthObjectStore", "BerthAPIServer", "BerthOAuthServer", "CCrypt",
        ],
        "berth": ["BerthCommands"],
    ]

    /// What the vocabularies may not import: they are values and rules, no I/O.
    private static let outside: Set<String> = [
        "NIOPosix", "AsyncHTTPClient", "HummingbirdCore", "Hummingbird", "GRDB", "NIOSSL", "ServiceLifecycle",
        "ArgumentParser",
    ]

    @Test func `point only down`() {
        let ours = Set(Self.allowed.keys).union(["CChecksum", "CCrypt", "CZlib"])
        for path in SourceTree.files(in: "Sources", ending: ".swift") {
            let parts = path.split(separator: "/").map(String.init)
            guard parts.count > 3, let allowed = Self.allowed[parts[2]] else {
                Issue.record("\(path): a module that the tidy test does not know")
                continue
            }
            for (number, line) in SourceTree.code(path) {
                guard line.contains("import "),
                    let match = line.firstMatch(
                        of: /^\s*(?:package |internal |@testable )?import (?:struct |enum )?(\w+)/
                    )
                else {
                    continue
                }
                let module = String(match.1)
                let isForeign = parts[1] == "Protocols" && Self.outside.contains(module)
                if ours.contains(module) && !allowed.contains(module) || isForeign {
                    Issue.record("\(path):\(number): \(parts[2]) may not import \(module)")
                }
            }
        }
    }
}
