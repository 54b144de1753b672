package import Kubernetes

/// One event of a watch, before it is laid out for a client.
package enum ObjectEvent: Sendable {
    case added(JSONValue)
    case modified(JSONValue)
    case deleted(JSONValue)
    /// Everything up to this resource version was sent; `endsInitialEvents` marks the end of the synthetic ADDEDs.
    case bookmark(resourceVersion: String, endsInitialEvents: Bool)

    /// The event with another form of its object.
    func mapped(_ convert: (JSONValue) -> JSONValue) -> ObjectEvent {
        switch self {
        case .added(let object): .added(convert(object))
        case .modified(let object): .modified(convert(object))
        case .deleted(let object): .deleted(convert(object))
        case .bookmark: self
        }
    }
}
