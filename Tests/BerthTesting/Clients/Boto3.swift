/// Python scripts that talk to an S3 server through boto3.
package struct Boto3: Sendable {
    private let client: ForeignClient

    /// Whether tests with it run.
    package static let isExpected = ForeignClient.isPythonModuleExpected("boto3")

    /// A python with the server's address and key in the environment; `s3` is a client in every script.
    package init(in fixture: BerthFixture, server: ObjectStoreServer, virtualHosted: Bool = false) throws {
        var environment = server.environment
        environment["STYLE"] = virtualHosted ? "virtual" : "path"
        client = try fixture.client("python3", environment: environment)
    }

    private static let prelude = """
        import boto3, botocore, os, io, hashlib, base64, sys, json
        from botocore.config import Config
        from botocore.exceptions import ClientError
        def connect(key=None, secret=None, **options):
            config = Config(s3={'addressing_style': os.environ['STYLE']}, retries={'max_attempts': 1}, **options)
            return boto3.client('s3', aws_access_key_id=key or os.environ['AWS_ACCESS_KEY_ID'],
                aws_secret_access_key=secret or os.environ['AWS_SECRET_ACCESS_KEY'], config=config)
        s3 = connect()
        def fails(code, call, **arguments):
            try:
                call(**arguments)
            except ClientError as error:
                found = (error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode'])
                assert code in found, f'{found} instead of {code}'
                return error
            raise AssertionError(f'no {code}')

        """

    /// Runs a script; an exception in it is a failed test with its traceback.
    @discardableResult
    package func run(_ script: String) async throws -> CommandResult {
        try await client.run(["-"], input: Array((Self.prelude + script).utf8)).check()
    }
}
