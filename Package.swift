// swift-tools-version: 6.2
import PackageDescription

// The manifest is the architecture: one line a module, arrows only point down (ARCHITECTURE.md).

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A module of ours at `Sources/<layer>/<name>`.
func module(_ layer: String, _ name: String, _ uses: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: uses, path: "Sources/\(layer)/\(name)", swiftSettings: settings)
}

/// The unit tests of a module at `Tests/UnitTests/<name>Tests`.
func unitTests(of name: String, _ uses: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name)] + uses,
        path: "Tests/UnitTests/\(name)Tests",
        swiftSettings: settings
    )
}

extension Target.Dependency {
    static let hummingbird = Self.product(name: "HummingbirdCore", package: "hummingbird")
    static let nio = Self.product(name: "NIOCore", package: "swift-nio")
    static let nioPosix = Self.product(name: "NIOPosix", package: "swift-nio")
    static let nioHTTP = Self.product(name: "NIOHTTP1", package: "swift-nio")
    static let nioFoundation = Self.product(name: "NIOFoundationCompat", package: "swift-nio")
    static let nioEmbedded = Self.product(name: "NIOEmbedded", package: "swift-nio")
    static let nioLocks = Self.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
    static let nioTLS = Self.product(name: "NIOTLS", package: "swift-nio")
    static let nioHTTP2 = Self.product(name: "NIOHTTP2", package: "swift-nio-http2")
    static let nioHPACK = Self.product(name: "NIOHPACK", package: "swift-nio-http2")
    static let nioSSL = Self.product(name: "NIOSSL", package: "swift-nio-ssl")
    static let nioHTTPTypes = Self.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioHTTPTypesHTTP1 = Self.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
    static let httpTypes = Self.product(name: "HTTPTypes", package: "swift-http-types")
    static let httpClient = Self.product(name: "AsyncHTTPClient", package: "async-http-client")
    static let grdb = Self.product(name: "GRDB", package: "GRDB.swift")
    static let crypto = Self.product(name: "Crypto", package: "swift-crypto")
    static let x509 = Self.product(name: "X509", package: "swift-certificates")
    static let asn1 = Self.product(name: "SwiftASN1", package: "swift-asn1")
    static let arguments = Self.product(name: "ArgumentParser", package: "swift-argument-parser")
    static let yaml = Self.product(name: "Yams", package: "Yams")
    static let logging = Self.product(name: "Logging", package: "swift-log")
    static let lifecycle = Self.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let jwt = Self.product(name: "JWTKit", package: "jwt-kit")
    static let unixSignals = Self.product(name: "UnixSignals", package: "swift-service-lifecycle")
}

