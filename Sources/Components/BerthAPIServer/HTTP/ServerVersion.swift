import Kubernetes

/// What `/version` answers: the version of Kubernetes whose API this is (OpenShift 4.3 has 1.16).
enum ServerVersion {
    static let json: JSONValue = [
        "major": "1", "minor": "16+", "gitVersion": "v1.16.2", "gitCommit": "", "gitTreeState": "clean",
        "buildDate": "1970-01-01T00:00:00Z", "goVersion": "", "compiler": "", "platform": "linux/amd64",
    ]
}
