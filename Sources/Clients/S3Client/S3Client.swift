// S3Client