let package = Package(
    name: "berth",
    products: [.executable(name: "berth", targets: ["berth"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // what travels on the wire: values, parsers, pure rules; no I/O
        .target(name: "CChecksum", path: "Sources/Protocols/CChecksum"),
        module("Protocols", "OCI", [.crypto]),
        module("Protocols", "S3", ["CChecksum", .crypto]),
        module("Protocols", "Kubernetes", [.crypto, .nio, .yaml]),
        // speak a protocol to somebody else's server
        module("Clients", "S3Client", ["S3", .httpClient, .nio, .nioHTTP, .nioSSL, .logging, .crypto]),
        module(
            "Clients",
            "KubernetesClient",
            [
                "Kubernetes", .httpClient, .nio, .nioPosix, .nioHTTP, .nioSSL, .logging, .yaml,
            ]
        ),
        // what every server here shares
        .systemLibrary(name: "CCrypt", path: "Sources/Serving/CCrypt"),
        .systemLibrary(name: "CZlib", path: "Sources/Serving/CZlib"),
        .systemLibrary(name: "CMalloc", path: "Sources/Serving/CMalloc"),
        module(
            "Serving",
            "BerthHTTP",
            [
                "CMalloc", .hummingbird, .nio, .nioPosix, .nioHTTP, .nioHTTPTypes, .nioHTTPTypesHTTP1, .httpTypes,
                .nioSSL,
                .nioLocks, .logging, .lifecycle,
            ]
        ),
        module("Serving", "BerthPKI", [.x509, .asn1, .crypto]),
        module("Serving", "BerthPasswords", ["CCrypt", .crypto, .nio, .nioPosix]),
        // one folder a process; no component imports another
        module(
            "Components",
            "BerthRegistry",
            [
                "OCI", "S3", "S3Client", "BerthHTTP", "BerthPasswords", .hummingbird, .nio, .nioPosix, .nioFoundation,
                .httpTypes, .crypto, .logging, .lifecycle, .nioLocks,
            ]
        ),
        module(
            "Components",
            "BerthObjectStore",
            [
                "S3", "CChecksum", "BerthHTTP", .hummingbird, .nio, .nioPosix, .nioFoundation, .httpTypes, .crypto,
                .grdb, .logging, .lifecycle, .nioLocks,
            ]
        ),
        module(
            "Components",
            "BerthAPIServer",
            [
                "Kubernetes", "BerthHTTP", "BerthPKI", "CZlib", .hummingbird, .nio, .nioPosix, .nioFoundation, .nioHTTP,
                .nioSSL, .nioTLS, .nioHTTP2, .nioHPACK,
                .httpTypes, .httpClient, .crypto, .x509, .asn1, .jwt, .grdb, .logging, .lifecycle, .nioLocks,
            ]
        ),
        module(
            "Components",
            "BerthOAuthServer",
            [
                "Kubernetes", "KubernetesClient", "BerthHTTP", "BerthPasswords", .hummingbird, .nio, .nioPosix,
                .nioFoundation,
                .httpTypes, .crypto, .logging, .lifecycle, .nioLocks,
            ]
        ),
        // one executable, one file a command
        module(
            "CommandLine",
            "BerthCommands",
            [
                "BerthRegistry", "BerthObjectStore", "BerthAPIServer", "BerthOAuthServer", "BerthHTTP", "BerthPKI",
                "S3",
                "S3Client", "OCI", "Kubernetes", "KubernetesClient", "CCrypt",
                .arguments, .yaml, .logging, .lifecycle, .unixSignals, .crypto, .nio, .nioPosix, .nioSSL,
                .nioHTTP, .httpClient,
            ]
        ),
        .executableTarget(
            name: "berth",
            dependencies: ["BerthCommands"],
            path: "Sources/CommandLine/berth",
            swiftSettings: settings
        ),
        // tests: unit and conformance in the process, wire outside it, tidy over the tree
        .target(
            name: "BerthTesting",
            dependencies: [
                "S3", "OCI", "BerthHTTP", "BerthRegistry", "BerthPKI", "Kubernetes", .hummingbird, .httpTypes,
                .httpClient,
                .nio, .nioHTTP, .nioSSL, .logging, .crypto,
            ],
            path: "Tests/BerthTesting",
            swiftSettings: settings
        ),
        unitTests(of: "CChecksum"),
        unitTests(of: "OCI"),
        unitTests(of: "S3", ["BerthTesting"]),
        unitTests(of: "S3Client", ["S3", "BerthTesting", .nio, .logging]),
        unitTests(
            of: "BerthHTTP",
            [
                "BerthTesting", .nio, .nioPosix, .logging, .nioHTTP, .nioEmbedded, .nioHTTPTypes, .httpTypes,
                .hummingbird,
            ]
        ),
        unitTests(of: "BerthPKI", [.x509, .asn1]),
        unitTests(
            of: "BerthRegistry",
            [
                "OCI", "S3", "S3Client", "BerthTesting", "BerthHTTP", "BerthPasswords", "CCrypt", .nio, .nioPosix,
                .logging,
                .httpTypes,
            ]
        ),
        unitTests(of: "Kubernetes", ["BerthTesting", .nio, .yaml]),
        unitTests(of: "KubernetesClient", ["Kubernetes", "BerthTesting", .logging]),
        unitTests(of: "BerthPasswords", ["CCrypt"]),
        unitTests(
            of: "BerthAPIServer",
            [
                "Kubernetes", "BerthTesting", "BerthHTTP", "BerthPKI", .hummingbird, .nio, .nioPosix, .nioEmbedded,
                .nioHTTPTypes, .nioHTTP, .nioHTTP2, .nioHPACK,
                .logging, .httpTypes, .httpClient, .crypto, .grdb, .jwt, .x509,
            ]
        ),
        unitTests(
            of: "BerthOAuthServer",
            [
                "Kubernetes", "KubernetesClient", "BerthTesting", "BerthHTTP", "BerthPasswords", "CCrypt", .hummingbird,
                .nio,
                .nioPosix, .logging, .httpTypes, .crypto,
            ]
        ),
        unitTests(
            of: "BerthObjectStore",
            ["S3", "CChecksum", "BerthTesting", "BerthHTTP", .nio, .nioPosix, .logging, .httpTypes, .crypto, .grdb]
        ),
        unitTests(of: "BerthCommands", ["BerthPKI", "BerthRegistry", "BerthObjectStore", "S3", .logging, .nio]),
        .testTarget(
            name: "FuzzTests",
            dependencies: ["BerthTesting", "BerthCommands"],
            path: "Tests/UnitTests/FuzzTests",
            swiftSettings: settings
        ),
        .testTarget(
            name: "WireTests",
            dependencies: [
                "BerthTesting", "BerthRegistry", "S3", "OCI", "S3Client", "Kubernetes", "KubernetesClient", .nio,
                .nioPosix,
                .logging, .crypto,
            ],
            path: "Tests/WireTests",
            swiftSettings: settings
        ),
        .testTarget(name: "TidyTests", path: "Tests/TidyTests", swiftSettings: settings),
    ]
)
