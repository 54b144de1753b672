/// Pods and what they are made of.
extension SchemaText {
    static let pods = #"""
        = io.k8s.api.core.v1.AWSElasticBlockStoreVolumeSource
        fsType:s partition:i readOnly:b volumeID^:s
        = io.k8s.api.core.v1.Affinity
        nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity
        = io.k8s.api.core.v1.AppArmorProfile
        localhostProfile:s type^:s
        = io.k8s.api.core.v1.AzureDiskVolumeSource
        cachingMode:s diskName^:s diskURI^:s fsType:s kind:s readOnly:b
        = io.k8s.api.core.v1.AzureFileVolumeSource
        readOnly:b secretName^:s shareName^:s
        = io.k8s.api.core.v1.CSIVolumeSource
        driver^:s fsType:s nodePublishSecretRef:LocalObjectReference readOnly:b volumeAttributes:{s}
        = io.k8s.api.core.v1.Capabilities
        add:[s] drop:[s]
        = io.k8s.api.core.v1.CephFSVolumeSource
        monitors^:[s] path:s readOnly:b secretFile:s secretRef:LocalObjectReference user:s
        = io.k8s.api.core.v1.CinderVolumeSource
        fsType:s readOnly:b secretRef:LocalObjectReference volumeID^:s
        = io.k8s.api.core.v1.ClusterTrustBundleProjection
        labelSelector:LabelSelector name:s optional:b path^:s signerName:s
        = io.k8s.api.core.v1.ConfigMapEnvSource
        name:s optional:b
        = io.k8s.api.core.v1.ConfigMapKeySelector
        key^:s name:s optional:b
        = io.k8s.api.core.v1.ConfigMapProjection
        items:[KeyToPath] name:s optional:b
        = io.k8s.api.core.v1.ConfigMapVolumeSource
        defaultMode:i items:[KeyToPath] name:s optional:b
        = io.k8s.api.core.v1.Container | A program that runs in a pod, from an image.
        args:[s] | Arguments in place of the image's.
        command:[s] | What to run in place of the image's entry point.
        env:[EnvVar]~name | Environment variables.
        envFrom:[EnvFromSource] | Config maps and secrets whose keys all become environment variables.
        image:s | The image: repository, and tag or digest.
        imagePullPolicy:s | When the image is pulled: Always, IfNotPresent or Never.
        lifecycle:Lifecycle | What to run after the start and before the end.
        livenessProbe:Probe | A check whose failure restarts the container.
        name^:s | The container's name, unique in its pod.
        ports:[ContainerPort]~containerPort | Ports the container listens on; a note for readers and for
          references by name.
        readinessProbe:Probe | A check whose failure takes the pod out of its services.
        resources:ResourceRequirements | What the container needs, and what it may use at most.
        securityContext:SecurityContext | User, group and rights of the container.
        startupProbe:Probe | A check that has to succeed before the others begin.
        stdin:b | Whether standard input is kept open.
        terminationMessagePath:s | The file with the container's last words.
        terminationMessagePolicy:s | Where last words come from: File or FallbackToLogsOnError.
        tty:b | Whether the container gets a terminal; needs stdin.
        volumeMounts:[VolumeMount]~mountPath | Where volumes of the pod appear in the container.
        workingDir:s | The directory it runs in; the image's by default.
        resizePolicy:[ContainerResizePolicy] restartPolicy:s restartPolicyRules:[ContainerRestartRule]
        stdinOnce:b volumeDevices:[VolumeDevice]~devicePath
        = io.k8s.api.core.v1.ContainerExtendedResourceRequest
        containerName^:s requestName^:s resourceName^:s
        = io.k8s.api.core.v1.ContainerPort
        containerPort^:i | The port, 1 to 65535.
        hostPort:i | A port of the node that leads here.
        name:s | A name by which services find the port.
        protocol:s | TCP, UDP or SCTP; TCP by default.
        hostIP:s
        = io.k8s.api.core.v1.ContainerResizePolicy
        resourceName^:s restartPolicy^:s
        = io.k8s.api.core.v1.ContainerRestartRule
        action^:s exitCodes:ContainerRestartRuleOnExitCodes
        = io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes
        operator^:s values:[i]
        = io.k8s.api.core.v1.ContainerState
        running:ContainerStateRunning terminated:ContainerStateTerminated waiting:ContainerStateWaiting
        = io.k8s.api.core.v1.ContainerStateRunning
        startedAt:t
        = io.k8s.api.core.v1.ContainerStateTerminated
        containerID:s exitCode^:i finishedAt:t message:s reason:s signal:i startedAt:t
        = io.k8s.api.core.v1.ContainerStateWaiting
        message:s reason:s
        = io.k8s.api.core.v1.ContainerStatus
        allocatedResources:{q} allocatedResourcesStatus:[ResourceStatus]~name containerID:s image^:s imageID^:s
        lastState:ContainerState name^:s ready^:b resources:ResourceRequirements restartCount^:i started:b
        state:ContainerState stopSignal:s user:ContainerUser volumeMounts:[VolumeMountStatus]~mountPath
        = io.k8s.api.core.v1.ContainerUser
        linux:LinuxContainerUser
        = io.k8s.api.core.v1.DownwardAPIProjection
        items:[DownwardAPIVolumeFile]
        = io.k8s.api.core.v1.DownwardAPIVolumeFile
        fieldRef:ObjectFieldSelector mode:i path^:s resourceFieldRef:ResourceFieldSelector
        = io.k8s.api.core.v1.DownwardAPIVolumeSource
        defaultMode:i items:[DownwardAPIVolumeFile]
        = io.k8s.api.core.v1.EmptyDirVolumeSource
        medium:s sizeLimit:q
        = io.k8s.api.core.v1.EnvFromSource
        configMapRef:ConfigMapEnvSource prefix:s secretRef:SecretEnvSource
        = io.k8s.api.core.v1.EnvVar | An environment variable of a container.
        name^:s | The variable's name.
        value:s | Its value; $(NAME) stands for another variable.
        valueFrom:EnvVarSource | Where its value comes from; not together with value.
        = io.k8s.api.core.v1.EnvVarSource
        configMapKeyRef:ConfigMapKeySelector | A key of a config map.
        fieldRef:ObjectFieldSelector | A field of the pod.
        resourceFieldRef:ResourceFieldSelector | A resource of a container.
        secretKeyRef:SecretKeySelector | A key of a secret.
        fileKeyRef:FileKeySelector
        = io.k8s.api.core.v1.EphemeralContainer
        args:[s] command:[s] env:[EnvVar]~name envFrom:[EnvFromSource] image:s imagePullPolicy:s
        lifecycle:Lifecycle livenessProbe:Probe name^:s ports:[ContainerPort]~containerPort readinessProbe:Probe
        resizePolicy:[ContainerResizePolicy] resources:ResourceRequirements restartPolicy:s
        restartPolicyRules:[ContainerRestartRule] securityContext:SecurityContext startupProbe:Probe stdin:b
        stdinOnce:b targetContainerName:s terminationMessagePath:s terminationMessagePolicy:s tty:b
        volumeDevices:[VolumeDevice]~devicePath volumeMounts:[VolumeMount]~mountPath workingDir:s
        = io.k8s.api.core.v1.EphemeralVolumeSource
        volumeClaimTemplate:PersistentVolumeClaimTemplate
        = io.k8s.api.core.v1.ExecAction
        command:[s]
        = io.k8s.api.core.v1.FCVolumeSource
        fsType:s lun:i readOnly:b targetWWNs:[s] wwids:[s]
        = io.k8s.api.core.v1.FileKeySelector
        key^:s optional:b path^:s volumeName^:s
        = io.k8s.api.core.v1.FlexVolumeSource
        driver^:s fsType:s options:{s} readOnly:b secretRef:LocalObjectReference
        = io.k8s.api.core.v1.FlockerVolumeSource
        datasetName:s datasetUUID:s
        = io.k8s.api.core.v1.GCEPersistentDiskVolumeSource
        fsType:s partition:i pdName^:s readOnly:b
        = io.k8s.api.core.v1.GRPCAction
        port^:i service:s
        = io.k8s.api.core.v1.GitRepoVolumeSource
        directory:s repository^:s revision:s
        = io.k8s.api.core.v1.GlusterfsVolumeSource
        endpoints^:s path^:s readOnly:b
        = io.k8s.api.core.v1.HTTPGetAction
        host:s httpHeaders:[HTTPHeader] path:s port^:x scheme:s
        = io.k8s.api.core.v1.HTTPHeader
        name^:s value^:s
        = io.k8s.api.core.v1.HostAlias
        hostnames:[s] ip^:s
        = io.k8s.api.core.v1.HostIP
        ip^:s
        = io.k8s.api.core.v1.HostPathVolumeSource
        path^:s type:s
        = io.k8s.api.core.v1.ISCSIVolumeSource
        chapAuthDiscovery:b chapAuthSession:b fsType:s initiatorName:s iqn^:s iscsiInterface:s lun^:i portals:[s]
        readOnly:b secretRef:LocalObjectReference targetPortal^:s
        = io.k8s.api.core.v1.ImageVolumeSource
        pullPolicy:s reference:s
        = io.k8s.api.core.v1.ImageVolumeStatus
        imageRef^:s
        = io.k8s.api.core.v1.KeyToPath
        key^:s mode:i path^:s
        = io.k8s.api.core.v1.Lifecycle
        postStart:LifecycleHandler preStop:LifecycleHandler stopSignal:s
        = io.k8s.api.core.v1.LifecycleHandler
        exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction
        = io.k8s.api.core.v1.LinuxContainerUser
        gid^:l supplementalGroups:[l] uid^:l
        = io.k8s.api.core.v1.LocalObjectReference
        name:s
        = io.k8s.api.core.v1.NFSVolumeSource
        path^:s readOnly:b server^:s
        = io.k8s.api.core.v1.NodeAffinity
        preferredDuringSchedulingIgnoredDuringExecution:[PreferredSchedulingTerm]
        requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
        = io.k8s.api.core.v1.NodeAllocatableResourceClaimStatus
        containers:[s] resourceClaimName^:s resources^:{q}
        = io.k8s.api.core.v1.NodeSelector
        nodeSelectorTerms^:[NodeSelectorTerm]
        = io.k8s.api.core.v1.NodeSelectorRequirement
        key^:s operator^:s values:[s]
        = io.k8s.api.core.v1.NodeSelectorTerm
        matchExpressions:[NodeSelectorRequirement] matchFields:[NodeSelectorRequirement]
        = io.k8s.api.core.v1.ObjectFieldSelector
        apiVersion:s fieldPath^:s
        = io.k8s.api.core.v1.PersistentVolumeClaimSpec
        accessModes:[s] | How the volume is to be mounted: ReadWriteOnce, ReadOnlyMany, ReadWriteMany,
          ReadWriteOncePod.
        resources:VolumeResourceRequirements | How much storage is needed.
        storageClassName:s | The class of storage.
        volumeMode:s | Filesystem or Block.
        volumeName:s | The volume that is bound.
        dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference selector:LabelSelector
        volumeAttributesClassName:s
        = io.k8s.api.core.v1.PersistentVolumeClaimTemplate
        metadata:ObjectMeta spec^:PersistentVolumeClaimSpec
        = io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource
        claimName^:s readOnly:b
        = io.k8s.api.core.v1.PhotonPersistentDiskVolumeSource
        fsType:s pdID^:s
        = io.k8s.api.core.v1.PodAffinity
        preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]
        requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm]
        = io.k8s.api.core.v1.PodAffinityTerm
        labelSelector:LabelSelector matchLabelKeys:[s] mismatchLabelKeys:[s] namespaceSelector:LabelSelector
        namespaces:[s] topologyKey^:s
        = io.k8s.api.core.v1.PodAntiAffinity
        preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]
        requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm]
        = io.k8s.api.core.v1.PodCertificateProjection
        certificateChainPath:s credentialBundlePath:s keyPath:s keyType^:s maxExpirationSeconds:i signerName^:s
        userAnnotations:{s}
        = io.k8s.api.core.v1.PodCondition
        lastProbeTime:t lastTransitionTime:t message:s observedGeneration:l reason:s status^:s type^:s
        = io.k8s.api.core.v1.PodDNSConfig
        nameservers:[s] options:[PodDNSConfigOption] searches:[s]
        = io.k8s.api.core.v1.PodDNSConfigOption
        name:s value:s
        = io.k8s.api.core.v1.PodExtendedResourceClaimStatus
        requestMappings^:[ContainerExtendedResourceRequest] resourceClaimName^:s
        = io.k8s.api.core.v1.PodIP
        ip^:s
        = io.k8s.api.core.v1.PodOS
        name^:s
        = io.k8s.api.core.v1.PodReadinessGate
        conditionType^:s
        = io.k8s.api.core.v1.PodResourceClaim
        name^:s resourceClaimName:s resourceClaimTemplateName:s
        = io.k8s.api.core.v1.PodResourceClaimStatus
        name^:s resourceClaimName:s
        = io.k8s.api.core.v1.PodSchedulingGate
        name^:s
        = io.k8s.api.core.v1.PodSchedulingGroup
        podGroupName:s
        = io.k8s.api.core.v1.PodSecurityContext
        appArmorProfile:AppArmorProfile fsGroup:l fsGroupChangePolicy:s runAsGroup:l runAsNonRoot:b runAsUser:l
        seLinuxChangePolicy:s seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile supplementalGroups:[l]
        supplementalGroupsPolicy:s sysctls:[Sysctl] windowsOptions:WindowsSecurityContextOptions
        = io.k8s.api.core.v1.PodSpec | What a pod should be.
        activeDeadlineSeconds:l | How long the pod may be active before it is marked as failed.
        affinity:Affinity | Rules for the choice of a node.
        automountServiceAccountToken:b | Whether a token of the service account is mounted.
        containers^:[Container]~name | The containers of the pod; there is at least one.
        dnsPolicy:s | Where names are looked up: ClusterFirst, ClusterFirstWithHostNet, Default or None.
        ephemeralContainers:[EphemeralContainer]~name | Containers added to a running pod to look into it.
        hostAliases:[HostAlias]~ip | Lines to be added to the pod's hosts file.
        hostIPC:b | Whether the pod uses the node's IPC.
        hostNetwork:b | Whether the pod uses the node's network.
        hostPID:b | Whether the pod sees the node's processes.
        hostname:s | The pod's host name; its name by default.
        imagePullSecrets:[LocalObjectReference]~name | Secrets with logins for registries.
        initContainers:[Container]~name | Containers that run one after the other before the others start.
        nodeName:s | The node the pod runs on; set by the scheduler.
        nodeSelector:{s} | Labels a node must have for the pod to run there.
        priority:i | The pod's priority, from its class.
        priorityClassName:s | The class that gives the pod its priority.
        restartPolicy:s | Whether containers that end are started again: Always, OnFailure or Never.
        schedulerName:s | The scheduler that places the pod.
        securityContext:PodSecurityContext | Users, groups and rights for the whole pod.
        serviceAccount:s | The older name of serviceAccountName.
        serviceAccountName:s | The service account the pod acts as.
        subdomain:s | A domain below the cluster's for the pod's full name.
        terminationGracePeriodSeconds:l | How long containers may take to end before they are killed.
        tolerations:[Toleration] | Taints of nodes that do not matter for this pod.
        topologySpreadConstraints:[TopologySpreadConstraint]~topologyKey | How the pods of a group are spread
          over nodes and zones.
        volumes:[Volume]~name,r | Storage that containers can mount.
        dnsConfig:PodDNSConfig enableServiceLinks:b hostUsers:b hostnameOverride:s os:PodOS overhead:{q}
        preemptionPolicy:s readinessGates:[PodReadinessGate] resourceClaims:[PodResourceClaim]~name,r
        resources:ResourceRequirements runtimeClassName:s schedulingGates:[PodSchedulingGate]~name
        schedulingGroup:PodSchedulingGroup setHostnameAsFQDN:b shareProcessNamespace:b
        = io.k8s.api.core.v1.PodStatus
        conditions:[PodCondition]~type | States of the pod, such as Ready.
        containerStatuses:[ContainerStatus] | How each container is.
        hostIP:s | The node's address.
        message:s | Why the pod is as it is, for people.
        phase:s | Pending, Running, Succeeded, Failed or Unknown.
        podIP:s | The pod's address.
        reason:s | Why the pod is as it is, in one word.
        startTime:t | When the pod was accepted by its node.
        allocatedResources:{q} ephemeralContainerStatuses:[ContainerStatus]
        extendedResourceClaimStatus:PodExtendedResourceClaimStatus hostIPs:[HostIP]~ip
        initContainerStatuses:[ContainerStatus]
        nodeAllocatableResourceClaimStatuses:[NodeAllocatableResourceClaimStatus] nominatedNodeName:s
        observedGeneration:l podIPs:[PodIP]~ip qosClass:s resize:s
        resourceClaimStatuses:[PodResourceClaimStatus]~name,r resources:ResourceRequirements
        = io.k8s.api.core.v1.PortworxVolumeSource
        fsType:s readOnly:b volumeID^:s
        = io.k8s.api.core.v1.PreferredSchedulingTerm
        preference^:NodeSelectorTerm weight^:i
        = io.k8s.api.core.v1.Probe
        exec:ExecAction | A command that must succeed.
        failureThreshold:i | Failures in a row that count; 3 by default.
        grpc:GRPCAction | A gRPC health check.
        httpGet:HTTPGetAction | An HTTP request that must succeed.
        initialDelaySeconds:i | Seconds after the start before the first check.
        periodSeconds:i | Seconds between checks; 10 by default.
        successThreshold:i | Successes in a row after a failure; 1 by default.
        tcpSocket:TCPSocketAction | A port that must accept connections.
        timeoutSeconds:i | Seconds until a check counts as failed; 1 by default.
        terminationGracePeriodSeconds:l
        = io.k8s.api.core.v1.ProjectedVolumeSource
        defaultMode:i sources:[VolumeProjection]
        = io.k8s.api.core.v1.QuobyteVolumeSource
        group:s readOnly:b registry^:s tenant:s user:s volume^:s
        = io.k8s.api.core.v1.RBDVolumeSource
        fsType:s image^:s keyring:s monitors^:[s] pool:s readOnly:b secretRef:LocalObjectReference user:s
        = io.k8s.api.core.v1.ResourceClaim
        name^:s request:s
        = io.k8s.api.core.v1.ResourceFieldSelector
        containerName:s divisor:q resource^:s
        = io.k8s.api.core.v1.ResourceHealth
        health:s message:s resourceID^:s
        = io.k8s.api.core.v1.ResourceRequirements
        limits:{q} | The most of each resource that may be used.
        requests:{q} | How much of each resource is set aside.
        claims:[ResourceClaim]
        = io.k8s.api.core.v1.ResourceStatus
        name^:s resources:[ResourceHealth]
        = io.k8s.api.core.v1.SELinuxOptions
        level:s role:s type:s user:s
        = io.k8s.api.core.v1.ScaleIOVolumeSource
        fsType:s gateway^:s protectionDomain:s readOnly:b secretRef^:LocalObjectReference sslEnabled:b
        storageMode:s storagePool:s system^:s volumeName:s
        = io.k8s.api.core.v1.SeccompProfile
        localhostProfile:s type^:s
        = io.k8s.api.core.v1.SecretEnvSource
        name:s optional:b
        = io.k8s.api.core.v1.SecretKeySelector
        key^:s name:s optional:b
        = io.k8s.api.core.v1.SecretProjection
        items:[KeyToPath] name:s optional:b
        = io.k8s.api.core.v1.SecretVolumeSource
        defaultMode:i items:[KeyToPath] optional:b secretName:s
        = io.k8s.api.core.v1.SecurityContext
        allowPrivilegeEscalation:b appArmorProfile:AppArmorProfile capabilities:Capabilities privileged:b
        procMount:s readOnlyRootFilesystem:b runAsGroup:l runAsNonRoot:b runAsUser:l
        seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile windowsOptions:WindowsSecurityContextOptions
        = io.k8s.api.core.v1.ServiceAccountTokenProjection
        audience:s expirationSeconds:l path^:s
        = io.k8s.api.core.v1.SleepAction
        seconds^:l
        = io.k8s.api.core.v1.StorageOSVolumeSource
        fsType:s readOnly:b secretRef:LocalObjectReference volumeName:s volumeNamespace:s
        = io.k8s.api.core.v1.Sysctl
        name^:s value^:s
        = io.k8s.api.core.v1.TCPSocketAction
        host:s port^:x
        = io.k8s.api.core.v1.Toleration
        effect:s key:s operator:s tolerationSeconds:l value:s
        = io.k8s.api.core.v1.TopologySpreadConstraint
        labelSelector:LabelSelector matchLabelKeys:[s] maxSkew^:i minDomains:i nodeAffinityPolicy:s
        nodeTaintsPolicy:s topologyKey^:s whenUnsatisfiable^:s
        = io.k8s.api.core.v1.TypedLocalObjectReference
        apiGroup:s kind^:s name^:s
        = io.k8s.api.core.v1.TypedObjectReference
        apiGroup:s kind^:s name^:s namespace:s
        = io.k8s.api.core.v1.Volume | Storage that containers of a pod can mount; exactly one source is given.
        configMap:ConfigMapVolumeSource | The keys of a config map as files.
        downwardAPI:DownwardAPIVolumeSource | Fields of the pod as files.
        emptyDir:EmptyDirVolumeSource | A directory that lives as long as the pod.
        hostPath:HostPathVolumeSource | A file or directory of the node.
        name^:s | The volume's name, unique in the pod.
        persistentVolumeClaim:PersistentVolumeClaimVolumeSource | A claim on a persistent volume.
        projected:ProjectedVolumeSource | Several sources in one directory.
        secret:SecretVolumeSource | The keys of a secret as files.
        awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource
        azureFile:AzureFileVolumeSource cephfs:CephFSVolumeSource cinder:CinderVolumeSource csi:CSIVolumeSource
        ephemeral:EphemeralVolumeSource fc:FCVolumeSource flexVolume:FlexVolumeSource flocker:FlockerVolumeSource
        gcePersistentDisk:GCEPersistentDiskVolumeSource gitRepo:GitRepoVolumeSource
        glusterfs:GlusterfsVolumeSource image:ImageVolumeSource iscsi:ISCSIVolumeSource nfs:NFSVolumeSource
        photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource
        quobyte:QuobyteVolumeSource rbd:RBDVolumeSource scaleIO:ScaleIOVolumeSource
        storageos:StorageOSVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource
        = io.k8s.api.core.v1.VolumeDevice
        devicePath^:s name^:s
        """#
}
