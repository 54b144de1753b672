import Glibc
import S3

/// The owner's key in a file of the data directory that only its user can read; made once, with random values.
struct RootCredentialsFile: Sendable {
    static let name = "root-credentials"
    private static let accessKeyName = "MINIO_ROOT_USER="
    private static let secretKeyName = "MINIO_ROOT_PASSWORD="
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    let path: String

    init(in directory: String) {
        path = "\(directory)/\(Self.name)"
    }

    /// The key in the file, or a new one that the file holds durably when this returns; blocks.
    func load() throws(ObjectStoreError) -> Credentials {
        if let text = try read() {
            guard let credentials = Self.parse(text) else { throw .rootCredentialsUnusable(path: path) }
            return credentials
        }
        let credentials = Credentials(accessKey: Self.random(20), secretKey: Self.random(40))
        try write(
            "\(Self.accessKeyName)\(credentials.accessKey)\n\(Self.secretKeyName)\(credentials.secretKey)\n"
        )
        return credentials
    }

    private static func parse(_ text: String) -> Credentials? {
        let lines = text.split(separator: "\n")
        guard let accessKey = lines.first(where: { $0.hasPrefix(accessKeyName) }),
            let secretKey = lines.first(where: { $0.hasPrefix(secretKeyName) })
        else { return nil }
        let credentials = Credentials(
            accessKey: String(accessKey.dropFirst(accessKeyName.count)),
            secretKey: String(secretKey.dropFirst(secretKeyName.count))
        )
        return credentials.isAcceptable ? credentials : nil
    }

    private static func random(_ count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return String(
            decoding: (0..<count).compactMap { _ in alphabet.randomElement(using: &generator) },
            as: UTF8.self
        )
    }

    private func read() throws(ObjectStoreError) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .rootCredentialsUnusable(path: path)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .rootCredentialsUnusable(path: path) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    private func write(_ text: String) throws(ObjectStoreError) {
        let temporary = "\(path).new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .rootCredentialsUnusable(path: path) }
        let bytes = Array(text.utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        guard close(descriptor) == 0, isWritten, rename(temporary, path) == 0 else {
            throw .rootCredentialsUnusable(path: path)
        }
        let folder = open(String(path.dropLast(Self.name.count)), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .rootCredentialsUnusable(path: path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .rootCredentialsUnusable(path: path) }
    }
}

extension Credentials {
    /// Whether key and secret have lengths that are accepted, and the key no character of SigV4's syntax.
    var isAcceptable: Bool {
        (3...128).contains(accessKey.utf8.count) && (8...128).contains(secretKey.utf8.count)
            && accessKey.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"/=,;\"".utf8.contains($0) }
            && secretKey.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    }
}
