import BerthPasswords
import CCrypt
import Synchronization
import Testing

@Suite struct `A password hash` {
    static func bcrypt(_ password: String, cost: Int = 4) -> String {
        let space = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        defer { space.deallocate() }
        space.initialize(to: crypt_data())
        let digits = cost < 10 ? "0\(cost)" : "\(cost)"
        guard let hash = crypt_r(password, "$2y$\(digits)$abcdefghijklmnopqrstuu", space) else { return "" }
        return String(cString: hash)
    }

    @Test(arguments: [
        // made by htpasswd -bm, -bs, and by Python's bcrypt
        ("myPassword", "$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/"), ("secret", "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ="),
        ("password", "$2a$05$bvIG6Nmid91Mu9RcmmWZfO5HJIMCT8riNW0hEp8f6/FuA2/mHZFpe"),
    ])
    func `of every scheme knows its password`(_ password: String, _ hash: String) {
        #expect(PasswordHash.matches(password, hash))
        #expect(!PasswordHash.matches(password + " ", hash))
        #expect(!PasswordHash.matches("", hash))
        #expect(!PasswordHash.matches(password + "\0", hash))
    }

    @Test(arguments: ["2y", "2a", "2b"])
    func `of bcrypt may have each prefix`(_ prefix: String) {
        let hash = Self.bcrypt("secret").replacing("2y", with: prefix)
        #expect(PasswordHash.isSupported(hash))
        #expect(PasswordHash.matches("secret", hash))
    }

    @Test func `refuses what bcrypt would cut`() {
        let long = String(repeating: "a", count: 73)
        #expect(!PasswordHash.matches(long, Self.bcrypt(String(long.prefix(72)))))
        #expect(PasswordHash.matches(String(long.prefix(72)), Self.bcrypt(String(long.prefix(72)))))
    }

    @Test(arguments: [
        "", "plain", "$1$abc$abcdefghijklmnopqrstuv", "$2y$03$" + String(repeating: "a", count: 53),
        "$2y$18$" + String(repeating: "a", count: 53),
        "$2y$05$short", "$2x$05$" + String(repeating: "a", count: 53), "$apr1$$abcdefghijklmnopqrstuv",
        "$apr1$123456789$abcdefghijklmnopqrstuv",
        "{SHA}short", "{SSHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", "$apr1$r31.....$HqJZimcKQFAMYayBlzkr:/",
    ])
    func `is none when it is something else`(_ hash: String) {
        #expect(PasswordScheme(of: hash) == nil)
        #expect(!PasswordHash.matches("plain", hash))
    }
}

@Suite struct `A password file` {
    @Test func `takes the last line of a user and only bcrypt unless told otherwise`() {
        let text =
            "# c\nuser:\(`A password hash`.bcrypt("first"))\nuser:\(`A password hash`.bcrypt("last"))\r\n"
            + "old:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\nplain:plain\n:x\nnothing\n"
        let file = HTPasswdFile(parsing: text)
        #expect(!file.verify(user: "user", password: "first"))
        #expect(file.verify(user: "user", password: "last"))
        #expect(file.unusableUsers == ["old", "plain"])
        let open = HTPasswdFile(parsing: text, accepting: .everyScheme)
        #expect(open.verify(user: "old", password: "secret"))
        #expect(!open.verify(user: "plain", password: "plain"))
        #expect(open.unusableUsers == ["plain"])
    }

    @Test func `keeps names apart that only look alike`() {
        let composed = "caf\u{e9}"
        let decomposed = "cafe\u{301}"
        let file = HTPasswdFile(
            parsing:
                "\(composed):\(`A password hash`.bcrypt("one"))\n\(decomposed):\(`A password hash`.bcrypt("two"))\n"
        )
        #expect(file.verify(user: composed, password: "one"))
        #expect(file.verify(user: decomposed, password: "two"))
        #expect(!file.verify(user: composed, password: "two"))
    }

