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
        layer.note("etcd.servers", etcdServers, "--etcd-servers")
        layer.note("etcd.cafile", etcdCafile, "--etcd-cafile")
        layer.note("etcd.certfile", etcdCertfile, "--etcd-certfile")
        layer.note("etcd.keyfile", etcdKeyfile, "--etcd-keyfile")
        layer.note("etcd.prefix", etcdPrefix, "--etcd-prefix")
    }
}
