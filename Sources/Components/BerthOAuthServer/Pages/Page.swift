import Crypto
import FoundationEssentials

/// A small page without scripts and without anything from elsewhere.
struct Page: Sendable {
    let title: String
    /// HTML whose texts are escaped.
    let body: String

    /// The whole document.
    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>\(HTMLText.escape(title)) · Berth</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <main>
        <h1>\(HTMLText.escape(title))</h1>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    /// Only our own style, and nobody frames us.
    ///
    /// `form-action` is left out: browsers apply it to the redirects after a login, which lead to clients.
    static let securityPolicy: String = {
        let hash = Data(SHA256.hash(data: Array(style.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; frame-ancestors 'none'"
    }()

    private static let style = """
        :root{color-scheme:light dark;--ink:#151515;--paper:#fff;--ground:#f0f2f4;--line:#8a8d90;--accent:#0055b3;\
        --bad:#a30000}
        @media (prefers-color-scheme:dark){:root{--ink:#f2f2f2;--paper:#1f2226;--ground:#121417;--line:#6a6e73;\
        --accent:#73b3ff;--bad:#ff9a8f}}
        *{box-sizing:border-box}
        body{margin:0;padding:6vh 1rem;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
        main{max-width:34rem;margin:0 auto;padding:2rem;background:var(--paper);border-radius:.5rem;\
        border-top:.25rem solid var(--accent)}
        h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.2}
        h2{margin:1.5rem 0 .5rem;font-size:1rem}
        label{display:block;margin:1rem 0 .25rem;font-weight:600}
        input{width:100%;padding:.6rem;font:inherit;color:inherit;background:transparent;\
        border:1px solid var(--line);border-radius:.25rem}
        button,.button{display:block;width:100%;margin:1.25rem 0 0;padding:.7rem;font:inherit;font-weight:600;\
        text-align:center;text-decoration:none;color:var(--paper);background:var(--accent);\
        border:1px solid var(--accent);border-radius:.25rem;cursor:pointer}
        .second{color:var(--accent);background:transparent}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
        a{color:var(--accent)}
        a.button{color:var(--paper)}
        .bad{color:var(--bad);font-weight:600}
        code,pre{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
        pre{white-space:pre-wrap;padding:.75rem;background:var(--ground);border-radius:.25rem}
        """

    /// A message, with a link to go on.
    static func message(_ title: String, _ text: String, link: (path: String, text: String)? = nil) -> Page {
        let end = link.map { "<p><a href=\"\(HTMLText.escape($0.path))\">\(HTMLText.escape($0.text))</a></p>" } ?? ""
        return Page(title: title, body: "<p>\(HTMLText.escape(text))</p>\(end)")
    }

    /// What stands above a form that came back.
    static func alert(_ message: String?) -> String {
        message.map { "<p class=\"bad\" role=\"alert\">\(HTMLText.escape($0))</p>" } ?? ""
    }

    /// A field that is sent unseen.
    static func hidden(_ name: String, _ value: String) -> String {
        "<input type=\"hidden\" name=\"\(HTMLText.escape(name))\" value=\"\(HTMLText.escape(value))\">"
    }
}
