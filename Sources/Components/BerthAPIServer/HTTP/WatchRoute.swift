import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes
import NIOCore

/// Watches: a line an event, until the time is over, the rights are gone or the client is (reliability A9).
struct WatchRoute: Sendable {
    let context: StorageContext

    /// How many ticks lie between bookmarks.
    private static let ticksPerBookmark = 2
    /// Without `timeoutSeconds` a watch ends within these, at random, so that clients do not all come back at once.
    private static let defaultSeconds: ClosedRange<Int64> = 1800...3600
    private static let longestSeconds: Int64 = 6 * 3600

    func respond(_ call: ResourceCall) async throws -> Response {
        var options = try call.query.list()
        options.limit = nil
        if call.info.usesWatchPath, !call.info.name.isEmpty {
            options.fields = try Self.named(call.info.name)
        }
        let sendsInitial = try Self.initialEvents(call, options)
        let allowsBookmarks = call.info.queryFlag("allowWatchBookmarks")
        let wanted = try call.query.integer("timeoutSeconds").flatMap { $0 > 0 ? $0 : nil }
        let seconds = min(wanted ?? Int64.random(in: Self.defaultSeconds), Self.longestSeconds)
        let filtered = (call.backend as? any FilteredBackend).flatMap { $0.isFiltered ? $0 : nil }
        let standing = WatchStanding(
            call.caller,
            namespace: call.request.namespace,
            isFiltered: filtered != nil,
            judge: call.judge
        )
        let membership = context.watches.join(standing)
        // a change between the first judgement and the joining was not noted
        guard try await standing.isStillAllowed() else { throw Status.unauthorized }
        let source = try await source(call, options, sendsInitial, filtered, standing)
        let lines = WatchLines(kind: call.kind, form: call.form, now: context.now)
        let run = WatchRun(
            lines: lines,
            allowsBookmarks: allowsBookmarks,
            seconds: seconds,
            standing: standing,
            tick: context.watchTick,
            ticksPerBookmark: Self.ticksPerBookmark
        )
        return Response(
            status: .ok,
            headers: [.contentType: call.form.contentType, .cacheControl: "no-cache, private", .connection: "close"],
            body: ResponseBody { writer in
                do {
                    defer { membership.leave() }
                    try await run.send(source, of: call.http.body, to: &writer)
                } catch {
                    await call.watching.ended()
                    throw error
                }
                await call.watching.ended()
                try await writer.finish(nil)
            }
        )
    }

    private func source(
        _ call: ResourceCall,
        _ options: ListOptions,
        _ sendsInitial: Bool?,
        _ filtered: (any FilteredBackend)?,
        _ standing: WatchStanding
    ) async throws -> WatchSource {
        if let stored = call.backend as? StoredResource {
            return .stored(
                stored,
                try await stored.storedWatch(options, sendsInitialEvents: sendsInitial, call.request.namespace)
            )
        }
        var options = options
        // none and 0 begin with what is there, as for stored resources
        let begins = sendsInitial ?? ["", "0"].contains(options.resourceVersion ?? "")
        if begins { options.resourceVersion = nil }
        guard let filtered else {
            return .events(try await call.backend.watch(options, sendsInitialEvents: begins, call.request), nil)
        }
        let watch = try await filtered.filteredWatch(options, sendsInitialEvents: begins, call.request) {
            standing.user
        }
        return .events(watch.events, watch.filter)
    }

    private static func named(_ name: String) throws(Status) -> FieldSelector {
        do {
            return try FieldSelector(parsing: "metadata.name=\(name)")
        } catch {
            throw .badRequest("invalid field selector: \(error)")
        }
    }

    /// Whether what is there comes first; nil leaves it to the resourceVersion.
    ///
    /// - Throws: `Status` 422 for combinations that are not allowed.
    private static func initialEvents(_ call: ResourceCall, _ options: ListOptions) throws(Status) -> Bool? {
        let match = options.resourceVersionMatch ?? ""
        guard call.query.value("sendInitialEvents") != nil else {
            guard match.isEmpty else {
                throw ResourceVersionRule.invalid(
                    "resourceVersionMatch",
                    "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"
                )
            }
            return nil
        }
        guard match == "NotOlderThan" else {
            throw ResourceVersionRule.invalid(
                "resourceVersionMatch",
                "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
            )
        }
        return call.info.queryFlag("sendInitialEvents")
    }
}

/// Where the events of a watch come from.
enum WatchSource: Sendable {
    case stored(StoredResource, StoredWatch)
    case events(any AsyncSequence<ObjectEvent, any Error> & Sendable, (any WatchFilter)?)

    /// What says which of the events are seen.
    var filter: (any WatchFilter)? {
        if case .events(_, let filter) = self { filter } else { nil }
    }
}
