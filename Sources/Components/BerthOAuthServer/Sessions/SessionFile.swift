/// Where the keys of sessions, and the sessions that were ended, outlive the process; its calls block.
package protocol SessionFile: Sendable {
    /// The running system: what was written under another one may lack its end.
    var bootID: String { get }

    /// The content; nil when there is no file.
    func read() throws -> [UInt8]?

    /// Puts a new content in the place of the former one, durably, readable by its owner alone.
    func replace(_ content: [UInt8]) throws

    /// Adds to the content so that it outlives the process.
    func append(_ content: [UInt8]) throws

    /// Removes the file as far as that can be done.
    func remove()
}
