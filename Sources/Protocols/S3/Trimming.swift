extension StringProtocol {
    /// The text without any of `characters` at its ends.
    func trimming(_ characters: String) -> SubSequence {
        var rest = self[...]
        while let first = rest.first, characters.contains(first) { rest = rest.dropFirst() }
        while let last = rest.last, characters.contains(last) { rest = rest.dropLast() }
        return rest
    }
}
