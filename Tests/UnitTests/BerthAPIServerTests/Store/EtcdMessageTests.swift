import NIOCore
import NIOHPACK
import Testing

@testable import BerthAPIServer

@Suite struct `A message to etcd` {
    private static func hex(_ message: EtcdMessage) -> String {
        message.bytes.readableBytesView.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// What protobuf's own compiler makes of the same requests.
    @Test func `is protobuf as etcd numbers its fields`() {
        #expect(Self.hex(EtcdRequest.put([97], ByteBuffer(string: "b"))) == "0a0161120162")
        #expect(Self.hex(EtcdRequest.range([97])) == "0a0161")
        #expect(
            Self.hex(EtcdRequest.range([97], [98], limit: 500, revision: 7, isCountOnly: false))
                == "0a01611201622007" + "18f403"
        )
        let creation = EtcdRequest.transaction(
            if: [.absent([97])],
            then: .put([97], ByteBuffer(string: "b")),
            else: nil
        )
        #expect(Self.hex(creation) == "0a0710011a01612800" + "1208" + "1206" + "0a0161120162")
        let deletion = EtcdRequest.transaction(if: [.at([97], revision: 300)], then: .delete([97]), else: .look([97]))
        #expect(
            Self.hex(deletion) == "0a0810021a016130ac02" + "1207" + "1a05" + "0a01611801" + "1a07" + "0a05"
                + "0a01614001"
        )
        #expect(Self.hex(EtcdRequest.compaction(through: 128)) == "088001")
        #expect(
            Self.hex(EtcdRequest.watch(EtcdKeys.Range(start: [97], end: [98]), from: 5))
                == "0a0e" + "0a0161120162" + "1805" + "2001" + "3001" + "4001"
        )
    }

    /// A header of revision 300, and two pairs.
    private static var range: EtcdMessage {
        var message = EtcdMessage()
        message.message(1) { $0.number(3, 300) }
        for key in ["a", "b"] {
            message.message(2) { pair in
                pair.text(1, key)
                pair.number(2, 3)
                pair.number(3, 4)
                pair.number(4, 2)
                pair.text(5, "value of \(key)")
            }
        }
        message.bool(3, true)
        message.number(4, 12)
        return message
    }

    @Test func `is answered by what can be read back`() throws {
        let answer = try EtcdAnswer(Self.range.bytes, .range)
        #expect(answer.revision == 300 && answer.count == 12)
        #expect(answer.found.map { String(buffer: $0.value) } == ["value of a", "value of b"])
        #expect(
            answer.found.map(\.key) == [[97], [98]] && answer.found[0].created == 3 && answer.found[0].modified == 4
        )
        var transaction = EtcdMessage()
        transaction.message(1) { $0.number(3, 9) }
        transaction.bool(2, true)
        transaction.message(3) { operation in
            operation.message(3) { deletion in
                deletion.number(2, 1)
                deletion.message(3) { $0.text(5, "last") }
            }
        }
        let deleted = try EtcdAnswer(transaction.bytes, .transaction)
        #expect(
            deleted.isSuccess && deleted.revision == 9 && deleted.found.map { String(buffer: $0.value) } == ["last"]
        )
    }

    @Test func `is answered by bytes that are cut or changed without harm`() {
        let whole = Array(Self.range.bytes.readableBytesView)
        for count in 0..<whole.count {
            _ = try? EtcdAnswer(ByteBuffer(bytes: whole[..<count]), .range)
            for byte in [UInt8(0), 0x7F, 0x80, 0xFF] {
                var changed = whole
                changed[count] = byte
                for kind in [EtcdAnswer.Kind.range, .transaction, .deletion, .authentication] {
                    _ = try? EtcdAnswer(ByteBuffer(bytes: changed), kind)
                }
                _ = try? EtcdWatch(ByteBuffer(bytes: changed), keys: EtcdKeys(prefix: "/"), offset: 0)
            }
        }
        let overlong: [[UInt8]] = [
            [0x20] + Array(repeating: 0xFF, count: 11), [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
            [0x00], [0x0B], [0x09, 1],
        ]
        for bytes in overlong {
            #expect(throws: EtcdFailure.self) { try EtcdAnswer(ByteBuffer(bytes: bytes), .range) }
        }
    }
}

@Suite struct `What a watch of etcd tells` {
    private static let keys = EtcdKeys(prefix: "/berth/")

    private static func event(isDeletion: Bool = false, created: Int64, modified: Int64, before: String?) -> EtcdMessage
    {
        let key = keys.key(pod("x"))
        var message = EtcdMessage()
        message.message(1) { $0.number(3, modified) }
        message.message(11) { event in
            if isDeletion { event.number(1, 1) }
            event.message(2) { pair in
                pair.bytes(1, key)
                pair.number(2, created)
                pair.number(3, modified)
                if !isDeletion { pair.text(5, "now") }
            }
            if let before {
                event.message(3) { pair in
                    pair.bytes(1, key)
                    pair.number(3, modified - 1)
                    pair.text(5, before)
                }
            }
        }
        return message
    }

    private static func read(_ message: EtcdMessage) throws -> EtcdWatch {
        try EtcdWatch(message.bytes, keys: keys, offset: 1000)
    }

    @Test func `are changes with what was before`() throws {
        let added = try Self.read(Self.event(created: 5, modified: 5, before: nil))
        #expect(added.events.map(\.text) == ["+a/x=now"] && added.events[0].revision == 1005 && added.revision == 5)
        let changed = try Self.read(Self.event(created: 5, modified: 7, before: "then"))
        #expect(changed.events.map(\.text) == ["~a/x=now(then@1006)"])
        let deleted = try Self.read(Self.event(isDeletion: true, created: 0, modified: 8, before: "then"))
        #expect(deleted.events.map(\.text) == ["-a/x=then(then@1007)"])
    }

