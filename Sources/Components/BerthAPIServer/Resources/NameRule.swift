/// Which names a kind takes.
package enum NameRule: Sendable, Hashable {
    /// Up to 253 of lower-case letters, digits, `-` and `.` (RFC 1123 subdomain).
    case dns1123Subdomain
    /// Up to 63 of lower-case letters, digits and `-`.
    case dns1123Label
    /// As above, but begins with a letter (services).
    case dns1035Label
    /// Anything but `.`, `..`, and without `/` and `%`.
    case pathSegment
}
