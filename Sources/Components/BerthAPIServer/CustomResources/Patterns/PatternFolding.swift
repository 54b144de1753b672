/// Which scalars differ in case only: the simple folding of Unicode.
/// <https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt>
enum PatternFolding {
    /// The scalar and those that differ from it in case only.
    static func equivalents(of scalar: Unicode.Scalar?) -> [Unicode.Scalar] {
        guard let scalar else { return [] }
        if let exception = exceptions[scalar] { return exception }
        let properties = scalar.properties
        var found = [scalar]
        for mapping in [properties.lowercaseMapping, properties.uppercaseMapping, properties.titlecaseMapping] {
            let mapped = mapping.unicodeScalars
            if let only = mapped.first, mapped.count == 1, !found.contains(only) { found.append(only) }
        }
        return found
    }

    /// The scalars of which the mappings to lower and upper case do not tell all.
    private static let exceptions: [Unicode.Scalar: [Unicode.Scalar]] = {
        var exceptions: [Unicode.Scalar: [Unicode.Scalar]] = [:]
        for values in orbits {
            let orbit = values.compactMap(Unicode.Scalar.init)
            for scalar in orbit { exceptions[scalar] = orbit }
        }
        return exceptions
    }()

    private static let orbits: [[UInt32]] = [
        [0x4b, 0x6b, 0x212a], [0x53, 0x73, 0x17f], [0xb5, 0x39c, 0x3bc], [0xc5, 0xe5, 0x212b], [0xdf, 0x1e9e],
        [0x130], [0x131], [0x1c4, 0x1c5, 0x1c6], [0x1c7, 0x1c8, 0x1c9], [0x1ca, 0x1cb, 0x1cc], [0x1f1, 0x1f2, 0x1f3],
        [0x345, 0x399, 0x3b9, 0x1fbe], [0x392, 0x3b2, 0x3d0], [0x395, 0x3b5, 0x3f5], [0x398, 0x3b8, 0x3d1, 0x3f4],
        [0x39a, 0x3ba, 0x3f0], [0x3a0, 0x3c0, 0x3d6], [0x3a1, 0x3c1, 0x3f1], [0x3a3, 0x3c2, 0x3c3],
        [0x3a6, 0x3c6, 0x3d5], [0x3a9, 0x3c9, 0x2126], [0x412, 0x432, 0x1c80], [0x414, 0x434, 0x1c81],
        [0x41e, 0x43e, 0x1c82], [0x421, 0x441, 0x1c83], [0x422, 0x442, 0x1c84, 0x1c85], [0x42a, 0x44a, 0x1c86],
        [0x462, 0x463, 0x1c87], [0x1c88, 0xa64a, 0xa64b], [0x1e60, 0x1e61, 0x1e9b],
    ]
}
