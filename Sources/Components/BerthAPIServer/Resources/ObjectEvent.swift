package import Kubernetes

/// One event of a watch, before it is laid out for a client.
package enum ObjectEvent: Sendable {
    case added(JSONValue)
    case modified(JSONValue)
    case deleted(JSONValue)
    /// Everything up to this resource version was sent; `endsInitialEvents` marks the end of the synthetic ADDEDs.
    case bookmark(resourceVersion: String, endsInitialEvents: Bool)
}
