extension MessageTable {
    /// The messages of the cluster: `networking`, `discovery`, `events` and `storage`.
    static let cluster = """
        package networking
        HTTPIngressPath path=1s pathType=3s! backend=2@IngressBackend!
        HTTPIngressRuleValue paths=1*@HTTPIngressPath
        IPAddress metadata=1@meta.ObjectMeta spec=2@IPAddressSpec
        IPAddressSpec parentRef=1@ParentReference?
        IPBlock cidr=1s! except=2*s
        Ingress metadata=1@meta.ObjectMeta spec=2@IngressSpec status=3@IngressStatus
        IngressBackend service=4@IngressServiceBackend? resource=3@core.TypedLocalObjectReference?
        IngressClass metadata=1@meta.ObjectMeta spec=2@IngressClassSpec
        IngressClassParametersReference apiGroup=1s? kind=2s! name=3s! scope=4s? namespace=5s?
        IngressClassSpec controller=1s parameters=2@IngressClassParametersReference?
        IngressLoadBalancerIngress ip=1s hostname=2s ports=4*@IngressPortStatus
        IngressLoadBalancerStatus ingress=1*@IngressLoadBalancerIngress
        IngressPortStatus port=1i! protocol=2s! error=3s?
        IngressRule host=1s =2@IngressRuleValue
        IngressRuleValue http=1@HTTPIngressRuleValue?
        IngressServiceBackend name=1s! port=2@ServiceBackendPort
        IngressSpec ingressClassName=4s? defaultBackend=1@IngressBackend? tls=2*@IngressTLS rules=3*@IngressRule
        IngressStatus loadBalancer=1@IngressLoadBalancerStatus
        IngressTLS hosts=1*s secretName=2s
        NetworkPolicy metadata=1@meta.ObjectMeta spec=2@NetworkPolicySpec
        NetworkPolicyEgressRule ports=1*@NetworkPolicyPort to=2*@NetworkPolicyPeer
        NetworkPolicyIngressRule ports=1*@NetworkPolicyPort from=2*@NetworkPolicyPeer
        NetworkPolicyPeer podSelector=1@meta.LabelSelector? namespaceSelector=2@meta.LabelSelector?
          ipBlock=3@IPBlock?
        NetworkPolicyPort protocol=1s port=2x? endPort=3i?
        NetworkPolicySpec podSelector=1@meta.LabelSelector! ingress=2*@NetworkPolicyIngressRule
          egress=3*@NetworkPolicyEgressRule policyTypes=4*s
        ParentReference group=1s resource=2s namespace=3s name=4s
        ServiceBackendPort name=1s number=2i
        ServiceCIDR metadata=1@meta.ObjectMeta spec=2@ServiceCIDRSpec status=3@ServiceCIDRStatus
        ServiceCIDRSpec cidrs=1*s
        ServiceCIDRStatus conditions=1*@meta.Condition~type
        package discovery
        Endpoint addresses=1*s conditions=2@EndpointConditions hostname=3s? targetRef=4@core.ObjectReference?
          deprecatedTopology=5%s nodeName=6s? zone=7s? hints=8@EndpointHints?
        EndpointConditions ready=1o? serving=2o? terminating=3o?
        EndpointHints forZones=1*@ForZone forNodes=2*@ForNode
        EndpointPort name=1s? protocol=2s port=3i? appProtocol=4s?
        EndpointSlice metadata=1@meta.ObjectMeta addressType=4s! endpoints=2*@Endpoint ports=3*@EndpointPort
        ForNode name=1s!
        ForZone name=1s!
        package events
        Event metadata=1@meta.ObjectMeta! eventTime=2u series=3@EventSeries? reportingController=4s
          reportingInstance=5s action=6s reason=7s regarding=8@core.ObjectReference
          related=9@core.ObjectReference? note=10s type=11s deprecatedSource=12@core.EventSource
          deprecatedFirstTimestamp=13t deprecatedLastTimestamp=14t deprecatedCount=15i
        EventSeries count=1i! lastObservedTime=2u
        package storage
        CSIDriver metadata=1@meta.ObjectMeta spec=2@CSIDriverSpec!
        CSIDriverSpec attachRequired=1o? podInfoOnMount=2o? volumeLifecycleModes=3*s storageCapacity=4o?
          fsGroupPolicy=5s tokenRequests=6*@TokenRequest requiresRepublish=7o? seLinuxMount=8o?
          nodeAllocatableUpdatePeriodSeconds=9i? serviceAccountTokenInSecrets=10o?
          preventPodSchedulingIfMissing=11o?
        CSINode metadata=1@meta.ObjectMeta spec=2@CSINodeSpec! status=3@CSINodeStatus
        CSINodeDriver name=1s! nodeID=2s! topologyKeys=3*s allocatable=4@VolumeNodeResources?
        CSINodeSpec drivers=1*@CSINodeDriver~name
        CSINodeStatus storageHealth=1*@StorageHealth~name
        CSIStorageCapacity metadata=1@meta.ObjectMeta nodeTopology=2@meta.LabelSelector? storageClassName=3s!
          capacity=4q? maximumVolumeSize=5q?
        StorageClass metadata=1@meta.ObjectMeta provisioner=2s! parameters=3%s reclaimPolicy=4s mountOptions=5*s
          allowVolumeExpansion=6o? volumeBindingMode=7s allowedTopologies=8*@core.TopologySelectorTerm
        StorageHealth name=1s! healthConditions=2*@StorageHealthCondition
        StorageHealthCondition status=1s! reason=2s! message=3s accessMode=4s volumeMode=5s
          lastTransitionTime=6t
        TokenRequest audience=1s! expirationSeconds=2i?
        VolumeAttachment metadata=1@meta.ObjectMeta spec=2@VolumeAttachmentSpec! status=3@VolumeAttachmentStatus
        VolumeAttachmentSource persistentVolumeName=1s? inlineVolumeSpec=2@core.PersistentVolumeSpec?
        VolumeAttachmentSpec attacher=1s! source=2@VolumeAttachmentSource! nodeName=3s!
        VolumeAttachmentStatus attached=1o! attachmentMetadata=2%s attachError=3@VolumeError?
          detachError=4@VolumeError?
        VolumeAttributesClass metadata=1@meta.ObjectMeta driverName=2s! parameters=3%s
        VolumeError time=1t message=2s errorCode=3i?
        VolumeNodeResources count=1i?
        """
}
