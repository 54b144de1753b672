/// A run of bytes of one stored content; an object is a list of them.
struct Extent: Hashable, Sendable {
    /// The row of the content.
    let content: Int64
    let offset: Int64
    let length: Int64
    /// The part that brought these bytes, or 0 for an object that came in one piece.
    let part: Int
}
