/// How the API server reaches an etcd v3 cluster.
package struct EtcdConfiguration: Sendable {
    /// One or more client URLs, `https://etcd-0:2379`; the first that answers is kept.
    package var endpoints: [String]
    /// What all keys begin with, so that a cluster can be shared.
    package var prefix = "/berth/"
    /// PEM file with the authorities that may vouch for etcd; nil: those of the system.
    package var caPath: String?
    /// PEM files of our certificate and its key.
    package var certificatePath: String?
    package var keyPath: String?
    package var username: String?
    package var password: String?
    /// How long connecting to one endpoint may take, before another is tried.
    package var connectTimeout = Duration.seconds(2)
    /// How long one answer may take.
    package var timeout = Duration.seconds(5)
    /// How long the watch may be silent before we write something that it must tell us.
    package var silenceLimit = Duration.seconds(20)

    package init(endpoints: [String]) { self.endpoints = endpoints }
}
