import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

@Suite struct `Large answers` {
    @Test(arguments: [
        ("gzip", true), ("deflate, gzip;q=0.5", true), ("GZIP", true), ("*", true), ("", false), ("identity", false),
        ("gzip;q=0", false), ("*, gzip;q=0", false), ("deflate", false), ("gzip; q=0.0", false),
    ])
    func `are compressed for who takes that`(_ header: String, _ takes: Bool) {
        #expect(ContentCoding.takesGzip(header) == takes)
        #expect(!ContentCoding.takesGzip(nil))
    }

    @Test func `come out as they went in`() throws {
        var plain = ByteBuffer()
        for number in 0..<50_000 { plain.writeString("{\"number\":\(number)}") }
        let compressor = try #require(GzipCompressor.make(level: GzipCompressor.fast))
        var rest = plain
        var packed = ByteBuffer()
        while let piece = rest.readSlice(length: min(70_000, rest.readableBytes)), piece.readableBytes > 0 {
            var ready = compressor.compress(piece)
            packed.writeBuffer(&ready)
        }
        var end = compressor.compress(ByteBuffer(), isLast: true)
        packed.writeBuffer(&end)
        #expect(packed.readableBytes < plain.readableBytes / 4)
        #expect(try Gzip.inflate(packed, limit: 1 << 24) == plain)
        let whole = try #require(Gzip.deflate(plain))
        #expect(try Gzip.inflate(whole, limit: 1 << 24) == plain)
        #expect(try Gzip.inflate(try #require(Gzip.deflate(ByteBuffer())), limit: 16).readableBytes == 0)
    }

    @Test func `travel compressed, small ones and watches do not`() async throws {
        try await ServedAPI.serving { api in
            let text = JSONValue.string(String(repeating: "colour ", count: 4_000))
            for number in 0..<8 {
                let widget = ServedAPI.widget("w\(number)", spec: ["text": text])
                try await api.send("POST", ServedAPI.widgetsPath, widget)
            }
            let plain = try await api.send("GET", ServedAPI.widgetsPath)
            #expect(plain.header("Content-Encoding") == nil && plain.header("Vary") == "Accept-Encoding")
            let packed = try await api.raw(ServedAPI.widgetsPath, acceptEncoding: "gzip")
            #expect(packed.header("Content-Encoding") == "gzip" && packed.header("Vary") == "Accept-Encoding")
            let inflated = try Gzip.inflate(packed.body, limit: 1 << 24)
            #expect(try JSONValue(parsing: inflated) == plain.json)
            let small = try await api.raw(ServedAPI.widgetsPath + "/w1", acceptEncoding: "gzip")
            #expect(small.header("Content-Encoding") == nil && small.header("Vary") == nil)
            let watch = try await api.raw(
                ServedAPI.widgetsPath + "?watch=true&timeoutSeconds=1&resourceVersion=0",
                acceptEncoding: "gzip"
            )
            #expect(watch.header("Content-Encoding") == nil)
        }
    }

    @Test func `speak YAML to who prefers that`() async throws {
        try await ServedAPI.serving { api in
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("w", spec: ["text": "yes"]))
            let yaml = try await api.send("GET", ServedAPI.widgetsPath + "/w", accept: "application/yaml")
            #expect(yaml.header("Content-Type") == "application/yaml")
            let json = try await api.send("GET", ServedAPI.widgetsPath + "/w").json
            #expect(try JSONValue(yaml: yaml.text) == json)
            #expect(yaml.text.hasPrefix("apiVersion: example.com/v1\nkind: Widget\nmetadata:\n"))
            let list = try await api.send("GET", ServedAPI.widgetsPath, accept: "application/yaml, application/json")
            #expect(try JSONValue(yaml: list.text).kind == "WidgetList")
            let missing = try await api.send("GET", ServedAPI.widgetsPath + "/x", accept: "application/yaml")
            #expect(missing.code == 404)
            #expect(try JSONValue(yaml: missing.text)["reason"] == "NotFound")
            let other = try await api.send("GET", ServedAPI.widgetsPath, accept: "application/json, application/yaml")
            #expect(other.header("Content-Type") == "application/json")
        }
    }
}
