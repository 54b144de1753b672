import BerthTesting
import Testing

@testable import Kubernetes

@Suite struct `Texts of the API` {
    @Test(
        arguments: [
            (0.0, "1970-01-01T00:00:00Z"), (1_795_384_553.9, "2026-11-22T21:55:53Z"), (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-62_135_596_800, "0001-01-01T00:00:00Z"),
            (1e300, "9999-12-31T23:59:59Z"), (-1e300, "0000-01-01T00:00:00Z"), (.nan, "1970-01-01T00:00:00Z"),
        ] as [(Double, String)]
    )
    func `write times`(_ seconds: Double, _ text: String) {
        #expect(RFC3339.text(seconds: seconds) == text)
        if abs(seconds) < 1e11 { #expect(RFC3339.seconds(parsing: text) == seconds.rounded(.down)) }
    }

    @Test(arguments: [
        ("2026-11-22T21:55:53Z", 1_795_384_553.0), ("2026-11-22t22:55:53.5+01:00", 1_795_384_553.5),
        ("2026-11-22T16:25:53-05:30", 1_795_384_553),
    ])
    func `read times`(_ text: String, _ seconds: Double) { #expect(RFC3339.seconds(parsing: text) == seconds) }

    @Test(arguments: [
        "", "2026-11-22", "2026-11-22T21:55:53", "2026-11-22 21:55:53Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T21:60:00Z", "2026-11-22T21:55:60Z", "2026-11-22T21:55:53.Z",
        "2026-11-22T21:55:53+1:00",
        "2026-11-22T21:55:53ZZ", "２026-11-22T21:55:53Z", "2026-11-22T21:55:53.5", "+026-11-22T21:55:53Z",
        "2026-00-01T00:00:00Z",
    ])
    func `refuse what is no time`(_ text: String) { #expect(RFC3339.seconds(parsing: text) == nil) }

    @Test func `read every time that they write`() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<5_000 {
            let seconds = Double(Int64.random(in: -62_167_219_200...253_402_300_799, using: &random))
            #expect(RFC3339.seconds(parsing: RFC3339.text(seconds: seconds)) == seconds)
        }
        #expect(RFC3339.microText(seconds: 1_795_384_553.25) == "2026-11-22T21:55:53.250000Z")
    }

    @Test(
        arguments: [
            (-5.0, "<invalid>"), (-1, "0s"), (0, "0s"), (119, "119s"), (120, "2m"), (150, "2m30s"), (599, "9m59s"),
            (600, "10m"),
            (10_799, "179m"), (10_800, "3h"), (11_100, "3h5m"), (28_800, "8h"), (172_799, "47h"), (172_800, "2d"),
            (176_400, "2d1h"),
            (691_200, "8d"), (63_071_999, "729d"), (63_072_000, "2y"), (68_256_000, "2y60d"), (252_288_000, "8y"),
            (.nan, "<invalid>"),
        ] as [(Double, String)]
    )
    func `write ages`(_ seconds: Double, _ text: String) { #expect(HumanDuration.text(seconds: seconds) == text) }

    @Test func `make names and UUIDs`() {
        #expect(ObjectName.generateSuffix().utf8.count == 5)
        #expect(ObjectName.generateSuffix() != ObjectName.generateSuffix())
        #expect(ObjectName.generated(from: String(repeating: "a", count: 100)).utf8.count == 63)
        #expect(ObjectName.generated(from: "web-").hasPrefix("web-"))
        var random = SeededGenerator(seed: 1)
        for _ in 0..<100 {
            let uuid = UUIDText.generated(using: &random)
            #expect(uuid.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        }
        #expect(UUIDText.random() != UUIDText.random())
    }

    @Test func `know the forms of names`() {
        #expect(NameFormat.labelProblems("my-name").isEmpty)
        for bad in ["", "-a", "a-", "A", "a.b", "a\u{301}", String(repeating: "a", count: 64)] {
            #expect(!NameFormat.labelProblems(bad).isEmpty, "\(bad)")
        }
        #expect(NameFormat.subdomainProblems("a.b-c.d").isEmpty)
        for bad in ["", ".", "a..b", "a.", "a_b", String(repeating: "a", count: 254)] {
            #expect(!NameFormat.subdomainProblems(bad).isEmpty, "\(bad)")
        }
        #expect(NameFormat.serviceNameProblems("a1").isEmpty)
        #expect(!NameFormat.serviceNameProblems("1a").isEmpty)
        #expect(NameFormat.pathSegmentProblems("system:admin").isEmpty)
        #expect(NameFormat.pathSegmentProblems("a/b%") == ["may not contain '/'", "may not contain '%'"])
        #expect(NameFormat.pathSegmentProblems("..") == ["may not be '..'"])
        #expect(NameFormat.configKeyProblems(".dockerconfigjson").isEmpty)
        #expect(!NameFormat.configKeyProblems("..x").isEmpty)
        #expect(!NameFormat.configKeyProblems("a/b").isEmpty)
    }
}
