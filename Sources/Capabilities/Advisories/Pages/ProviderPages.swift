internal import Centre
internal import Foundation
internal import HTTPTypes
internal import Vocabulary

/// The tree of a CSAF provider over HTTP (CSAF 2.0 section 7.1): what is TLP:CLEAR for everyone, the rest for programs with a token.
struct ProviderPages: Sendable {
    let house: House
    let press: Press

    static let base = "/.well-known/csaf/"

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/.well-known/csaf/**", .anyone) { try await file($0) }
        // RFC 8615 asks for nothing at the folder itself; people who look there are led on.
        routes.get(.public, "/.well-known/csaf", .anyone) { _ in Redirect("/.well-known/csaf/provider-metadata.json") }
    }

    private func file(_ request: WebRequest) async throws -> any Answer {
        guard let path = Self.path(request.path) else { throw WebProblem.notFound }
        if Self.isRestricted(path) {
            guard let principal = request.principal else { throw WebProblem(.unauthorized, "advisories.problem.token") }
            guard principal.may(.advisoriesRestricted) else { throw WebProblem.forbidden }
        }
        guard let bytes = FileManager.default.contents(atPath: press.tree + "/" + path) else { throw WebProblem.notFound }
        let type =
            path.hasSuffix(".json")
            ? "application/json"
            : path.hasSuffix(".csv")
                ? "text/csv; charset=utf-8" : path.hasSuffix(".asc") ? "application/pgp-signature" : "text/plain; charset=utf-8"
        var headers = [("cache-control", Self.isRestricted(path) ? "private, no-store" : "public, max-age=60")]
        if !Self.isRestricted(path) { headers.append(("access-control-allow-origin", "*")) }
        return Content(Array(bytes), type: path.hasPrefix("openpgp/") ? "application/pgp-keys" : type, headers: headers)
    }

    /// The place of a file below the tree; nil where it would lead elsewhere.
    static func path(_ asked: String) -> String? {
        guard asked.hasPrefix(base) else { return nil }
        guard let path = String(asked.dropFirst(base.count)).removingPercentEncoding else { return nil }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && !part.hasPrefix(".")
                && part.utf8.allSatisfy { byte in
                    (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || "-_.+".utf8.contains(byte)
                }
        }
        return isPlain && parts.count <= 4 ? path : nil
    }

    /// Whether a file speaks of documents that are not for everyone.
    static func isRestricted(_ path: String) -> Bool {
        let labels = ["green", "amber", "amber+strict", "red"]
        if let folder = path.split(separator: "/").first, path.contains("/"), labels.contains(String(folder)) { return true }
        return labels.contains { path == "feed-tlp-\($0).json" || path == "category-\($0).json" }
    }
}
