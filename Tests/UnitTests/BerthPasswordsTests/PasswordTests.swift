import BerthPasswords
import CCrypt
import Glibc
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
        // the thread's own time, which others on the machine do not lengthen
        func used() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        func least(_ user: String, _ password: String) -> Double {
            (0..<5).map { _ in
                let start = used()
                _ = file.verify(user: user, password: password)
                return used() - start
            }.min() ?? 0
        }
        let known = least("dear", "wrong")
        for (user, password) in [
            ("cheap", "wrong"), ("old", "wrong"), ("older", "wrong"), ("nobody", "wrong"),
            ("dear", String(repeating: "x", count: 80)), ("nobody", String(repeating: "x", count: 80)),
        ] {
            let other = least(user, password)
            #expect(other > known * 0.6 && other < known * 1.7, "\(user): \(other) against \(known)")
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
}
