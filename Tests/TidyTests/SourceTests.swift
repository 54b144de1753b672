import Foundation
import Testing

@Suite struct `The sources` {
    private static let banned = [
        "try!", "fatalError(", "Task.detached", "@unchecked Sendable", "nonisolated(unsafe)", "URLSession",
        "JSONSerialization", "unowned(unsafe)",
    ]

    @Test func `hold no construct that hides a fault`() {
        for path in SourceTree.files(in: "Sources", ending: ".swift") {
            for (number, line) in SourceTree.code(path) {
                for construct in Self.banned where line.contains(construct) {
                    Issue.record("\(path):\(number): \(construct)")
                }
                if line.contains("Task {"), line.contains(/(^|[^\w.])Task \{/) {
                    Issue.record("\(path):\(number): a task that nobody owns")
                }
                if line.contains("public"), line.contains(/^\s*(@\w+ )*public\b/) {
                    Issue.record("\(path):\(number): public; package is enough")
                }
                if line.contains("shared"), line.contains(/static (let|var) shared\b/) {
                    Issue.record("\(path):\(number): a singleton")
                }
                if line.contains("print("), line.contains(/(^|[^.\w])print\(/) {
                    Issue.record("\(path):\(number): print(")
                }
            }
        }
    }

    @Test func `leave nothing to be done later`() {
        for folder in ["Sources", "Tests/UnitTests", "Tests/WireTests", "Tests/BerthTesting"] {
            for path in SourceTree.files(in: folder, ending: ".swift") {
                for (number, line) in SourceTree.text(path).split(separator: "\n").enumerated()
                where line.contains("TO" + "DO") || line.contains("FIX" + "ME") {
                    Issue.record("\(path):\(number + 1): an open point is an issue, not a comment")
                }
            }
        }
    }

    @Test func `read the environment in one place`() {
        for path in SourceTree.files(in: "Sources", ending: ".swift")
        where path != "Sources/CommandLine/BerthCommands/Configuration/ProcessEnvironment.swift" {
            for (number, line) in SourceTree.code(path)
            where line.contains("processInfo.environment")
                || line.contains("tenv(") && line.contains(/\b(getenv|setenv)\(/)
            {
                Issue.record("\(path):\(number): configuration is passed in")
            }
        }
    }

    /// Small things that are read together, or one extension that makes an error a wire's.
    private static let groups: Set<String> = [
        "Contexts", "RegistryWireError", "S3WireError", "ConcurrentMap", "StorageObjects", "Trimming",
        "BinaryCoding+Objects",
    ]

    @Test func `are found by the names of their types`() {
        for path in SourceTree.files(in: "Sources", ending: ".swift") {
            let file = path.split(separator: "/").last.map { String($0.dropLast(6)) } ?? ""
            guard !Self.groups.contains(file) else { continue }
            let type = file.split(separator: "+").first.map(String.init) ?? file
            let word = file.contains("+") ? "extension" : "(?:struct|class|enum|protocol|actor|typealias)"
            let pattern = "\\b\(word) \(NSRegularExpression.escapedPattern(for: type))\\b"
            #expect(SourceTree.text(path).range(of: pattern, options: .regularExpression) != nil, "\(path)")
        }
    }
}
