// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// A C library of the system, from Debian's -dev package (`scripts/bootstrap` installs it).
func system(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
    name: "keshik",
    products: [
        .executable(name: "keshik", targets: ["keshik"]),
        .library(name: "Vocabulary", targets: ["Vocabulary"]),
        .library(name: "Parquet", targets: ["Parquet"]),
        .library(name: "Events", targets: ["Events"]),
        .library(name: "EventStore", targets: ["EventStore"]),
        .library(name: "SampleNation", targets: ["SampleNation"]),
        .library(name: "Charts", targets: ["Charts"]),
        .library(name: "CSAF", targets: ["CSAF"]),
        .library(name: "CSAFWeb", targets: ["CSAFWeb"]),
        .library(name: "Papers", targets: ["Papers"]),
        .library(name: "Post", targets: ["Post"]),
        .library(name: "Ledger", targets: ["Ledger"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        system("CArchive", pkgConfig: "libarchive", apt: "libarchive-dev"),
        system("CArgon2", pkgConfig: "libargon2", apt: "libargon2-dev"),
        system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        system("CGMime", pkgConfig: "gmime-3.0", apt: "libgmime-3.0-dev"),
        system("CGPGME", pkgConfig: "gpgme", apt: "libgpgme-dev"),
        system("CIDN2", pkgConfig: "libidn2", apt: "libidn2-dev"),
        .systemLibrary(name: "CMalloc", path: "Sources/System/CMalloc"),
        system("CMaxMindDB", pkgConfig: "libmaxminddb", apt: "libmaxminddb-dev"),
        .systemLibrary(name: "CPrefetch", path: "Sources/System/CPrefetch"),
        system("CPango", pkgConfig: "pangocairo", apt: "libpango1.0-dev"),
        system("CPSL", pkgConfig: "libpsl", apt: "libpsl-dev"),
        system("CXML2", pkgConfig: "libxml-2.0", apt: "libxml2-dev"),
        system("CYara", pkgConfig: "yara", apt: "libyara-dev"),
        system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
        system("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),

        // Floor 1
        .target(name: "Vocabulary", dependencies: ["CIDN2", "CPSL"], swiftSettings: settings),

        // Floor 2
        .target(name: "Parquet", dependencies: ["CZstd"], path: "Sources/Kits/Parquet", swiftSettings: settings),
        .target(
            name: "Events",
            dependencies: [
                "Vocabulary", "CArchive", "CGMime", "CMaxMindDB", "CPrefetch", "CXML2", .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/Kits/Events", resources: [.copy("Resources/feeds")], swiftSettings: settings),
        .target(
            name: "EventStore",
            dependencies: [
                "Events", "Parquet", "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Sources/Kits/EventStore", swiftSettings: settings),
        .target(name: "SampleNation", path: "Sources/Kits/SampleNation", swiftSettings: settings),
        .target(name: "Charts", path: "Sources/Kits/Charts", swiftSettings: settings),
        .target(
            name: "CSAF", dependencies: ["Vocabulary", .product(name: "Crypto", package: "swift-crypto")],
            path: "Sources/Kits/CSAF", swiftSettings: settings),
        .target(
            name: "CSAFWeb",
            dependencies: [
                "CSAF", "Vocabulary",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Sources/Kits/CSAFWeb", swiftSettings: settings),
        .target(name: "Papers", dependencies: ["CPango", "Vocabulary"], path: "Sources/Kits/Papers", swiftSettings: settings),
        .target(
            name: "Post", dependencies: ["CCurl", "CGMime", "CGPGME", "Vocabulary"], path: "Sources/Kits/Post", swiftSettings: settings),
        .target(
            name: "Ledger", dependencies: ["Vocabulary", .product(name: "Crypto", package: "swift-crypto")],
            path: "Sources/Kits/Ledger", swiftSettings: settings),

        // Floor 3
        .target(
            name: "Centre",
            dependencies: [
                "CArchive", "CArgon2", "CYara", "CZlib", "Vocabulary",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "Yams", package: "Yams"),
            ],
            resources: [.copy("Resources")], swiftSettings: settings),

        // Floor 4
        .target(
            name: "Advisories",
            dependencies: [
                "CSAF", "Centre", "Papers", "Post", "Vocabulary",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Sources/Capabilities/Advisories", resources: [.copy("Resources")], swiftSettings: settings),
        .target(
            name: "Constituency",
            dependencies: [
                "Centre", "Events", "Vocabulary",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/Capabilities/Constituency", resources: [.copy("Resources")], swiftSettings: settings),
        .target(
            name: "Correspondence",
            dependencies: [
                "Centre", "Post", "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Capabilities/Correspondence", resources: [.copy("Resources")], swiftSettings: settings),
        .target(
            name: "Cases",
            dependencies: [
                "Centre", "Papers", "Post", "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/Capabilities/Cases", resources: [.copy("Resources")], swiftSettings: settings),
        .target(
            name: "Notices",
            dependencies: [
                "Centre", "Charts", "Events", "EventStore", "Post", "Vocabulary",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/Capabilities/Notices", resources: [.copy("Resources")], swiftSettings: settings),
        .target(
            name: "Observation",
            dependencies: [
                "Centre", "Charts", "Events", "EventStore", "Post", "Vocabulary",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Capabilities/Observation", resources: [.copy("Resources")], swiftSettings: settings),
        .target(
            name: "Reporting",
            dependencies: [
                "Centre", "Events", "Papers", "Post", "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/Capabilities/Reporting", resources: [.copy("Resources")], swiftSettings: settings),
        .target(
            name: "Referrals",
            dependencies: [
                "Centre", "Post", "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/Capabilities/Referrals", resources: [.copy("Resources")], swiftSettings: settings),
        .target(
            name: "Transparency",
            dependencies: [
                "Centre", "Ledger", "Vocabulary",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Capabilities/Transparency", resources: [.copy("Resources")], swiftSettings: settings),

        // Floor 5
        .executableTarget(
            name: "keshik",
            dependencies: [
                "Advisories", "CMalloc", "CSAF", "CSAFWeb", "Cases", "Centre", "Constituency", "Correspondence", "Events", "EventStore",
                "Ledger", "Notices", "Observation", "Post", "Referrals", "Reporting", "SampleNation", "Transparency", "Vocabulary",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings),

        // For tests alone: a centre on the loopback, and a browser without pictures.
        .target(
            name: "CentreTesting",
            dependencies: [
                "Centre", "Vocabulary", .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Tests/CentreTesting", swiftSettings: settings),
        .testTarget(
            name: "CentreTests",
            dependencies: [
                "CArchive", "Centre", "CentreTesting", "Vocabulary", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"), .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),

        .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"], swiftSettings: settings),
        .testTarget(name: "ParquetTests", dependencies: ["Parquet"], exclude: ["interop"], swiftSettings: settings),
        .testTarget(name: "EventsTests", dependencies: ["CArchive", "Events", "Vocabulary"], swiftSettings: settings),
        .testTarget(
            name: "EventStoreTests",
            dependencies: ["Events", "EventStore", "Parquet", "Vocabulary", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .testTarget(name: "SampleNationTests", dependencies: ["SampleNation"], swiftSettings: settings),
        .testTarget(name: "ChartsTests", dependencies: ["Charts"], swiftSettings: settings),
        .testTarget(name: "CSAFTests", dependencies: ["CSAF", "Vocabulary"], swiftSettings: settings),
        .testTarget(
            name: "CSAFWebTests",
            dependencies: [
                "CSAF", "CSAFWeb", "Post", "Vocabulary", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(name: "PapersTests", dependencies: ["Papers", "Vocabulary"], swiftSettings: settings),
        .testTarget(
            name: "LedgerTests", dependencies: ["Ledger", "Vocabulary", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings),
        .testTarget(name: "PostTests", dependencies: ["Post", "Vocabulary"], swiftSettings: settings),
        .testTarget(
            name: "AdvisoriesTests",
            dependencies: [
                "Advisories", "CSAF", "Centre", "CentreTesting", "Correspondence", "Post", "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ConstituencyTests",
            dependencies: [
                "Centre", "CentreTesting", "Constituency", "Events", "Vocabulary",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CasesTests",
            dependencies: [
                "Cases", "Centre", "CentreTesting", "Correspondence", "Post", "Vocabulary",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ReportingTests",
            dependencies: [
                "Centre", "CentreTesting", "Correspondence", "Post", "Reporting", "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "NoticesTests",
            dependencies: [
                "Centre", "CentreTesting", "Correspondence", "Events", "EventStore", "Notices", "Post", "Vocabulary",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Golden"], swiftSettings: settings),
        .testTarget(
            name: "ObservationTests",
            dependencies: [
                "Centre", "CentreTesting", "Events", "EventStore", "Observation", "Vocabulary",
                .product(name: "AsyncHTTPClient", package: "async-http-client"), .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "TransparencyTests",
            dependencies: [
                "Centre", "CentreTesting", "Ledger", "Transparency", "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ReferralsTests",
            dependencies: [
                "Centre", "CentreTesting", "Ledger", "Post", "Referrals", "Transparency", "Vocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "keshikTests",
            dependencies: [
                "Centre", "Constituency", "EventStore", "Events", "Ledger", "Notices", "Vocabulary", "keshik",
                .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
