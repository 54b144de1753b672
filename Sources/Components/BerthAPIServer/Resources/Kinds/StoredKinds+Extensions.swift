/// What extends the API itself.
extension StoredKinds {
    static let extensions: [ResourceKind] = [
        kind(
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            "customresourcedefinitions",
            namespaced: false,
            short: ["crd", "crds"],
            categories: ["api-extensions"],
            status: true,
            columns: Columns.customResourceDefinitions,
            strategy: DefinitionRules.rules
        )
    ]
}
