/// Why a patch was refused.
package enum PatchError: Error, Sendable, Hashable {
    /// The patch itself is no patch: 400.
    case malformed(String)
    /// The patch does not fit the object, or more than a limit would come of it: 422.
    case inapplicable(String)
    /// The patch or what would come of it is more than the limits allow: 413.
    case tooLarge(String)
}

extension PatchError: CustomStringConvertible {
    /// Fit for a Status.
    package var description: String {
        switch self {
        case .malformed(let what), .inapplicable(let what), .tooLarge(let what): what
        }
    }
}
