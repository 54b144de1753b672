import Foundation

/// The configuration that `berth up` writes for a component: text in the format that the component's own command reads.
enum ComponentFile {
    /// The object store's file.
    static func objectStore(_ plan: UpPlan, address: ListenAddress) -> String {
        """
        # written by 'berth up' at each start; changes here are lost
        \(log(plan))http:
          addr: \(quoted(address.description))
        \(tls(plan, plan.usesTLS))\(plan.isBare ? "" : "provision: \(quoted(plan.folder.provision))\n")
        """
    }

    /// The registry's file: the format of distribution.
    static func registry(_ plan: UpPlan, address: ListenAddress, objectStore: String) -> String {
        let authority = !plan.usesTLS ? "" : "    cafile: \(quoted(plan.folder.pki + "/ca.crt"))\n"
        return """
            # written by 'berth up' at each start; changes here are lost
            version: 0.1
            \(log(plan))storage:
              s3:
                accesskey: \(quoted(plan.secrets.registryAccessKey))
                secretkey: \(quoted(plan.secrets.registrySecretKey))
                region: us-east-1
                regionendpoint: \(quoted(objectStore))
                bucket: \(quoted(ProvisionFile.bucket))
            \(authority)  delete:
                enabled: true
              redirect:
                disable: true
            auth:
              htpasswd:
                realm: Berth
                path: \(quoted(plan.folder.htpasswd))
            http:
              addr: \(quoted(address.description))
            \(tls(plan, plan.usesTLS))
            """
    }

    /// The API server's file.
    static func apiServer(_ plan: UpPlan, address: ListenAddress) -> String {
        let audit = plan.logDirectory.map { "audit:\n  path: \(quoted($0 + "/audit.log"))\n" } ?? ""
        return """
            # written by 'berth up' at each start; changes here are lost
            \(log(plan))http:
              addr: \(quoted(address.description))
            \(tls(plan, true))    clientca: \(quoted(plan.folder.clientPKI + "/ca.crt"))
            url: \(quoted(plan.api))
            certificateauthority: \(quoted(plan.folder.pki + "/ca.crt"))
            oauth:
              issuer: \(quoted(plan.issuer))
            \(audit)
            """
    }

    /// The OAuth server's file.
    static func oauthServer(_ plan: UpPlan, address: ListenAddress) -> String {
        """
        # written by 'berth up' at each start; changes here are lost
        \(log(plan))http:
          addr: \(quoted(address.description))
        \(tls(plan, true))kubeconfig: \(quoted(plan.folder.oauthKubeconfig))
        issuer: \(quoted(plan.issuer))
        api:
          url: \(quoted(plan.api))
        sessions:
          file: \(quoted(plan.folder.sessions))

        """
    }

    private static func log(_ plan: UpPlan) -> String {
        plan.logLevel.map { "log:\n  level: \(quoted($0))\n" } ?? ""
    }

    private static func tls(_ plan: UpPlan, _ isUsed: Bool) -> String {
        guard isUsed else { return "" }
        return """
              tls:
                certificate: \(quoted(plan.folder.pki + "/serving.crt"))
                key: \(quoted(plan.folder.pki + "/serving.key"))

            """
    }

    /// A YAML string; JSON's form is one.
    private static func quoted(_ text: String) -> String {
        String(JSONText.line(text).dropLast())
    }
}
