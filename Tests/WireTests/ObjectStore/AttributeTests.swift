import BerthTesting
import Testing

@Suite(.enabled(if: Boto3.isExpected), .timeLimit(.minutes(10)))
struct `What boto3 asks about objects and buckets` {
    @Test func `is answered truthfully, and nothing that is not there can be switched on`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await fixture.objectStore()
            try await server.makeBucket("box")
            try await Boto3(in: fixture, server: server).run(
                """
                put = s3.put_object(Bucket='box', Key='k', Body=b'hello', ChecksumAlgorithm='SHA256')
                wanted = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']
                got = s3.get_object_attributes(Bucket='box', Key='k', ObjectAttributes=wanted)
                assert got['ObjectSize'] == 5 and got['StorageClass'] == 'STANDARD', got
                assert got['ETag'] == hashlib.md5(b'hello').hexdigest(), got
                assert got['Checksum']['ChecksumSHA256'] == put['ChecksumSHA256'], got
                fails('NoSuchKey', s3.get_object_attributes, Bucket='box', Key='none', ObjectAttributes=wanted)
                versions = s3.list_object_versions(Bucket='box')['Versions']
                assert [(v['Key'], v['VersionId'], v['IsLatest']) for v in versions] == [('k', 'null', True)], versions
                assert 'Status' not in s3.get_bucket_versioning(Bucket='box')
                assert s3.get_bucket_acl(Bucket='box')['Grants'][0]['Permission'] == 'FULL_CONTROL'
                assert s3.get_bucket_request_payment(Bucket='box')['Payer'] == 'BucketOwner'
                fails('NoSuchBucketPolicy', s3.get_bucket_policy, Bucket='box')
                fails('NoSuchCORSConfiguration', s3.get_bucket_cors, Bucket='box')
                fails('NoSuchLifecycleConfiguration', s3.get_bucket_lifecycle_configuration, Bucket='box')
                fails('ServerSideEncryptionConfigurationNotFoundError', s3.get_bucket_encryption, Bucket='box')
                fails('NoSuchTagSet', s3.get_bucket_tagging, Bucket='box')
                fails('NotImplemented', s3.put_bucket_versioning, Bucket='box',
                    VersioningConfiguration={'Status': 'Enabled'})
                fails('NotImplemented', s3.put_bucket_policy, Bucket='box', Policy='{}')
                fails('NotImplemented', s3.put_bucket_acl, Bucket='box', ACL='public-read')
                """
            )
        }
    }
}
