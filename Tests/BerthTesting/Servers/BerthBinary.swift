import Foundation

/// Where the program under test is.
package enum BerthBinary {
    /// `BERTH_BINARY`, else the release build, else the debug build of this checkout.
    package static var path: String {
        if let path = ProcessInfo.processInfo.environment["BERTH_BINARY"] { return path }
        let places = [".build-release/release/berth", ".build/release/berth", ".build/debug/berth"]
        return places.map { "\(repository)/\($0)" }.first { access($0, X_OK) == 0 } ?? "berth"
    }

    /// The checkout's folder.
    package static var repository: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
    }
}
