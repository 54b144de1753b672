import BerthTesting
import Kubernetes
import Testing

/// What clients of 4.3's time do with the old OpenAPI document and with versions that newer ones have left.
@Suite(.enabled(if: KubectlVersion.judged.contains(.debian)), .timeLimit(.minutes(10)))
struct `An old client` {
    private static let deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        """

    @Test
    func `explains kinds and their fields`() async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(.debian)
            let pod = try await kubectl.output("explain", "pod.spec.containers")
            #expect(pod.contains("RESOURCE: containers <[]Object>") && pod.contains("imagePullPolicy"), "\(pod)")
            let all = try await kubectl.output("explain", "deployment", "--recursive")
            #expect(all.contains("strategy") && all.contains("containerPort\t<integer>"), "\(all)")
            let oauth = try await kubectl.output("explain", "oauth.spec.identityProviders")
            #expect(oauth.contains("htpasswd"), "\(oauth)")
            let old = try await kubectl.output("explain", "cronjob.spec", "--api-version=batch/v1beta1")
            #expect(old.contains("VERSION:  batch/v1beta1") && old.contains("schedule"), "\(old)")
        }
    }

    @Test
    func `refuses unknown fields before it sends anything`() async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(.debian)
            let wrong = Self.deployment.replacing("replicas", with: "replicass")
            for command in ["create", "apply"] {
                let refused = try await kubectl.run(command, "-f", "-", input: wrong)
                let why = "ValidationError(Deployment.spec): unknown field \"replicass\""
                #expect(refused.code == 1 && refused.text.contains(why), "\(refused)")
            }
            let type = try await kubectl.run(
                "create",
                "-f",
                "-",
                input: Self.deployment.replacing("replicas: 2", with: "replicas: many")
            )
            #expect(type.code == 1 && type.text.contains("ValidationError(Deployment.spec.replicas)"), "\(type)")
            let dry = try await kubectl.run("apply", "--dry-run=server", "-f", "-", input: Self.deployment).check()
            #expect(dry.output == "deployment.apps/web created (server dry run)\n")
            #expect(!(try await kubectl.run("get", "deployment", "web")).succeeded)
            try await kubectl.run("apply", "-f", "-", input: Self.deployment).check()
            let sidecar = "containers: [{name: side, image: s}, {name: web,"
            let more = Self.deployment.replacing("containers: [{name: web,", with: sidecar)
            try await kubectl.run("apply", "-f", "-", input: more).check()
            try await kubectl.run("apply", "-f", "-", input: Self.deployment).check()
            let path = "-o=jsonpath={.spec.template.spec.containers[*].name}"
            #expect(try await kubectl.output("get", "deployment", "web", path) == "web")
            let again = try await kubectl.run("apply", "-f", "-", input: Self.deployment).check()
            #expect(again.output == "deployment.apps/web unchanged\n")
            // asks for every kind of a list of its own, in the versions of its time
            let maps = ["one", "two"].map { name in
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name), labels: {team: red}}\n"
            }
            let prune = ["apply", "-f", "-", "--prune", "-l", "team=red"]
            try await kubectl.run(all: prune, input: maps.joined(separator: "---\n")).check()
            let pruned = try await kubectl.run(all: prune, input: maps[0]).check()
            #expect(pruned.output.contains("configmap/two pruned"), "\(pruned)")
        }
    }

    @Test
    func `makes and reads objects in its own versions`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasOAuth: false)
            let kubectl = try cluster.kubectl(.debian)
            let image = ["--image=busybox", "--schedule=*/5 * * * *", "--", "date"]
            let made = try await kubectl.run(all: ["create", "cronjob", "tick"] + image).check()
            #expect(made.output == "cronjob.batch/tick created\n")
            let new = try await cluster.admin.get("/apis/batch/v1/namespaces/default/cronjobs/tick").json
            #expect(new.apiVersion == "batch/v1")
            try await kubectl.run("apply", "-f", "-", input: Self.deployment).check()
            try await kubectl.output("autoscale", "deployment", "web", "--max=4", "--cpu-percent=70")
            #expect(try await kubectl.output("get", "hpa", "web").contains("/70%"))
            try await kubectl.output("create", "pdb", "keep", "--selector=app=web", "--min-available=1")
            #expect(try await kubectl.output("describe", "pdb", "keep").contains("Min available:  1"))
            let ingress = """
                apiVersion: networking.k8s.io/v1beta1
                kind: Ingress
                metadata: {name: in}
                spec: {rules: [{host: h.example.com, http: {paths: [{backend: {serviceName: s, servicePort: 80}}]}}]}
                """
            try await kubectl.run("apply", "-f", "-", input: ingress).check()
            #expect(try await kubectl.output("describe", "ingress", "in").contains("s:80"))
            let services = try await kubectl.output("get", "apiservices")
            #expect(services.contains("v1beta1.batch") && !services.contains("False"), "\(services)")
            let hooks = try await kubectl.run("get", "validatingwebhookconfigurations").check()
            #expect(hooks.text.contains("No resources found"), "\(hooks)")
        }
    }
}
