/// An access token that was just made.
struct IssuedToken: Sendable {
    let text: String
    let grant: Grant
    /// Seconds; 0: never.
    let expiresIn: Int

    /// The parameters of a response, in the order of their names.
    var parameters: [(String, String)] {
        var parameters = [("access_token", text)]
        if expiresIn > 0 { parameters.append(("expires_in", "\(expiresIn)")) }
        parameters.append(("scope", grant.scopes.joined(separator: " ")))
        parameters.append(("token_type", "Bearer"))
        return parameters
    }
}
