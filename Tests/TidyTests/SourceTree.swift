import Foundation

/// The checkout as the tidy tests read it.
enum SourceTree {
    /// The checkout's folder.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Paths below the checkout's folder of all files below `folder` with this ending, in order.
    static func files(in folder: String, ending: String) -> [String] {
        let base = folder.isEmpty ? root : "\(root)/\(folder)"
        guard let walk = FileManager.default.enumerator(atPath: base) else { return [] }
        var found: [String] = []
        for case let path as String in walk {
            let name = path.split(separator: "/").last ?? ""
            if name.hasPrefix(".") && name != ".ci" {
                walk.skipDescendants()
                continue
            }
            if path.hasSuffix(ending) { found.append(folder.isEmpty ? path : "\(folder)/\(path)") }
        }
        return found.sorted()
    }

    /// A file's text.
    static func text(_ path: String) -> String {
        (try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)) ?? ""
    }

    /// A file's lines with their numbers, comments cut off.
    static func code(_ path: String) -> [(number: Int, line: String)] {
        text(path).split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
            let line = String(line)
            let trimmed = line.drop { $0 == " " }
            if trimmed.hasPrefix("//") { return (index + 1, "") }
            return (index + 1, line.range(of: " // ").map { String(line[..<$0.lowerBound]) } ?? line)
        }
    }

    /// Whether there is a file or folder.
    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(root)/\(path)")
    }
}
