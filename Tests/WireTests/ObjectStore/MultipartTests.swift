import BerthTesting
import Testing

@Suite(.enabled(if: Boto3.isExpected), .timeLimit(.minutes(10)))
struct `A multipart upload` {
    private func script(_ text: String, _ name: String = #function) async throws {
        try await BerthFixture.with(name) { fixture in
            let server = try await fixture.objectStore()
            try await server.makeBucket("box")
            try await Boto3(in: fixture, server: server).run(text)
        }
    }

    @Test
    func `joins its parts, lists them, and shows nothing before the end`() async throws {
        try await script(
            """
            parts = [os.urandom(5 << 20), os.urandom(5 << 20), os.urandom(77)]
            new = s3.create_multipart_upload(Bucket='box', Key='big', Metadata={'m': 'x'}, ContentType='a/b')['UploadId']
            etags = {}
            for number in (3, 1, 2):
                etags[number] = s3.upload_part(Bucket='box', Key='big', UploadId=new, PartNumber=number, Body=parts[number - 1])['ETag']
                assert etags[number] == '"%s"' % hashlib.md5(parts[number - 1]).hexdigest()
            fails('NoSuchKey', s3.get_object, Bucket='box', Key='big')
            assert s3.list_objects_v2(Bucket='box')['KeyCount'] == 0
            listed = s3.list_parts(Bucket='box', Key='big', UploadId=new)['Parts']
            assert [(p['PartNumber'], p['Size'], p['ETag']) for p in listed] == [(n, len(parts[n - 1]), etags[n]) for n in (1, 2, 3)]
            page = s3.list_parts(Bucket='box', Key='big', UploadId=new, MaxParts=2)
            assert page['IsTruncated'] and page['NextPartNumberMarker'] == 2
            rest = s3.list_parts(Bucket='box', Key='big', UploadId=new, PartNumberMarker=2)
            assert [p['PartNumber'] for p in rest['Parts']] == [3]
            uploads = s3.list_multipart_uploads(Bucket='box', Prefix='big')['Uploads']
            assert [(u['Key'], u['UploadId']) for u in uploads] == [('big', new)]
            done = s3.complete_multipart_upload(Bucket='box', Key='big', UploadId=new,
                MultipartUpload={'Parts': [{'PartNumber': n, 'ETag': etags[n]} for n in (1, 2, 3)]})
            joined = hashlib.md5(b''.join(hashlib.md5(p).digest() for p in parts)).hexdigest()
            assert done['ETag'] == '"%s-3"' % joined, done
            got = s3.get_object(Bucket='box', Key='big')
            assert got['Body'].read() == b''.join(parts) and got['Metadata'] == {'m': 'x'} and got['ContentType'] == 'a/b'
            second = s3.get_object(Bucket='box', Key='big', PartNumber=2)
            assert second['Body'].read() == parts[1] and second['PartsCount'] == 3
            assert s3.get_object(Bucket='box', Key='big', Range='bytes=5242870-5242890')['Body'].read() == (parts[0] + parts[1])[5242870:5242891]
            assert not s3.list_multipart_uploads(Bucket='box').get('Uploads')
            # the answer to a repeated completion is the same
            again = s3.complete_multipart_upload(Bucket='box', Key='big', UploadId=new,
                MultipartUpload={'Parts': [{'PartNumber': n, 'ETag': etags[n]} for n in (1, 2, 3)]})
            assert again['ETag'] == done['ETag']
            """
        )
    }

    @Test
    func `that was completed wrongly can be completed rightly`() async throws {
        try await script(
            """
            s3.put_object(Bucket='box', Key='k', Body=b'old')
            new = s3.create_multipart_upload(Bucket='box', Key='k')['UploadId']
            big, last = os.urandom(5 << 20), b'last'
            one = s3.upload_part(Bucket='box', Key='k', UploadId=new, PartNumber=1, Body=big)['ETag']
            two = s3.upload_part(Bucket='box', Key='k', UploadId=new, PartNumber=2, Body=last)['ETag']
            def complete(*parts):
                return dict(Bucket='box', Key='k', UploadId=new, MultipartUpload={'Parts': [{'PartNumber': n, 'ETag': e} for n, e in parts]})
            fails('InvalidPart', s3.complete_multipart_upload, **complete((1, '"00000000000000000000000000000000"'), (2, two)))
            fails('InvalidPart', s3.complete_multipart_upload, **complete((1, one), (2, two), (7, two)))
            four = s3.upload_part(Bucket='box', Key='k', UploadId=new, PartNumber=4, Body=big)['ETag']
            fails('InvalidPartOrder', s3.complete_multipart_upload, **complete((4, four), (1, one)))
            fails('MalformedXML', s3.complete_multipart_upload, **complete())
            assert s3.get_object(Bucket='box', Key='k')['Body'].read() == b'old'
            small = s3.upload_part(Bucket='box', Key='k', UploadId=new, PartNumber=3, Body=b'end')['ETag']
            fails('EntityTooSmall', s3.complete_multipart_upload, **complete((1, one), (2, two), (3, small)))
            s3.complete_multipart_upload(**complete((1, one), (3, small)))
            assert s3.get_object(Bucket='box', Key='k')['Body'].read() == big + b'end'
            """
        )
    }

