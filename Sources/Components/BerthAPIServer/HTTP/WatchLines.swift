import Kubernetes
import NIOCore

/// Lays the events of a watch out for one client: a line of JSON each (reference 4.2).
struct WatchLines: Sendable {
    let kind: ResourceKind
    let form: ResponseForm
    let now: @Sendable () -> Double
    /// The newest revision that was told, for bookmarks.
    private(set) var resourceVersion = ""
    private var hasColumns = true

    init(kind: ResourceKind, form: ResponseForm, now: @escaping @Sendable () -> Double) {
        (self.kind, self.form, self.now) = (kind, form, now)
    }

    /// The lines of what a watch of stored objects told.
    mutating func write(_ items: [WatchItem], of resource: StoredResource, into buffer: inout ByteBuffer) throws(Status)
    {
        for item in items {
            switch item {
            case .present(let stored): try write("ADDED", stored, nil, resource, into: &buffer)
            case .change(let change, let stored, let event):
                let type =
                    switch change {
                    case .added: "ADDED"
                    case .modified: "MODIFIED"
                    case .deleted: "DELETED"
                    }
                try write(type, stored, event, resource, into: &buffer)
                resourceVersion = "\(stored.revision)"
            case .progress(let revision): resourceVersion = "\(revision)"
            case .endOfPresent(let revision):
                resourceVersion = "\(revision)"
                writeBookmark(endsInitialEvents: true, into: &buffer)
            }
        }
    }

    private mutating func write(
        _ type: String,
        _ stored: StoredObject,
        _ event: StoreEvent?,
        _ resource: StoredResource,
        into buffer: inout ByteBuffer
    ) throws(Status) {
        guard form == .object, resource.isSentAsStored else {
            write(type, try resource.visible(stored), into: &buffer)
            return
        }
        guard let event else {
            Self.splice(type, stored, into: &buffer)
            return
        }
        var line = event.line.value {
            var line = ByteBuffer()
            Self.splice(type, stored, into: &line)
            return line
        }
        buffer.writeBuffer(&line)
    }

    private static func splice(_ type: String, _ stored: StoredObject, into buffer: inout ByteBuffer) {
        buffer.reserveCapacity(minimumWritableBytes: stored.value.readableBytes + 96)
        buffer.writeString("{\"type\":\"\(type)\",\"object\":")
        StoredEncoding.splice(stored, into: &buffer)
        buffer.writeString("}\n")
    }

    /// The line of an event of a virtual resource; bookmarks are left out unless they are asked for.
    mutating func write(_ event: ObjectEvent, allowsBookmarks: Bool, into buffer: inout ByteBuffer) {
        switch event {
        case .added(let object): write("ADDED", object, into: &buffer)
        case .modified(let object): write("MODIFIED", object, into: &buffer)
        case .deleted(let object): write("DELETED", object, into: &buffer)
        case .bookmark(let version, let endsInitialEvents):
            resourceVersion = version
            if allowsBookmarks { writeBookmark(endsInitialEvents: endsInitialEvents, into: &buffer) }
        }
    }

    private mutating func write(_ type: String, _ object: JSONValue, into buffer: inout ByteBuffer) {
        // an object that came into sight by a change of rights may be older than what was told
        if Int64(object.resourceVersion) ?? 0 > Int64(resourceVersion) ?? 0 { resourceVersion = object.resourceVersion }
        let shown: JSONValue
        switch form {
        case .object: shown = object
        case .partial(let version): shown = object.partial(version: version)
        case .table(let version, let rows):
            let table = ObjectTable(kind: kind, version: version, rows: rows, now: now())
            shown = table.json([object], resourceVersion: object.resourceVersion, hasColumns: hasColumns)
            hasColumns = false
        }
        writeLine(["type": .string(type), "object": shown], into: &buffer)
    }

    /// A bookmark of the newest revision told.
    func writeBookmark(endsInitialEvents: Bool, into buffer: inout ByteBuffer) {
        var metadata: JSONValue = ["resourceVersion": .string(resourceVersion)]
        if endsInitialEvents {
            metadata.set(["k8s.io/initial-events-end": "true"], at: ["annotations"])
        }
        let object: JSONValue
        switch form {
        case .object:
            object = [
                "kind": .string(kind.gvk.kind), "apiVersion": .string(kind.gvk.apiVersion), "metadata": metadata,
            ]
        case .partial(let version):
            object = [
                "kind": "PartialObjectMetadata", "apiVersion": .string("meta.k8s.io/\(version)"), "metadata": metadata,
            ]
        case .table(let version, _):
            object = [
                "kind": "Table", "apiVersion": .string("meta.k8s.io/\(version)"),
                "metadata": ["resourceVersion": .string(resourceVersion)], "columnDefinitions": [],
                "rows": [
                    [
                        "cells": [],
                        "object": [
                            "kind": .string(kind.gvk.kind), "apiVersion": .string(kind.gvk.apiVersion),
                            "metadata": metadata,
                        ],
                    ]
                ],
            ]
        }
        writeLine(["type": "BOOKMARK", "object": object], into: &buffer)
    }

    /// The line that ends a watch with a reason.
    func writeError(_ status: Status, into buffer: inout ByteBuffer) {
        writeLine(["type": "ERROR", "object": status.json], into: &buffer)
    }

    private func writeLine(_ line: JSONValue, into buffer: inout ByteBuffer) {
        line.write(to: &buffer)
        buffer.writeString("\n")
    }
}
