/// Request ids: 16 upper-case hexadecimal digits, as S3 clients print them.
enum RequestID {
    static func make() -> String {
        var random = UInt64.random(in: .min ... .max)
        return String(unsafeUninitializedCapacity: 16) { space in
            for index in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: random & 0xF)
                space[index] = digit < 10 ? 0x30 + digit : 0x41 + digit - 10
                random >>= 4
            }
            return 16
        }
    }
}
