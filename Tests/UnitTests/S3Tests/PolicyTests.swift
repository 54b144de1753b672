import S3
import Testing

@Suite struct `A policy` {
    /// The policy that registries of the kind need, statement by statement as administrators write it.
    static let registry = """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":["s3:ListBucket","s3:GetBucketLocation","s3:ListBucketMultipartUploads"],
           "Resource":"arn:aws:s3:::ocp-registry"},
          {"Effect":"Allow","Action":["s3:PutObject","s3:GetObject","s3:DeleteObject","s3:ListMultipartUploadParts",
           "s3:AbortMultipartUpload"],"Resource":"arn:aws:s3:::ocp-registry/*"}]}
        """

    private func allows(
        _ policies: [String],
        _ action: String,
        _ resource: String,
        _ context: KeyValuePairs<String, [String]> = [:],
        isRoot: Bool = false
    ) throws -> Bool {
        var values = PolicyContext()
        for (key, value) in context { values[key] = value }
        let arn = resource == "*" ? ARN.all : try #require(ARN(ARN.prefix + resource))
        let request = PolicyRequest(action: action, resource: arn, context: values)
        let documents = try policies.map { try PolicyDocument($0) }
        return PolicyEvaluator.decide(request, policies: documents, isRoot: isRoot) == .allowed
    }

    private static func statement(_ fields: String) -> String {
        #"{"Version":"2012-10-17","Statement":{"# + fields + "}}"
    }

