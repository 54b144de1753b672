import HTTPTypes
import HummingbirdCore
import Kubernetes
import NIOCore

extension Response {
    /// A JSON document.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        var buffer = ByteBuffer()
        value.write(to: &buffer)
        return Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: buffer)
        )
    }

    /// One line of text.
    static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n"))
        )
    }

    /// 302 to a URL that was checked.
    static func redirect(to location: String) -> Response {
        Response(
            status: .found,
            headers: [.location: location, .contentLength: "0"],
            body: ResponseBody(byteBuffer: ByteBuffer())
        )
    }

    /// A page of ours.
    static func page(_ page: Page, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8"]
        if let policy = HTTPField.Name("Content-Security-Policy") { headers[policy] = Page.securityPolicy }
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: page.html))
        )
    }

    /// The same with a cookie; several may be added.
    func setting(cookie: String) -> Response {
        var copy = self
        copy.headers.append(HTTPField(name: .setCookie, value: cookie))
        return copy
    }
}
