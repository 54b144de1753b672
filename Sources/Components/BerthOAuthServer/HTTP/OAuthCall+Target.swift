extension OAuthCall {
    /// Path and query of an authorize request, to come back to; everything is escaped anew, so that it is a ``LocalPath``.
    var returnTarget: String { "/oauth/authorize?" + fields.encoded }
}
