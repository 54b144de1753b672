/// The error codes of S3, with status and message.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
package enum S3ErrorCode: String, CaseIterable, Hashable, Sendable {
    case accessControlListNotSupported = "AccessControlListNotSupported"
    case accessDenied = "AccessDenied"
    case authorizationHeaderMalformed = "AuthorizationHeaderMalformed"
    case authorizationQueryParametersError = "AuthorizationQueryParametersError"
    case badDigest = "BadDigest"
    case bucketAlreadyExists = "BucketAlreadyExists"
    case bucketAlreadyOwnedByYou = "BucketAlreadyOwnedByYou"
    case bucketNotEmpty = "BucketNotEmpty"
    case conditionalRequestConflict = "ConditionalRequestConflict"
    case corsConfigurationNotFound = "NoSuchCORSConfiguration"
    case entityTooLarge = "EntityTooLarge"
    case entityTooSmall = "EntityTooSmall"
    case illegalLocationConstraintException = "IllegalLocationConstraintException"
    case incompleteBody = "IncompleteBody"
    case internalError = "InternalError"
    case invalidAccessKeyId = "InvalidAccessKeyId"
    case invalidArgument = "InvalidArgument"
    case invalidBucketName = "InvalidBucketName"
    case invalidChunkSizeError = "InvalidChunkSizeError"
    case invalidDigest = "InvalidDigest"
    case invalidEncryptionAlgorithmError = "InvalidEncryptionAlgorithmError"
    case invalidLocationConstraint = "InvalidLocationConstraint"
    case invalidObjectState = "InvalidObjectState"
    case invalidPart = "InvalidPart"
    case invalidPartNumber = "InvalidPartNumber"
    case invalidPartOrder = "InvalidPartOrder"
    case invalidRange = "InvalidRange"
    case invalidRequest = "InvalidRequest"
    case invalidStorageClass = "InvalidStorageClass"
    case invalidTag = "InvalidTag"
    case invalidToken = "InvalidToken"
    case invalidURI = "InvalidURI"
    case keyTooLongError = "KeyTooLongError"
    case malformedACLError = "MalformedACLError"
    case malformedPolicy = "MalformedPolicy"
    case malformedTrailerError = "MalformedTrailerError"
    case malformedXML = "MalformedXML"
    case metadataTooLarge = "MetadataTooLarge"
    case methodNotAllowed = "MethodNotAllowed"
    case missingContentLength = "MissingContentLength"
    case missingRequestBodyError = "MissingRequestBodyError"
    case missingSecurityHeader = "MissingSecurityHeader"
    case noSuchBucket = "NoSuchBucket"
    case noSuchBucketPolicy = "NoSuchBucketPolicy"
    case noSuchKey = "NoSuchKey"
    case noSuchLifecycleConfiguration = "NoSuchLifecycleConfiguration"
    case noSuchTagSet = "NoSuchTagSet"
    case noSuchUpload = "NoSuchUpload"
    case noSuchVersion = "NoSuchVersion"
    case noSuchWebsiteConfiguration = "NoSuchWebsiteConfiguration"
    case notImplemented = "NotImplemented"
    case notModified = "NotModified"
    case objectLockConfigurationNotFoundError = "ObjectLockConfigurationNotFoundError"
    case operationAborted = "OperationAborted"
    case ownershipControlsNotFoundError = "OwnershipControlsNotFoundError"
    case noSuchPublicAccessBlockConfiguration = "NoSuchPublicAccessBlockConfiguration"
    case preconditionFailed = "PreconditionFailed"
    case replicationConfigurationNotFoundError = "ReplicationConfigurationNotFoundError"
    case requestTimeout = "RequestTimeout"
    case requestTimeTooSkewed = "RequestTimeTooSkewed"
    case serverSideEncryptionConfigurationNotFoundError = "ServerSideEncryptionConfigurationNotFoundError"
    case serviceUnavailable = "ServiceUnavailable"
    case signatureDoesNotMatch = "SignatureDoesNotMatch"
    case slowDown = "SlowDown"
    case storageFull = "StorageFull"
    case tooManyBuckets = "TooManyBuckets"
    case unexpectedContent = "UnexpectedContent"
    case xAmzContentSHA256Mismatch = "XAmzContentSHA256Mismatch"

    /// The status of the answer.
    package var status: Int {
        switch self {
        case .notModified:
            304
        case .accessControlListNotSupported, .authorizationHeaderMalformed, .authorizationQueryParametersError,
            .badDigest, .entityTooLarge, .entityTooSmall, .illegalLocationConstraintException, .incompleteBody,
            .invalidArgument, .invalidBucketName, .invalidDigest, .invalidEncryptionAlgorithmError,
            .invalidLocationConstraint, .invalidPart, .invalidPartOrder, .invalidRequest, .invalidStorageClass,
            .invalidTag, .invalidToken, .invalidURI, .keyTooLongError, .malformedACLError, .malformedPolicy,
            .malformedTrailerError, .malformedXML, .metadataTooLarge, .missingRequestBodyError, .missingSecurityHeader,
            .requestTimeout,
            .tooManyBuckets, .unexpectedContent, .xAmzContentSHA256Mismatch:
            400
        case .accessDenied, .invalidAccessKeyId, .invalidChunkSizeError, .invalidObjectState,
            .requestTimeTooSkewed, .signatureDoesNotMatch:
            403
        case .corsConfigurationNotFound, .noSuchBucket, .noSuchBucketPolicy, .noSuchKey,
            .noSuchLifecycleConfiguration, .noSuchTagSet, .noSuchUpload, .noSuchVersion,
            .noSuchWebsiteConfiguration, .objectLockConfigurationNotFoundError, .ownershipControlsNotFoundError,
            .noSuchPublicAccessBlockConfiguration, .replicationConfigurationNotFoundError,
            .serverSideEncryptionConfigurationNotFoundError:
            404
        case .methodNotAllowed:
            405
        case .bucketAlreadyExists, .bucketAlreadyOwnedByYou, .bucketNotEmpty, .conditionalRequestConflict,
            .operationAborted:
            409
        case .missingContentLength:
            411
        case .preconditionFailed:
            412
        case .invalidPartNumber, .invalidRange:
            416
        case .internalError:
            500
        case .notImplemented:
            501
        case .serviceUnavailable, .slowDown:
            503
        case .storageFull:
            507
        }
    }

    /// The message for people, where nothing more exact is known.
    package var message: String {
        switch self {
        case .accessControlListNotSupported: "The bucket does not allow ACLs"
        case .accessDenied: "Access Denied"
        case .authorizationHeaderMalformed: "The authorization header that you provided is not valid."
        case .authorizationQueryParametersError: "The authorization query parameters that you provided are not valid."
        case .badDigest:
            "The Content-MD5 or checksum value that you "
                + "specified did not match what the server received."
        case .bucketAlreadyExists:
            "The requested bucket name is not available. "
                + "Select a different name and try again."
        case .bucketAlreadyOwnedByYou: "The bucket that you tried to create already exists, and you own it."
        case .bucketNotEmpty: "The bucket that you tried to delete is not empty."
        case .conditionalRequestConflict:
            "A conflicting operation occurred. If using "
                + "PutObject you can retry the request."
        case .corsConfigurationNotFound: "The CORS configuration does not exist"
        case .entityTooLarge: "Your proposed upload exceeds the maximum allowed size"
        case .entityTooSmall: "Your proposed upload is smaller than the minimum allowed size"
        case .illegalLocationConstraintException: "The specified location constraint is not valid for this endpoint."
        case .incompleteBody: "You did not provide the number of bytes specified by the Content-Length HTTP header."
        case .internalError: "We encountered an internal error. Please try again."
        case .invalidAccessKeyId: "The AWS access key ID that you provided does not exist in our records."
        case .invalidArgument: "Invalid Argument"
        case .invalidBucketName: "The specified bucket is not valid."
        case .invalidChunkSizeError: "Only the last chunk is allowed to have a size less than 8192 bytes"
        case .invalidDigest: "The Content-MD5 or checksum value that you specified is not valid."
        case .invalidEncryptionAlgorithmError: "The encryption request that you specified is not valid."
        case .invalidLocationConstraint: "The specified location constraint is not valid."
        case .invalidObjectState: "The operation is not valid for the current state of the object."
        case .invalidPart:
            "One or more of the specified parts could not be found. The part might not "
                + "have been uploaded, or the specified entity tag might not have matched the part's entity tag."
        case .invalidPartNumber: "The requested partnumber is not satisfiable"
        case .invalidPartOrder:
            "The list of parts was not in ascending order. The "
                + "parts list must be specified in order by part number."
        case .invalidRange: "The requested range is not satisfiable"
        case .invalidRequest: "Invalid Request"
        case .invalidStorageClass: "The storage class that you specified is not valid."
        case .invalidTag:
            "The tag provided was not a valid tag. This error "
                + "can occur if the tag did not pass input validation."
        case .invalidToken: "The provided token is malformed or otherwise not valid."
        case .invalidURI: "The specified URI couldn't be parsed."
        case .keyTooLongError: "Your key is too long."
        case .malformedACLError:
            "The ACL that you provided was not well "
                + "formed or did not validate against our published schema."
        case .malformedPolicy: "This policy contains invalid Json"
        case .malformedTrailerError:
            "The request contained trailing data that was not well-formed or did not conform to our published schema."
        case .malformedXML:
            "The XML that you provided was not well "
                + "formed or did not validate against our published schema."
        case .metadataTooLarge: "Your metadata headers exceed the maximum allowed metadata size."
        case .methodNotAllowed: "The specified method is not allowed against this resource."
        case .missingContentLength: "You must provide the Content-Length HTTP header."
        case .missingRequestBodyError: "Request Body is empty"
        case .missingSecurityHeader: "Your request is missing a required header."
        case .noSuchBucket: "The specified bucket does not exist"
        case .noSuchBucketPolicy: "The bucket policy does not exist"
        case .noSuchKey: "The specified key does not exist."
        case .noSuchLifecycleConfiguration: "The lifecycle configuration does not exist"
        case .noSuchTagSet: "The TagSet does not exist"
        case .noSuchUpload:
            "The specified multipart upload does not exist. The upload ID might not "
                + "be valid, or the multipart upload might have been aborted or completed."
        case .noSuchVersion: "The version ID specified in the request does not match an existing version."
        case .noSuchWebsiteConfiguration: "The specified bucket does not have a website configuration"
        case .notImplemented:
            "A header or query parameter that you "
                + "provided implies functionality that is not implemented."
        case .notModified: "Not Modified"
        case .objectLockConfigurationNotFoundError: "Object Lock configuration does not exist for this bucket"
        case .operationAborted:
            "A conflicting conditional operation is currently "
                + "in progress against this resource. Try again."
        case .ownershipControlsNotFoundError: "The bucket ownership controls were not found"
        case .noSuchPublicAccessBlockConfiguration: "The public access block configuration was not found"
        case .preconditionFailed: "At least one of the pre-conditions you specified did not hold"
        case .replicationConfigurationNotFoundError: "The replication configuration was not found"
        case .requestTimeout:
            "Your socket connection to the server was not "
                + "read from or written to within the timeout period."
        case .requestTimeTooSkewed: "The difference between the request time and the server's time is too large."
        case .serverSideEncryptionConfigurationNotFoundError: "The server side encryption configuration was not found"
        case .serviceUnavailable: "Service is unable to handle request."
        case .signatureDoesNotMatch:
            "The request signature that the server calculated does not match the "
                + "signature that you provided. Check your secret access key and signing method."
        case .slowDown: "Please reduce your request rate."
        case .storageFull: "The storage has no room for the request."
        case .tooManyBuckets: "You have attempted to create more buckets than are allowed."
        case .unexpectedContent: "This request does not support content"
        case .xAmzContentSHA256Mismatch:
            "The provided 'x-amz-content-sha256' header does "
                + "not match what was computed."
        }
    }
}
