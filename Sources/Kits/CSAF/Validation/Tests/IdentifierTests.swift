// Identifiers of products and groups: defined, defined once, not in a circle, used.

struct MissingProductDefinition: ConformanceTest {
    let rule = Rule("6.1.1", "Every product a document speaks of is defined in its product tree; else nobody can tell which one is meant.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for reference in facts.products.references where !facts.products.isDefined(reference.id) {
            report.fail(reference.value, "the product \(facts.products.identifier(reference.id)) is not defined in the product tree")
        }
    }
}

struct RepeatedProductDefinition: ConformanceTest {
    let rule = Rule("6.1.2", "A product identifier is defined once; two definitions would give it two meanings.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (place, definition) in facts.products.definitions.enumerated()
        where facts.products.firstDefinition[Int(definition.id)] != Int32(place) {
            report.fail(
                definition.value["product_id"],
                "the product \(facts.products.identifier(definition.id)) is defined already; give this one another identifier")
        }
    }
}

struct CircularProductDefinition: ConformanceTest {
    let rule = Rule("6.1.3", "A product made of others is not made of itself, not even by way of others.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard !facts.products.combinations.isEmpty else { return }
        var parts: [Int32: [Int32]] = [:]
        for combination in facts.products.combinations {
            if let product = combination.definition { parts[product, default: []] += combination.parts.map(\.id) }
        }
        var isDone: Set<Int32> = []
        var circular: Set<Int32> = []
        for start in parts.keys where !isDone.contains(start) {
            // Depth first with a way of one's own: a document may nest deeper than the stack reaches.
            var way: [(product: Int32, next: Int)] = [(start, 0)]
            var isOnWay: Set<Int32> = [start]
            while let (product, next) = way.last {
                let own = parts[product] ?? []
                guard next < own.count else {
                    isDone.insert(product)
                    isOnWay.remove(product)
                    way.removeLast()
                    continue
                }
                way[way.count - 1].next += 1
                let part = own[next]
                if isOnWay.contains(part) {
                    for step in way.reversed() {
                        circular.insert(step.product)
                        if step.product == part { break }
                    }
                } else if parts[part] != nil, !isDone.contains(part) {
                    way.append((part, 0))
                    isOnWay.insert(part)
                }
            }
        }
        guard !circular.isEmpty else { return }
        for combination in facts.products.combinations {
            guard let product = combination.definition, circular.contains(product) else { continue }
            report.fail(
                combination.value["full_product_name"]?["product_id"],
                "the product \(facts.products.identifier(product)) is made of itself; name other products as its parts")
        }
    }
}

struct MissingGroupDefinition: ConformanceTest {
    let rule = Rule("6.1.4", "Every product group a document speaks of is defined in its product tree.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for reference in facts.products.groupReferences {
            guard let name = reference.value.text, !facts.products.isDefined(group: name) else { continue }
            report.fail(reference.value, "the product group \(name) is not defined in the product tree")
        }
    }
}

struct RepeatedGroupDefinition: ConformanceTest {
    let rule = Rule("6.1.5", "A product group is defined once.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        var seen: Set<String> = []
        for group in facts.products.groups where !seen.insert(group.name).inserted {
            report.fail(group.id, "the product group \(group.name) is defined already; give this one another identifier")
        }
    }
}

struct UnusedProductDefinition: ConformanceTest {
    let rule = Rule(
        "6.2.1", "Every product that is defined is spoken of somewhere; informational advisories may list products for themselves.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard facts.category != "csaf_informational_advisory" else { return }
        let used = Set(facts.products.references.map(\.id))
        for definition in facts.products.definitions where !used.contains(definition.id) {
            report.fail(
                definition.value["product_id"], "the product \(facts.products.identifier(definition.id)) is defined and never spoken of")
        }
    }
}

struct NestedProductPath: ConformanceTest {
    let rule = Rule("6.3.22", "A product path is not built upon another path; such products are hard to match.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let combined = Set(facts.products.combinations.compactMap(\.definition))
        for combination in facts.products.combinations {
            for part in combination.parts where combined.contains(part.id) {
                report.fail(part.value, "the product \(facts.products.identifier(part.id)) is itself defined by a product path")
            }
        }
    }
}
