/// An access file that cannot be understood.
package struct AccessFileError: Error, Sendable, Equatable, CustomStringConvertible {
    package let line: Int

    package var description: String {
        "line \(line) of the access file is not \"who where what\", with what of pull, create, push, delete, *"
    }
}
