/// What a check of a data directory found.
package struct StoreCheckReport: Hashable, Sendable, CustomStringConvertible {
    /// Something that is not as it must be.
    package struct Finding: Hashable, Sendable, CustomStringConvertible {
        package enum Kind: String, Hashable, Sendable {
            /// The journal has a gap or a broken record.
            case journalBroken = "journal broken"
            /// The journal does not say what the index says.
            case journalDiffers = "journal differs from index"
            case indexBroken = "index broken"
            case recordBroken = "record broken"
            /// A row refers to something that is not there.
            case dangling
            /// A content is not referred to as often as its row says.
            case miscounted
            case fileMissing = "file missing"
            /// The file does not hold what was written.
            case contentDamaged = "content damaged"
            /// What a rebuild could not bring back.
            case lost
        }

        package let kind: Kind
        /// What it concerns: a file below the directory, a key, a row.
        package let place: String

        package var description: String { "\(kind.rawValue): \(place)" }
    }

    /// Empty when the store is sound.
    package internal(set) var findings: [Finding] = []
    /// What is no fault: leftovers of a crash, files that are not the store's, what was made anew.
    package internal(set) var notes: [String] = []
    package internal(set) var buckets = 0
    package internal(set) var objects = 0
    package internal(set) var uploads = 0
    package internal(set) var contents = 0
    package internal(set) var bytes: Int64 = 0

    package var isSound: Bool { findings.isEmpty }

    /// 0 when the store is sound, 1 when something was found.
    package var exitCode: Int32 { isSound ? 0 : 1 }

    package var description: String {
        var lines = findings.map(\.description) + notes.map { "note: \($0)" }
        lines.append(
            "\(isSound ? "sound" : "\(findings.count) findings"): \(buckets) buckets, \(objects) objects, \(uploads) "
                + "open uploads, \(contents) contents, \(bytes) bytes"
        )
        return lines.joined(separator: "\n")
    }

    mutating func find(_ kind: Finding.Kind, _ place: String) { findings.append(Finding(kind: kind, place: place)) }
}
