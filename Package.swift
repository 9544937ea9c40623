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
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        system("CArchive", pkgConfig: "libarchive", apt: "libarchive-dev"),
        system("CGMime", pkgConfig: "gmime-3.0", apt: "libgmime-3.0-dev"),
        system("CIDN2", pkgConfig: "libidn2", apt: "libidn2-dev"),
        .systemLibrary(name: "CMalloc", path: "Sources/System/CMalloc"),
        system("CMaxMindDB", pkgConfig: "libmaxminddb", apt: "libmaxminddb-dev"),
        system("CPSL", pkgConfig: "libpsl", apt: "libpsl-dev"),
        system("CXML2", pkgConfig: "libxml-2.0", apt: "libxml2-dev"),
        system("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),

        // Floor 1
        .target(name: "Vocabulary", dependencies: ["CIDN2", "CPSL"], swiftSettings: settings),

        // Floor 2
        .target(name: "Parquet", dependencies: ["CZstd"], path: "Sources/Kits/Parquet", swiftSettings: settings),
        .target(
            name: "Events",
            dependencies: ["Vocabulary", "CArchive", "CGMime", "CMaxMindDB", "CXML2", .product(name: "Yams", package: "Yams")],
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

        // Floor 4
        .target(
            name: "Constituency",
            dependencies: [
                "Events", "Vocabulary",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/Capabilities/Constituency", swiftSettings: settings),

        // Floor 5
        .executableTarget(
            name: "keshik",
            dependencies: [
                "CMalloc", "Constituency", "Events", "EventStore", "SampleNation", "Vocabulary",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Yams", package: "Yams"),
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
        .testTarget(name: "ConstituencyTests", dependencies: ["Constituency", "Events", "Vocabulary"], swiftSettings: settings),
        .testTarget(name: "keshikTests", dependencies: ["keshik"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