    @Test func `takes as long for unknown users as for known ones, whatever their cost`() {
        let file = HTPasswdFile(
            parsing:
                "cheap:\(`A password hash`.bcrypt("a", cost: 4))\ndear:\(`A password hash`.bcrypt("b", cost: 10))\n"
                + "old:$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/\nolder:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n",
            accepting: .everyScheme
        )
        // by what is computed: how long that takes is the machine's affair
        func work(_ user: String, _ password: String) -> (bcryptRounds: Int, apacheMD5: Int) {
            var work = (bcryptRounds: 0, apacheMD5: 0)
            let isRight = file.verify(user: user, password: password) { scheme in
                switch scheme {
                case .bcrypt(let cost): work.bcryptRounds += 1 << cost
                case .apacheMD5: work.apacheMD5 += 1
                case .sha1: break
                }
            }
            #expect(!isRight)
            return work
        }
        for (user, password) in [
            ("dear", "wrong"), ("cheap", "wrong"), ("old", "wrong"), ("older", "wrong"), ("nobody", "wrong"),
            ("dear", String(repeating: "x", count: 80)), ("nobody", String(repeating: "x", count: 80)),
        ] {
            #expect(work(user, password) == (1 << 10, 1), "\(user)")
        }
    }
}

@Suite struct `A throttle of guesses` {
    @Test func `lets the first few through and then makes wait, by name and address`() {
        let throttle = GuessThrottle()
        let start = ContinuousClock.now
        for _ in 0..<8 { throttle.failed(user: "a", address: "192.0.2.1", now: start) }
        #expect(throttle.wait(user: "a", address: "192.0.2.1", now: start) == 0)
        throttle.failed(user: "a", address: "192.0.2.1", now: start)
        #expect(throttle.wait(user: "a", address: "192.0.2.1", now: start) == 1)
        #expect(throttle.wait(user: "a", address: "192.0.2.2", now: start) == 0)
        #expect(throttle.wait(user: "b", address: "192.0.2.1", now: start) == 0)
        #expect(throttle.wait(user: "a", address: "192.0.2.1", now: start + .seconds(2)) == 0)
        for _ in 0..<20 { throttle.failed(user: "a", address: "192.0.2.1", now: start) }
        #expect((1...30).contains(throttle.wait(user: "a", address: "192.0.2.1", now: start)))
        #expect(throttle.wait(user: "a", address: "192.0.2.1", now: start + .seconds(31)) == 0)
        throttle.succeeded(user: "a", address: "192.0.2.1")
        #expect(throttle.wait(user: "a", address: "192.0.2.1", now: start) == 0)
    }

    @Test func `takes the addresses of one IPv6 network for one`() {
        let throttle = GuessThrottle()
        let start = ContinuousClock.now
        for number in 0..<9 { throttle.failed(user: "a", address: "2001:db8:0:1::\(number)", now: start) }
        #expect(throttle.wait(user: "a", address: "2001:db8:0:1:ffff::1", now: start) > 0)
        #expect(throttle.wait(user: "a", address: "2001:db8:0:2::1", now: start) == 0)
        #expect(throttle.wait(user: "a", address: "::ffff:192.0.2.1", now: start) == 0)
    }

    @Test func `makes an address wait that tries one name after the other, but not who logged in there before`() {
        let throttle = GuessThrottle()
        let start = ContinuousClock.now
        throttle.succeeded(user: "regular", address: "192.0.2.1", now: start)
        for number in 0..<65 { throttle.failed(user: "guess\(number)", address: "192.0.2.1", now: start) }
        #expect(throttle.wait(user: "another", address: "192.0.2.1", now: start) == 1)
        #expect(throttle.judge(user: "another", address: "192.0.2.1", now: start).standing == .suspect)
        let regular = throttle.judge(user: "regular", address: "192.0.2.1", now: start)
        #expect(regular.wait == 0 && regular.standing == .known)
        let elsewhere = throttle.judge(user: "another", address: "192.0.2.2", now: start)
        #expect(elsewhere.wait == 0 && elsewhere.standing == .clean)
        #expect(throttle.wait(user: "another", address: "192.0.2.1", now: start + .seconds(1)) == 0)
        // one good password does not make the others' failures undone
        throttle.succeeded(user: "own", address: "192.0.2.1", now: start)
        #expect(throttle.wait(user: "another", address: "192.0.2.1", now: start) == 1)
        // and who logged in there is slowed down by failures of the same name only
        for _ in 0..<9 { throttle.failed(user: "regular", address: "192.0.2.1", now: start) }
        #expect(throttle.wait(user: "regular", address: "192.0.2.1", now: start) == 1)
        #expect(throttle.wait(user: "own", address: "192.0.2.1", now: start + .seconds(86_401)) == 0)
        #expect(throttle.judge(user: "own", address: "192.0.2.1", now: start + .seconds(86_401)).standing == .clean)
    }

