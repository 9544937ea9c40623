// swift-tools-version: 6.2
import PackageDescription

/// One libFuzzer program for each parser that reads what strangers write. `make fuzz` builds and runs them.
let targets: [(name: String, dependencies: [Target.Dependency])] = [
    ("SeparatedValues", [.product(name: "Events", package: "keshik")]),
    ("JSONLines", [.product(name: "Events", package: "keshik")]),
    ("JSONDocument", [.product(name: "Events", package: "keshik")]),
    ("XMLDocument", [.product(name: "Events", package: "keshik")]),
    ("LinePatterns", [.product(name: "Events", package: "keshik")]),
    ("KeyValuePairs", [.product(name: "Events", package: "keshik")]),
    ("Mail", [.product(name: "Events", package: "keshik")]),
    ("PackedSource", [.product(name: "Events", package: "keshik")]),
    ("FeedDefinitions", [.product(name: "Events", package: "keshik")]),
    ("Questions", [.product(name: "EventStore", package: "keshik"), .product(name: "Vocabulary", package: "keshik")]),
    ("ParquetFiles", [.product(name: "Parquet", package: "keshik")]),
    ("AdvisoryJSON", [.product(name: "CSAF", package: "keshik")]),
    ("AdvisoryTests", [.product(name: "CSAF", package: "keshik")]),
    ("AdvisoryDrafts", [.product(name: "CSAF", package: "keshik")]),
    ("ScoreVectors", [.product(name: "CSAF", package: "keshik")]),
    ("PackageURLs", [.product(name: "CSAF", package: "keshik")]),
    ("VersionRanges", [.product(name: "CSAF", package: "keshik")]),
    ("PlatformNames", [.product(name: "CSAF", package: "keshik")]),
    ("LicenseExpressions", [.product(name: "CSAF", package: "keshik")]),
    ("PaperTexts", [.product(name: "Papers", package: "keshik"), .product(name: "Vocabulary", package: "keshik")]),
    ("Words", [.product(name: "Vocabulary", package: "keshik")]),
]

let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "keshik", path: "../..")],
    targets: targets.map { target in
        .executableTarget(name: target.name, dependencies: target.dependencies, swiftSettings: [.unsafeFlags(["-parse-as-library"])])
    },
    swiftLanguageModes: [.v6]
)
