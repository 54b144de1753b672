/// The registry's operator (`imageregistry.operator.openshift.io`, reference 8.1 and 8.2).
extension SchemaText {
    static let registry = #"""
        =! com.github.openshift.api.imageregistry.v1.Config as ImageRegistryConfig | How the image registry of the
          cluster is run; there is one, called cluster.
        spec^:ImageRegistrySpec | What the registry should be.
        status:ImageRegistryStatus | How the registry is.
        = com.github.openshift.api.imageregistry.v1.ImageRegistrySpec | What the registry should be.
        managementState^:s | Managed runs the registry, Removed takes it away, Unmanaged leaves it alone.
        logging:l | How much is logged: 0 errors, 1 warnings, 2 information, more than 3 everything; see logLevel.
        logLevel:s | How much the registry logs: Normal, Debug, Trace or TraceAll.
        operatorLogLevel:s | How much the operator logs: Normal, Debug, Trace or TraceAll.
        httpSecret:s | The secret that signs the state of uploads; made up when empty.
        proxy:ImageRegistryProxy | The proxy for requests to the outside, in place of the cluster's.
        storage:ImageRegistryStorage | Where images are stored; exactly one kind of storage is given.
        readOnly:b | Whether pushes are refused.
        disableRedirect:b | Whether all data goes through the registry and clients are never sent to the storage.
        requests:ImageRegistryRequests | How many requests are answered at once.
        defaultRoute:b | Whether there is a route with a host name of the cluster's domain.
        routes:[ImageRegistryRoute] | Further routes to the registry.
        replicas^:i | How many registries run.
        resources:ResourceRequirements | What each registry needs, and what it may use at most.
        nodeSelector:{s} tolerations:[Toleration] affinity:Affinity
        topologySpreadConstraints:[TopologySpreadConstraint] unsupportedConfigOverrides:* observedConfig:*
        rolloutStrategy:s | How registries are replaced: RollingUpdate or Recreate.
        = com.github.openshift.api.imageregistry.v1.ImageRegistryStatus | How the registry is.
        storageManaged^:b | Whether the operator created the storage and deletes it with the registry.
        storage^:ImageRegistryStorage | The storage in use.
        conditions:[OperatorCondition]~type | Available, Progressing, Degraded, Removed and what the storage tells.
        observedGeneration:l | The generation this status is about.
        readyReplicas:i version:s latestAvailableRevision:i generations:[OperatorGeneration]
        = com.github.openshift.api.operator.v1.OperatorCondition
        type^:s status^:s lastTransitionTime:t reason:s message:s
        = com.github.openshift.api.operator.v1.OperatorGeneration
        group^:s resource^:s namespace^:s name^:s lastGeneration^:l hash:s
        = com.github.openshift.api.imageregistry.v1.ImageRegistryProxy
        http:s https:s noProxy:s
        = com.github.openshift.api.imageregistry.v1.ImageRegistryStorage | Where images are stored.
        s3:ImageRegistryStorageS3 | A bucket of a service that speaks S3.
        emptyDir:* | A directory that is lost with the pod.
        pvc:ImageRegistryStoragePVC | A claim on a persistent volume.
        gcs:ImageRegistryStorageGCS swift:ImageRegistryStorageSwift azure:ImageRegistryStorageAzure
        ibmcos:ImageRegistryStorageIBMCOS oss:ImageRegistryStorageOSS
        managementState:s | Whether the operator may delete the storage: Managed or Unmanaged.
        = com.github.openshift.api.imageregistry.v1.ImageRegistryStorageS3 | A bucket of a service that speaks S3.
        bucket:s | The bucket's name; made up and created when empty.
        region:s | The region the bucket lies in.
        regionEndpoint:s | The address of a service other than the region's own.
        encrypt:b | Whether the service encrypts what is stored.
        keyID:s | The key for encryption.
        virtualHostedStyle:b | Whether the bucket is part of the host name.
        chunkSizeMiB:i | Size of the parts of large uploads, 5 to 5120.
        cloudFront:ImageRegistryStorageS3CloudFront trustedCA:ImageRegistryTrustedCA
        = com.github.openshift.api.imageregistry.v1.ImageRegistryTrustedCA
        name^:s
        = com.github.openshift.api.imageregistry.v1.ImageRegistryStorageS3CloudFront
        baseURL^:s privateKey^:SecretKeySelector keypairID^:s duration:s
        = com.github.openshift.api.imageregistry.v1.ImageRegistryStoragePVC
        claim:s | The claim's name; image-registry-storage is created when empty.
        = com.github.openshift.api.imageregistry.v1.ImageRegistryStorageGCS
        bucket:s region:s projectID:s keyID:s
        = com.github.openshift.api.imageregistry.v1.ImageRegistryStorageSwift
        authURL:s authVersion:s container:s domain:s domainID:s tenant:s tenantID:s regionName:s
        = com.github.openshift.api.imageregistry.v1.ImageRegistryStorageAzure
        accountName:s container:s cloudName:s networkAccess:*
        = com.github.openshift.api.imageregistry.v1.ImageRegistryStorageIBMCOS
        bucket:s location:s resourceGroupName:s resourceKeyCRN:s serviceInstanceCRN:s
        = com.github.openshift.api.imageregistry.v1.ImageRegistryStorageOSS
        bucket:s region:s endpointAccessibility:s encryption:*
        = com.github.openshift.api.imageregistry.v1.ImageRegistryRequests
        read:ImageRegistryRequestLimits | Limits for pulls.
        write:ImageRegistryRequestLimits | Limits for pushes.
        = com.github.openshift.api.imageregistry.v1.ImageRegistryRequestLimits
        maxRunning:l | How many requests run at once; 0 for any number.
        maxInQueue:l | How many requests wait.
        maxWaitInQueue:s | How long a request waits.
        = com.github.openshift.api.imageregistry.v1.ImageRegistryRoute
        name^:s | Name of the route.
        hostname:s | The host; the cluster's choice when empty.
        secretName:s | A secret with the route's certificate: tls.crt, tls.key and tls.cacrt.
        =! com.github.openshift.api.imageregistry.v1.ImagePruner | How images that nobody uses are removed.
        spec^:ImagePrunerSpec status:ImagePrunerStatus
        = com.github.openshift.api.imageregistry.v1.ImagePrunerSpec
        schedule^:s | When, in cron's form; every midnight when empty.
        suspend:b | Whether nothing is removed for now.
        keepTagRevisions:l | How many images of a tag are kept; 3 by default.
        keepYoungerThan:l | Nanoseconds an image must be old; see keepYoungerThanDuration.
        keepYoungerThanDuration:s | How old an image must be to go; 60m by default.
        resources:ResourceRequirements affinity:Affinity nodeSelector:{s} tolerations:[Toleration]
        successfulJobsHistoryLimit:i failedJobsHistoryLimit:i ignoreInvalidImageReferences:b logLevel:s
        = com.github.openshift.api.imageregistry.v1.ImagePrunerStatus
        observedGeneration:l conditions:[OperatorCondition]~type
        """#
}
