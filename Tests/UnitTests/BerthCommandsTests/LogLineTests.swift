import Foundation
import Logging
import Testing

@testable import BerthCommands

@Suite struct `A log line` {
    private func line(_ message: String, _ metadata: Logger.Metadata = [:]) -> LogLine {
        LogLine(
            time: Date(timeIntervalSince1970: 1_767_323_045.678),
            level: .info,
            label: "registry",
            message: message,
            metadata: metadata
        )
    }

    @Test func `reads well and parses well`() throws {
        let entry = line("request", ["status": "200", "agent": "a \"b\""])
        #expect(entry.text == "2026-01-02T03:04:05.678Z info registry: request agent=\"a \\\"b\\\"\" status=200\n")
        let object = try JSONDecoder().decode([String: String].self, from: Data(entry.json.utf8))
        #expect(
            object == [
                "time": "2026-01-02T03:04:05.678Z", "level": "info", "label": "registry", "message": "request",
                "status": "200", "agent": "a \"b\"",
            ]
        )
    }

    @Test(arguments: ["password", "Authorization", "set-cookie", "secretKey", "x-amz-security-token", "signature"])
    func `leaves out what a name calls secret`(_ key: String) {
        for text in [line("m", [key: "hunter2"]).text, line("m", [key: "hunter2"]).json] {
            #expect(!text.contains("hunter2"))
            #expect(text.contains(LogLine.redacted))
        }
    }

    @Test func `leaves out the signature of a presigned address`() {
        let address = "/b/k?partNumber=1&X-Amz-Credential=AKID%2F20260101&X-Amz-Signature=deadbeef"
        let text = line("m", ["target": .string(address)]).text
        #expect(text.contains("/b/k?partNumber=1&"))
        #expect(!text.contains("deadbeef") && !text.contains("AKID"))
    }

    @Test(arguments: [
        "X-AMZ-SIGNATURE=", "x-amz-credential=", "Signature=", "AWSAccessKeyId=", "X-Amz-Security-Token=",
    ])
    func `leaves out what follows the name of a signature, in any case, beside any letters`(_ name: String) {
        for before in ["/b/k?", "/İ/straße?", ""] {
            // an accent after the name is one letter with its last one
            for after in ["deadbeef", "\u{301}deadbeef", ""] {
                let line = line("m", ["target": .string(before + name + after)])
                for text in [line.text, line.json] {
                    #expect(!text.contains("beef"))
                    #expect(text.contains(before + LogLine.redacted))
                }
            }
        }
        #expect(line("m", ["target": "/b/signatures/x-amz-sig"]).text.contains("/b/signatures/x-amz-sig"))
    }

    @Test func `stays one line whatever is in it`() throws {
        let text = line("a\nb\u{1B}[31m\u{2028}", ["x": "\r\n\u{0}"])
        for line in [text.text, text.json] {
            #expect(line.unicodeScalars.filter { $0.value < 0x20 || $0.value == 0x2028 }.map(\.value) == [10])
            #expect(line.hasSuffix("\n"))
        }
        _ = try JSONDecoder().decode([String: String].self, from: Data(text.json.utf8))
    }

    @Test func `is bounded`() {
        #expect(line("m", ["x": .string(String(repeating: "a", count: 1 << 20))]).json.utf8.count < 8192)
    }

    @Test func `does not let metadata take the place of its own fields`() throws {
        let object = try JSONDecoder().decode(
            [String: String].self,
            from: Data(line("request", ["level": "x", "time": "y"]).json.utf8)
        )
        #expect(object["level"] == "info")
        #expect(object["_level"] == "x")
    }
}