    @Test func `gives each address one guess in a while at a name that many guess, and locks nobody out`() {
        let throttle = GuessThrottle()
        let start = ContinuousClock.now
        throttle.succeeded(user: "victim", address: "198.51.100.1", now: start)
        for number in 0..<65 { throttle.failed(user: "victim", address: "192.0.2.\(number)", now: start) }
        #expect(throttle.wait(user: "victim", address: "192.0.2.1", now: start) == 30)
        #expect(throttle.wait(user: "victim", address: "192.0.2.1", now: start + .seconds(30)) == 0)
        #expect(throttle.wait(user: "other", address: "192.0.2.1", now: start) == 0)
        #expect(throttle.wait(user: "victim", address: "198.51.100.1", now: start) == 0)
        #expect(throttle.wait(user: "victim", address: "198.51.100.2", now: start) == 0)
    }

    @Test func `is not made to forget by many names`() {
        let throttle = GuessThrottle()
        let start = ContinuousClock.now
        for _ in 0..<9 { throttle.failed(user: "victim", address: "192.0.2.1", now: start) }
        for number in 0..<45_000 { throttle.failed(user: "x\(number)", address: "10.0.\(number % 200).1", now: start) }
        #expect(throttle.wait(user: "victim", address: "192.0.2.1", now: start) == 1)
    }
}

@Suite struct `A queue of passwords` {
    private typealias Attempt = PasswordQueue.Attempt

    /// What became of attempts, by number.
    private final class Trace: Sendable {
        let inside = Mutex<[Int]>([])
        let refused = Mutex<Set<Int>>([])
    }

    /// Lets attempts wait one after the other behind one that is inside; which of them get in, in their order, and which do not.
    private func order(
        _ attempts: [Attempt],
        limit: Int = 64,
        share: Int = 16
    ) async -> (inside: [Int], refused: Set<Int>) {
        let queue = PasswordQueue(width: 1, limit: limit, share: share)
        #expect(await queue.enter(Attempt(user: "first", address: nil, standing: .clean)))
        let trace = Trace()
        await withTaskGroup(of: Void.self) { group in
            for (number, attempt) in attempts.enumerated() {
                group.addTask {
                    guard await queue.enter(attempt) else {
                        trace.refused.withLock { _ = $0.insert(number) }
                        return
                    }
                    trace.inside.withLock { $0.append(number) }
                    queue.leave()
                }
                // each waits or is turned away before the next one comes
                while queue.waitingCount + trace.refused.withLock(\.count) <= number { await Task.yield() }
            }
            queue.leave()
        }
        return (trace.inside.withLock(\.self), trace.refused.withLock(\.self))
    }

    @Test func `lets addresses take turns, however many attempts one has`() async {
        let guesses = (0..<10).map { Attempt(user: "guess\($0)", address: "192.0.2.1", standing: .clean) }
        let others = (2..<4).map { Attempt(user: "ann", address: "192.0.2.\($0)", standing: .clean) }
        let (inside, refused) = await order(guesses + others)
        #expect(refused.isEmpty)
        #expect(inside.prefix(3) == [0, 10, 11])
        #expect(inside.suffix(9) == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    }

    @Test func `lets wait no more than a share from one address, or for one user`() async {
        let guesses = (0..<100).map { Attempt(user: "guess\($0)", address: "192.0.2.1", standing: .clean) }
        let (inside, refused) = await order(guesses)
        #expect(inside == Array(0..<16))
        #expect(refused == Set(16..<100))
        let many = (0..<100).map { Attempt(user: "victim", address: "192.0.2.\($0)", standing: .clean) }
        #expect(await order(many).inside.count == 16)
    }

    @Test func `has room for who logged in there before, whoever fills it`() async {
        let strangers = (0..<64).map { Attempt(user: "guess\($0)", address: "192.0.2.\($0)", standing: .clean) }
        let regular = Attempt(user: "ann", address: "198.51.100.1", standing: .known)
        let (inside, refused) = await order(strangers + [regular])
        #expect(inside.first == 64)
        #expect(refused == [63])
        // also at an address and a name that others fill
        let near = (0..<40).map { Attempt(user: "ann", address: "192.0.2.1", standing: $0 > 8 ? .suspect : .clean) }
        let known = Attempt(user: "ann", address: "192.0.2.1", standing: .known)
        #expect(await order(near + [known]).inside.first == 40)
    }

    @Test func `puts those behind who guessed lately, but starves none`() async {
        let suspect = Attempt(user: "x", address: "192.0.2.1", standing: .suspect)
        let clean = (0..<12).map { Attempt(user: "u\($0)", address: "192.0.2.9", standing: .clean) }
        let (inside, _) = await order([suspect] + clean)
        #expect(inside.firstIndex(of: 0) == 7)
    }
}
