// What helps to identify a product: package URLs, platform names, hashes, numbers.

extension Facts {
    /// The helpers of all products, each with the product's definition.
    fileprivate var helpers: [(definition: ProductFacts.Definition, helper: JSONValue)] {
        products.definitions.compactMap { definition in definition.helper.map { (definition, $0) } }
    }

    /// The package URLs of a helper: one in 2.0, several in 2.1.
    fileprivate func packageURLs(_ helper: JSONValue) -> [JSONValue] {
        version == .v2_0 ? [helper["purl"]].compactMap(\.self) : helper["purls"]?.items ?? []
    }

    /// The lists of digests of all files.
    fileprivate var fileHashes: [JSONValue] {
        helpers.flatMap { $0.helper["hashes"]?.items ?? [] }.compactMap { $0["file_hashes"] }
    }
}

struct InvalidPackageURL: ConformanceTest {
    let rule = Rule("6.1.13", "Package URLs follow their specification: they have a name, and a namespace only where the type has one.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (_, helper) in facts.helpers {
            for value in facts.packageURLs(helper) {
                if value.withRaw(PackageURL.isPlainlySound) { continue }
                guard let text = value.text else { continue }
                do {
                    _ = try PackageURL(text)
                } catch {
                    report.fail(value, "“\(text)” is no package URL: \(error)")
                }
            }
        }
    }
}

struct RepeatedHashAlgorithm: ConformanceTest {
    let rule = Rule("6.1.25", "A file has one digest of each algorithm.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for list in facts.fileHashes {
            var seen: Set<String> = []
            for hash in list.items {
                guard let algorithm = hash["algorithm"], let name = algorithm.text, !seen.insert(name).inserted else { continue }
                report.fail(algorithm, "the file has a digest of \(name) already")
            }
        }
    }
}

struct DifferentPackages: ConformanceTest {
    let rule = Rule("6.1.42", "The package URLs of a product differ in their qualifiers alone.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (_, helper) in facts.helpers {
            let urls = facts.packageURLs(helper).compactMap { value in
                value.text.map { (value: value, core: $0.prefix { $0 != "?" && $0 != "#" }, end: $0.drop { $0 != "#" }) }
            }
            guard let first = urls.first else { continue }
            for other in urls.dropFirst() where other.core != first.core || other.end != first.end {
                report.fail(other.value, "\(other.core) and \(first.core) are different packages; define a product for each")
            }
        }
    }
}

/// Tests that a kind of number has no two unquoted stars.
private func checkStars(_ facts: Facts, _ member: StaticString, _ report: inout RuleReport) {
    for (_, helper) in facts.helpers {
        for value in helper[member]?.items ?? [] {
            guard let text = value.text, WildcardPattern(text).starCount > 1 else { continue }
            report.fail(value, "“\(text)” has several stars, which could mean too much; use one, or quote stars with \\")
        }
    }
}

struct StarsInModelNumber: ConformanceTest {
    let rule = Rule("6.1.43", "Model numbers have at most one star that stands for other characters.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { checkStars(facts, "model_numbers", &report) }
}

struct StarsInSerialNumber: ConformanceTest {
    let rule = Rule("6.1.44", "Serial numbers have at most one star that stands for other characters.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { checkStars(facts, "serial_numbers", &report) }
}

struct StarsInStockNumber: ConformanceTest {
    let rule = Rule("6.1.61", "Stock keeping units have at most one star that stands for other characters.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { checkStars(facts, "skus", &report) }
}

/// Tests that a broken algorithm is not alone.
private func checkOnlyAlgorithm(_ facts: Facts, _ name: String, _ report: inout RuleReport) {
    for list in facts.fileHashes {
        let algorithms = list.items.compactMap { $0["algorithm"]?.text?.lowercased() }
        if !algorithms.isEmpty, algorithms.allSatisfy({ $0 == name }) {
            report.fail(list, "\(name) is the only algorithm; add a digest of one that is not broken, such as sha256")
        }
    }
}

struct OnlyMD5: ConformanceTest {
    let rule = Rule("6.2.8", "MD5 is not the only digest of a file.")
    func check(_ facts: Facts, _ report: inout RuleReport) { checkOnlyAlgorithm(facts, "md5", &report) }
}

struct OnlySHA1: ConformanceTest {
    let rule = Rule("6.2.9", "SHA-1 is not the only digest of a file.")
    func check(_ facts: Facts, _ report: inout RuleReport) { checkOnlyAlgorithm(facts, "sha1", &report) }
}

struct MissingHelper: ConformanceTest {
    let rule = Rule("6.2.16", "Every product has something by which an inventory can find it.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for definition in facts.products.definitions where definition.helper == nil {
            report.fail(
                definition.value, "the product \(facts.products.identifier(definition.id)) has no product_identification_helper")
        }
    }
}

struct HardwareAndSoftware: ConformanceTest {
    let rule = Rule(
        "6.2.31", "Products with serial or model numbers are hardware, and software is bound to them by product paths.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let used = Set(facts.products.combinations.flatMap(\.parts).map(\.id))
        for (definition, helper) in facts.helpers where !used.contains(definition.id) {
            guard let numbers = helper["serial_numbers"] ?? helper["model_numbers"] else { continue }
            report.fail(
                numbers, "the product \(facts.products.identifier(definition.id)) has such numbers, and no product path speaks of it")
        }
    }
}

struct SharedHelper: ConformanceTest {
    let rule = Rule("6.2.32", "What identifies a product identifies no other.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        var seen: [String: Int32] = [:]
        for (definition, helper) in facts.helpers {
            for member in helper.children {
                guard let category = member.key else { continue }
                for value in member.isArray ? member.items : [member] {
                    let key = category + "\u{0}" + (value.text ?? value.canonical)
                    if let other = seen[key], other != definition.id {
                        report.fail(
                            value,
                            "identifies both \(facts.products.identifier(other)) and \(facts.products.identifier(definition.id))")
                    } else {
                        seen[key] = definition.id
                    }
                }
            }
        }
    }
}

struct UnknownHashAlgorithm: ConformanceTest {
    let rule = Rule("6.2.52", "Digests are of algorithms that the standard lists.", [.v2_1])

    /// The digests of OpenSSL 3.4, without hyphens in front (CSAF 2.1 §3.1.4).
    private static let known: Set<String> = [
        "blake2b512", "blake2s256", "md4", "md5", "md5-sha1", "mdc2", "ripemd", "ripemd160", "rmd160", "sha1", "sha224", "sha256",
        "sha3-224", "sha3-256", "sha3-384", "sha3-512", "sha384", "sha512", "sha512-224", "sha512-256", "shake128", "shake256", "sm3",
        "ssl3-md5", "ssl3-sha1", "whirlpool",
    ]

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for hash in facts.fileHashes.flatMap(\.items) {
            guard let algorithm = hash["algorithm"], let name = algorithm.text, !Self.known.contains(name) else { continue }
            report.fail(algorithm, "the standard does not list the algorithm \(name), and it is not known here")
        }
    }
}

struct ShortHash: ConformanceTest {
    let rule = Rule("6.3.5", "Digests have at least 64 digits; shorter ones are easier to forge.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for hash in facts.fileHashes.flatMap(\.items) {
            guard let value = hash["value"], let text = value.text, text.count < 64 else { continue }
            report.fail(value, "the digest has \(text.count) digits")
        }
    }
}
