extension Page {
    /// Name and password.
    static func login(provider: String?, then: LocalPath, guardValue: String, message: String?) -> Page {
        let action = provider.map { "/login/\(FormText.encode($0))" } ?? "/login"
        let note = provider.map { "<p>with <strong>\(HTMLText.escape($0))</strong></p>" } ?? ""
        return Page(
            title: "Log in",
            body: """
                \(note)\(alert(message))
                <form method="post" action="\(action)">
                \(hidden("then", then.text))
                \(hidden(FormGuard.name, guardValue))
                <label for="username">Username</label>
                <input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" \
                spellcheck="false" required autofocus>
                <label for="password">Password</label>
                <input id="password" name="password" type="password" autocomplete="current-password" required>
                <button type="submit">Log in</button>
                </form>
                """
        )
    }

    /// A link to the form of each provider.
    static func providerChoice(_ names: [String], then: LocalPath, message: String?) -> Page {
        guard !names.isEmpty else {
            return .message("Log in", "Nobody can log in with a password: no identity provider is configured.")
        }
        let links = names.map { name in
            "<a class=\"button\" href=\"/login/\(FormText.encode(name))?then=\(FormText.encode(then.text))\">"
                + "\(HTMLText.escape(name))</a>"
        }
        return Page(title: "Log in with …", body: alert(message) + links.joined(separator: "\n"))
    }

    /// What a client wants, and two buttons.
    static func approval(
        client: String,
        user: String,
        scopes: [String],
        target: String,
        then: LocalPath,
        guardValue: String
    ) -> Page {
        let list = scopes.map { "<li><code>\(HTMLText.escape($0))</code> – \(HTMLText.escape(meaning($0)))</li>" }
        return Page(
            title: "Authorize access",
            body: """
                <p><strong>\(HTMLText.escape(client))</strong> asks for permission to act as \
                <strong>\(HTMLText.escape(user))</strong>:</p>
                <ul>\(list.joined())</ul>
                <p>You will be sent to <code>\(HTMLText.escape(target))</code>.</p>
                <form method="post" action="/oauth/authorize/approve">
                \(hidden("then", then.text))
                \(hidden(FormGuard.name, guardValue))
                <button type="submit" name="approve" value="true">Allow</button>
                <button class="second" type="submit" name="deny" value="true">Deny</button>
                </form>
                """
        )
    }

    private static func meaning(_ scope: String) -> String {
        switch scope {
        case "user:full": "full access with all of your permissions"
        case "user:info": "read your user name and the like"
        case "user:check-access": "see what you may do"
        case "user:list-projects": "list your projects"
        case "user:list-scoped-projects": "list your projects that the token reaches"
        default: "use a role in a project, as far as you have it"
        }
    }
}
