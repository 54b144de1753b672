/// Pods and what they are made of.
extension SchemaText {
    static let pods2 = #"""
        = io.k8s.api.core.v1.VolumeMount
        mountPath^:s | Where the volume appears.
        name^:s | The volume's name in the pod.
        readOnly:b | Whether it is mounted for reading only.
        subPath:s | A path inside the volume to mount.
        mountPropagation:s recursiveReadOnly:s subPathExpr:s
        = io.k8s.api.core.v1.VolumeMountStatus
        mountPath^:s name^:s readOnly:b recursiveReadOnly:s volumeStatus:VolumeStatus
        = io.k8s.api.core.v1.VolumeProjection
        clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection
        downwardAPI:DownwardAPIProjection podCertificate:PodCertificateProjection secret:SecretProjection
        serviceAccountToken:ServiceAccountTokenProjection
        = io.k8s.api.core.v1.VolumeResourceRequirements
        limits:{q} requests:{q}
        = io.k8s.api.core.v1.VolumeStatus
        image:ImageVolumeStatus
        = io.k8s.api.core.v1.VsphereVirtualDiskVolumeSource
        fsType:s storagePolicyID:s storagePolicyName:s volumePath^:s
        = io.k8s.api.core.v1.WeightedPodAffinityTerm
        podAffinityTerm^:PodAffinityTerm weight^:i
        = io.k8s.api.core.v1.WindowsSecurityContextOptions
        gmsaCredentialSpec:s gmsaCredentialSpecName:s hostProcess:b runAsUserName:s
        """#
}
