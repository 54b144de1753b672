/// What the objects of a new cluster are made from.
package struct SeedSettings: Sendable {
    /// `https://host:port` of the OAuth server.
    package var issuer: String
    /// `https://host:port` of the API server, as clients reach it.
    package var apiServerURL: String
    /// Routes without a host get one below it: `apps.example`.
    package var appsDomain: String
    /// The console's address; empty for the usual one below `appsDomain`.
    package var consoleURL = ""
    /// What `oc get clusterversion` shows.
    package var version = "4.3.0"
    /// Begins the names of generated storage: `berth-x7k2p`.
    package var infrastructureName = "berth"
    /// Where the registry is for pods.
    package var internalRegistryHostname = "image-registry.openshift-image-registry.svc:5000"
    /// Seconds since 1970.
    package var now: Double

    package init(issuer: String, apiServerURL: String, appsDomain: String, now: Double) {
        (self.issuer, self.apiServerURL, self.appsDomain, self.now) = (issuer, apiServerURL, appsDomain, now)
    }

    var console: String {
        consoleURL.isEmpty ? "https://console-openshift-console.\(appsDomain)" : consoleURL
    }
}
