enum KubernetesClientStub {}
