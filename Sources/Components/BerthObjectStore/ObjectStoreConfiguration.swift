package import BerthHTTP
package import S3

/// Everything that an `ObjectStore` is started with.
package struct ObjectStoreConfiguration: Sendable {
    /// The folder that holds all data; made when it is missing.
    package var dataDirectory: String
    /// Address, TLS, limits and trusted proxies of the listener.
    package var http: HTTPServiceConfiguration
    /// What `GetBucketLocation` answers; clients may sign for any region.
    package var region = "us-east-1"
    /// The owner's key; nil makes one in `<data directory>/root-credentials` at the first start.
    package var rootCredentials: Credentials?
    /// Host names below which a label names a bucket (`bucket.s3.example.com`); path style always works.
    package var domains: [String] = []
    /// Whether `/metrics` is served, without authentication.
    package var servesMetrics = true
    /// What is made at each start unless it is there.
    package var provision = Provision()
    /// Limits and intervals of the storage engine.
    package var storage = StorageOptions()

    /// A store in `dataDirectory` that listens as `http` says.
    package init(dataDirectory: String, http: HTTPServiceConfiguration) {
        self.dataDirectory = dataDirectory
        self.http = http
    }
}
