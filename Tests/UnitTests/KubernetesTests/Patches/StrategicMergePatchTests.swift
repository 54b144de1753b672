import Testing

@testable import Kubernetes

@Suite struct `A strategic merge patch` {
    private let pod = GroupVersionKind(group: "", version: "v1", kind: "Pod")

    private func patched(
        _ document: String,
        _ patch: String,
        _ kind: GroupVersionKind = .init(group: "apps", version: "v1", kind: "Deployment")
    ) throws -> String {
        let rules = try #require(PatchRules.of(kind))
        return try StrategicMergePatch.apply(
            JSONValue(parsing: patch.utf8),
            to: JSONValue(parsing: document.utf8),
            rules: rules
        )
        .serialized()
    }

    /// A pod's spec before and after.
    private func spec(_ document: String, _ patch: String) throws -> String {
        try patched("{\"spec\":\(document)}", "{\"spec\":\(patch)}", pod)
    }

    @Test(arguments: [
        // objects are merged, null removes, scalars are replaced
        (
            #"{"nodeName":"a","nodeSelector":{"x":"1","y":"2"}}"#,
            #"{"nodeName":"b","nodeSelector":{"x":null,"z":"3"}}"#,
            #"{"nodeName":"b","nodeSelector":{"y":"2","z":"3"}}"#
        ),
        // lists are merged by their key, and the patch's elements come first
        (
            #"{"containers":[{"name":"a","image":"1"}]}"#, #"{"containers":[{"name":"b","image":"2"}]}"#,
            #"{"containers":[{"name":"b","image":"2"},{"name":"a","image":"1"}]}"#
        ),
        (
            #"{"containers":[{"name":"a","image":"1","env":[{"name":"x","value":"1"}]},{"name":"b"}]}"#,
            #"{"containers":[{"name":"a","env":[{"name":"y","value":"2"}]}]}"#,
            #"{"containers":[{"name":"a","image":"1","env":[{"name":"y","value":"2"},{"name":"x","value":"1"}]},{"name":"b"}]}"#
        ),
        (
            #"{"containers":[{"name":"a","ports":[{"containerPort":80,"name":"h"}]}]}"#,
            #"{"containers":[{"name":"a","ports":[{"containerPort":80,"name":"w"},{"containerPort":81}]}]}"#,
            #"{"containers":[{"name":"a","ports":[{"containerPort":80,"name":"w"},{"containerPort":81}]}]}"#
        ),
        (
            #"{"containers":[{"name":"a","volumeMounts":[{"mountPath":"/x","name":"v"}]}]}"#,
            #"{"containers":[{"name":"a","volumeMounts":[{"mountPath":"/x","readOnly":true}]}]}"#,
            #"{"containers":[{"name":"a","volumeMounts":[{"mountPath":"/x","name":"v","readOnly":true}]}]}"#
        ),
        // $patch in a list
        (
            #"{"containers":[{"name":"a"},{"name":"b"}]}"#, #"{"containers":[{"name":"a","$patch":"delete"}]}"#,
            #"{"containers":[{"name":"b"}]}"#
        ),
        (
            #"{"containers":[{"name":"a"},{"name":"b"}]}"#, #"{"containers":[{"$patch":"replace"},{"name":"c"}]}"#,
            #"{"containers":[{"name":"c"}]}"#
        ),
        (
            #"{"containers":[{"name":"a"}]}"#, #"{"containers":[{"name":"x","$patch":"delete"}]}"#,
            #"{"containers":[{"name":"a"}]}"#
        ),
        (
            #"{}"#, #"{"containers":[{"name":"x","$patch":"delete"},{"name":"y","tty":null}]}"#,
            #"{"containers":[{"name":"y"}]}"#
        ),
        // $patch in an object
        (
            #"{"securityContext":{"runAsUser":1,"fsGroup":2}}"#,
            #"{"securityContext":{"$patch":"replace","fsGroup":3,"runAsUser":null}}"#,
            #"{"securityContext":{"fsGroup":3}}"#
        ),
        (
            #"{"securityContext":{"runAsUser":1}}"#, #"{"securityContext":{"$patch":"delete"}}"#,
            #"{"securityContext":{}}"#
        ),
        (#"{}"#, #"{"securityContext":{"$patch":"delete"}}"#, "{}"),
        // atomic lists are replaced
        (#"{"tolerations":[{"key":"a"}]}"#, #"{"tolerations":[{"key":"b"}]}"#, #"{"tolerations":[{"key":"b"}]}"#),
        (
            #"{"containers":[{"name":"a","args":["x","y"]}]}"#, #"{"containers":[{"name":"a","args":["z"]}]}"#,
            #"{"containers":[{"name":"a","args":["z"]}]}"#
        ),
        // union members go with $retainKeys
        (
            #"{"volumes":[{"name":"v","emptyDir":{}}]}"#,
            #"{"volumes":[{"$retainKeys":["name","configMap"],"name":"v","configMap":{"name":"c"}}]}"#,
            #"{"volumes":[{"name":"v","configMap":{"name":"c"}}]}"#
        ),
        // new objects lose their nulls and directives
        (
            #"{}"#,
            #"{"affinity":{"nodeAffinity":null,"podAffinity":{"x":null}},"hostAliases":[{"ip":"1","hostnames":["a"]}]}"#,
            #"{"affinity":{"podAffinity":{}},"hostAliases":[{"ip":"1","hostnames":["a"]}]}"#
        ),
        // of another type: the patch's
        (#"{"containers":{"a":1}}"#, #"{"containers":[{"name":"a"}]}"#, #"{"containers":[{"name":"a"}]}"#),
        // unknown members are merged as far as objects go
        (
            #"{"unknown":{"list":[1,2],"a":1}}"#, #"{"unknown":{"list":[3],"b":2}}"#,
            #"{"unknown":{"list":[3],"a":1,"b":2}}"#
        ),
        // an order
        (
            #"{"containers":[{"name":"a"},{"name":"b"},{"name":"c"}]}"#,
            #"{"$setElementOrder/containers":[{"name":"c"},{"name":"a"},{"name":"b"}]}"#,
            #"{"containers":[{"name":"c"},{"name":"a"},{"name":"b"}]}"#
        ),
        (
            #"{"containers":[{"name":"a"},{"name":"s"},{"name":"b"}]}"#,
            #"{"$setElementOrder/containers":[{"name":"n"},{"name":"a"},{"name":"b"}],"containers":[{"name":"n","image":"i"}]}"#,
            #"{"containers":[{"name":"n","image":"i"},{"name":"a"},{"name":"s"},{"name":"b"}]}"#
        ),
        (
            #"{"containers":[{"name":"a"},{"name":"b"}]}"#,
            #"{"$setElementOrder/containers":[{"name":"b"}],"containers":[{"$patch":"delete","name":"a"},{"name":"b","tty":true}]}"#,
            #"{"containers":[{"name":"b","tty":true}]}"#
        ),
        (
            #"{}"#,
            #"{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"b"},{"name":"a"}]}"#,
            #"{"containers":[{"name":"b"},{"name":"a"}]}"#
        ),
        (#"{"nodeName":"x"}"#, #"{"$setElementOrder/containers":[{"name":"b"}]}"#, #"{"nodeName":"x"}"#),
    ])
    func `does with a pod as its directives say`(_ document: String, _ patch: String, _ expected: String) throws {
        #expect(try spec(document, patch) == "{\"spec\":\(expected)}")
    }

    @Test func `merges finalizers as a set and owners by uid`() throws {
        #expect(
            try patched(#"{"metadata":{"finalizers":["a","b"]}}"#, #"{"metadata":{"finalizers":["c","a"]}}"#)
                == #"{"metadata":{"finalizers":["c","a","b"]}}"#
        )
        #expect(
            try patched(
                #"{"metadata":{"finalizers":["a","b"]}}"#,
                #"{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"],"$setElementOrder/finalizers":["b"]}}"#
            ) == #"{"metadata":{"finalizers":["b"]}}"#
        )
        #expect(
            try patched(
                #"{"metadata":{"ownerReferences":[{"uid":"1","name":"a"}]}}"#,
                #"{"metadata":{"ownerReferences":[{"uid":"1","$patch":"delete"},{"uid":"2"}]}}"#
            )
                == #"{"metadata":{"ownerReferences":[{"uid":"2"}]}}"#
        )
    }

    @Test func `knows services, accounts, conditions and image streams`() throws {
        #expect(
            try patched(
                #"{"spec":{"ports":[{"port":80,"name":"a"}]}}"#,
                #"{"spec":{"ports":[{"port":80,"targetPort":8080}]}}"#,
                .init(group: "", version: "v1", kind: "Service")
            )
                == #"{"spec":{"ports":[{"port":80,"name":"a","targetPort":8080}]}}"#
        )
        #expect(
            try patched(
                #"{"secrets":[{"name":"a"}],"imagePullSecrets":[{"name":"p"}]}"#,
                #"{"secrets":[{"name":"b"}],"imagePullSecrets":[{"name":"q"}]}"#,
                .init(group: "", version: "v1", kind: "ServiceAccount")
            )
                == #"{"secrets":[{"name":"b"},{"name":"a"}],"imagePullSecrets":[{"name":"q"}]}"#
        )
        #expect(
            try patched(
                #"{"status":{"conditions":[{"type":"A","status":"True"}]}}"#,
                #"{"status":{"conditions":[{"type":"A","status":"False"}]}}"#
            )
                == #"{"status":{"conditions":[{"type":"A","status":"False"}]}}"#
        )
        #expect(
            try patched(
                #"{"spec":{"template":{"spec":{"containers":[{"name":"a","image":"1"}]}}}}"#,
                #"{"spec":{"template":{"metadata":{"annotations":{"r":"1"}},"spec":{"containers":[{"name":"a","tty":true}]}}}}"#
            )
                == #"{"spec":{"template":{"spec":{"containers":[{"name":"a","image":"1","tty":true}]},"metadata":{"annotations":{"r":"1"}}}}}"#
        )
        #expect(
            try patched(
                #"{"spec":{"tags":[{"name":"v1","reference":true}]}}"#,
                #"{"spec":{"tags":[{"name":"v1","generation":2}]}}"#,
                .init(group: "image.openshift.io", version: "v1", kind: "ImageStream")
            )
                == #"{"spec":{"tags":[{"name":"v1","reference":true,"generation":2}]}}"#
        )
        #expect(PatchRules.of(.init(group: "example.com", version: "v1", kind: "Thing")) == nil)
        #expect(PatchRules.of(.init(group: "", version: "v1", kind: "Thing")) == nil)
    }

    @Test(arguments: [
        (#"{"containers":[{"image":"x"}]}"#, "map of containers does not contain declared merge key: name"),
        (#"{"containers":[1]}"#, "list element types are not identical: containers"),
        (#"{"containers":[[1]]}"#, "lists of lists are not supported"),
        (#"{"containers":[{"name":"a","$patch":"merge"}]}"#, "merging lists cannot yet be specified in the patch"),
        (#"{"securityContext":{"$patch":"spam"}}"#, "unknown patch type: spam"),
        (#"{"volumes":[{"name":"v","$retainKeys":["name"],"emptyDir":{}}]}"#, "invalid patch format of retainKeys"),
        (#"{"$setElementOrder/containers":{}}"#, "invalid patch format of setElementOrder list"),
        (
            #"{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"a"},{"name":"b"}]}"#,
            "The order in patch list doesn't match $setElementOrder list: containers"
        ),
        (#"{"containers":[{"name":{"a":1}}]}"#, "map of containers does not contain declared merge key: name"),
    ])
    func `is refused when it is ill-formed`(_ patch: String, _ message: String) {
        #expect(throws: PatchError.malformed(message)) {
            try spec(
                #"{"containers":[{"name":"a"}],"securityContext":{"runAsUser":1},"volumes":[{"name":"v"}]}"#,
                patch
            )
        }
    }

    @Test func `is refused when it is none or too deep`() {
        let deep = String(repeating: "{\"a\":", count: 101) + "1" + String(repeating: "}", count: 101)
        #expect(throws: PatchError.self) { try patched("{}", deep) }
        #expect(throws: PatchError.self) { try patched("{}", "[]") }
    }

    @Test func `keeps its laws with random pods`() throws {
        var trees = RandomTree(seed: 7)
        let rules = try #require(PatchRules.of(pod))
        for _ in 0..<2_000 {
            let (old, patch) = (randomPod(&trees), randomPod(&trees))
            let first = try StrategicMergePatch.apply(patch, to: old, rules: rules)
            #expect(try StrategicMergePatch.apply(patch, to: first, rules: rules) == first)
            #expect(try StrategicMergePatch.apply([:], to: old, rules: rules) == old)
            #expect(try StrategicMergePatch.apply(old, to: old, rules: rules) == old)
            // whatever the order, every name of both is there once, and the patch's images hold
            let names = images(old).merging(images(patch)) { $1 }
            #expect(images(first) == names)
            #expect(first.value(at: ["spec", "containers"])?.array?.count == names.count)
        }
    }

    private func randomPod(_ trees: inout RandomTree) -> JSONValue {
        var containers: [JSONValue] = []
        for name in ["a", "b", "c", "d"].shuffled(using: &trees.random).prefix(trees.pick(5)) {
            var env: [JSONValue] = []
            for variable in ["x", "y"] where trees.pick(2) == 0 {
                env.append(["name": .string(variable), "value": .integer(Int64(trees.pick(3)))])
            }
            containers.append(["name": .string(name), "image": .integer(Int64(trees.pick(3))), "env": .array(env)])
        }
        return ["spec": ["containers": .array(containers), "args": ["x"]]]
    }

    private func images(_ pod: JSONValue) -> [String: JSONValue] {
        let containers = pod.value(at: ["spec", "containers"])?.array ?? []
        return Dictionary(containers.map { ($0["name"]?.string ?? "", $0["image"] ?? .null) }) { $1 }
    }
}
