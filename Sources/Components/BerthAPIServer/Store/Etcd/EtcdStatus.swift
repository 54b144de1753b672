import NIOHPACK
import NIOHTTP2

/// How a call ended, from the headers and trailers of its answer.
///
/// <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses>
struct EtcdStatus {
    private var http: String?
    private var code: String?
    private var message = ""

    /// Takes headers or trailers.
    mutating func take(_ headers: HPACKHeaders) {
        if let http = headers.first(name: ":status") { self.http = http }
        if let code = headers.first(name: "grpc-status") { self.code = code }
        if let message = headers.first(name: "grpc-message") { self.message = Self.decoded(message) }
    }

    /// Why there is no answer; nil when all went well.
    var failure: EtcdFailure? {
        guard let code else {
            return http == "200" || http == nil
                ? .unknownOutcome("the answer has no status") : .refused("HTTP \(http ?? "")")
        }
        guard code != "0" else { return nil }
        return EtcdFailure(code: Int(code) ?? 2, message: message)
    }

    /// What an error on a stream means.
    static func failure(_ error: any Error) -> EtcdFailure {
        if let failure = error as? EtcdFailure { return failure }
        if let closed = error as? NIOHTTP2Errors.StreamClosed {
            // RFC 9113, 8.7: it has not been processed.
            if closed.errorCode == .refusedStream { return .notSent("it refused the stream") }
            return .unknownOutcome("the stream was reset")
        }
        if error is NIOHTTP2Errors.CreatedStreamAfterGoaway { return .notSent("it is shutting down") }
        return .unknownOutcome("\(type(of: error))")
    }

    /// A text with its percent escapes resolved; at most some 512 bytes of it.
    static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Substring(text).utf8.prefix(512)
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, let code = UInt8(Substring(digits), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
