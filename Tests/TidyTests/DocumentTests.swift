import Foundation
import Testing

@Suite struct `The documents` {
    private static let documents = SourceTree.files(in: "", ending: ".md")

    @Test(arguments: documents)
    func `link to what is there`(_ path: String) {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        for match in SourceTree.text(path).matches(of: /\]\(([^)\s]+)\)/) {
            let target = String(match.1.prefix { $0 != "#" })
            guard !target.isEmpty, !target.contains("://"), !target.hasPrefix("mailto:") else { continue }
            let joined =
                target.hasPrefix("/") ? String(target.dropFirst()) : folder.isEmpty ? target : "\(folder)/\(target)"
            let resolved = URL(fileURLWithPath: "/" + joined).standardized.path.dropFirst()
            #expect(SourceTree.exists(String(resolved)), "\(path) links to \(match.1)")
        }
    }

    @Test(arguments: documents)
    func `name paths that are there`(_ path: String) {
        for match in SourceTree.text(path).matches(
            of: /`((?:Sources|Tests|docs|scripts|Examples|Fuzz|Benchmarks)\/[\w.\/+-]+)`/
        ) {
            #expect(SourceTree.exists(String(match.1)), "\(path) names \(match.1)")
        }
    }

    @Test func `say for each operation of S3 whether it is there`() {
        let page = SourceTree.text("docs/compatibility.md")
        let operations = SourceTree.text("Sources/Protocols/S3/S3Operation.swift").matches(of: /case \w+ = "(\w+)"/)
        #expect(operations.count > 80)
        for operation in operations {
            #expect(page.contains("`\(operation.1)`"), "docs/compatibility.md lacks \(operation.1)")
        }
    }

    @Test func `say for each endpoint of a registry whether it is there`() {
        let page = SourceTree.text("docs/compatibility.md")
        for endpoint in (1...14).map({ "end-\($0)" }) {
            #expect(page.contains(endpoint), "docs/compatibility.md lacks \(endpoint)")
        }
    }

    @Test func `name only tests that exist`() {
        for match in SourceTree.text("docs/compatibility.md").matches(of: /\b(\w+Tests)\b/) {
            let name = String(match.1)
            let found = SourceTree.files(in: "Tests", ending: "/\(name).swift")
            #expect(
                !found.isEmpty || SourceTree.exists("Tests/\(name)") || SourceTree.exists("Tests/UnitTests/\(name)"),
                "\(name)"
            )
        }
    }

    @Test func `begin with a short README`() {
        #expect(SourceTree.text("README.md").split(separator: "\n", omittingEmptySubsequences: false).count <= 121)
    }
}
