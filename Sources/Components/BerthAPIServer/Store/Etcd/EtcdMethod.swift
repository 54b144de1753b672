/// A method of etcd's gRPC services, by its path.
enum EtcdMethod: String, Sendable {
    case range = "/etcdserverpb.KV/Range"
    case put = "/etcdserverpb.KV/Put"
    case transaction = "/etcdserverpb.KV/Txn"
    case compaction = "/etcdserverpb.KV/Compact"
    case authentication = "/etcdserverpb.Auth/Authenticate"
    case watch = "/etcdserverpb.Watch/Watch"

    /// How its answer is read.
    var answer: EtcdAnswer.Kind {
        switch self {
        case .range: .range
        case .transaction: .transaction
        case .authentication: .authentication
        case .put, .compaction, .watch: .other
        }
    }
}
