/// What identifies the server in answers, next to the request's own id.
enum ResponseID {
    /// The value of `x-amz-id-2` and `HostId`: one of a process.
    static let host: String = {
        var generator = SystemRandomNumberGenerator()
        let digits = String(generator.next(), radix: 16) + String(generator.next(), radix: 16)
        return digits
    }()
}
