package import BerthHTTP
import HTTPTypes
package import HummingbirdCore
import NIOCore
package import S3

/// An error on the wire: S3's error document with its code's status.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
package struct S3WireError: WireError {
    package let error: S3Error
    /// The path that was asked for, as it came.
    package let resource: String

    package init(_ error: S3Error, resource: String) {
        self.error = error
        self.resource = resource
    }

    package func response(in context: HTTPContext) -> Response {
        guard error.code != .notModified else { return Response(status: .notModified) }
        let document = XMLWriter.document("Error", namespace: nil) { xml in
            xml.element("Code", error.code.rawValue)
            xml.element("Message", error.message)
            for detail in error.details { xml.element(detail.name, detail.value) }
            xml.element("Resource", resource)
            xml.element("RequestId", context.requestID)
            xml.element("HostId", ResponseID.host)
        }
        return Response(
            status: HTTPResponse.Status(code: error.code.status),
            headers: [.contentType: "application/xml"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: document))
        )
    }

    /// The error of the protocol for what went wrong in the store; nil where nothing about it may be told.
    static func error(for error: StoreError) -> S3Error {
        switch error {
        case .noSuchBucket: S3Error(.noSuchBucket)
        case .bucketAlreadyExists: S3Error(.bucketAlreadyOwnedByYou)
        case .bucketNotEmpty: S3Error(.bucketNotEmpty)
        case .noSuchKey: S3Error(.noSuchKey)
        case .preconditionFailed: S3Error(.preconditionFailed)
        case .conditionalConflict: S3Error(.conditionalRequestConflict)
        case .noSuchUpload: S3Error(.noSuchUpload)
        case .invalidPart(let number): S3Error(.invalidPart, details: ["PartNumber": "\(number)"])
        case .invalidPartOrder: S3Error(.invalidPartOrder)
        case .invalidPartNumber:
            S3Error(.invalidArgument, "Part number must be an integer between 1 and 10000, inclusive")
        case .entityTooSmall(let number): S3Error(.entityTooSmall, details: ["PartNumber": "\(number)"])
        case .entityTooLarge: S3Error(.entityTooLarge)
        case .invalidRange:
            S3Error(.invalidArgument, "Range specified is not valid for source object")
        case .badDigest(let algorithm):
            S3Error(.badDigest, "The \(algorithm.rawValue) you specified did not match the calculated checksum.")
        case .badMD5: S3Error(.badDigest, "The Content-MD5 you specified did not match what we received.")
        case .incompleteBody: S3Error(.incompleteBody)
        case .tooManyTags: S3Error(.invalidTag, "Object tags cannot be greater than 10")
        case .storageFull: S3Error(.storageFull)
        case .tooManyOpenFiles: S3Error(.slowDown)
        case .damaged, .system: S3Error(.internalError)
        case .readOnly, .closed: S3Error(.serviceUnavailable)
        case .noSuchUser, .userAlreadyExists, .noSuchPolicy, .policyInUse, .invalidIdentity:
            S3Error(.invalidArgument)
        }
    }
}
