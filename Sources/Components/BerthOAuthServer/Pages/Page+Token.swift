extension Page {
    /// A button that shows the token.
    static func tokenButton(user: String, code: String, guardValue: String) -> Page {
        Page(
            title: "Your token",
            body: """
                <p>You are logged in as <strong>\(HTMLText.escape(user))</strong>.</p>
                <form method="post" action="\(TokenPageRoutes.displayPath)">
                \(hidden("code", code))
                \(hidden(FormGuard.name, guardValue))
                <button type="submit">Display Token</button>
                </form>
                """
        )
    }

    /// The token and how to use it.
    static func token(_ token: String, user: String, apiURL: String, offersLogout: Bool) -> Page {
        let token = HTMLText.escape(token)
        let server = HTMLText.escape(apiURL)
        let logout = """
            <form method="post" action="/logout">\(hidden("then", TokenPageRoutes.requestPath))
            <button class="second" type="submit">Log out</button></form>
            """
        return Page(
            title: "Your API token is",
            body: """
                <p><code>\(token)</code></p>
                <h2>Log in with this token</h2>
                <pre>oc login --token=\(token) --server=\(server)</pre>
                <h2>Use this token directly against the API</h2>
                <pre>curl -H "Authorization: Bearer \(token)" "\(server)/apis/user.openshift.io/v1/users/~"</pre>
                <p>Whoever has it acts as <strong>\(HTMLText.escape(user))</strong>. \
                <a href="\(TokenPageRoutes.requestPath)">Request another token</a></p>
                \(offersLogout ? logout : "")
                """
        )
    }
}
