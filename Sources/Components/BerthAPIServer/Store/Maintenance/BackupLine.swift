import Foundation
import Kubernetes
import NIOCore
import NIOFoundationCompat

/// The lines of a ``StateBackup``.
enum BackupLine {
    /// The longest line that is read: an object of 8 MiB in base64.
    static let lengthLimit = 16 << 20

    static func header(revision: Int64) -> String {
        text([
            "format": .string(StateBackup.format), "version": .integer(StateBackup.version),
            "revision": .string("\(revision)"),
        ])
    }

    static func object(_ object: StoredObject) -> String {
        text([
            "group": .string(object.key.resource.group), "resource": .string(object.key.resource.resource),
            "namespace": .string(object.key.namespace), "name": .string(object.key.name),
            "revision": .string("\(object.revision)"),
            "value": .string(Data(object.value.readableBytesView).base64EncodedString()),
        ])
    }

    static func trailer(objects: Int, checksum: String) -> String {
        text(["objects": .integer(Int64(objects)), "sha256": .string(checksum)])
    }

    /// The revision in a first line.
    static func revision(ofHeader line: JSONValue, path: String) throws(StateBackupError) -> Int64 {
        guard line["format"]?.string == StateBackup.format, let version = line["version"]?.integer else {
            throw .foreign(path: path)
        }
        guard version <= StateBackup.version else { throw .newerFormat(version: version, known: StateBackup.version) }
        guard let revision = line["revision"]?.string.flatMap({ Int64($0) }), revision >= 0 else {
            throw .damaged(line: 1)
        }
        return revision
    }

    /// An object; nil when the line is something else.
    static func object(_ line: JSONValue) -> (key: ResourceKey, value: ByteBuffer)? {
        guard let group = line["group"]?.string, let resource = line["resource"]?.string,
            let namespace = line["namespace"]?.string, let name = line["name"]?.string,
            let value = line["value"]?.string.flatMap({ Data(base64Encoded: $0) })
        else { return nil }
        let key = ResourceKey(GroupResource(group: group, resource: resource), namespace: namespace, name: name)
        return (key, ByteBuffer(data: value))
    }

    private static func text(_ json: JSONValue) -> String { json.serialized() + "\n" }
}
