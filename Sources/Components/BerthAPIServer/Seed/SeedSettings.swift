/// What the objects of a new cluster are made from.
package struct SeedSettings: Sendable {
    /// `https://host:port` of the OAuth server.
    package var issuer: String
    /// `https://host:port` of the API server, as clients reach it.
    package var apiServerURL: String
    /// Routes without a host get one below it: `apps.example`.
    package var appsDomain: String
    /// The console's address; empty until there is a console.
    package var consoleURL = ""
    /// What `oc get clusterversion` shows.
    package var version = "4.3.0"
    /// Begins the names of generated storage: `berth-x7k2p`.
    package var infrastructureName = "berth"

    package init(issuer: String, apiServerURL: String, appsDomain: String) {
        (self.issuer, self.apiServerURL, self.appsDomain) = (issuer, apiServerURL, appsDomain)
    }
}
