import BerthTesting
import Testing

@testable import BerthCommands

@Suite struct `Rubbish from strangers` {
    /// The same in every run; a crash names the parser, `Fuzz/` finds the input.
    private static let roundsEach = 15_000

    @Test(arguments: UntrustedInput.allCases)
    func `never traps a parser nor breaks what always holds`(_ parser: UntrustedInput) {
        var random = SeededGenerator(seed: 2026)
        let seeds = parser.seeds.map { Array($0.utf8) }
        for seed in seeds { #expect(parser.feed(seed)) }
        var pool = seeds
        for round in 0..<Self.roundsEach {
            let input = Mutation.mutate(pool[round % pool.count], with: seeds, using: &random)
            guard parser.feed(input) else {
                Issue.record("\(parser): \(input)")
                return
            }
            // now and then damage on damage
            if round % 50 == 0, pool.count < 40 { pool.append(input) }
        }
    }

    @Test
    func `never traps the reader of configuration files`() {
        var random = SeededGenerator(seed: 2027)
        let seeds = [
            "version: 0.1\nstorage: {s3: {bucket: a, accesskey: b}, delete: {enabled: true}}\nhttp:\n  addr: :5000\n",
            "a: &x [1, 2]\nb: *x\n? [k]\n: v\n", "- 1\n- {a: [b, {c: d}]}\n", "a: !!binary x\nb: |\n  text\n",
        ].map { Array($0.utf8) }
        for round in 0..<1_500 {
            let input = Mutation.mutate(seeds[round % seeds.count], with: seeds, using: &random)
            let file = try? ConfigurationFile(text: String(decoding: input, as: UTF8.self), name: "fuzz.yml")
            #expect((file?.settings.count ?? 0) <= ConfigurationFile.valueLimit)
        }
    }
}
