import HummingbirdCore
import S3

/// What a bucket or object here is like in matters that cannot be changed: reads tell the truth, writes are refused.
struct ConfigurationRoutes: Sendable {
    let engine: StorageEngine

    /// The answer to a read of a configuration that no bucket has.
    func get(_ authorized: AuthorizedRequest) async throws -> Response {
        let request = authorized.request
        switch request.subject {
        case .service: throw S3Error(.notImplemented)
        case .bucket(let bucket): _ = try await engine.bucket(bucket)
        case .object(let bucket, let key): _ = try await engine.object(key, in: bucket)
        }
        switch request.operation {
        case .getBucketAcl, .getObjectAcl: return S3Answer.document(Self.ownerOnly)
        case .getBucketVersioning: return Self.emptyDocument("VersioningConfiguration")
        case .getBucketLogging: return Self.emptyDocument("BucketLoggingStatus")
        case .getBucketNotificationConfiguration: return Self.emptyDocument("NotificationConfiguration")
        case .getBucketAccelerateConfiguration: return Self.emptyDocument("AccelerateConfiguration")
        case .getBucketRequestPayment:
            let document = XMLWriter.document("RequestPaymentConfiguration") { $0.element("Payer", "BucketOwner") }
            return S3Answer.document(document)
        case .getBucketPolicy, .getBucketPolicyStatus: throw S3Error(.noSuchBucketPolicy)
        case .getBucketCors: throw S3Error(.corsConfigurationNotFound)
        case .getBucketLifecycleConfiguration: throw S3Error(.noSuchLifecycleConfiguration)
        case .getBucketEncryption: throw S3Error(.serverSideEncryptionConfigurationNotFoundError)
        case .getBucketReplication: throw S3Error(.replicationConfigurationNotFoundError)
        case .getBucketWebsite: throw S3Error(.noSuchWebsiteConfiguration)
        case .getBucketOwnershipControls: throw S3Error(.ownershipControlsNotFoundError)
        case .getPublicAccessBlock: throw S3Error(.noSuchPublicAccessBlockConfiguration)
        case .getObjectLockConfiguration: throw S3Error(.objectLockConfigurationNotFoundError)
        case .getBucketTagging: throw S3Error(.noSuchTagSet)
        default: throw S3Error(.notImplemented)
        }
    }

    private static func emptyDocument(_ name: String) -> Response {
        S3Answer.document(XMLWriter.document(name) { _ in })
    }

    /// The access control list of everything: the owner, and nobody else.
    private static let ownerOnly = XMLWriter.document("AccessControlPolicy") { xml in
        S3Answer.writeOwner(to: &xml)
        xml.element("AccessControlList") { xml in
            xml.element("Grant") { xml in
                xml.element(
                    "Grantee",
                    attributes: [
                        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance", "xsi:type": "CanonicalUser",
                    ]
                ) { xml in
                    xml.element("ID", S3Answer.ownerID)
                    xml.element("DisplayName", S3Answer.ownerName)
                }
                xml.element("Permission", "FULL_CONTROL")
            }
        }
    }
}
