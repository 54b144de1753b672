/// Why a raw exchange got no reply.
package enum RawHTTPError: Error, Equatable {
    case connection(Int32)
    case closed
    case timeout
    case malformed(String)
}
