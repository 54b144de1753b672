/// A registry refused what a test needs for its preparation.
package struct RegistryCallError: Error, CustomStringConvertible {
    /// The reply.
    package let reply: HTTPReply

    /// The unexpected reply.
    package init(_ reply: HTTPReply) { self.reply = reply }

    package var description: String { "unexpected answer: \(reply)" }
}
