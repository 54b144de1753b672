import Kubernetes

extension NameRule {
    /// What is wrong with a name, in the words of Kubernetes; nil when it is good.
    package func fault(of name: String) -> String? {
        switch self {
        case .dns1123Subdomain: return NameFormat.subdomainProblems(name).first
        case .dns1123Label: return NameFormat.labelProblems(name).first
        case .dns1035Label: return NameFormat.serviceNameProblems(name).first
        case .pathSegment:
            if let problem = NameFormat.pathSegmentProblems(name).first { return problem }
            guard name.utf8.count <= 1024, name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                return "may not be longer than 1024 bytes nor contain control characters"
            }
            return nil
        }
    }
}
