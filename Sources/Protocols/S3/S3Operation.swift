/// Every operation of the S3 API, known or served, by its name in the API reference.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
package enum S3Operation: String, CaseIterable, Hashable, Sendable {
    case listBuckets = "ListBuckets"
    case createBucket = "CreateBucket"
    case headBucket = "HeadBucket"
    case deleteBucket = "DeleteBucket"
    case getBucketLocation = "GetBucketLocation"
    case listObjects = "ListObjects"
    case listObjectsV2 = "ListObjectsV2"
    case listObjectVersions = "ListObjectVersions"
    case listMultipartUploads = "ListMultipartUploads"
    case deleteObjects = "DeleteObjects"
    case getObject = "GetObject"
    case headObject = "HeadObject"
    case putObject = "PutObject"
    case postObject = "PostObject"
    case copyObject = "CopyObject"
    case deleteObject = "DeleteObject"
    case getObjectAttributes = "GetObjectAttributes"
    case createMultipartUpload = "CreateMultipartUpload"
    case uploadPart = "UploadPart"
    case uploadPartCopy = "UploadPartCopy"
    case completeMultipartUpload = "CompleteMultipartUpload"
    case abortMultipartUpload = "AbortMultipartUpload"
    case listParts = "ListParts"
    case getObjectTagging = "GetObjectTagging"
    case putObjectTagging = "PutObjectTagging"
    case deleteObjectTagging = "DeleteObjectTagging"
    case getBucketTagging = "GetBucketTagging"
    case putBucketTagging = "PutBucketTagging"
    case deleteBucketTagging = "DeleteBucketTagging"
    case getObjectAcl = "GetObjectAcl"
    case putObjectAcl = "PutObjectAcl"
    case getBucketAcl = "GetBucketAcl"
    case putBucketAcl = "PutBucketAcl"
    case getBucketVersioning = "GetBucketVersioning"
    case putBucketVersioning = "PutBucketVersioning"
    case getBucketPolicy = "GetBucketPolicy"
    case putBucketPolicy = "PutBucketPolicy"
    case deleteBucketPolicy = "DeleteBucketPolicy"
    case getBucketPolicyStatus = "GetBucketPolicyStatus"
    case getBucketCors = "GetBucketCors"
    case putBucketCors = "PutBucketCors"
    case deleteBucketCors = "DeleteBucketCors"
    case getBucketLifecycleConfiguration = "GetBucketLifecycleConfiguration"
    case putBucketLifecycleConfiguration = "PutBucketLifecycleConfiguration"
    case deleteBucketLifecycle = "DeleteBucketLifecycle"
    case getBucketEncryption = "GetBucketEncryption"
    case putBucketEncryption = "PutBucketEncryption"
    case deleteBucketEncryption = "DeleteBucketEncryption"
    case getBucketNotificationConfiguration = "GetBucketNotificationConfiguration"
    case putBucketNotificationConfiguration = "PutBucketNotificationConfiguration"
    case getBucketReplication = "GetBucketReplication"
    case putBucketReplication = "PutBucketReplication"
    case deleteBucketReplication = "DeleteBucketReplication"
    case getBucketRequestPayment = "GetBucketRequestPayment"
    case putBucketRequestPayment = "PutBucketRequestPayment"
    case getBucketWebsite = "GetBucketWebsite"
    case putBucketWebsite = "PutBucketWebsite"
    case deleteBucketWebsite = "DeleteBucketWebsite"
    case getBucketLogging = "GetBucketLogging"
    case putBucketLogging = "PutBucketLogging"
    case getBucketAccelerateConfiguration = "GetBucketAccelerateConfiguration"
    case putBucketAccelerateConfiguration = "PutBucketAccelerateConfiguration"
    case getBucketOwnershipControls = "GetBucketOwnershipControls"
    case putBucketOwnershipControls = "PutBucketOwnershipControls"
    case deleteBucketOwnershipControls = "DeleteBucketOwnershipControls"
    case getPublicAccessBlock = "GetPublicAccessBlock"
    case putPublicAccessBlock = "PutPublicAccessBlock"
    case deletePublicAccessBlock = "DeletePublicAccessBlock"
    case getObjectLockConfiguration = "GetObjectLockConfiguration"
    case putObjectLockConfiguration = "PutObjectLockConfiguration"
    case getObjectRetention = "GetObjectRetention"
    case putObjectRetention = "PutObjectRetention"
    case getObjectLegalHold = "GetObjectLegalHold"
    case putObjectLegalHold = "PutObjectLegalHold"
    case getObjectTorrent = "GetObjectTorrent"
    case restoreObject = "RestoreObject"
    case selectObjectContent = "SelectObjectContent"
    case getBucketAnalyticsConfiguration = "GetBucketAnalyticsConfiguration"
    case putBucketAnalyticsConfiguration = "PutBucketAnalyticsConfiguration"
    case deleteBucketAnalyticsConfiguration = "DeleteBucketAnalyticsConfiguration"
    case getBucketInventoryConfiguration = "GetBucketInventoryConfiguration"
    case putBucketInventoryConfiguration = "PutBucketInventoryConfiguration"
    case deleteBucketInventoryConfiguration = "DeleteBucketInventoryConfiguration"
    case getBucketMetricsConfiguration = "GetBucketMetricsConfiguration"
    case putBucketMetricsConfiguration = "PutBucketMetricsConfiguration"
    case deleteBucketMetricsConfiguration = "DeleteBucketMetricsConfiguration"
    case getBucketIntelligentTieringConfiguration = "GetBucketIntelligentTieringConfiguration"
    case putBucketIntelligentTieringConfiguration = "PutBucketIntelligentTieringConfiguration"
    case deleteBucketIntelligentTieringConfiguration = "DeleteBucketIntelligentTieringConfiguration"

    /// What the operation is about.
    package enum Level: Hashable, Sendable {
        case service, bucket, object
    }

    /// The operation's name in the API reference.
    package var name: String { rawValue }

    /// What the operation is about; the resource of its permission is `*`, the bucket or the object.
    package var level: Level {
        switch self {
        case .listBuckets: .service
        case .getObject, .headObject, .putObject, .postObject, .copyObject, .deleteObject, .getObjectAttributes,
            .createMultipartUpload, .uploadPart, .uploadPartCopy, .completeMultipartUpload, .abortMultipartUpload,
            .listParts, .getObjectTagging, .putObjectTagging, .deleteObjectTagging, .getObjectAcl, .putObjectAcl,
            .getObjectRetention, .putObjectRetention, .getObjectLegalHold, .putObjectLegalHold, .getObjectTorrent,
            .restoreObject, .selectObjectContent:
            .object
        default: .bucket
        }
    }

    /// The IAM action that allows the operation.
    ///
    /// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
    package var action: String {
        switch self {
        case .listBuckets: "s3:ListAllMyBuckets"
        case .headBucket, .listObjects, .listObjectsV2: "s3:ListBucket"
        case .listObjectVersions: "s3:ListBucketVersions"
        case .listMultipartUploads: "s3:ListBucketMultipartUploads"
        case .deleteObjects: "s3:DeleteObject"
        case .headObject, .selectObjectContent: "s3:GetObject"
        case .postObject, .copyObject, .createMultipartUpload, .uploadPart, .uploadPartCopy, .completeMultipartUpload:
            "s3:PutObject"
        case .listParts: "s3:ListMultipartUploadParts"
        case .deleteBucketTagging: "s3:PutBucketTagging"
        case .getBucketCors: "s3:GetBucketCORS"
        case .putBucketCors, .deleteBucketCors: "s3:PutBucketCORS"
        case .getBucketLifecycleConfiguration: "s3:GetLifecycleConfiguration"
        case .putBucketLifecycleConfiguration, .deleteBucketLifecycle: "s3:PutLifecycleConfiguration"
        case .getBucketEncryption: "s3:GetEncryptionConfiguration"
        case .putBucketEncryption, .deleteBucketEncryption: "s3:PutEncryptionConfiguration"
        case .getBucketNotificationConfiguration: "s3:GetBucketNotification"
        case .putBucketNotificationConfiguration: "s3:PutBucketNotification"
        case .getBucketReplication: "s3:GetReplicationConfiguration"
        case .putBucketReplication, .deleteBucketReplication: "s3:PutReplicationConfiguration"
        case .getBucketAccelerateConfiguration: "s3:GetAccelerateConfiguration"
        case .putBucketAccelerateConfiguration: "s3:PutAccelerateConfiguration"
        case .deleteBucketOwnershipControls: "s3:PutBucketOwnershipControls"
        case .getPublicAccessBlock: "s3:GetBucketPublicAccessBlock"
        case .putPublicAccessBlock, .deletePublicAccessBlock: "s3:PutBucketPublicAccessBlock"
        case .getObjectLockConfiguration: "s3:GetBucketObjectLockConfiguration"
        case .putObjectLockConfiguration: "s3:PutBucketObjectLockConfiguration"
        case .getBucketAnalyticsConfiguration: "s3:GetAnalyticsConfiguration"
        case .putBucketAnalyticsConfiguration, .deleteBucketAnalyticsConfiguration: "s3:PutAnalyticsConfiguration"
        case .getBucketInventoryConfiguration: "s3:GetInventoryConfiguration"
        case .putBucketInventoryConfiguration, .deleteBucketInventoryConfiguration: "s3:PutInventoryConfiguration"
        case .getBucketMetricsConfiguration: "s3:GetMetricsConfiguration"
        case .putBucketMetricsConfiguration, .deleteBucketMetricsConfiguration: "s3:PutMetricsConfiguration"
        case .getBucketIntelligentTieringConfiguration: "s3:GetIntelligentTieringConfiguration"
        case .putBucketIntelligentTieringConfiguration, .deleteBucketIntelligentTieringConfiguration:
            "s3:PutIntelligentTieringConfiguration"
        default: "s3:\(rawValue)"
        }
    }
}
