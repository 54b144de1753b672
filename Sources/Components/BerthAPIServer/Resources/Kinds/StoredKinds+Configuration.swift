import Kubernetes

/// The groups that are custom resources on a cluster: configuration of the cluster, its operators and its console.
extension StoredKinds {
    static let configuration: [ResourceKind] =
        [
            ("APIServer", "apiservers"), ("Authentication", "authentications"), ("Build", "builds"),
            ("ClusterOperator", "clusteroperators"), ("ClusterVersion", "clusterversions"), ("Console", "consoles"),
            ("DNS", "dnses"), ("FeatureGate", "featuregates"), ("ImageContentPolicy", "imagecontentpolicies"),
            ("ImageDigestMirrorSet", "imagedigestmirrorsets"), ("Image", "images"),
            ("ImageTagMirrorSet", "imagetagmirrorsets"), ("Infrastructure", "infrastructures"),
            ("Ingress", "ingresses"), ("Network", "networks"), ("Node", "nodes"), ("OAuth", "oauths"),
            ("OperatorHub", "operatorhubs"), ("Project", "projects"), ("Proxy", "proxies"),
            ("Scheduler", "schedulers"),
        ].map { custom("config.openshift.io/v1", $0.0, $0.1) }
        + [("Config", "configs"), ("ImagePruner", "imagepruners")]
        .map { custom("imageregistry.operator.openshift.io/v1", $0.0, $0.1) }
        + [
            ("Authentication", "authentications"), ("Console", "consoles"), ("DNS", "dnses"), ("Etcd", "etcds"),
            ("KubeAPIServer", "kubeapiservers"), ("Network", "networks"),
            ("OpenShiftAPIServer", "openshiftapiservers"), ("ServiceCA", "servicecas"), ("Storage", "storages"),
        ].map { custom("operator.openshift.io/v1", $0.0, $0.1) }
        + [
            custom("operator.openshift.io/v1", "IngressController", "ingresscontrollers", namespaced: true),
            custom(
                "operator.openshift.io/v1alpha1",
                "ImageContentSourcePolicy",
                "imagecontentsourcepolicies"
            ),
        ]
        + [
            ("ConsoleCLIDownload", "consoleclidownloads"), ("ConsoleExternalLogLink", "consoleexternalloglinks"),
            ("ConsoleLink", "consolelinks"), ("ConsoleNotification", "consolenotifications"),
            ("ConsolePlugin", "consoleplugins"), ("ConsoleQuickStart", "consolequickstarts"),
            ("ConsoleYAMLSample", "consoleyamlsamples"),
        ].map { custom("console.openshift.io/v1", $0.0, $0.1) }

    private static func custom(
        _ apiVersion: String,
        _ name: String,
        _ resource: String,
        namespaced: Bool = false
    ) -> ResourceKind {
        kind(apiVersion, name, resource, namespaced: namespaced) { made in
            made.isCustom = true
            made.strategy = rules(group: made.gvk.group, kind: name)
            made.columns = Columns.configuration(group: made.gvk.group, kind: name)
            if name != "OperatorHub", !apiVersion.hasPrefix("console") {
                made.subresources = [statusSubresource(made.gvk)]
            }
            if name == "ClusterOperator" { made.shortNames = ["co"] }
        }
    }

    /// Of most kinds of `config.openshift.io` there is one object, called `cluster`.
    private static func rules(group: String, kind: String) -> any ResourceStrategy {
        switch (group, kind) {
        case ("config.openshift.io", "OAuth"): OAuthConfigRules.rules
        case ("config.openshift.io", "Project"), ("config.openshift.io", "Image"), ("config.openshift.io", "Console"),
            ("config.openshift.io", "Scheduler"), ("config.openshift.io", "APIServer"),
            ("config.openshift.io", "Authentication"), ("config.openshift.io", "FeatureGate"):
            ClusterRules.singletons
        case ("imageregistry.operator.openshift.io", "Config"): ClusterRules.registry
        case ("imageregistry.operator.openshift.io", "ImagePruner"): ClusterRules.imagePruners
        default: ClusterRules.plain
        }
    }
}
