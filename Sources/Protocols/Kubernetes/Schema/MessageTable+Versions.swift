/// Messages of versions whose fields are not those of the stored ones.
extension MessageTable {
    static let versions = """
        package networkingbeta
        HTTPIngressPath path=1s pathType=3s? backend=2@IngressBackend!
        HTTPIngressRuleValue paths=1*@HTTPIngressPath
        Ingress metadata=1@meta.ObjectMeta spec=2@IngressSpec status=3@networking.IngressStatus
        IngressBackend serviceName=1s servicePort=2x resource=3@core.TypedLocalObjectReference?
        IngressRule host=1s =2@IngressRuleValue
        IngressRuleValue http=1@HTTPIngressRuleValue?
        IngressSpec ingressClassName=4s? backend=1@IngressBackend? tls=2*@networking.IngressTLS rules=3*@IngressRule
        """
}