    private static func condition(_ condition: String) -> String {
        statement(#""Effect":"Allow","Action":"s3:*","Resource":"*","Condition":\#(condition)"#)
    }

    @Test func `for a registry allows what it names and nothing else`() throws {
        for (operation, resource) in [
            (S3Operation.headBucket, "ocp-registry"), (.listObjectsV2, "ocp-registry"),
            (.getBucketLocation, "ocp-registry"), (.listMultipartUploads, "ocp-registry"),
            (.getObject, "ocp-registry/a/b"), (.headObject, "ocp-registry/a"), (.putObject, "ocp-registry/a"),
            (.createMultipartUpload, "ocp-registry/a"), (.uploadPart, "ocp-registry/a"),
            (.uploadPartCopy, "ocp-registry/a"), (.completeMultipartUpload, "ocp-registry/a"),
            (.copyObject, "ocp-registry/a"), (.deleteObject, "ocp-registry/a"), (.deleteObjects, "ocp-registry/a"),
            (.listParts, "ocp-registry/a"), (.abortMultipartUpload, "ocp-registry/a//../b"),
        ] {
            #expect(try allows([Self.registry], operation.action, resource), "\(operation)")
        }
        for (operation, resource) in [
            (S3Operation.headBucket, "ocp-registry2"), (.headBucket, "ocp-registr"), (.listBuckets, "*"),
            (.getObject, "ocp-registry"), (.getObject, "other/a"), (.listObjects, "ocp-registry/"),
            (.createBucket, "ocp-registry"), (.deleteBucket, "ocp-registry"), (.putObjectTagging, "ocp-registry/a"),
            (.getObjectAcl, "ocp-registry/a"), (.getBucketPolicy, "ocp-registry"), (.putObject, "ocp-registry-x/a"),
        ] {
            #expect(try !allows([Self.registry], operation.action, resource), "\(operation)")
        }
    }

    @Test(arguments: [
        ("s3:ListBucket", S3Operation.listObjectsV2, "ocp-registry"),
        ("s3:GetBucketLocation", .getBucketLocation, "ocp-registry"),
        ("s3:ListBucketMultipartUploads", .listMultipartUploads, "ocp-registry"),
        ("s3:GetObject", .headObject, "ocp-registry/a"), ("s3:PutObject", .uploadPart, "ocp-registry/a"),
        ("s3:DeleteObject", .deleteObject, "ocp-registry/a"),
        ("s3:ListMultipartUploadParts", .listParts, "ocp-registry/a"),
        ("s3:AbortMultipartUpload", .abortMultipartUpload, "ocp-registry/a"),
    ])
    func `without one action refuses that one only`(action: String, operation: S3Operation, resource: String) throws {
        let ablated = Self.registry.replacing("\"\(action)\"", with: "\"s3:Nothing\"")
        #expect(ablated != Self.registry)
        #expect(try !allows([ablated], operation.action, resource))
        for other in [S3Operation.listObjectsV2, .getBucketLocation, .listMultipartUploads] where other != operation {
            #expect(try allows([ablated], other.action, "ocp-registry"))
        }
        for other in [S3Operation.putObject, .getObject, .deleteObject, .listParts, .abortMultipartUpload]
        where other.action != operation.action {
            #expect(try allows([ablated], other.action, "ocp-registry/x"))
        }
    }

    @Test func `keeps a bucket and its objects apart`() throws {
        let objects = Self.statement(#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*""#)
        #expect(try !allows([objects], "s3:ListBucket", "b"))
        #expect(try allows([objects], "s3:GetObject", "b/k"))
        let bucket = Self.statement(#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b""#)
        #expect(try allows([bucket], "s3:ListBucket", "b"))
        #expect(try !allows([bucket], "s3:GetObject", "b/k"))
        let both = Self.statement(#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b*""#)
        #expect(try allows([both], "s3:GetObject", "bcd/k"))
    }

    @Test func `matches actions in any case and with wildcards`() throws {
        let policy = Self.statement(#""Effect":"Allow","Action":["S3:get*","s3:Put?bject"],"Resource":"*""#)
        #expect(try allows([policy], "s3:GetObject", "b/k"))
        #expect(try allows([policy], "s3:PutObject", "b/k"))
        #expect(try !allows([policy], "s3:DeleteObject", "b/k"))
    }

    @Test func `that denies wins over all that allow, also for the owner`() throws {
        let allow = Self.statement(#""Effect":"Allow","Action":"*","Resource":"*""#)
        let deny = Self.statement(#""Effect":"Deny","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::b/keep/*""#)
        #expect(try !allows([allow, deny], "s3:DeleteObject", "b/keep/a"))
        #expect(try !allows([deny, allow], "s3:DeleteObject", "b/keep/a"))
        #expect(try allows([deny, allow], "s3:DeleteObject", "b/a"))
        #expect(try !allows([deny], "s3:DeleteObject", "b/keep/a", isRoot: true))
        #expect(try allows([deny], "s3:DeleteObject", "b/other", isRoot: true))
        #expect(try !allows([], "s3:GetObject", "b/a"))
    }

    @Test func `inverts actions and resources`() throws {
        let policy = Self.statement(
            #""Effect":"Allow","NotAction":"s3:Delete*","NotResource":["arn:aws:s3:::secret","arn:aws:s3:::secret/*"]"#
        )
        #expect(try allows([policy], "s3:GetObject", "b/k"))
        #expect(try !allows([policy], "s3:DeleteObject", "b/k"))
        #expect(try !allows([policy], "s3:GetObject", "secret/k"))
    }

    @Test func `fills in variables, and one that is empty matches nothing`() throws {
        let policy = Self.statement(
            #""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::home/${aws:username}/*""#
        )
        #expect(try allows([policy], "s3:GetObject", "home/ann/x", ["aws:username": ["ann"]]))
        #expect(try !allows([policy], "s3:GetObject", "home/bob/x", ["aws:username": ["ann"]]))
        #expect(try !allows([policy], "s3:GetObject", "home/ann/x", ["aws:username": ["*"]]))
        #expect(try !allows([policy], "s3:GetObject", "home//x", ["aws:username": [""]]))
        #expect(try !allows([policy], "s3:GetObject", "home/${aws:username}/x"))
        let star = Self.statement(#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${*}""#)
        #expect(try allows([star], "s3:GetObject", "b/*"))
        #expect(try !allows([star], "s3:GetObject", "b/x"))
        let fallback = Self.statement(
            #""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username, 'all'}""#
        )
        #expect(try allows([fallback], "s3:GetObject", "b/all"))
    }

    typealias Values = KeyValuePairs<String, [String]>

    @Test(
        arguments: [
            (#"{"StringEquals":{"s3:prefix":"a"}}"#, ["s3:prefix": ["a"]], true),
            (#"{"StringEquals":{"s3:prefix":["x","a"]}}"#, ["s3:prefix": ["a"]], true),
            (#"{"StringEquals":{"s3:prefix":"a"}}"#, ["s3:prefix": ["A"]], false),
            (#"{"StringEquals":{"s3:prefix":"a"}}"#, [:], false),
            (#"{"StringEquals":{"S3:Prefix":"a"}}"#, ["s3:prefix": ["a"]], true),
            (#"{"StringEqualsIfExists":{"s3:prefix":"a"}}"#, [:], true),
            (#"{"StringEqualsIfExists":{"s3:prefix":"a"}}"#, ["s3:prefix": ["b"]], false),
            (#"{"StringNotEquals":{"s3:prefix":"a"}}"#, [:], true),
            (#"{"StringNotEquals":{"s3:prefix":["a","b"]}}"#, ["s3:prefix": ["b"]], false),
            (#"{"StringEqualsIgnoreCase":{"s3:prefix":"AbC"}}"#, ["s3:prefix": ["aBc"]], true),
            (#"{"StringLike":{"s3:prefix":"home/*"}}"#, ["s3:prefix": ["home/x/y"]], true),
            (#"{"StringLike":{"s3:prefix":"home/*"}}"#, ["s3:prefix": ["homes"]], false),
            (
                #"{"StringLike":{"s3:prefix":"${aws:username}/*"}}"#,
                ["s3:prefix": ["ann/x"], "aws:username": ["ann"]], true
            ),
            (
                #"{"StringLike":{"s3:prefix":"${aws:username}/*"}}"#, ["s3:prefix": ["bob/x"], "aws:username": ["*"]],
                false
            ),
            (#"{"StringNotLike":{"s3:prefix":"home/*"}}"#, ["s3:prefix": ["home/x"]], false),
            (#"{"NumericLessThanEquals":{"s3:max-keys":10}}"#, ["s3:max-keys": ["10"]], true),
            (#"{"NumericLessThanEquals":{"s3:max-keys":"10"}}"#, ["s3:max-keys": ["11"]], false),
            (#"{"NumericLessThanEquals":{"s3:max-keys":"10"}}"#, ["s3:max-keys": ["x"]], false),
            (#"{"NumericNotEquals":{"s3:max-keys":"10"}}"#, ["s3:max-keys": ["11"]], true),
            (
                #"{"DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}"#,
                ["aws:CurrentTime": ["2026-11-22T00:00:00Z"]], true
            ),
            (
                #"{"DateLessThan":{"aws:CurrentTime":"2026-01-01"}}"#, ["aws:CurrentTime": ["2026-11-22T00:00:00Z"]],
                false
            ),
            (#"{"Bool":{"aws:SecureTransport":true}}"#, ["aws:SecureTransport": ["true"]], true),
            (#"{"Bool":{"aws:SecureTransport":"false"}}"#, ["aws:SecureTransport": ["true"]], false),
            (#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, ["aws:SourceIp": ["10.9.9.9"]], true),
            (#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, ["aws:SourceIp": ["::ffff:10.9.9.9"]], true),
            (
                #"{"IpAddress":{"aws:SourceIp":["192.168.0.0/23","2001:db8::/33"]}}"#,
                ["aws:SourceIp": ["192.168.1.5"]], true
            ),
            (
                #"{"IpAddress":{"aws:SourceIp":["192.168.0.0/23","2001:db8::/33"]}}"#,
                ["aws:SourceIp": ["2001:db8:8000::1"]], false
            ),
            (#"{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, ["aws:SourceIp": ["10.9.9.9"]], false),
            (#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, ["aws:SourceIp": ["nonsense"]], false),
            (#"{"Null":{"s3:x-amz-acl":true}}"#, [:], true), (#"{"Null":{"s3:x-amz-acl":"false"}}"#, [:], false),
            (#"{"Null":{"s3:x-amz-acl":"false"}}"#, ["s3:x-amz-acl": ["private"]], true),
            (#"{"BinaryEquals":{"aws:userid":"YWJj"}}"#, ["aws:userid": ["abc"]], true),
            (
                #"{"ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":["a","b"]}}"#,
                ["s3:RequestObjectTagKeys": ["a", "b"]], true
            ),
            (
                #"{"ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":["a","b"]}}"#,
                ["s3:RequestObjectTagKeys": ["a", "c"]], false
            ),
            (#"{"ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":["a"]}}"#, [:], true),
            (
                #"{"ForAnyValue:StringEquals":{"s3:RequestObjectTagKeys":["a"]}}"#,
                ["s3:RequestObjectTagKeys": ["c", "a"]], true
            ),
            (#"{"ForAnyValue:StringEquals":{"s3:RequestObjectTagKeys":["a"]}}"#, [:], false),
            (#"{"StringEquals":{"s3:ExistingObjectTag/team":"x"}}"#, ["s3:ExistingObjectTag/team": ["x"]], true),
            (#"{"StringEquals":{"s3:prefix":"a","s3:delimiter":"/"}}"#, ["s3:prefix": ["a"]], false),
            (
                #"{"StringEquals":{"s3:prefix":"a"},"Bool":{"aws:SecureTransport":"true"}}"#,
                ["s3:prefix": ["a"], "aws:SecureTransport": ["true"]], true
            ),
        ] as [(String, [String: [String]], Bool)]
    )
    func `judges conditions`(condition: String, values: [String: [String]], isAllowed: Bool) throws {
        var context = PolicyContext()
        for (key, value) in values { context[key] = value }
        let request = PolicyRequest(
            action: "s3:ListBucket",
            resource: try #require(ARN("arn:aws:s3:::b")),
            context: context
        )
        let policy = try PolicyDocument(Self.condition(condition))
        #expect((PolicyEvaluator.decide(request, policies: [policy]) == .allowed) == isAllowed)
    }

    @Test(arguments: [
        "", "{}", "[]", "null", "{", #"{"Version":"2012-10-17"}"#, #"{"Version":"2012-10-17","Statement":[]}"#,
        #"{"Version":"2099-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#,
        #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}],"Other":1}"#,
        #"{"Statement":[{"Effect":"allow","Action":"s3:*","Resource":"*"}]}"#,
        #"{"Statement":[{"Effect":"Allow","Effect":"Deny","Action":"s3:*","Resource":"*"}]}"#,
        #"{"Statement":[{"Effect":"Allow","Resource":"*"}]}"#, #"{"Statement":[{"Effect":"Allow","Action":"s3:*"}]}"#,
        #"{"Statement":[{"Action":"s3:*","Resource":"*"}]}"#,
        #"{"Statement":[{"Effect":"Allow","Action":[],"Resource":"*"}]}"#,
        #"{"Statement":[{"Effect":"Allow","Action":"s3:*","NotAction":"s3:*","Resource":"*"}]}"#,
        #"{"Statement":[{"Effect":"Allow","Action":"s3","Resource":"*"}]}"#,
        #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::/x"}]}"#,
        #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::"}]}"#,
        #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"bucket"}]}"#,
        #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"}]}"#,
        #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]} x"#,
    ])
    func `that is malformed is refused`(text: String) {
        #expect(throws: PolicyError.self) { try PolicyDocument(text) }
    }

    @Test(arguments: [
        #"{"StringEqual":{"s3:prefix":"a"}}"#, #"{"StringEquals":{"s3:prefixes":"a"}}"#,
        #"{"NullIfExists":{"s3:prefix":"true"}}"#,
        #"{"ForSomeValues:StringEquals":{"s3:prefix":"a"}}"#, #"{"NumericEquals":{"s3:max-keys":"many"}}"#,
        #"{"IpAddress":{"aws:SourceIp":"10.0.0.0/33"}}"#, #"{"Bool":{"aws:SecureTransport":"maybe"}}"#,
        #"{"DateLessThan":{"aws:CurrentTime":"tomorrow"}}"#, #"{"StringEquals":{"s3:prefix":[]}}"#, "[]",
        #"{"StringEquals":{"s3:prefix":{"a":1}}}"#, #"{"StringEquals":{"s3:ExistingObjectTag/":"a"}}"#,
    ])
    func `with an unknown condition is refused`(condition: String) {
        #expect(throws: PolicyError.self) { try PolicyDocument(Self.condition(condition)) }
    }

    @Test func `nested without end is refused`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: PolicyError.self) { try PolicyDocument(deep) }
        let nested = #"{"Statement":"# + String(repeating: "[", count: 5000) + "}"
        #expect(throws: PolicyError.notJSON) { try PolicyDocument(nested) }
    }
}
