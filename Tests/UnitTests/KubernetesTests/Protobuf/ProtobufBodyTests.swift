import Testing

@testable import Kubernetes

@Suite struct `A protobuf body` {
    private typealias Message = ProtobufMessage

    private func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.utf8.filter { $0 != 0x20 }.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    /// As a client sent it.
    private var secret: [UInt8] {
        bytes(
            """
            6b387300 0a0c 0a027631 1206536563726574 1227 0a1b 0a027331 1200 1a0973616e64626f782d31 2200 2a00 3200 3800 4200 \
            12060a016b120176 1a00 1a00 2200
            """
        )
    }

    @Test func `is read as the object that a client meant`() throws {
        let expected =
            #"{"kind":"Secret","apiVersion":"v1","metadata":{"name":"s1","namespace":"sandbox-1"},"data":{"k":"dg=="}}"#
        #expect(try ProtobufBody.decode(secret).serialized() == expected)
    }

    @Test func `leaves out zero values, but for pointers and what JSON always shows`() throws {
        let options = Message().field(1, 0).field(3, 0).field(4, "").field(5, "All")
        #expect(
            try ProtobufBody.decode(options.enveloped("rbac.authorization.k8s.io/v1", "DeleteOptions"))
                == [
                    "kind": "DeleteOptions", "apiVersion": "rbac.authorization.k8s.io/v1", "gracePeriodSeconds": 0,
                    "orphanDependents": false, "dryRun": ["All"],
                ]
        )
        let priority = Message().field(1, Message.metadata("p")).field(2, 0).field(3, 0).field(4, "")
        let object = try ProtobufBody.decode(priority.enveloped("scheduling.k8s.io/v1", "PriorityClass"))
        #expect(object["value"] == 0)
        #expect(object["globalDefault"] == nil)
        let config = Message().field(1, Message.metadata("c")).entry(2, "empty", "").field(2, Message().field(1, "k"))
        #expect(try ProtobufBody.decode(config.enveloped("v1", "ConfigMap"))["data"] == ["empty": "", "k": ""])
    }

    @Test func `reads times, quantities, ports and what stands in another's place`() throws {
        let time = Message().field(1, 1_795_384_553).field(2, 123_456_789)
        let lease = Message().field(1, Message.metadata("l").field(9, Message().field(1, 0).field(2, 0)))
            .field(2, Message().field(1, "me").field(2, 30).field(3, time))
        let object = try ProtobufBody.decode(lease.enveloped("coordination.k8s.io/v1", "Lease"))
        #expect(object["spec"]?["acquireTime"] == "2026-11-22T21:55:53.123456Z")
        #expect(object.deletionTimestamp == "1970-01-01T00:00:00Z")
        #expect(object.creationTimestamp == nil)

        let limits = Message().field(1, Message().field(1, "cpu").field(2, Message().field(1, "100m")))
        let probe = Message().field(
            1,
            Message().field(2, Message().field(1, "/").field(2, Message().field(1, 1).field(3, "http")))
        )
        let container = Message().field(1, "c").field(2, "img").field(3, "sh").field(8, limits).field(10, probe)
            .field(6, Message().field(3, 8080).field(4, "TCP"))
        let volume = Message().field(1, "v").field(2, Message().field(2, Message().field(1, "")))
        let pod = Message().field(1, Message.metadata("p").entry(11, "a", "b"))
            .field(2, Message().field(1, volume).field(2, container).field(3, "Always").field(5, 5).field(11, 0))
            .field(3, Message().field(1, ""))
        #expect(
            try ProtobufBody.decode(pod.enveloped("v1", "Pod")) == [
                "kind": "Pod", "apiVersion": "v1",
                "metadata": ["name": "p", "namespace": "sandbox-1", "labels": ["a": "b"]],
                "spec": [
                    "volumes": [["name": "v", "emptyDir": [:]]],
                    "containers": [
                        [
                            "name": "c", "image": "img", "command": ["sh"], "resources": ["limits": ["cpu": "100m"]],
                            "livenessProbe": ["httpGet": ["path": "/", "port": "http"]],
                            "ports": [["containerPort": 8080, "protocol": "TCP"]],
                        ]
                    ],
                    "restartPolicy": "Always", "activeDeadlineSeconds": 5,
                ],
            ]
        )
    }

    @Test func `reads a deployment, a service and a subject with lists of strings`() throws {
        let selector = Message().entry(1, "app", "x")
        let template = Message().field(1, Message().entry(11, "app", "x")).field(
            2,
            Message().field(2, Message().field(1, "x"))
        )
        let rolling = Message().field(1, Message().field(1, 1).field(2, 0).field(3, "25%"))
        let spec = Message().field(1, 0).field(2, selector).field(3, template)
            .field(4, Message().field(1, "").field(2, rolling)).field(5, 0).field(7, 0)
        let deployment = Message().field(1, Message.metadata("d")).field(2, spec).field(3, Message().field(1, 0))
        let object = try ProtobufBody.decode(deployment.enveloped("apps/v1", "Deployment"))
        #expect(
            object["spec"] == [
                "replicas": 0, "selector": ["matchLabels": ["app": "x"]],
                "template": ["metadata": ["labels": ["app": "x"]], "spec": ["containers": [["name": "x"]]]],
                "strategy": ["rollingUpdate": ["maxUnavailable": "25%"]],
            ]
        )
        #expect(object["status"] == nil)

        let port = Message().field(1, "80-8080").field(2, "TCP").field(3, 80).field(
            4,
            Message().field(1, 0).field(2, 8080)
        ).field(5, 0)
        let service = Message().field(1, Message.metadata("s")).field(
            2,
            Message().field(1, port).entry(2, "app", "s").field(3, "")
        )
        #expect(
            try ProtobufBody.decode(service.enveloped("v1", "Service"))["spec"] == [
                "ports": [["name": "80-8080", "protocol": "TCP", "port": 80, "targetPort": 8080]],
                "selector": ["app": "s"],
            ]
        )

        let extra = Message().field(1, "scopes").field(2, Message().field(1, "user:full").field(1, "user:info"))
        let review = Message().field(2, Message().field(1, Message().field(1, "u").field(4, extra)))
        #expect(
            try ProtobufBody.decode(review.enveloped("authentication.k8s.io/v1", "SelfSubjectReview"))["status"] == [
                "userInfo": ["username": "u", "extra": ["scopes": ["user:full", "user:info"]]]
            ]
        )
    }

    @Test func `reads packed integers and JSON within messages`() throws {
        let security = Message().field(4, [1, 0x80, 0x08])
        let pod = Message().field(2, Message().field(14, security))
        #expect(
            try ProtobufBody.decode(pod.enveloped("v1", "Pod"))["spec"]?["securityContext"]
                == ["supplementalGroups": [1, 1024]]
        )
        let revision = Message().field(2, Message().field(1, #"{"a":[1]}"#)).field(3, 2)
        #expect(try ProtobufBody.decode(revision.enveloped("apps/v1", "ControllerRevision"))["data"] == ["a": [1]])
        let nested = Message().field(2, Message().field(1, secret))
        #expect(try ProtobufBody.decode(nested.enveloped("apps/v1", "ControllerRevision"))["data"]?.name == "s1")
    }

    @Test func `passes over fields that it does not know`() throws {
        let config = Message().field(900, "x").field(901, 7).field(1, Message.metadata("c").field(99, "y"))
        #expect(try ProtobufBody.decode(config.enveloped("v1", "ConfigMap")).name == "c")
    }

    @Test func `is refused when it is damaged`() throws {
        let metadata = Message.metadata("c")
        let damaged: [[UInt8]] = [
            [], [0x6B, 0x38, 0x73], Array("{}".utf8), secret.dropLast(5).map { $0 },
            // a length beyond the end, the longest length, an endless integer, groups, number 0
            [0x0A, 0x05, 0x61], [0x0A] + Array(repeating: 0xFF, count: 9) + [0x01], Array(repeating: 0xFF, count: 11),
            [0x0B, 0x0C], [0x0C], [0x02, 0x00], [0x0E, 0x00], [0x08], [0x09, 0x01], [0x0D, 0x01],
        ]
        for (index, bytes) in damaged.enumerated() {
            let body = index < 4 ? bytes : ProtobufMessage().field(1, metadata).bytes + bytes
            let whole = index < 4 ? body : ProtobufMessage.raw(body, "v1", "ConfigMap")
            #expect(throws: ProtobufError.self, "\(index)") { try ProtobufBody.decode(whole) }
        }
        #expect(throws: ProtobufError.self) { try ProtobufBody.decode(Message().field(1, 5).enveloped("v1", "Secret")) }
        #expect(throws: ProtobufError.malformed("invalid UTF-8")) {
            try ProtobufBody.decode(Message().field(3, [0xFF]).enveloped("v1", "Secret"))
        }
        #expect(throws: ProtobufError.unknownKind(apiVersion: "example.com/v1", kind: "Thing")) {
            try ProtobufBody.decode(metadata.enveloped("example.com/v1", "Thing"))
        }
    }

    @Test func `is refused when it nests or holds too much`() throws {
        var body = Message().field(1, #"{}"#).enveloped("apps/v1", "ControllerRevision")
        for _ in 0..<60 {
            body = Message().field(2, Message().field(1, body)).enveloped("apps/v1", "ControllerRevision")
        }
        #expect(throws: ProtobufError.tooDeep) { try ProtobufBody.decode(body) }
        let many = (0..<100).reduce(Message()) { message, _ in message.field(14, "f") }
        #expect(throws: ProtobufError.tooManyValues(limit: 50)) {
            try ProtobufBody.decode(
                Message().field(1, many).enveloped("v1", "Secret"),
                limits: JSONLimits(nodeLimit: 50)
            )
        }
    }

    @Test func `has a message for every name that the table uses`() {
        func names(_ type: MessageSchema.FieldType) -> [String] {
            switch type {
            case .message(let name): [name]
            case .list(let type), .map(let type): names(type)
            default: []
            }
        }
        let table = MessageTable.builtIn
        #expect(table.all.count > 450)
        for message in table.all {
            #expect(Set(message.fields.map(\.number)).count == message.fields.count, "\(message.name)")
            for name in message.fields.flatMap({ names($0.type) }) { #expect(table[name] != nil, "\(name)") }
        }
        #expect(table.message(apiVersion: "v1", kind: "Pod")?.fields.count == 3)
    }

    @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
    func `has bytes as Base64`(_ text: String) {
        let expected = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]
        #expect(Base64Text.encode(text.utf8) == expected[text.utf8.count])
    }
}

extension ProtobufMessage {
    /// Bytes that need be no message as a body.
    static func raw(_ bytes: [UInt8], _ apiVersion: String, _ kind: String) -> [UInt8] {
        let type = ProtobufMessage().field(1, apiVersion).field(2, kind)
        return [0x6B, 0x38, 0x73, 0] + ProtobufMessage().field(1, type).field(2, bytes).bytes
    }
}
