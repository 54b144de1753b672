package import OCI

/// The only place that builds a path: distribution's layout, and what Berth adds to it.
///
/// ```
/// docker/registry/v2/
///   blobs/<alg>/<first two>/<hex>/data            the bytes
///   blobs/<alg>/<first two>/<hex>/location        ours, instead: names the path at which the bytes were uploaded and stay
///   repositories/<name>/_layers/<alg>/<hex>/link             this repository may serve this blob
///   repositories/<name>/_manifests/revisions/<alg>/<hex>/link    and this manifest
///   repositories/<name>/_manifests/tags/<tag>/current/link   the tag
///   repositories/<name>/_manifests/tags/<tag>/index/…        distribution's history of a tag: read by nobody, removed with it
///   repositories/<name>/_referrers/<alg>/<hex>/<alg>/<hex>   ours: subject, referrer; the content is the referrer's descriptor
///   uploads/<random>                                         ours: bytes on their way, or staying
/// ```
///
/// A link's content is the digest it names, and nothing else.
package enum StoragePaths {
    private static let root = "docker/registry/v2"

    package static let repositories = StoragePath(unchecked: "\(root)/repositories")
    package static let uploads = StoragePath(unchecked: "\(root)/uploads")
    /// The segments of the fixed directories, which a driver never removes.
    package static let fixedDepth = 4

    private static func blob(_ digest: Digest) -> String {
        "\(root)/blobs/\(digest.algorithm.rawValue)/\(digest.hex.prefix(2))/\(digest.hex)"
    }

    package static func blobData(_ digest: Digest) -> StoragePath {
        StoragePath(unchecked: "\(blob(digest))/data")
    }

    package static func blobLocation(_ digest: Digest) -> StoragePath {
        StoragePath(unchecked: "\(blob(digest))/location")
    }

    /// A path under `uploads/`; `id` is hexadecimal digits and dashes.
    package static func upload(_ id: String) -> StoragePath {
        StoragePath(unchecked: "\(root)/uploads/\(id)")
    }

    /// The path that a `location` names, or `nil` when the text is not one of ours.
    package static func upload(named text: String) -> StoragePath? {
        let prefix = "\(root)/uploads/"
        guard text.hasPrefix(prefix) else { return nil }
        let id = text.dropFirst(prefix.count)
        guard !id.isEmpty, id.utf8.count <= 128,
            id.utf8.allSatisfy({
                ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x7a) || ($0 >= 0x41 && $0 <= 0x5a) || $0 == 0x2d
            })
        else { return nil }
        return StoragePath(unchecked: text)
    }

    package static func repository(_ name: RepositoryName) -> StoragePath {
        StoragePath(unchecked: "\(root)/repositories/\(name)")
    }

    package static func layers(of name: RepositoryName) -> StoragePath {
        StoragePath(unchecked: "\(root)/repositories/\(name)/_layers")
    }

    package static func manifests(of name: RepositoryName) -> StoragePath {
        StoragePath(unchecked: "\(root)/repositories/\(name)/_manifests")
    }

    package static func layerLink(_ digest: Digest, in name: RepositoryName) -> StoragePath {
        StoragePath(unchecked: "\(root)/repositories/\(name)/_layers/\(digest.algorithm.rawValue)/\(digest.hex)/link")
    }

    package static func revisionLink(_ digest: Digest, in name: RepositoryName) -> StoragePath {
        StoragePath(
            unchecked:
                "\(root)/repositories/\(name)/_manifests/revisions/\(digest.algorithm.rawValue)/\(digest.hex)/link"
        )
    }

    package static func tags(of name: RepositoryName) -> StoragePath {
        StoragePath(unchecked: "\(root)/repositories/\(name)/_manifests/tags")
    }

    package static func tagLink(_ tag: Tag, in name: RepositoryName) -> StoragePath {
        StoragePath(unchecked: "\(root)/repositories/\(name)/_manifests/tags/\(tag)/current/link")
    }

    package static func tag(_ tag: Tag, in name: RepositoryName) -> StoragePath {
        StoragePath(unchecked: "\(root)/repositories/\(name)/_manifests/tags/\(tag)")
    }

    package static func referrers(of subject: Digest, in name: RepositoryName) -> StoragePath {
        StoragePath(
            unchecked: "\(root)/repositories/\(name)/_referrers/\(subject.algorithm.rawValue)/\(subject.hex)"
        )
    }

    package static func referrer(_ digest: Digest, of subject: Digest, in name: RepositoryName) -> StoragePath {
        referrers(of: subject, in: name).appending("\(digest.algorithm.rawValue)/\(digest.hex)")
    }
}
