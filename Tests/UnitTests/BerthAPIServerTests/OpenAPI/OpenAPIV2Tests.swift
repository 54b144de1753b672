import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

@Suite struct `The old OpenAPI document` {
    private static let protobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"

    private func body(_ documents: OpenAPIDocuments, _ accept: String) throws -> [UInt8] {
        let document = try #require(documents.document(path: "/openapi/v2", accept: accept))
        return Array(try #require(document.plainBody).readableBytesView)
    }

    @Test func `has every kind's type, and says how its lists are merged`() throws {
        let documents = OpenAPIDocuments(catalog: ResourceCatalog())
        let value = try JSONValue(parsing: body(documents, "application/json"))
        #expect(value["swagger"] == "2.0")
        let types = try #require(value["definitions"]?.object)
        for kind in StoredKinds.all {
            let name = ComponentSchemas.typeName(of: kind)
            let kinds = types[name]?["x-kubernetes-group-version-kind"]?.array
            #expect(kinds?.contains(OpenAPIPaths.extensionValue(kind.gvk)) == true, "\(name)")
        }
        let containers = types["io.k8s.api.core.v1.PodSpec"]?[path: "properties", "containers"]
        #expect(containers?["x-kubernetes-patch-merge-key"] == "name")
        #expect(containers?["x-kubernetes-patch-strategy"] == "merge")
        #expect(containers?[path: "items", "$ref"] == "#/definitions/io.k8s.api.core.v1.Container")
        let ports = types["io.k8s.api.core.v1.Container"]?[path: "properties", "ports"]
        #expect(ports?["x-kubernetes-list-map-keys"] == ["containerPort", "protocol"])
        #expect(ports?["x-kubernetes-list-type"] == "map" && ports?["x-kubernetes-patch-merge-key"] == "containerPort")
        let service = types["io.k8s.api.core.v1.ServiceSpec"]?["properties"]
        #expect(service?[path: "ports", "x-kubernetes-list-map-keys"] == ["port", "protocol"])
        #expect(service?[path: "ports", "x-kubernetes-patch-merge-key"] == "port")
        #expect(service?[path: "selector", "x-kubernetes-map-type"] == "atomic")
        let metadata = types["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"]?["properties"]
        #expect(metadata?[path: "finalizers", "x-kubernetes-list-type"] == "set")
        let selector = types["io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"]
        #expect(selector?["x-kubernetes-map-type"] == "atomic")
        let port = types["io.k8s.api.core.v1.ContainerPort"]?[path: "properties", "protocol"]
        #expect(port?["default"] == nil)
        var references: [String] = []
        Self.collect(value, &references)
        for reference in Set(references) {
            #expect(types.contains(String(reference.dropFirst("#/definitions/".count))), "\(reference)")
        }
        #expect(value["definitions"]?.serialized().contains("\"allOf\"") == false)
    }

    private static func collect(_ value: JSONValue, _ references: inout [String]) {
        switch value {
        case .object(let object):
            for member in object {
                if member.name == "$ref", let text = member.value.string { references.append(text) }
                collect(member.value, &references)
            }
        case .array(let array): for element in array { collect(element, &references) }
        default: return
        }
    }

    @Test func `tells in protobuf what it tells in JSON`() throws {
        let documents = OpenAPIDocuments(catalog: ResourceCatalog())
        let json = try JSONValue(parsing: body(documents, "*/*"))
        let message = try V2Message(body(documents, Self.protobuf))
        #expect(message.text(1) == "2.0")
        #expect(message.messages(2).first?.text(1) == "Berth")
        let types = message.messages(9).first?.messages(1) ?? []
        #expect(types.compactMap { $0.text(1) } == json["definitions"]?.object?.names)
        for named in types {
            let name = try #require(named.text(1))
            let schema = try #require(named.messages(2).first)
            #expect(schema.schema == json["definitions"]?[name], "\(name)")
        }
        let paths = message.messages(8).first?.messages(2) ?? []
        #expect(paths.compactMap { $0.text(1) } == json["paths"]?.object?.names)
    }

    @Test func `lets clients find out about dry runs`() throws {
        let documents = OpenAPIDocuments(catalog: ResourceCatalog())
        let message = try V2Message(body(documents, Self.protobuf))
        let path = message.messages(8).first?.messages(2).first {
            $0.text(1) == "/apis/apps/v1/namespaces/{namespace}/deployments/{name}"
        }
        let patch = try #require(path?.messages(2).first?.messages(8).first)
        // ParametersItem.parameter.non_body_parameter.query_parameter_sub_schema.name
        let names = patch.messages(8).compactMap {
            $0.messages(1).first?.messages(2).first?.messages(3).first?.text(4)
        }
        #expect(names.contains("dryRun") && names.contains("fieldManager"))
        let kind = patch.messages(13).first { $0.text(1) == "x-kubernetes-group-version-kind" }
        let text = kind?.messages(2).first?.text(2) ?? ""
        #expect(try JSONValue(yaml: text) == ["group": "apps", "kind": "Deployment", "version": "v1"])
        #expect(patch.texts(7).contains("application/strategic-merge-patch+json"))
    }

    @Test func `is made once, and anew when kinds come`() throws {
        let catalog = ResourceCatalog()
        let documents = OpenAPIDocuments(catalog: catalog)
        let first = try #require(documents.document(path: "/openapi/v2", accept: Self.protobuf))
        #expect(first.contentType == "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")
        #expect(first.isGzipped && first.body.readableBytes < 200_000)
        let other = OpenAPIDocuments(catalog: ResourceCatalog())
        #expect(other.document(path: "/openapi/v2", accept: Self.protobuf)?.entityTag == first.entityTag)
        #expect(documents.document(path: "/openapi/v2", accept: "*/*")?.entityTag != first.entityTag)
        var kind = ResourceKind(
            GroupVersionKind(group: "zoo.example", version: "v1", kind: "Lion"),
            resource: "lions",
            isNamespaced: true
        )
        kind.isCustom = true
        kind.schema = ObjectSchema(openAPI: [
            "type": "object", "properties": ["spec": ["type": "object", "properties": ["mane": ["type": "string"]]]],
        ])
        catalog.setCustomResources([ServedResource(kind)], of: "lions.zoo.example")
        #expect(documents.document(path: "/openapi/v2", accept: Self.protobuf)?.entityTag != first.entityTag)
        let json = try JSONValue(parsing: body(documents, "*/*"))
        let lion = json[path: "definitions", "example.zoo.v1.Lion"]
        #expect(lion?[path: "properties", "spec", "properties", "mane", "type"] == "string")
        #expect(
            lion?[path: "properties", "metadata", "$ref"]
                == "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
        )
    }

    @Test func `leaves open of a custom resource what its readers would judge wrongly`() {
        let converted = OpenAPIV2Schema.converted(
            [
                "type": "object", "required": ["spec"],
                "properties": [
                    "port": ["x-kubernetes-int-or-string": true, "anyOf": [["type": "integer"]], "type": "string"],
                    "maybe": ["type": "string", "nullable": true, "description": "d"],
                    "any": ["type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": ["a": [:]]],
                    "map": ["type": "object", "additionalProperties": ["type": "integer", "default": 1]],
                ],
            ],
            isRoot: true
        )
        #expect(
            converted == [
                "type": "object", "required": ["spec"],
                "properties": [
                    "port": ["x-kubernetes-int-or-string": true], "maybe": ["description": "d"],
                    "any": ["x-kubernetes-preserve-unknown-fields": true],
                    "map": ["type": "object", "additionalProperties": ["type": "integer"]],
                ],
            ]
        )
        let open = OpenAPIV2Schema.converted(
            ["type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": ["a": [:]]],
            isRoot: true
        )
        #expect(open == ["type": "object", "x-kubernetes-preserve-unknown-fields": true])
    }
}
