import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Logging
import S3

/// The way of every request: path, signature, operation, rights, handler; and of every error: its document.
struct Gateway: Sendable {
    private let parser: OperationParser
    private let authentication: RequestAuthentication
    private let authorization: RequestAuthorization
    private let open: OpenRoutes
    private let buckets: BucketRoutes
    private let configurations: ConfigurationRoutes
    private let objects: ObjectRoutes
    private let copies: CopyRoutes
    private let deletions: DeletionRoutes
    private let tagging: TaggingRoutes
    private let attributes: AttributeRoutes
    private let uploads: MultipartRoutes
    private let lists: ListRoutes

    init(
        engine: StorageEngine,
        root: Credentials,
        configuration: ObjectStoreConfiguration,
        metrics: MetricsRegistry
    ) {
        parser = OperationParser(domains: configuration.domains)
        authentication = RequestAuthentication(engine: engine, root: root)
        authorization = RequestAuthorization(engine: engine)
        open = OpenRoutes(engine: engine, metrics: metrics, servesMetrics: configuration.servesMetrics)
        buckets = BucketRoutes(engine: engine, region: configuration.region)
        configurations = ConfigurationRoutes(engine: engine)
        objects = ObjectRoutes(engine: engine, sizeLimit: configuration.storage.partSizeLimit)
        copies = CopyRoutes(engine: engine)
        deletions = DeletionRoutes(engine: engine)
        tagging = TaggingRoutes(engine: engine)
        attributes = AttributeRoutes(engine: engine)
        uploads = MultipartRoutes(engine: engine, sizeLimit: configuration.storage.partSizeLimit)
        lists = ListRoutes(engine: engine)
    }

    /// The answer to a request, with the ids that S3's clients print.
    func respond(to request: Request, _ context: HTTPContext) async throws -> Response {
        var response: Response
        do {
            response = try await answer(request, context)
        } catch let error as S3Error {
            response = refusal(error, request, context)
        } catch let error as StoreError {
            if case .system(let call, let code) = error {
                context.logger.error("storage failed", metadata: ["call": "\(call)", "errno": "\(code)"])
            }
            response = refusal(S3WireError.error(for: error), request, context)
        }
        response.headers.set("x-amz-request-id", context.requestID)
        response.headers.set("x-amz-id-2", ResponseID.host)
        response.headers[.server] = "Berth"
        return response
    }

    private func refusal(_ error: S3Error, _ request: Request, _ context: HTTPContext) -> Response {
        let path = (request.head.path ?? "").prefix { $0 != "?" }
        var response = S3WireError(error, resource: String(path)).response(in: context)
        if error.code == .invalidRange, let size = error.details.first(where: { $0.name == "ActualObjectSize" }) {
            response.headers[.contentRange] = "bytes */\(size.value)"
        }
        return response
    }

    private func answer(_ request: Request, _ context: HTTPContext) async throws -> Response {
        guard let target = RequestTarget(request.head.path ?? "") else { throw S3Error(.invalidURI) }
        let method = request.method.rawValue
        let headers = RequestHeaders(request)
        if parser.virtualBucket(headers["host"]) == nil,
            let response = open.respond(method: method, path: target.rawPath)
        {
            context.notes.handler = "health"
            return response
        }
        let authenticated = try authentication.authenticate(
            method: method,
            target: target,
            headers: headers,
            context: context
        )
        context.notes.principal = authenticated.principal.accessKey
        let parsed = try parser.parse(method: method, target: target, headers: headers)
        context.notes.handler = parsed.operation.name
        let authorized = try await authorization.authorize(parsed, authenticated, context)
        do {
            return try await route(authorized, request.body)
        } catch StoreError.noSuchKey where !mayLearnAbsence(authorized) {
            throw S3Error(.accessDenied)
        } catch StoreError.noSuchKey {
            throw S3Error(.noSuchKey, details: ["Key": Self.keyText(parsed)])
        } catch StoreError.noSuchBucket {
            throw S3Error(.noSuchBucket, details: ["BucketName": Self.bucketText(parsed)])
        }
    }

    /// Whether the sender may know that a key does not exist: who may list the bucket.
    private func mayLearnAbsence(_ authorized: AuthorizedRequest) -> Bool {
        var buckets: [BucketName] = []
        switch authorized.request.subject {
        case .service: return false
        case .bucket(let bucket), .object(let bucket, _): buckets.append(bucket)
        }
        switch authorized.request.operation {
        case .copyObject, .uploadPartCopy:
            guard let source = try? CopySourceHeader(authorized.request.headers) else { return false }
            buckets.append(source.bucket)
        default: break
        }
        return buckets.allSatisfy { authorized.may("s3:ListBucket", ARN(bucket: $0)) }
    }

    private static func keyText(_ request: S3Request) -> String {
        if case .object(_, let key) = request.subject { key.text } else { "" }
    }

    private static func bucketText(_ request: S3Request) -> String {
        switch request.subject {
        case .service: ""
        case .bucket(let bucket), .object(let bucket, _): bucket.text
        }
    }

    private func route(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        switch authorized.request.operation {
        case .listBuckets: try await buckets.list(authorized)
        case .createBucket: try await buckets.create(authorized, body)
        case .headBucket: try await buckets.head(authorized)
        case .deleteBucket: try await buckets.delete(authorized, body)
        case .getBucketLocation: try await buckets.location(authorized)
        case .listObjects: try await lists.listV1(authorized)
        case .listObjectsV2: try await lists.listV2(authorized)
        case .listObjectVersions: try await lists.listVersions(authorized)
        case .listMultipartUploads: try await lists.listUploads(authorized)
        case .deleteObjects: try await deletions.delete(authorized, body)
        case .getObject: try await objects.get(authorized)
        case .headObject: try await objects.head(authorized)
        case .putObject: try await objects.put(authorized, body)
        case .deleteObject: try await objects.delete(authorized, body)
        case .copyObject: try await copies.copy(authorized, body)
        case .getObjectAttributes: try await attributes.get(authorized)
        case .getObjectTagging: try await tagging.get(authorized)
        case .putObjectTagging: try await tagging.put(authorized, body)
        case .deleteObjectTagging: try await tagging.delete(authorized, body)
        case .createMultipartUpload: try await uploads.create(authorized, body)
        case .uploadPart: try await uploads.putPart(authorized, body)
        case .uploadPartCopy: try await uploads.copyPart(authorized, body)
        case .completeMultipartUpload: try await uploads.complete(authorized, body)
        case .abortMultipartUpload: try await uploads.abort(authorized, body)
        case .listParts: try await uploads.list(authorized)
        default: try await configurations.get(authorized)
        }
    }
}
