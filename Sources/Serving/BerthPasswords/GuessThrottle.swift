import Glibc
import Synchronization

/// Slows down whoever guesses passwords, so that nobody can lock somebody else out.
///
/// Three things are counted: failures of a user at an address, of an address over all users, and of a user over all addresses. Where a
/// user logged in before, only that user's own failures at that address count.
package final class GuessThrottle: Sendable {
    /// How an attempt is to be treated.
    package struct Verdict: Sendable, Equatable {
        /// The seconds to wait before a password is looked at; 0 to go ahead.
        package let wait: Int
        /// What is known of the user at that address.
        package let standing: Standing
    }

    private struct State {
        var pairs = FailureRecords(limit: 20_000)
        var addresses = FailureRecords(limit: 20_000)
        var users = FailureRecords(limit: 20_000)
        /// Where users logged in, and when.
        var logins: [String: ContinuousClock.Instant] = [:]
    }

    /// Failures of a user at an address that cost nothing.
    private static let freeAtPair = 8
    /// Failures of an address, whatever the user, that cost nothing.
    private static let freeAtAddress = 64
    /// Failures of a user, wherever they come from, until each address has one guess in a while.
    private static let freeAtUser = 64
    /// How long a login vouches for its user and address.
    private static let loginMemory: Duration = .seconds(86_400)
    private static let loginsLimit = 20_000

    private let state = Mutex(State())

    /// A throttle that has seen nobody.
    package init() {}

    /// What to do with an attempt on `user` from `address`.
    package func judge(user: String, address: String?, now: ContinuousClock.Instant = .now) -> Verdict {
        let network = Self.network(address)
        let pair = Self.key(user, network)
        return state.withLock { state in
            let own = state.pairs.wait(pair, free: Self.freeAtPair, now: now)
            let isKnown = state.logins[pair].map { now - $0 < Self.loginMemory } ?? false
            if isKnown, own == 0 { return Verdict(wait: 0, standing: .known) }
            let everywhere =
                state.users.failures(Self.name(user), now: now) > Self.freeAtUser && !isKnown
                ? state.pairs.wait(pair, now: now) : 0
            let here = isKnown ? 0 : state.addresses.wait(network, free: Self.freeAtAddress, now: now)
            let isSuspect = state.addresses.failures(network, now: now) > Self.freeAtPair
            return Verdict(wait: max(own, everywhere, here), standing: isSuspect ? .suspect : .clean)
        }
    }

    /// The seconds that this user at this address has to wait before a password is looked at; 0 to go ahead.
    package func wait(user: String, address: String?, now: ContinuousClock.Instant = .now) -> Int {
        judge(user: user, address: address, now: now).wait
    }

    /// Notes a wrong password.
    package func failed(user: String, address: String?, now: ContinuousClock.Instant = .now) {
        let network = Self.network(address)
        state.withLock { state in
            state.pairs.note(Self.key(user, network), now: now)
            state.addresses.note(network, now: now)
            state.users.note(Self.name(user), now: now)
        }
    }

    /// Forgets the user's failures at this address after a right password, and remembers the place; others' failures there stay.
    package func succeeded(user: String, address: String?, now: ContinuousClock.Instant = .now) {
        let pair = Self.key(user, Self.network(address))
        state.withLock { state in
            state.pairs.forget(pair)
            if state.logins.count >= Self.loginsLimit, state.logins[pair] == nil {
                let kept = state.logins.sorted { $0.value > $1.value }.prefix(Self.loginsLimit / 4 * 3)
                state.logins = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
            }
            state.logins[pair] = now
        }
    }

    private static func key(_ user: String, _ network: String) -> String { "\(network) \(name(user))" }

    private static func name(_ user: String) -> String { String(user.prefix(256)) }

    /// What counts as one place: one line has a whole /64 of IPv6 to itself.
    package static func network(_ address: String?) -> String {
        guard let address else { return "-" }
        var bytes = [UInt8](repeating: 0, count: 16)
        guard address.utf8.contains(UInt8(ascii: ":")), inet_pton(AF_INET6, address, &bytes) == 1 else {
            return address
        }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return isMapped ? bytes[12...].map { "\($0)" }.joined(separator: ".") : "\(bytes[..<8])"
    }
}

extension GuessThrottle {
    /// What the past says of whoever sends a password.
    package enum Standing: Sendable, Equatable {
        /// This user logged in from there before.
        case known
        /// Nothing much.
        case clean
        /// Many wrong passwords came from there lately.
        case suspect
    }
}
