import ArgumentParser

/// The flags that say where an API server keeps its objects.
struct APIServerStoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Keep the objects in etcd instead: its URLs, with commas between.", valueName: "urls"))
    var etcdServers: String?

    @Option(help: ArgumentHelp("The authority that signed etcd's certificates (PEM).", valueName: "file"))
    var etcdCafile: String?

    @Option(help: ArgumentHelp("The certificate to show to etcd (PEM).", valueName: "file"))
    var etcdCertfile: String?

    @Option(help: ArgumentHelp("That certificate's key (PEM).", valueName: "file"))
    var etcdKeyfile: String?

    @Option(help: ArgumentHelp("The path under which all keys lie in etcd (default: /registry).", valueName: "path"))
    var etcdPrefix: String?

    /// What the flags say.
    func note(in layer: inout [String: Setting]) {
        func note(_ key: String, _ value: String?, _ flag: String) {
            if let value { layer[key] = Setting(key: key, value: value, origin: flag) }
        }
        note("etcd.servers", etcdServers, "--etcd-servers")
        note("etcd.cafile", etcdCafile, "--etcd-cafile")
        note("etcd.certfile", etcdCertfile, "--etcd-certfile")
        note("etcd.keyfile", etcdKeyfile, "--etcd-keyfile")
        note("etcd.prefix", etcdPrefix, "--etcd-prefix")
    }
}
