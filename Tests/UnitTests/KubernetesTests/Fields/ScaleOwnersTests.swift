import BerthTesting
import Testing

@testable import Kubernetes

@Suite struct `The owners of a Scale` {
    private func owner(
        _ manager: String,
        _ operation: FieldOwner.Operation = .apply,
        version: String = "apps/v1",
        below subresource: String = "",
        owning fields: [[String]]
    ) -> FieldOwner {
        FieldOwner(
            manager: manager,
            operation: operation,
            apiVersion: version,
            time: "2026-01-01T00:00:00Z",
            subresource: subresource,
            fields: FieldSet(fields.map { $0.map { .field($0) } })
        )
    }

    private let replicas = ["spec", "replicas"]
    private let scaled = ["spec", "size", "count"]
    private let image = ["spec", "image"]

    private func scale(_ owners: [FieldOwner]) -> ScaleOwners {
        ScaleOwners(FieldOwners(owners), path: scaled, apiVersion: "apps/v1")
    }

    @Test func `are those of the replicas`() {
        let owners = scale([
            owner("m", owning: [image, scaled]), owner("n", owning: [image]), owner("o", .update, owning: [scaled]),
        ]).ofScale
        #expect(
            owners
                == FieldOwners([
                    owner("m", version: "autoscaling/v1", owning: [replicas]),
                    owner("o", .update, version: "autoscaling/v1", owning: [replicas]),
                ])
        )
    }

    @Test func `that stay change nothing`() {
        let before = [
            owner("m", owning: [image, scaled]), owner("o", .update, owning: [scaled]),
            owner("o", .update, version: "apps/v2", owning: [scaled]),
            owner("p", .update, owning: [["spec"]]),
        ]
        let owners = scale(before)
        #expect(owners.ofObject(owners.ofScale) == FieldOwners(before))
    }

    @Test func `that lose them keep the rest, and new ones own nothing else`() {
        let owners = scale([owner("m", owning: [image, scaled]), owner("o", .update, owning: [scaled])])
        let after = owners.ofObject(
            FieldOwners([
                owner("hpa", version: "autoscaling/v1", below: "scale", owning: [replicas, ["status", "replicas"]])
            ])
        )
        #expect(after == FieldOwners([owner("m", owning: [image]), owner("hpa", below: "scale", owning: [scaled])]))
    }

    @Test func `who own other things of it own nothing of the object`() {
        let owners = scale([])
        let after = owners.ofObject(
            FieldOwners([owner("m", version: "autoscaling/v1", owning: [["status", "replicas"]])])
        )
        #expect(after.isEmpty)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `come back as they went, whoever they are`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let paths = [image, scaled, ["spec"], ["spec", "size"], ["metadata", "labels", "a"]]
        let before = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            owner(
                ["a", "b", "c"].randomElement(using: &generator) ?? "a",
                Bool.random(using: &generator) ? .apply : .update,
                version: ["apps/v1", "v1"].randomElement(using: &generator) ?? "v1",
                below: ["", "scale", "status"].randomElement(using: &generator) ?? "",
                owning: paths.filter { _ in Bool.random(using: &generator) }
            )
        }
        let owners = scale(before)
        #expect(owners.ofObject(owners.ofScale).isSame(as: FieldOwners(before)))
        let none = owners.ofObject(FieldOwners())
        #expect(none.owners.allSatisfy { !$0.fields.contains(scaled.map { PathElement.field($0) }) })
    }
}
