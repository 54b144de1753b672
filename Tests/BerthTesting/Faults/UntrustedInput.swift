import BerthHTTP
import FoundationEssentials
import OCI
import S3

/// Every parser of bytes from strangers, to be fed with rubbish: by libFuzzer, and by seeded mutations in each test run.
///
/// `feed` answers whether what must always hold did; a trap ends the process, which is the other thing looked for.
package enum UntrustedInput: String, CaseIterable, Sendable {
    case digest, manifest, json, policy, xml, signature, chunkedPayload, requestTarget, byteRange, names
    case objectJSON, objectYAML, labelSelector, fieldSelector, jsonPatch, mergePatch, strategicPatch, protobuf
    case managedFields

    /// Gives `bytes` to the parser and checks what it made of them.
    package func feed(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .digest: Self.digest(bytes)
        case .manifest: Self.manifest(bytes)
        case .json: Self.json(bytes)
        case .policy: Self.policy(bytes)
        case .xml: Self.xml(bytes)
        case .signature: Self.signature(bytes)
        case .chunkedPayload: Self.chunkedPayload(bytes)
        case .requestTarget: Self.requestTarget(bytes)
        case .byteRange: Self.byteRange(bytes)
        case .names: Self.names(bytes)
        case .objectJSON: Self.objectJSON(bytes)
        case .objectYAML: Self.objectYAML(bytes)
        case .labelSelector: Self.labelSelector(bytes)
        case .fieldSelector: Self.fieldSelector(bytes)
        case .jsonPatch: Self.jsonPatch(bytes)
        case .mergePatch: Self.mergePatch(bytes)
        case .strategicPatch: Self.strategicPatch(bytes)
        case .protobuf: Self.protobuf(bytes)
        case .managedFields: Self.managedFields(bytes)
        }
    }

    /// Inputs that the parser takes, to start from.
    package var seeds: [String] {
        let hex = String(repeating: "0123456789abcdef", count: 4)
        return switch self {
        case .digest:
            ["sha256:\(hex)", "sha512:\(hex)\(hex)", "sha256:", "library/name", "v1.0-rc_1", "0-99", "a/b__c"]
        case .manifest:
            [
                #"0{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"a/b","digest":"sha256:\#(hex)","size":1},"layers":[{"mediaType":"a/b","digest":"sha256:\#(hex)","size":9223372036854775807,"urls":["x"],"data":"AA=="}],"subject":{"mediaType":"a/b","digest":"sha256:\#(hex)","size":1},"annotations":{"a":"b"}}"#,
                #"1{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"sha256:\#(hex)","size":2,"platform":{"os":"l","architecture":"a"}}],"artifactType":"c/d"}"#,
                #"2{"schemaVersion":2,"layers":[],"manifests":[]}"#,
            ]
        case .json: [#"{"a":[1,-2.5e10,"\u00e9\n",true,null,{"b":{}}]}"#, "[]", #""\ud83d\ude00""#, "1e400"]
        case .policy:
            [
                #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:PutObject"],"Resource":"arn:aws:s3:::b/${aws:username}/*","Condition":{"StringLike":{"s3:prefix":["a*","b?"]},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},"NumericLessThan":{"s3:max-keys":"10"},"DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"},"Bool":{"aws:SecureTransport":"true"},"Null":{"s3:delimiter":"false"}}},{"Effect":"Deny","NotAction":"s3:*","NotResource":"*"}]}"#
            ]
        case .xml:
            [
                "<?xml version=\"1.0\"?><Delete xmlns=\"x\"><Object><Key>a&amp;b&#x41;</Key></Object><Quiet>true</Quiet></Delete>",
                "<CompleteMultipartUpload><!-- c --><Part><PartNumber>1</PartNumber><ETag>\"x\"</ETag></Part></CompleteMultipartUpload>",
                "<a><![CDATA[x]]></a>",
            ]
        case .signature:
            [
                "GET\n/b/k\na=b&c\nhost:h\nx-amz-date:20261122T101112Z\nx-amz-content-sha256:UNSIGNED-PAYLOAD\nauthorization:AWS4-HMAC-SHA256 Credential=AK/20261122/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=\(hex)",
                "GET\n/b\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AK%2F20261122%2Fx%2Fs3%2Faws4_request&X-Amz-Date=20261122T101112Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=\(hex)\nhost:h",
            ]
        case .chunkedPayload:
            [
                "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
                "5;chunk-signature=\(hex)\r\nhello\r\n0;chunk-signature=\(hex)\r\n\r\n",
            ]
        case .requestTarget:
            ["/v2/a%2Fb/manifests/x?n=1&last=%41&x", "http://h:1/p?q", "/%e2%82%ac/+%20?+=+", "/a//b/../c"]
        case .byteRange: ["bytes=0-", "bytes=-5", "bytes=1-2", "bytes=9223372036854775807-9223372036854775807"]
        case .names:
            [
                "arn:aws:s3:::bucket/key", "\"0123456789abcdef0123456789abcdef-3\"", "bucket.name", "a\u{301}/\u{0}",
                "Sun, 22 Nov 2026 10:11:12 GMT", "2026-11-22T10:11:12.123Z", "NhCmhg==", "20261122T101112Z",
            ]
        case .objectJSON, .objectYAML, .labelSelector, .fieldSelector, .jsonPatch, .mergePatch, .strategicPatch,
            .protobuf, .managedFields:
            kubernetesSeeds
        }
    }

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func digest(_ bytes: [UInt8]) -> Bool {
        let text = text(bytes)
        if let digest = try? Digest(text), digest.text.utf8.elementsEqual(text.utf8) == false { return false }
        if let name = try? RepositoryName(text) {
            guard name.text.utf8.count <= 255, !name.text.contains(".."), !name.text.contains("//") else {
                return false
            }
        }
        if let tag = try? Tag(text), tag.text.utf8.count > 128 { return false }
        if let range = try? ContentRange(text), range.count <= 0 { return false }
        if let reference = try? Reference(text), !reference.description.utf8.elementsEqual(text.utf8) { return false }
        return true
    }

    private static func manifest(_ bytes: [UInt8]) -> Bool {
        let types = [
            "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json", nil,
        ]
        let type = types[Int(bytes.first ?? 0) % types.count].flatMap { MediaType($0) }
        return bytes.dropFirst().withUnsafeBytes { content in
            _ = Descriptor(json: content)
            guard let manifest = try? Manifest(parsing: content, contentType: type) else { return true }
            return manifest.layers.isEmpty || manifest.manifests.isEmpty
        }
    }

    private static func json(_ bytes: [UInt8]) -> Bool {
        _ = JSONParser.parse(bytes)
        return true
    }

    private static func policy(_ bytes: [UInt8]) -> Bool {
        guard let policy = try? PolicyDocument(bytes) else { return true }
        var context = PolicyContext()
        context.set("aws:username", "user")
        context.set("s3:prefix", "abc")
        context.set("aws:SourceIp", "10.1.2.3")
        guard let bucket = BucketName("bucket"), let key = ObjectKey("user/key") else { return false }
        let request = PolicyRequest(
            action: "s3:GetObject",
            resource: ARN(bucket: bucket, key: key),
            context: context
        )
        // who is denied alone is denied together with anything
        let alone = PolicyEvaluator.decide(request, policies: [policy])
        let twice = PolicyEvaluator.decide(request, policies: [policy, policy])
        return alone == twice
    }

    private static func xml(_ bytes: [UInt8]) -> Bool {
        _ = try? XMLElement(parsing: bytes)
        return true
    }

    private static func signature(_ bytes: [UInt8]) -> Bool {
        let lines = text(bytes).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 3 else { return true }
        func pair(_ text: Substring, _ separator: Character) -> (name: String, value: String?) {
            guard let index = text.firstIndex(of: separator) else { return (String(text), nil) }
            return (String(text[..<index]), String(text[text.index(after: index)...]))
        }
        let request = UnverifiedRequest(
            method: lines[0],
            path: lines[1],
            query: lines[2].split(separator: "&").map { pair($0, "=") },
            headers: lines.dropFirst(3).map { line in
                let field = pair(line[...], ":")
                return (field.name.lowercased(), field.value ?? "")
            }
        )
        let now = Date(timeIntervalSince1970: 1_795_342_272)
        // nobody can guess a signature over a secret
        let verified = try? RequestVerifier().verify(request, now: now) { _ in "a secret that no input contains" }
        return verified == nil
    }

    private static func chunkedPayload(_ bytes: [UInt8]) -> Bool {
        func decode(pieces: Int) -> ([UInt8], Bool) {
            var content: [UInt8] = []
            do {
                var decoder = try ChunkedPayloadDecoder(
                    mode: .unsignedChunksWithTrailer,
                    signing: nil,
                    decodedLength: 5,
                    trailerNames: ["x-amz-checksum-crc32"]
                )
                var position = 0
                while position < bytes.count {
                    let end = min(bytes.count, position + pieces)
                    let piece = Array(bytes[position..<end])
                    try piece.withUnsafeBytes { input in
                        try decoder.decode(input) { content += piece[$0] }
                    }
                    position = end
                }
                _ = try decoder.finish()
                return (content, true)
            } catch {
                return (content, false)
            }
        }
        let whole = decode(pieces: max(1, bytes.count))
        let single = decode(pieces: 1)
        guard whole.1 == single.1, !whole.1 || (whole.0 == single.0 && whole.0.count == 5) else { return false }
        return true
    }

    private static func requestTarget(_ bytes: [UInt8]) -> Bool {
        let text = text(bytes)
        guard let target = RequestTarget(text) else { return true }
        guard target.rawPath.hasPrefix("/") else { return false }
        for part in [target.rawPath] + target.query.flatMap({ [$0.name, $0.value ?? ""] }) {
            if let decoded = RequestTarget.decode(part), decoded.count > part.utf8.count { return false }
            _ = RequestTarget.decode(part, plusIsSpace: true)
        }
        return true
    }

    private static func byteRange(_ bytes: [UInt8]) -> Bool {
        for length in [0, 1, 5, Int64.max] {
            guard case .satisfiable(let range) = ByteRange(text(bytes), length: length) else { continue }
            guard range.lowerBound >= 0, range.upperBound <= length, !range.isEmpty else { return false }
        }
        return true
    }

    private static func names(_ bytes: [UInt8]) -> Bool {
        let text = text(bytes)
        _ = ETag(text)
        _ = ARN(text)
        _ = SigningTime(text)
        _ = CalendarTime(httpText: text)
        _ = CalendarTime(documentText: text)
        for algorithm in ChecksumAlgorithm.allCases { _ = Checksum(algorithm, text: text) }
        if let bucket = BucketName(text), !(3...63).contains("\(bucket)".utf8.count) { return false }
        if let key = ObjectKey(bytes), key.bytes != bytes || bytes.count > 1024 { return false }
        if let decoded = Base64.decode(text), decoded.count > bytes.count { return false }
        if let decoded = Hex.decode(text), decoded.count * 2 != text.utf8.count { return false }
        return true
    }
}