    @Test
    func `is bound to bucket and key, and gone when aborted`() async throws {
        try await script(
            """
            s3.create_bucket(Bucket='other-box')
            new = s3.create_multipart_upload(Bucket='box', Key='k')['UploadId']
            etag = s3.upload_part(Bucket='box', Key='k', UploadId=new, PartNumber=1, Body=b'x')['ETag']
            for bucket, key in (('box', 'other'), ('other-box', 'k')):
                fails('NoSuchUpload', s3.upload_part, Bucket=bucket, Key=key, UploadId=new, PartNumber=1, Body=b'y')
                fails('NoSuchUpload', s3.list_parts, Bucket=bucket, Key=key, UploadId=new)
                fails('NoSuchUpload', s3.abort_multipart_upload, Bucket=bucket, Key=key, UploadId=new)
                fails('NoSuchUpload', s3.complete_multipart_upload, Bucket=bucket, Key=key, UploadId=new, MultipartUpload={'Parts': [{'PartNumber': 1, 'ETag': etag}]})
            s3.abort_multipart_upload(Bucket='box', Key='k', UploadId=new)
            fails('NoSuchUpload', s3.upload_part, Bucket='box', Key='k', UploadId=new, PartNumber=1, Body=b'x')
            fails('NoSuchUpload', s3.complete_multipart_upload, Bucket='box', Key='k', UploadId=new, MultipartUpload={'Parts': [{'PartNumber': 1, 'ETag': etag}]})
            fails('NoSuchUpload', s3.list_parts, Bucket='box', Key='k', UploadId='made-up/../x')
            fails('InvalidArgument', s3.upload_part, Bucket='box', Key='k', UploadId=new, PartNumber=10001, Body=b'x')
            """
        )
    }

    @Test
    func `takes parts from other objects`() async throws {
        try await script(
            """
            body = os.urandom(11 << 20)
            s3.upload_fileobj(io.BytesIO(body), 'box', 'source')
            new = s3.create_multipart_upload(Bucket='box', Key='joined')['UploadId']
            etags = []
            for number, (start, end) in enumerate(((0, 6 << 20), (6 << 20, 11 << 20)), 1):
                answer = s3.upload_part_copy(Bucket='box', Key='joined', UploadId=new, PartNumber=number, CopySource='box/source', CopySourceRange=f'bytes={start}-{end - 1}')
                etags.append({'PartNumber': number, 'ETag': answer['CopyPartResult']['ETag']})
            fails('InvalidArgument', s3.upload_part_copy, Bucket='box', Key='joined', UploadId=new, PartNumber=3, CopySource='box/source', CopySourceRange='bytes=0-99999999')
            fails('NoSuchKey', s3.upload_part_copy, Bucket='box', Key='joined', UploadId=new, PartNumber=3, CopySource='box/missing')
            fails('PreconditionFailed', s3.upload_part_copy, Bucket='box', Key='joined', UploadId=new, PartNumber=3, CopySource='box/source', CopySourceIfMatch='"0"')
            s3.complete_multipart_upload(Bucket='box', Key='joined', UploadId=new, MultipartUpload={'Parts': etags})
            s3.delete_object(Bucket='box', Key='source')
            assert s3.get_object(Bucket='box', Key='joined')['Body'].read() == body
            """
        )
    }

    @Test
    func `completed and aborted at once has one outcome`() async throws {
        try await script(
            """
            from concurrent.futures import ThreadPoolExecutor
            for round in range(12):
                key = f'race{round}'
                new = s3.create_multipart_upload(Bucket='box', Key=key)['UploadId']
                etag = s3.upload_part(Bucket='box', Key=key, UploadId=new, PartNumber=1, Body=b'content')['ETag']
                def attempt(call):
                    try: call(); return True
                    except ClientError as error:
                        assert error.response['Error']['Code'] == 'NoSuchUpload', error; return False
                with ThreadPoolExecutor(2) as pool:
                    completed, aborted = pool.map(attempt, [
                        lambda: s3.complete_multipart_upload(Bucket='box', Key=key, UploadId=new, MultipartUpload={'Parts': [{'PartNumber': 1, 'ETag': etag}]}),
                        lambda: s3.abort_multipart_upload(Bucket='box', Key=key, UploadId=new)])
                there = s3.list_objects_v2(Bucket='box', Prefix=key)['KeyCount'] == 1
                assert completed == there, (completed, aborted, there)
                assert completed or aborted
            """
        )
    }
}
