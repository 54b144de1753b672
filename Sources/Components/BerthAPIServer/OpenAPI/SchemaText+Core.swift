/// The core group without what belongs to pods.
extension SchemaText {
    static let core = #"""
        = io.k8s.api.core.v1.AttachedVolume
        devicePath^:s name^:s
        = io.k8s.api.core.v1.AzureFilePersistentVolumeSource
        readOnly:b secretName^:s secretNamespace:s shareName^:s
        = io.k8s.api.core.v1.CSIPersistentVolumeSource
        controllerExpandSecretRef:SecretReference controllerPublishSecretRef:SecretReference driver^:s fsType:s
        nodeExpandSecretRef:SecretReference nodePublishSecretRef:SecretReference
        nodeStageSecretRef:SecretReference readOnly:b volumeAttributes:{s} volumeHandle^:s
        = io.k8s.api.core.v1.CephFSPersistentVolumeSource
        monitors^:[s] path:s readOnly:b secretFile:s secretRef:SecretReference user:s
        = io.k8s.api.core.v1.CinderPersistentVolumeSource
        fsType:s readOnly:b secretRef:SecretReference volumeID^:s
        = io.k8s.api.core.v1.ClientIPConfig
        timeoutSeconds:i
        =! io.k8s.api.core.v1.ConfigMap | Configuration as keys and values, up to 1 MiB.
        binaryData:{y} | Keys with bytes in base64.
        data:{s} | Keys with text.
        immutable:b | Whether the data may never change again.
        = io.k8s.api.core.v1.ConfigMapNodeConfigSource
        kubeletConfigKey^:s name^:s namespace^:s resourceVersion:s uid:s
        = io.k8s.api.core.v1.ContainerImage
        names:[s] sizeBytes:l
        = io.k8s.api.core.v1.DaemonEndpoint
        Port^:i
        = io.k8s.api.core.v1.EndpointAddress
        hostname:s ip^:s nodeName:s targetRef:ObjectReference
        = io.k8s.api.core.v1.EndpointPort as core.EndpointPort
        appProtocol:s name:s port^:i protocol:s
        = io.k8s.api.core.v1.EndpointSubset
        addresses:[EndpointAddress] notReadyAddresses:[EndpointAddress] ports:[core.EndpointPort]
        =! io.k8s.api.core.v1.Endpoints | The addresses behind a service.
        subsets:[EndpointSubset]
        =! io.k8s.api.core.v1.Event | Something that happened to an object.
        count:i | How often it happened.
        firstTimestamp:t | When it happened first.
        involvedObject^:ObjectReference | The object it happened to.
        lastTimestamp:t | When it happened last.
        message:s | What happened, for people.
        reason:s | Why, in one word.
        source:EventSource | Who tells it.
        type:s | Normal or Warning.
        action:s eventTime:u related:ObjectReference reportingComponent:s reportingInstance:s series:EventSeries
        = io.k8s.api.core.v1.EventSeries
        count:i lastObservedTime:u
        = io.k8s.api.core.v1.EventSource
        component:s host:s
        = io.k8s.api.core.v1.FlexPersistentVolumeSource
        driver^:s fsType:s options:{s} readOnly:b secretRef:SecretReference
        = io.k8s.api.core.v1.GlusterfsPersistentVolumeSource
        endpoints^:s endpointsNamespace:s path^:s readOnly:b
        = io.k8s.api.core.v1.ISCSIPersistentVolumeSource
        chapAuthDiscovery:b chapAuthSession:b fsType:s initiatorName:s iqn^:s iscsiInterface:s lun^:i portals:[s]
        readOnly:b secretRef:SecretReference targetPortal^:s
        =! io.k8s.api.core.v1.LimitRange | Limits and defaults for what single objects of a namespace may ask for.
        spec:LimitRangeSpec
        = io.k8s.api.core.v1.LimitRangeItem
        default:{q} defaultRequest:{q} max:{q} maxLimitRequestRatio:{q} min:{q} type^:s
        = io.k8s.api.core.v1.LimitRangeSpec
        limits^:[LimitRangeItem]
        = io.k8s.api.core.v1.LoadBalancerIngress
        hostname:s ip:s ipMode:s ports:[PortStatus]
        = io.k8s.api.core.v1.LoadBalancerStatus
        ingress:[LoadBalancerIngress]
        = io.k8s.api.core.v1.LocalVolumeSource
        fsType:s path^:s
        = io.k8s.api.core.v1.ModifyVolumeStatus
        status^:s targetVolumeAttributesClassName:s
        =! io.k8s.api.core.v1.Namespace | A part of the cluster with names, rights and limits of its own.
        spec:NamespaceSpec | What keeps the namespace.
        status:NamespaceStatus | Whether the namespace is active or ending.
        = io.k8s.api.core.v1.NamespaceCondition
        lastTransitionTime:t message:s reason:s status^:s type^:s
        = io.k8s.api.core.v1.NamespaceSpec
        finalizers:[s] | What has to be done before the namespace may vanish.
        = io.k8s.api.core.v1.NamespaceStatus
        phase:s | Active or Terminating.
        conditions:[NamespaceCondition]~type
        =! io.k8s.api.core.v1.Node | A machine that runs pods.
        spec:NodeSpec status:NodeStatus
        = io.k8s.api.core.v1.NodeAddress
        address^:s type^:s
        = io.k8s.api.core.v1.NodeCondition
        lastHeartbeatTime:t lastTransitionTime:t message:s reason:s status^:s type^:s
        = io.k8s.api.core.v1.NodeConfigSource
        configMap:ConfigMapNodeConfigSource
        = io.k8s.api.core.v1.NodeConfigStatus
        active:NodeConfigSource assigned:NodeConfigSource error:s lastKnownGood:NodeConfigSource
        = io.k8s.api.core.v1.NodeDaemonEndpoints
        kubeletEndpoint:DaemonEndpoint
        = io.k8s.api.core.v1.NodeFeatures
        supplementalGroupsPolicy:b
        = io.k8s.api.core.v1.NodeRuntimeHandler
        features:NodeRuntimeHandlerFeatures name:s
        = io.k8s.api.core.v1.NodeRuntimeHandlerFeatures
        recursiveReadOnlyMounts:b userNamespaces:b
        = io.k8s.api.core.v1.NodeSpec
        configSource:NodeConfigSource externalID:s podCIDR:s podCIDRs:[s]~ providerID:s taints:[Taint]
        unschedulable:b
        = io.k8s.api.core.v1.NodeStatus
        addresses:[NodeAddress]~type allocatable:{q} capacity:{q} conditions:[NodeCondition]~type
        config:NodeConfigStatus daemonEndpoints:NodeDaemonEndpoints declaredFeatures:[s] features:NodeFeatures
        images:[ContainerImage] nodeInfo:NodeSystemInfo phase:s runtimeHandlers:[NodeRuntimeHandler]
        volumesAttached:[AttachedVolume] volumesInUse:[s]
        = io.k8s.api.core.v1.NodeSwapStatus
        capacity:l
        = io.k8s.api.core.v1.NodeSystemInfo
        architecture^:s bootID^:s containerRuntimeVersion^:s kernelVersion^:s kubeProxyVersion^:s
        kubeletVersion^:s machineID^:s operatingSystem^:s osImage^:s swap:NodeSwapStatus systemUUID^:s
        = io.k8s.api.core.v1.ObjectReference
        apiVersion:s fieldPath:s kind:s name:s namespace:s resourceVersion:s uid:s
        =! io.k8s.api.core.v1.PersistentVolume | A piece of storage in the cluster.
        spec:PersistentVolumeSpec status:PersistentVolumeStatus
        =! io.k8s.api.core.v1.PersistentVolumeClaim | A wish for storage.
        spec:PersistentVolumeClaimSpec status:PersistentVolumeClaimStatus
        = io.k8s.api.core.v1.PersistentVolumeClaimCondition
        lastProbeTime:t lastTransitionTime:t message:s reason:s status^:s type^:s
        = io.k8s.api.core.v1.PersistentVolumeClaimStatus
        accessModes:[s] allocatedResourceStatuses:{s} allocatedResources:{q} capacity:{q}
        conditions:[PersistentVolumeClaimCondition]~type currentVolumeAttributesClassName:s
        modifyVolumeStatus:ModifyVolumeStatus phase:s
        = io.k8s.api.core.v1.PersistentVolumeSpec
        accessModes:[s] awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource
        azureFile:AzureFilePersistentVolumeSource capacity:{q} cephfs:CephFSPersistentVolumeSource
        cinder:CinderPersistentVolumeSource claimRef:ObjectReference csi:CSIPersistentVolumeSource
        fc:FCVolumeSource flexVolume:FlexPersistentVolumeSource flocker:FlockerVolumeSource
        gcePersistentDisk:GCEPersistentDiskVolumeSource glusterfs:GlusterfsPersistentVolumeSource
        hostPath:HostPathVolumeSource iscsi:ISCSIPersistentVolumeSource local:LocalVolumeSource mountOptions:[s]
        nfs:NFSVolumeSource nodeAffinity:VolumeNodeAffinity persistentVolumeReclaimPolicy:s
        photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource
        quobyte:QuobyteVolumeSource rbd:RBDPersistentVolumeSource scaleIO:ScaleIOPersistentVolumeSource
        storageClassName:s storageos:StorageOSPersistentVolumeSource volumeAttributesClassName:s volumeMode:s
        vsphereVolume:VsphereVirtualDiskVolumeSource
        = io.k8s.api.core.v1.PersistentVolumeStatus
        lastPhaseTransitionTime:t message:s phase:s reason:s
        =! io.k8s.api.core.v1.Pod | Containers that run together on one node and share its network and volumes.
        spec:PodSpec | What the pod should be.
        status:PodStatus | How the pod is. Written by the system.
        =! io.k8s.api.core.v1.PodTemplate | A description of pods to be copied.
        template:PodTemplateSpec
        = io.k8s.api.core.v1.PodTemplateSpec
        metadata:ObjectMeta | Labels and annotations of the pods.
        spec:PodSpec | What the pods should be.
        = io.k8s.api.core.v1.PortStatus
        error:s port^:i protocol^:s
        = io.k8s.api.core.v1.RBDPersistentVolumeSource
        fsType:s image^:s keyring:s monitors^:[s] pool:s readOnly:b secretRef:SecretReference user:s
        =! io.k8s.api.core.v1.ReplicationController | Keeps a number of pods running; deployments do more.
        spec:ReplicationControllerSpec status:ReplicationControllerStatus
        = io.k8s.api.core.v1.ReplicationControllerCondition
        lastTransitionTime:t message:s reason:s status^:s type^:s
        = io.k8s.api.core.v1.ReplicationControllerSpec
        minReadySeconds:i replicas:i selector:{s} template:PodTemplateSpec
        = io.k8s.api.core.v1.ReplicationControllerStatus
        availableReplicas:i conditions:[ReplicationControllerCondition]~type fullyLabeledReplicas:i
        observedGeneration:l readyReplicas:i replicas^:i
        =! io.k8s.api.core.v1.ResourceQuota | Limits for what a namespace may use in all.
        spec:ResourceQuotaSpec status:ResourceQuotaStatus
        = io.k8s.api.core.v1.ResourceQuotaSpec
        hard:{q} | The limit for each resource.
        scopeSelector:ScopeSelector scopes:[s]
        = io.k8s.api.core.v1.ResourceQuotaStatus
        hard:{q} used:{q}
        = io.k8s.api.core.v1.ScaleIOPersistentVolumeSource
        fsType:s gateway^:s protectionDomain:s readOnly:b secretRef^:SecretReference sslEnabled:b storageMode:s
        storagePool:s system^:s volumeName:s
        = io.k8s.api.core.v1.ScopeSelector
        matchExpressions:[ScopedResourceSelectorRequirement]
        = io.k8s.api.core.v1.ScopedResourceSelectorRequirement
        operator^:s scopeName^:s values:[s]
        =! io.k8s.api.core.v1.Secret | Secret data such as passwords, tokens and keys, up to 1 MiB.
        data:{y} | The keys and their bytes in base64.
        immutable:b | Whether the data may never change again.
        stringData:{s} | Keys with plain text; merged into data when written, never read back.
        type:s | What the keys mean; Opaque by default, and fixed.
        = io.k8s.api.core.v1.SecretReference
        name:s namespace:s
        =! io.k8s.api.core.v1.Service | A name and an address for a set of pods.
        spec:ServiceSpec | How the service behaves.
        status:ServiceStatus | Addresses given to the service by a load balancer.
        =! io.k8s.api.core.v1.ServiceAccount | An identity for what runs in pods.
        automountServiceAccountToken:b | Whether pods get a token of this account.
        imagePullSecrets:[LocalObjectReference] | Logins for registries that pods of this account use.
        secrets:[ObjectReference]~name | Secrets that pods of this account may use.
        = io.k8s.api.core.v1.ServicePort
        appProtocol:s | The protocol that is spoken on the port.
        name:s | The port's name; needed when there are several.
        nodePort:i | The port of every node for NodePort and LoadBalancer.
        port^:i | The port of the service.
        protocol:s | TCP, UDP or SCTP; TCP by default.
        targetPort:x | The port of the pods, by number or name; the same by default.
        = io.k8s.api.core.v1.ServiceSpec
        clusterIP:s | The address inside the cluster; None for a service without one.
        clusterIPs:[s] | Addresses inside the cluster, one for each family.
        externalIPs:[s] | Further addresses that lead to the service.
        externalName:s | The name an ExternalName service stands for.
        externalTrafficPolicy:s | Whether traffic from outside stays on its node: Cluster or Local.
        internalTrafficPolicy:s | Whether traffic inside stays on its node: Cluster or Local.
        ports:[ServicePort]~port | The ports of the service.
        selector:{s} | Labels of the pods that answer.
        sessionAffinity:s | Whether a client stays with one pod: None or ClientIP.
        type:s | ClusterIP, NodePort, LoadBalancer or ExternalName.
        allocateLoadBalancerNodePorts:b healthCheckNodePort:i ipFamilies:[s] ipFamilyPolicy:s loadBalancerClass:s
        loadBalancerIP:s loadBalancerSourceRanges:[s] publishNotReadyAddresses:b
        sessionAffinityConfig:SessionAffinityConfig trafficDistribution:s
        = io.k8s.api.core.v1.ServiceStatus
        conditions:[Condition]~type loadBalancer:LoadBalancerStatus
        = io.k8s.api.core.v1.SessionAffinityConfig
        clientIP:ClientIPConfig
        = io.k8s.api.core.v1.StorageOSPersistentVolumeSource
        fsType:s readOnly:b secretRef:ObjectReference volumeName:s volumeNamespace:s
        = io.k8s.api.core.v1.Taint
        effect^:s key^:s timeAdded:t value:s
        = io.k8s.api.core.v1.TopologySelectorLabelRequirement
        key^:s values^:[s]
        = io.k8s.api.core.v1.TopologySelectorTerm
        matchLabelExpressions:[TopologySelectorLabelRequirement]
        = io.k8s.api.core.v1.VolumeNodeAffinity
        required:NodeSelector
        """#
}
