extension KnownKeys {
    /// The keys of distribution's `config.yml` that mean something here, ours besides, and those that mean nothing.
    ///
    /// What would make the registry less safe when passed over (another kind of accounts, client certificates) is refused by
    /// ``RegistrySettings`` and therefore counts as effective.
    static let registry = KnownKeys(
        effective: [
            "version", "log.level", "log.formatter", "storage", "storage.filesystem.rootdirectory", "storage.inmemory",
            "storage.s3.accesskey", "storage.s3.secretkey", "storage.s3.bucket", "storage.s3.region",
            "storage.s3.regionendpoint", "storage.s3.rootdirectory", "storage.s3.secure", "storage.s3.skipverify",
            "storage.s3.chunksize", "storage.s3.forcepathstyle", "storage.s3.credentialsconfigpath",
            "storage.s3.cafile", "storage.delete.enabled", "storage.redirect.disable",
            "storage.maintenance.readonly.enabled", "storage.maintenance.uploadpurging.enabled",
            "storage.maintenance.uploadpurging.age", "auth", "auth.none", "auth.htpasswd.realm", "auth.htpasswd.path",
            "auth.htpasswd.accessfile", "auth.htpasswd.anonymouspull", "auth.token.*", "auth.silly.*", "http.addr",
            "http.net", "http.prefix", "http.tls.certificate", "http.tls.key", "http.tls.minversion",
            "http.tls.minimumtls", "http.tls.clientcas.*", "http.tls.letsencrypt.*", "http.headers.*",
            "http.trustedproxies.*", "http.draintimeout", "proxy.*",
        ],
        withoutEffect: [
            "log.fields.*", "log.accesslog.*", "log.hooks.*", "log.reportcaller", "loglevel", "reporting.*",
            "storage.cache.*", "storage.tag.*", "storage.filesystem.maxthreads",
            "storage.maintenance.uploadpurging.interval", "storage.maintenance.uploadpurging.dryrun",
            "storage.s3.encrypt", "storage.s3.keyid", "storage.s3.v4auth", "storage.s3.storageclass",
            "storage.s3.objectacl", "storage.s3.useragent", "storage.s3.usedualstack", "storage.s3.accelerate",
            "storage.s3.loglevel", "storage.s3.logs3apirequests", "storage.s3.logs3apiresponseheaders.*",
            "storage.s3.multipartcopychunksize", "storage.s3.multipartcopymaxconcurrency",
            "storage.s3.multipartcopythresholdsize", "http.secret", "http.host", "http.relativeurls",
            "http.tls.ciphersuites.*", "http.http2.*", "http.h2c.*", "http.debug.*", "notifications.*", "redis.*",
            "health.*", "validation.*", "policy.*", "catalog.*", "middleware.*", "compatibility.*", "openshift.*",
            "tracing.*",
        ]
    )
}
