public import CSAF
internal import Vocabulary

/// A provider as it shows itself to the web: its metadata and where that was found.
public struct ProviderSource: Sendable {
    /// The address of its `provider-metadata.json`.
    public var address: String
    /// The metadata.
    public var metadata: JSONTree
    /// The bytes of the metadata.
    public var bytes: [UInt8]
    /// The domain it was looked for, where it was.
    public var domain: String?

    /// The `canonical_url` of the metadata, or where it was found.
    public var canonical: String { metadata.root["canonical_url"]?.text ?? address }
    /// Its role; `csaf_publisher`, `csaf_provider` (the default) or `csaf_trusted_provider`.
    public var role: String { metadata.root["role"]?.text ?? "csaf_provider" }
    /// The name of the issuing party.
    public var name: String { metadata.root["publisher"]?["name"]?.text ?? address }
    /// The namespace of the issuing party.
    public var namespace: String { metadata.root["publisher"]?["namespace"]?.text ?? address }

    /// Metadata that is at least JSON with a canonical address.
    init(_ answer: WebAnswer, domain: String?) throws(WebError) {
        do throws(JSONError) { metadata = try JSONTree(answer.bytes) } catch {
            throw .form(answer.address, reason: "it is no JSON: \(error)")
        }
        guard metadata.root["canonical_url"]?.text != nil, metadata.root["publisher"] != nil else {
            throw .form(answer.address, reason: "it is no provider-metadata.json: canonical_url or publisher is missing")
        }
        address = answer.address
        bytes = answer.bytes
        self.domain = domain
    }
}

extension ProviderSource {
    /// Looks for a provider (CSAF 2.0 §7.1.8 to 10): at the well-known address, in security.txt, under the name `csaf.data.security`.
    ///
    /// - Parameter domain: a domain, or where the tests' server is: `http://127.0.0.1:8080`
    /// - Throws: ``WebError/noProvider(_:tried:)`` with all that was tried
    public static func find(_ domain: String, with reader: WebReader) async throws(WebError) -> ProviderSource {
        let places = DomainPlaces(domain)
        var tried: [String] = []
        do throws(WebError) {
            return try ProviderSource(try await reader.get(places.wellKnown), domain: domain)
        } catch {
            tried.append("\(error)")
        }
        for address in places.securityTexts {
            do throws(WebError) {
                let answer = try await reader.get(address, limit: 1 << 20)
                let fields = SecurityText.addresses(answer.bytes)
                if fields.isEmpty { tried.append("\(address): it has no field CSAF") }
                for field in fields.prefix(4) {
                    do throws(WebError) {
                        return try ProviderSource(try await reader.get(field), domain: domain)
                    } catch {
                        tried.append("\(error)")
                    }
                }
                if !fields.isEmpty { break }
            } catch {
                tried.append("\(error)")
            }
        }
        if let name = places.dnsPath {
            do throws(WebError) {
                return try ProviderSource(try await reader.get(name), domain: domain)
            } catch {
                tried.append("\(error)")
            }
        }
        throw .noProvider(domain, tried: tried)
    }
}

/// Where a domain's provider is looked for.
struct DomainPlaces {
    let wellKnown: String
    let securityTexts: [String]
    /// Nil for an address of this machine, which has no name to stand before.
    let dnsPath: String?

    init(_ domain: String) {
        let bare = domain.hasSuffix("/") ? String(domain.dropLast()) : domain
        let root = bare.contains("://") ? bare : "https://" + bare
        wellKnown = root + "/.well-known/csaf/provider-metadata.json"
        securityTexts = [root + "/.well-known/security.txt", root + "/security.txt"]
        let host = root.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        let isName = root.hasPrefix("https://") && !host.contains(":") && IPAddress(host) == nil
        dnsPath = isName ? "https://csaf.data.security.\(host)" : nil
    }
}

/// The fields of a security.txt that lead to advisories (CSAF §7.1.8, RFC 9116).
enum SecurityText {
    static func addresses(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "csaf" else { return nil }
            let value = parts[1].drop { $0 == " " || $0 == "\t" }
            return value.isEmpty ? nil : String(value.prefix { !$0.isWhitespace })
        }
    }
}
