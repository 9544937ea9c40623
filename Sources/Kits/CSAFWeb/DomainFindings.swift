/// How a provider is found by the name of its domain (CSAF §7.1.8 to 10); nil where the way leads to it, else why not.
struct DomainFindings: Sendable {
    var securityText: String?
    var wellKnown: String?
    var dnsPath: String?

    init(of provider: ProviderSource, with reader: WebReader) async throws(WebError) {
        let canonical = provider.canonical
        let places = DomainPlaces(provider.domain ?? canonical.split(separator: "/").prefix(2).joined(separator: "//"))
        wellKnown = try await Self.flaw(places.wellKnown, canonical, reader)
        var flaws: [String] = []
        for address in places.securityTexts {
            let answer: WebAnswer
            do throws(WebError) { answer = try await reader.get(address, limit: 1 << 20) } catch {
                flaws.append(try Self.words(error))
                continue
            }
            let fields = SecurityText.addresses(answer.bytes)
            flaws = fields.contains(canonical) ? [] : ["\(address) has no field CSAF with \(canonical)"]
            break
        }
        securityText = flaws.first
        if let name = places.dnsPath {
            dnsPath = try await Self.flaw(name, canonical, reader)
        } else {
            dnsPath = "there is no domain to look under"
        }
    }

    private static func flaw(_ address: String, _ canonical: String, _ reader: WebReader) async throws(WebError) -> String? {
        do throws(WebError) {
            let found = try ProviderSource(try await reader.get(address), domain: nil)
            return found.canonical == canonical ? nil : "\(address) shows another provider: \(found.canonical)"
        } catch {
            return try words(error)
        }
    }

    private static func words(_ error: WebError) throws(WebError) -> String {
        switch error {
        case .budget, .deadline: throw error
        default: "\(error)"
        }
    }
}