    @Test func `is that history is gone when it is`() throws {
        #expect(throws: EtcdFailure.compacted(oldest: 1007)) {
            try Self.read(Self.event(created: 5, modified: 7, before: nil))
        }
        var canceled = EtcdMessage()
        canceled.bool(4, true)
        canceled.number(5, 42)
        #expect(throws: EtcdFailure.compacted(oldest: 1042)) { try Self.read(canceled) }
        var forbidden = EtcdMessage()
        forbidden.bool(4, true)
        forbidden.text(6, "etcdserver: permission denied")
        #expect(throws: EtcdFailure.unauthenticated) { try Self.read(forbidden) }
    }

    @Test func `is how far it is`() throws {
        var progress = EtcdMessage()
        progress.message(1) { $0.number(3, 77) }
        #expect(try Self.read(progress).revision == 77)
        progress.bool(3, true)
        let created = try Self.read(progress)
        #expect(created.isCreated && created.revision == nil)
    }
}

@Suite struct `Frames of gRPC` {
    @Test func `are put together however they are cut`() throws {
        var one = EtcdMessage()
        one.text(1, String(repeating: "x", count: 300))
        var all = EtcdFrames.framed(one)
        all.writeImmutableBuffer(EtcdFrames.framed(EtcdMessage()))
        all.writeImmutableBuffer(EtcdFrames.framed(one))
        for size in [1, 2, 4, 5, 6, 7, 100, 1000] {
            var frames = EtcdFrames(limit: 1000)
            var found: [Int] = []
            var rest = all
            while rest.readableBytes > 0, let part = rest.readSlice(length: min(size, rest.readableBytes)) {
                try frames.append(part)
                while let message = try frames.next() { found.append(message.readableBytes) }
            }
            #expect(found == [303, 0, 303])
        }
    }

    @Test func `are refused when they are too long or compressed`() throws {
        var frames = EtcdFrames(limit: 1000)
        #expect(throws: EtcdFailure.answerTooLarge) { try frames.append(ByteBuffer(bytes: [0, 0, 0, 4, 0])) }
        var others = EtcdFrames(limit: 1000)
        #expect(throws: EtcdFailure.self) { try others.append(ByteBuffer(bytes: [1, 0, 0, 0, 1, 9])) }
    }
}

@Suite struct `The end of a call to etcd` {
    private static func failure(_ headers: HPACKHeaders...) -> EtcdFailure? {
        var status = EtcdStatus()
        for block in headers { status.take(block) }
        return status.failure
    }

    @Test func `says what became of it`() {
        #expect(Self.failure([":status": "200"], ["grpc-status": "0"]) == nil)
        #expect(Self.failure([":status": "200"]) == .unknownOutcome("the answer has no status"))
        #expect(Self.failure([":status": "404"]) == .refused("HTTP 404"))
        #expect(Self.failure([":status": "200", "grpc-status": "x"]) == .unknownOutcome(""))
        let cases: [(String, String, EtcdFailure)] = [
            ("11", "etcdserver: mvcc: required revision has been compacted", .compacted(oldest: nil)),
            ("11", "etcdserver: mvcc: required revision is a future revision", .future),
            ("3", "etcdserver: request is too large", .tooLarge),
            ("8", "grpc: received message larger than max (2097700 vs. 2097152)", .tooLarge),
            ("8", "etcdserver: mvcc: database space exceeded", .full),
            ("16", "etcdserver: invalid auth token", .unauthenticated), ("4", "", .timedOut),
            ("14", "etcdserver: leader changed", .unknownOutcome("etcdserver: leader changed")),
            ("7", "etcdserver: permission denied", .refused("etcdserver: permission denied")),
        ]
        for (code, text, expected) in cases {
            #expect(Self.failure([":status": "200"], ["grpc-status": code, "grpc-message": text]) == expected)
        }
    }

    @Test func `has a text with escapes`() {
        #expect(EtcdStatus.decoded("a%20b%C3%A9%") == "a bé%")
        #expect(EtcdStatus.decoded("%zz%4") == "%zz%4")
        #expect(EtcdStatus.decoded(String(repeating: "x", count: 10_000)).count == 512)
    }
}

@Suite struct `The URL of an etcd` {
    @Test func `names a host and a port`() throws {
        let cases: [(String, Bool, String, Int, String)] = [
            ("http://127.0.0.1:2379", false, "127.0.0.1", 2379, "127.0.0.1:2379"),
            ("https://etcd-0.example.com:2379/", true, "etcd-0.example.com", 2379, "etcd-0.example.com:2379"),
            ("HTTP://localhost", false, "localhost", 80, "localhost:80"), ("https://e", true, "e", 443, "e:443"),
            ("https://[::1]:2379", true, "::1", 2379, "[::1]:2379"),
        ]
        for (text, isSecure, host, port, authority) in cases {
            let endpoint = try #require(EtcdEndpoint(text), "\(text)")
            #expect(endpoint.isSecure == isSecure && endpoint.host == host && endpoint.port == port)
            #expect(endpoint.authority == authority)
        }
    }

    @Test(
        arguments: [
            "", "etcd:2379", "ftp://e:1", "http://", "http://:2379", "http://e:", "http://e:0", "http://e:65536",
            "http://e:x", "http://[::1:2", "http://[::1]2",
        ]
    )
    func `is refused when it is none`(_ text: String) {
        #expect(EtcdEndpoint(text) == nil)
        #expect(throws: EtcdFileError.noURL(text)) { try EtcdClient(EtcdConfiguration(endpoints: [text])) }
    }
}
