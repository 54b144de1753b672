import Foundation
import Synchronization

/// Ports for foreign servers that cannot choose one themselves.
package enum FreePort {
    private static let given = Mutex<Set<Int>>([])

    /// A port of 127.0.0.1 that was free a moment ago, below the range that clients' own sockets use; never the same twice.
    package static func find() -> Int {
        for _ in 0..<500 {
            let port = Int.random(in: 20000...30000)
            if isFree(port), given.withLock({ $0.insert(port).inserted }) { return port }
        }
        return 0
    }

    /// Whether nothing listens at `port` of 127.0.0.1.
    package static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
