import Foundation

/// The one line that a serving process prints on standard output once it serves, with the addresses that it really got.
struct ReadyLine: Codable, Equatable, Sendable {
    /// Always `ready`.
    var event = "ready"
    /// The component's name, as its command is called.
    let component: String
    /// URLs by what is found there.
    let addresses: [String: String]
    /// The process id.
    let pid: Int32

    init(component: String, addresses: [String: String], pid: Int32 = getpid()) {
        self.component = component
        self.addresses = addresses
        self.pid = pid
    }

    /// The line that a child printed; nil when it is something else.
    init?(_ line: String) {
        guard let value = try? JSONDecoder().decode(ReadyLine.self, from: Data(line.utf8)), value.event == "ready"
        else {
            return nil
        }
        self = value
    }

    /// The first address, by name, as one that can be connected to from this machine.
    var url: String? {
        addresses.min { $0.key < $1.key }?.value
            .replacing("://0.0.0.0:", with: "://127.0.0.1:").replacing("://[::]:", with: "://[::1]:")
    }

    /// Where the process listens, taken from ``url``.
    var listenAddress: ListenAddress? {
        url.flatMap { ListenAddress(String($0.drop { $0 != "/" }.drop { $0 == "/" })) }
    }

    /// The line with its end.
    var text: String { JSONText.line(self) }
}
