import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes
import NIOCore

/// Answers in YAML to who prefers it to JSON.
enum AnswerLanguage {
    private static let yaml = "application/yaml"
    /// Larger answers stay JSON, which is YAML too.
    private static let bytesLimit = 16 * 1024 * 1024
    private static let yamlLimit = 64 * 1024 * 1024

    /// The response, its JSON turned into YAML if the client asked for that.
    static func translated(_ response: Response, for request: Request, _ context: HTTPContext) -> Response {
        guard response.headers[.contentType] == "application/json", request.headers[.accept]?.contains(yaml) == true,
            ResponseForm.prefersYAML(accept: request.headers[.accept] ?? "")
        else { return response }
        var response = response
        response.headers[.contentType] = yaml
        response.headers[.contentLength] = nil
        let plain = response.body
        response.body = ResponseBody { writer in
            let collected = CollectedBody()
            try await plain.write(collected)
            var body = collected.buffer
            let limits = JSONLimits(nodeLimit: .max)
            if body.readableBytes <= bytesLimit, let value = try? JSONValue(parsing: body, limits: limits) {
                var text = YAMLWriter(limit: yamlLimit)
                text.write(value)
                if !text.isTooLarge { body = ByteBuffer(bytes: text.bytes) }
            }
            try await writer.write(body)
            try await writer.finish(nil)
        }
        return response
    }
}

/// Keeps what is written to it.
private final class CollectedBody: ResponseBodyWriter {
    var buffer = ByteBuffer()

    func write(_ buffer: ByteBuffer) async throws {
        var buffer = buffer
        self.buffer.writeBuffer(&buffer)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
